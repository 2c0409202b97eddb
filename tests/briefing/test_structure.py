"""The structure of a briefing, before it is a PDF: elements as they are read, and by the rules."""

from __future__ import annotations

import pytest

from wikibrief.briefing.conformance.elements import Kid, MarkedContent, StructureElement
from wikibrief.briefing.conformance.rules import apply_rules


def make(text: str) -> StructureElement:
    """Make elements of ``Document(L(LI(.)))``: a dot is something painted."""
    root = StructureElement("")
    open_: list[StructureElement] = [root]
    name = ""
    for letter in text.replace(" ", ""):
        match letter:
            case "(":
                element = StructureElement(name)
                open_[-1].kids.append(element)
                open_.append(element)
                name = ""
            case ")":
                open_.pop()
            case ".":
                open_[-1].kids.append(MarkedContent(0, 0))
            case _:
                name += letter
    first = root.kids[0]
    assert isinstance(first, StructureElement)
    return first


def show(kid: Kid) -> str:
    if not isinstance(kid, StructureElement):
        return "."
    return f"{kid.kind}({' '.join(map(show, kid.kids))})".replace(". .", "..")


@pytest.mark.parametrize(
    ("read", "wanted"),
    [
        ("D(L(LI(Lbl(.).)))", "D(L(LI(Lbl(.) LBody(.))))"),
        ("D(L(.LI(.)))", "D(L(LI(LBody(.)) LI(LBody(.))))"),
        ("D(L(Lbl(.)LBody(.)LBody(.)))", "D(L(LI(Lbl(.) LBody(.) LBody(.))))"),
        ("D(L(LI(.L(LI(.)))))", "D(L(LI(LBody(. L(LI(LBody(.)))))))"),
        ("D(LI(.)LI(.))", "D(L(LI(LBody(.)) LI(LBody(.))))"),
        ("D(P(H1()))", "D()"),
        ("Document(Div(.P(.)..))", "Document(P(.) P(.) P(..))"),
        ("D(H4(.)H2(.)H5(.)H1(.))", "D(H1(.) H2(.) H3(.) H1(.))"),
        ("D(Table(TR(TD(.)TD(.))TR(TD(.))))", "D(Table(TR(TD(.) TD(.)) TR(TD(.) TD())))"),
        ("D(Table(THead(TR(TH(.)))))", "D(Table(TBody(TR(TH(.)))))"),
        ("D(Table(THead(TR(TH(.)))TR(TD(.))))", "D(Table(THead(TR(TH(.))) TBody(TR(TD(.)))))"),
        ("D(Table(Caption(.)Caption(.)TR(TD(.))))", "D(Table(Caption(..) TR(TD(.))))"),
        ("D(Table(TR(.TR(TD(.)))))", "D(Table(TR(TD(.) TD(.))))"),
    ],
)
def test_rules(read: str, wanted: str) -> None:
    root = make(read)
    apply_rules(root)
    assert show(root) == wanted


def test_cells_have_the_headers_of_their_row_and_columns() -> None:
    table = make("Table(TR(TH(.)TH(.))TR(TH(.)TH(.))TR(TH(.)TD(.))TR(TH(.)TH(.))TR(TH(.)TD(.)))")
    apply_rules(StructureElement("Document", kids=[table]))
    rows = [row.kids for row in table.kids if isinstance(row, StructureElement)]
    names = {id(cell): f"{y}{x}" for y, row in enumerate(rows) for x, cell in enumerate(row)}
    headers = {
        names[id(cell)]: sorted(names[id(each)] for each in cell.headers)
        for row in rows
        for cell in row
        if isinstance(cell, StructureElement) and cell.kind == "TD"
    }
    # Two rows of headers together count both; a later one takes the place of the earlier.
    assert headers == {"21": ["01", "11", "20"], "41": ["31", "40"]}


@pytest.mark.parametrize("columns", [1, 3, 1000])
def test_spans_end_with_the_table(columns: int) -> None:
    table = make("Table(TR(TD(.)TD(.))TR(TD(.)))")
    wide = table.kids[1]
    assert isinstance(wide, StructureElement)
    cell = wide.kids[0]
    assert isinstance(cell, StructureElement)
    cell.columns, cell.rows = columns, 9
    apply_rules(StructureElement("Document", kids=[table]))
    assert (cell.columns, cell.rows) == (min(columns, 2), 1)
    assert len(wide.kids) == 3 - cell.columns
