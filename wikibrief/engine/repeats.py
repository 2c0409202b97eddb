"""Repeats: what many entries of a log have alike is written once, and has a number there.

These are the settings of a build, and the inputs that are not in the folder of their source, such
as templates. In a log of JSON Lines such a value has a line of its own, before those that name it.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from wikibrief.engine.entries import Entry, EntryForm
from wikibrief.engine.files import Stamp
from wikibrief.engine.graph import Setting

__all__ = ["Repeats"]

_NUMBER, _USES = "common", "uses"


class Repeats:
    """The values by their numbers.

    No number is used again that any line names, be its value lost: it would get another one.
    """

    def __init__(self, form: EntryForm) -> None:
        self._form = form
        self._settings: dict[int, Setting] = {}
        self._inputs: dict[int, tuple[Path, Stamp]] = {}
        self._numbers: dict[object, int] = {}
        self._last = 0

    @staticmethod
    def list_used(line: Mapping[str, Any]) -> tuple[int, ...]:
        """The numbers that the line of an entry uses."""
        return tuple(line.get(_USES, ()))

    def load(self, line: Mapping[str, Any]) -> tuple[Path, Stamp] | None:
        """Take a value from its line; return it where it is an input."""
        number = int(line[_NUMBER])
        self._last = max(self._last, number)
        if "setting" in line:
            self._settings[number] = dict(line["setting"])
            self._numbers[_key(self._settings[number])] = number
            return None
        [known] = self._form.load_stamps(line["input"]).items()
        self._inputs[number] = known
        self._numbers[str(known[0]), known[1]] = number
        return known

    def complete(self, entry: Entry, line: Mapping[str, Any]) -> Entry:
        """Give an entry what its line names by numbers; one that has lost any has no setting."""
        uses = self.list_used(line)
        if not uses:
            return entry
        self._last = max(self._last, *uses)
        inputs = dict(entry.inputs)
        setting: Setting = {}
        for number in uses:
            if number in self._inputs:
                path, stamp = self._inputs[number]
                inputs[path] = stamp
            elif number in self._settings:
                setting = self._settings[number]
            else:
                return replace(entry, setting={})
        return replace(entry, inputs=inputs, setting=setting)

    def dump(self, source: Path, entry: Entry) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """Make JSON of an entry: lines of what it uses that has no line yet, then its own."""
        folder = _folder_of(source)
        new: list[dict[str, Any]] = []
        uses = [self._find(_key(entry.setting), entry.setting, new)]
        own: dict[Path, Stamp] = {}
        for path, stamp in entry.inputs.items():
            if _folder_of(path) == folder:
                own[path] = stamp
            else:
                uses.append(self._find((str(path), stamp), (path, stamp), new))
        line = self._form.dump(source, replace(entry, inputs=own, setting={}))
        return new, {**line, _USES: sorted(uses)}

    def dump_all(self, used: Collection[int]) -> list[dict[str, Any]]:
        """The lines of all that is used; the rest is forgotten."""
        self._settings = {each: self._settings[each] for each in self._settings if each in used}
        self._inputs = {each: self._inputs[each] for each in self._inputs if each in used}
        self._numbers = {key: each for key, each in self._numbers.items() if each in used}
        return [
            self._line(number) for number in sorted(self._settings.keys() | self._inputs.keys())
        ]

    def _find(
        self, key: object, value: Setting | tuple[Path, Stamp], new: list[dict[str, Any]]
    ) -> int:
        """The number of a value; one that has none gets it, and a line among the ``new``."""
        if key not in self._numbers:
            self._last = number = self._last + 1
            self._numbers[key] = number
            if isinstance(value, tuple):
                self._inputs[number] = value
            else:
                self._settings[number] = value
            new.append(self._line(number))
        return self._numbers[key]

    def _line(self, number: int) -> dict[str, Any]:
        if number in self._inputs:
            path, stamp = self._inputs[number]
            return {_NUMBER: number, "input": self._form.dump_stamps({path: stamp})}
        return {_NUMBER: number, "setting": dict(self._settings[number])}


def _key(setting: Setting) -> object:
    return frozenset(setting.items())


def _folder_of(path: Path) -> str:
    return str(path).rpartition(os.sep)[0]  # a new path for each would take longer
