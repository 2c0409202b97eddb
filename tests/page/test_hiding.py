"""A user's style sheet or template that hides the marking of a web page makes no page."""

from pathlib import Path

import pytest

from wikibrief.markup.references.lifting import read
from wikibrief.page.writer import write_html
from wikibrief.problems import Problem, ProblemError
from wikibrief.templating.environment import BUILT_IN

STYLE, PAGE = "html/style.css", "html/page.html.j2"


def _write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")


def _problems(folder: Path, marking: str = "TLP:RED") -> tuple[Problem, ...]:
    try:
        html = write_html(read("= A =\n\nText."), metadata={"marking": marking}, templates=folder)
    except ProblemError as failure:
        return failure.problems
    assert f">{marking}<" in html
    return ()


HIDES = (
    f"{'@media all {' * 30} .marking {{ display: none }} {'}' * 30}",
    f"{'body, .x {' * 30} .marking, & {{ display: none }} {'}' * 30}",
    f"body {{ {'@media all {' * 30} > header {{ display: none }} {'}' * 30} }}",
    f"header {{ {'@media all {' * 3000} display: none {'}' * 3000} }}",
    ".marking { font-size: calc(1px * 2) }",
    "header { max-height: min(1px, 100%); overflow: hidden }",
    ".marking { position: relative; left: calc(0px - 9999px) }",
    ".marking { display: none }",
    "header { display: none }",
    "body > footer { opacity: 0 }",
    "@media print { .marking { display: none !important } }",
    "@layer mine { @supports (display: grid) { header p:first-child { font-size: 0 } } }",
    "header { & > .marking { clip-path: circle(0) } }",
    "header { .marking { color: transparent } }",
    "header { color: red; @media screen { display: none } }",
    ".tlp-red { color: rgb(0 0 0 / 0) }",
    "[class~=marking] { position: absolute; left: -9999px }",
    "* { text-indent: -999em }",
    "header { transform: scale(0) }",
    "header { max-height: 0; overflow: hidden }",
    ".marking { margin-left: -100vw }",
    "body { content-visibility: hidden }",
    "footer > * { filter: opacity(0%) }",
    "nav, html body .marking { z-index: -1 }",
    ".marking { font: 0/0 a }",
    ".marking { text-indent: 100%; white-space: nowrap; overflow: hidden }",
    ".marking { animation: out 1s forwards } @keyframes out { to { opacity: 0 } }",
    ":root { --show: none } .marking { display: var(--show) }",
    ".marking { opacity: var(--unset, 0) }",
    ".marking { display: env(unknown, none) }",
    ".marking { opacity: attr(data-opacity type(<number>), 0) }",
    "@property --x { initial-value: none } .marking { display: var(--x) }",
    ".marking { animation: out 1s forwards } @-moz-keyframes out { ; 100.0% { opacity: 0 } }",
    ".marking { -moz-transform: scale(0) }",
    "@media print { colour; .marking { display: none } }",
    "@layer mine { color: red; .marking { display: none } }",
    "@scope (header) { > .marking { display: none } }",
    "@scope (.marking) { :scope { display: none } }",
    "@scope (.marking) to (.other) { display: none }",
    "& .marking { display: none }",
    ".marking { &p { display: none } }",
    "@media all { " * 50 + ".marking { display: none }" + " }" * 50,
    "@namespace h url(http://www.w3.org/1999/xhtml); h|p { display: none }",
    ".marking:not(:state(shown)) { display: none }",
    ":is(.marking, :unknown(1)) { display: none }",
    ":-webkit-any(.marking) { display: none }",
    ".marking { position: absolute; left: 9999px }",
    ".marking { position: fixed; top: 200vh }",
    ".marking { padding-left: 9999px }",
    ".marking { zoom: .01 }",
    ".marking { line-height: 0px }",
    ".marking { overflow: hidden; line-height: .01 }",
    ".marking { mix-blend-mode: screen }",
    ".marking::first-line { color: transparent }",
    ".marking:first-letter { font-size: 0 }",
    ".marking { -webkit-clip-path: circle(0) }",
    ".marking { content: url(data:image/gif;base64,R0lGODlhAQABAAAAACw=) }",
    ".marking:not(:fullscreen) { display: none }",
    "header:defined:dir(ltr) { display: none }",
    ".marking { color: #fff; background: white }",
    ".tlp-red { color: #f33 } .marking { background: #ff2b2b }",
    ".marking { background: #000 none; color: #111; color: black }",
)


@pytest.mark.parametrize("rule", HIDES)
def test_a_rule_that_hides_the_marking_makes_no_page(tmp_path: Path, rule: str) -> None:
    _write(tmp_path, STYLE, f"/* Mine. */\n\n{rule}\n")
    problems = _problems(tmp_path)
    assert [(each.code, each.file, each.line) for each in problems][:1] == [
        ("lost-marking", str(tmp_path / STYLE), 3)
    ]
    assert "hides the marking" in problems[0].message


@pytest.mark.parametrize(
    "rule",
    [
        ".marking { display: block; color: #fff; font-size: 9px; margin: 0 -6px }",
        ".marking::before { display: none }",
        "nav, article .marking, header > h1 { display: none }",
        "header { height: auto; width: 100%; transform: none; clip: auto; opacity: .9 }",
        ":has(.other) { display: none }",
        "@font-face { font-family: x; src: local(x) } @page { margin: 0 }",
        "@scope (.other) { :scope, & > p, > .marking { display: none } opacity: 0 }",
        ".marking:state(shown), .marking:host(body) { display: none }",
        "header { .contents { display: none } }",
        ".marking { width: 30%; max-width: 33.3% }",
        ".marking { position: absolute; left: 50%; transform: translateX(-50%) rotate(-3deg) }",
        "header { transform: translateZ(0); filter: brightness(.9) contrast(1.05) }",
        "html { filter: invert(1) hue-rotate(180deg) }",
        "header { position: relative; left: 50%; margin-left: -50vw; width: 100vw }",
        "body { animation: in 1s } @keyframes in { from { opacity: 0 } to { opacity: 1 } }",
        "* { --x: 0; transform: translate(var(--x), 0) }",
        ":-moz-placeholder { opacity: .5 } ::part(x), :fullscreen header { display: none }",
        ".marking::first-line { color: red } .marking { line-height: .9; mix-blend-mode: normal }",
        ".marking::before { display: none } article::first-letter { font-size: 0 }",
        "body { font: 400 1rem/1.5 serif } sub { font: 0/0 a; line-height: 0 }",
        "@media print { * { color: #000 !important; background: transparent !important } }",
        ".marking { color: #fff; background: #ff2b2b } .tlp-red { color: #000 }",
    ],
)
def test_other_rules_hide_nothing(tmp_path: Path, rule: str) -> None:
    _write(tmp_path, STYLE, rule)
    assert not _problems(tmp_path)


def test_a_rule_that_never_ends_hides_nothing_else(tmp_path: Path) -> None:
    _write(tmp_path, STYLE, ".broken { display: none")
    with pytest.warns(UserWarning, match="nothing closes what begins here"):
        assert not _problems(tmp_path)


def test_the_built_in_style_and_page_hide_nothing(tmp_path: Path) -> None:
    for name in (STYLE, PAGE):
        _write(tmp_path, name, (BUILT_IN / name).read_text("utf-8"))
    assert not _problems(tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<header>", "<header hidden>"),
        ("<header>", '<header style="display: none">'),
        ("<header>", "<template><header>"),
        ("</head>", "<style>header{display:none}</style></head>"),
        ("</head>", '<link rel="stylesheet" href="data:text/css,header{display:none}"></head>'),
        ("</head>", "<style>p.marking{color:#fff;background:#fff!important}</style></head>"),
        ("<header>", '<header><p class="marking" style="color:#000;background:#000">x</p>'),
        ("</body>", "<svg><style>header{display:none}</style></svg></body>"),
        ("{{ marking() -}}", "<details>{{ marking() -}}</details>"),
        ("{{ marking() -}}", "<div popover>{{ marking() -}}</div>"),
        ("{{ marking() -}}", "<svg><desc>{{ marking() -}}</desc></svg>"),
    ],
)
def test_a_template_that_hides_the_marking_makes_no_page(
    tmp_path: Path, old: str, new: str
) -> None:
    text = (BUILT_IN / PAGE).read_text("utf-8")
    _write(tmp_path, PAGE, text.replace(old, new, 1))
    found = {(each.code, each.file) for each in _problems(tmp_path)}
    assert found == {("lost-marking", str(tmp_path / PAGE))}


def test_a_style_sheet_that_a_template_links_to_may_not_hide_the_marking(tmp_path: Path) -> None:
    text = (BUILT_IN / PAGE).read_text("utf-8")
    link = '<link rel="stylesheet" href="mine.css"></head>'
    _write(tmp_path, PAGE, text.replace("</head>", link))
    _write(tmp_path, "html/mine.css", "header { display: none }")
    found = {(each.code, each.file) for each in _problems(tmp_path)}
    assert found == {("lost-marking", str(tmp_path / "html/mine.css"))}


@pytest.mark.parametrize(
    "around", ["<!-- {} -->", "<textarea>{}</textarea>", "<script>{}</script>"]
)
def test_a_marking_that_is_no_element_is_lost(tmp_path: Path, around: str) -> None:
    text = (BUILT_IN / PAGE).read_text("utf-8")
    call = "{{ marking() -}}"
    _write(tmp_path, PAGE, text.replace(call, around.format(call)))
    (problem,) = _problems(tmp_path)
    assert (problem.code, problem.file) == ("lost-marking", str(tmp_path / PAGE))
    assert "does not show its marking TLP:RED" in problem.message


def test_a_page_without_a_marking_may_hide_what_it_likes(tmp_path: Path) -> None:
    _write(tmp_path, STYLE, ".marking, header { display: none }")
    write_html(read("Text."), templates=tmp_path)
