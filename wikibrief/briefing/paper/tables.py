"""Tables on paper: their heads, and which size and page a table needs so that no word breaks.

WeasyPrint takes a column for as narrow as its longest word, or where words may break, as a letter;
that breaks the words of all columns for one that is too wide, and takes long. So each table gets
the largest size in which its words are whole, then a page of its own across, and only then words
that break: in its widest columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeAlias
from xml.etree.ElementTree import Element

from wikibrief.briefing.paper.unfolding import unfold
from wikibrief.inline.words import EAST_ASIAN
from wikibrief.page.tree import add_class, has_class, text_of, wrap
from wikibrief.wiki.tags import Is, tags_with

__all__ = ["frame_tables", "prepare_tables"]

_WidthsIn: TypeAlias = Callable[[Element, Mapping[Element, float]], Iterator[float]]

_SIZES = {"": 8.5, "small": 7.5, "tiny": 6.5}
"""Points of the text of a table, by the value of ``data-words`` that the style sheet knows."""
_UPRIGHT, _ACROSS = 170, 239
"""Millimetres of a line: of A4, and across of Letter."""
_OF_TEXT = 128
"""Millimetres of a line of text: a table that needs no more begins where text does."""
_NEXT_TO_TEXT = 58
"""Millimetres of a table that has text next to it."""
_POINT = 0.3528
_GAP = 0.95
"""Between two columns, in parts of a size."""
_BOLD = 1.08
"""How much wider than others the letters of headers are."""
_LABELS = 13
"""The column of labels in a box of facts, in parts of a size."""
_ABREAST, _LEAST_ABREAST = 81, 24
"""Millimetres of a column of the page, and rows of a table that is set in two."""
_READ_EASILY = ("", "small")
_LEAST_ROWS = 4
"""A table of fewer has no page of its own."""


def frame_tables(article: Element) -> None:
    """Put what is around tables in wikitext around those in HTML, too: it has the whole width."""
    for index, each in enumerate(article):
        if each.tag == "table":
            wrap(Element("div", {"class": "scroll"}), article, index, 0, 1)


def prepare_tables(page: Element) -> None:
    """Give tables heads, and those of the article the size and page that they need."""
    for table in list(page.iter("table")):
        _make_head(table)
    for annex in page.iterfind(".//section[@class='page-annex']"):
        for table in annex.iter("table"):
            _divide_tall_rows(table, _TALL_IN_ANNEX)
    article = page.find("body/article")
    if article is None:
        return
    parents = {child: parent for parent in article.iter() for child in parent}
    for table in list(article.iter("table")):
        row = _find_row_around(table, parents)
        if row is None:
            _fit(table, parents)
            _divide_tall_rows(table)
        else:
            add_class(row, "page-divisible")


# -------------------------------------------------------------------------------------------- rows

_TALL = 14
"""Lines of a row, about a quarter of a page: unparted, they leave that much of one empty."""
_TALL_IN_ANNEX = 7
_LETTERS = 115
"""Letters on a line as wide as a table can be."""
_LINES = tags_with(Is.BLOCK | Is.PART) | {"br"}
"""What begins a line in a cell."""


def _divide_tall_rows(table: Element, most: int = _TALL) -> None:
    """Let rows go on on the next page that are too tall to be kept together."""
    for row in table.iter("tr"):
        if any(_count_lines(cell, len(row)) > most for cell in row):
            add_class(row, "page-divisible")


def _count_lines(cell: Element, columns: int) -> float:
    """Count the lines of a cell: those that are begun in it, or what its text fills at least."""
    begun = sum(each.tag in _LINES for each in cell.iter())
    return max(begun, len(text_of(cell)) / _LETTERS * columns / 2)  # it may be the widest


# ------------------------------------------------------------------------------------------- heads


def _make_head(table: Element) -> None:
    """Make a head of the row of headers that a table begins with, so that each page has it.

    A row before it that is one cell is its title.
    """
    body = next((part for part in table if part.tag in {"thead", "tbody"}), None)
    if body is None or body.tag == "thead":
        return
    last = 1 if len(body) > 1 and _is_title(body[0], body[1]) else 0
    if len(body) <= last + 1:
        return
    if _is_head(body[last]):
        head = Element("thead")
        head.extend(body[: last + 1])
        del body[: last + 1]
        table.insert(list(table).index(body), head)
    elif all(cell.tag == "th" for cell in body[last]):
        add_class(body[last], "page-head")


def _is_title(row: Element, after: Element) -> bool:
    """Return whether a row is one cell over all columns of the row after it."""
    columns = sum(_span(cell, "colspan") for cell in after)
    is_alone = len(row) == 1 and "rowspan" not in row[0].attrib
    return is_alone and _span(row[0], "colspan") >= columns > 1


def _is_head(row: Element) -> bool:
    """Return whether a row has headers only, of its own alone."""
    is_alone = all(cell.tag == "th" and "rowspan" not in cell.attrib for cell in row)
    return len(row) > 0 and is_alone and row.find(".//table") is None


# ------------------------------------------------------------------------------------------ widths


def _find_row_around(element: Element, parents: Mapping[Element, Element]) -> Element | None:
    """Return the row that a table is in, if it is in another table."""
    parent = parents.get(element)
    while parent is not None and parent.tag not in {"table", "tr"}:
        parent = parents.get(parent)
    return parent


def _fit(table: Element, parents: Mapping[Element, Element]) -> None:
    whole = _width(_measure(table, _line_widths), _SIZES[""])
    around = parents[table]
    abreast = _size_abreast(table, parents)
    if whole > _NEXT_TO_TEXT or abreast is not None:
        _unfloat(table, parents)
    if abreast is not None:
        add_class(around, "page-abreast")
        _mark(table, abreast, may_wrap=False)
        return
    if whole <= _OF_TEXT and has_class(around, "scroll") and not _has_share(table):
        add_class(around, "page-narrow")
    for may_wrap in (False, True):
        columns = _measure(table, _wrapped_widths if may_wrap else _word_widths)
        for name, size in _SIZES.items():
            if _width(columns, size) <= _UPRIGHT:
                _mark(table, name, may_wrap=may_wrap)
                return
    sheet = _find_sheet(table, parents) if len(list(_rows(table))) >= _LEAST_ROWS else None
    for name, size in _SIZES.items():
        if sheet is not None and _width(columns, size) <= _ACROSS:
            _mark(table, name, may_wrap=True)
            for each in (*_headings_before(sheet, parents), sheet):
                add_class(each, "page-landscape")
            return
    _divide(table, columns)


def _size_abreast(table: Element, parents: Mapping[Element, Element]) -> str | None:
    """Return the size of a table that is so long and narrow that it is set in two columns."""
    rows = list(_rows(table))
    if (
        len(rows) < _LEAST_ABREAST
        or any("rowspan" in cell.attrib for row in rows for cell in row)
        or table.find(".//table") is not None
        or _find_sheet(table, parents) is None
    ):
        return None
    widths = _usual_widths(table)
    sizes = [name for name, size in _SIZES.items() if _width(widths, size) <= _ABREAST]
    return sizes[0] if sizes and sizes[0] in _READ_EASILY else None


def _usual_widths(table: Element) -> list[float]:
    """Return the widths of columns whose words are whole, and whose cells mostly have one line."""
    lines: dict[int, list[float]] = {}
    for cell in _cells(table):
        if cell.columns == 1 and cell.element.tag == "td":
            lines.setdefault(cell.column, []).extend(_line_widths(cell.element, {}))
    usual = {column: sorted(each)[len(each) * 9 // 10] for column, each in lines.items()}
    words = _measure(table, _word_widths)
    return [max(width, usual.get(column, 0.0)) for column, width in enumerate(words)]


def _mark(table: Element, size: str, *, may_wrap: bool) -> None:
    """Give a table and those in it, which it was measured with, a size for whole words."""
    for each in table.iter("table"):
        each.set("data-words", size)
        if may_wrap:
            each.set("data-wrap", "")


def _width(columns: list[float], size: float) -> float:
    """Return the millimetres of columns with words of these widths."""
    return sum(width + _GAP for width in columns) * size * _POINT


def _find_sheet(table: Element, parents: Mapping[Element, Element]) -> Element | None:
    """Return what is around a table and in nothing but the article, if that is so."""
    around = parents.get(table)
    if around is None or not has_class(around, "scroll"):
        return None
    parent = parents.get(around)
    return around if parent is not None and parent.tag == "article" else None


def _headings_before(sheet: Element, parents: Mapping[Element, Element]) -> Iterator[Element]:
    """Yield the headings right before a page across: they go with what they head."""
    around = list(parents[sheet])
    for block in reversed(around[: around.index(sheet)]):
        if block.tag not in _HEADINGS and not has_class(block, "hatnote"):
            break
        yield block


_HEADINGS = tags_with(Is.HEADING)


def _divide(table: Element, columns: list[float]) -> None:
    """Give a table columns as wide as their words, but no wider than the page has room for."""
    room = _UPRIGHT / (_SIZES["tiny"] * _POINT)
    widths = [width + _GAP for width in columns]
    low, high = 0.0, max(widths)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if sum(min(w, middle) for w in widths) > room else (middle, high)
    if high < _NARROWEST:
        unfold(table)
        return
    group = Element("colgroup")
    for width in widths:
        share = min(width, high) / room * 100
        group.append(Element("col", {"style": f"width: {share:.2f}%"}))
    for old in [each for each in table if each.tag in {"colgroup", "col"}]:
        table.remove(old)
    table.insert(1 if len(table) and table[0].tag == "caption" else 0, group)
    table.set("data-words", "broken")


_STEPS = 20
_NARROWEST = 2.2
"""Parts of a size: three letters, and the gap."""


_FLOAT = re.compile(r"\bfloat\s*:\s*(?:left|right|inline)")


def _unfloat(table: Element, parents: Mapping[Element, Element]) -> None:
    """Take a table, and what is around it, out of the margin of the text that it would cover."""
    if table.get("align", "").lower() in {"left", "right"}:
        del table.attrib["align"]
    each: Element | None = table
    while each is not None and each.tag not in {"article", "td", "th"}:
        if _FLOAT.search(each.get("style", "").lower()):
            each.set("style", f"{each.get('style', '')}; float: none")
        each = parents.get(each)


_SHARE = re.compile(r"\bwidth\s*:\s*[\d.]+%")


def _has_share(table: Element) -> bool:
    """Whether a table says which part of a line it takes."""
    is_share = table.get("width", "").endswith("%")
    return is_share or _SHARE.search(table.get("style", "").lower()) is not None


class _Cell(NamedTuple):
    element: Element
    column: int
    columns: int


def _measure(table: Element, widths_in: _WidthsIn) -> list[float]:
    """Return the width of what is widest in each column, in parts of a size.

    The tables in a table are measured before it, each once.
    """
    columns: list[float] = []
    measured: dict[Element, float] = {}
    for each in reversed(list(table.iter("table"))):
        columns = _measure_columns(each, measured, widths_in)
        measured[each] = sum(width + _GAP for width in columns)
    return columns


def _measure_columns(
    table: Element, measured: Mapping[Element, float], widths_in: _WidthsIn
) -> list[float]:
    widths: list[float] = []
    spanning: list[tuple[_Cell, float]] = []
    for cell in _cells(table):
        widths += [0.0] * (cell.column + cell.columns - len(widths))
        longest = max(widths_in(cell.element, measured), default=0.0)
        longest *= _BOLD if cell.element.tag == "th" else 1
        if cell.columns == 1:
            widths[cell.column] = max(widths[cell.column], longest)
        else:
            spanning.append((cell, longest))
    for cell, longest in spanning:
        columns = range(cell.column, cell.column + cell.columns)
        lacking = longest - sum(widths[each] + _GAP for each in columns) + _GAP
        for each in columns if lacking > 0 else ():
            widths[each] += lacking / cell.columns
    return widths


def _cells(table: Element) -> Iterator[_Cell]:
    """Yield the cells of a table with their columns."""
    taken: dict[int, int] = {}  # rows that are still taken, by column
    for row in _rows(table):
        column = 0
        for element in row:
            while taken.get(column, 0) > 0:
                column += 1
            columns, rows = _span(element, "colspan"), _span(element, "rowspan")
            yield _Cell(element, column, columns)
            for each in range(column, column + columns):
                taken[each] = rows
            column += columns
        taken = {each: rows - 1 for each, rows in taken.items() if rows > 1}


def _rows(table: Element) -> Iterator[Element]:
    """Yield the rows of a table, not those of tables in it."""
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in part if row.tag == "tr")


_MOST_SPANNED = 1_000


def _span(cell: Element, name: str) -> int:
    value = cell.get(name, "1")
    return min(max(int(value), 1), _MOST_SPANNED) if value.isdecimal() else 1


_WORD = re.compile(rf"[^\s\u200b{EAST_ASIAN}-]+-?|[{EAST_ASIAN}]")
"""What a line is not broken in: a word, up to its hyphen; of Chinese or Japanese, a character."""
_NO_WRAP = re.compile(r"\bnowrap\b")


def _wrapped_widths(cell: Element, measured: Mapping[Element, float]) -> Iterator[float]:
    """Yield the widths of the words of a cell, and of what has columns in it."""
    yield from (measured[table] for table in cell.iter("table"))
    for facts in cell.iter("dl"):
        if has_class(facts, "facts"):
            words = _WORD.findall(text_of(facts))
            yield _LABELS + max(map(_width_of, words), default=0.0)
    yield from map(_width_of, _WORD.findall(text_of(cell)))


def _word_widths(cell: Element, measured: Mapping[Element, float]) -> Iterator[float]:
    """Yield the same, and the widths of what says of itself that it does not wrap."""
    yield from _wrapped_widths(cell, measured)
    for element in cell.iter():
        if _has_no_wrap(element):
            text = text_of(element)
            yield from (_width_of(" ".join(line.split())) for line in text.split("\n"))


def _line_widths(cell: Element, measured: Mapping[Element, float]) -> Iterator[float]:
    """Yield the width of a cell on one line, and of the tables in it."""
    yield from (measured[table] for table in cell.iter("table"))
    yield _width_of(" ".join(text_of(cell).split()))


def _has_no_wrap(element: Element) -> bool:
    names = (element.get("class", ""), element.get("style", ""))
    return "nowrap" in element.attrib or any(map(_NO_WRAP.search, names))


def _width_of(word: str) -> float:
    """Return about how wide a word is in our fonts for tables, in parts of its size."""
    return sum(_letter(character) for character in word)


def _letter(character: str) -> float:
    if character in _NARROW:
        return 0.29
    if character in _WIDE:
        return 0.82
    if character.islower() and character < "\u2000":
        return 0.75 if character in "mwшщюжм" else 0.48
    return 1.0 if EAST_ASIAN[0] <= character <= EAST_ASIAN[-1] else 0.58


_WIDE = frozenset("MWШЩЮЖ")
_NARROW = frozenset(" .,:;'!|()[]iljtfIr1\u2019\u00b7")
