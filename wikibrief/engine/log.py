"""The build log: what every document's last successful build read and wrote.

It stands in the output folder as JSON Lines: a line that says what the file is, then one line for
each document. While a build runs, a line is appended for every document that is done (a later line
replaces an earlier one), so a build that is killed loses nothing; at its end the log is written
anew, sorted. Paths in the project's folder are relative to it, so the folder can be moved.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from typing import Any

from wikibrief.engine import files
from wikibrief.engine.files import Signature, Stamp
from wikibrief.engine.graph import Names, Record, Setting
from wikibrief.problems import Problem, ProblemError, Severity, note

__all__ = ["LOG_NAME", "BuildLog", "Entry"]

LOG_NAME = ".wikibrief.jsonl"
_MAX_BYTES = 2**30
_HEADER = {"wikibrief": "build log", "version": 1}


@dataclass(frozen=True, slots=True)
class Entry:
    """One document's line: its inputs and artifacts as they were, and the problems found.

    ``older`` are artifacts that were left out of the last build of the document: no longer of use,
    but known to be ours and not a person's. ``titles`` are what other documents call it; ``found``
    and ``missed`` are the names that it asked for itself, as in ``Record``.
    """

    inputs: Mapping[Path, Stamp] = field(default_factory=dict)
    artifacts: Mapping[Path, Stamp] = field(default_factory=dict)
    older: Mapping[Path, Stamp] = field(default_factory=dict)
    setting: Setting = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    titles: tuple[str, ...] = ()
    found: Names = field(default_factory=dict)
    missed: frozenset[str] = frozenset()

    @property
    def made(self) -> dict[Path, Stamp]:
        """All artifacts that were ever made of the document."""
        return {**self.older, **self.artifacts}

    def without(self, artifact: Path) -> Entry:
        """Return the entry with one artifact less."""
        return replace(
            self,
            artifacts={path: stamp for path, stamp in self.artifacts.items() if path != artifact},
            older={path: stamp for path, stamp in self.older.items() if path != artifact},
        )

    def record(self) -> Record:
        """Return what the plan needs of it."""
        return Record(
            {path: stamp.digest for path, stamp in self.inputs.items()},
            {path: stamp.digest for path, stamp in self.artifacts.items() if stamp.digest},
            self.setting,
            self.found,
            self.missed,
        )


class BuildLog:
    """The log of one output folder, by source. ``problems`` tell what was wrong with its file."""

    def __init__(self, output: Path) -> None:
        self.path = output / LOG_NAME
        self.project = output.parent
        self.entries: dict[Path, Entry] = {}
        self.problems: tuple[Problem, ...] = ()
        self._maker: dict[Path, Path] = {}  # artifact → the source it was last made of
        self._digests: dict[tuple[Path, Signature], str | None] = {}
        self._current: dict[Path, Stamp] = {}
        self._written = 0  # when the file was, in nanoseconds
        self._whole = False  # whether the file is such that a line can be appended
        self._sorted = True  # whether the file says no more than ``entries`` does, in order
        self._load()

    def records(self) -> dict[Path, Record]:
        """Return what the plan needs to know of each document."""
        return {source: entry.record() for source, entry in self.entries.items()}

    def known(self, artifact: Path) -> str | None:
        """Return the digest that ``artifact`` had when it was built; None: it never was."""
        maker = self._maker.get(artifact)
        return self.entries[maker].made[artifact].digest if maker else None

    def current(self, path: Path) -> str | None:
        """Return the digest of the file at ``path`` as it is now; None when it is absent.

        A file whose signature is the logged one is not read, unless it was touched so late that a
        change within the same tick of the clock could have kept its signature.
        """
        if path not in self._current:
            self._current[path] = self._look(path)
        return self._current[path].digest

    def add(self, source: Path, entry: Entry) -> None:
        """Note that ``source`` was built, and put that on the disk; raises ``ProblemError``."""
        before = self.entries.get(source, entry).made
        older = {path: stamp for path, stamp in before.items() if path not in entry.artifacts}
        entry = replace(entry, older=older)
        self._take(source, entry)
        if self._whole:
            files.append(self.path, self._line(source, entry))
            self._sorted = False
        else:
            self._save()

    def forget(self, source: Path) -> None:
        """Drop what is known of ``source``."""
        for artifact in self.entries.pop(source).made:
            del self._maker[artifact]
        self._sorted = False

    def close(self) -> None:
        """Write the log anew, sorted, if there is anything new; raises ``ProblemError``.

        Files that were touched and not changed get their new signatures, to be trusted next time;
        alone that is not worth a problem.
        """
        refreshed = {source: self._refreshed(entry) for source, entry in self.entries.items()}
        unchanged, self.entries = refreshed == self.entries, refreshed
        if not self._sorted:
            self._save()
        elif not unchanged:
            with contextlib.suppress(ProblemError):
                self._save()

    def _save(self) -> None:
        lines = [_json(_HEADER)]
        lines += [self._line(source, entry) for source, entry in sorted(self.entries.items())]
        files.write_atomically(self.path, b"".join(lines))
        self._whole = self._sorted = True

    def _take(self, source: Path, entry: Entry) -> None:
        """Put ``entry`` in the place of what was known of its source and of its artifacts."""
        for artifact in entry.made:
            other = self._maker.get(artifact, source)
            if other != source:
                self.entries[other] = self.entries[other].without(artifact)
            self._maker[artifact] = source
        self.entries[source] = entry

    def _refreshed(self, entry: Entry) -> Entry:
        def now(path: Path, logged: Stamp) -> Stamp:
            current = self._current.get(path)
            return current if current and current.digest == logged.digest else logged

        return replace(
            entry,
            inputs={path: now(path, stamp) for path, stamp in entry.inputs.items()},
            artifacts={path: now(path, stamp) for path, stamp in entry.artifacts.items()},
        )

    def _look(self, path: Path) -> Stamp:
        now = files.signature(path)
        if now is None:
            return Stamp()
        if (path, now) in self._digests and now.older_than(self._written):
            return Stamp(self._digests[path, now], now)
        return files.stamp(path)

    def _load(self) -> None:
        if not os.path.lexists(self.path):
            return
        try:
            data, stamp = files.read_stamped(self.path, limit=_MAX_BYTES)
            *lines, torn = data.split(b"\n")  # the last is empty, or cut short: a killed build
            header, *rows = map(json.loads, lines)
            if header == _HEADER:
                for source, entry in map(self._entry, rows):
                    self._take(source, entry)
                    self._remember(entry)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError, ProblemError):
            header = None
        if header != _HEADER:
            self.entries, self._maker, self._digests = {}, {}, {}
            message = "is not a build log that can be read: all documents are built anew"
            self.problems = (note(message, file=files.shown(self.path)),)
            return
        self._whole = not torn
        self._sorted = list(self.entries) == sorted(self.entries) and len(rows) == len(self.entries)
        self._written = stamp.signature.mtime if stamp.signature else 0

    def _remember(self, entry: Entry) -> None:
        for path, stamp in (*entry.inputs.items(), *entry.artifacts.items()):
            if stamp.signature:
                self._digests[path, stamp.signature] = stamp.digest

    def _line(self, source: Path, entry: Entry) -> bytes:
        return _json(
            {
                "source": self._name(source),
                "inputs": self._dump_stamps(entry.inputs),
                "artifacts": self._dump_stamps(entry.artifacts),
                "older": self._dump_stamps(entry.older),
                "setting": dict(entry.setting),
                "problems": [self._dump_problem(problem) for problem in entry.problems],
                "titles": entry.titles,
                "found": {
                    name: [self._name(path) for path in paths]
                    for name, paths in entry.found.items()
                },
                "missed": sorted(entry.missed),
            }
        )

    def _entry(self, line: dict[str, Any]) -> tuple[Path, Entry]:
        return self._path(line["source"]), Entry(
            self._load_stamps(line["inputs"]),
            self._load_stamps(line["artifacts"]),
            self._load_stamps(line["older"]),
            dict(line["setting"]),
            tuple(self._load_problem(item) for item in line["problems"]),
            tuple(line.get("titles", ())),
            {
                name: tuple(self._path(path) for path in paths)
                for name, paths in line.get("found", {}).items()
            },
            frozenset(line.get("missed", ())),
        )

    def _dump_stamps(self, stamps: Mapping[Path, Stamp]) -> dict[str, list[object]]:
        return {
            self._name(path): [stamp.digest, *(astuple(stamp.signature) if stamp.signature else ())]
            for path, stamp in stamps.items()
        }

    def _load_stamps(self, stamps: dict[str, list[Any]]) -> dict[Path, Stamp]:
        return {
            self._path(name): Stamp(digest, Signature(*numbers) if numbers else None)
            for name, (digest, *numbers) in stamps.items()
        }

    def _dump_problem(self, problem: Problem) -> list[object]:
        path = Path(os.path.abspath(problem.file))  # noqa: PTH100  resolve() would follow links
        file = self._name(path) if path.is_file() else problem.file
        return [problem.severity, problem.message, problem.line, problem.column, file, problem.hint]

    def _load_problem(self, item: list[Any]) -> Problem:
        severity, message, line, column, file, hint = item
        place = files.shown(self._path(file)) if self._path(file).is_file() else file
        return Problem(Severity(severity), message, line, column, place, hint)

    def _name(self, path: Path) -> str:
        inside = path.is_relative_to(self.project)
        return path.relative_to(self.project).as_posix() if inside else str(path)

    def _path(self, name: str) -> Path:
        return self.project / name


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode() + b"\n"
