"""Runs of the other direction: Latin words in Arabic ones, in the order in which they are read.

WeasyPrint 70 orders the letters of a text as Unicode has it, but elements next to one another by
the direction of what they are in: ``<i>The New</i> <b>York Times</b>`` in Arabic would begin with
York. So what is one run for Unicode (UAX #9, rules W7 and N1) is put into one element here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple
from xml.etree.ElementTree import Element

from wikibrief.page.tree import has_class, is_mark
from wikibrief.wiki.tags import Is, tags_with

__all__ = ["order_runs"]

_Direction = Literal["ltr", "rtl"]
_Kind = Literal["ltr", "rtl", "number", "neutral", "end"]

_RIGHT_TO_LEFT = (
    "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff\u200f"
)
_LETTERS: Mapping[_Kind, re.Pattern[str]] = {
    "rtl": re.compile(f"[{_RIGHT_TO_LEFT}]"),
    "ltr": re.compile(rf"[^\W\d_{_RIGHT_TO_LEFT}]"),
    "number": re.compile(r"\d"),
}
_PART = re.compile(
    rf"(?P<rtl>[{_RIGHT_TO_LEFT}]+)|(?P<ltr>[^\W\d_{_RIGHT_TO_LEFT}]+)|(?P<number>\d+)"
    rf"|(?P<neutral>(?:(?![{_RIGHT_TO_LEFT}])[\W_])+)"
)
_INLINE = tags_with(Is.PHRASE, without=Is.VOID)
_OF_NO_DIRECTION = frozenset({"img", "wbr"})
_UNSEEN = frozenset({"head", "script", "style"})
_IN_COLUMNS = "page-timeline"
"""The class of a list whose items the style sheet sets apart child by child."""


class _Part(NamedTuple):
    """A piece of text, or an element in it, with the direction of its letters."""

    kind: _Kind
    what: str | Element


def order_runs(page: Element) -> None:
    """Put what is read in the other direction, where it is more than a text, into one element."""
    is_left = page.get("dir") != "rtl"
    if is_left and not any(map(_LETTERS["rtl"].search, page.itertext())):
        return
    kinds = _read_kinds(page)
    rest: list[tuple[Element, _Direction]] = [(page, "ltr" if is_left else "rtl")]
    while rest:
        element, around = rest.pop()
        if element.tag in _UNSEEN or not isinstance(element.tag, str):
            continue
        given = element.get("dir")
        direction = given if given in {"ltr", "rtl"} else around
        if has_class(element, _IN_COLUMNS):
            continue
        if len(element) and any(child.tag in _INLINE for child in element):
            _order(element, "ltr" if direction == "rtl" else "rtl", kinds)
        rest += ((child, "rtl" if direction == "rtl" else "ltr") for child in element)


def _read_kinds(page: Element) -> Mapping[Element, set[_Kind]]:
    """Return what letters each element holds, the innermost first: each text is read once."""
    kinds: dict[Element, set[_Kind]] = {}
    for element in reversed(list(page.iter())):
        texts = [element.text, *(child.tail for child in element)]
        found = {
            kind
            for text in (texts if isinstance(element.tag, str) else ())
            for kind, letters in _LETTERS.items()
            if text and letters.search(text)
        }
        kinds[element] = found.union(*(kinds[child] for child in element))
    return kinds


def _order(parent: Element, other: _Direction, kinds: Mapping[Element, set[_Kind]]) -> None:
    """Wrap the runs of the other direction in the content of an element."""
    parts = list(_read_parts(parent, kinds))
    runs = [run for run in _find_runs(parts, other) if _needs_element(parts[run.start : run.stop])]
    if not runs:
        return
    content: list[str | Element] = []
    end = 0
    for run in runs:
        content += (part.what for part in parts[end : run.start])
        wrapper = Element("span", {"dir": other})
        _fill(wrapper, [part.what for part in parts[run.start : run.stop]])
        content.append(wrapper)
        end = run.stop
    content += (part.what for part in parts[end:])
    _fill(parent, content)


def _read_parts(parent: Element, kinds: Mapping[Element, set[_Kind]]) -> Iterator[_Part]:
    """Yield the content of an element, numbers as what they follow (UAX #9, W7)."""
    before: _Kind = "neutral"
    content = [parent.text, *(each for child in parent for each in (child, child.tail))]
    for each in content:
        parts = (_part_of(each, kinds[each]),) if isinstance(each, Element) else _split(each or "")
        for part in parts:
            kind = before if part.kind == "number" and before in {"ltr", "rtl"} else part.kind
            yield _Part(kind, part.what)
            if kind in {"ltr", "rtl", "end"}:
                before = kind


def _split(text: str) -> Iterator[_Part]:
    for found in _PART.finditer(text):
        for kind in ("rtl", "ltr", "number"):
            if found[kind]:
                yield _Part(kind, found[0])
                break
        else:
            yield _Part("neutral", found[0])


def _part_of(element: Element, kinds: set[_Kind]) -> _Part:
    """The part that an element is; a mark of a note is a sign, and what has both ends a run."""
    if element.tag in _OF_NO_DIRECTION or is_mark(element) or "}" in str(element.tag):
        return _Part("neutral", element)
    if element.tag not in _INLINE:
        return _Part("end", element)
    letters = kinds - {"number"}
    if len(letters) > 1:
        return _Part("end", element)
    return _Part(letters.pop() if letters else "number" if kinds else "neutral", element)


def _find_runs(parts: Sequence[_Part], other: _Direction) -> Iterator[range]:
    """Yield what is between the first and the last part of the other direction, again and again."""
    start = last = None
    for index, part in enumerate([*parts, _Part("end", "")]):
        if part.kind == other:
            start = index if start is None else start
            last = index
        elif part.kind not in {"neutral", "number"} and start is not None and last is not None:
            yield range(start, last + 1)
            start = last = None


def _needs_element(run: Sequence[_Part]) -> bool:
    """Whether more than one box is laid out for a run."""
    elements = [part.what for part in run if isinstance(part.what, Element)]
    return bool(elements) and (len(run) > 1 or any(map(len, elements)))


def _fill(parent: Element, content: Sequence[str | Element]) -> None:
    """Make texts and elements all that an element holds."""
    parent[:] = []
    texts: list[list[str]] = [[]]  # what is before, between and after the elements
    for each in content:
        if isinstance(each, Element):
            parent.append(each)
            texts.append([])
        else:
            texts[-1].append(each)
    parent.text = "".join(texts[0])
    for child, words in zip(parent, texts[1:], strict=True):
        child.tail = "".join(words)
