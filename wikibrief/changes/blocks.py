"""Blocks that changed: both documents as rows of units, aligned as the round trip aligns them.

A unit that is like an old one is compared part by part, down to a text. What has moved is removed
in one place and added in the other.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from wikibrief.changes.model import Change
from wikibrief.facts.text.prose import strip
from wikibrief.markup.matching import likeness
from wikibrief.markup.units import Content, Leaf, ListLine, Unit, parts_of, shell_of
from wikibrief.model.alignment import align
from wikibrief.model.document import (
    Argument,
    BulletList,
    DefinitionList,
    Document,
    Heading,
    OrderedList,
    Section,
)

__all__ = ["compare_blocks"]

_ALIKE = 0.4
"""How much of their words two texts share at least to be versions of one."""
_LONGEST = 4000
"""Characters of texts that are compared word by word."""


class _Placed(NamedTuple):
    """A unit, the headings that it is under, and the units that it is a part of."""

    unit: Unit
    headings: tuple[str, ...]
    whole: tuple[str, ...] = ()


def compare_blocks(old: Document, new: Document) -> Iterator[Change]:
    """Find the blocks that changed, in the order of the new document."""
    if old.title != new.title:
        yield Change("title", old.title, new.title)
    yield from _compare(list(_units(old)), list(_units(new)))


def _units(document: Document) -> Iterator[_Placed]:
    for unit in (*document.preamble, document.infobox, *document.lead):
        if unit is not None:
            yield _Placed(unit, ())
    stack: list[tuple[Section, tuple[str, ...]]] = [(each, ()) for each in document.sections[::-1]]
    while stack:
        section, above = stack.pop()
        path = (*above, strip(section.heading)[0])
        yield _Placed(Heading(section.level, section.heading), above)
        yield from (_Placed(block, path) for block in section.blocks)
        stack += [(each, path) for each in section.sections[::-1]]


def _compare(old: Sequence[_Placed], new: Sequence[_Placed]) -> Iterator[Change]:
    """Compare two rows of units; what was removed comes where it was."""
    befores, afters = [each.unit for each in old], [each.unit for each in new]
    origins = align(befores, afters, lambda index: len(_words(befores[index])) + 1, likeness)
    kept = set(origins)
    gone = 0
    for origin, placed in zip(origins, new, strict=True):
        while origin is not None and gone < origin:
            if gone not in kept:
                yield from _removed(old[gone])
            gone += 1
        if origin is None:
            yield from _added(placed)
        else:
            yield from _changed(old[origin], placed)
    yield from (
        change for at in range(gone, len(old)) if at not in kept for change in _removed(old[at])
    )


def _removed(placed: _Placed) -> Iterator[Change]:
    if words := _words(placed.unit):
        yield _change(placed, words, None, is_prose=_is_prose(placed.unit))


def _added(placed: _Placed) -> Iterator[Change]:
    if words := _words(placed.unit):
        yield _change(placed, None, words, is_prose=_is_prose(placed.unit))


def _changed(old: _Placed, new: _Placed) -> Iterator[Change]:
    if old.unit == new.unit:
        return
    if _has_parts(old.unit) and _has_parts(new.unit) and shell_of(old.unit) == shell_of(new.unit):
        yield from _compare(_parts(old), _parts(new))
        return
    before, after = _words(old.unit), _words(new.unit)
    is_prose = before != after and _is_prose(new.unit)
    if before == after:  # the markup alone
        before, after = _source(old.unit), _source(new.unit)
    if _is_version(before, after):
        yield _change(new, before, after, is_prose=is_prose)
    else:
        yield from (*_removed(old), *_added(new))


def _change(placed: _Placed, old: str | None, new: str | None, *, is_prose: bool) -> Change:
    name = placed.unit.name if isinstance(placed.unit, Argument) else None
    return Change(
        _where(placed), old, new, headings=placed.headings, name=name or "", is_prose=is_prose
    )


_PROSE = (str, Heading, ListLine, Argument, Content, BulletList, OrderedList, DefinitionList)


def _is_prose(unit: Unit) -> bool:
    """Whether the words of a unit are text that people read, and no names or attributes."""
    return isinstance(unit, _PROSE)


def _has_parts(unit: Unit) -> bool:
    """Whether a unit is compared part by part: not what is one text, or a name and its value."""
    return not isinstance(unit, Argument | ListLine | Heading | Leaf) and bool(parts_of(unit))


def _parts(placed: _Placed) -> list[_Placed]:
    kind = _kind(placed.unit)
    whole = (*placed.whole, kind) if kind else placed.whole
    return [_Placed(part, placed.headings, whole) for part in parts_of(placed.unit)]


def _is_version(before: str, after: str) -> bool:
    one, other = before[:_LONGEST].split(), after[:_LONGEST].split()
    if len(one) < 4 or len(other) < 4:
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _where(placed: _Placed) -> str:
    unit = placed.unit
    last = unit.name if isinstance(unit, Argument) else _kind(unit)
    return ", ".join(filter(None, (" / ".join((*placed.headings, *placed.whole)), last)))


def _kind(unit: Unit) -> str:
    match unit:
        case str():
            return "paragraph"
        case Heading():
            return "heading"
        case Argument() | ListLine() | Leaf():
            return ""
    name = getattr(unit, "kind", type(unit).__name__.lower())
    return str(name).replace("_", " ")


def _words(unit: Unit) -> str:
    """The words of a unit, without markup."""
    return strip(_source(unit))[0]


def _source(unit: Unit) -> str:
    """The wikitext of a unit, as far as it has any of its own; all its texts otherwise."""
    match unit:
        case str():
            return unit
        case Argument():
            return unit.value
        case ListLine():
            return " : ".join(filter(None, (unit.text, unit.definition)))
    return " ".join(filter(None, _texts(unit)))


def _texts(value: object) -> Iterator[str]:
    """All texts in a unit, in their order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif dataclasses.is_dataclass(value):
        for each in dataclasses.fields(value):
            if each.name != "kind":
                yield from _texts(getattr(value, each.name))
