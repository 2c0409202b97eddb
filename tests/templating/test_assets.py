"""Files that templates and style sheets name are part of the page; absent ones are reported."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from wikibrief.briefing import fonts
from wikibrief.briefing.writer import write_pdf
from wikibrief.markup.references.lifting import read
from wikibrief.page.writer import write_html
from wikibrief.templating.environment import BUILT_IN, Templates
from wikibrief.templating.sheets import Sheet
from wikibrief.templating.styles import check_style

FONT = fonts.faces()[0]


def own(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of templates, with a page that is one heading, and media next to it."""
    for place in ("templates/html", "templates/briefing", "media/logos"):
        (tmp_path / place).mkdir(parents=True)
    Image.new("RGB", (4, 2)).save(tmp_path / "media/logos/logo.png")
    (tmp_path / "templates/mine.ttf").write_bytes(FONT.read_bytes())
    return tmp_path


def page_of(folder: Path, name: str, text: str) -> tuple[str, list[str]]:
    """Return the page with one file of the user's, and what is wrong with it."""
    own(folder / "templates", name, text)
    templates = Templates(folder / "templates", media=folder / "media")
    page = write_html(read("Text."), templates=templates)
    messages = [str(problem) for problem in templates.take_problems()]
    return page, [message.removeprefix(f"{folder}/templates/") for message in messages]


@pytest.mark.parametrize(
    "tag",
    [
        '<img alt="" src="logos/logo.png">',
        "<img alt='' src='logos/logo.png'>",
        "<img src=logos/logo.png>",
        '<link rel="icon" href="logos/logo.png?v=1">',
        '<img alt="" src="{{ ("logos/" ~ "logo.png")|file }}">',
        '<img alt="" src="/logos/logo.png">',
        '<img alt="" srcset="logos/logo.png 1x,logos/logo.png 2x">',
        '<img srcset="logos/logo.png 400w, logos/logo.png" src="logos/logo.png" sizes="9em">',
        "<source src='logos/logo.png' srcset='logos/logo.png'>",
        '<video poster="logos/logo.png"></video>',
        '<p style="background: url(logos/logo.png)">a</p>',
        "<p style='background: url(\"logos/logo.png\")'>a</p>",
        '<style>p { background: image-set("logos/logo.png" type("image/png") 1x) }</style>',
        "<style>p { background: -webkit-image-set(url(logos/logo.png) 1x) }</style>",
    ],
)
def test_a_picture_is_in_the_page(folder: Path, tag: str) -> None:
    page, problems = page_of(folder, "html/page.html.j2", f"{tag}{{{{ article }}}}")
    assert "data:image/png;base64," in page
    assert "logo.png" not in page
    assert problems == []


@pytest.mark.parametrize(
    ("tag", "problem"),
    [
        ('<img src="no.png">', "2:11: warning: `no.png` is not there"),
        ('<img src="logos/Logo.png">', "did you mean `logos/logo.png`?"),
        ('<img src="https://a.example/b.png">', "is elsewhere: nothing is fetched"),
        ('<img src="//a.example/b.png">', "is elsewhere: nothing is fetched"),
        ('<img src="../../secret.png">', "`../../secret.png` is not there"),
        ('<img src="/etc/secret.png">', "`/etc/secret.png` is not there"),
        ('<img src="page.html.j2">', "no page can hold such a file"),
        ('<img src="link.png">', "leads out of its folder"),
        ("<style>\np { background: url(no.png) }</style>", "3:21: warning: `no.png` is not there"),
    ],
)
def test_what_is_not_there_is_reported_at_its_place(folder: Path, tag: str, problem: str) -> None:
    (folder / "secret.png").write_text("secret")
    (folder / "templates/link.png").symlink_to(folder / "secret.png")
    page, problems = page_of(folder, "html/page.html.j2", f"\n{tag}{{{{ article }}}}")
    assert len(problems) == 1
    assert problems[0].startswith("html/page.html.j2:")
    assert problem in problems[0]
    assert "c2VjcmV0" not in page  # the secret, in base 64


def test_what_only_looks_like_a_name_is_left_alone(folder: Path) -> None:
    text = '{# <img src="a.png"> #}<!-- <img src="b.png"> --><a href="c.png">x</a><img src="#d">'
    page, problems = page_of(folder, "html/page.html.j2", text)
    assert problems == []
    assert '<a href="c.png">' in page


def test_a_style_sheet_has_its_fonts_pictures_and_imports(folder: Path) -> None:
    own(folder / "templates", "html/more/extra.css", "h1 { background: url('../../mine.ttf') }")
    style = (
        '/* url(a.png) */ @import "more/extra.css" print;\n'
        "@font-face { font-family: Mine; src: url(../mine.ttf) }\n"
        'p { background: url("logos/logo.png"); content: "url(b.png)" }'
    )
    page, problems = page_of(folder, "html/style.css", style)
    assert problems == []
    assert page.count("data:font/ttf;base64,") == 2
    assert "@media print { h1 {" in page
    assert "data:image/png;base64," in page


def test_lines_after_an_import_on_several_lines_keep_their_numbers(folder: Path) -> None:
    own(folder / "templates", "html/more/extra.css", "h1 { color: red }")
    style = '@import\n/* all */ "more/extra.css"\nprint;\np { colour: red }'
    page, problems = page_of(folder, "html/style.css", style)
    assert "@media print { h1 {" in page
    assert [problem.partition(": warning: ")[0] for problem in problems] == ["html/style.css:4:5"]


def test_style_sheets_that_import_one_another_end(folder: Path) -> None:
    own(folder / "templates", "html/a.css", "@import 'b.css';")
    own(folder / "templates", "html/b.css", "@import 'a.css';")
    _, problems = page_of(folder, "html/style.css", "@import 'a.css';\np { color: red }")
    assert len(problems) == 1
    assert "import one another" in problems[0]


@pytest.mark.parametrize(
    ("style", "problem"),
    [
        ("p {\n  colour: red }", "2:3: warning: unknown property `colour`"),
        ("@media print { p { colour: red } }", "unknown property `colour`"),
        ("p { & b { colour: red } }", "unknown property `colour`"),
        ("@media print { color: red; p { top: 0 } }", "1:16: warning: `color` is in no rule"),
        (
            "@import\n url(file:///etc/x.css);\np { color: red }",
            "2:6: warning: `file:///etc/x.css`",
        ),
        ("@import/**/url(data:text/css,p{});", "1:16: warning: a style sheet in an address"),
        ("p { color red }", "warning: error in the style sheet"),
        ("p { color: red }\n.a", "error in the style sheet"),
        (
            'p { color: red }\n@import "more.css"\nq { color: red }',
            "2:1: warning: `@import` does not",
        ),
    ],
)
def test_an_error_in_a_style_sheet_is_reported(folder: Path, style: str, problem: str) -> None:
    _, problems = page_of(folder, "html/style.css", style)
    assert len(problems) == 1
    assert problems[0].startswith("html/style.css:")
    assert problem in problems[0]


def test_columns_after_a_file_are_those_of_the_source(folder: Path) -> None:
    line = "a { background: url(logos/logo.png); colour: red }"
    _, problems = page_of(folder, "html/style.css", f"i {{ top: 0 }}\n{line} {line}")
    places = [problem.partition(": warning: ")[0] for problem in problems]
    assert places == ["html/style.css:2:38", "html/style.css:2:89"]


@pytest.mark.parametrize("end", ["\r", "\r\n", "\f", "\n"])
def test_lines_end_as_css_says(folder: Path, end: str) -> None:
    own(folder / "templates", "html/more.css", f"b {{ top: 0 }}{end}i {{ top: 0 }}")
    style = end.join(["p { top: 0 }", '@import "more.css";', "q { top: 0; colour: red }"])
    (folder / "templates/html/style.css").write_bytes(style.encode())
    templates = Templates(folder / "templates", media=folder / "media")
    write_html(read("Text."), templates=templates)
    [problem] = templates.take_problems()
    assert (problem.line, problem.column) == (3, 13)


def test_the_style_sheet_of_the_page_has_no_errors() -> None:
    text = (BUILT_IN / "html/style.css").read_text("utf-8")
    assert check_style(Sheet(text, text)) == ()


def briefing_of(folder: Path, style: str) -> tuple[PdfReader, list[str]]:
    built_in = (BUILT_IN / "briefing/briefing.css").read_text("utf-8").replace("\n", " ")
    own(folder / "templates", "briefing/briefing.css", f"{built_in}\n{style}")
    templates = Templates(folder / "templates", media=folder / "media")
    pdf = PdfReader(BytesIO(write_pdf(read("Text."), templates=templates)))
    messages = [str(problem) for problem in templates.take_problems()]
    return pdf, [message.removeprefix(f"{folder}/templates/") for message in messages]


def fonts_of(pdf: PdfReader) -> str:
    return " ".join(font["/BaseFont"] for font in pdf.pages[0]["/Resources"]["/Font"].values())  # type: ignore[index]


def test_a_briefing_reports_columns_of_the_source(folder: Path) -> None:
    _, problems = briefing_of(folder, "p { background: url(logos/logo.png); colour: red }")
    assert [problem.partition(": warning: ")[0] for problem in problems] == [
        "briefing/briefing.css:2:38"
    ]


def test_a_briefing_has_your_font(folder: Path) -> None:
    style = "@font-face { font-family: Mine; src: url(../mine.ttf) } p { font-family: Mine }"
    pdf, problems = briefing_of(folder, style)
    assert problems == []
    assert "+Mine" in fonts_of(pdf)


@pytest.mark.parametrize(
    ("style", "problem"),
    [
        ("p { font-family: Garamond }", "2:5: warning: there is no font `Garamond`"),
        ("p { font: 9pt/1.2 Garamond, serif }", "there is no font `Garamond`"),
        (":root { --mine: Garamond } p { font: 9pt var(--mine) }", "there is no font `Garamond`"),
        ("p { fancy: 1 }", "2:5: warning: ignored `fancy: 1`, unknown property"),
        ("p { color: 3 }", "ignored `color: 3`, invalid value"),
        ("@font-face { font-family: X; src: url(no.ttf) }", "2:39: warning: `no.ttf` is not there"),
        ("p { background: url(no.png) }", "2:21: warning: `no.png` is not there"),
    ],
)
def test_what_a_briefing_does_not_get_is_reported(folder: Path, style: str, problem: str) -> None:
    _, problems = briefing_of(folder, style)
    assert any(
        each.startswith("briefing/briefing.css:") and problem in each.replace(" `,", "`,")
        for each in problems
    )


def test_an_unknown_font_falls_back_to_ours(folder: Path) -> None:
    pdf, _ = briefing_of(folder, "* { font-family: Garamond !important }")
    assert "Plex-Serif" in fonts_of(pdf)


def test_the_built_in_briefing_has_no_problems() -> None:
    templates = Templates()
    write_pdf(read("Text."), templates=templates)
    assert templates.take_problems() == []


@pytest.mark.parametrize(
    "tag",
    [
        '<a href="logos/logo.png">a</a>',
        '<p title="x" data-src="logos/logo.png">a</p>',
        '<img srcset="data:image/png;base64,AAAA 1x">',
        "{# <img src='no.png'> #}",
    ],
)
def test_what_loads_no_file_stays_as_it_is(folder: Path, tag: str) -> None:
    page, problems = page_of(folder, "html/page.html.j2", f"{tag}{{{{ article }}}}")
    assert page.startswith("<p>" if tag[0] == "{" else tag)
    assert problems == []


def test_a_font_that_is_missing_is_reported_once(folder: Path) -> None:
    sheet = 'h1 {}\n@font-face { font-family: House; src: url("no.ttf") }'
    own(folder / "templates", "briefing/briefing.css", sheet)
    templates = Templates(folder / "templates")
    write_pdf(read("Text."), templates=templates)
    [problem] = templates.take_problems()
    assert (problem.line, problem.message) == (2, "`no.ttf` is not there")
