"""Shortcuts change how long a briefing takes, and nothing on its pages."""

import subprocess
import sys
from pathlib import Path

from cases import read_cases

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
{{| class="wikitable" style="border-collapse: collapse; width: 70%"
! style="border: 5px solid green; padding: 4px" | {words} !! 12,345 – 67,890
|-
| style="overflow-wrap: anywhere; width: 10px" | {words} || עברית {words}
|}}
""".format(words="some words that are more than a line of text would hold, " * 3)

PROGRAM = """
import sys, warnings
from hashlib import sha256
from io import BytesIO
from pypdf import PdfReader
from wikibrief import read, write_pdf
from wikibrief.briefing.press import layout

warnings.simplefilter("ignore")
if sys.argv[1] == "without":
    layout.take_shortcuts = lambda: None
for text in sys.stdin.buffer.read().decode().split(chr(0)):
    metadata = {"briefing": {"watermark": "Draft"}, "marking": "TLP:RED"}
    pages = PdfReader(BytesIO(write_pdf(read(text, title="Title"), metadata=metadata))).pages
    print([sha256(page.get_contents().get_data()).hexdigest() for page in pages])
"""


def print_pages(texts: list[str], how: str) -> list[str]:
    """Return what is painted on the pages of briefings, made by a process of their own."""
    process = subprocess.run(
        [sys.executable, "-c", PROGRAM, how],
        input="\0".join(texts).encode(),
        capture_output=True,
        check=True,
    )
    return process.stdout.decode().splitlines()


def test_pages_are_the_same_without_shortcuts() -> None:
    cases = read_cases(HERE / "conformance" / "structure.txt").cases
    texts = [
        section.text for case in cases for section in case.sections if section.kind == "wikitext"
    ]
    texts.append(STYLES)
    pages = print_pages(texts, "with")
    assert len(pages) == len(texts)
    assert pages == print_pages(texts, "without")
