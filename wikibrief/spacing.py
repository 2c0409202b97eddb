"""Blank lines: how many part two blocks, and from how many on a wiki shows them.

A blank line ends a paragraph, and a second one is shown as an empty paragraph (MediaWiki's
BlockLevelPass). Whatever stands in the paragraphs, or may turn out to stand for nothing at all,
makes every blank line beside it count: a transclusion, a switch, an image without a frame.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from wikibrief.document import (
    BulletList,
    Category,
    Comment,
    DefinitionList,
    Element,
    Figure,
    Gap,
    Infobox,
    LanguageLink,
    OrderedList,
    Preformatted,
    Raw,
    Switch,
    Transclusion,
)
from wikibrief.namespaces import is_framed
from wikibrief.outline import Heading, Leaf, RowStart, Unit
from wikibrief.scanner import line_kind

__all__ = ["blank_lines", "fit_gaps", "gap_between", "is_line", "is_text"]

_Lists = BulletList | OrderedList | DefinitionList
_INLINE_TAGS = frozenset({"math", "chem", "ce", "hiero", "score"})
_VANISHING_TAGS = frozenset({"noinclude", "onlyinclude"})
_NEVER = 10**9

_Kind = TypeVar("_Kind", bound=Unit)


def blank_lines(before: Unit, after: Unit) -> int:
    """How many blank lines stand between two blocks in the canonical form: none or one."""
    if isinstance(before, Leaf | RowStart | Gap | Comment | Switch) or isinstance(
        after, Gap | Switch
    ):
        return 0
    if isinstance(after, Comment):
        return int(_takes_comments(before))
    if isinstance(before, Heading) or isinstance(after, Heading):
        return int(isinstance(after, Heading))
    if _counts(before) and _counts(after) and not _is_placed(after):
        return int(is_text(before) and is_text(after))
    return int(not (_stands_on_a_line(before) and _may_follow(after)))


def gap_between(before: Unit, after: Unit, blank: int) -> int:
    """How many of the ``blank`` lines between two blocks are to be told: all if any is shown."""
    return blank if blank > _most(before, after) else 0


def _most(before: Unit, after: Unit) -> int:
    """How many blank lines between two blocks do not show."""
    if _is_placed(after):
        return _NEVER  # it takes the white space before it away (Parser::handleInternalLinks2)
    is_exact = isinstance(before, Comment | Switch) or isinstance(after, Comment | Switch)
    is_exact |= isinstance(before, Category | LanguageLink) and isinstance(after, _Lists)
    is_exact |= _counts(before) and _counts(after)
    return blank_lines(before, after) if is_exact else 1


def fit_gaps(units: Iterable[_Kind], first: Unit | None = None) -> tuple[_Kind, ...]:
    """The units with gaps only where their blank lines are shown; neighbouring gaps are one.

    ``first``: what stands before them.
    """
    fitted: list[_Kind] = []
    before = first
    gap: _Kind | None = None
    for unit in units:
        if isinstance(unit, Gap):
            gap = unit if not isinstance(gap, Gap) or gap.lines < unit.lines else gap
            continue
        if isinstance(gap, Gap) and before is not None and gap_between(before, unit, gap.lines):
            fitted.append(gap)
        fitted.append(unit)
        before, gap = unit, None
    return tuple(fitted)


def is_text(unit: Unit) -> bool:
    """Whether the block is text: two such are one paragraph without a blank line between them."""
    return isinstance(unit, str) or (isinstance(unit, Figure) and not is_framed(unit.options))


def is_line(unit: Unit) -> bool:
    """Whether the block is made of lines of text, to which what else stands in them belongs."""
    return is_text(unit) or isinstance(unit, _Lists)


def _takes_comments(unit: Unit) -> bool:
    """Whether a comment on the next line belongs to the block."""
    return is_line(unit) or (isinstance(unit, Preformatted) and unit.tag is None)


def _is_placed(unit: Unit) -> bool:
    """Whether every wiki takes the block out of the text, and white space before it as well."""
    return isinstance(unit, Category) and unit.namespace == "Category"


def _counts(unit: Unit) -> bool:
    """Whether a block stands in a paragraph, or may, or stands for nothing."""
    match unit:
        case Transclusion() | Infobox() | Category() | LanguageLink():
            return True
        case Figure():  # which a wiki in another language takes for text
            return unit.namespace != "File" or not is_framed(unit.options, everywhere=True)
        case Preformatted():
            return unit.tag is not None and unit.tag.lower() in _INLINE_TAGS
        case Element():
            return unit.tag.lower() in _VANISHING_TAGS
        case Raw():
            return line_kind(unit.text, 0) in {"transclusion", "page"}
    return is_text(unit)


def _stands_on_a_line(unit: Unit) -> bool:
    """Whether the next block may follow on the next line: hatnotes, comments, categories."""
    if isinstance(unit, Raw):
        return line_kind(unit.text, 0) in {"transclusion", "comment", "page"}
    return isinstance(unit, Category | LanguageLink | Figure | Infobox | Transclusion)


def _may_follow(unit: Unit) -> bool:
    return isinstance(unit, str | _Lists) or _stands_on_a_line(unit)
