"""Conversion: one file (or stream) → another, in any formats of the table.

Into an existing file of wikitext it is selective: what the file says already stays to the letter.
In one of YAML comments stay.
What is written has been read back first and found to mean the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from wikibrief.engine import files
from wikibrief.engine.files import shown
from wikibrief.inline.context import Surroundings
from wikibrief.model.document import Document
from wikibrief.model.metadata import Metadata, complete
from wikibrief.problems import Problem, ProblemError, error, warning
from wikibrief.project import folders
from wikibrief.project.discovery import named_files
from wikibrief.project.formats import (
    FORMATS,
    Format,
    RenderInput,
    format_of,
    missing_glyphs,
)
from wikibrief.project.surroundings import Neighbours
from wikibrief.templating.environment import Templates
from wikibrief.yamlform.documents import place_in_yaml
from wikibrief.yamlform.metadata import load_metadata

__all__ = ["Input", "convert", "load", "open_input", "row_of"]


@dataclass(frozen=True, slots=True)
class Input:
    """What is converted: its text, where it comes from, and what is known of it besides."""

    text: str
    format: str
    name: str
    metadata: Metadata
    path: Path | None = None

    @property
    def stem(self) -> str:
        """The file's name without its suffix; a stream has none."""
        return self.path.stem if self.path else ""


def row_of(path: Path, name: str | None = None) -> tuple[str, Format]:
    """The format that is named, else that of the file's suffix. Raises ProblemError for neither."""
    if path.is_dir():
        hint = "name files; many at once go `--into` a folder"
        raise ProblemError(error("is a folder", file=shown(path), hint=hint))
    found = name or format_of(path)
    if found is None:
        known = ", ".join(suffix for row in FORMATS.values() for suffix in row.suffixes)
        message = f"no format has the suffix `{path.suffix}`" if path.suffix else "has no suffix"
        hint = f"known are {known}; --from and --to name the format of any other file"
        raise ProblemError(error(message, file=shown(path), hint=hint))
    return found, FORMATS[found]


def open_input(path: Path, name: str | None = None) -> Input:
    """Read a file with its metadata. Raises ProblemError."""
    found, _ = row_of(path, name)
    return Input(files.read_text(path), found, shown(path), load_layers(path), path)


def load_layers(path: Path) -> Metadata:
    """The metadata of a source: its sidecar over its folder's defaults. Raises ProblemError."""
    paths = folders.metadata_paths(path, path.parent)
    layers = [(shown(each), files.read_text(each) if each.exists() else None) for each in paths]
    return load_metadata(layers)


def load(given: Input) -> tuple[Document, tuple[Problem, ...]]:
    """The document of an input, complete, and the problems that did not stop it."""
    return _load(given, _around(given))


def _around(given: Input) -> Neighbours | None:
    """The files of the project that an input stands in; None for one in no project."""
    content = folders.content_folder(given.path.absolute()) if given.path else None
    if content is None:
        return None
    return Neighbours(named_files(content), lambda path, most: files.read_bytes(path, limit=most))


def _load(given: Input, around: Neighbours | None) -> tuple[Document, tuple[Problem, ...]]:
    read = FORMATS[given.format].load
    if read is None:
        message = f"{given.format} can be written, not read"
        raise ProblemError(error(message, file=given.name))
    try:
        loaded = read(given.text, given.metadata.title, around.files if around else None)
    except ProblemError as failure:
        raise failure.in_file(given.name) from failure
    document = complete(loaded.document, given.metadata, given.stem)
    return document, tuple(problem.in_file(given.name) for problem in loaded.problems)


def convert(
    given: Input,
    target: str,
    templates: Templates,
    *,
    base: str | None = None,
    into: Path | None = None,
) -> tuple[bytes, tuple[Problem, ...]]:
    """Make the format ``target`` of an input, for the file ``into`` if it is for one.

    ``base`` is the wikitext to change selectively. Returns the content and the problems that did
    not stop it; raises ProblemError for the others.
    """
    around = _around(given)
    document, problems = _load(given, around)
    if target == "pdf":
        problems += tuple(problem.in_file(given.name) for problem in missing_glyphs(given.text))
    beside = load_layers(into) if into else given.metadata
    stem = into.stem if into else given.stem
    if base is not None:
        document = _titled_like(base, document, beside, stem)
    row = FORMATS[target]
    try:
        content = row.render(RenderInput(document, given.metadata, templates, _pages(around), base))
    except ProblemError as failure:
        if given.format == "yaml":
            failure = failure.placed(partial(place_in_yaml, given.text))
        raise failure.in_file(given.name) from failure
    if around:
        problems += tuple(problem.in_file(given.name) for problem in around.problems(given.text))
    if row.keep and into and into.is_file():
        text, lost = row.keep(files.read_text(into), content.decode())
        content = text.encode()
        problems += tuple(problem.in_file(shown(into)) for problem in lost)
    if row.load is not None:
        back = row.load(content.decode(), None if row.complete else beside.title, None).document
        if row.complete and back != document:
            message = f"{target} would not hold the document as it is; nothing is written"
            raise ProblemError(error(message, file=given.name))
        if into:
            problems += tuple(_left_out(document, complete(back, beside, stem), given, stem))
    return content, problems


def _pages(around: Neighbours | None) -> Callable[[str], Surroundings]:
    """What stands around the one document; there are no others."""
    return lambda suffix: around.of(Path(suffix)) if around else Surroundings()


def _titled_like(base: str, document: Document, beside: Metadata, stem: str) -> Document:
    """Without its title where the base has none of its own and would get the same from outside."""
    read = FORMATS["wiki"].load
    own = read(base, None, None).document if read and base.strip() else None
    if own is None or own.title is not None:
        return document
    given = complete(own, beside, stem).title
    return replace(document, title=None) if document.title == given else document


def _left_out(document: Document, back: Document, given: Input, stem: str) -> Iterator[Problem]:
    """What the target's format cannot hold and nothing beside it says: title and language."""
    for name in ("title", "language"):
        value = getattr(document, name)
        if value is not None and value != getattr(back, name):
            message = f"the {name} “{value}” is not part of the markup that is written"
            hint = f"put `{name}: {value}` into {stem}.meta.yaml beside it"
            yield warning(message, file=given.name, hint=hint)
