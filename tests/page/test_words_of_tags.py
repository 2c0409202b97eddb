"""Nothing vanishes: the words of extension tags, files, galleries and image maps.

Each word is on the page (an address or a title that a reader can point at counts), or on a list
here, by name, of what a reader of the wiki does not see either, or in a problem.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest

from wikibrief.checks.run import check
from wikibrief.inline.context import PageContext
from wikibrief.markup.reader.reading import read_blocks
from wikibrief.markup.references.lifting import read
from wikibrief.page.renderer import Renderer
from wikibrief.page.writer import write_html
from wikibrief.templating.environment import Templates
from wikibrief.wiki.tags import Is, tags_with

TEMPLATES = Templates()
EXTENSIONS = sorted(tags_with(Is.EXTENSION))
DATA = frozenset({"chart", "graph", "mapframe", "maplink"})
"""Tags whose content is data for a drawing; the build warns that only the wiki can draw it."""
ATTRIBUTES = {
    "chart": ("data", "definition"),
    "gallery": ("caption",),
    "graph": ("name",),
    "maplink": ("latitude", "longitude", "text"),
    "mapframe": ("latitude", "longitude", "text"),
    "pre": ("title",),
    "ref": ("details", "group", "name"),
}
"""Attributes that say something to readers; all others say how a tag looks or works."""
FORMS = (
    "<{tag}{attributes}>{content}</{tag}>",
    "They left.<{tag}{attributes}>{content}</{tag}> They came.",
    "* They left.<{tag}{attributes}>{content}</{tag}>",
    "<{tag}{attributes}>\n{content}\n</{tag}>",
    "{{{{#tag:{tag}|{content}}}}}",
)
WORD = re.compile(r"zq\w+")
DATA_OR_HIDDEN = re.compile(rf"(?:<|tag:)(?:{'|'.join((*tags_with(Is.HIDDEN), *DATA))})\b")


def shown(source: str) -> str:
    """What the page shows, in small letters, with the notes that no list shows."""
    render = Renderer(PageContext("Example", "en", wiki="https://wiki.example/"), TEMPLATES)
    return f"{render.blocks(read_blocks(source))}{render.footnotes.render_leftover()}".lower()


def lost(source: str, tally: Counter[str]) -> list[str]:
    """The words that are neither on the page nor in a problem."""
    words = WORD.findall(source.lower())
    page = shown(source)
    missing = [word for word in words if word not in page]
    messages = " ".join(problem.message for problem in check(source)).lower() if missing else ""
    unknown = [word for word in missing if word not in messages]
    tally["words tried"] += len(words)
    tally["visible"] += len(words) - len(missing)
    tally["reported"] += len(missing) - len(unknown)
    tally["lost"] += 0 if DATA_OR_HIDDEN.search(source) else len(unknown)
    tally["hidden by name"] += len(unknown) if DATA_OR_HIDDEN.search(source) else 0
    return unknown


@pytest.fixture
def tally(tallies: dict[str, Counter[str]]) -> Counter[str]:
    return tallies["nothing vanishes"]


@pytest.mark.parametrize("tag", EXTENSIONS)
def test_content(tag: str, tally: Counter[str]) -> None:
    for form in FORMS:
        source = form.format(tag=tag, attributes="", content="zqword")
        is_unseen = tag in tags_with(Is.HIDDEN) or tag in DATA
        assert lost(source, tally) == (["zqword"] if is_unseen else []), source


@pytest.mark.parametrize("tag", ATTRIBUTES)
def test_attributes(tag: str, tally: Counter[str]) -> None:
    for attribute in ATTRIBUTES[tag]:
        for quoted in ('"zqword"', "'zqword'", "zqword", '"zqword'):
            for form in FORMS[:-1]:
                source = form.format(tag=tag, attributes=f" {attribute}={quoted}", content="A.png")
                assert not lost(source, tally), source


@pytest.mark.parametrize(
    "source",
    [
        "[[File:A.png|{form}zqcaption]]",
        "[[File:A.png|{form}alt=zqalt|zqcaption]]",
        "[[File:A.png|{form}link=zqpage|zqcaption]]",
        "[[File:A.png|{form}link=https://zqhost.example/|zqcaption]]",
        "[[File:A.png|{form}zqfirst|zqsecond|120px]]",
        "[[File:A.png|{form}zqfirst|]]",
        "[[File:A.png|{form}zqunknown=zqvalue|zqcaption]]",
        "[[File:Zqname.png|{form}]]",
        "[[Media:zqname.png]] [[Media:A.png|zqtext]]",
        "<gallery caption=zqtitle>\nZqname.png|zqcaption\nB.png|alt=zqalt|zqb\n</gallery>",
        "<gallery>\nA.png|link=zqpage|zqa\nB.png|zqfirst|zqsecond\nzqfile\n</gallery>",
        (
            "<imagemap>\nFile:Zqname.png|{form}zqcaption\nrect 1 2 3 4 [[zqpage|zqarea]]\n"
            "poly 1 2 [https://zqhost.example zqlink]\ndefault [[zqdefault]]\nzqslip\n</imagemap>"
        ),
        "<references>\nzqtext <ref name=zqname>zqnote</ref>\n</references><ref name=zqname />",
        "<ref name=zqname details=zqplace>zqnote</ref>",
        "<ref name=a>zqnote</ref><ref follow=a>zqmore</ref><ref follow=none>zqelse</ref>",
        "<ref name=a>zqnote</ref><ref extends=a>zqplace</ref>",
        "<ref group=zqgroup>zqnote</ref>{{{{#tag:ref|zqother|group=zqgroup}}}}",
    ],
)
@pytest.mark.parametrize("form", ["", "thumb|", "frameless|right|"])
def test_files_and_notes(source: str, form: str, tally: Counter[str]) -> None:
    assert not lost(source.format(form=form), tally)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ('<div title="a {{small|word}} b">t</div>', 'title="a word b"'),
        ("<div title='{{lang|fr|l\"été}}'>t</div>", 'title="l&quot;été"'),
        ('{|\n| title="{{small|word}}" | t\n|}', 'title="word"'),
        ('<div title="<nowiki>[[a]]</nowiki>">t</div>', 'title="[[a]]"'),
        ('<div title="a<ref>Note.</ref>">t</div>', 'title="a"'),
        (
            '<div title="{{small|1=&quot; on=&quot;x}}">t</div>',
            'title="&quot; on=&quot;x"',
        ),
    ],
)
def test_an_attribute_has_the_words_of_transclusions(source: str, shown: str) -> None:
    assert shown in write_html(read(source), fragment=True)
