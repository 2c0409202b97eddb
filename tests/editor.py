"""What an editor makes of a YAML file: the types of YAML 1.2, and what a schema says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml
from jsonschema import Draft202012Validator

TYPES = {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"
    r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
}
"""The core schema of YAML 1.2, which editors use; dates are texts in it."""


class CoreLoader(yaml.SafeLoader):
    """Reads YAML with the types of the core schema."""

    yaml_implicit_resolvers = {  # noqa: RUF012  as in the base class
        None: [
            (f"tag:yaml.org,2002:{name}", re.compile(f"(?:{pattern})$"))
            for name, pattern in TYPES.items()
        ]
    }


def data_in_editor(text: str) -> object:
    return yaml.load(text, Loader=CoreLoader)  # noqa: S506  it is a safe loader


def complaints(schema: dict[str, object], data: object) -> list[str]:
    """What an editor underlines: the path of each value, and why."""
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [
        f"{'/'.join(map(str, found.absolute_path))}: {found.message}"
        for found in validator.iter_errors(data)
    ]


def subschemas(schema: object) -> Iterator[dict[str, object]]:
    """A schema and all schemas in it."""
    if isinstance(schema, dict):
        yield schema
        for part in schema.values():
            yield from subschemas(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from subschemas(part)
