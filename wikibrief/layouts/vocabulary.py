"""Vocabularies: what the arguments of transclusions are called, in all languages' wikis.

Layouts know an argument by one name. Wikis write it with hyphens or without, with its number at the
end or in the middle (``editor1-last``), and each language has names of its own; a table,
``transclusions/arguments.yaml``, says which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from wikibrief.yamlform.data import Data

__all__ = ["Vocabulary"]

_SEPARATORS = re.compile(r"[\s_-]+")
_NUMBER = re.compile(r"\d{1,5}")


class Vocabulary:
    """The names of a family's arguments, from a table: language → argument → names.

    English is the language of most wikis' transclusions. One with names that are not English is
    read in the language that knows most of them: some names mean different things in two.
    """

    def __init__(self, table: Data) -> None:
        self._languages: dict[str, dict[str, str]] = {}
        for language, arguments in table.items() if isinstance(table, dict) else ():
            self._languages[language] = {
                _key(name)[0]: argument
                for argument, names in (arguments if isinstance(arguments, dict) else {}).items()
                for name in (argument, *(names if isinstance(names, list) else ()))
                if isinstance(name, str)
            }

    def translate(self, values: Mapping[str, str]) -> dict[str, str]:
        """Arguments by the names that layouts know; of two for one, the first that is not blank."""
        translated: dict[str, str] = {}
        for name, meant in self.meanings(values).items():
            if not translated.get(meant):
                translated[meant] = values[name]
        return translated

    def meanings(self, names: Iterable[str]) -> dict[str, str]:
        """What each of the arguments of a transclusion is called in layouts, with its number."""
        english = self._languages.get("en", {})
        keys = {name: _key(name) for name in names}
        others = [key for key, _ in keys.values() if key not in english]
        known = {**self._best(others), **english} if others else english
        return {
            name: known[key] + number if key in known else name
            for name, (key, number) in keys.items()
        }

    @property
    def arguments(self) -> list[str]:
        """The English names that layouts know."""
        return sorted({*self._languages.get("en", {}).values()})

    def argument_of(self, name: str) -> str | None:
        """The argument that a name means in any language, without its number; None for others."""
        key, _ = _key(name)
        return next((names[key] for names in self._languages.values() if key in names), None)

    def _best(self, keys: Iterable[str]) -> Mapping[str, str]:
        """The names of the language that knows most of ``keys``; of several, of the first."""
        keys = list(keys)
        return max(self._languages.values(), key=lambda names: sum(key in names for key in keys))


def _key(name: str) -> tuple[str, str]:
    """A name as names are compared, and its number: ``editor1-last`` is ``editorlast``, ``1``."""
    name = _SEPARATORS.sub("", name).lower()
    number = _NUMBER.search(name)
    if number is None or not name[: number.start()] + name[number.end() :]:
        return name, ""
    return name[: number.start()] + name[number.end() :], str(int(number[0]))
