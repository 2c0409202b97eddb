"""Strays: files in ``content/`` that nothing reads, and what they were probably meant to be.

A file with metadata under a wrong name is an error, for its article may lose the marking. Files
whose names begin with ``_`` or ``.`` are set aside on purpose, unless they look like defaults or
like the only sidecar of an article.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import filterfalse
from pathlib import Path

from wikibrief.engine.files import shown
from wikibrief.problems import Problem, error, warning
from wikibrief.project.content.folders import (
    DEFAULTS,
    SIDECAR_SUFFIX,
    SOURCE_SUFFIXES,
    TEMPLATES,
    WIKI_TEMPLATE_SUFFIX,
    WIKI_TEMPLATES,
    Project,
    is_metadata_like,
    is_source,
    names_source,
)

__all__ = ["Stray", "find_strays", "meant_for"]

_ALIKE = 0.75
"""How much a name must be like another one to be taken for a slip of it; 1 is the same."""

_PICTURES = frozenset(".avif .bmp .gif .jpeg .jpg .png .svg .tif .tiff .webp".split())
_PARTS_OF_TEMPLATES = frozenset(".css .html .j2 .otf .ttf .woff .woff2".split())
_MARKDOWN = frozenset({".md", ".markdown", ".mdown"})
_ALIKE_DEFAULTS = 0.88
_DEFAULTS_LIKE = re.compile(
    r"(_+(defaults?|meta(data)?)(?=[.~]|\Z)|copy of _|_+defaults?[ -]+(copy|\(\d+\)))",
    re.IGNORECASE,
)
_METADATA_ENDING = re.compile(r"\.meta(data)?(?=\.|\Z).*", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Stray:
    """A file that nothing reads. ``stem`` is that of the article whose metadata it seems to hold.

    With ``is_metadata`` and no stem these are a folder's defaults.
    """

    path: Path
    problem: Problem
    is_metadata: bool = False
    stem: str = ""


def find_strays(
    folder: Path, names: Iterable[str] | None = None, project: Project | None = None
) -> Iterator[Stray]:
    """Find the files in a folder that nothing reads; without a ``project`` misnamed metadata only.

    ``names`` are those of the files in the folder.
    """
    if names is None:
        try:
            names = [path.name for path in folder.iterdir() if not path.is_dir()]
        except OSError:
            return
    names = sorted(names)
    sources = [name for name in names if names_source(name)]
    stems = [Path(name).stem for name in sources]
    is_for_pictures = project and folder.is_relative_to(project.media)
    is_for_sources = not (project and folder.is_relative_to(project.wiki_templates))
    ordinary = set(filterfalse(_DEFAULTS_LIKE.match, sources)) if is_for_sources else set()
    for path in (folder / name for name in names if name not in ordinary):
        if stray := _metadata(path, stems) or _set_aside(path, stems, names):
            yield stray
        elif project and not is_for_pictures and not _is_read(path, project):
            hint = _advise(path, project)
            yield Stray(
                path,
                warning("nothing reads this file", hint=hint, file=shown(path), code="unread-file"),
            )


def meant_for(stray: Stray, source: Path) -> bool:
    """Whether the metadata in a stray were probably meant for a source."""
    if not stray.is_metadata:
        return False
    if not stray.stem:
        return source.is_relative_to(stray.path.parent)
    return source.parent == stray.path.parent and source.stem == stray.stem


def _metadata(path: Path, stems: list[str]) -> Stray | None:
    """The stray for a file that seems to hold metadata and has not the name for it."""
    name = path.name
    if name == DEFAULTS or (name.startswith(".") and not name.startswith(".meta.")):
        return None
    if _is_like_defaults(path):
        problem = error(
            "looks like defaults, but nothing reads it under this name",
            hint=_advise_name(path, DEFAULTS),
            file=shown(path),
            code="misnamed-metadata",
        )
        return Stray(path, problem, is_metadata=True)
    if name.startswith("_") or not is_metadata_like(path):
        return None
    stem = _METADATA_ENDING.sub("", name)
    if stem in stems and name == stem + SIDECAR_SUFFIX:
        return None
    bare = Path(stem).stem if Path(stem).suffix.lower() in SOURCE_SUFFIXES else stem
    meant = bare if bare in stems else _nearest(bare, stems)
    return _misnamed(path, _advise_on_metadata(path, meant), meant or stem)


def _misnamed(path: Path, hint: str, stem: str) -> Stray:
    message = "looks like metadata of an article, but nothing reads it under this name"
    problem = error(message, hint=hint, file=shown(path), code="misnamed-metadata")
    return Stray(path, problem, is_metadata=True, stem=stem)


def _set_aside(path: Path, stems: list[str], names: Collection[str]) -> Stray | None:
    """The stray for a sidecar that is set aside, where the article has no other one."""
    name = path.name.lstrip("_.")
    stem = name.removesuffix(SIDECAR_SUFFIX)
    if name == path.name or name in names or stem not in stems or name == stem:
        return None
    return _misnamed(path, _advise_name(path, name), stem)


def _advise_on_metadata(path: Path, meant: str | None) -> str:
    if meant is None:
        return f"the sidecar of NAME.wiki is NAME{SIDECAR_SUFFIX}, next to it"
    return _advise_name(path, meant + SIDECAR_SUFFIX)


def _advise_name(path: Path, name: str) -> str:
    right = path.with_name(name)
    if os.path.lexists(right) and not _is_same(path, right):
        return f"`{name}` is there: put what this file says into it, and delete this one"
    return f"did you mean `{name}`?"


def _is_same(path: Path, other: Path) -> bool:
    """Whether two names are of one file, where the file system takes no notice of case."""
    try:
        return path.samefile(other)
    except OSError:
        return False


def _is_like_defaults(path: Path) -> bool:
    if _DEFAULTS_LIKE.match(path.name):
        return True
    if not path.name.startswith("_"):
        return is_metadata_like(path) and not _METADATA_ENDING.search(path.name)
    return bool(get_close_matches(path.name.lower(), [DEFAULTS], 1, _ALIKE_DEFAULTS))


def _nearest(stem: str, stems: list[str]) -> str | None:
    """The name that was probably meant, whatever its case, its accents and what is unseen."""
    folded = {_fold(each): each for each in stems}
    near = get_close_matches(_fold(stem), folded, n=1, cutoff=_ALIKE)
    return folded[near[0]] if near else None


def _fold(text: str) -> str:
    seen = "".join(each for each in text if unicodedata.category(each) != _FORMAT)
    return unicodedata.normalize("NFC", seen).casefold()


_FORMAT = "Cf"
"""Characters without a glyph, such as U+200B: names that differ by them look the same."""


def _is_read(path: Path, project: Project) -> bool:
    """Whether something reads a file, or it is set aside on purpose."""
    if path.name.startswith(("_", ".")) or is_metadata_like(path):
        return True
    if path.is_relative_to(project.wiki_templates):
        return path.suffix == WIKI_TEMPLATE_SUFFIX and path.parent == project.wiki_templates
    return is_source(path)


def _advise(path: Path, project: Project) -> str:
    suffix = path.suffix.lower()
    if path.is_relative_to(project.wiki_templates):
        return f"templates of your wiki are {WIKI_TEMPLATES}/NAME{WIKI_TEMPLATE_SUFFIX}"
    if suffix in _PICTURES:
        return f"pictures are found in {shown(project.media)}: move it there"
    if suffix in _PARTS_OF_TEMPLATES:
        return f"templates are found in {shown(project.content / TEMPLATES)}: move it there"
    if suffix in _MARKDOWN:
        return f"articles are wikitext, not Markdown: write it as `{path.stem}.wiki`"
    if near := get_close_matches(suffix, sorted(SOURCE_SUFFIXES), 1, _ALIKE):
        return f"did you mean `{path.stem}{near[0]}`?"
    if suffix == ".json":
        return f"articles in JSON are no sources: wikibrief convert {shown(path)} to .yaml"
    suffixes = " ".join(sorted(SOURCE_SUFFIXES))
    return f"sources end in {suffixes}; begin its name with _ to set it aside"
