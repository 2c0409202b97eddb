"""A served page in a real browser (``make browser``): a saved change is on the screen at once."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chromium import launch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
PATIENCE = 30
"""Seconds, on a busy machine."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with launch(tmp_path_factory.mktemp("programs")) as chromium:
        yield chromium


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "content" / "kobe-attack.wiki"
    path.parent.mkdir()
    path.write_bytes((ROOT / "content" / path.name).read_bytes())
    (path.parent / "_defaults.yaml").write_text("marking: TLP:GREEN\n")
    return path


@pytest.fixture
def address(source: Path) -> Iterator[str]:
    """Where the real program serves it."""
    command = (sys.executable, "-m", "wikibrief", "serve", "--port", "0")
    with subprocess.Popen(
        command,
        cwd=source.parents[1],
        env={"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as server:
        assert server.stdout
        said = server.stdout.readline()
        yield said.split()[3]
        server.send_signal(2)
        assert server.wait(PATIENCE) == 130


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    shown = context.new_page()
    errors: list[str] = []
    shown.on("console", lambda message: errors.append(message.text))
    shown.on("pageerror", lambda error: errors.append(str(error)))
    shown.goto(f"{address}kobe-attack.html")
    yield shown
    assert errors == []
    context.close()


def edit(source: Path, old: str, new: str) -> None:
    text = source.read_text(encoding="utf-8")
    assert old in text
    source.write_text(text.replace(old, new), encoding="utf-8")


def wait_until(page: Page, holds: str, what: object = None) -> None:
    """Wait until a function holds in the page, whose policy forbids playwright's own way."""
    end = time.monotonic() + PATIENCE
    while not page.evaluate(holds, what):
        assert time.monotonic() < end, f"{holds}\n{panel(page)}\n{page.inner_text('body')}"
        time.sleep(0.05)


def wait_for(page: Page, text: str) -> None:
    wait_until(page, "text => document.body.innerText.includes(text)", text)


PANEL = "document.querySelector('wikibrief-panel')?.shadowRoot.textContent ?? ''"


def panel(page: Page) -> str:
    return str(page.evaluate(PANEL))


def wait_for_panel(page: Page, text: str) -> None:
    wait_until(page, f"text => ({PANEL}).includes(text)", text)


def test_a_saved_change_is_on_the_screen_where_the_reader_is(page: Page, source: Path) -> None:
    page.evaluate("window.isTheSame = true; scrollTo(0, 500)")
    edit(source, "== Attack ==", "== The ambush ==")
    wait_for(page, "The ambush")
    assert page.evaluate("[window.isTheSame, scrollY]") == [True, 500]
    style = source.parent / "_templates" / "html" / "style.css"
    style.parent.mkdir(parents=True)
    style.write_text("h1 { color: rgb(1, 2, 3) }")
    is_styled = "getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)'"
    wait_until(page, is_styled)
    style.unlink()
    wait_until(page, f"!({is_styled})")


def test_problems_are_in_the_page_and_go_again(page: Page, source: Path) -> None:
    wait_for_panel(page, "no problems")
    edit(source, "== Attack ==", "== Attack ==\n''In italics.\n")
    wait_for_panel(page, "content/kobe-attack.wiki:21:1")
    sidecar = source.with_name("kobe-attack.meta.yaml")
    sidecar.write_text("marking: TLP:PINK\n")
    wait_for_panel(page, "this is how it was")
    assert "In italics" in page.inner_text("article")
    assert "content/kobe-attack.meta.yaml:1:10" in panel(page)
    sidecar.unlink()
    wait_for_panel(page, "1 warning")


def test_many_saves_at_once_end_with_the_last_one(page: Page, source: Path) -> None:
    page.evaluate("window.isTheSame = true; scrollTo(0, 500)")
    text = source.read_text(encoding="utf-8")
    for number in range(200):
        broken = "''In italics.\n" if number % 2 else ""
        source.write_text(
            text.replace("== Attack ==", f"== Attack {number} ==\n{broken}"), encoding="utf-8"
        )
    wait_for(page, "Attack 199")
    wait_for_panel(page, "content/kobe-attack.wiki:21:1")
    assert page.evaluate("[window.isTheSame, scrollY]") == [True, 500]
    source.write_text(text, encoding="utf-8")
    wait_for_panel(page, "no problems")


def test_the_panel_does_not_cover_the_marking(page: Page) -> None:
    wait_for_panel(page, "no problems")
    page.evaluate("scrollTo({ top: 1e6, behavior: 'instant' })")
    covered = """() => {
        const marking = [...document.querySelectorAll('.marking')].at(-1);
        const box = marking.getBoundingClientRect();
        const middle = [box.left + box.width / 2, box.top + box.height / 2];
        return document.elementFromPoint(...middle) !== marking;
    }"""
    assert not page.evaluate(covered)


def test_the_list_finds_documents_and_hears_of_new_ones(
    page: Page, address: str, source: Path
) -> None:
    source.with_name("market.wiki").write_text("= Ménaka market =\n\nIt opened.\n")
    page.goto(address)
    wait_for(page, "Ménaka market")
    page.fill("#search", "menaka")
    assert page.locator(".documents > li:visible").count() == 1
    source.with_name("bridge.wiki").write_text("= Ménaka bridge =\n\nOver the Niger.\n")
    wait_until(page, "document.querySelectorAll('.documents > li:not([hidden])').length === 2")
    assert page.input_value("#search") == "menaka"
    page.click("text=Ménaka bridge")
    wait_for(page, "Over the Niger.")


def test_pages_of_other_sites_cannot_read_it(browser: Browser, address: str) -> None:
    with contextlib.closing(browser.new_context()) as context:
        other = context.new_page()
        other.goto("data:text/html,<p>another site</p>")
        read = """address => fetch(address).then(() => 'read', () => 'refused')"""
        assert other.evaluate(read, address) == "refused"
        frame = "address => { const made = document.createElement('iframe'); made.src = address;"
        shows = " document.body.append(made); return new Promise(done => made.onload = () =>"
        assert other.evaluate(f"{frame}{shows} done('loaded')) }}", address) == "loaded"
        assert "Kobé" not in "".join(each.content() for each in other.frames)
