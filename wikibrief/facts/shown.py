"""How a transclusion reads in words, by the table ``transclusions.yaml``.

Facts are looked for in words, and some of them are in transclusions: the name of a flag, the items
of a list, a date in three numbers. Both readers, that of infobox values and that of prose, ask here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from wikibrief.yamlform.text import parse

__all__ = ["Shown", "kind_of", "shown"]

_CODE = re.compile(r"[A-Z]{2,6}(?:[ -][A-Z]{2,4})?")


class Shown(NamedTuple):
    """What a transclusion reads as.

    ``text`` holds the words; ``items`` are the list's; ``kind`` is that of the table: ``notes``,
    ``marks``, ``lists``, ``breaks``, ``named`` matter to readers, ``""`` is unknown.
    """

    kind: str
    text: str = ""
    items: tuple[int, ...] = ()


@cache
def _kinds() -> Mapping[str, str]:
    data = parse((Path(__file__).parent / "transclusions.yaml").read_text(encoding="utf-8")).data
    kinds: dict[str, str] = {}
    for kind, names in reversed(data.items()) if isinstance(data, dict) else ():
        if isinstance(names, list | dict):
            kinds.update({str(name): kind for name in names})
    return kinds


@cache
def _signs() -> Mapping[str, str]:
    data = parse((Path(__file__).parent / "transclusions.yaml").read_text(encoding="utf-8")).data
    signs = data.get("signs") if isinstance(data, dict) else None
    return {key: str(sign or "") for key, sign in signs.items()} if isinstance(signs, dict) else {}


def kind_of(name: str) -> str:
    """The kind of a transclusion in the table; empty if it is in none of the lists."""
    key = " ".join(name.replace("_", " ").lower().split())
    kind = _kinds().get(key, "")
    if not kind and key.startswith("#tag:ref"):
        return "notes"
    if not kind and _CODE.fullmatch(name.strip()):
        return "codes"
    return kind


def shown(name: str, positional: Sequence[str], named: Mapping[str, str]) -> str:
    """The words of a transclusion, its arguments being words already; lists are the reader's."""
    kind = kind_of(name)
    words = [argument.strip() for argument in positional]
    first = words[0] if words else ""
    match kind:
        case "first":
            return named.get("lt") or named.get("1") or first
        case "second":
            return words[1] if len(words) > 1 else named.get("2", "") or first
        case "circa":
            return f"c. {first}" if first else "c. "
        case "named":
            return named.get("name") or named.get("nom") or first or named.get("1", "")
        case "codes":
            return named.get("name") or name.strip() if not words else ""
        case "measures":
            return " ".join(_measure(words))
        case "dates":
            return _date(words)
        case "spans":
            return " – ".join(filter(None, (_date(words[:3]), _date(words[3:6]))))
        case "worded_dates":
            return " ".join(words[:3])
        case "ships":
            return _ship(name, words)
        case "ship_kinds":
            return f"{first}-class {words[1]}" if len(words) > 1 else first
        case "dashes":
            return " – "
        case "spaces":
            return " "
        case "signs":
            return _signs().get(name.strip().lower(), "")
        case _:
            return ""


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
    if not parts or not re.fullmatch(r"\d{4}", parts[0]):
        return " ".join(parts)
    if all(re.fullmatch(r"\d{1,4}", part) for part in parts):
        text = "-".join(part.zfill(2) for part in parts)
        return text if len(parts) != 2 else f"{text}-XX"
    return " ".join(reversed(parts))
