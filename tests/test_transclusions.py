"""Transclusions are shown as ``tests/transclusions/*.txt`` says.

A case (see ``cases.py``) has a section ``wikitext``, and what becomes of it in a body: ``text``,
the words of each line of the page, or ``html``, to the letter. After ``wikitext`` may stand the
article's language, English without it.
"""

import re
from html import unescape

import html5lib
import pytest
from cases import Case, CaseFile, Section, confirm, in_folder

from wikibrief.reader import read_blocks
from wikibrief.rendering import Page, Renderer
from wikibrief.templating import Templates

WIKI = "https://wiki.example/wiki/"
TEMPLATES = Templates()
LINE_END = re.compile(
    r"</(?:p|li|h\d|td|th|dt|dd|div|tr|caption|blockquote|figcaption)>|<(?:br|hr)>"
)
TAG = re.compile(r"<[^>]*>")


def shown(source: str, language: str = "en") -> str:
    """The HTML of the body that ``source`` makes, with its notes at the end."""
    render = Renderer(Page("Example", language, WIKI), TEMPLATES)
    body = render.blocks(read_blocks(source))
    assert not render.unknown, f"no layout: {render.unknown}"
    return f"{body}\n{render.leftover_references()}".strip() + "\n"


def text_of(html: str) -> str:
    lines = TAG.sub("", LINE_END.sub("\n", html.replace("\n", " "))).split("\n")
    words = (" ".join(unescape(line).split()) for line in lines)
    return "".join(f"{line}\n" for line in words if line)


@pytest.mark.parametrize(("file", "case"), in_folder("transclusions"))
def test_case(file: CaseFile, case: Case, *, accept: bool) -> None:
    source, *rest = case.sections
    assert source.kind == "wikitext"
    html = shown(source.text.rstrip("\n"), source.name or "en")
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    parser.parseFragment(html)
    real = {"html": html, "text": text_of(html)}
    sections = [source, *(Section(each.kind, real[each.kind]) for each in rest)]
    assert rest, "nothing is expected of it"
    confirm(file, case, sections, accept=accept)
