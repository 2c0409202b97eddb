"""What a real MediaWiki makes of the same wikitext (``make wiki``).

MediaWiki's preprocessor tells how it understood a text as a *parse tree*, and its parser shows the
page. Both are asked of a wiki at ``MEDIAWIKI_URL``; nothing is saved there.
"""

from __future__ import annotations

import http.client
import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree.ElementTree import Element, fromstring

import html5lib
import pytest
from test_real_articles import each_article

from wikibrief.inline.plain import plain_text
from wikibrief.markup.fitting.documents import fit
from wikibrief.markup.reader.reading import read_source
from wikibrief.markup.references.lifting import read
from wikibrief.markup.roundtrip import write_wikitext
from wikibrief.markup.units import Piece, without_strays
from wikibrief.model.document import Argument, Document, Heading, Infobox, sections_of
from wikibrief.wiki.scanner import TRIMMED

pytestmark = pytest.mark.wiki

ADDRESS = os.environ.get("MEDIAWIKI_URL", "http://127.0.0.1:8181")
SEED = Path(__file__).parent.parent / "content" / "kobe-attack.wiki"
COMMENT = re.compile("<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class Wiki:
    """A MediaWiki, asked through its action API."""

    address: str

    def ask(self, **parameters: str) -> Any:  # noqa: ANN401  JSON: each caller knows its shape
        url = urlsplit(self.address)
        kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
        connection = kind(url.hostname or "", url.port, timeout=60)
        try:
            connection.request(
                "POST",
                f"{url.path.rstrip('/')}/api.php",
                urlencode({"format": "json", "formatversion": "2"} | parameters),
                {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "wikibrief"},
            )
            answer = json.load(connection.getresponse())
        finally:
            connection.close()
        assert "error" not in answer, answer["error"]
        return answer

    def tree(self, text: str) -> Element:
        """How the preprocessor takes a text apart."""
        answer = self.ask(action="expandtemplates", text=text, title="Test", prop="parsetree")
        return fromstring(answer["expandtemplates"]["parsetree"])  # noqa: S314  our own wiki

    def page(self, text: str) -> Any:  # noqa: ANN401
        """What the parser makes of a text: ``text`` (HTML), ``sections``, ``parsewarnings``."""
        return self.ask(
            action="parse",
            text=text,
            title="Test",
            contentmodel="wikitext",
            prop="text|sections|parsewarnings",
            disablelimitreport="1",
            disableeditsection="1",
        )["parse"]


def find_wiki() -> Wiki:
    """The wiki that answers at the address; without one the test is skipped."""
    found = Wiki(ADDRESS)
    try:
        found.ask(action="query", meta="siteinfo")
    except (OSError, http.client.HTTPException, ValueError) as failure:
        pytest.skip(f"no MediaWiki answers at {ADDRESS} (set MEDIAWIKI_URL): {failure}")
    return found


@pytest.fixture(scope="session")
def wiki() -> Wiki:
    return find_wiki()


# ----------------------------------------------------------------------- reading the wiki's answers


def wikitext_of(element: Element) -> str:
    """The wikitext that a part of a parse tree was made from."""
    inside = [(element.text or ""), *(wikitext_of(e) + (e.tail or "") for e in element)]
    match element.tag:
        case "template":
            return "{{" + "|".join(wikitext_of(part) for part in element) + "}}"
        case "tplarg":
            return "{{{" + "|".join(wikitext_of(part) for part in element) + "}}}"
        case "ext":
            part = {e.tag: "".join(e.itertext()) for e in element}
            if "inner" not in part:
                return f"<{part['name']}{part['attr']}/>"
            return f"<{part['name']}{part['attr']}>{part['inner']}{part.get('close', '')}"
    return "".join(inside)


def infobox_of(tree: Element) -> Infobox | None:
    """The first infobox of a parse tree, as a document holds it: without stray blank arguments."""
    for template in tree.findall("template"):
        title, *parts = template
        name = wikitext_of(title).strip(TRIMMED)
        if COMMENT.sub("", name).lower().startswith("infobox"):
            return Infobox(name, without_strays([argument_of(part) for part in parts]))
    return None


def argument_of(part: Element) -> Argument:
    name, *_, value = part
    if name.get("index"):
        return Argument(None, wikitext_of(value))
    return Argument(wikitext_of(name).strip(TRIMMED), wikitext_of(value).strip(TRIMMED))


def texts(html: str, *tags: str) -> list[tuple[str, str]]:
    """Tag and text of all elements ``tags`` of a page in order; links to missing pages left out."""
    root = html5lib.parse(html, namespaceHTMLElements=False)
    return [
        (element.tag, " ".join(shown_text(element).split()))
        for element in root.iter()
        if element.tag in tags
    ]


def shown_text(element: Element) -> str:
    if element.get("class") == "new":
        return ""
    return (element.text or "") + "".join(shown_text(e) + (e.tail or "") for e in element)


# --------------------------------------------------------------------------------- the seed article


@pytest.fixture(scope="session")
def seed() -> Document:
    return read(SEED.read_text(encoding="utf-8"))


def test_the_wiki_accepts_what_we_write_without_a_warning(wiki: Wiki, seed: Document) -> None:
    assert wiki.page(write_wikitext(seed))["parsewarnings"] == []


def test_the_infobox_arrives_argument_by_argument(wiki: Wiki, seed: Document) -> None:
    assert infobox_of(wiki.tree(write_wikitext(seed))) == seed.infobox


def test_headings_and_paragraphs_on_the_page_are_those_of_the_document(
    wiki: Wiki, seed: Document
) -> None:
    expected = [("p", str(block)) for block in seed.lead]
    for section in sections_of(seed):
        expected.append((f"h{section.level}", section.heading))
        expected += (("p", str(block)) for block in section.blocks)
    page = wiki.page(write_wikitext(seed))["text"]
    shown = texts(page, "p", "h1", "h2", "h3", "h4", "h5", "h6")
    template = ("p", "")  # the one that stands for the infobox here shows nothing
    assert [each for each in shown if each != template] == expected


def test_an_edit_arrives_and_nothing_else_changes_on_the_page(wiki: Wiki, seed: Document) -> None:
    base = write_wikitext(seed)
    first, *others = seed.sections
    edited = replace(seed, sections=(replace(first, heading="Before"), *others))
    before = texts(wiki.page(base)["text"], "h2", "p")
    after = texts(wiki.page(write_wikitext(edited, base))["text"], "h2", "p")
    assert after == [("h2", "Before") if item == ("h2", "Background") else item for item in before]


# ------------------------------------------------------------------------ tables of difficult cases


def cells(table: str, separator: str) -> list[str]:
    """The cases of a table in which line ends and tabs are written out."""
    rows = (row.split(separator) for row in table.strip("\n").split("\n"))
    return [cell.replace(r"\n", "\n").replace(r"\t", "\t") for row in rows for cell in row]


HEADINGS = cells(
    r"""
== A ==|==A==|==A|A==|= A =|=A|==\tA\t==|== A ==\t| == A ==|======= A =======|======= A =
==A=|=A==|== A ===|=== A ==|== A == ==|== == ==|=|==|===|====|=====|=============|===============
==  ==|== ==|== == <!-- c -->|===== =====|== A == &nbsp;|== A == x|== A ==<nowiki/>|<nowiki/>== A ==
== A == <!-- c -->|== A ==<!-- c --><!-- d -->|== A ==<!-- c --> <!-- d -->\t|== A == <!-- c --> x
== A <!-- c --> ==|== A <!-- c -->==|== A == <!--\n-->|== A <!--\n--> ==|== A == <!--\n\n-->
=<!-- c -->=|=<!-- c -->= A ==|== A =<!-- c -->=|=<!-- -->|==<!-- c -->|== A ==<!-- not closed
<!-- c -->\n== A ==|<!-- c -->== A ==|<!-- c --><!-- d -->== A ==|<!--\n-->== A ==
<!-- c --> == A ==|== <nowiki>A\nB</nowiki> ==|== A ==<ref\nname=x/>|== A\n==
== [[A\n== B ==|== {{A\n== B ==
""",
    "|",
)


@pytest.mark.parametrize("line", HEADINGS, ids=repr)
def test_a_line_is_a_heading_where_the_wiki_shows_one(wiki: Wiki, line: str) -> None:
    text = f"before\n{line}\nafter"
    shown = texts(wiki.page(text)["text"], "h1", "h2", "h3", "h4", "h5", "h6")
    sections = sections_of(read(text, dialect="mediawiki"))
    assert [(f"h{section.level}", plain_text(section.heading)) for section in sections] == shown


INFOBOXES = cells(
    r"""
{{Infobox x|a=1|b=2}}  {{infobox_x}}  {{Infobox x|}}  {{Infobox x||a}}  {{Infobox x|a||b|}} more
{{Infobox x\n| a = 1\n| b =\n}}  {{ Infobox x\n<!-- c -->\n|a=1\n<!-- d -->\n}}
{{Infobox <!-- c --> x|a=1}}  {{Infobox x|a=<!-- | -->1|<!-- c -->b=2<!-- d -->|c<!-- = -->d=3}}
{{Infobox x|a=1<!-- }} -->}}  {{Infobox x|a=[[b|c]]|d={{e|f=g}}}}
{{Infobox x|a|b=c=d|[[e=f]]|{{g=h}}|<nowiki>=</nowiki>}}  {{Infobox x|a=[[b|c]]|x]]|y=z}}
{{Infobox x|a=]]|x]]|y=1}}  {{Infobox x|a=[b|c]]|d=1}}  {{Infobox x|a=]|b=1}}
{{Infobox x|a=[[b|c=2|d=3}}  {{Infobox x|a=[[b]|c]]|d=1}}  {{Infobox x|a=[[b|c]|d=1}}
{{Infobox x|a=[[b}}|c]]}}  {{Infobox x|a=[[[b|c]]]|d}}  {{Infobox x|a=[[b|[[c|d]]]]|e}}
{{Infobox x|a=[[[[b|c]]|d=1}}  {{Infobox x|a=[[b]]]|c=1}}  {{Infobox x|a=[[\n\nb|c]]|d=1}}
{{Infobox x|a=[[File:x|thumb|[[b|c]] d]]|c=1}}  {{Infobox x|a=[//x|y]|b}}  {{Infobox x|a={{b|c=2}}
{{Infobox x|a={b|c=2}}  {{Infobox x|a={b}}|b=1}}  {{Infobox x|a={{}}|b=1}}  {{Infobox x|a=b}}}
{{Infobox x|a={{b|[[c}}|d]]|e=1}}  {{Infobox x|a=[[b|{{c|d]]}}|e}}  {{Infobox x|a={{b}|c}}
{{Infobox x|a={{{b}}|c}}  {{Infobox x|a={{{x}}}|b={{{y|z}}}}}  {{Infobox x|{{{x}}}|b}}
{{Infobox x|a={{{x|}}}}}  {{{Infobox x|a=b}}}  {{Infobox x|a={{{{b}}}}}}
{{Infobox x|a={{{{{b}}}}}|c}}  {{{{Infobox x}}}}  {{Infobox x|a={{{b|c}} }|d}}
{{Infobox x|a=<nowiki>|b=2</nowiki>|c=3}}  {{Infobox x|a=<nowiki>}}</nowiki>}}
{{Infobox x|a=<nowiki/>|b=1}}  {{Infobox x|a=<nowiki>|b=1}}  {{Infobox x|a=<pre>|b</pre>|c=1}}
{{Infobox x|a=<br>|b=1}}  {{Infobox x|a=<!-- |b=1}}  {{Infobox x|a=<ref name=b>c|d</ref>|e}}
{{Infobox x|a=<ref name=b|c/>|e}}  {{Infobox x|a=<ref|b=c}}  {{Infobox x|a=</ref>|e}}
{{Infobox x|a=<ref>b|c=d}}  {{Infobox x|a=<REF>b|c</ref >|e}}  {{Infobox x|a=<ref/>b|c}}
{{Infobox x|a=<ref-x>b|c</ref-x>}}  {{Infobox x|a=<references>b|c</references>}}
{{Infobox x|a=<ref name='a>b'>b|c</ref>}}  {{Infobox x|a=<ref / >b|c</ref>}}
{{Infobox x|a=<gallery>\nFile:x|y\n</gallery>|d=1}}
{{Infobox x|a=<math>\\frac{a}{{b|c}}</math>|e=1}}  {{Infobox x|a=<span title='|'>b</span>|d=1}}
{{Infobox x|<span title='b=c'>b</span>}}  {{Infobox x|a={{!}}b|c=1}}
{{Infobox x|a=<noinclude>b|c</noinclude>|d=1}}  {{Infobox x|a=<includeonly>b|c</includeonly>|d=1}}
{{Infobox x| |a| b |\n}}  {{Infobox x\n|\n|a=1\n|\n|b\n}}  {{Infobox x|=v}}  {{Infobox x|=}}
{{Infobox x|a=1|a=2|a=}}  {{Infobox x|1=a|b}}  {{Infobox x|a=\t\nb\n\t|\tc\t=1}}
{{Infobox x|a=1|\n=2=\n|c=3\n}}  {{Infobox x\n|a=1\n|b\n=2\n}}  {{Infobox x|a=\n== h ==\n|b=1}}
{{Infobox x|a=\n{|\n|b\n|}\n|c=1}}  {{<!-- c -->Infobox x|a=1}}  {{Infobox x\n== h ==\n|a=1}}
""",
    "  ",
)


@pytest.mark.parametrize("text", INFOBOXES, ids=repr)
def test_an_infobox_has_the_arguments_that_the_wiki_sees(wiki: Wiki, text: str) -> None:
    assert read(text, dialect="mediawiki").infobox == infobox_of(wiki.tree(text))


HIDING = cells(
    r"""
{{Infobox x|a=\n== b | c=1 ==\n|d=2}}  {{Infobox x|a=\n== b }}\n}}  {{Infobox x|a\n== b ==\nc=1}}
{{Infobox x|a=\n== b ]] [[c|d\n}}  {{Infobox x|a=\n= b | c\n}}  {{Infobox x|a\n= b | c\n}}
{{Infobox x\n= a | b\n|c=1}}  {{Infobox x|a=[[b\n== c ]]\n|d]]|e}}  {{Infobox x|a\n=1\n= b | c\n}}
{{Infobox x|a=\n== {{b\n|c }} | d\n|e}}  {{Infobox x|a=\n== b <!--\n--> | c\n|d}}
{{Infobox x|a=\n<!-- b -->\n== c | d\n|e}}  {{Infobox x|a=\n<!-- b -->== c | d\n|e}}
{{Infobox x|a=\n== <nowiki>\n|</nowiki> | b\n|c}}  {{Infobox x|a={{b|\n== c }} | d\n}}|e}}
{{Infobox x|a={{b\n== c }}\n|d}}|e}}  {{Infobox x|a={{{b\n== c }}} | d\n}}}|e}}
{{Infobox x|a=-{b|c}-|d=1}}  {{Infobox x|a=-{b}}}  {{Infobox x|a=-{b}|c=1}}
{{Infobox x|a=-{b}}-|c}}
{{Infobox x|a=-{{b|c}}-|d}}  {{Infobox x|a=-{{{b|c}}|d}-|e}}  {{Infobox x|a=-{{{b|c}}}-|d}}
{{Infobox x|a=-{{{{b|c}}}|d}-|e}}  {{Infobox x|a=-{b}-{c|d}-|e}}  {{Infobox x|a=[[b|-{c]]}-|d]]|e}}
{{Infobox x|a=-{b|\n== c }- | d\n}-|e}}  {{Infobox x|-{a=b}-=c|d}}  {{Infobox x|a=-{b|c\n= d|e}-|f}}
""",
    "  ",
)


@pytest.mark.parametrize("text", HIDING, ids=repr)
def test_lines_of_headings_and_variants_hide_what_they_hide_from_the_wiki(
    wiki: Wiki, text: str
) -> None:
    document = read(text, dialect="mediawiki")
    assert document.infobox == infobox_of(wiki.tree(text))
    written = write_wikitext(document)
    assert read(written, dialect="mediawiki").infobox == document.infobox
    assert infobox_of(wiki.tree(written)) == document.infobox


VALUES = [
    *"a|b  a=b  [[a|b]]  {{a|b=c}}  {{{a|b}}}  <nowiki>|</nowiki>  <!--|-->  ]]  {b}".split(),
    *"''b''  <ref>b|c</ref>  a<br>b  &#124;  a]]b|c  [//a|b]  {a|b}  a|[[b|c]]|{{d|e}}|f=g".split(),
]


@pytest.mark.parametrize("value", VALUES)
def test_what_a_person_writes_into_a_value_arrives_in_the_wiki(wiki: Wiki, value: str) -> None:
    arguments = (Argument(None, value), Argument("first", value), Argument("second", value))
    document = Document(infobox=Infobox("Infobox x", arguments), lead=("text",))
    text = write_wikitext(document)
    assert infobox_of(wiki.tree(text)) == fit(document, "mediawiki").infobox


# ------------------------------------------------------------------------------------ real articles


@pytest.mark.corpus
@each_article
def test_infobox_and_headings_of_real_articles_are_those_of_the_wiki(
    wiki: Wiki, article: Path
) -> None:
    text = article.read_text(encoding="utf-8")
    # The preprocessor takes no line for a heading that begins with one of these, the page does.
    reading, tree = read_source(text), wiki.tree(re.sub("</?(?:noinclude|onlyinclude)>", "", text))
    if reading.document.infobox is not None:
        assert reading.document.infobox == infobox_of(tree)
    levels = [int(heading.get("level", "")) for heading in tree.iter("h")]
    assert list(levels_of(reading.pieces)) == levels


def levels_of(pieces: Sequence[Piece]) -> Iterator[int]:
    """The levels of all headings; what is in a table that nothing closes makes no section."""
    for piece in pieces:
        if isinstance(piece.unit, Heading):
            yield piece.unit.level
        else:
            yield from levels_of(piece.parts)
