"""What the parts of a briefing cost WeasyPrint, from bare paragraphs to the whole, step by step.

    .venv/bin/python benchmarks/floor.py [ROUNDS]

The articles and the first step are those of ``paper.py``; each step has all that the one before
has, and the same words:

- bare: a paragraph for each block, without anything in it
- tagged: with the structure of an accessible PDF
- inline: with links, marks of notes, bold and italic in the paragraphs
- blocks: with tables, lists and headings as what they are, in WeasyPrint's own style
- style: in ours, laid out as WeasyPrint does it
- press: by our press, as PDF/UA and PDF/A
- all: with the article read and its page made

Times are those of the processor, in parts of the bare page's; both WeasyPrint as it comes and with
our shortcuts have a warm process. No step before the press can be had for less by another style or
page, as long as it has the article's own elements.
"""

from __future__ import annotations

import os
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from html import escape
from multiprocessing import get_context
from statistics import median
from time import process_time
from typing import Any, NamedTuple
from unittest import mock
from xml.etree.ElementTree import Element

from paper import BARE, BLOCKS, bare_page, choose_articles, seconds

from wikibrief import read, write_pdf
from wikibrief.briefing import opening, writer
from wikibrief.briefing.fonts import use_own_fonts
from wikibrief.briefing.paper.page import prepare_page
from wikibrief.inline.context import Surroundings
from wikibrief.model.document import Document
from wikibrief.model.metadata import Metadata
from wikibrief.templating.environment import Templates
from wikibrief.wiki.tags import Is, tags_with

PLAIN = f"{BARE} body {{ font: 10pt/1.45 serif; margin: 0 }} a {{ color: inherit }}"
KEPT = ("alt", "href", "id", "lang", "src")
TAG = re.compile("<[^<>]*>")
VOID = tags_with(Is.VOID)


class Step(NamedTuple):
    page: str
    style: str
    is_tagged: bool = True


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    context = get_context("spawn")
    with ProcessPoolExecutor(1, context) as plain, ProcessPoolExecutor(1, context) as quick:
        quick.submit(take_shortcuts).result()
        articles = choose_articles()
        columns = {
            size: measure([read(text) for text in texts], rounds, plain, quick)
            for size, texts in articles.items()
        }
    print("| step |" + "".join(f" {size} |" for size in articles))
    print("|---|" + "--:|" * len(articles))
    for step in next(iter(columns.values())):
        row = "".join(f" {ratios[step]:.2f} |" for ratios in columns.values())
        print(f"| {step} |{row}")
    print(f"\nload average: {os.getloadavg()[0]:.1f} of {os.cpu_count()} cores")


def take_shortcuts() -> None:
    use_own_fonts()
    from wikibrief.briefing.press import shortcuts  # noqa: PLC0415  after our fonts

    shortcuts.take_shortcuts()


def measure(
    documents: list[Document], rounds: int, plain: Executor, quick: Executor
) -> Mapping[str, float]:
    """Return the time of each step in parts of that of the bare page."""
    steps = [make_steps(document) for document in documents]
    spent: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds + 1):  # the first one warms up
        for document, each in zip(documents, steps, strict=True):
            for name, step in each.items():
                spent[name].append(plain.submit(time_step, step).result())
                spent[f"{name}, with shortcuts"].append(quick.submit(time_step, step).result())
            with watch_press() as press:
                whole = seconds(partial(write_pdf, document))
            spent["press"] += press
            spent["all"].append(whole)
    bare = spent["bare"]
    start = len(documents)
    return {
        name: median(a / b for a, b in zip(times[start:], bare[start:], strict=True))
        for name, times in spent.items()
    }


def make_steps(document: Document) -> dict[str, Step]:
    templates = Templates()
    _, html = writer.render_page(document, Metadata(), templates, Surroundings())
    style = writer.read_style(templates, None).text
    page = prepare_page(html, style)
    body = next(page.iter("body"))
    bare = bare_page(document)
    head = bare.partition("<p>")[0]
    inline = "".join(f"<p>{text}</p>\n" for text in inline_blocks(body))
    whole = f"<!DOCTYPE html>{serialize(page)}"
    return {
        "bare": Step(bare, BARE, is_tagged=False),
        "tagged": Step(bare, BARE),
        "inline": Step(head + inline, PLAIN),
        "blocks": Step(whole, PLAIN),
        "style": Step(whole, style),
    }


def inline_blocks(body: Element) -> Iterator[str]:
    """Yield the words of each block that has any, with the elements that are in lines."""
    parts = [""]

    def walk(element: Element) -> None:
        is_block = element.tag in BLOCKS
        if "}" not in str(element.tag):
            parts.append("") if is_block else add(begin(element))
            add(escape(element.text or "", quote=False))
            for child in element:
                walk(child)
            parts.append("") if is_block else add(end(element))
        add(escape(element.tail or "", quote=False))

    def add(text: str) -> None:
        parts[-1] += text

    walk(body)
    return (part for part in parts if TAG.sub("", part).strip())


def serialize(element: Element) -> str:
    inside = "".join(map(serialize, element))
    text = escape(element.text or "", quote=False)
    return f"{begin(element, bool)}{text}{inside}{end(element)}" + escape(
        element.tail or "", quote=False
    )


def begin(element: Element, keeps: Callable[[str], bool] = KEPT.__contains__) -> str:
    pairs = ((name.rpartition("}")[2], value) for name, value in element.attrib.items())
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in pairs if keeps(name))
    return f"<{name_of(element)}{attributes}>"


def end(element: Element) -> str:
    return "" if name_of(element) in VOID else f"</{name_of(element)}>"


def name_of(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def time_step(step: Step) -> float:
    use_own_fonts()
    from weasyprint import CSS, HTML  # noqa: PLC0415  after our fonts

    def write() -> None:
        HTML(string=step.page).write_pdf(
            stylesheets=[CSS(string=step.style)], pdf_tags=step.is_tagged
        )

    return seconds(write)


@contextmanager
def watch_press() -> Iterator[list[float]]:
    """Collect how long the press takes."""
    times: list[float] = []

    def watched(*arguments: Any) -> Any:  # noqa: ANN401
        began = process_time()
        try:
            return opening.lay_out(*arguments)
        finally:
            times.append(process_time() - began)

    with mock.patch("wikibrief.briefing.writer.lay_out", watched):
        yield times


if __name__ == "__main__":
    use_own_fonts()
    main()
