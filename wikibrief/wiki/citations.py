"""Citation Style 1: the kinds of sources that wikis cite, and the arguments that each has.

They are data: ``data/citations.toml``. Editors complete and explain them, checks ask for them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

__all__ = ["ADDRESS", "ADDRESSES", "CitationStyle", "read_style"]

ADDRESSES = ("url", "archive-url", "chapter-url", "conference-url", "transcript-url")
"""Arguments that hold the address of a page."""
ADDRESS = r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//\S|(?:mailto|news|urn|sip|tel):\S"
"""How an address begins, as a pattern that JSON Schemas have as well."""


class Kind(NamedTuple):
    """A kind of source; ``arguments`` are those that not every kind has."""

    about: str
    arguments: tuple[str, ...]


class People(NamedTuple):
    """A list of people: arguments for surnames, for given names, and for the whole list."""

    last: tuple[str, ...]
    first: str
    lists: tuple[str, ...]


class CitationStyle(NamedTuple):
    """All kinds, and what their arguments say.

    ``general`` are arguments of every kind, ``numbered`` those that may end with a number.
    ``required``: kind → the argument that it cannot do without. ``needs``: argument → those that it
    means nothing without. ``exclusive`` are arguments of which the wiki shows one alone.
    """

    kinds: Mapping[str, Kind]
    arguments: Mapping[str, str]
    general: tuple[str, ...]
    numbered: tuple[str, ...]
    required: Mapping[str, str]
    needs: Mapping[str, tuple[str, ...]]
    people: tuple[People, ...]
    exclusive: tuple[tuple[str, ...], ...]


@cache
def read_style() -> CitationStyle:
    """Read the data, once."""
    path = Path(__file__).with_name("data") / "citations.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return CitationStyle(
        {
            name: Kind(kind["about"], tuple(kind["arguments"].split()))
            for name, kind in data["kinds"].items()
        },
        data["arguments"],
        tuple(data["general"].split()),
        tuple(data["numbered"].split()),
        data["required"],
        {name: tuple(needed.split()) for name, needed in data["needs"].items()},
        tuple(
            People(tuple(each["last"].split()), each["first"], tuple(each["lists"].split()))
            for each in data["people"].values()
        ),
        tuple(tuple(names.split()) for names in data["exclusive"].values()),
    )
