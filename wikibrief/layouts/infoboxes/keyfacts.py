"""Key facts: an infobox as a reader wants it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

__all__ = ["Fact", "Group", "KeyFacts", "Picture", "SideRow", "join_boxes"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One labelled value: ``name`` is its argument's, ``label`` what a family of infoboxes says.

    The label is wikitext, and HTML once it is shown; without one, templates look for a word. It may
    be no more than the argument's name, made readable.
    """

    name: str
    value: str
    label: str = ""
    is_named_only: bool = False


@dataclass(frozen=True, slots=True)
class SideRow:
    """One kind of value, for each side; ``spanning`` when it belongs to none of them.

    The values of a head say which sides there are. The label is as that of a fact.
    """

    name: str
    values: tuple[str, ...]
    spanning: bool = False
    label: str = ""
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Facts under a title, or a table of rows with a column for each numbered group."""

    title: str
    facts: tuple[Fact, ...] = ()
    rows: tuple[SideRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A file, by its name in the wiki, or its HTML; with its caption and alternative text."""

    file: str
    caption: str
    alt: str


def join_boxes(boxes: Sequence[KeyFacts]) -> KeyFacts:
    """Join the parts of an infobox that wikis make of several, one after the other.

    The title of the first is that of the whole; those after it head their parts.
    """
    title = boxes[0].title
    groups: list[Group] = []
    for box in boxes:
        head = "" if box is boxes[0] else box.title
        facts = (*([Fact("partof", box.part_of)] if box.part_of else []), *box.facts)
        if head or facts or box.groups or box.sides:
            groups += [Group(head, facts, box.sides), *box.groups]
    return KeyFacts(
        title=title,
        groups=tuple(groups),
        others=tuple(fact for box in boxes for fact in box.others),
        pictures=tuple(picture for box in boxes for picture in box.pictures),
    )


Show = Callable[[str], str]
_MARKUP = frozenset("[{<&'")


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """An infobox for readers: nothing twice, nothing empty, nothing lost."""

    title: str = ""
    part_of: str = ""
    when: str = ""
    where: str = ""
    facts: tuple[Fact, ...] = ()
    sides: tuple[SideRow, ...] = ()
    groups: tuple[Group, ...] = ()
    others: tuple[Fact, ...] = ()
    pictures: tuple[Picture, ...] = ()

    @property
    def width(self) -> int:
        """The number of sides."""
        return _width(self.sides)

    def __bool__(self) -> bool:
        """Whether there is anything to show but a title."""
        return bool(self.facts or self.sides or self.groups or self.others or self.pictures)

    def shown(self, show: Show, show_file: Callable[[str, str], str]) -> KeyFacts:
        """Return the same in HTML: ``show`` makes it of a value, ``show_file`` of a file and alt.

        What shows nothing (a transclusion that only serves the wiki) has no row.
        """
        return replace(
            self,
            title=show(self.title) if self.title else "",
            pictures=tuple(
                Picture(show_file(each.file, each.alt), show(each.caption), each.alt)
                for each in self.pictures
            ),
            facts=_show_facts(self.facts, show),
            sides=_show_rows(self.sides, show),
            groups=tuple(filter(None, (_show_group(group, show) for group in self.groups))),
            others=_show_facts(self.others, show),
        )


def _show_facts(facts: tuple[Fact, ...], show: Show) -> tuple[Fact, ...]:
    html = (
        replace(fact, value=show(fact.value), label=_show_label(fact.label, show)) for fact in facts
    )
    return tuple(fact for fact in html if fact.value.strip())


def _show_label(label: str, show: Show) -> str:
    return label if _MARKUP.isdisjoint(label) else show(label)


def _show_rows(rows: tuple[SideRow, ...], show: Show) -> tuple[SideRow, ...]:
    return tuple(replace(row, values=tuple(map(show, row.values))) for row in rows)


def _show_group(group: Group, show: Show) -> Group | None:
    facts, rows = _show_facts(group.facts, show), _show_rows(group.rows, show)
    title = show(group.title) if group.title else ""
    has_lost_all = (group.facts or group.rows) and not (facts or rows)
    return Group(title, facts, rows) if (title or facts or rows) and not has_lost_all else None


def _width(rows: tuple[SideRow, ...]) -> int:
    return max((len(row.values) for row in rows), default=0)
