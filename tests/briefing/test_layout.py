"""What is very deep or very long ends as a good briefing, or as a clear problem."""

from io import BytesIO
from pathlib import Path

import pytest
from bounds import within
from pypdf import PdfReader

from wikibrief.briefing.press import layout
from wikibrief.briefing.writer import write_pdf
from wikibrief.markup.references.lifting import read
from wikibrief.problems import ProblemError
from wikibrief.templating.environment import BUILT_IN

DEEP = "<div>" * 390 + "Bottom." + "</div>" * 390


@pytest.mark.parametrize(
    "source",
    [
        DEEP,
        "<b><i>" * 190 + "Bottom.",
        "<blockquote>" * 300 + "Bottom.",
        "== H ==\n" * 600 + "Bottom.",
        "".join(f"{'=' * (2 + n % 5)} H {'=' * (2 + n % 5)}\n" for n in range(600)) + "Bottom.",
    ],
    ids=["elements", "formatting", "quotes", "headings", "levels"],
)
def test_what_is_deep_or_long_is_laid_out(source: str) -> None:
    with within(60):
        pages = PdfReader(BytesIO(write_pdf(read(source, "Title")))).pages
    texts = [page.extract_text().replace("\n", "") for page in pages[-2:]]
    assert any("Bottom." in text for text in texts)


def test_what_is_too_deep_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "_FRAMES", 1_000)
    with pytest.raises(ProblemError, match="nested too deeply"):
        write_pdf(read(DEEP, "Title"))


def test_a_box_in_the_text_begins_with_two_values_on_one_page() -> None:
    box = "{{Infobox x|name=Box|aa=first|bb=second|cc=third}}"
    section = "\n== Section {0} ==\n{1}\n\n{2}\n\nAfter it.\n"
    sections = (section.format(n, "A line.<br>" * (n % 7), box) for n in range(90))
    pdf = write_pdf(read("Lead." + "".join(sections)))
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    assert sum(page.count("first") for page in pages) == 90
    assert all(page.count("first") == page.count("second") == page.count("Box") for page in pages)


@pytest.mark.parametrize("alike", ["'''Alike {0}'''", "'''''Alike {0}'''''", ";Alike {0}"])
def test_what_looks_like_a_heading_is_on_the_page_of_its_text(alike: str) -> None:
    section = f"\n\n{alike}\n\nFirst.<br>Second.\n\n{{1}}After."
    source = "".join(section.format(n, "A line.<br>" * (n % 7)) for n in range(90))
    pages = [page.extract_text() for page in PdfReader(BytesIO(write_pdf(read(source)))).pages]
    assert len(pages) > 5
    assert all(page.count("Alike") == page.count("First.") for page in pages)


def test_captions_after_a_heading_are_on_the_page_of_the_text() -> None:
    figures = "".join(f"[[File:{n}.png|thumb|Caption {n}]]\n" for n in range(3))
    section = f"\n== Section ==\n{figures}First.<br>Second.\n\n{{0}}After.\n"
    source = "Lead." + "".join(section.format("A line.<br>" * (n % 7)) for n in range(60))
    pages = [page.extract_text() for page in PdfReader(BytesIO(write_pdf(read(source)))).pages]
    assert len(pages) > 5
    assert all(page.count("Caption 0") == page.count("First.") for page in pages)


def test_variables_of_a_style_sheet_in_the_page_count(tmp_path: Path) -> None:
    (tmp_path / "briefing").mkdir()
    built_in = (BUILT_IN / PAGE).read_text("utf-8")
    inner = "<style>p { --ink: #00ff00 }</style></head>"
    (tmp_path / PAGE).write_text(built_in.replace("</head>", inner), "utf-8")
    (tmp_path / "briefing/briefing.css").write_text("body, p { color: var(--ink) }", "utf-8")
    pdf = write_pdf(read("Words.", title="Title"), templates=tmp_path)
    [page] = PdfReader(BytesIO(pdf)).pages
    assert b"0 1 0 rg" in page.get_contents().get_data()  # type: ignore[union-attr]


PAGE = "briefing/briefing.html.j2"
