"""The briefing: tagged, in our own fonts, the same bytes everywhere, closed to the outside."""

import datetime as dt
import os
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
from pypdf import PdfReader

from wikibrief.briefing import fonts
from wikibrief.briefing.conformance.attachments import Attachment
from wikibrief.briefing.fonts import missing_glyphs
from wikibrief.briefing.writer import write_pdf
from wikibrief.inline.context import Image, Surroundings
from wikibrief.markup.references.lifting import read
from wikibrief.model.document import Argument, Document, Figure, Infobox, Raw, Section
from wikibrief.model.metadata import Attribution, Briefing, Metadata
from wikibrief.problems import ProblemError
from wikibrief.templating.environment import BUILT_IN, Templates
from wikibrief.yamlform.documents import dump_yaml

ROOT = Path(__file__).parents[2]
SEED = ROOT / "content" / "kobe-attack.wiki"
METADATA = Metadata(
    language="en",
    marking="TLP:AMBER",
    source=Attribution(name="Wikipedia", licence="CC BY-SA 4.0"),
    briefing=Briefing(date=dt.date(2025, 3, 1)),
)
PROGRAM = """
import sys
from pathlib import Path
from wikibrief.model.document import Document, Section
from wikibrief.briefing.writer import write_pdf

text = "Kobé, Кобе, ''Кобе'' and 神戸 שלום {{raw}} https://a.org"
document = Document(title="Kobé", lead=(text,), sections=(Section("Ж", 2, (text,)),))
sys.stdout.buffer.write(write_pdf(document))
"""


@pytest.fixture(scope="module")
def briefing() -> PdfReader:
    document = read(SEED.read_text(encoding="utf-8"))
    return PdfReader(BytesIO(write_pdf(document, metadata=METADATA)))


def text_of(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def fonts_of(pdf: PdfReader) -> dict[str, bool]:
    """Names of the fonts, and whether each is embedded."""
    fonts: dict[str, bool] = {}
    for page in pdf.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            [descendant] = font["/DescendantFonts"]
            descriptor = descendant.get_object()["/FontDescriptor"].get_object()
            fonts[font["/BaseFont"]] = bool({"/FontFile2", "/FontFile3"} & descriptor.keys())
    return fonts


def run(folder: Path, **environment: str) -> bytes:
    """The bytes that a new process makes in ``folder``."""
    inherited = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    process = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=folder,
        env=inherited | environment,
        capture_output=True,
        check=True,
    )
    assert not process.stderr
    return process.stdout


def test_a_briefing_names_its_title_language_date_and_standard(briefing: PdfReader) -> None:
    assert briefing.metadata is not None
    assert briefing.metadata.title == "Kobé attack"
    assert (briefing.metadata.subject or "").startswith("On February 7, 2025, jihadists")
    assert str(briefing.metadata["/CreationDate"]).startswith("D:20250301")
    catalog: Any = briefing.trailer["/Root"]
    assert catalog["/Lang"] == "en"
    assert catalog["/MarkInfo"]["/Marked"]
    packet = catalog["/Metadata"].get_data()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in packet
    assert b"<pdfaid:part>3</pdfaid:part>" in packet


def test_a_briefing_of_the_seed_is_two_a4_pages_with_an_outline(briefing: PdfReader) -> None:
    assert len(briefing.pages) == 2
    assert [round(float(side)) for side in briefing.pages[0].mediabox[2:]] == [595, 842]
    outline: Any = briefing.outline
    [title, sections] = outline
    assert [each["/Title"] for each in (title, *sections)] == [
        "Kobé attack",
        "Background",
        "Attack",
        "Aftermath",
    ]


def test_every_page_bears_marking_number_source_and_from_the_second_on_the_title(
    briefing: PdfReader,
) -> None:
    for number, page in enumerate(briefing.pages, 1):
        text = page.extract_text()
        assert text.count("TLP:AMBER") == 2
        assert f"Page {number} of 2" in text
        assert "CC BY-SA 4.0" in text
    assert "Kobé attack" in briefing.pages[1].extract_text()
    assert "Briefing of 1\xa0March\xa02025" in briefing.pages[0].extract_text()


def test_a_briefing_shows_facts_and_sides_as_tables_with_headers(briefing: PdfReader) -> None:
    text = text_of(briefing)
    for words in ("Mali War Kobé attack", "Belligerents Mali, Wagner Group", "Result Indecisive"):
        assert words in text


LEAD = "The lead says what it was."


@pytest.mark.parametrize(("commanders", "before"), [(2, "Result"), (40, "Annex")])
def test_what_is_long_of_the_sides_is_in_the_annex(commanders: int, before: str) -> None:
    names = "<br>".join(f"Roe {number}" for number in range(commanders))
    box = f"{{{{Infobox military conflict\n|result=Draw\n|combatant1=A\n|commander1={names}\n}}}}"
    text = text_of(PdfReader(BytesIO(write_pdf(read(f"{box}\n{LEAD}\n\n== B ==\nC")))))
    assert text.index("The lead") < text.index("Sides") < text.index("Draw")
    assert ("Annex" in text) == (before == "Annex")
    assert (text.index("Commanders") < text.index("Result")) == (before == "Result")
    assert text.count(LEAD) == 1


OWN: dict[str, object] = {
    "language": "en",
    "publisher": "Sahel Desk",
    "briefing": {
        "kind": "Flash update",
        "number": 12,
        "as_of": dt.date(2025, 2, 24),
        "summary": "Three counts ''differ''.",
        "status": "Final",
        "distribution": "Country offices",
        "handling": "Not for quotation",
        "contact": "desk@sahel.example",
        "next_update": "next week",
        "watermark": "SPECIMEN",
    },
}


def test_what_a_briefing_says_of_itself_is_on_it() -> None:
    pdf = PdfReader(BytesIO(write_pdf(Document(title="T", lead=(LEAD,)), metadata=OWN)))
    text = text_of(pdf).replace("\xa0", " ")
    for words in (
        "Sahel Desk",
        "Flash update No. 12 Figures as of 24 February 2025 Final",
        "Country offices",
        "Not for quotation",
        "desk@sahel.example",
        "next week",
    ):
        assert words in text
    assert text.count("SPECIMEN") == len(pdf.pages)
    assert text.index("Three counts differ.") < text.index(LEAD)
    assert pdf.metadata is not None
    assert pdf.metadata.author == "Sahel Desk"


def test_the_end_names_source_and_yaml_by_their_sums_and_the_next_update_by_its_day() -> None:
    source = Attachment("a.wiki", LEAD.encode(), "text/plain", "Source", "The source")
    document = Document(title="T", lead=(LEAD,))
    settings = {"briefing": {"next_update": "2025-03-08"}}
    text = text_of(PdfReader(BytesIO(write_pdf(document, metadata=settings, source=source))))
    assert f"Source {sha256(LEAD.encode()).hexdigest()[:16]}\N{HORIZONTAL ELLIPSIS}" in text
    assert f"YAML {sha256(dump_yaml(document).encode()).hexdigest()[:16]}" in text
    assert "8 March 2025" in text.replace("\xa0", " ")


def test_nothing_is_said_that_is_not_known() -> None:
    text = text_of(PdfReader(BytesIO(write_pdf(Document(title="T", lead=(LEAD,))))))
    assert "Who says what" not in text
    assert "Timeline" not in text
    assert "Annex" not in text
    assert "Method" not in text


def test_paper_may_be_letter() -> None:
    metadata = {"briefing": {"paper": "letter"}}
    [page] = PdfReader(BytesIO(write_pdf(Document(lead=(LEAD,)), metadata=metadata))).pages
    assert [round(float(side)) for side in page.mediabox[2:]] == [612, 792]


def test_a_theme_of_your_own_changes_colours_and_is_checked_at_its_lines(tmp_path: Path) -> None:
    folder = tmp_path / "briefing"
    folder.mkdir()
    theme = (BUILT_IN / "briefing" / "theme.css").read_text(encoding="utf-8")
    (folder / "theme.css").write_text(f"p {{ colour: red }}\n{theme}", encoding="utf-8")
    templates = Templates(tmp_path)
    write_pdf(Document(lead=(LEAD,)), templates=templates)
    [problem] = templates.take_problems()
    assert (problem.file, problem.line) == (str(folder / "theme.css"), 1)
    assert "colour" in problem.message


def test_a_theme_that_ends_too_early_takes_nothing_else_away(tmp_path: Path) -> None:
    (tmp_path / "briefing").mkdir()
    (tmp_path / "briefing" / "theme.css").write_text(":root {\n  --ink: (#111;\n}\n", "utf-8")
    templates = Templates(tmp_path)
    write_pdf(Document(lead=(LEAD,)), metadata={"marking": "TLP:RED"}, templates=templates)
    problem, *_ = templates.take_problems()
    assert (problem.line, problem.column) == (2, 10)


def test_a_logo_that_is_not_there_is_a_warning(tmp_path: Path) -> None:
    templates = Templates(tmp_path)
    pdf = write_pdf(Document(lead=(LEAD,)), metadata={"logo": "gone.png"}, templates=templates)
    assert LEAD in text_of(PdfReader(BytesIO(pdf)))
    assert "`gone.png` is not there" in {each.message for each in templates.take_problems()}


def test_what_goes_on_past_the_lead_is_not_parted() -> None:
    facts = "\n".join(f"|fact{chr(97 + number)}=Roe" for number in range(18))
    source = f"{{{{Infobox place\n{facts}\n}}}}\n<div>\n{LEAD}\n\n== B ==\nC</div>"
    text = text_of(PdfReader(BytesIO(write_pdf(read(source)))))
    assert text.index("Facta") < text.index(LEAD) < text.index("C")


def test_a_table_says_on_each_page_what_its_columns_are() -> None:
    rows = "\n".join(f"|-\n! {number}\n| Roe" for number in range(250))
    table = f"{{| class=wikitable\n! Number !! Name\n{rows}\n|}}"
    pdf = PdfReader(BytesIO(write_pdf(read(table))))
    assert len(pdf.pages) >= 3
    assert all("Name" in page.extract_text() for page in pdf.pages)


def test_a_list_in_a_value_is_shown_line_by_line() -> None:
    infobox = Infobox("Infobox", (Argument("result", "* Retreat\n* Truce"),))
    [page] = PdfReader(BytesIO(write_pdf(Document(infobox=infobox)))).pages
    assert {"Retreat", "Truce"} <= {line.split()[-1] for line in page.extract_text().splitlines()}


def test_fonts_are_embedded_and_ours(briefing: PdfReader) -> None:
    fonts = fonts_of(briefing)
    assert fonts
    assert all("+IBM-Plex-" in name for name in fonts), fonts
    assert all(fonts.values()), fonts


def test_the_bytes_depend_on_nothing_but_the_document(tmp_path: Path) -> None:
    system = tmp_path / "system.conf"
    system.write_text("<fontconfig><dir>/usr/share/fonts</dir></fontconfig>")
    readonly = tmp_path / "a-file"
    readonly.touch()
    here = run(ROOT, PYTHONHASHSEED="1", LC_ALL="C.UTF-8", HOME=str(tmp_path), TZ="UTC")
    there = run(
        tmp_path,
        PYTHONHASHSEED="2",
        LC_ALL="C",
        LANGUAGE="sr",
        PANGO_LANGUAGE="bg",
        FC_LANG="ja",
        HOME="/nonexistent",
        XDG_CACHE_HOME=str(readonly),
        FONTCONFIG_FILE=str(system),
        TZ="Asia/Tokyo",
    )
    assert here.startswith(b"%PDF-1.7")
    assert here == there
    ours = ("+IBM-Plex-", "+Noto-Sans-CJK-", "+Frank-Ruhl-", "+Fira-Sans-")
    assert all(any(one in name for one in ours) for name in fonts_of(PdfReader(BytesIO(here))))


def test_the_bytes_do_not_depend_on_what_was_written_before() -> None:
    first, second = Document(title="a", lead=("''a'' é",)), Document(title="b", lead=("'''Ж'''",))
    before = write_pdf(first)
    write_pdf(second)
    assert write_pdf(first) == before


def test_without_a_date_there_is_none_and_source_date_epoch_is_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def dated() -> str | None:
        metadata = PdfReader(BytesIO(write_pdf(Document(title="a")))).metadata
        assert metadata is not None
        return metadata.get("/CreationDate")

    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert dated() is None
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1740787199")
    assert str(dated()).startswith("D:20250228")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(ProblemError, match="not a number of seconds"):
        dated()


def test_a_briefing_fetches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where a template asks for it: a style sheet, a picture, a font, an attachment."""
    secret = tmp_path / "secret.txt"
    secret.write_text("swordfish")
    opened: list[str] = []
    monkeypatch.setattr(
        "urllib.request.OpenerDirector.open", lambda _self, url, *_: opened.append(str(url))
    )
    (tmp_path / "briefing").mkdir()
    style = (BUILT_IN / "briefing/briefing.css").read_text("utf-8")
    (tmp_path / "briefing/briefing.css").write_text(
        f"@import url({secret.as_uri()}); p {{ background: url(https://example.org/a.png) }}"
        f"@font-face {{ font-family: x; src: url({secret.as_uri()}) }}" + style
    )
    page = (BUILT_IN / "briefing/briefing.html.j2").read_text("utf-8")
    asking = (
        f'<link rel="attachment" href="{secret.as_uri()}">'
        f'<img alt="" src="{secret.as_uri()}"><img alt="" src="data:image/png;base64,aaaa">'
        '<img alt="" src="https://example.org/a.png"><object data="secret.txt"></object></body>'
    )
    (tmp_path / "briefing/briefing.html.j2").write_text(page.replace("</body>", asking))
    pdf = write_pdf(Document(title="a", lead=("b",)), templates=Templates(tmp_path))
    assert opened == []
    assert "secret.txt" not in PdfReader(BytesIO(pdf)).attachments
    assert b"swordfish" not in pdf


def test_markup_in_the_document_stays_text() -> None:
    attack = '<img src="file:///etc/passwd"><link rel=attachment href=file:///etc/passwd>'
    document = Document(
        title=attack,
        infobox=Infobox("Infobox", (Argument("date", attack), Argument("image", attack))),
        lead=(attack, Raw(attack)),
        sections=(Section(attack),),
    )
    pdf = PdfReader(BytesIO(write_pdf(document, metadata=METADATA)))
    assert {*pdf.attachments} == {"article.facts.yaml", "article.yaml"}
    assert text_of(pdf).replace(" ", "").count('<imgsrc="file:///etc/passwd">') >= 6


def test_hyphens_that_the_fonts_lack_are_shown_as_hyphens() -> None:
    pdf = PdfReader(BytesIO(write_pdf(Document(lead=("Gao\u2011Ansongo, AK\u201047",)))))
    assert "Gao-Ansongo, AK-47" in text_of(pdf).replace("\u2060", "")


def test_a_picture_is_as_wide_as_the_article_asks() -> None:
    bitmap = BytesIO()
    PIL.Image.new("RGB", (800, 400)).save(bitmap, "PNG")
    address = "data:image/png;base64," + b64encode(bitmap.getvalue()).decode()
    around = Surroundings(image=lambda _: Image(lambda _: address, 800, 400))
    lead = (Figure("a.png", ("thumb", "200px"), "Cap"),)
    pdf = PdfReader(BytesIO(write_pdf(Document(lead=lead), around=around)))
    widths: list[float] = []

    def visit(operator: bytes, _arguments: object, matrix: list[float], _text: object) -> None:
        if operator == b"Do":
            widths.append(matrix[0] * 96 / 72)

    pdf.pages[0].extract_text(visitor_operand_before=visit)
    assert [round(width) for width in widths] == [200]


def images_of(pdf: PdfReader) -> list[str]:
    """The alternative texts of the pictures, as a screen reader gets them."""
    root: Any = pdf.trailer["/Root"]
    elements, found = [root["/StructTreeRoot"]], []
    while elements:
        element = elements.pop().get_object()
        if isinstance(element, list):
            elements += element[::-1]
        elif isinstance(element, dict):
            found += [str(element["/Alt"])] if "/Alt" in element else []
            elements += [element["/K"]] if "/K" in element else []
    return found


def test_a_formula_is_drawn_and_its_latex_is_its_alternative_text() -> None:
    lead = r"So <math>\frac{a}{b} > c</math> is <math display=block>\int_0^1 x\,dx</math> here."
    pdf = PdfReader(BytesIO(write_pdf(Document(lead=(lead,)))))
    assert images_of(pdf) == [r"\frac{a}{b} > c", r"\int_0^1 x\,dx"]
    assert "frac" not in text_of(pdf)


@pytest.mark.parametrize("words", range(12))
def test_a_line_before_a_bound_link_is_as_long_as_it_can_be(words: int) -> None:
    text = "word " * words + "and a few more of them. London: Ian Allan, of that city."
    lead = "Before that. " + text + " ISBN&nbsp;[https://a.example/ 0-7110-0461-7 and so on]."
    [page] = PdfReader(BytesIO(write_pdf(Document(lead=("First.", lead))))).pages
    lines = [line for line in page.extract_text().splitlines() if line.strip()]
    start = next(number for number, line in enumerate(lines) if line.startswith("Before"))
    end = next(number for number, line in enumerate(lines) if "0-7110" in line)
    assert all(len(line) > 45 for line in lines[start:end])


def test_an_empty_document_makes_a_briefing() -> None:
    assert "Untitled" in text_of(PdfReader(BytesIO(write_pdf(Document()))))


def test_characters_that_no_font_has_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert missing_glyphs("Kobé – “Кобе”\u202f\u2011 \u200b e\u0301 ẹ̀") == set()
    assert missing_glyphs("a\U00013000") == {"\U00013000"}
    monkeypatch.setattr(fonts, "SCRIPTS", {})
    assert missing_glyphs("神a戸ع") == {"神", "戸", "ع"}


@pytest.mark.parametrize("use", fonts.FAMILIES)
def test_usual_characters_are_in_the_fonts(monkeypatch: pytest.MonkeyPatch, use: str) -> None:
    usual = "".join(fonts.USUAL)
    monkeypatch.setattr(fonts, "USUAL", frozenset())
    monkeypatch.setattr(fonts, "FAMILIES", {use: fonts.FAMILIES[use]})
    monkeypatch.setattr(fonts, "SCRIPTS", {})
    assert missing_glyphs(usual) == set()


def test_the_extra_scripts_has_a_font_for_each_of_its_scripts() -> None:
    words = "برلين ברלין बर्लिन বার্লিন பெர்லின் เบอร์ลิน 柏林 ベルリン 베를린 bɛʁˈliːn ᾿Αθῆναι"
    assert missing_glyphs(words) == set()
    pdf = PdfReader(BytesIO(write_pdf(Document(language="ar", lead=(words,)))))
    names = " ".join(fonts_of(pdf))
    for name in ("Plex-Sans-Arabic", "Frank-Ruhl", "Hind", "Siliguri", "Tamil", "Sarabun", "CJK"):
        assert name in names


def test_headings_have_no_serifs_in_cyrillic_either() -> None:
    pdf = PdfReader(BytesIO(write_pdf(Document(title="Кобе", sections=(Section("Атака", 2),)))))
    assert any("Fira-Sans-Condensed" in name for name in fonts_of(pdf))


def test_a_briefing_from_right_to_left_has_its_marking_at_the_left() -> None:
    def places(language: str) -> list[float]:
        """Where on the page the words of the marking are."""
        found: list[float] = []

        def visit(text: str, _cm: object, matrix: list[float], *_: object) -> None:
            if "TLP" in text:
                found.append(matrix[4])

        pdf = write_pdf(Document(language=language, lead=("a",)), metadata=METADATA)
        PdfReader(BytesIO(pdf)).pages[0].extract_text(visitor_text=visit)
        return found

    assert min(places("en")) > 300
    assert max(places("ar")) < 300
