"""The build log: what the last successful build of every source read and wrote.

It is a file of JSON Lines in the output folder: a line that says what the file is, then one line
for each source. A running build appends a line before it puts artifacts in place, with the digests
they will have, and another one after it (a later line replaces an earlier one). So at any instant a
file in an artifact's place is the old one, the announced one, or a person's, and a killed build
loses nothing. At its end a build writes the log anew, sorted. Each line begins with a check, so
that one that is damaged costs its own source a build, and no other. Paths inside the project's
folder are relative to it, so the folder can be moved.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from wikibrief.engine import files
from wikibrief.engine.entries import UNREADABLE, Entry, EntryForm
from wikibrief.engine.files import Signature, Staged, Stamp
from wikibrief.engine.graph import Record
from wikibrief.problems import Problem, ProblemError, note

__all__ = ["LOG_NAME", "BuildLog"]

LOG_NAME = ".wikibrief.jsonl"
_MAX_BYTES = 2**30
_HEADER = {"wikibrief": "build log", "version": 2}


class BuildLog:
    """The log of one output folder, by source. ``problems`` say what was wrong with its file.

    ``unfinished``: the last build was killed, and may have left temporary files. Without ``write``
    the log takes entries as ever, but its file stays as it is.
    """

    def __init__(self, output: Path, *, write: bool = True) -> None:
        self._write_to_disk = write
        self.path = output / LOG_NAME
        self._form = EntryForm(output.parent)
        self.entries: dict[Path, Entry] = {}
        self.problems: tuple[Problem, ...] = ()
        self.unfinished = False
        self._makers: defaultdict[Path, set[Path]] = defaultdict(set)  # sources by artifact
        self._digests: dict[tuple[Path, Signature], str | None] = {}
        self._current: dict[Path, Stamp] = {}
        self._written = 0  # when the file was last changed, in nanoseconds
        self._whole = False  # whether a line can be appended to the file
        self._sorted = True  # whether the file holds nothing but ``entries``, in order
        self._load()

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
        moving = [each for each in staged if each.temporary is not None]
        try:
            if moving:
                self._announce(source, moving)
            return {each.path: files.put(each) for each in staged}
        except BaseException:
            files.discard(staged)
            raise

    def add(self, source: Path, entry: Entry) -> None:
        """Note on the disk that ``source`` was built; raises ``ProblemError``."""
        before = self.entries.get(source, Entry())
        entry = replace(
            entry,
            older={path: each for path, each in before.made.items() if path not in entry.artifacts},
            announced={
                path: each for path, each in before.announced.items() if path not in entry.artifacts
            },
        )
        self._take(source, entry)
        for artifact in entry.artifacts:
            self._take_from_others(artifact, source)
        self._write(source, entry)

    def forget(self, source: Path) -> None:
        """Drop what is known of ``source``."""
        for artifact in self.entries.pop(source).places:
            self._makers[artifact].discard(source)
        self._sorted = False

    def close(self) -> None:
        """Write the log anew, sorted, if there is anything new; raises ``ProblemError``.

        Files that were touched but not changed get their new signatures, to be trusted next time;
        if nothing else is new, a log that cannot be written is no problem.
        """
        if not self._write_to_disk:
            return
        refreshed = {source: self._refresh(entry) for source, entry in self.entries.items()}
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

    def _announce(self, source: Path, staged: Sequence[Staged]) -> None:
        """Log the digests of artifacts that are about to be put in place."""
        entry = self.entries.get(source, Entry())
        announced = dict(entry.announced)
        for each in staged:
            digests = (*announced.get(each.path, ()), str(each.stamp.digest))
            announced[each.path] = tuple(dict.fromkeys(digests))
        entry = replace(entry, announced=announced)
        self._take(source, entry)
        self._write(source, entry, durably=True)

    def _write(self, source: Path, entry: Entry, *, durably: bool = False) -> None:
        """Append the line of ``source`` to the file, or write the file if it has none yet."""
        if not self._write_to_disk:
            return
        if self._whole:
            files.append(self.path, self._line(source, entry), durably=durably)
            self._sorted = False
        else:
            self._save()

    def _take(self, source: Path, entry: Entry) -> None:
        """Let ``entry`` replace what was known of its source."""
        self.entries[source] = entry
        for artifact in entry.places:
            self._makers[artifact].add(source)

    def _take_from_others(self, artifact: Path, source: Path) -> None:
        """Note that ``artifact`` is made of ``source`` now, and of no other source."""
        for other in self._makers[artifact] - {source}:
            self.entries[other] = self.entries[other].without(artifact)
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

    def _refresh(self, entry: Entry) -> Entry:
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
        except ProblemError:
            data, stamp = b"", Stamp()
        header, *lines = data.split(b"\n")
        if header + b"\n" != _json(_HEADER):
            self._report("is not a build log that can be read: everything is built anew")
            return
        torn = lines.pop()  # empty, or a killed build cut it off
        damaged = [line for line in lines if not self._load_line(line)]
        if damaged:
            self._report(f"lines are damaged ({len(damaged)}): their sources are built anew")
        self._whole = not (torn or damaged)
        self._sorted = list(self.entries) == sorted(self.entries) and len(lines) == len(
            self.entries
        )
        self.unfinished = not (self._whole and self._sorted)
        self._written = stamp.signature.mtime if stamp.signature else 0

    def _load_line(self, line: bytes) -> bool:
        """Take the entry of a line; return False when it is not as it was written."""
        try:
            if _check(line[len(_CHECK) :]) != line[: len(_CHECK)]:
                return False
            source, entry = self._form.load(json.loads(line))
        except UNREADABLE:
            return False
        self._take(source, entry)
        for artifact in entry.artifacts.keys() - entry.announced.keys():
            self._take_from_others(artifact, source)
        self._remember(entry)
        return True

    def _report(self, message: str) -> None:
        self.problems = (note(message, file=files.shown(self.path), code="build-log"),)

    def _remember(self, entry: Entry) -> None:
        for path, stamp in (*entry.inputs.items(), *entry.artifacts.items()):
            if stamp.signature:
                self._digests[path, stamp.signature] = stamp.digest

    def _line(self, source: Path, entry: Entry) -> bytes:
        rest = _json(self._form.dump(source, entry)).removeprefix(b"{")
        return _check(rest.removesuffix(b"\n")) + rest


_CHECK = b'{"check":"%s",' % (b"0" * 32)
"""How a line begins: with the digest of its rest."""


def _check(rest: bytes) -> bytes:
    return b'{"check":"%s",' % files.digest(rest).encode()


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode() + b"\n"
