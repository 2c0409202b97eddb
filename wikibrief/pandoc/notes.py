"""Notes: marks on the page → pandoc's notes, each where it is first used.

Pandoc numbers notes by itself, in the order of the text, and knows of no note that is used twice.
So a later mark of a note is a link with its number to the first. A note in a note, which no format
has, stays in the list of notes; all others leave it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from xml.etree.ElementTree import Element

from wikibrief.page.tree import has_class, is_mark
from wikibrief.pandoc.nodes import Node, Nodes, attributes, node, string

__all__ = ["Notes"]


class Notes:
    """The notes of one page; ``render`` makes blocks of an element's content."""

    def __init__(self, page: Element, render: Callable[[Element], Nodes]) -> None:
        self._render = render
        self._items = {item.get("id", ""): item for item in page.iter("li") if item.get("id")}
        marks = [each for each in page.iter("sup") if is_mark(each)]
        self._uses = Counter(map(_target_of, marks))
        self._labels = {_target_of(mark): _label_of(mark) for mark in marks}
        self._numbers: dict[str, int] = {}
        self._waiting: list[tuple[str, Node]] = []
        self._is_inside = False

    def mark(self, mark: Element) -> Nodes:
        """Make what a mark stands for: its note, or its number where the note is elsewhere."""
        target = _target_of(mark)
        if self._is_inside or target in self._numbers:
            return [self._refer(target)]
        self._is_inside = True
        blocks = self._blocks_of(target)
        self._is_inside = False
        if not blocks:
            return [node("Superscript", [string(_label_of(mark))])]
        self._numbers[target] = len(self._numbers) + 1
        note = node("Note", blocks)
        if self._uses[target] == 1:
            return [note]
        return [node("Span", attributes(_id_of(target)), [note])]

    def _refer(self, target: str) -> Node:
        """Make a link to a note; which number it has is known at the end."""
        number = string("")
        self._waiting.append((target, number))
        link = node("Link", attributes(), [number], [f"#{_id_of(target)}", ""])
        return node("Superscript", [link])

    def _blocks_of(self, target: str) -> Nodes:
        """Make the content of a note; a detail of a work has the work before it."""
        item = self._items.get(target)
        if item is None:
            return []
        texts = [each for each in item if has_class(each, "reference-text")]
        if texts:
            return [block for text in texts for block in self._render(text)]
        work = target.rpartition(".")[0]
        return [*self._blocks_of(work), *self._render(item)] if work else []

    def lists(self, listing: Element) -> bool:
        """Return whether an element is a list of notes, and not one that only looks like it."""
        return has_class(listing, "references") and all(
            any(has_class(text, "reference-text") for text in item) for item in listing
        )

    def rest(self, listing: Element) -> Nodes:
        """Make what stays of a list of notes: those that no mark in the text has taken along."""
        items = [item.get("id", "") for item in listing.iter("li") if item.get("id")]
        return [block for target in items for block in self._rest_of(target)]

    def _rest_of(self, target: str) -> Nodes:
        blocks = [] if target in self._numbers else self._blocks_of(target)
        if not blocks:
            return []
        label = self._labels.get(target)
        before = [node("Plain", [string(label)])] if label else []
        return [node("Div", attributes(_id_of(target)), [*before, *blocks])]

    def finish(self) -> None:
        """Give the links to notes their numbers."""
        for target, number in self._waiting:
            place = self._numbers.get(target)
            number["c"] = str(place) if place else self._labels.get(target, "")


def _label_of(mark: Element) -> str:
    """Return what a mark shows: ``[1]``."""
    return "".join(mark.itertext()).strip()


def _target_of(mark: Element) -> str:
    link = mark.find("a")
    return "" if link is None else link.get("href", "").removeprefix("#")


def _id_of(target: str) -> str:
    """An id that no article can have: those of the frame are dropped in it."""
    return f"page-{target}"
