"""Wiki templates without a layout that follow one another are rows; a few in a text are not."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from wikibrief.briefing.paper.page import prepare_page
from wikibrief.briefing.writer import write_pdf
from wikibrief.markup.references.lifting import read

CALL = '<span class="transclusion"><b>{}</b> <span>{}</span></span>'.format


def rows_of(body: str) -> list[str]:
    """Return the words of the rows in an article."""
    page = prepare_page(f"<article><p>{body}</p></article>")
    rows = [each for each in page.iter("span") if "page-row" in each.get("class", "")]
    return ["".join(each.itertext()) for each in rows]


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        (CALL("Player", "A") + CALL("Player", "B"), []),
        (CALL("A", 1) + " and " + CALL("A", 2) + " and " + CALL("A", 3), []),
        (
            "Now: " + CALL("Start", "x") + " ".join(CALL("Player", n) for n in "AB") + " and more",
            ["Start x", "Player A", "B"],
        ),
        (
            "".join(f'<span class="transclusion"><b>A</b> {n} <i>x</i></span>' for n in range(3)),
            ["A 0 x", "1 x", "2 x"],
        ),
    ],
)
def test_rows_begin_a_line_and_say_their_name_once(body: str, rows: list[str]) -> None:
    assert [" ".join(row.split()) for row in rows_of(body)] == rows


@pytest.mark.filterwarnings("ignore")
def test_each_row_is_a_line_on_paper() -> None:
    calls = "".join(f"{{{{Squad row|name=Player {n}|born=19{n}}}}}" for n in range(50, 60))
    pages = PdfReader(BytesIO(write_pdf(read(f"Text.\n\nSquad: {calls}", "Title")))).pages
    lines = [line for page in pages for line in page.extract_text().split("\n")]
    assert sum("Player" in line for line in lines) == 10
