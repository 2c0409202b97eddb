"""Formats: the table of what a document can be read from and made into.

Everything that differs between formats is in its row; no other code asks which format it has. Rows
import what they need when they are used: a build that finds everything up to date imports nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from wikibrief.engine.files import shown
from wikibrief.problems import Problem, ProblemError, Severity, error, warning

if TYPE_CHECKING:
    from wikibrief.briefing.conformance.attachments import Attachment
    from wikibrief.inline.context import Surroundings
    from wikibrief.markup.dialects import Dialect
    from wikibrief.model.document import Document
    from wikibrief.model.metadata import Metadata
    from wikibrief.templating.environment import Templates

__all__ = [
    "FORMATS",
    "PROOF",
    "Format",
    "Loaded",
    "ReadInput",
    "RenderInput",
    "attach_source",
    "format_of",
]


@dataclass(frozen=True, slots=True)
class RenderInput:
    """What every format is made from.

    ``around`` returns the surroundings of the document's page with that suffix. ``base`` is the
    wikitext that will be overwritten: only what differs is rewritten. ``name`` and ``text`` are
    those of the file that it was read from; a stream has no name.
    """

    document: Document
    metadata: Metadata
    templates: Templates
    around: Callable[[str], Surroundings]
    base: str | None = None
    name: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ReadInput:
    """What every format is read with, as far as it is known.

    ``media`` are the names of the files that the document can show; ``templates`` are those that it
    will be shown with; without a ``dialect`` it is detected.
    """

    title: str | None = None
    media: Collection[str] | None = None
    templates: Templates | None = None
    dialect: Dialect | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document that was read, and the problems that did not prevent it."""

    document: Document
    problems: tuple[Problem, ...] = ()


Load: TypeAlias = Callable[[str, ReadInput], Loaded]
"""Reads a text. Raises ProblemError."""


@dataclass(frozen=True, slots=True)
class Format:
    """A row of the table."""

    name: str
    suffixes: tuple[str, ...]
    """Those of its files; the first is the one that is written."""
    render: Callable[[RenderInput], bytes]
    proof: Callable[[RenderInput], None] | None = None
    """Finds the problems of ``render`` in less time."""
    load: Load | None = None
    """None: it can only be written."""
    modules: tuple[str, ...] = ()
    """What ``render`` imports slowly."""
    media_type: str = "text/plain"
    is_complete: bool = False
    """What is written holds all of a document."""
    is_wikitext: bool = False
    """It can be written over wikitext, changing only what differs."""
    is_page: bool = False
    """It shows the document to its readers; other pages link to it."""
    keep: Callable[[str, str], tuple[str, list[Problem]]] | None = None
    """Takes over the comments of the text that is overwritten."""
    locate: Callable[[str, Sequence[str | int]], tuple[int, int]] | None = None
    """Finds the line and column of a value in a text of this format."""
    check_source: Callable[[str], Iterable[Problem]] | None = None
    """Finds what this format cannot show of a source text."""
    companions: Callable[[], Mapping[str, str]] | None = None
    """Makes the files that are written next to this format's files, by name."""
    leave: Callable[[str, Document, Metadata], str] | None = None
    """Says of a document, by its name, what the files about all documents need to know of it."""
    gather: Callable[[Iterable[str]], Mapping[str, str]] | None = None
    """Makes the files about all documents, by name, of what each has left."""

    @property
    def suffix(self) -> str:
        """The suffix that is written."""
        return self.suffixes[0]


def _load_yaml(text: str, given: ReadInput) -> Loaded:
    from wikibrief.yamlform.documents import load_yaml  # noqa: PLC0415

    document = load_yaml(text)
    unused = _find_unused(document, partial(_place_in_yaml, text))
    return Loaded(replace(document, title=document.title or given.title), unused)


def _load_json(text: str, given: ReadInput) -> Loaded:
    from wikibrief.yamlform.documents import load_json  # noqa: PLC0415

    document = load_json(text)
    unused = _find_unused(document, lambda _: (0, 0))
    return Loaded(replace(document, title=document.title or given.title), unused)


def _find_unused(
    document: Document, locate: Callable[[Sequence[str | int]], tuple[int, int]]
) -> tuple[Problem, ...]:
    """Find the references that no text marks: wikitext and pages are without them."""
    from wikibrief.yamlform.marks import find_unused  # noqa: PLC0415

    keys = [document.references[index].key for index in find_unused(document)]
    return tuple(
        warning(
            f"no text refers to the reference `{key}`: only YAML and JSON have it",
            at=locate(("references", key)),
            hint="mark in a text what it supports, or delete it",
            code="unused-reference",
        )
        for key in keys
    )


def _load_wikitext(text: str, given: ReadInput) -> Loaded:
    from wikibrief.checks.run import check_reading  # noqa: PLC0415
    from wikibrief.markup.lifting import lift_references  # noqa: PLC0415
    from wikibrief.markup.reader.reading import read_source  # noqa: PLC0415

    reading = read_source(text, given.title, given.dialect)
    problems = tuple(check_reading(reading, given.media, given.templates))
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ProblemError(problems)
    return Loaded(lift_references(reading.document).document, problems)


def _yaml(page: RenderInput) -> bytes:
    from wikibrief.yamlform.documents import dump_yaml  # noqa: PLC0415

    return dump_yaml(page.document).encode()


def _keep_comments(old: str, new: str) -> tuple[str, list[Problem]]:
    from wikibrief.yamlform.comments import keep_comments  # noqa: PLC0415

    return keep_comments(old, new)


def _place_in_yaml(text: str, path: Sequence[str | int]) -> tuple[int, int]:
    from wikibrief.yamlform.documents import place_in_yaml  # noqa: PLC0415

    return place_in_yaml(text, path)


def _schemas() -> Mapping[str, str]:
    """The schemas, where the first line of a YAML file tells editors to look: next to it."""
    from wikibrief.yamlform.schema import dump_schemas  # noqa: PLC0415

    return dump_schemas()


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


def _leave_card(name: str, document: Document, metadata: Metadata) -> str:
    from wikibrief.page.cards import dump_card, read_card  # noqa: PLC0415

    return dump_card(read_card(name, document, metadata))


def _facts(page: RenderInput) -> bytes:
    from wikibrief.facts.dump import dump_facts  # noqa: PLC0415
    from wikibrief.facts.extract import read_facts  # noqa: PLC0415

    return dump_facts(read_facts(page.document, page.metadata.reviews)).encode()


def _leave_incident(name: str, document: Document, metadata: Metadata) -> str:
    from wikibrief.facts.exports import dump_incident  # noqa: PLC0415
    from wikibrief.facts.extract import read_facts  # noqa: PLC0415

    return dump_incident(name, read_facts(document, metadata.reviews))


def _gather_incidents(left: Iterable[str]) -> Mapping[str, str]:
    from wikibrief.facts.exports import load_incident, write_exports  # noqa: PLC0415

    return write_exports(map(load_incident, left))


def _pdf(page: RenderInput) -> bytes:
    from wikibrief.briefing.writer import write_pdf  # noqa: PLC0415

    return write_pdf(
        page.document,
        metadata=page.metadata,
        templates=page.templates,
        around=page.around(".pdf"),
        source=attach_source(page.name, page.text),
    )


def _proof_pdf(page: RenderInput) -> None:
    from wikibrief.briefing.writer import proof_pdf  # noqa: PLC0415

    proof_pdf(
        page.document,
        metadata=page.metadata,
        templates=page.templates,
        around=page.around(".pdf"),
    )


def attach_source(name: str, text: str) -> Attachment | None:
    """Return the file that a document was read from, to be attached to its page."""
    from wikibrief.briefing.conformance.attachments import Attachment  # noqa: PLC0415

    path = Path(name)
    row = next((row for row in _ROWS if path.suffix.lower() in row.suffixes), None)
    if row is None or row.load is None:
        return None
    about = "The file that this was made from"
    return Attachment(path.name, text.encode(), row.media_type, "Source", about)


def _check_glyphs(text: str) -> Iterable[Problem]:
    from wikibrief.briefing.glyphs import check_glyphs  # noqa: PLC0415

    return check_glyphs(text)


_ROWS = (
    Format(
        "yaml",
        (".yaml", ".yml"),
        _yaml,
        load=_load_yaml,
        modules=("wikibrief.yamlform.documents",),
        media_type="application/yaml",
        is_complete=True,
        keep=_keep_comments,
        locate=_place_in_yaml,
        companions=_schemas,
    ),
    Format(
        "wiki",
        (".wiki", ".wikitext", ".mediawiki"),
        partial(_wikitext, "mediawiki"),
        load=_load_wikitext,
        modules=("wikibrief.markup.roundtrip",),
        is_wikitext=True,
    ),
    Format(
        "plain",
        (".txt",),
        partial(_wikitext, "plain"),
        load=_load_wikitext,
        modules=("wikibrief.markup.roundtrip",),
        is_wikitext=True,
    ),
    Format(
        "json",
        (".json",),
        _json,
        load=_load_json,
        modules=("wikibrief.yamlform.documents",),
        media_type="application/json",
        is_complete=True,
    ),
    Format(
        "html",
        (".html",),
        _html,
        modules=("wikibrief.page.writer", "wikibrief.page.cards"),
        media_type="text/html",
        is_page=True,
        leave=_leave_card,
    ),
    Format(
        "pdf",
        (".pdf",),
        _pdf,
        proof=_proof_pdf,
        modules=("wikibrief.briefing.writer", "weasyprint"),
        media_type="application/pdf",
        is_page=True,
        check_source=_check_glyphs,
    ),
    Format(
        "facts",
        (".facts.yaml",),
        _facts,
        modules=("wikibrief.facts.exports", "wikibrief.facts.dump"),
        leave=_leave_incident,
        gather=_gather_incidents,
    ),
)
FORMATS: Mapping[str, Format] = {row.name: row for row in _ROWS}
"""All formats by name."""

PROOF = "html"
"""The page that shows what an article loses, for artifacts that are no pages themselves."""


def format_of(path: Path, name: str | None = None) -> Format:
    """The format called ``name``, else that of the file's suffix. Raises ProblemError."""
    if name is not None:
        return FORMATS[name]
    last_two = "".join(path.suffixes[-2:]).lower()
    for suffix in (last_two, path.suffix.lower()):
        for row in _ROWS:
            if suffix in row.suffixes:
                return row
    known = ", ".join(suffix for row in _ROWS for suffix in row.suffixes)
    message = f"no format has the suffix `{path.suffix}`" if path.suffix else "has no suffix"
    hint = f"known are {known}; --from and --to name the format of any other file"
    raise ProblemError(error(message, file=shown(path), hint=hint, code="unknown-format"))
