"""A user's style sheet or template that hides the marking of a web page makes no page."""

from pathlib import Path

import pytest

from wikibrief.markup.lifting import read
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
    "header { display: var(--mine) } :root { --mine: var(--other); --other: none }",
    ".marking { display: var(--unknown, none); --mine: var(--mine) }",
    ".marking { font: italic 0/1 serif }",
    ".marking { font-size: calc(1px * 2) }",
    "header { max-height: min(1px, 1em); overflow: hidden }",
    ".marking { left: -100%; position: absolute }",
    ".marking { margin-block-end: -999px }",
    ".marking { text-indent: 100%; overflow: hidden; white-space: nowrap }",
    ".marking { inset-inline-start: 9999px; position: absolute }",
    "header { -webkit-mask: url(#none) }",
    "header { zoom: .1 }",
    "header:dir(ltr) { display: none }",
    "header:not(:popover-open) { display: none }",
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
        ".broken { display: none",
        "header { .contents { display: none } }",
        ":root { --gone: none } nav { display: var(--gone) } .marking { margin: var(--space) }",
        ".marking { width: calc(100% - 2px); font: 700 1rem/1.5 serif; left: 50% }",
        "::-webkit-scrollbar:hover { display: none }",
        "nav:dir(ltr) { display: none }",
    ],
)
def test_other_rules_hide_nothing(tmp_path: Path, rule: str) -> None:
    _write(tmp_path, STYLE, rule)
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
        ("{{ marking() -}}", "<details>{{ marking() -}}</details>"),
    ],
)
def test_a_template_that_hides_the_marking_makes_no_page(
    tmp_path: Path, old: str, new: str
) -> None:
    text = (BUILT_IN / PAGE).read_text("utf-8")
    _write(tmp_path, PAGE, text.replace(old, new, 1))
    found = {(each.code, each.file) for each in _problems(tmp_path)}
    assert found == {("lost-marking", str(tmp_path / PAGE))}


def test_a_page_without_a_marking_may_hide_what_it_likes(tmp_path: Path) -> None:
    _write(tmp_path, STYLE, ".marking, header { display: none }")
    write_html(read("Text."), templates=tmp_path)
