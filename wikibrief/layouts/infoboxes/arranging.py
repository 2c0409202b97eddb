"""Arrange the arguments of an infobox: facts, sides, pictures, groups, and what is none of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial

from wikibrief.inline.plain import plain_text
from wikibrief.layouts.hidden import Hidden
from wikibrief.layouts.infoboxes.families import Family
from wikibrief.layouts.infoboxes.keyfacts import Fact, Group, KeyFacts, Picture, SideRow
from wikibrief.layouts.infoboxes.labels import make_label
from wikibrief.layouts.infoboxes.pairs import pair_labels
from wikibrief.layouts.infoboxes.values import join_asides, join_values
from wikibrief.model.document import Argument, Infobox
from wikibrief.wiki.infoboxes import fold, names_of, read_picture, read_side, role_of
from wikibrief.wiki.source import without_comments

__all__ = ["arrange_infobox", "infobox_title"]

_FILE = re.compile(
    r"(?:\[\[)?(?:[^\[\]{}<>|:/]+:)?(?P<file>[^\[\]{}<>|:/]+\.[A-Za-z]{3,4})(?:\|[^\[\]]*\]\])?"
)
_IMAGE = re.compile(
    r"(?:[^\[\]{}<>|:/]+:)?[^\[\]{}<>|:/]+\.(?:jpe?g|png|gif|svg|webp|tiff?)", re.IGNORECASE
)
_PART = re.compile(r"(?:module|embed(?:ded)?|child|sections?|misc) ?\d{0,2}")
"""Names of what is built into a box: most are boxes themselves."""
_NUMBERED_ROW = re.compile(r"(?P<part>header|label|data)(?P<number>\d{1,3})")
_OF_ROWS = ("title", "above", "subheader", "below")
Facts = dict[str, Fact]


def _no_file(_: str) -> bool:
    return False


def infobox_title(infobox: Infobox | None) -> str:
    """The name that an infobox gives its article, in words; empty when it gives none."""
    arguments = infobox.arguments if infobox else ()
    named = (each.value for each in arguments if role_of(each.name or "") == "title")
    return next(filter(None, map(plain_text, named)), "")


def arrange_infobox(
    arguments: Iterable[Argument],
    family: Family,
    hidden: Hidden,
    *,
    name: str = "",
    title: str | None = None,
    has_file: Callable[[str], bool] = _no_file,
) -> KeyFacts:
    """Sort the arguments of an infobox into facts, sides, pictures, groups and others.

    ``title`` is the page's, which the box need not repeat; without it, the box has the title that
    its family has for boxes of its ``name``, or one of its own. Of repeated names the last one
    counts, as on the wiki; the others are kept among the rest, and so are pictures whose file is
    missing. What is hidden on purpose is left out.
    """
    if name.lower().startswith("module:"):  # its first argument is the function's name
        arguments = [*arguments][1:]
    facts, others = _sort_by_name(arguments, hidden)
    facts = join_values(facts, family.least)
    rows, used = _side_rows(facts, family)
    part_of = next((key for key in facts if role_of(key) == "part_of"), "")
    box_title, of_title = family.fill_title(name, facts) if title is None else ("", [])
    names = [] if box_title else [key for key in facts if role_of(key) == "title"]
    if title is None:
        of_title += names[:1]
        box_title = box_title or "".join(facts[key].value for key in names[:1])
    else:
        of_title = [key for key in names if plain_text(facts[key].value) == plain_text(title)]
    used.update(of_title)
    is_of_place = not names_of("population").isdisjoint(facts)  # its date is that of a count
    when = "" if is_of_place else _first_of_role(facts, "date")
    where = _first_of_role(facts, "place")
    pictures, shown = _pictures([*others, *facts.values()], has_file)
    others = [fact for fact in others if fact not in shown]
    rest = {
        key: fact
        for key, fact in facts.items()
        if key not in used and key != part_of and fact not in shown
    }
    others += [rest.pop(key) for key in [*rest] if _is_of_picture(rest[key])]
    made, groups, unknown = _facts(rest, family)
    return KeyFacts(
        title=box_title,
        part_of=facts[part_of].value if part_of else "",
        when=when,
        where=where,
        facts=_label_facts(made),
        sides=rows,
        groups=groups,
        others=_label_facts((*others, *unknown)),
        pictures=tuple(pictures),
    )


def _label_facts(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(
        fact if fact.label else replace(fact, label=make_label(fact.name), is_named_only=True)
        for fact in facts
    )


def _sort_by_name(arguments: Iterable[Argument], hidden: Hidden) -> tuple[Facts, list[Fact]]:
    """The facts by folded name, and what has no name or comes again."""
    last: Facts = {}
    others: list[Fact] = []
    for position, argument in enumerate(arguments, 1):
        fact = Fact(without_comments(argument.name or "").strip() or str(position), argument.value)
        if hidden.hides(fact.name, fact.value) or not fact.value.strip():
            continue
        key = fold(fact.name)
        if argument.name is None or not key:
            others.append(fact)
            continue
        if key in last:
            others.append(last[key])
        last[key] = fact
    return last, others


def _first_of_role(facts: Facts, role: str) -> str:
    return next((fact.value for key, fact in facts.items() if role_of(key) == role), "")


def _facts(
    rest: Facts, family: Family
) -> tuple[tuple[Fact, ...], tuple[Group, ...], tuple[Fact, ...]]:
    """The facts and groups that a family makes of arguments, and what it does not know.

    Without a family everything is a fact, in the order of the source.
    """
    if family:
        made = family.arrange(rest)
        unknown = {key: fact for key, fact in rest.items() if key not in made.used}
        boxes = tuple(map(_as_part, filter(_is_box, unknown.values())))
        unknown = {key: fact for key, fact in unknown.items() if not _is_box(fact)}
        groups = (*made.groups, Group("", boxes)) if boxes else made.groups
        return made.facts, groups, tuple(pair_labels(join_asides(unknown)).values())
    if any(_NUMBERED_ROW.fullmatch(key) for key in rest):
        return _read_numbered_rows(rest)
    facts = pair_labels(join_asides(rest)).values()
    return tuple(_as_part(each) if _is_box(each) else each for each in facts), (), ()


def _is_box(fact: Fact) -> bool:
    """Whether an argument is a part of the box that has a template of its own."""
    part = _PART.fullmatch(fold(fact.name))
    return part is not None and fact.value.lstrip().startswith("{{")


def _as_part(fact: Fact) -> Fact:
    """A part of the box, which spans it."""
    return replace(fact, label="=")


def _read_numbered_rows(
    rest: Facts,
) -> tuple[tuple[Fact, ...], tuple[Group, ...], tuple[Fact, ...]]:
    """The rows of ``{{Infobox|label2=…|data2=…}}``, in the order of their numbers."""
    parts: dict[int, dict[str, str]] = {}
    for key in rest:
        if match := _NUMBERED_ROW.fullmatch(key):
            parts.setdefault(int(match["number"]), {})[match["part"]] = key
    groups: list[tuple[str, list[Fact]]] = [("", [])]
    for number in sorted(parts):
        row = parts[number]
        if "header" in row:
            groups.append((rest[row["header"]].value, []))
        label = rest[row["label"]].value if "label" in row else "="
        if "data" in row:
            groups[-1][1].append(Fact(row["data"], rest[row["data"]].value, label))
    others = [fact for key, fact in rest.items() if not _NUMBERED_ROW.fullmatch(key)]
    above = [Fact(each.name, each.value, "=") for each in others if fold(each.name) in _OF_ROWS[:3]]
    below = [Fact(each.name, each.value, "=") for each in others if fold(each.name) in _OF_ROWS[3:]]
    tail = [Group("", tuple(below))] if below else []
    made = [Group(title, tuple(facts)) for title, facts in groups[1:]]
    unknown = [each for each in others if fold(each.name) not in _OF_ROWS]
    alone = (row["label"] for row in parts.values() if "label" in row and "data" not in row)
    unknown += [rest[name] for name in alone]  # the wiki does not show them
    return (*above, *groups[0][1]), (*made, *tail), tuple(unknown)


# -------------------------------------------------------------------------------------- pictures


def _is_of_picture(fact: Fact) -> bool:
    """Whether an argument is a picture or describes one, and so is no fact without its file."""
    key = fold(fact.name)
    if read_picture(key) or key.startswith("map ") or _IMAGE.fullmatch(fact.value.strip()):
        return True
    stem = key.rstrip("0123456789").rstrip()
    words = names_of("caption") | names_of("alt")
    return stem in words or stem.rpartition(" ")[2] in words


def _pictures(
    facts: list[Fact], has_file: Callable[[str], bool]
) -> tuple[list[Picture], set[Fact]]:
    """The pictures that can be shown, and the facts that they show: files, captions, alt texts."""
    named = {fold(fact.name): fact for fact in facts}
    pictures: list[Picture] = []
    used: set[Fact] = set()
    for fact in named.values():
        name, value = read_picture(fact.name), _FILE.fullmatch(fact.value.strip())
        if name is None or value is None or not has_file(value["file"]):
            continue
        find = partial(_first, named)
        caption, alt = find(name.captions), find(name.alts)
        used.update(each for each in (fact, caption, alt) if each)
        texts = [each.value if each else "" for each in (caption, alt)]
        words = plain_text(texts[1]) or plain_text(texts[0]) or value["file"]
        pictures.append(Picture(value["file"], texts[0], words))
    return pictures, used


def _first(named: Mapping[str, Fact], names: Iterable[str]) -> Fact | None:
    return next((named[name] for name in names if name in named), None)


# ----------------------------------------------------------------------------------------- sides


def _side_rows(facts: Facts, family: Family) -> tuple[tuple[SideRow, ...], set[str]]:
    """Make rows of the numbered arguments, one column a side; also the keys they were made of.

    A family may have rows of its own, the head first. The sides are those that have a combatant or
    another head (without any, those with any value, unless the family knows of no sides: a unit has
    commanders). What is numbered like a side but has none (``casualties3``: civilians) spans the
    columns, below its row.
    """
    labels = dict(family.sides)
    numbered: dict[tuple[str, str], dict[str, str]] = {}
    for key in facts:
        if name := read_side(key):
            numbered.setdefault((name.row, name.part), {}).setdefault(name.side, key)
    head = next(iter(labels), "combatant")
    known = _OF_CONFLICT | labels.keys()
    of_sides = {row: keys for row, keys in numbered.items() if row[0] in known}
    heads = [keys for (row, _), keys in of_sides.items() if row == head]
    if family and not labels and not heads:
        return (), set()
    sides = sorted({side for keys in heads or of_sides.values() for side in keys})
    rows: list[SideRow] = []
    used: set[str] = set()
    for (row, _), keys in sorted(numbered.items(), key=lambda each: each[0][0] != head):
        if not any(side in keys for side in sides):
            continue
        cells = tuple(facts[keys[side]].value if side in keys else "" for side in sides)
        label = labels.get(row, "")
        rows.append(SideRow(row, cells, label=label, is_head=row == head and not rows))
        apart = [key for side, key in keys.items() if side not in sides]
        rows += [SideRow(row, (facts[key].value,), spanning=True, label=label) for key in apart]
        used.update(keys.values())
    return tuple(rows), used


_OF_CONFLICT = frozenset(("combatant", "commander", "units", "strength", "casualties"))
"""Rows about the sides of a conflict, in boxes of every family."""
