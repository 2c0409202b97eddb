"""An article has none of the classes that are ours, so no rule of ours changes or hides it."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import html5lib
import pytest
from pypdf import PdfReader

from wikibrief.briefing.writer import write_pdf
from wikibrief.inline.tags import OWN_CLASSES
from wikibrief.markup.references.lifting import read
from wikibrief.page.sanitizer import FRAME
from wikibrief.page.writer import write_html

ROOT = Path(__file__).parents[2]
SHARED = frozenset(
    # Of MediaWiki and of most wikis: there they look the same, and so do they here.
    "IPA Inline-Template center citation external flagicon gallery gallerybox gallerycaption "
    "gallerytext hatnote hlist in-language inline-noted nowrap plainlist poem refbegin references "
    "reflist respelling wikitable author "
    "mw-halign-center mw-halign-left mw-halign-none mw-halign-right".split()
)
OF_CONTENTS = re.compile(r"level-[1-3]")
OF_CODE = re.compile(r"[a-z][a-z0-9]{0,2}")
"""Pygments' names, which mean something only in what is ``highlight``."""

HOSTILE = """'''A''' is a village.

== Boxes ==
<div class="infobox"><div class="title"><b>Boxes</b></div>
<dl class="facts"><div><dt>Image size</dt><dd>wordone.jpg</dd></div></dl>
<dl class="Others x"><div><dt>Map caption</dt><dd>wordtwo</dd></div></dl></div>
{| CLASS='infobox wikitable'
| class="mw-cite-backlink" | wordthree || class=missing&#32;icon | wordfour
|- class="noprint"
| <div class="noprint">wordfive</div> || <span class="missing icon">wordsix</span>
|}
<ul class="gallery"><li class="gallerybox"><span class="filename">wordseven</span>
<div class="gallerytext">x</div></li></ul>
<sup class="reference">wordeight</sup>
<span class="mw-cite-backlink">wordnine</span>
<span class="flag" data-code="CODE">wordten</span>
<span class="unshown" data-spoken="SPOKEN">wordeleven</span>
"""
WORDS = re.findall(r"word[a-z]+", HOSTILE)


def classes_in(html: str) -> set[str]:
    root = html5lib.parse(html, namespaceHTMLElements=False)
    return {name for each in root.iter() for name in each.get("class", "").lower().split()}


def test_an_article_has_none_of_our_classes() -> None:
    html = write_html(read(HOSTILE), fragment=True)
    assert classes_in(html) & OWN_CLASSES == {"scroll"}  # what we put around a table
    assert "SPOKEN" not in html
    assert all(word in html for word in WORDS)


def test_all_its_words_are_on_paper() -> None:
    pages = PdfReader(BytesIO(write_pdf(read(HOSTILE)))).pages
    text = "".join(page.extract_text() for page in pages)
    assert [word for word in WORDS if word not in text] == []
    assert "CODE" not in text


@pytest.mark.parametrize("name", ["html/style.css", "briefing/briefing.css"])
def test_a_class_with_rules_is_ours_or_shared_with_wikis(name: str) -> None:
    style = re.sub(
        r"/\*.*?\*/", "", (ROOT / "templates" / name).read_text("utf-8"), flags=re.DOTALL
    )
    selectors = " ".join(re.findall(r"([^{}]*)\{", style))
    named = set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", selectors))
    unknown = named - OWN_CLASSES - SHARED - FRAME
    assert [
        each
        for each in sorted(unknown)
        if not each.startswith("page-")
        and not OF_CODE.fullmatch(each)
        and not OF_CONTENTS.fullmatch(each)
    ] == []
