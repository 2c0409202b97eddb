"""Shortcuts change how long a briefing takes, and nothing on its pages."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from cases import read_cases

from wikibrief.briefing.press.shortcuts import draw_straight_path

HERE = Path(__file__).parent
STYLES = """
<p style="letter-spacing: 2px">spaced letters</p>
<p style="word-spacing: 9px; text-align: justify">spaced words, {words}</p>
<p style="text-decoration: underline; font-variant: small-caps">small and underlined</p>
<p style="margin-inline-start: 10%; width: 60%">a part of the width, {words}</p>
<p style="box-sizing: border-box; width: 200px; padding: 9px; border: 3px solid red">{words}</p>
<p style="float: right; min-width: 30px; max-width: 90px">narrow {words}</p>
<p style="font-size: 0">no size</p>
<div style="position: relative; border: 1px solid; border-radius: 20%; background: #eee">
<span style="position: absolute; overflow: hidden; padding: 5%">apart</span> around</div>
<pre>a\ttab</pre>
<p>{words} soft\u00adhyphens\u00adin\u00adwords {words} 1914–1918/{words}-{words}</p>
<p>日本語の文章はどこでも改行できる。{words}東京都千代田区、{words} עברית {words} ⚔ 😀 {words}</p>
<p style="width: 90px">{words}<b>{words}</b>, <i>{words}</i>a-word-of-more-than-a-line</p>
<p style="font-variant-numeric: tabular-nums oldstyle-nums">1,234,567 {words}</p>
<p style="hyphens: auto">{words}</p>
{{| class="wikitable" style="border-collapse: collapse; width: 70%"
! style="border: 5px solid green; padding: 4px" | {words} !! 12,345 – 67,890
|-
| style="overflow-wrap: anywhere; width: 10px" | {words} || עברית {words}
|}}
{{|
| style="white-space: nowrap" | these words || {words}
|-
| style="white-space: nowrap" | these words are more than the others || {words}
|-
| 10 /day || {words}
|-
| 10 /a-very-long-word-that-begins-like-the-other-one || {words}
|}}
""".format(words="some words that are more than a line of text would hold, " * 3)

PROGRAM = """
import sys, types, warnings
from hashlib import sha256
from io import BytesIO
from pypdf import PdfReader
import weasyprint
from weasyprint.draw import text
from weasyprint.layout import background, block, percent, preferred
from weasyprint.text import line_break
from wikibrief import read, write_pdf

warnings.simplefilter("ignore")
replaced = [
    (weasyprint.css.ComputedStyle, "__missing__"),
    (line_break.Layout, "setup"),
    (line_break.Layout, "set_text"),
    (line_break.Layout, "deactivate"),
    (line_break.Layout, "reactivate"),
    (text, "draw_first_line"),
    (percent, "resolve_percentages"),
    (block, "resolve_percentages"),
    (preferred, "shrink_to_fit"),
    (preferred, "split_first_line"),
    (line_break, "strut"),
    (background, "layout_box_backgrounds"),
]
functions = [getattr(*each) for each in replaced]
draw_path = weasyprint.svg.TAGS["path"]
weasyprint.__version__ = sys.argv[1]


class Lazy(types.ModuleType):
    def __getattr__(self, name):
        raise ImportError(name)


sys.modules["lazy"] = Lazy("lazy")
for source in sys.stdin.buffer.read().decode().split(chr(0)):
    metadata = {"briefing": {"watermark": "Draft"}, "marking": "TLP:RED"}
    pages = PdfReader(BytesIO(write_pdf(read(source, title="Title"), metadata=metadata))).pages
    print([sha256(page.get_contents().get_data()).hexdigest() for page in pages])
kept = [getattr(*each) is function for each, function in zip(replaced, functions)]
print([*kept, weasyprint.svg.TAGS["path"] is draw_path], file=sys.stderr)
"""


def print_pages(texts: list[str], version: str) -> tuple[list[str], set[bool]]:
    """Return what is painted on the pages of briefings, and which of its functions were kept.

    A process of their own makes them with a WeasyPrint that says that it has a ``version``.
    """
    process = subprocess.run(
        [sys.executable, "-c", PROGRAM, version],
        input="\0".join(texts).encode(),
        capture_output=True,
        check=True,
    )
    kept = process.stderr.decode().splitlines()[-1]
    return process.stdout.decode().splitlines(), set(json.loads(kept.lower()))


def test_pages_are_the_same_without_shortcuts() -> None:
    cases = read_cases(HERE / "conformance" / "structure.txt").cases
    texts = [
        section.text for case in cases for section in case.sections if section.kind == "wikitext"
    ]
    texts.append(STYLES)
    pages, kept = print_pages(texts, "70.0")
    assert len(pages) == len(texts)
    assert kept == {False}
    assert print_pages(texts, "70.1") == (pages, {True}), "another version is left as it is"


STRAIGHT = ["M0 0L10.5 -3Z", "M1 2L3 4L5 6ZM7 8L9 1"]
OTHERS = ["M1.2.3 4L5 6", "M. .L1 1", "M١ ٢L1 1", "M0 0L1 1 2 2", "M0 0C1 1 2 2 3 3"]


@pytest.mark.parametrize("path", [*STRAIGHT, *OTHERS])
def test_only_straight_paths_of_numbers_have_a_shortcut(path: str) -> None:
    left = []
    draw = draw_straight_path(lambda _, node, __: left.append(node["d"]))
    draw(SimpleNamespace(stream=Mock()), Node(d=path), 16.0)
    assert left == ([] if path in STRAIGHT else [path])


class Node(dict[str, str]):
    """An element of an SVG."""

    attrib: Mapping[str, str] = {}
