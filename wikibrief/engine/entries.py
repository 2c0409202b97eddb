"""Entries: what is remembered of one source, and its form in JSON.

In JSON, paths inside the project's folder are relative to it, so that the folder can be moved.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from wikibrief.engine import files
from wikibrief.engine.files import Signature, Stamp
from wikibrief.engine.graph import Names, Record, Setting
from wikibrief.problems import Problem, Severity

__all__ = ["UNREADABLE", "Entry", "EntryForm"]

UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What reading JSON of another shape ends in."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one source: its inputs and artifacts as they were, the problems found.

    ``older`` are artifacts that the last build of the source left out: of no use any more, but
    known to be ours and not a person's. ``announced`` are digests that artifacts got if the build
    that wanted to put them in place was not killed first. ``names`` are what other sources call
    this one; ``found`` and ``missed`` are the names that it asked for itself, as in ``Record``.
    """

    inputs: Mapping[Path, Stamp] = field(default_factory=dict)
    artifacts: Mapping[Path, Stamp] = field(default_factory=dict)
    older: Mapping[Path, Stamp] = field(default_factory=dict)
    announced: Mapping[Path, tuple[str, ...]] = field(default_factory=dict)
    setting: Setting = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    names: tuple[str, ...] = ()
    found: Names = field(default_factory=dict)
    missed: frozenset[str] = frozenset()
    left: str = ""
    """What the files about all sources need to know of this one."""

    @property
    def made(self) -> dict[Path, Stamp]:
        """All artifacts that were ever made of the source."""
        return {**self.older, **self.artifacts}

    @property
    def places(self) -> frozenset[Path]:
        """All paths where an artifact of the source can be."""
        return frozenset({*self.made, *self.announced})

    def digests(self, artifact: Path) -> set[str | None]:
        """All digests that ``artifact`` can have without having been edited."""
        stamp = self.made.get(artifact, Stamp())
        return {stamp.digest, *self.announced.get(artifact, ())} - {None}

    def without(self, artifact: Path) -> Entry:
        """Return the entry with one artifact less."""
        return replace(
            self,
            artifacts={path: stamp for path, stamp in self.artifacts.items() if path != artifact},
            older={path: stamp for path, stamp in self.older.items() if path != artifact},
            announced={path: each for path, each in self.announced.items() if path != artifact},
        )

    def record(self) -> Record:
        """Return the part of the entry that the plan needs."""
        return Record(
            {path: stamp.digest for path, stamp in self.inputs.items()},
            {path: stamp.digest for path, stamp in self.artifacts.items() if stamp.digest},
            self.setting,
            self.found,
            self.missed,
            frozenset(self.announced),
        )


class EntryForm:
    """The form in JSON of the entries of a project."""

    def __init__(self, project: Path) -> None:
        self._top = os.path.join(project, "")  # noqa: PTH118
        self._paths: dict[str, Path] = {}
        self._named: dict[str, str] = {}

    def dump(self, source: Path, entry: Entry) -> dict[str, object]:
        """Make JSON of the entry of ``source``."""
        return {
            "source": self.name(source),
            "inputs": self.dump_stamps(entry.inputs),
            "artifacts": self.dump_stamps(entry.artifacts),
            "older": self.dump_stamps(entry.older),
            "announced": {self.name(path): digests for path, digests in entry.announced.items()},
            "setting": dict(entry.setting),
            "problems": [self._dump_problem(problem) for problem in entry.problems],
            "names": entry.names,
            "found": {
                name: [self.name(path) for path in paths] for name, paths in entry.found.items()
            },
            "missed": sorted(entry.missed),
            "left": entry.left,
        }

    def load(self, line: dict[str, Any]) -> tuple[Path, Entry]:
        """Read what ``dump`` made: the source and its entry.

        What it did not make ends in one of the exceptions ``UNREADABLE``.
        """
        return self._path(line["source"]), Entry(
            self.load_stamps(line["inputs"]),
            **self._load_places(line),
            setting=dict(line["setting"]),
            problems=tuple(self._load_problem(item) for item in line["problems"]),
            names=tuple(line.get("names", ())),
            found={
                name: tuple(self._path(path) for path in paths)
                for name, paths in line.get("found", {}).items()
            },
            missed=frozenset(line.get("missed", ())),
            left=line.get("left", ""),
        )

    def load_places(self, line: dict[str, Any]) -> tuple[Path, Entry]:
        """Read from a line of any version what no version may lose: which artifacts are ours."""
        return self._path(line["source"]), Entry(**self._load_places(line))

    def _load_places(self, line: dict[str, Any]) -> dict[str, Any]:
        announced = line.get("announced", {}).items()
        return {
            "artifacts": self.load_stamps(line["artifacts"]),
            "older": self.load_stamps(line["older"]),
            "announced": {self._path(name): tuple(digests) for name, digests in announced},
        }

    def dump_stamps(self, stamps: Mapping[Path, Stamp]) -> dict[str, list[object]]:
        """Make JSON of the stamps of files."""
        return {self.name(path): _dump_stamp(stamp) for path, stamp in stamps.items()}

    def load_stamps(self, stamps: dict[str, list[Any]]) -> dict[Path, Stamp]:
        """Read what ``dump_stamps`` made."""
        return {
            self._path(name): Stamp(digest, Signature(*numbers)) if numbers else Stamp(digest)
            for name, (digest, *numbers) in stamps.items()
        }

    def _dump_problem(self, problem: Problem) -> list[object]:
        place = problem.line, problem.column, self._name_shown(problem.file)
        return [problem.severity, problem.message, *place, problem.hint, problem.code]

    def _name_shown(self, shown: str) -> str:
        """Name a file that a problem names as a person sees it; other words stay as they are."""
        if shown not in self._named:
            path = Path(os.path.abspath(shown))  # noqa: PTH100  resolve() would follow links
            self._named[shown] = self.name(path) if path.is_file() else shown
        return self._named[shown]

    def _load_problem(self, item: list[Any]) -> Problem:
        severity, message, line, column, file, hint, *code = item
        place = files.shown(self._path(file)) if self._path(file).is_file() else file
        return Problem(Severity(severity), message, line, column, place, hint, (), *code)

    def name(self, path: Path) -> str:
        """Name a file as JSON does: inside the project, from its folder."""
        return str(path).removeprefix(self._top)

    def _path(self, name: str) -> Path:
        if name not in self._paths:
            self._paths[name] = Path(os.path.join(self._top, name))  # noqa: PTH118  half the time
        return self._paths[name]


def _dump_stamp(stamp: Stamp) -> list[object]:
    return [stamp.digest, *(stamp.signature or ())]
