"""The build log: what the last successful build of every source read and wrote.

It is a file of JSON Lines in the output folder: a line that says what the file is, one for each
value that many sources share (``repeats``), then one for each source. A running build appends a
line before it puts artifacts in place, with the digests they will have, and another one after it (a
later line replaces an earlier one). So at any instant a file in an artifact's place is the old one,
the announced one, or a person's, and a killed build loses nothing. At its end a build writes the
log anew, sorted, and ends it with a line that says so. Each line begins with a check, so that one
that is damaged costs the sources that it is about a build, and no other. Paths inside the project's
folder are relative to it, so the folder can be moved.

A build that knows which few files have changed reads the lines that are about these, and no others;
what it has to say stays at the end of the file.

A log of another version makes everything dirty. But which artifacts are ours is read from it all
the same: ``source``, ``artifacts``, ``older`` and ``announced`` mean the same in every version.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from wikibrief.engine import files, staging
from wikibrief.engine.entries import UNREADABLE, Entry, EntryForm
from wikibrief.engine.files import Stamp
from wikibrief.engine.graph import Record
from wikibrief.engine.lines import (
    END,
    HEADER,
    find_all,
    find_last,
    find_shared,
    is_shared,
    name_what,
    seal,
    unseal,
)
from wikibrief.engine.repeats import Repeats
from wikibrief.engine.staging import Staged
from wikibrief.problems import Problem, ProblemError, note

__all__ = ["LOG_NAME", "BuildLog"]

LOG_NAME = ".wikibrief.jsonl"
_T = TypeVar("_T")

_MAX_BYTES = 2**30
_MOST_ENDS = 200
"""So many builds may leave what they have to say at the end of the file."""


class BuildLog:
    """The log of one output folder, by source. ``problems`` say what was wrong with its file.

    ``unfinished``: the last build was killed, and may have left temporary files. Without ``write``
    the log takes entries as ever, but its file stays as it is. What is in the file is read, unless
    the log ``is_part`` of it.
    """

    def __init__(self, output: Path, *, write: bool = True, is_part: bool = False) -> None:
        self._write_to_disk = write
        self.path = output / LOG_NAME
        self._form = EntryForm(output.parent)
        self._repeats = Repeats(self._form)
        self.entries: dict[Path, Entry] = {}
        self._lines: dict[Path, tuple[bytes, tuple[int, ...]]] = {}
        self.problems: tuple[Problem, ...] = ()
        self.unfinished = False
        self._makers: defaultdict[Path, set[Path]] = defaultdict(set)  # sources by artifact
        self._logged: defaultdict[Path, list[Stamp]] = defaultdict(list)
        self._current: dict[Path, Stamp] = {}
        self._touched: set[Path] = set()  # with another signature, but the logged digest
        self._written = 0  # when the file was last changed, in nanoseconds
        self._whole = False  # whether a line can be appended to the file
        self._sorted = True  # whether the file holds nothing but ``entries``, in order
        self._closed = True  # whether it ends as a finished build leaves it
        self._is_part = is_part  # whether the file holds more than ``entries``
        if not is_part:
            self._load()

    @classmethod
    def find_part(
        cls, output: Path, changed: Collection[Path], others: Collection[Path] = ()
    ) -> BuildLog | None:
        """Read the log of what was made of ``changed`` files, and of the sources ``others``.

        No line is looked at that does not say one of their names. None where it is not certain
        which these are, and all must be read.
        """
        log = cls(output, is_part=True)
        return log if log._load_part(changed, others) else None

    def records(self) -> dict[Path, Record]:
        """Return what the plan needs to know of each document."""
        return {source: entry.record() for source, entry in self.entries.items()}

    def observe(self, path: Path) -> str | None:
        """Return the digest of the file at ``path`` as it is now; None when it is missing.

        A file with the logged signature is not read, unless it was touched so late that a change
        within the same tick of the clock could have kept its signature.
        """
        if path not in self._current:
            self._current[path] = self._look(path)
        return self._current[path].digest

    def has_built(self, artifact: Path) -> bool:
        """Whether a build has ever made ``artifact``."""
        return bool(self._digests_of(artifact))

    def is_as_built(self, artifact: Path) -> bool:
        """Whether ``artifact`` is what a build has put there."""
        digest = self.observe(artifact)
        return digest is not None and digest in self._digests_of(artifact)

    def find_edited(self, staged: Sequence[Staged]) -> list[Path]:
        """Find the places of staged artifacts that hold what no build has put there."""
        return [
            each.path
            for each in staged
            if os.path.lexists(each.path)
            and files.stamp(each.path).digest
            not in {each.stamp.digest, *self._digests_of(each.path)}
        ]

    def install(self, source: Path, staged: Sequence[Staged]) -> dict[Path, Stamp]:
        """Put artifacts of ``source`` in their places, announced first; raises ``ProblemError``."""
        try:
            self.announce({source: staged})
            return self.put(staged)
        except BaseException:
            staging.discard(staged)
            raise

    def announce(self, batch: Mapping[Path, Sequence[Staged]]) -> None:
        """Have staged artifacts, and the digests that they will have, on the disk, by source.

        Raises ``ProblemError``.
        """
        moving = {
            source: [each for each in staged if each.temporary is not None]
            for source, staged in batch.items()
        }
        announced = [source for source, staged in moving.items() if staged]
        if not announced:
            return
        for source in announced:
            self._announce(source, moving[source])
        self._write(announced)
        settled = [each.temporary for staged in moving.values() for each in staged]
        staging.settle([*([self.path] if self._write_to_disk else []), *filter(None, settled)])

    @staticmethod
    def put(staged: Sequence[Staged]) -> dict[Path, Stamp]:
        """Put announced artifacts in their places; raises ``ProblemError``."""
        return {each.path: staging.put(each) for each in staged}

    def add(self, source: Path, entry: Entry) -> None:
        """Note on the disk that ``source`` was built; raises ``ProblemError``."""
        self.add_all({source: entry})

    def add_all(self, entries: Mapping[Path, Entry]) -> None:
        """Note on the disk that several sources were built, at once; raises ``ProblemError``."""
        for source, entry in entries.items():
            before = self.entries.get(source, Entry())
            self._take(
                source,
                replace(
                    entry,
                    older=_without(before.made, entry.artifacts),
                    announced=_without(before.announced, entry.artifacts),
                ),
            )
            for artifact in entry.artifacts:
                self._take_from_others(artifact, source)
        if entries:
            self._write(list(entries))

    def forget(self, source: Path) -> None:
        """Drop what is known of ``source``."""
        for artifact in self.entries.pop(source).places:
            self._makers[artifact].discard(source)
        self._lines.pop(source, None)
        self._sorted = False

    def close(self) -> None:
        """Write the log anew, sorted, if there is anything new; raises ``ProblemError``.

        Files that were touched but not changed get their new signatures, to be trusted next time;
        if nothing else is new, a log that cannot be written is no problem.
        """
        if not self._write_to_disk:
            return
        refreshed = self._refresh_all()
        if self._is_part:
            self._write(refreshed)
            if not self._closed:
                files.append(self.path, END)
                self._closed = True
        elif not (self._sorted and self._closed):
            self._save(END)
        elif refreshed:
            with contextlib.suppress(ProblemError):
                self._save(END)

    def _save(self, end: bytes = b"") -> None:
        new = {
            source: self._make_lines(source, entry)[1]
            for source, entry in self.entries.items()
            if source not in self._lines
        }
        self._lines |= new
        used = {number for _, numbers in self._lines.values() for number in numbers}
        lines = [HEADER, *map(seal, self._repeats.dump_all(used))]
        lines += [self._lines[source][0] for source in sorted(self._lines, key=str)]
        files.write_atomically(self.path, b"".join((*lines, end)))
        self._whole = self._sorted = True
        self._closed = bool(end)

    def _make_lines(
        self, source: Path, entry: Entry
    ) -> tuple[bytes, tuple[bytes, tuple[int, ...]]]:
        """Make the lines of what it shares that has none yet; its own line, and what that uses."""
        shared, own = self._repeats.dump(source, entry)
        return b"".join(map(seal, shared)), (seal(own), self._repeats.list_used(own))

    def _announce(self, source: Path, staged: Sequence[Staged]) -> None:
        """Note the digests of artifacts that are about to be put in place."""
        entry = self.entries.get(source, Entry())
        announced = dict(entry.announced)
        for each in staged:
            digests = (*announced.get(each.path, ()), str(each.stamp.digest))
            announced[each.path] = tuple(dict.fromkeys(digests))
        self._take(source, replace(entry, announced=announced))

    def _write(self, sources: Sequence[Path]) -> None:
        """Append the lines of ``sources`` to the file, or write the file if it has none yet."""
        if not (self._write_to_disk and sources):
            return
        self._closed = False
        if self._whole:
            self._whole = False  # until all is in the file
            lines = []
            for source in sources:
                shared, self._lines[source] = self._make_lines(source, self.entries[source])
                lines += [shared, self._lines[source][0]]
            files.append(self.path, b"".join(lines))
            self._whole, self._sorted = True, False
        else:
            self._save()

    def _take(self, source: Path, entry: Entry) -> None:
        """Let ``entry`` replace what was known of its source."""
        self.entries[source] = entry
        self._lines.pop(source, None)
        for artifact in entry.places:
            self._makers[artifact].add(source)

    def _take_from_others(self, artifact: Path, source: Path) -> None:
        """Note that ``artifact`` is made of ``source`` now, and of no other source."""
        for other in self._makers[artifact] - {source}:
            self.entries[other] = self.entries[other].without(artifact)
            self._lines.pop(other, None)
        self._makers[artifact] = {source}

    def _digests_of(self, artifact: Path) -> set[str | None]:
        """All digests that ``artifact`` can have without having been edited."""
        makers = self._makers.get(artifact, ())
        return {
            digest
            for source in makers
            if source in self.entries
            for digest in self.entries[source].digests(artifact)
        }

    def _refresh_all(self) -> list[Path]:
        """Give files that were touched, but not changed, their new signatures; list the sources."""
        found = []
        for source, entry in self.entries.items() if self._touched else ():
            refreshed = replace(
                entry,
                inputs=self._refresh(entry.inputs),
                artifacts=self._refresh(entry.artifacts),
            )
            if refreshed != entry:
                found.append(source)
                self.entries[source] = refreshed
                self._lines.pop(source, None)
        return found

    def _refresh(self, stamps: Mapping[Path, Stamp]) -> Mapping[Path, Stamp]:
        if self._touched.isdisjoint(stamps):
            return stamps
        return {
            path: now
            if path in self._touched and (now := self._current[path]).digest == stamp.digest
            else stamp
            for path, stamp in stamps.items()
        }

    def _look(self, path: Path) -> Stamp:
        now = files.signature(path)
        if now is None:
            return Stamp()
        logged = self._logged.get(path, ())
        for stamp in logged:
            if stamp.signature == now and now.older_than(self._written):
                return stamp
        current = files.stamp(path)
        if any(each.digest == current.digest and each != current for each in logged):
            self._touched.add(path)
        return current

    def _load(self) -> None:
        if not os.path.lexists(self.path):
            return
        try:
            data, stamp = files.read_stamped(self.path, limit=_MAX_BYTES)
        except ProblemError:
            data, stamp = b"", Stamp()
        header, *lines = data.split(b"\n")
        if header + b"\n" != HEADER:
            self._report(f"{name_what(header)}: everything is built anew")
            self._load_places(lines)
            self._sorted = False  # it is to be written in our form, whatever comes of the build
            return
        torn = lines.pop()  # empty, or a killed build cut it off
        self._closed = data.endswith(END)
        entries = [line for line in lines if line != END[:-1] and not self._load_repeat(line)]
        damaged = [line for line in entries if not self._load_entry(line)]
        if damaged:
            self._report(f"lines are damaged ({len(damaged)}): their sources are built anew")
        self._whole = not (torn or damaged)
        names = list(map(str, self.entries))
        self._sorted = names == sorted(names) and len(entries) == len(names)
        self.unfinished = not (self._whole and self._closed)
        self._written = stamp.signature.mtime if stamp.signature else 0

    def _load_part(self, changed: Collection[Path], others: Collection[Path]) -> bool:
        try:
            data, stamp = files.read_stamped(self.path, limit=_MAX_BYTES)
        except ProblemError:
            return False
        ends = data.count(END)
        if not (data.startswith(HEADER) and data.endswith(END) and ends < _MOST_ENDS):
            return False
        lines = [find_last(data, self._start_of(path)) for path in others]
        for path in changed:
            users = self._find_users(data, path)
            if not users:
                return False
            lines += [find_last(data, self._start_of(user)) for user in users]
        self._whole = True
        self._written = stamp.signature.mtime if stamp.signature else 0
        return all(map(self._load_repeat, find_shared(data))) and all(
            self._load_entry(line) for line in dict.fromkeys(lines) if line
        )

    def _find_users(self, data: bytes, path: Path) -> set[Path]:
        """Find the sources whose lines name ``path``; none if one is shared by many, or damaged."""
        users: set[Path] = set()
        for line in find_all(data, b"%s:[" % json.dumps(self._form.name(path)).encode()):
            if is_shared(line):
                return set()
            try:
                users.add(self._form.load_places(unseal(line))[0])
            except UNREADABLE:
                return set()
        return users

    def _start_of(self, source: Path) -> bytes:
        """What the lines of ``source`` have, and no others."""
        return b'"source":%s,' % json.dumps(self._form.name(source)).encode()

    def _load_repeat(self, line: bytes) -> bool:
        """Take what is shared from a line; return False where that is another line, or damaged."""
        if not is_shared(line):
            return False
        try:
            known = self._repeats.load(unseal(line))
        except UNREADABLE:
            return False
        if known:
            self._logged[known[0]].append(known[1])
        return True

    def _load_entry(self, line: bytes) -> bool:
        """Take the entry of a line; return False when it is not as it was written."""
        try:
            data = unseal(line)
            source, own = self._form.load(data)
            entry = self._repeats.complete(own, data)
        except UNREADABLE:
            return False
        self._take(source, entry)
        self._lines[source] = line + b"\n", self._repeats.list_used(data)
        for artifact in entry.artifacts.keys() - entry.announced.keys():
            self._take_from_others(artifact, source)
        for path, stamp in (*own.inputs.items(), *entry.artifacts.items()):
            self._logged[path].append(stamp)
        return True

    def _load_places(self, lines: Iterable[bytes]) -> None:
        """Take from a log that cannot be trusted otherwise which artifacts are ours."""
        for line in lines:
            with contextlib.suppress(*UNREADABLE):
                self._take(*self._form.load_places(unseal(line)))

    def _report(self, message: str) -> None:
        self.problems = (note(message, file=files.shown(self.path), code="build-log"),)


def _without(known: Mapping[Path, _T], paths: Collection[Path]) -> dict[Path, _T]:
    return {path: each for path, each in known.items() if path not in paths}
