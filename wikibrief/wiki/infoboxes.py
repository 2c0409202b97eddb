"""What infoboxes call their arguments, in the wikis of all languages.

The names are data: ``data/infoboxes.toml``. The reader of sources, the layouts and the facts all
ask here, so that ``{{Infobox conflit|conflit=…}}`` names its article as the English box does.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from wikibrief.wiki.source import without_comments

__all__ = ["PictureName", "SideName", "fold", "names_of", "read_picture", "read_side", "role_of"]

_SIDE_ROWS = ("combatant", "commander", "units", "strength", "casualties")
_ROLES = ("title", "part_of", "date", "place", *_SIDE_ROWS)
_BLANKS = re.compile(r"[\s_]+")
_NUMBERED = re.compile(r"(?P<stem>.*[^\d_ ])[_ ]?(?P<side>[1-9])(?P<part>[a-z]?)")


class SideName(NamedTuple):
    """The name of an argument about one side of a conflict: ``combatant2b``.

    ``row`` is ``combatant``, ``commander`` … in every language, or the stem of any other numbered
    name.
    """

    row: str
    side: str
    part: str


class PictureName(NamedTuple):
    """The name of a picture's argument, and its captions' and alternative texts' names."""

    captions: tuple[str, ...]
    alts: tuple[str, ...]


def fold(name: str) -> str:
    """An argument's name as names are compared: ``Parte_di`` is ``parte di``; without comments."""
    return _BLANKS.sub(" ", without_comments(name)).strip().lower()


@cache
def names_of(role: str) -> frozenset[str]:
    """The folded names of a role (``title``, ``caption``) in all languages."""
    return frozenset(name for names in _data()[role].values() for name in names)


def role_of(name: str) -> str:
    """What an argument says: ``title``, ``date`` …; ``""`` for all other names."""
    return _roles().get(fold(name), "")


def read_side(name: str) -> SideName | None:
    """Read the name of an argument about one side; None for names without a number."""
    match = _NUMBERED.fullmatch(name.strip().lower())
    if match is None:
        return None
    role = role_of(match["stem"])
    row = role if role in _SIDE_ROWS else match["stem"]
    return SideName(row, match["side"], match["part"])


def read_picture(name: str) -> PictureName | None:
    """Read the name of a picture's or map's argument; None for all others."""
    folded = fold(name)
    stem = folded.rstrip("0123456789")
    number = folded[len(stem) :]
    stem = stem.rstrip()
    own: tuple[str, ...] = (stem, "map")
    if stem not in names_of("map"):
        own = (stem, stem.partition(" ")[0], "")
        if names_of("picture").isdisjoint((stem, folded)):
            return None
    return PictureName(_about(own, number, "caption"), _about(own, number, "alt"))


def _about(stems: tuple[str, ...], number: str, role: str) -> tuple[str, ...]:
    """The folded names of what is said of a picture: ``image caption2``, ``caption2``."""
    words = sorted(names_of(role))
    return tuple(
        f"{stem} {word}{number}".strip() for stem in dict.fromkeys(stems) for word in words
    ) + tuple(f"{stems[0]}{number} {word}" for word in words if number)


@cache
def _data() -> Mapping[str, Mapping[str, list[str]]]:
    path = Path(__file__).parent / "data" / "infoboxes.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _roles() -> Mapping[str, str]:
    return {name: role for role in reversed(_ROLES) for name in names_of(role)}
