"""Formats: the table of what a document can be read from and made into.

Everything that differs between formats is in its row; no other code asks which format it has. The
functions of a row are imported when they are first called: a build that finds everything up to date
imports none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

from wikibrief.engine.files import shown
from wikibrief.problems import Problem, ProblemError, error
from wikibrief.project.deferred import Deferred

if TYPE_CHECKING:
    from wikibrief.model.document import Document
    from wikibrief.model.metadata import Metadata
    from wikibrief.project.formats.forms import Bound, Gathered, Loaded, ReadInput, RenderInput
    from wikibrief.templating.environment import Templates

__all__ = ["FORMATS", "LISTING", "PAGES", "PROOF", "Format", "format_of"]


@dataclass(frozen=True, slots=True)
class Format:
    """A row of the table."""

    name: str
    suffixes: tuple[str, ...]
    """Those of its files; the first is the one that is written."""
    render: Callable[[RenderInput], bytes]
    version: Callable[[], str] | None = None
    """Names the version of the program that ``render`` runs: another one may make other bytes."""
    find_missing: Callable[[], Problem | None] | None = None
    """Says what ``render`` needs and this machine lacks."""
    name_libraries: Callable[[], Sequence[str]] | None = None
    """Names the system's libraries, with their versions, that what ``render`` makes depends on."""
    proof: Callable[[RenderInput], None] | None = None
    """Finds the problems of ``render`` in less time."""
    load: Callable[[str, ReadInput], Loaded] | None = None
    """Reads a text; raises ProblemError. None: it can only be written."""
    libraries: tuple[str, ...] = ()
    """What ``render`` imports only when it is called, because that is slow."""
    label: str = ""
    """What people call it."""
    media_type: str = "text/plain"
    is_complete: bool = False
    """What is written holds all of a document."""
    is_wikitext: bool = False
    """It can be written over wikitext, changing only what differs."""
    is_page: bool = False
    """It shows the document to its readers; other pages link to it."""
    is_printed: bool = False
    """It has pages of paper, whose size can be chosen."""
    keep: Callable[[str, str], tuple[str, list[Problem]]] | None = None
    """Takes over the comments of the text that is overwritten."""
    locate: Callable[[str, Sequence[str | int]], tuple[int, int]] | None = None
    """Finds the line and column of a value in a text of this format."""
    bind: Callable[..., Bound] | None = None
    """Makes one file of several sources."""
    check_source: Callable[[str], Iterable[Problem]] | None = None
    """Finds what this format cannot show of a source text."""
    companions: Callable[[], Mapping[str, str]] | None = None
    """Makes the files that are written next to this format's files, by name."""
    leave: Callable[[str, Document, Metadata], str] | None = None
    """Says of a document, by its name, what the files about all documents need to know of it."""
    gather: Callable[[Sequence[Gathered], Templates], Mapping[str, str | None]] | None = None
    """Makes the files about all documents, by name, of what each has left; None: there is none."""
    list_files: Callable[[Gathered], object] | None = None
    """Says what ``gather`` shows of a document's files, if it shows them."""

    @property
    def suffix(self) -> str:
        """The suffix that is written."""
        return self.suffixes[0]

    @property
    def modules(self) -> tuple[str, ...]:
        """What workers import before they render."""
        own = (self.render.module,) if isinstance(self.render, Deferred) else ()
        return (*own, *self.libraries)


_written_by_pandoc = partial(
    Format,
    version=Deferred("pandoc.program:name_version"),
    find_missing=Deferred("pandoc.program:find_missing"),
    is_page=True,
)
_ROWS = (
    Format(
        "yaml",
        (".yaml", ".yml"),
        Deferred("project.formats.documents:render_yaml"),
        load=Deferred("project.formats.documents:read_yaml"),
        label="YAML",
        media_type="application/yaml",
        is_complete=True,
        keep=Deferred("yamlform.comments:keep_comments"),
        locate=Deferred("yamlform.documents:place_in_yaml"),
        companions=Deferred("yamlform.schema:dump_schemas"),
    ),
    Format(
        "wiki",
        (".wiki", ".wikitext", ".mediawiki"),
        Deferred("project.formats.wikitext:render_mediawiki"),
        load=Deferred("project.formats.wikitext:read"),
        label="Wikitext",
        is_wikitext=True,
    ),
    Format(
        "plain",
        (".txt",),
        Deferred("project.formats.wikitext:render_plain"),
        load=Deferred("project.formats.wikitext:read"),
        label="Plain text",
        is_wikitext=True,
    ),
    Format(
        "json",
        (".json",),
        Deferred("project.formats.documents:render_json"),
        load=Deferred("project.formats.documents:read_json"),
        label="JSON",
        media_type="application/json",
        is_complete=True,
    ),
    Format(
        "html",
        (".html",),
        Deferred("project.formats.page:render"),
        label="Page",
        media_type="text/html",
        is_page=True,
        leave=Deferred("project.formats.page:leave"),
        gather=Deferred("project.formats.page:gather"),
        list_files=Deferred("project.formats.page:list_files"),
    ),
    Format(
        "pdf",
        (".pdf",),
        Deferred("project.formats.briefing:render"),
        find_missing=Deferred("briefing.libraries:find_missing"),
        name_libraries=Deferred("briefing.libraries:library_versions"),
        proof=Deferred("project.formats.briefing:proof"),
        libraries=("wikibrief.briefing.preloading",),
        label="PDF",
        media_type="application/pdf",
        is_page=True,
        is_printed=True,
        bind=Deferred("project.editions:make_edition"),
        check_source=Deferred("briefing.glyphs:check_glyphs"),
    ),
    Format(
        "facts",
        (".facts.yaml",),
        Deferred("project.formats.facts:render"),
        label="Facts",
        leave=Deferred("project.formats.facts:leave"),
        gather=Deferred("project.formats.facts:gather"),
    ),
    Format(
        "pandoc",
        (".pandoc.json",),
        Deferred("project.formats.pandoc:render"),
        label="Pandoc's AST",
        media_type="application/json",
        is_page=True,
    ),
    _written_by_pandoc(
        "docx",
        (".docx",),
        Deferred("project.formats.pandoc:render_docx"),
        label="Word",
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    _written_by_pandoc(
        "epub",
        (".epub",),
        Deferred("project.formats.pandoc:render_epub"),
        label="EPUB",
        media_type="application/epub+zip",
    ),
    _written_by_pandoc(
        "latex",
        (".tex",),
        Deferred("project.formats.pandoc:render_latex"),
        label="LaTeX",
        media_type="application/x-tex",
    ),
    _written_by_pandoc(
        "typst",
        (".typ",),
        Deferred("project.formats.pandoc:render_typst"),
        label="Typst",
    ),
    _written_by_pandoc(
        "markdown",
        (".md",),
        Deferred("project.formats.pandoc:render_markdown"),
        label="Markdown",
        media_type="text/markdown",
    ),
)
FORMATS: Mapping[str, Format] = {row.name: row for row in _ROWS}
"""All formats by name."""

_BY_SUFFIX = {suffix: row for row in reversed(_ROWS) for suffix in row.suffixes}

PAGES = frozenset(row.suffix for row in _ROWS if row.is_page)
"""The suffixes of pages."""

LISTING = "html"
"""The format whose notes are cards: what lists of documents and the manifest are made of."""

PROOF = "html"
"""The page that shows what an article loses, for artifacts that are no pages themselves."""


def format_of(path: PurePath, name: str | None = None) -> Format:
    """The format called ``name``, else that of the file's suffix. Raises ProblemError."""
    if name is not None:
        return FORMATS[name]
    last_two = "".join(path.suffixes[-2:]).lower()
    for suffix in (last_two, path.suffix.lower()):
        if suffix in _BY_SUFFIX:
            return _BY_SUFFIX[suffix]
    known = ", ".join(suffix for row in _ROWS for suffix in row.suffixes)
    message = f"no format has the suffix `{path.suffix}`" if path.suffix else "has no suffix"
    hint = f"known are {known}; --from and --to name the format of any other file"
    raise ProblemError(error(message, file=shown(path), hint=hint, code="unknown-format"))
