"""Fonts: the briefing's own, and a fontconfig that knows no others.

What fonts a machine has must not change a briefing, so the system's are never seen. WeasyPrint
reads fontconfig's settings when it is imported; call ``use_own_fonts`` before that.

Latin, Greek and Cyrillic letters are always there; other scripts come with the extra ``scripts``.
"""

from __future__ import annotations

import atexit
import hashlib
import importlib.util
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from functools import cache, partial
from html import escape
from pathlib import Path

import fontpkg

__all__ = [
    "FAMILIES",
    "SCRIPTS",
    "SUBSTITUTES",
    "faces",
    "has_scripts",
    "knows_family",
    "missing_glyphs",
    "use_own_fonts",
]

FAMILIES = {
    "serif": "IBM Plex Serif",
    "sans-serif": "IBM Plex Sans Condensed",
    "monospace": "IBM Plex Mono",
}
"""The font of each generic family of CSS; static faces, because variable ones are slow."""

SCRIPTS = {
    "fontpkg-ibm-plex-sans-arabic": "Arabic, Persian, Urdu",
    "fontpkg-frank-ruhl-libre": "Hebrew",
    "fontpkg-hind": "Devanagari",
    "fontpkg-hind-siliguri": "Bengali",
    "fontpkg-noto-sans-tamil": "Tamil",
    "fontpkg-sarabun": "Thai",
    "noto-cjk-sans-jp-regular": "Chinese, Japanese, Korean",
    "noto-cjk-sans-jp-bold": "Chinese, Japanese, Korean",
    "fontpkg-noto-serif": "phonetic letters, Greek with all its accents",
    "fontpkg-fira-sans-condensed": "Cyrillic and Greek without serifs",
    "manimgx-fonts": "emoji, signs, and scripts from Armenian to Telugu",
}
"""The packages of the extra ``scripts``, and what they are for. Where the fonts of a script differ
by language (Han), its glyphs do: the text's ``lang`` chooses."""

_FROM_ALL_SCRIPTS = frozenset(
    f"Noto{name}[wght].ttf"
    for name in (
        "Emoji SansArmenian SansEthiopic SansGeorgian SansGujarati SansGurmukhi SansKannada "
        "SansKhmer SansLao SansMalayalam SansMyanmar SansOriya SansSinhala SansSymbols SansTelugu"
    ).split()
)
"""The fonts to use of a package whose others are for scripts that have a better one here."""

_WITHOUT_SERIFS = "Fira Sans Condensed"
"""For letters that the sans-serif family lacks, before all others."""

SUBSTITUTES: dict[str, str | int | None] = {
    "\N{HYPHEN}": "-",
    "\N{NON-BREAKING HYPHEN}": "-\N{WORD JOINER}",
    "\N{MATHEMATICAL LEFT ANGLE BRACKET}": "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}",
    "\N{MATHEMATICAL RIGHT ANGLE BRACKET}": "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}",
    "\N{LINE SEPARATOR}": " ",
    "\N{PARAGRAPH SEPARATOR}": " ",
}
"""Characters that the fonts lack, and what looks and breaks the same: as in HTML, where these
separators are blanks. (One without a glyph makes all text of its font unreadable for a search.)"""

_CONFIGURATION = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
{folders}
<cachedir>{cache}</cachedir>
{aliases}
{unwanted}
<match target="pattern">
<edit name="family" mode="append_last" binding="weak">{others}</edit>
</match>
<match target="font"><edit name="hinting" mode="assign"><bool>false</bool></edit></match>
</fontconfig>
"""
_UNWANTED = "<selectfont><rejectfont><glob>{}</glob></rejectfont></selectfont>"
_ALIAS = (
    '<match target="pattern"><test name="family"><string>{generic}</string></test>'
    '<edit name="family" mode="assign" binding="same">{families}</edit></match>'
)
USUAL = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)))) | {
    *"\n–—‘’“”…"
}
"""Characters that the briefing's fonts are known to have: most texts need no look into these."""

_WITHOUT_GLYPH = {"Cc", "Cf", "Zl", "Zp", "Zs"}


def faces() -> tuple[Path, ...]:
    """Return the font files that a briefing may use."""
    own = (face.path for name in FAMILIES.values() for face in fontpkg.family(name).files)
    return (*own, *_script_faces())


def _script_faces() -> Iterator[Path]:
    """Yield the font files of the extra ``scripts``, as far as it is installed."""
    for package in SCRIPTS:
        found = importlib.util.find_spec(package.replace("-", "_"))
        for folder in found.submodule_search_locations or () if found else ():
            yield from (path for path in _fonts_in(Path(folder)) if _is_wanted(path))


def _fonts_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in {".otf", ".ttf"})


def _is_wanted(path: Path) -> bool:
    return path.parent.name != "manimgx_fonts" or path.name in _FROM_ALL_SCRIPTS


def has_scripts() -> bool:
    """Say whether the extra ``scripts`` is there, all of it."""
    return all(map(importlib.util.find_spec, (each.replace("-", "_") for each in SCRIPTS)))


@cache
def use_own_fonts() -> None:
    """Let fontconfig see the briefing's fonts only, in this process and those it starts."""
    os.environ["FONTCONFIG_FILE"] = str(_configuration_file())
    os.environ["PANGO_LANGUAGE"] = "en"  # for letters that the document's language does not use
    for name in ("FONTCONFIG_SYSROOT", "FC_LANG"):
        os.environ.pop(name, None)


_GENERIC = frozenset(
    "serif sans-serif monospace cursive fantasy system-ui ui-serif ui-sans-serif ui-monospace math "
    "emoji inherit initial unset revert".split()
)


def knows_family(name: str) -> bool:
    """Return whether the briefing has a font of that name, or CSS a meaning for it."""
    return name.casefold() in _GENERIC or name.casefold() in _family_names()


@cache
def _family_names() -> frozenset[str]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415

    names: set[str] = set()
    for face in faces():
        with TTFont(face, lazy=True) as font:
            names.update(
                record.toUnicode().casefold()
                for record in font["name"].names
                if record.nameID in {_FAMILY, _TYPOGRAPHIC_FAMILY}
            )
    return frozenset(names)


_FAMILY, _TYPOGRAPHIC_FAMILY = 1, 16
"""Numbers of names in a font (OpenType's ``name`` table)."""


@cache
def _characters(face: Path) -> frozenset[int]:
    # A slow import that few texts need.
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    with TTFont(face, lazy=True) as font:
        return frozenset(font.getBestCmap())


def missing_glyphs(text: str) -> set[str]:
    """Return the characters of ``text`` that none of the briefing's fonts can show."""
    missing = {character for character in set(text) - USUAL if _needs_glyph(character)}
    if not missing:
        return missing
    own = map(fontpkg.path, FAMILIES.values())
    for face in (*own, *_script_faces()):
        if not missing:
            break
        characters = _characters(face)
        missing = {each for each in missing if not _can_show(each, characters)}
    return missing


def _needs_glyph(character: str) -> bool:
    """Say whether a character is to be seen: spaces, formats and variations are not."""
    if unicodedata.category(character) in _WITHOUT_GLYPH or character in SUBSTITUTES:
        return False
    return not "\ufe00" <= character <= "\ufe0f"


def _can_show(character: str, characters: frozenset[int]) -> bool:
    """Ask as HarfBuzz does: as it is, else decomposed."""
    parts = {ord(part) for part in unicodedata.normalize("NFD", character)}
    return ord(character) in characters or parts <= characters


def _alias(generic: str) -> str:
    """Let a generic family be its font, and for letters that this lacks the others of ours."""
    second = [_WITHOUT_SERIFS] if generic == "sans-serif" else []
    names = dict.fromkeys((FAMILIES[generic], *second, *FAMILIES.values()))
    families = "".join(f"<string>{name}</string>" for name in names)
    return _ALIAS.format(generic=generic, families=families)


def _configuration_file() -> Path:
    """Write the fontconfig settings where this user keeps caches; else where only we look."""
    try:
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        return _write_configuration(Path(home).absolute() / "wikibrief" / "fontconfig")
    except (OSError, RuntimeError):  # not writable, or a user without a home
        folder = tempfile.mkdtemp(prefix="wikibrief-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return _write_configuration(Path(folder))


_escape = partial(escape, quote=False)


def _write_configuration(folder: Path) -> Path:
    """Write the settings whole, under a name that says what is in them."""
    folders = sorted({face.parent for face in faces()})
    unwanted = (path for each in folders for path in _fonts_in(each) if not _is_wanted(path))
    text = _CONFIGURATION.format(
        folders="\n".join(f"<dir>{_escape(str(path))}</dir>" for path in folders),
        unwanted="\n".join(
            _UNWANTED.format(_escape(re.sub(r"[\[\]*?]", "?", str(path)))) for path in unwanted
        ),
        cache=_escape(str(folder)),
        aliases="\n".join(map(_alias, FAMILIES)),
        others="".join(f"<string>{name}</string>" for name in FAMILIES.values()),
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
