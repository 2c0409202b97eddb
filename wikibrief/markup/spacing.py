"""Blank lines: how many separate two blocks, and from how many on a wiki shows them.

A blank line ends a paragraph, and a second one is shown as an empty paragraph (MediaWiki's
BlockLevelPass). Whatever is in the paragraphs, or may turn out to be nothing at all, makes every
blank line next to it count: a transclusion, a switch, an image without a frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from wikibrief.markup.units import (
    Attributes,
    Content,
    Key,
    Leaf,
    ListedReference,
    Name,
    RowStart,
    Unit,
)
from wikibrief.model.document import (
    ON_ONE_LINE,
    BulletList,
    Category,
    Comment,
    Definition,
    DefinitionList,
    Element,
    Figure,
    Gap,
    Heading,
    Infobox,
    LanguageLink,
    OrderedList,
    Preformatted,
    Raw,
    References,
    Switch,
    Table,
    Transclusion,
)
from wikibrief.wiki.magicwords import is_framed
from wikibrief.wiki.namespaces import Namespace, prefix_at
from wikibrief.wiki.references import refs_in, replace_refs
from wikibrief.wiki.scanner import line_kind
from wikibrief.wiki.tags import Is, names_in, tags_with
from wikibrief.yamlform.lines import write_line

__all__ = [
    "blank_lines",
    "is_line",
    "is_shown",
    "is_text",
    "is_vanishing",
    "may_share_line",
    "opening_of",
    "with_shown_gaps",
]

# Sets of types: every block that is read asks for several of them.
_LISTS = frozenset({BulletList, OrderedList, DefinitionList})
_LINKS = frozenset({Category, LanguageLink})
_OUTSIDE = frozenset({Comment, Switch})
_STARTS = frozenset(
    {Leaf, Attributes, Content, Key, Name, ListedReference, RowStart, Comment, Switch}
)
_INLINE = frozenset({str, Transclusion, Infobox, Category, LanguageLink})
_GO_ON = frozenset({str, Transclusion, Infobox, Comment})
_PERHAPS_INLINE = frozenset({Figure, Preformatted, Element, Raw})
_ON_A_LINE = frozenset({Category, LanguageLink, Figure, Infobox, Transclusion})
_INLINE_TAGS = tags_with(Is.IN_TEXT)
_VANISHING_TAGS = tags_with(Is.INCLUSION, without=Is.EXTENSION)
_UNSEEN = re.compile(
    rf"(?:</?(?:{names_in(_VANISHING_TAGS)})\s*/?>|<includeonly>[^<]*</includeonly>"
    r"|<!--(?:(?!-->).)*+-->)++",
    re.IGNORECASE,
)
_Kind = TypeVar("_Kind", bound=Unit)

_LONGEST_INLINE = 120
"""Characters of a transclusion that may be part of a sentence."""


def blank_lines(before: Unit, after: Unit) -> int:
    """How many blank lines separate two blocks in the canonical form: none or one."""
    if isinstance(before, Content) and isinstance(after, str) and _begins_with_category(after):
        return 1  # or it would be text of the line before
    if type(before) in _STARTS or isinstance(after, Switch):
        return 0
    if _must_be_separate(before, after):
        return 1
    if isinstance(after, Comment):
        return 0
    if isinstance(before, Heading):
        return int(isinstance(after, Heading))
    if _vanishes(before) or _vanishes(after):
        return 0
    if type(after) in _LISTS and _ends_in_links(before):
        return 0
    if isinstance(after, Heading) or not _is_on_a_line(before):
        return 1
    if type(after) in _LISTS:
        return int(type(before) in _LINKS)
    is_next_to = isinstance(before, Figure) and isinstance(after, str)
    return int(not is_next_to and not _is_on_a_line(after))


def _begins_with_category(text: str) -> bool:
    prefix = prefix_at(text, 2) if text.startswith("[[") else None
    return prefix is not None and prefix.namespace is Namespace.CATEGORY


def is_shown(blank: int, before: Unit, after: Unit) -> bool:
    """Whether a wiki may show so many blank lines between two blocks, where that is not usual.

    None where one is usual counts only between text and a formula or a short transclusion: the wiki
    makes one paragraph of them if that is inline. A long one is a box. A category leaves nothing:
    the text after it may go on with the paragraph before it. So does a list of references without
    any, and a blank line next to nothing is shown.
    """
    if _is_placed(after):
        return False  # it takes the white space before it away (Parser::handleInternalLinks2)
    if blank == ON_ONE_LINE:
        return _share_line(before, after)
    if not (_is_settled(before) and _is_settled(after)):
        return _is_seen(blank, before, after)
    pair = min(blank, 2), type(before), type(after)  # more than two are seen as two are
    known = _seen.get(pair)
    if known is None:
        known = _seen[pair] = _is_seen(blank, before, after)
    return known


_seen: dict[tuple[int, type, type], bool] = {}
"""What was found out about blank lines between units of settled types: most are such pairs."""
_SETTLED = frozenset(
    {*_LISTS, *_LINKS, *_OUTSIDE, Attributes, Content, Heading, Infobox, RowStart, Table}
)
"""Types of which any unit is like any other here."""


def _is_settled(unit: Unit) -> bool:
    return type(unit) in _SETTLED or (isinstance(unit, str) and not unit.endswith(">"))


def _is_seen(blank: int, before: Unit, after: Unit) -> bool:
    if not _counts(before, after):
        return blank > 1
    usual = blank_lines(before, after)
    return blank > usual or (blank < usual and _may_join(before, after))


def _may_join(before: Unit, after: Unit) -> bool:
    """Whether two blocks without a blank line between them may be one paragraph."""
    if isinstance(before, str):
        return _may_be_in_sentence(after)
    if isinstance(before, References):
        return type(after) not in _LINKS
    return isinstance(after, str) and (type(before) in _LINKS or _may_be_in_sentence(before))


def _may_be_in_sentence(unit: Unit) -> bool:
    """Whether a block on a line of its own may be part of the text around it: a formula is."""
    if isinstance(unit, Transclusion):
        return _is_short(unit)
    return isinstance(unit, Preformatted) and _is_inline(unit)


def _is_short(transclusion: Transclusion) -> bool:
    """Whether a transclusion is so short that it may be part of a sentence.

    A parser function may be that with tags and calls in it, which make others a box.
    """
    if transclusion.name.startswith("#"):
        texts = [transclusion.name, *(each.value for each in transclusion.arguments)]
        return len("".join(texts)) <= _LONGEST_INLINE and not any("\n" in text for text in texts)
    arguments = tuple(
        replace(each, value=_without_references(each.value)) if "<ref" in each.value else each
        for each in transclusion.arguments
    )
    line = write_line(replace(transclusion, arguments=arguments))
    return line is not None and len(line) <= _LONGEST_INLINE


def _without_references(text: str) -> str:
    """The text without its references: what these say is a value of its own, of any length."""
    return replace_refs(text, [(each, "") for each in refs_in(text)])


def _share_line(before: Unit, after: Unit) -> bool:
    """Whether a wiki may show that two blocks are on one line."""
    begins = isinstance(before, Comment) or (_is_inline(before) and not is_text(before))
    return begins and (type(after) in _GO_ON or _vanishes(after))


def _counts(before: Unit, after: Unit) -> bool:
    """Whether every blank line between two blocks counts.

    A list of references may hold none, and be nothing.
    """
    if type(before) in _OUTSIDE or type(after) in _OUTSIDE:
        return True  # what remains of their line adds to the blank lines around it
    if type(before) in _LINKS and type(after) in _LISTS:
        return True
    if _vanishes(before) or _vanishes(after):
        return True
    return (_is_inline(before) or isinstance(before, References)) and _is_inline(after)


def _ends_in_links(unit: Unit) -> bool:
    """Whether a list ends in lines of links that are its own as another list follows them."""
    while isinstance(unit, BulletList | OrderedList | DefinitionList) and unit.items:
        last = unit.items[-1]
        if isinstance(last, Definition):
            lists, text = last.lists or last.term_lists, last.definition or last.term
        else:
            lists, text = last.lists, last.text
        if not lists:
            return text is not None and "\n[[" in text
        unit = lists[-1]
    return False


def _must_be_separate(before: Unit, after: Unit) -> bool:
    """Whether two blocks would be one without a blank line between them."""
    if isinstance(after, Comment):
        return is_line(before) or (isinstance(before, Preformatted) and before.tag is None)
    return is_text(before) and is_text(after)


def with_shown_gaps(units: Iterable[_Kind], first: Unit | None = None) -> tuple[_Kind, ...]:
    """The units without gaps that have lost their meaning, as when a block next to one is deleted.

    ``first``: what precedes them. Of neighbouring gaps the greatest counts.
    """
    fitted: list[_Kind] = []
    before = first
    gap: _Kind | None = None
    for unit in units:
        if isinstance(unit, Gap):
            gap = unit if not isinstance(gap, Gap) or gap.lines < unit.lines else gap
            continue
        if isinstance(gap, Gap) and before is not None and is_shown(gap.lines, before, unit):
            fitted.append(gap)
        fitted.append(unit)
        before, gap = unit, None
    return tuple(_with_whole_lines(fitted))


def may_share_line(units: Sequence[Unit], index: int) -> bool:
    """Whether a gap may say that ``units[index]`` is on the line of the unit before it."""
    gap = Gap(ON_ONE_LINE)
    return any(unit is gap for unit in _with_whole_lines([*units[:index], gap, *units[index:]]))


def _with_whole_lines(units: list[_Kind]) -> Iterator[_Kind]:
    """The units without gaps that put blocks on one line where a reader would not find them there.

    Such a line must end with text. A transclusion on it must have an infobox after it: without one
    a reader takes both it and what follows for text.
    """
    is_whole = has_infobox = False  # whether the rest of the line ends with text, has an infobox
    whole: list[_Kind] = []
    for at in range(len(units) - 1, -1, -1):
        unit = units[at]
        if isinstance(unit, Gap) and unit.lines == ON_ONE_LINE:
            before = units[at - 1]
            if not is_whole or (isinstance(before, Transclusion) and not has_infobox):
                is_whole = False
                if is_shown(0, before, units[at + 1]):
                    whole.append(replace(unit, lines=0))
                continue
        elif not (whole and isinstance(whole[-1], Gap) and whole[-1].lines == ON_ONE_LINE):
            is_whole = isinstance(unit, str) or _vanishes(unit)
            has_infobox = False
        has_infobox = has_infobox or isinstance(unit, Infobox)
        whole.append(unit)
    return reversed(whole)


def is_text(unit: Unit) -> bool:
    """Whether the block is text: two such are one paragraph without a blank line between them."""
    return isinstance(unit, str) or (isinstance(unit, Figure) and not is_framed(unit.options))


def is_line(unit: Unit) -> bool:
    """Whether the block is made of lines of text, to which whatever else is in them belongs."""
    return is_text(unit) or type(unit) in _LISTS


def _vanishes(unit: Unit) -> bool:
    """Whether nothing but a line may remain of a block's last line, or of its first one."""
    if isinstance(unit, Element):
        return unit.tag.lower() in _VANISHING_TAGS
    return isinstance(unit, str) and _ends_unseen(unit)


def _ends_unseen(text: str) -> bool:
    """Whether the last line of a paragraph is taken out of the page, as are tags for inclusion."""
    return text.endswith(">") and _UNSEEN.fullmatch(text, text.rfind("\n") + 1) is not None


def opening_of(tag: str, text: str | None) -> Unit:
    """What precedes the blocks of an element with that text on the line of its opening tag."""
    return Comment("") if text is None and is_vanishing(tag) else Content("")


def is_vanishing(tag: str) -> bool:
    """Whether the wiki takes a tag out of its page, and leaves what is in the element."""
    return tag.lower() in _VANISHING_TAGS


def _is_placed(unit: Unit) -> bool:
    """Whether every wiki takes the block out of the text, and white space before it as well."""
    return isinstance(unit, Category) and unit.namespace == "Category"


def _is_inline(unit: Unit) -> bool:
    """Whether a block is in a paragraph, or may be, or may turn out to be nothing."""
    if type(unit) not in _PERHAPS_INLINE:
        return type(unit) in _INLINE
    match unit:
        case Figure():  # which a wiki in another language takes for text
            return unit.namespace != "File" or not is_framed(unit.options, everywhere=True)
        case Preformatted():
            return unit.tag is not None and unit.tag.lower() in _INLINE_TAGS
        case Element():
            return is_vanishing(unit.tag)
        case Raw():
            return line_kind(unit.text, 0) in {"transclusion", "page"}
    return False


def _is_on_a_line(unit: Unit) -> bool:
    """Whether the next block may follow on the next line: hatnotes, comments, categories."""
    if isinstance(unit, Raw):
        return line_kind(unit.text, 0) in {"transclusion", "comment", "page"}
    return type(unit) in _ON_A_LINE
