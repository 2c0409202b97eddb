"""Formats: the table of what a document can be read from and made into.

Everything that differs between formats stands in its row; nobody asks which format it is. Rows
import what they need when they are used: a build that finds everything up to date imports nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from wikibrief.problems import LineMap, Problem, ProblemError, Severity, warning

if TYPE_CHECKING:
    from wikibrief.inline.context import Surroundings
    from wikibrief.markup.dialects import Dialect
    from wikibrief.model.document import Document
    from wikibrief.model.metadata import Metadata
    from wikibrief.templating.environment import Templates

__all__ = [
    "FORMATS",
    "Format",
    "Load",
    "Loaded",
    "RenderInput",
    "format_of",
    "missing_glyphs",
]


@dataclass(frozen=True, slots=True)
class RenderInput:
    """What every format is made from.

    ``around`` gives what stands around the document, on a page with that suffix. ``base`` is the
    wikitext that stands where this page's is to be written: then only what changed is new.
    """

    document: Document
    metadata: Metadata
    templates: Templates
    around: Callable[[str], Surroundings]
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read, and the problems that did not keep it from being read."""

    document: Document
    problems: tuple[Problem, ...] = ()


Load: TypeAlias = Callable[[str, str | None, Collection[str] | None], Loaded]
"""Reads a text: with the title, and the names of the files that it can show, where these are known.
Raises ProblemError."""


@dataclass(frozen=True, slots=True)
class Format:
    """A row of the table.

    ``suffixes`` are those of its files, the first the one that is written. ``load`` is None where a
    format is only written. ``modules`` are those that ``render`` imports slowly. ``complete``: what
    is written holds all of a document. ``selective``: it can be written over what is there.
    ``keep`` takes over what the text there says to people alone: comments.
    """

    suffixes: tuple[str, ...]
    render: Callable[[RenderInput], bytes]
    load: Load | None = None
    modules: tuple[str, ...] = ()
    complete: bool = False
    selective: bool = False
    keep: Callable[[str, str], tuple[str, list[Problem]]] | None = None

    @property
    def suffix(self) -> str:
        """The suffix that is written."""
        return self.suffixes[0]


def _load_yaml(text: str, title: str | None, _media: Collection[str] | None) -> Loaded:
    from wikibrief.yamlform.documents import load_yaml  # noqa: PLC0415

    document = load_yaml(text)
    return Loaded(replace(document, title=document.title or title))


def _load_json(text: str, title: str | None, _media: Collection[str] | None) -> Loaded:
    from wikibrief.yamlform.documents import load_json  # noqa: PLC0415

    document = load_json(text)
    return Loaded(replace(document, title=document.title or title))


def _load_wikitext(text: str, title: str | None, media: Collection[str] | None) -> Loaded:
    from wikibrief.checks.run import check_reading  # noqa: PLC0415
    from wikibrief.markup.reader.reading import read_source  # noqa: PLC0415

    reading = read_source(text, title)
    problems = tuple(check_reading(reading, media))
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ProblemError(problems)
    return Loaded(reading.document, problems)


def _yaml(page: RenderInput) -> bytes:
    from wikibrief.yamlform.documents import dump_yaml  # noqa: PLC0415

    return dump_yaml(page.document).encode()


def _keep_comments(old: str, new: str) -> tuple[str, list[Problem]]:
    from wikibrief.yamlform.comments import keep_comments  # noqa: PLC0415

    return keep_comments(old, new)


def _json(page: RenderInput) -> bytes:
    from wikibrief.yamlform.documents import dump_json  # noqa: PLC0415

    return dump_json(page.document).encode()


def _wikitext(dialect: Dialect, page: RenderInput) -> bytes:
    from wikibrief.markup.roundtrip import write_wikitext  # noqa: PLC0415

    return write_wikitext(
        page.document, page.base, None if page.base else dialect, templates=page.templates
    ).encode()


def _html(page: RenderInput) -> bytes:
    from wikibrief.page.writer import write_html  # noqa: PLC0415

    html = write_html(
        page.document,
        metadata=page.metadata,
        templates=page.templates,
        around=page.around(".html"),
    )
    return html.encode()


def _pdf(page: RenderInput) -> bytes:
    from wikibrief.briefing.writer import write_pdf  # noqa: PLC0415

    return write_pdf(
        page.document,
        metadata=page.metadata,
        templates=page.templates,
        around=page.around(".pdf"),
    )


FORMATS: Mapping[str, Format] = {
    "yaml": Format(
        (".yaml", ".yml"),
        _yaml,
        _load_yaml,
        ("wikibrief.yamlform.documents",),
        complete=True,
        keep=_keep_comments,
    ),
    "wiki": Format(
        (".wiki", ".wikitext", ".mediawiki"),
        partial(_wikitext, "mediawiki"),
        _load_wikitext,
        ("wikibrief.markup.roundtrip",),
        selective=True,
    ),
    "plain": Format(
        (".txt",),
        partial(_wikitext, "plain"),
        _load_wikitext,
        ("wikibrief.markup.roundtrip",),
        selective=True,
    ),
    "json": Format((".json",), _json, _load_json, ("wikibrief.yamlform.documents",), complete=True),
    "html": Format((".html",), _html, modules=("wikibrief.page.writer",)),
    "pdf": Format((".pdf",), _pdf, modules=("wikibrief.briefing.writer", "weasyprint")),
}
"""All formats by name."""


def format_of(path: Path) -> str | None:
    """The name of the format that a file's suffix says."""
    suffix = path.suffix.lower()
    return next((name for name, row in FORMATS.items() if suffix in row.suffixes), None)


_MOST_LISTED = 5


def missing_glyphs(text: str) -> Iterable[Problem]:
    """Warn of characters that the briefing cannot show, all at the place of the first."""
    from wikibrief.briefing import fonts  # noqa: PLC0415

    missing = fonts.missing_glyphs("".join(char for char in set(text) if not char.isascii()))
    if missing:
        in_order = sorted(missing, key=text.index)
        listed = ", ".join(f"{char} (U+{ord(char):04X})" for char in in_order[:_MOST_LISTED])
        more = ", …" if len(in_order) > _MOST_LISTED else ""
        message = f"no font of the briefing has {listed}{more}"
        hint = "" if fonts.has_scripts() else "more scripts: pip install 'wikibrief[scripts]'"
        yield warning(message, at=LineMap(text).place(text.index(in_order[0])), hint=hint)
