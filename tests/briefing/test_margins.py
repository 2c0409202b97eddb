"""No article forges, covers or removes what is in the margins of its briefing."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from cases import Case, CaseFile
from hostile import ATTACKS_ON_MARKINGS, METADATA
from PIL import Image, ImageChops
from pypdf import PdfReader

from wikibrief.briefing.annex import part_box
from wikibrief.briefing.writer import write_pdf
from wikibrief.markup.references.lifting import read
from wikibrief.model.metadata import Attribution
from wikibrief.page.inputs import read_inputs
from wikibrief.page.sanitizer import FRAME
from wikibrief.page.tree import parse_page
from wikibrief.page.values import collect_values
from wikibrief.problems import ProblemError
from wikibrief.templating.environment import BUILT_IN, Templates

PDFTOPPM = shutil.which("pdftoppm")


def words_of(text: str) -> str:
    return re.sub(r"\s+", "", text)


def assert_marked(pdf: bytes) -> None:
    """Every page has the marking twice, and its number."""
    pages = PdfReader(BytesIO(pdf)).pages
    for number, page in enumerate(pages, 1):
        words = words_of(page.extract_text())
        assert words.count("TLP:RED") == 2
        assert f"Page{number}of{len(pages)}" in words


@pytest.mark.parametrize(("file", "case"), ATTACKS_ON_MARKINGS)
def test_no_attack_changes_the_margins(file: CaseFile, case: Case) -> None:
    del file
    attack = case.sections[0].text.removesuffix("\n")
    value = attack.replace("|", "{{!}}")
    source = f"{attack}\n{{{{Infobox x|partof={value}|date={value}|a={value}}}}}\nLead.\n\n{attack}"
    metadata = replace(METADATA, title=attack, source=Attribution(*[attack] * 6))
    assert_marked(write_pdf(read(source), metadata=metadata))


COVERS = """
<span style="font-size:300px;line-height:0;background:#fff;color:#fff">█████████</span>
<span style="padding:400px;background:#fff">a</span>
<span style="border:400px solid #fff">a</span>
<span style="vertical-align:400px;line-height:0;font-size:200px">█████████</span>
<div style="float:right;width:3000px;height:300px;background:#fff">a</div>
<div style="height:0"><div style="height:3000px;background:#fff">████</div></div>
<p style="text-indent:900px;white-space:nowrap;font-size:200px;line-height:0">████</p>
<div style="margin:calc(1px - 900px) 0 0 calc(1px - 900px);width:2000px;height:300px">████</div>
<span style="display:inline-block;height:1px;vertical-align:bottom">\
<span style="display:inline-block;height:3000px;background:#fff">██</span></span>
<div style="display:flex;flex-direction:column-reverse;height:1px">\
<div style="height:3000px;background:#fff">██</div></div>
<div class="following" style="font-size:300px;line-height:0"><div class="following">██</div></div>
<table align="right" width="9999" border="300" cellspacing="300" bgcolor="#ffffff">\
<tr><td>████</td></tr></table>
<span style="writing-mode:vertical-rl;font-size:300px;line-height:0;direction:rtl">████</span>
<ol style="list-style-type:'████'"><li style="font-size:300px;line-height:0">a</li></ol>
"""


@pytest.mark.skipif(PDFTOPPM is None, reason="needs pdftoppm")
def test_nothing_is_painted_over_the_marking(tmp_path: Path) -> None:
    def paint(name: str, source: str) -> list[Image.Image]:
        file = tmp_path / f"{name}.pdf"
        title = "W" * 300 if name == "attacked" else "Title"
        metadata = replace(METADATA, title=title, source=Attribution(name=title))
        file.write_bytes(write_pdf(read(source), metadata=metadata))
        command = [str(PDFTOPPM), "-r", "50", str(file), str(tmp_path / name)]
        subprocess.run(command, check=True)
        return [Image.open(path) for path in sorted(tmp_path.glob(f"{name}-*.ppm"))]

    def corners(page: Image.Image) -> list[Image.Image]:
        scale = 50 / 25.4  # dots of a millimetre
        places = [(140, 8, 192, 25.5), (140, 273, 192, 292)]
        return [
            page.crop((left * scale, top * scale, right * scale, bottom * scale))
            for left, top, right, bottom in places
        ]

    [plain] = paint("plain", "Text.")
    infobox = f"{{{{Infobox x|partof={COVERS.splitlines()[1]}|name=a}}}}"
    attacked = paint("attacked", infobox + COVERS.replace("\n", "\n\n") * 3)
    assert len(attacked) > 2
    for page in attacked:
        for painted, expected in zip(corners(page), corners(plain), strict=True):
            assert ImageChops.difference(painted, expected).getbbox() is None


def test_every_name_around_the_article_is_the_pages_own() -> None:
    """A new name in the briefing's frame is one of ``FRAME``, or begins with ``page-``."""
    document = read("Before.\n{{Infobox x|partof=a|date=b|place=c}}\nLead.")
    templates = Templates()
    inputs = read_inputs(METADATA, templates)
    values = collect_values(document, inputs.metadata, templates, inputs.around)
    page = templates.render(
        "briefing/briefing.html.j2", box=part_box(None), digest="", source_digest="", **values
    )
    body = parse_page(page).find("body")
    assert body is not None
    header = body.find("header")
    assert header is not None
    names = {name for each in (*body, *header) for name in each.get("class", "").split()}
    names |= {key.removeprefix("data-") for each in body for key in each.attrib if "data-" in key}
    assert {"marking", "attribution", "kicker"} <= names
    assert {name for name in names if not name.startswith("page-")} <= FRAME


@pytest.mark.parametrize(
    "damage",
    [
        lambda style: "h1 { color: red\n" + style,  # takes in the rules for the margins
        lambda style: '@import "missing.css"\n' + style,
        lambda style: style + "body > .marking { display: none }",
        lambda style: style + "body > .marking { visibility: hidden }",
        lambda style: style + "body > .marking { text-align: left; text-indent: -9999px }",
        lambda style: style + "body > .marking { height: 0; width: 0; overflow: hidden }",
        *(
            lambda style, hiding=hiding: style + f"body > .marking span {{ {hiding} }}"
            for hiding in (
                "color: transparent; background: none",
                "color: white; background: white",
                "color: #fffffe; background: none",
                "background: currentcolor",
                "font-size: 1px",
                "position: relative; left: 999px",
                "position: relative; top: -99px",
                "position: relative; top: 99px",
                "display: inline-block; height: 0; overflow: hidden",
                "display: inline-block; transform: scale(0)",
                "display: inline-block; transform: translateX(9999px)",
                "display: inline-block; width: 0; overflow: hidden",
            )
        ),
        lambda style: style + "@page { @bottom-right { content: none } }",
        lambda style: style + "@page :nth(2) { @top-right { content: none } }",
    ],
)
@pytest.mark.filterwarnings("ignore:.*briefing.css")
def test_a_style_sheet_that_takes_the_marking_away_makes_no_pdf(
    tmp_path: Path, damage: Callable[[str], str]
) -> None:
    own = tmp_path / "briefing" / "briefing.css"
    own.parent.mkdir()
    built_in = (BUILT_IN / "briefing" / "briefing.css").read_text("utf-8")
    own.write_text(damage(built_in), "utf-8")
    document = read("A long text. " * 900)
    with pytest.raises(ProblemError, match="has no TLP:RED at its"):
        write_pdf(document, metadata=METADATA, templates=tmp_path)
    unmarked = replace(METADATA, marking=None)
    assert write_pdf(document, metadata=unmarked, templates=tmp_path)


@pytest.mark.parametrize(
    ("marking", "colour"),
    [
        ("TLP:RED", "1 0.168627 0.168627"),
        ("TLP:AMBER", "1 0.752941 0"),
        ("TLP:AMBER+STRICT", "1 0.752941 0"),
        ("TLP:GREEN", "0.2 1 0"),
        ("TLP:CLEAR", "1 1 1"),
    ],
)
def test_the_marking_has_its_colours_on_black(marking: str, colour: str) -> None:
    """TLP 2.0; both of them on each page."""
    pdf = PdfReader(BytesIO(write_pdf(read("Text.", "Title"), metadata={"marking": marking})))
    contents = pdf.pages[0].get_contents()
    assert contents is not None
    painted = contents.get_data().decode("latin-1")
    assert len(re.findall(rf"(?m)^{colour} rg$", painted)) == 2
    assert len(re.findall(r"(?m)^0 0 0 rg\n[^a-z]* re\nW\nn\n[^a-z]* re\nf$", painted)) == 2
