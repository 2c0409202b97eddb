"""Groups of pictures: which arguments are files, and which are words about them.

Every wiki has names of its own for them (``image1`` and ``caption1``, ``Bild1`` and
``Untertitel1``), so they are told apart by what they hold; what has one number belongs together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from wikibrief.layouts.text import is_file

__all__ = ["Picture", "PictureGroup", "pictures"]

_NUMBERED = re.compile(r"\D+?(\d{1,2}[a-z]?)")
_OF_FILES = re.compile(r"(?:image|photo)\d")
"""Names of arguments that are files, whatever they hold."""
_OF_WORDS = re.compile(
    r"(?:caption|text|header|footer|title|untertitel|légende|legenda|leyenda|pie|didascalia|"
    r"подпись|підпис)\d*",
    re.IGNORECASE,
)
"""Names of arguments that are words, even if these look like a size or a colour: 1914, Black."""
_PREFIX = re.compile(r"(?:file|image):", re.IGNORECASE)


@dataclass(slots=True)
class Picture:
    """A picture: its number among the arguments, its file and what is said of it, as wikitext."""

    number: str
    file: str = ""
    caption: str = ""


class PictureGroup(NamedTuple):
    """Pictures in their order, and the names of arguments about all of them."""

    pictures: list[Picture]
    captions: list[str]


def pictures(sources: Mapping[str, str], hides: Callable[[str, str], bool]) -> PictureGroup:
    """Group arguments, given by name with their wikitext, without those that a layout hides."""
    by_number: dict[str, Picture] = {}
    captions = []
    for name, source in sources.items():
        if not source or (hides(name, source) and not _OF_WORDS.fullmatch(name)):
            continue
        numbered = _NUMBERED.fullmatch(name)
        names_file = is_file(source) or _OF_FILES.match(name) is not None
        if not numbered and not names_file:
            captions.append(name)
            continue
        number = numbered[1] if numbered else name
        picture = by_number.setdefault(number, Picture(number))
        if names_file and not picture.file:
            picture.file = _PREFIX.sub("", source)
        else:
            picture.caption = f"{picture.caption} {source}".strip()
    return PictureGroup(list(by_number.values()), captions)
