"""How long a briefing takes, next to bare WeasyPrint on the same words, and where the time goes.

    .venv/bin/python benchmarks/paper.py [ROUNDS]

Bare means: the blocks of the briefing as plain paragraphs, without anything in them, in the same
fonts, with the plainest style sheet, untagged. The articles are the sample and those of the folder
``WIKIBRIEF_CORPUS``, else of ``../shared/corpus``, that are nearest in size to 4, 52 and 118 KB.
Within a round both do an article right after another, so that the ratios share the machine's mood.
Times are those of the processor, in warm processes: bare has its own, where WeasyPrint is as it
comes.
"""

from __future__ import annotations

import gc
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from html import escape
from importlib import import_module
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import process_time
from unittest import mock
from xml.etree.ElementTree import Element

from pypdf import PdfReader

from wikibrief import read, write_pdf
from wikibrief.briefing import writer
from wikibrief.briefing.fonts import use_own_fonts
from wikibrief.briefing.paper.page import prepare_page
from wikibrief.inline.context import Surroundings
from wikibrief.model.document import Document
from wikibrief.model.metadata import Metadata
from wikibrief.templating.environment import Templates

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("WIKIBRIEF_CORPUS") or ROOT.parent / "shared" / "corpus")
SIZES = {"4 KB": 4_000, "52 KB": 52_000, "118 KB": 118_000}
EACH = 3
"""Articles of a size."""

BLOCKS = frozenset(
    "p li dt dd th td caption figcaption h1 h2 h3 h4 h5 h6 pre div section header article table "
    "thead tbody tr ul ol dl blockquote figure nav body".split()
)
BARE = "@page { size: A4 } p { font: 10pt/1.45 serif; margin: 0 0 6pt }"


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        compare_all(process, rounds)


def compare_all(process: Executor, rounds: int) -> None:
    print("| articles | pages | ours, s | bare, s | ratio |")
    print("|---|--:|--:|--:|--:|")
    profiles: dict[str, dict[str, float]] = {}
    for size, texts in choose_articles().items():
        documents = [read(text) for text in texts]
        pages = [bare_page(document) for document in documents]
        ours: list[float] = []
        bare: list[float] = []
        both = [*zip(documents, pages, strict=True)]
        count = sum(compare(process, *each, ours, bare) for each in both)
        ours.clear()
        bare.clear()
        for _ in range(rounds):
            for each in both:
                compare(process, *each, ours, bare)
        ratio = median(a / b for a, b in zip(ours, bare, strict=True))
        means = f"{sum(ours) / len(ours):.2f} | {sum(bare) / len(bare):.2f}"
        print(f"| {size} | {count / len(texts):.0f} | {means} | {ratio:.2f} |", flush=True)
        profiles[size] = profile(texts)
    show_profiles(profiles)
    print(f"\nload average: {os.getloadavg()[0]:.1f} of {os.cpu_count()} cores")


def choose_articles() -> dict[str, list[str]]:
    seed = (ROOT / "content" / "kobe-attack.wiki").read_text(encoding="utf-8")
    files = sorted(CORPUS.rglob("*.wiki"))
    chosen = {"the sample": [seed]}
    for name, size in SIZES.items():
        nearest = sorted(files, key=lambda path: abs(path.stat().st_size - size))[:EACH]
        chosen[name] = [path.read_text(encoding="utf-8") for path in nearest]
    return {name: texts for name, texts in chosen.items() if texts}


def compare(
    process: Executor, document: Document, page: str, ours: list[float], bare: list[float]
) -> int:
    """Time both once; return how many pages the briefing has."""
    pdf: list[bytes] = []
    ours.append(seconds(lambda: pdf.append(write_pdf(document))))
    bare.append(process.submit(time_bare, page).result())
    return len(PdfReader(BytesIO(pdf[0])).pages)


def seconds(task: Callable[[], object]) -> float:
    gc.collect()
    began = process_time()
    task()
    return process_time() - began


# --------------------------------------------------------------------------------------------- bare


def bare_page(document: Document) -> str:
    _, html = writer.render_page(document, Metadata(), Templates(), Surroundings())
    page = prepare_page(html)
    body = next(page.iter("body"))
    text = "".join(f"<p>{escape(words)}</p>\n" for words in paragraphs(body))
    language = page.get("lang", "en")
    return f'<html lang="{language}"><meta charset="utf-8"><title>Bare</title>{text}'


def paragraphs(body: Element) -> Iterator[str]:
    """Yield the words of each block that has any."""
    words: list[str] = [""]

    def walk(element: Element) -> None:
        is_block = element.tag in BLOCKS
        if is_block:
            words.append("")
        if "}" not in str(element.tag):
            words[-1] += element.text or ""
            for child in element:
                walk(child)
        if is_block:
            words.append("")
        words[-1] += element.tail or ""

    walk(body)
    return filter(None, (" ".join(each.split()) for each in words))


def time_bare(page: str) -> float:
    use_own_fonts()
    from weasyprint import CSS, HTML  # noqa: PLC0415  after our fonts

    return seconds(lambda: HTML(string=page).write_pdf(stylesheets=[CSS(string=BARE)]))


# ------------------------------------------------------------------------------------------ phases

PHASES = {
    "read": ["wikibrief.markup.references.lifting:read"],
    "values": ["wikibrief.briefing.writer:collect_values"],
    "map": ["wikibrief.briefing.writer:draw_map"],
    "page": ["wikibrief.briefing.writer:render_page"],
    "attachments": ["wikibrief.briefing.writer:make_claims"],
    "tree": ["wikibrief.briefing.writer:prepare_page"],
    "css": ["weasyprint.document:get_all_computed_styles"],
    "boxes": ["weasyprint.document:build_formatting_structure"],
    "layout": ["wikibrief.briefing.press.layout:_fit"],
    "paint": ["wikibrief.briefing.press.layout:_write"],
    "structure": ["wikibrief.briefing.press.layout:finish"],
}
"""What is timed as what; a phase that runs within another does not count there."""


class Stopwatch:
    """Where the time goes."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._within: list[float] = []

    def watch(self, phase: str, do: Callable[..., object]) -> Callable[..., object]:
        def watched(*arguments: object, **options: object) -> object:
            self._within.append(0.0)
            began = process_time()
            try:
                return do(*arguments, **options)
            finally:
                took = process_time() - began
                self.spent[phase] += took - self._within.pop()
                if self._within:
                    self._within[-1] += took

        return watched


def profile(texts: list[str]) -> dict[str, float]:
    """Milliseconds of each phase, for one of the articles on average."""
    watch = Stopwatch()
    with watching(watch):
        reader = import_module("wikibrief.markup.references.lifting")
        for text in texts:
            gc.collect()
            write_pdf(reader.read(text))
    return {phase: watch.spent[phase] * 1000 / len(texts) for phase in PHASES}


@contextmanager
def watching(watch: Stopwatch) -> Iterator[None]:
    patches = []
    for phase, names in PHASES.items():
        for name in names:
            module, _, attribute = name.partition(":")
            do = getattr(import_module(module), attribute)
            patches.append(mock.patch(f"{module}.{attribute}", watch.watch(phase, do)))
    try:
        for patch in patches:
            patch.start()
        yield
    finally:
        mock.patch.stopall()


def show_profiles(profiles: dict[str, dict[str, float]]) -> None:
    print("\n| ms |" + "".join(f" {size} |" for size in profiles))
    print("|---|" + "--:|" * len(profiles))
    for phase in PHASES:
        row = "".join(f" {spent[phase]:.0f} |" for spent in profiles.values())
        print(f"| {phase} |{row}")


if __name__ == "__main__":
    use_own_fonts()
    main()
