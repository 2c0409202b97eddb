"""Images: the bytes of a file → what a page shows of it, as an address that holds all of it.

Pillow reads bitmaps. Drawings (SVG) are read here, as far as to say how large they are, and that
they neither run anything nor ask for anything from elsewhere.
"""

from __future__ import annotations

import io
import re
import warnings
from base64 import b64encode
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from xml.etree import ElementTree as ET

from PIL import Image as Pillow
from PIL import ImageFile, ImageOps

from wikibrief.inline.context import Image

__all__ = ["UnreadableImageError", "read_image"]

_MOST_PIXELS = 100_000_000
_SHOWN_AS = {"GIF": "gif", "JPEG": "jpeg", "PNG": "png", "WEBP": "webp"}
"""Formats that browsers show, and their media types."""
_CONVERTED = ("BMP", "TIFF")
_DENSITY = 2
"""Pixels of a bitmap for one of a page: what screens show, and print needs."""
_SCALED_MODES = {"1": "L", "L": "L", "LA": "LA", "P": "RGBA", "RGB": "RGB", "RGBA": "RGBA"}
"""Modes of Pillow that can be made smaller well, and the mode that this is done in."""


class UnreadableImageError(Exception):
    """Bytes that no page can show as an image; its message says why."""


def read_image(data: bytes) -> Image:
    """Read an image: a PNG, JPEG, GIF, WebP, TIFF, BMP or SVG.

    Its address for a shown width is that of a smaller one where it has far more pixels than this
    needs. Raises UnreadableImageError.
    """
    if _is_drawing(data):
        width, height = _read_drawing(data)
        address = _address(data, "svg+xml")
        return Image(lambda _: address, width, height, is_drawing=True)
    bitmap = _read_untrusted(partial(_open, data))
    kind = _SHOWN_AS.get(bitmap.format or "")
    if kind is None:
        mode = _SCALED_MODES.get(bitmap.mode, "RGB")
        data, kind = _save(_upright(bitmap).convert(mode), "PNG"), "png"
    elif bitmap.mode == "CMYK":  # a press's colours: screens differ on them, and PDF/A forbids them
        data = _save(_upright(bitmap).convert("RGB"), "JPEG")
    return Image(cache(partial(_scale, data, kind)), *_upright(bitmap).size)


def _address(data: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{b64encode(data).decode()}"


# ----------------------------------------------------------------------------------------- bitmaps


def _read_untrusted(read: Callable[[], Pillow.Image]) -> Pillow.Image:
    """What Pillow makes of untrusted bytes."""
    try:
        with warnings.catch_warnings(), _refuse_truncated():
            warnings.simplefilter("ignore")  # of damage that does not matter
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            return read()
    except (Pillow.DecompressionBombWarning, Pillow.DecompressionBombError) as failure:
        raise UnreadableImageError("it has too many pixels") from failure
    except MemoryError:
        raise
    except Exception as failure:  # Pillow's readers let through whatever they trip over
        reason = "it is damaged, or no image of a format that pages show"
        raise UnreadableImageError(reason) from failure


@contextmanager
def _refuse_truncated() -> Iterator[None]:
    """Let no picture through that ends too early; WeasyPrint makes Pillow fill up such ones."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _open(data: bytes) -> Pillow.Image:
    bitmap = Pillow.open(io.BytesIO(data), formats=(*_SHOWN_AS, *_CONVERTED))
    if bitmap.width * bitmap.height > _MOST_PIXELS:
        raise Pillow.DecompressionBombError
    bitmap.load()
    return bitmap


def _upright(bitmap: Pillow.Image) -> Pillow.Image:
    """The bitmap as its camera was held (EXIF), which is how browsers show it."""
    return ImageOps.exif_transpose(bitmap)


def _scale(data: bytes, kind: str, width: int) -> str:
    """The address of a bitmap that is shown ``width`` pixels wide."""
    bitmap = _read_untrusted(partial(_open, data))
    is_animated = getattr(bitmap, "is_animated", False)
    mode = _SCALED_MODES.get(bitmap.mode)
    if mode is None or is_animated or _upright(bitmap).width <= _DENSITY * width:
        return _address(data, kind)
    bitmap = _upright(bitmap.convert(mode))
    height = max(1, round(bitmap.height * _DENSITY * width / bitmap.width))
    smaller = bitmap.resize((_DENSITY * width, height), Pillow.Resampling.LANCZOS)
    format_ = {"jpeg": "JPEG", "webp": "WEBP"}.get(kind, "PNG")
    scaled = _save(smaller, format_, bitmap.info.get("icc_profile"))
    # What has few colours can be larger when it is smaller.
    return _address(scaled, format_.lower()) if len(scaled) < len(data) else _address(data, kind)


def _save(bitmap: Pillow.Image, format_: str, profile: bytes | None = None) -> bytes:
    file = io.BytesIO()
    options = {"optimize": True} if format_ == "PNG" else {"quality": 85}
    bitmap.save(file, format_, icc_profile=profile, **options)
    return file.getvalue()


# ---------------------------------------------------------------------------------------- drawings

_SVG = "{http://www.w3.org/2000/svg}"
_BEGINS_DRAWING = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE\s+svg|(?:\w+:)?svg\b)")
_OWN = r"\s*[\"']?\s*(?:#|data:image/(?:png|jpeg|gif|webp)[;,])"
_LOADS = re.compile(
    rf"@import|image-set\s*\(|expression\s*\(|(?:url|src)\s*\((?!{_OWN})", re.IGNORECASE
)
_REFERENCE = re.compile(rf"{_OWN}|\s*\Z", re.IGNORECASE)
_LINK = re.compile(r"\s*https?://", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE)
_TO_PART = re.compile(r"(?:url\s*\(\s*[\"']?\s*|\A\s*)#([^\"')\s]+)", re.IGNORECASE)
_RUNS = frozenset("script handler listener foreignobject iframe object embed audio video".split())
_DEEPEST = 200
_MOST_ELEMENTS = 50_000
"""Elements that a drawing may have: six seconds and 300 MB in a briefing."""
_MOST_PARTS = 100_000
"""Elements that a drawing may have, with those that it repeats."""

_LENGTH = re.compile(r"\s*\+?(\d{1,9}(?:\.\d*)?|\.\d+)\s*([a-z]*)\s*", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4}
_UNITS |= {"em": 16.0, "rem": 16.0, "ex": 8.0}
"""Pixels of CSS."""
_UNSIZED = 512.0
"""Width of a drawing that does not say how large it is, as in MediaWiki's SVGReader."""
_LARGEST = 100_000.0


def _is_drawing(data: bytes) -> bool:
    return _BEGINS_DRAWING.match(data) is not None


def _read_drawing(data: bytes) -> tuple[int, int]:
    """The size of a drawing, in pixels."""
    drawing = _Drawing()
    parser = ET.XMLParser(target=drawing)  # noqa: S314  expat bounds entities, and loads none
    try:
        parser.feed(data)
        parser.close()
    except (ET.ParseError, LookupError, ValueError) as failure:
        raise UnreadableImageError("it is damaged: no well-formed XML") from failure
    root = drawing.root
    return _size(root.get("width", ""), root.get("height", ""), root.get("viewBox", ""))


class _Drawing:
    """Looks at the elements of a drawing as an XML parser finds them."""

    def __init__(self) -> None:
        self.root: dict[str, str] = {}  # attributes of the outermost element
        self._open: list[tuple[str, str]] = []  # elements around: name, id of it or around it
        self._count = 0
        self._style: list[str] = []  # of the style sheet here, which comes in pieces
        self._parts: defaultdict[str, list[str]] = defaultdict(list)  # id → ids in it, or shown

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if not self._open:
            if tag != f"{_SVG}svg":
                raise UnreadableImageError("it is XML, but no drawing")
            self.root = attributes
        if name in _RUNS:
            raise UnreadableImageError(f"it holds a <{name}>")
        around = self._open[-1][1] if self._open else ""
        id_ = attributes.get("id", around)
        if id_ != around:
            self._parts[around].append(id_)
        self._open.append((name, id_))
        self._count += 1
        if self._count > _MOST_ELEMENTS:
            raise UnreadableImageError(f"it has more than {_MOST_ELEMENTS:,} elements")
        if len(self._open) > _DEEPEST:
            raise UnreadableImageError("its elements are nested too deeply")
        for attribute, value in attributes.items():
            _check_attribute(name, _local(attribute), value)
            self._parts[id_] += _TO_PART.findall(value)

    def end(self, _: str) -> None:
        name, _id = self._open.pop()
        if name == "style":
            _check_style("".join(self._style))
            self._style.clear()

    def data(self, text: str) -> None:
        if any(name == "style" for name, _ in self._open):
            self._style.append(text)

    def pi(self, target: str, _: str = "") -> None:
        if target.startswith("xml-stylesheet"):
            raise UnreadableImageError("it asks for a style sheet from elsewhere")

    def close(self) -> None:
        if _count("", self._parts, {}, 0) > _MOST_PARTS:
            raise UnreadableImageError("it repeats its parts too often")


def _count(part: str, parts: Mapping[str, list[str]], counts: dict[str, int], depth: int) -> int:
    """How many parts are shown for one; ``counts`` are those that are known."""
    if part not in counts:
        if depth > _DEEPEST:
            raise UnreadableImageError("its parts are nested too deeply")
        counts[part] = 0  # a part in itself is not shown again
        inner = (_count(each, parts, counts, depth + 1) for each in parts.get(part, ()))
        counts[part] = 1 + sum(inner)
    return counts[part]


def _local(name: str) -> str:
    """A name without its namespace, in lower case."""
    return name.rpartition("}")[2].lower()


def _check_attribute(element: str, name: str, value: str) -> None:
    """Refuse what runs something, or asks for something from elsewhere."""
    if name.startswith("on"):
        raise UnreadableImageError(f"it runs a script (`{name}`)")
    if name == "attributename":  # what an animation changes
        _check_attribute("", value.strip().rpartition(":")[2].lower(), "an animation")
    elif name == "base" or (name in {"href", "src"} and not _REFERENCE.match(value)):
        if not (element == "a" and _LINK.match(value)):
            raise UnreadableImageError(f"it refers to something elsewhere: `{value.strip()[:60]}`")
    else:
        _check_style(value)


def _check_style(text: str) -> None:
    if found := _LOADS.search(_ESCAPE.sub(_unescape, text) if "\\" in text else text):
        raise UnreadableImageError(f"it asks for something from elsewhere (`{found[0]}…`)")


def _unescape(escape: re.Match[str]) -> str:
    code = int(escape[1] or "0", 16)
    return chr(code) if 0 < code < 0x110000 else escape[2] or ""


def _size(width_: str, height_: str, view: str) -> tuple[int, int]:
    """Pixels of a drawing; what ``width`` and ``height`` do not say follows from ``viewBox``."""
    numbers = [float(number) for number in _NUMBER.findall(view)]
    sides = numbers[2:] if len(numbers) == 4 and all(1e-6 < n < 1e9 for n in numbers[2:]) else None
    ratio = sides[1] / sides[0] if sides else 1.0
    width, height = _length(width_), _length(height_)
    if width is None:
        width = height / ratio if height else sides[0] if sides else _UNSIZED
    if height is None:
        height = width * ratio
    return _pixels(width), _pixels(height)


def _length(text: str) -> float | None:
    match = _LENGTH.fullmatch(text)
    unit = _UNITS.get(match[2].lower()) if match else None
    return float(match[1]) * unit or None if match and unit else None


def _pixels(length: float) -> int:
    return max(1, round(min(length, _LARGEST)))
