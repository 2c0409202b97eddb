"""A table has the largest size, else the page, in which its words are whole."""

from io import BytesIO

import pytest
from bounds import within
from pypdf import PdfReader

from wikibrief.briefing.paper.page import prepare_page
from wikibrief.briefing.writer import write_pdf
from wikibrief.markup.references.lifting import read
from wikibrief.page.tree import has_class


def mark(rows: str) -> tuple[str | None, bool]:
    """Return how a table is marked, and whether it has a page across."""
    page = prepare_page(f'<article><div class="scroll"><table>{rows}</table></div></article>')
    table = page.find(".//table")
    assert table is not None
    return table.get("data-words"), page.find(".//div[@class='scroll page-landscape']") is not None


def row(*words: str) -> str:
    return "".join(f"<tr>{''.join(f'<td>{word}</td>' for word in words)}</tr>" for _ in range(5))


@pytest.mark.parametrize(
    ("rows", "marked"),
    [
        (row("word", "word"), ("", False)),
        (row("word " * 90, "word"), ("", False)),
        (row("x" * 120, "word"), ("small", False)),
        (row("x" * 140, "word"), ("tiny", False)),
        (row("x" * 150, "word"), ("", True)),
        (row("x" * 5_000, "word"), ("broken", False)),
        (row("\u4f60" * 900, "word"), ("", False)),
        (f'<tr><td colspan="9">{"word " * 90}</td></tr>', ("", False)),
        (row(*["long-words-in-it"] * 30), ("broken", False)),
        (row(f'<span class="nowrap">{"word " * 60}</span>'), ("", False)),
    ],
)
def test_a_table_has_the_size_in_which_its_words_are_whole(
    rows: str, marked: tuple[str, bool]
) -> None:
    assert mark(rows) == marked


def test_a_table_of_few_rows_has_no_page() -> None:
    assert mark(f"<tr><td>{'x' * 160}</td><td>b</td></tr>") == ("broken", False)


def unfolded(rows: str) -> list[str]:
    """Return the paragraphs that a table has become."""
    page = prepare_page(f'<article><div class="scroll"><table>{rows}</table></div></article>')
    found = [each for each in page.iter("div") if has_class(each, "page-unfolded-row")]
    assert not found or page.find(".//td") is page.find(".//table") is None
    return [" ".join("".join(each.itertext()).split()) for each in found]


def test_a_table_of_too_many_columns_is_a_paragraph_for_each_row() -> None:
    years, cells = [f"year{n}" for n in range(60)], [f"cell{n}" for n in range(60)]
    head = "".join(f"<th>{year}</th>" for year in ("", *years))
    body = "".join(f"<td>{cell}</td>" for cell in cells)
    table = f"<caption>Many</caption><tr>{head}</tr><tr><th>Row</th>{body}</tr><tr><td>x</td></tr>"
    pairs = (f"{year}: {cell}" for year, cell in zip(years, cells, strict=True))
    assert unfolded(table) == [" ".join(years), " ".join(["Row", *pairs]), "x"]
    assert unfolded(row("few", "columns")) == []


def test_cells_with_blocks_and_spans_keep_their_words() -> None:
    cells = '<td colspan="2">wide</td><td><ul><li>a</li><li>b</li></ul></td>' * 40
    assert unfolded(f"<tr>{cells}</tr>") == [" ".join(["wide", "ab"] * 40)]


def test_the_words_of_tables_in_a_table_are_its_own() -> None:
    inner = f"<table>{row('x' * 70, 'x' * 70)}</table>"
    assert mark(f"<tr><td>{inner}</td></tr>") == ("tiny", False)


def test_tables_in_tables_take_little_time() -> None:
    start, end = "<table><tr><td>a", "</td></tr></table>"
    with within(5):
        assert mark(f"<tr><td>{start * 400}{'word ' * 500}{end * 400}</td></tr>") == (
            "broken",
            False,
        )


def test_a_wide_table_is_on_a_page_across_and_the_text_is_not() -> None:
    cells = "".join(f"| Municipality{n}\n" for n in range(13))
    table = "{|\n" + f"|-\n{cells}" * 6 + "|}"
    pdf = PdfReader(BytesIO(write_pdf(read(f"Before.\n\n{table}\n\nAfter.", "Title"))))
    across = [page.mediabox.width > page.mediabox.height for page in pdf.pages]
    assert across == [False, True, False]
    assert "Municipality12" in pdf.pages[1].extract_text()


def test_months_of_figures_are_not_broken() -> None:
    arguments = "".join(
        f"|{month} high C={number}8.{number}"
        for number, month in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
    )
    pdf = PdfReader(BytesIO(write_pdf(read(f"{{{{Weather box{arguments}}}}}", "Title"))))
    text = "".join(page.extract_text() for page in pdf.pages)
    assert all(f"{number}8.{number}" in text for number in range(12))


@pytest.mark.parametrize(
    ("style", "words", "floats"),
    [
        ("float: right", "word", True),
        ("float: right", "word " * 9, False),
        ("float:left; color: red", "word " * 9, False),
        ("color: red", "word " * 9, True),
    ],
)
def test_a_table_that_leaves_no_room_for_text_does_not_float(
    style: str, words: str, *, floats: bool
) -> None:
    rows = row(words, words)
    page = prepare_page(f'<article><table style="{style}">{rows}</table></article>')
    table = page.find(".//table")
    assert table is not None
    assert table.get("style", "").endswith("float: none") != floats


@pytest.mark.parametrize(("words", "floats"), [("word", True), ("word " * 9, False)])
def test_what_floats_around_such_a_table_does_not_either(words: str, *, floats: bool) -> None:
    table = f'<div class="scroll"><table>{row(words, words)}</table></div>'
    page = prepare_page(f'<article><div style="float: right">{table}</div></article>')
    around = page.find(".//article/div")
    assert around is not None
    assert around.get("style", "").endswith("float: none") != floats


def test_headers_are_whole_next_to_columns_whose_words_break() -> None:
    headers = "Municipality Wounded Prisoners Militiamen Women Witnesses Weapons Movement".split()
    cells = " || ".join(["12"] * len(headers))
    link = "https://news.example/a-path/that/goes/on/and/on/" + "0123456789" * 20
    table = f"{{|\n! {' !! '.join(headers)} !! Source\n|-\n| {cells} || {link}\n|}}"
    [page] = PdfReader(BytesIO(write_pdf(read(table, "Title")))).pages
    assert set(headers) <= set(page.extract_text().split())


def test_the_headings_of_a_table_across_are_on_its_page() -> None:
    cells = "".join(f"| Municipality{n}\n" for n in range(13))
    table = "{|\n" + f"|-\n{cells}" * 6 + "|}"
    source = f"Before.\n\n== Losses ==\n=== By town ===\n{table}\n\nAfter."
    pages = PdfReader(BytesIO(write_pdf(read(source, "Title")))).pages
    texts = [page.extract_text() for page in pages]
    assert ["Losses" in text and "By town" in text for text in texts] == [False, True, False]


@pytest.mark.parametrize(
    ("table", "is_narrow"),
    [
        ("<table>{}</table>", True),
        ('<table style="width: 60%">{}</table>', False),
        ('<table width="100%">{}</table>', False),
    ],
)
def test_a_table_narrower_than_text_begins_where_text_does(table: str, *, is_narrow: bool) -> None:
    for words, fits in (("word", True), ("words and words " * 9, False)):
        html = table.format(row(words, words))
        page = prepare_page(f'<article><div class="scroll">{html}</div></article>')
        around = page.find(".//div")
        assert around is not None
        assert ("page-narrow" in around.get("class", "")) == (is_narrow and fits)


def test_a_row_of_headers_stays_with_the_row_after_it() -> None:
    """A header over several rows keeps it from being a head that each page repeats."""
    rows = "".join(f"|-\n| a{n} || b{n}\n" for n in range(12))
    table = f"{{|\n! Town !! Dead !! rowspan=13 | x\n{rows}|}}"
    for count in range(27, 32):
        text = "\n\n".join(["Words."] * count)
        for page in PdfReader(BytesIO(write_pdf(read(f"{text}\n\n{table}", "Title")))).pages:
            found = page.extract_text()
            assert ("Town" in found) == ("a0" in found)


def test_the_first_two_rows_are_on_one_page() -> None:
    rows = "".join(f"|-\n| a{n} || b{n}\n" for n in range(12))
    for count in range(24, 36):
        source = "\n\n".join(["Words."] * count) + f"\n\n{{|\n! Town !! Dead\n{rows}|}}"
        for page in PdfReader(BytesIO(write_pdf(read(source, "Title")))).pages:
            found = page.extract_text().split()
            assert ("a0" in found) == ("a1" in found)


def test_a_table_in_a_table_has_the_size_that_both_were_measured_for() -> None:
    inner = f"<table>{row('x' * 60, 'x' * 60)}</table>"
    page = prepare_page(f"<article><table><tr><td>{inner}</td></tr></table></article>")
    assert [table.get("data-words") for table in page.iter("table")] == ["small", "small"]


def test_a_row_with_a_table_in_it_goes_on_on_the_next_page() -> None:
    rows = "".join(f"|-\n| {number} || Tessit\n" for number in range(60))
    inner = f"{{|\n! Number !! Place\n{rows}|}}"
    text = f"First.\n\n{{|\n| above\n|-\n|\n{inner}\n|}}\n"
    first = PdfReader(BytesIO(write_pdf(read(text, dialect="mediawiki")))).pages[0].extract_text()
    assert "above" in first
    assert "Tessit" in first


@pytest.mark.parametrize(
    ("cell", "is_divisible"),
    [
        ("word " * 20, False),
        ("<br>" * 10, False),
        ("<br>" * 20, True),
        ("<ul>" + "<li>word</li>" * 40 + "</ul>", True),
        ("word " * 2_000, True),
    ],
)
def test_a_row_of_a_quarter_of_a_page_may_go_on_on_the_next(
    cell: str, *, is_divisible: bool
) -> None:
    rows = f"<tr><th>a</th><th>b</th></tr><tr><td>1</td><td>{cell}</td></tr>"
    page = prepare_page(f"<article><div class='scroll'><table>{rows}</table></div></article>")
    assert [has_class(row, "page-divisible") for row in page.iter("tr")] == [False, is_divisible]


@pytest.mark.parametrize(("lines", "is_divisible"), [(5, False), (9, True)])
def test_a_row_of_the_annex_may_go_on_sooner(lines: int, *, is_divisible: bool) -> None:
    row = f"<tr><th>a</th><td>{'<br>' * lines}</td></tr>"
    page = prepare_page(f"<section class='page-annex'><table>{row}</table></section>")
    assert [has_class(row, "page-divisible") for row in page.iter("tr")] == [is_divisible]


def is_abreast(rows: str, attributes: str = "") -> bool:
    page = prepare_page(f"<article><table{attributes}>{rows}</table></article>")
    return page.find(".//div[@class='scroll page-abreast']") is not None


def test_a_long_narrow_table_is_set_in_two_columns() -> None:
    rows = "<tr><td>Some name</td><td>12</td></tr>" * 40
    wide = f"<tr><td>{'word ' * 40}</td><td>12</td></tr>"
    assert is_abreast(rows)
    assert is_abreast(rows, ' width="100%"')
    assert is_abreast(rows + wide)
    assert not is_abreast(rows[: len(rows) // 4])
    assert not is_abreast(rows + wide * 9)
    assert not is_abreast(rows + "<tr><td rowspan='2'>a</td><td>b</td></tr><tr><td>c</td></tr>")
    assert not is_abreast(rows + f"<tr><td>{'x' * 60}</td><td>b</td></tr>")


@pytest.mark.parametrize(("count", "floats"), [(9, True), (40, False)])
def test_a_table_in_two_columns_does_not_float(count: int, *, floats: bool) -> None:
    """WeasyPrint would lay what it cannot break over the text of the next page, or nowhere."""
    rows = "<tr><td>Some name</td><td>12</td></tr>" * count
    page = prepare_page(f'<article><table style="float: right">{rows}</table></article>')
    table = page.find(".//table")
    assert table is not None
    assert table.get("style", "").endswith("float: none") != floats
