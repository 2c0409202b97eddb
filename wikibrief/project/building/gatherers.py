"""Gatherers: what makes the files about all documents, in a worker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from wikibrief.engine.files import Stamp, shown
from wikibrief.problems import ProblemError
from wikibrief.project.building.jobs import START, Document, Gathering
from wikibrief.project.building.publishing import MANIFEST, SUMS, write_manifest, write_sums
from wikibrief.project.content.inputs import Inputs
from wikibrief.project.content.templates import open_templates
from wikibrief.project.formats.forms import Gathered
from wikibrief.project.formats.leaving import Left, Sum
from wikibrief.project.formats.table import FORMATS, format_of
from wikibrief.templating.environment import Templates

__all__ = ["make_files"]


Made = tuple[dict[str, bytes | None], Mapping[Path, Stamp]]
"""Files by their paths in the output folder, None for one that must go; and what was read."""


def make_files(work: Gathering) -> Made:
    """Make the files about all documents. Raises ProblemError."""
    inputs = Inputs()
    templates = open_templates(work.templates)
    try:
        contents = _make(work, templates)
    except ProblemError as failure:
        placed = [replace(each, file=shown(each.file)) for each in failure.problems]
        raise ProblemError(placed) from failure
    for path in sorted(templates.observed | templates.missed):
        inputs.observe(path.absolute())
    return contents, inputs.stamps


def _make(work: Gathering, templates: Templates) -> dict[str, bytes | None]:
    known = [(Left.load(each.left), each) for each in work.documents]
    texts: dict[str, str | None] = {}
    for row in (FORMATS[name] for name in work.formats):
        if row.gather:
            texts.update(row.gather(list(_gathered(row.name, known)), templates))
    if work.has_start:
        texts.pop(START, None)
    contents = {path: text.encode() for path, text in texts.items() if text is not None}
    others = {path: Sum.of(data) for path, data in {**contents, **_companions(known)}.items()}
    if _LISTING in work.formats:
        listed = list(_gathered(_LISTING, known))
        contents[MANIFEST] = write_manifest(listed, others).encode()
        others[MANIFEST] = Sum.of(contents[MANIFEST])
        sums = {path: each for document in listed for path, each in document.files.items()}
        contents[SUMS] = write_sums({**sums, **others}).encode()
    return {**dict.fromkeys(texts), **contents}


_LISTING = "html"
"""The format whose notes are the cards that the manifest is made of."""


def _gathered(name: str, known: Iterable[tuple[Left, Document]]) -> Iterator[Gathered]:
    """What is known of the documents that left a note in a format."""
    for left, document in known:
        if note := left.notes.get(name):
            paths = {PurePosixPath(path).name: path for path in document.paths}
            sums = {path: left.sums[each] for each, path in paths.items() if each in left.sums}
            yield Gathered(note, sums)


def _companions(known: Iterable[tuple[Left, Document]]) -> dict[str, bytes]:
    """The files that are written next to artifacts, by their paths."""
    paths = [Path(path) for _, document in known for path in document.paths]
    places = {(format_of(path).name, path.parent) for path in paths}
    made = {name: make() for name, _ in places if (make := FORMATS[name].companions)}
    return {
        (folder / file).as_posix(): text.encode()
        for name, folder in places
        for file, text in made.get(name, {}).items()
    }
