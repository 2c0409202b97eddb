"""The page in a real browser (``make browser``): Debian's Chromium, headless, without a network.

Attacks run nothing and ask for nothing; pages have no errors, no horizontal scroll on a telephone,
both colour schemes, a print style, and nothing that axe-core objects to.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cases import Case, CaseFile
from chromium import launch
from hostile import ATTACKS_ON_MARKINGS, EVERY_ATTACK, METADATA, page_with, pages_of

from wikibrief.markup.references.lifting import read
from wikibrief.page.writer import write_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("WIKIBRIEF_CORPUS") or ROOT / ".." / "shared" / "corpus")
OURS = [ROOT / "content" / "kobe-attack.wiki", ROOT / "tests" / "rich.wiki"]
REAL = sorted(CORPUS.rglob("*.wiki"))
each_article = pytest.mark.parametrize(
    "article",
    [*OURS, *(pytest.param(path, marks=pytest.mark.corpus) for path in REAL)],
    ids=lambda path: path.stem,
)

WATCH = """
window.executed = [];
for (const name of ["alert", "confirm", "prompt", "print", "open", "fetch", "msgbox"])
  window[name] = (...what) => { window.executed.push(`${name}(${what})`); };
for (const name of ["click", "auxclick", "submit"])
  addEventListener(name, event => event.preventDefault(), true);
"""
"""Runs before the page: what attacks call is written down, and no link is followed.

Followed, hundreds of `mailto:` and `tel:` would each start a program of the desktop.
"""

PROVOKE = """
() => {
  for (const element of document.querySelectorAll("*")) {
    for (const name of ["mouseover", "mouseenter", "pointerenter", "focus", "blur", "click", "load",
                        "error", "toggle", "animationstart", "beforetoggle", "keydown"])
      element.dispatchEvent(new Event(name, { bubbles: false, cancelable: true }));
    for (const attribute of element.attributes)
      if (/^on/i.test(attribute.name)) window.executed.push(element.outerHTML);
  }
  for (const link of document.links) {
    const address = [link.getAttribute("href"), "https://a.example/"];
    if (!URL.canParse(...address)) continue;
    if (/^(javascript|vbscript|data|blob|file):/.test(new URL(...address)))
      window.executed.push(link.outerHTML);
  }
  return window.executed;
}
"""
"""Fires what a reader's mouse and keys would fire; the browser says itself where links lead."""


AXE = {
    "rules": {
        rule: {"enabled": False}
        for rule in ("definition-list", "empty-table-header", "heading-order")
    }
}
"""What articles do, and MediaWiki leaves to them: an indented line (``:``) is a definition without
a term, the corner cell of a table a header without words, and some headings skip a level."""


@dataclass
class Visit:
    """A page in the browser, and what it did there."""

    page: Page
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with launch(tmp_path_factory.mktemp("programs")) as chromium:
        yield chromium


@contextmanager
def visit(
    browser: Browser, page: str, folder: Path, width: int = 1400, scheme: str = "light"
) -> Iterator[Visit]:
    """Open a page in a folder; whatever it asks for is refused and written down."""
    file = folder / "page.html"
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    tab = context.new_page()
    tab.set_default_timeout(60_000)
    seen = Visit(tab)

    def watch(route: Any) -> None:  # noqa: ANN401  playwright's, which need not be there
        if route.request.url == file.as_uri():
            route.continue_()
        else:
            if not route.request.url.startswith(folder.as_uri()):  # a picture next to the page
                seen.asked.append(route.request.url)
            route.abort()

    def note(message: Any) -> None:  # noqa: ANN401
        if message.type in {"error", "warning"} and "ERR_FAILED" not in message.text:
            seen.errors.append(message.text)

    tab.route("**/*", watch)
    tab.on("pageerror", lambda error: seen.errors.append(str(error)))
    tab.on("console", note)
    tab.add_init_script(WATCH)
    try:
        show(seen, page, file)
        yield seen
    finally:
        context.close()


def show(seen: Visit, page: str, file: Path) -> None:
    """Let a tab go to a page; what it asked for before is forgotten."""
    file.write_text(page, encoding="utf-8")
    seen.asked.clear()
    seen.errors.clear()
    seen.page.goto(file.as_uri())


@pytest.fixture(scope="session")
def tab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Visit, Path]]:
    """One tab for all attacks: a new one for each takes longer than they do."""
    folder = tmp_path_factory.mktemp("attacks")
    with visit(browser, page_with(""), folder) as seen:
        yield seen, folder / "page.html"


def page_of(article: Path) -> str:
    document = read(article.read_text(encoding="utf-8"))
    language = article.stem.partition("-")[0]
    language = language if len(language) == 2 else "en"
    title = document.title or article.stem
    return write_html(replace(document, language=language, title=title), metadata=METADATA)


@pytest.mark.parametrize(("file", "case"), EVERY_ATTACK)
def test_an_attack_runs_nothing_and_asks_for_nothing(
    tab: tuple[Visit, Path], file: CaseFile, case: Case
) -> None:
    del file
    seen, place = tab
    for page in pages_of(case):
        show(seen, page, place)
        assert seen.page.evaluate(PROVOKE) == []
        assert seen.page.url == place.as_uri()
        assert (seen.asked, seen.errors) == ([], [])


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=https://evil.example/x.png>",
        "<p onmouseover=alert(1)>x</p>",
        "<a href=' java\nscript:alert(1)'>x</a>",
        "<svg onload=alert(1)>",
    ],
)
def test_the_watch_sees_an_attack_that_gets_through(tab: tuple[Visit, Path], attack: str) -> None:
    seen, place = tab
    show(seen, page_with(attack), place)
    assert seen.page.evaluate(PROVOKE) or seen.asked


COVERS = """
async () => {
  await document.fonts.ready;
  const covers = [];
  for (const marking of document.querySelectorAll(":is(header, footer) > .marking")) {
    marking.scrollIntoView({ block: "center", behavior: "instant" });
    const box = marking.getBoundingClientRect();
    const xs = [box.left + 2, (box.left + box.right) / 2, box.right - 2];
    const ys = [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2];
    for (const x of xs) for (const y of ys) {
      const top = document.elementFromPoint(x, y);
      if (top !== marking) covers.push(top ? top.outerHTML.slice(0, 200) : `nothing at ${x}, ${y}`);
    }
    const { display, visibility, opacity, backgroundColor } = getComputedStyle(marking);
    covers.push(...[display, visibility, opacity, backgroundColor].filter(
      value => !["block", "visible", "1", "rgb(0, 0, 0)"].includes(value)));
  }
  return covers;
}
"""
"""What is painted over a marking, or hides it."""


@pytest.mark.parametrize(("file", "case"), ATTACKS_ON_MARKINGS)
def test_no_attack_covers_the_marking(tab: tuple[Visit, Path], file: CaseFile, case: Case) -> None:
    del file
    seen, place = tab
    for page in pages_of(case):
        show(seen, page, place)
        assert seen.page.locator(".marking").count() == 2
        for width in (1400, 800, 360):
            seen.page.set_viewport_size({"width": width, "height": 900})
            assert (width, seen.page.evaluate(COVERS)) == (width, [])


@pytest.mark.parametrize(
    "style",
    ["position:fixed;inset:0;z-index:2", "margin-top:-30em;height:40em;z-index:2"],
)
def test_the_test_sees_what_covers_a_marking(tab: tuple[Visit, Path], style: str) -> None:
    seen, place = tab
    cover = f'</article></main><div style="position:relative;{style}">a</div><main><article>'
    show(seen, page_with(cover), place)
    assert seen.page.evaluate(COVERS)


@each_article
def test_a_page_fits_a_telephone_and_has_no_errors(
    browser: Browser, article: Path, tmp_path: Path
) -> None:
    with visit(browser, page_of(article), tmp_path, width=360) as seen:
        width = seen.page.evaluate("document.documentElement.scrollWidth")
        assert (width, seen.asked, seen.errors) == (360, [], [])


@each_article
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(
    browser: Browser, article: Path, scheme: str, tmp_path: Path
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    with visit(browser, page_of(article), tmp_path, scheme=scheme) as seen:
        found = axe.run(seen.page, options=AXE).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"][:3]]) for each in found] == []


def test_the_dark_scheme_is_dark_and_paper_is_white(browser: Browser, tmp_path: Path) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    shown = {}
    for scheme in ("light", "dark"):
        with visit(browser, page_of(OURS[0]), tmp_path, scheme=scheme) as seen:
            shown[scheme] = seen.page.evaluate(ground)
            seen.page.emulate_media(media="print", color_scheme="light")
            shown["print"] = seen.page.evaluate(ground)
            assert not seen.page.locator(".contents").is_visible()
            assert seen.page.locator("h1").is_visible()
    assert shown["print"] == "rgb(255, 255, 255)"
    assert shown["light"] != shown["dark"] == "rgb(22, 23, 24)"


def test_the_infobox_is_at_the_side_where_there_is_room(browser: Browser, tmp_path: Path) -> None:
    places = {1400: "beside", 1100: "beside", 900: "above", 360: "below"}
    for width, place in places.items():
        with visit(browser, page_of(OURS[0]), tmp_path, width=width) as seen:
            box = seen.page.locator(".infobox").bounding_box()
            text = seen.page.locator("article > p").first.bounding_box()
            more = seen.page.locator("article > h2").first.bounding_box()
        assert box
        assert text
        assert more
        assert (box["x"] > text["x"] + 300) is (place == "beside")
        assert (box["y"] + box["height"] <= text["y"]) is (place == "above")
        assert (text["y"] + text["height"] <= box["y"]) is (place == "below")
        assert place == "beside" or box["y"] + box["height"] <= more["y"]
