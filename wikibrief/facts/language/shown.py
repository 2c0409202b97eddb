"""How a transclusion reads in words, by the table ``transclusions.yaml``.

Facts are looked for in words, and some are in transclusions: the name of a flag, the items of a
list, a date in three numbers. Both readers, of infobox values and of prose, ask here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from wikibrief.languages import locale_of
from wikibrief.wiki.namespaces import Namespace, is_language, prefix_at
from wikibrief.yamlform.data import Data
from wikibrief.yamlform.tables import load_table

__all__ = ["NOTE_MARK", "STRUCK", "is_shown", "kind_of", "shown"]

STRUCK = frozenset({"s", "strike", "del"})
"""Elements whose words no longer hold."""
NOTE_MARK = re.compile(r"\s*\[?(?:\d{1,3}|[a-zA-Z*†‡])\]?\s*")
"""A note's mark above the line, which is no digit of the number before it: "20<sup>1</sup>"."""

_CODE = re.compile(r"[A-Z]{2,6}(?:[ -][A-Z]{2,4})?")


@cache
def _table() -> Mapping[str, Data]:
    path = Path(__file__).with_name("transclusions.yaml")
    data = load_table(path.read_text(encoding="utf-8"), path, keep=True).data
    return data if isinstance(data, dict) else {}


@cache
def _kinds() -> Mapping[str, str]:
    kinds: dict[str, str] = {}
    for kind, names in reversed(list(_table().items())):
        if isinstance(names, list | dict):
            kinds.update({str(name): kind for name in names})
    return kinds


@cache
def _signs() -> Mapping[str, str]:
    signs = _table().get("signs")
    return {key: str(sign or "") for key, sign in signs.items()} if isinstance(signs, dict) else {}


def kind_of(name: str) -> str:
    """The kind of a transclusion in the table; empty if it is in none of the lists."""
    key = " ".join(name.replace("_", " ").lower().split())
    kind = _kinds().get(key, "")
    if not kind and key.startswith("#tag:ref"):
        return "notes"
    if not kind and key.startswith("formatnum:"):
        return "formatted"
    if not kind and (_CODE.fullmatch(name.strip()) or key in _states()):
        return "codes"
    return kind


@cache
def _states() -> frozenset[str]:
    """The names of states that transclusions have: ``{{Mali}}`` is its flag and its name."""
    names = (name for tag in ("en", "fr") for name in locale_of(tag).territories.items())
    return frozenset(name.lower() for code, name in names if code.isalpha())


def shown(name: str, positional: Sequence[str], named: Mapping[str, str]) -> str:
    """The words of a transclusion, its arguments being words already; lists are the reader's."""
    words = [argument.strip() for argument in positional]
    words += [""] * (2 - len(words))
    read = _READ.get(kind_of(name))
    return read(_Call(name.strip(), words, named)) if read else ""


class _Call(NamedTuple):
    name: str
    words: list[str]
    named: Mapping[str, str]

    @property
    def first(self) -> str:
        return self.words[0] or self.named.get("1", "")


def _is_code(call: _Call) -> str:
    """``{{UK}}``: a country by its code, which takes no other argument than a name."""
    return "" if call.words[0] else call.named.get("name", call.name)


def is_shown(target: str) -> bool:
    """Whether a link shows words: not a file, a category, or the article in another language."""
    if ":" not in target or target.lstrip()[0] == ":" or (prefix := prefix_at(target)) is None:
        return True
    hidden = prefix.namespace in {Namespace.FILE, Namespace.CATEGORY}
    return not hidden and not is_language(prefix.interwiki)


def _ship(name: str, words: Sequence[str]) -> str:
    if name.strip().lower() == "ship":
        return " ".join(word for word in words[:2] if word)
    return " ".join((name.strip().upper(), *words[:1]))


def _measure(words: Sequence[str]) -> list[str]:
    """``6|km|mi`` is "6 km", ``5|to|6|km`` "5 to 6 km"."""
    out: list[str] = []
    for word in words:
        out.append(word)
        if not re.fullmatch(r"[-–\d.,+/e]*\d[-–\d.,+/e]*|to|-|–|and|or|by|x|\+/-|to about", word):
            break
    return out


def _date(words: Sequence[str]) -> str:
    """Year, month and day in numbers as one word, "1944-11-15"; months in words as they are."""
    parts = [word for word in words[:3] if word]
    if not parts or not re.fullmatch(r"\d{3,4}", parts[0]):
        return " ".join(parts)
    parts[0] = parts[0].zfill(4)
    if all(re.fullmatch(r"\d{1,4}", part) for part in parts):
        text = "-".join(part.zfill(2) for part in parts)
        return text if len(parts) != 2 else f"{text}-XX"
    return " ".join(reversed(parts))


def _worded_date(words: Sequence[str]) -> str:
    """Day, month and year, or year, month and day, the month in words or as a number."""
    parts = [word for word in words[:3] if word]
    if len(parts) == len(("day", "month", "year")) and all(map(str.isdecimal, parts)):
        return _date(parts if len(parts[0]) > len(parts[2]) else parts[::-1])
    return " ".join(parts)


_READ: Mapping[str, Callable[[_Call], str]] = {
    "first": lambda call: call.named.get("lt") or call.first,
    "second": lambda call: call.words[1] or call.named.get("2") or call.first,
    "circa": lambda call: f"c. {call.first}",
    "named": lambda call: call.named.get("name") or call.named.get("nom") or call.first,
    "codes": _is_code,
    "measures": lambda call: " ".join(_measure(call.words)),
    "dates": lambda call: _date(call.words),
    "spans": lambda call: " – ".join(filter(None, (_date(call.words[:3]), _date(call.words[3:6])))),
    "worded_dates": lambda call: _worded_date(call.words),
    "old_dates": lambda call: " ".join(filter(None, call.words[:2])),
    "ships": lambda call: _ship(call.name, call.words),
    "ship_kinds": lambda call: f"{call.first}-class {call.words[1]}".rstrip(),
    "dashes": lambda _: " – ",
    "spaces": lambda _: " ",
    "formatted": lambda call: call.name.partition(":")[2].partition("|")[0].strip(),
    "signs": lambda call: _signs().get(call.name.lower(), ""),
}
"""How each kind of the table reads in words; the other kinds are for those who ask."""
