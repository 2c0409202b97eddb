"""Fonts: the briefing's own, and a fontconfig that knows no others.

What fonts a machine has must not change a briefing, so the system's are never seen. WeasyPrint
reads fontconfig's settings when it is imported; ``use_own_fonts`` goes before that.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
import unicodedata
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import fontpkg

__all__ = ["FAMILIES", "SUBSTITUTES", "faces", "missing_glyphs", "use_own_fonts"]

FAMILIES = {
    "serif": "IBM Plex Serif",
    "sans-serif": "IBM Plex Sans Condensed",
    "monospace": "IBM Plex Mono",
}
"""What each generic family of CSS stands for; static faces, because variable ones are slow."""

SUBSTITUTES: dict[str, str | int | None] = {
    "\N{HYPHEN}": "-",
    "\N{NON-BREAKING HYPHEN}": "-\N{WORD JOINER}",
}
"""Characters that the fonts lack, and what looks and breaks the same."""

_CONFIGURATION = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
{folders}
<cachedir>{cache}</cachedir>
{aliases}
<match target="font"><edit name="hinting" mode="assign"><bool>false</bool></edit></match>
</fontconfig>
"""
_ALIAS = (
    '<match target="pattern"><test name="family"><string>{generic}</string></test>'
    '<edit name="family" mode="assign" binding="same"><string>{family}</string></edit></match>'
)
_WITHOUT_GLYPH = {"Cc", "Cf", "Zl", "Zp", "Zs"}


def faces() -> tuple[Path, ...]:
    """Return the font files that a briefing may use."""
    return tuple(face.path for name in FAMILIES.values() for face in fontpkg.family(name).files)


@cache
def use_own_fonts() -> None:
    """Let fontconfig see the briefing's fonts only, in this process and those it starts."""
    os.environ["FONTCONFIG_FILE"] = str(_configuration_file())
    os.environ["PANGO_LANGUAGE"] = "en"  # for letters that the document's language does not use
    for name in ("FONTCONFIG_SYSROOT", "FC_LANG"):
        os.environ.pop(name, None)


@cache
def _characters() -> frozenset[int]:
    # A slow import that few texts need.
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415

    characters: set[int] = set()
    for name in FAMILIES.values():
        with TTFont(fontpkg.path(name), lazy=True) as font:
            characters |= font.getBestCmap().keys()
    return frozenset(characters)


def missing_glyphs(text: str) -> set[str]:
    """Return the characters of ``text`` that none of the briefing's fonts can show."""
    return {character for character in set(text) if not _can_show(character)}


def _can_show(character: str) -> bool:
    """Ask as HarfBuzz does: as it is, else decomposed; spaces and formats need no glyph."""
    if unicodedata.category(character) in _WITHOUT_GLYPH or "\ufe00" <= character <= "\ufe0f":
        return True
    if character in SUBSTITUTES:
        return True
    parts = {ord(part) for part in unicodedata.normalize("NFD", character)}
    return ord(character) in _characters() or parts <= _characters()


def _configuration_file() -> Path:
    """Write the fontconfig settings where this user keeps caches; else where only we look."""
    try:
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        return _write_configuration(Path(home).absolute() / "wikibrief" / "fontconfig")
    except (OSError, RuntimeError):  # not writable; nobody's home
        folder = tempfile.mkdtemp(prefix="wikibrief-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return _write_configuration(Path(folder))


def _write_configuration(folder: Path) -> Path:
    """Write the settings whole, under a name that says what is in them."""
    folders = sorted({str(face.parent) for face in faces()})
    text = _CONFIGURATION.format(
        folders="\n".join(f"<dir>{escape(path)}</dir>" for path in folders),
        cache=escape(str(folder)),
        aliases="\n".join(_ALIAS.format(generic=key, family=FAMILIES[key]) for key in FAMILIES),
    )
    data = text.encode()
    file = folder / f"{hashlib.sha256(data).hexdigest()[:16]}.conf"
    folder.mkdir(parents=True, exist_ok=True)
    if not file.exists() or file.read_bytes() != data:
        descriptor, unfinished = tempfile.mkstemp(dir=folder)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        Path(unfinished).replace(file)
    return file
