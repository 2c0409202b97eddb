"""Gatherers: what makes the files about all documents, in a worker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from wikibrief.engine import files
from wikibrief.engine.files import Stamp
from wikibrief.problems import Problem, ProblemError
from wikibrief.project.building.gathering.publishing import (
    MANIFEST,
    SUMS,
    replace_in_manifest,
    replace_in_sums,
    write_manifest,
    write_sums,
)
from wikibrief.project.building.making.jobs import START, BuiltDocument, Gathering, Regathering
from wikibrief.project.content.inputs import ObservedFiles
from wikibrief.project.content.templates import observe_templates, open_templates
from wikibrief.project.formats.forms import Gathered
from wikibrief.project.formats.leaving import Left, Sum
from wikibrief.project.formats.table import FORMATS, LISTING, format_of
from wikibrief.templating.environment import Templates

__all__ = ["Made", "make_files", "replace_sums"]


class Made(NamedTuple):
    """The files about all documents, what was read for them, and what is wrong with them.

    Files are by their paths in the output folder; None is for one that must go.
    """

    contents: Mapping[str, bytes | None]
    inputs: Mapping[Path, Stamp]
    problems: tuple[Problem, ...]


def make_files(work: Gathering) -> Made:
    """Make the files about all documents. Raises ProblemError."""
    inputs = ObservedFiles()
    templates = open_templates(work.templates, work.media)
    try:
        contents = _make(work, templates)
    except ProblemError as failure:
        raise ProblemError(files.show_files(failure.problems)) from failure
    observe_templates(templates, inputs)
    return Made(contents, inputs.stamps, files.show_files(templates.take_problems()))


def replace_sums(work: Regathering) -> dict[Path, bytes] | None:
    """Make the files that have the sums of all others, of what they were before few changed.

    None where more has changed than sums. Raises ProblemError.
    """
    pairs = [(_know(old), _know(new)) for old, new in work.changed]
    if LISTING not in work.formats or not all(_differ_in_sums(work, *pair) for pair in pairs):
        return None
    places = [work.output / name for name in (MANIFEST, SUMS)]
    manifest, sums = (files.read_text(path, limit=files.MAX_BYTES * 16) for path in places)
    before = {MANIFEST: Sum.of(manifest.encode())}
    for old, new in pairs:
        listed = [next(_gathered(LISTING, [each])) for each in (old, new)]
        manifest = replace_in_manifest(manifest, *listed) or ""
        sums = replace_in_sums(sums, old.files, new.files) or ""
    made = manifest.encode()
    sums = replace_in_sums(sums, before, {MANIFEST: Sum.of(made)}) or ""
    return dict(zip(places, (made, sums.encode()), strict=True)) if manifest and sums else None


def _differ_in_sums(work: Regathering, old: _Known, new: _Known) -> bool:
    """Whether nothing else that files about all documents say of one is new."""
    if old.notes != new.notes or LISTING not in old.notes or old.files.keys() != new.files.keys():
        return False
    rows = [FORMATS[name] for name in work.formats]
    return all(
        row.list_files(left) == row.list_files(right)
        for row in rows
        if row.list_files
        for left, right in zip(_gathered(row.name, [old]), _gathered(row.name, [new]), strict=True)
    )


def _make(work: Gathering, templates: Templates) -> dict[str, bytes | None]:
    known = [_know(each) for each in work.documents]
    texts: dict[str, str | None] = {}
    for row in (FORMATS[name] for name in work.formats):
        if row.gather:
            texts.update(row.gather(list(_gathered(row.name, known)), templates))
    if work.has_start:
        texts.pop(START, None)
    contents = {path: text.encode() for path, text in texts.items() if text is not None}
    others = {path: Sum.of(data) for path, data in {**contents, **_companions(known)}.items()}
    if LISTING in work.formats:
        listed = list(_gathered(LISTING, known))
        sums = {path: each for document in known for path, each in document.files.items()}
        described = {path for document in listed for path in document.files}
        others |= {path: each for path, each in sums.items() if path not in described}
        contents[MANIFEST] = write_manifest(listed, others).encode()
        others[MANIFEST] = Sum.of(contents[MANIFEST])
        contents[SUMS] = write_sums({**sums, **others}).encode()
    return {**dict.fromkeys(texts), **contents}


class _Known(NamedTuple):
    """What is known of a document: its notes by format, and its artifacts with their sums."""

    notes: Mapping[str, str]
    files: Mapping[str, Sum]
    paths: tuple[str, ...]


def _know(document: BuiltDocument) -> _Known:
    left = Left.load(document.left)
    sums = ((path, left.sums.get(path.rpartition("/")[2])) for path in document.paths)
    return _Known(left.notes, {path: each for path, each in sums if each}, document.paths)


def _gathered(name: str, known: Iterable[_Known]) -> Iterator[Gathered]:
    """What is known of the documents that left a note in a format."""
    for document in known:
        if note := document.notes.get(name):
            yield Gathered(note, document.files)


def _companions(known: Iterable[_Known]) -> dict[str, bytes]:
    """The files that are written next to artifacts, by their paths."""
    one_of_each = {
        (folder, file[file.find(".") :]): path
        for document in known
        for path in document.paths
        for folder, _, file in (path.rpartition("/"),)
    }
    paths = map(PurePosixPath, one_of_each.values())
    places = {(format_of(path).name, path.parent) for path in paths}
    made = {name: make() for name, _ in places if (make := FORMATS[name].companions)}
    return {
        (folder / file).as_posix(): text.encode()
        for name, folder in places
        for file, text in made.get(name, {}).items()
    }
