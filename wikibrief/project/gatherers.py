"""Gatherers: what makes the files about all documents, in a worker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from wikibrief.engine.files import Stamp
from wikibrief.project.formats.forms import Gathered
from wikibrief.project.formats.table import FORMATS, format_of
from wikibrief.project.inputs import Inputs
from wikibrief.project.jobs import Document, Gathering
from wikibrief.project.leaving import Left, Sum
from wikibrief.project.publishing import MANIFEST, SUMS, write_manifest, write_sums
from wikibrief.project.templates import open_templates

__all__ = ["make_files"]

_START = "index.html"


def make_files(work: Gathering) -> tuple[dict[str, bytes], Mapping[Path, Stamp]]:
    """Make the files, by their paths in the output folder, and say what was read for them."""
    inputs = Inputs()
    templates = open_templates(work.templates)
    known = [(Left.load(each.left), each) for each in work.documents]
    texts: dict[str, str] = {}
    for row in (FORMATS[name] for name in work.formats):
        if row.gather:
            texts.update(row.gather(list(_gathered(row.name, known)), templates))
    if work.has_start:
        texts.pop(_START, None)
    contents = {path: text.encode() for path, text in texts.items()}
    others = {path: Sum.of(data) for path, data in {**contents, **_companions(known)}.items()}
    listed = list(_gathered(_LISTING, known))
    if _LISTING in work.formats:
        contents[MANIFEST] = write_manifest(listed, others).encode()
        others[MANIFEST] = Sum.of(contents[MANIFEST])
        sums = {path: each for document in listed for path, each in document.files.items()}
        contents[SUMS] = write_sums({**sums, **others}).encode()
    for path in sorted(templates.observed | templates.missed):
        inputs.observe(path.absolute())
    return contents, inputs.stamps


_LISTING = "html"


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
