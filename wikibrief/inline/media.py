"""Files: the options of ``[[File:…]]``, and what is shown of them.

The options are those of MediaWiki's Parser::makeImage, in the language of the wiki
(see ``wiki.magicwords``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from wikibrief.inline.context import Image
from wikibrief.inline.markers import Markers
from wikibrief.inline.words import words_of
from wikibrief.wiki.magicwords import image_options, image_values
from wikibrief.wiki.titles import is_external, parse_link

__all__ = [
    "FileOptions",
    "Shown",
    "gallery_box",
    "read_options",
    "shown",
    "split_options",
]

_FIELDS = {
    **dict.fromkeys(("thumb", "frame", "frameless"), "form"),
    **dict.fromkeys(("left", "right", "center", "none"), "side"),
    **dict.fromkeys("baseline sub super top text-top middle bottom text-bottom".split(), "height"),
}
"""Options that are words, and what of a file they say."""

_TEXTS = {"alt": "alt", "class": "classes", "lang": "language", "link": "link", "page": "page"}
_LANGUAGE = re.compile(r"[A-Za-z0-9-]+")
_SIZE = re.compile(r"(\d*)(?:x(\d+))?\s*(?:px)?")
_THUMB = 220
_UPRIGHT = 0.75
"""Width of a thumbnail in pixels, and of an upright one in relation to it: MediaWiki's defaults."""
_ICON = 40
"""Width or height of the largest icon, in pixels: those of badges and arms next to names."""
_IN_GALLERY = 120
"""Width and height of the box of an image in a gallery, in pixels."""


@cache
def _words(language: str | None) -> dict[str, str]:
    """The options that are words, and what kind each is."""
    return {word: kind for kind, words in image_options(language).items() for word in words}


@cache
def _values(language: str | None) -> re.Pattern[str]:
    """A pattern with a group for each kind of option that has a value."""
    kinds = []
    for kind, forms in image_values(language).items():
        alternatives = "|".join(
            re.escape(form).replace(r"\$1", "(.*)") for form in sorted(forms, key=len, reverse=True)
        )
        kinds.append(f"(?P<{kind}>{alternatives})")
    return re.compile("|".join(kinds), re.DOTALL)


@dataclass(slots=True)
class FileOptions:
    """How a file is shown. ``side`` and ``height`` are MediaWiki's halign and valign."""

    form: str = ""
    side: str = ""
    height: str = ""
    border: bool = False
    width: int | None = None
    max_height: int | None = None
    upright: float | None = None
    link: str | None = None
    alt: str | None = None
    classes: str = ""
    language: str = ""
    page: str = ""
    caption: str = ""

    def restore_texts(self, markers: Markers) -> FileOptions:
        """The same, its texts in words: an attribute holds no HTML."""
        for name in _TEXTS.values():
            if value := getattr(self, name):
                setattr(self, name, words_of(markers.restore(value)))
        return self

    @property
    def is_block(self) -> bool:
        """Whether the file is a figure of its own, not a part of its line."""
        return bool(self.side) or self.form in {"thumb", "frame"}

    @property
    def is_icon(self) -> bool:
        """Whether the file is small and says nothing in words: it adorns what is next to it."""
        size = self.width or self.max_height
        return size is not None and size <= _ICON and not self.alt


def split_options(text: str) -> list[str]:
    """What ``|`` separates outside inner links and external links."""
    parts: list[str] = []
    depth = start = 0
    for mark in re.finditer(r"\[\[|\]\]|\|", text):
        if mark[0] == "[[":
            depth += 1
        elif mark[0] == "]]":
            depth = max(0, depth - 1)
        elif depth == 0:
            parts.append(text[start : mark.start()])
            start = mark.end()
    return [*parts, text[start:]]


def read_options(
    parts: Iterable[str], language: str | None, *, has_caption: bool = False
) -> FileOptions:
    """Read the parts after a file's name; of several formats and sides the first counts.

    What is no option on a wiki in that language (None: in any) is the caption; of several the last
    counts. Before other captions, options of other languages count as well: the language may be a
    guess. With ``has_caption`` the caption is not among the parts.
    """
    options = FileOptions()
    others = [part for part in parts if not _read(options, part, language)]
    captions = [part for part in others if not _read(FileOptions(), part, None)] or others
    caption = captions[-1] if captions and not has_caption else None
    for part in others:
        if part is not caption:
            _read(options, part, None)
    options.caption = caption or ""
    return options


def _read(options: FileOptions, part: str, language: str | None) -> bool:
    """Read an option; return whether the part is one."""
    kind, value = _kind_of(part.strip(), language)
    if kind in _FIELDS:
        name = _FIELDS[kind]
        setattr(options, name, getattr(options, name) or kind)
    elif kind in _TEXTS and _may_say(kind, value):
        setattr(options, _TEXTS[kind], value)
    elif kind == "border":
        options.border = True
    elif kind == "upright":
        options.upright = _number(value) or _UPRIGHT
    else:
        return kind == "width" and _set_size(options, value)
    return True


def _kind_of(part: str, language: str | None) -> tuple[str, str]:
    """Which option a part is, and its value; empty for a caption."""
    if kind := _words(language).get(part):
        return kind, ""
    match = _values(language).fullmatch(part)
    if match is None or match.lastgroup is None:
        return "", ""
    after = match.re.groupindex[match.lastgroup]
    value = next((group for group in match.groups()[after:] if group is not None), "")
    return match.lastgroup, value.strip()


def _may_say(kind: str, value: str) -> bool:
    """Whether an option may have this value; a part with another one is a caption."""
    if kind == "link" and value:
        return is_external(value) or parse_link(value) is not None
    if kind == "page":
        return value.isdecimal()
    return kind != "lang" or _LANGUAGE.fullmatch(value) is not None


def _set_size(options: FileOptions, value: str) -> bool:
    match = _SIZE.fullmatch(value.strip())
    if match is None or not (match[1] or match[2]):
        return False
    options.width = int(match[1][:6]) or None if match[1] else None
    options.max_height = int(match[2][:6]) or None if match[2] else None
    return True


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 < number < 100 else None


@dataclass(frozen=True, slots=True)
class Shown:
    """An image as it is shown: the address of its bytes, and its size on the page in pixels."""

    address: str
    width: int
    height: int


def shown(image: Image, options: FileOptions) -> Shown:
    """Show an image in the size that its options ask for, in its own proportions.

    The rules are those of MediaWiki's Linker::makeImageLink and ImageHandler::normaliseParams; but
    no bitmap is shown larger than it is, framed or not.
    """
    if options.form == "frame":
        width = image.width
    else:
        width = _width(image, options)
        if options.max_height:
            width = min(width, _fitting(image, options.max_height))
        if not image.is_drawing:
            width = min(width, image.width)
    width = max(1, width)
    return Shown(image.address(width), width, max(1, _ratio(image.height * width, image.width)))


def _width(image: Image, options: FileOptions) -> int:
    """The width that is asked for, whatever the height."""
    if options.width:
        return options.width
    if options.max_height:
        return _fitting(image, options.max_height) if image.is_drawing else image.width
    if options.form not in {"thumb", "frameless"}:
        return image.width
    if options.upright is None:
        return _THUMB
    return 10 * int(_THUMB * options.upright / 10 + 0.5)  # MediaWiki: fewer sizes, fewer files


def _fitting(image: Image, height: int) -> int:
    """The width of an image that is not higher than ``height``: MediaHandler::fitBoxWidth."""
    width = -(-image.width * height // image.height)
    too_high = _ratio(width * image.height, image.width) > height
    return image.width * height // image.height if too_high else width


def _ratio(dividend: int, divisor: int) -> int:
    """A quotient of natural numbers, rounded, halves up."""
    return (2 * dividend + divisor) // (2 * divisor)


def gallery_box(attributes: Mapping[str, str]) -> FileOptions:
    """What a gallery says of the size of its images: the box that each has to fit in.

    In the ``packed`` modes only heights count (PackedImageGallery), in slide shows none does.
    """
    mode = attributes.get("mode", "").strip().lower()
    width, height = (_length(attributes.get(name, "")) for name in ("widths", "heights"))
    if mode.startswith("packed"):
        return FileOptions(max_height=height or _IN_GALLERY)
    if mode == "slideshow":
        return FileOptions()
    return FileOptions(width=width or _IN_GALLERY, max_height=height or _IN_GALLERY)


def _length(text: str) -> int | None:
    """A number of pixels, as the attributes of galleries give it."""
    match = re.match(r"\s*(\d{1,4})", text)
    return int(match[1]) or None if match else None
