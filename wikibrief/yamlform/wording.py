"""Wording: what messages about values call them, and what they suggest instead."""

from __future__ import annotations

import json
from collections.abc import Iterable
from difflib import get_close_matches

from wikibrief.yamlform.characters import abbreviate
from wikibrief.yamlform.data import Data, Path
from wikibrief.yamlform.parser import LITERAL_HINT
from wikibrief.yamlform.shapes import Kinds

__all__ = [
    "LIST_HINT",
    "TEXT_HINT",
    "YAML_HINTS",
    "describe",
    "explain_kind",
    "name_value",
    "say_where",
    "suggest",
]

TEXT_HINT = f"text that starts with `[` or `{{`, or has `: ` in it, {LITERAL_HINT}"
LIST_HINT = "put `- ` before each item, on lines of their own"
YAML_HINTS = (TEXT_HINT, LIST_HINT)
"""Hints that say how YAML is written, and so not for JSON."""
_LONGEST_FOUND = 40


def name_value(path: Path) -> str:
    """Name the value at ``path``."""
    match path:
        case ():
            return "the file"
        case (*parent, int(index)):
            return f"item {index + 1} of {name_value(tuple(parent))}"
    return f"`{abbreviate(str(path[-1]))}`"


def say_where(path: Path) -> str:
    """Say what a key is in."""
    return f" in {name_value(path)}" if path else ""


def describe(value: Data) -> str:
    """Describe a value that was found."""
    match value:
        case None:
            return "nothing"
        case "":
            return "an empty text"
        case bool() | int() | float():
            return f"`{json.dumps(value)}`"
        case str():
            return f"`{abbreviate(value)}`" if len(value) <= _LONGEST_FOUND else "text"
        case list():
            return "a list"
    return "a mapping"


def suggest(name: str, known: Iterable[str]) -> str:
    """Suggest the known name that is most like ``name``, or all of them."""
    folded = {each.casefold(): each for each in known}
    close = get_close_matches(name.casefold(), folded, n=1, cutoff=0.65)
    if close:
        return f"did you mean `{folded[close[0]]}`?"
    return f"known: {', '.join(f'`{each}`' for each in folded.values())}"


def explain_kind(shape: Kinds, value: Data, path: Path) -> tuple[str, str]:
    """Write message and hint for what should have a known ``kind`` and has none."""
    name = name_value(path)
    text_or = "text or " if shape.text else ""
    if not isinstance(value, dict):
        hint = TEXT_HINT if isinstance(value, list) else ""
        expected = f"{text_or}a mapping with a `kind`"
        return f"{name} must be {expected}, found {describe(value)}", hint
    if "kind" not in value:
        return f"{name} must {'be text or ' if shape.text else ''}have a `kind`", TEXT_HINT
    kind = value["kind"]
    hint = suggest(kind if isinstance(kind, str) else "", shape.classes)
    return f"{name} has an unknown `kind`: {describe(kind)}", hint
