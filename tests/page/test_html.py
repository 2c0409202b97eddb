"""The page is valid, self-contained and safe, and nothing of the document is missing in it."""

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from bounds import within
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import documents

from wikibrief.inline.context import Image, PageContext, Surroundings
from wikibrief.inline.plain import plain_text
from wikibrief.layouts.finding import Layouts
from wikibrief.layouts.infoboxes.keyfacts import KeyFacts
from wikibrief.markup.references.lifting import read
from wikibrief.model.document import Argument, Document, Infobox, Raw, Section
from wikibrief.model.metadata import Attribution, Metadata
from wikibrief.page.renderer import Renderer
from wikibrief.page.writer import write_html
from wikibrief.problems import ProblemError
from wikibrief.templating.environment import Templates

SEED = Path(__file__).parents[2] / "content" / "kobe-attack.wiki"
WIKIPEDIA = Metadata(
    language="en",
    marking="TLP:AMBER+STRICT",
    source=Attribution(
        name="Wikipedia",
        wiki="https://en.wikipedia.org/wiki/",
        revision="42",
        licence="CC BY-SA 4.0",
        licence_url="https://creativecommons.org/licenses/by-sa/4.0/",
    ),
)


def seed() -> Document:
    return read(SEED.read_text(encoding="utf-8"))


def parsed(page: str) -> Element:
    """The page as html5lib reads it, refusing every error that HTML knows."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root = parser.parse(page.encode("utf-8"), transport_encoding="utf-8")
    assert isinstance(root, Element)
    return root


def text_of(root: Element, path: str) -> str:
    element = root.find(path)
    assert element is not None, path
    return " ".join("".join(element.itertext()).split())


def arranged(infobox: Infobox, title: str) -> KeyFacts:
    return Layouts(Templates()).arrange_infobox(infobox.name, infobox.arguments, title)


def box(**arguments: str) -> KeyFacts:
    pairs = tuple(Argument(name, value) for name, value in arguments.items())
    return arranged(Infobox("Infobox military conflict", pairs), "Title")


def body_of(*paragraphs: str) -> str:
    return write_html(Document(lead=paragraphs), fragment=True, metadata=WIKIPEDIA)


class TestPage:
    def test_says_when_and_where_under_its_title_without_the_notes_and_ids(self) -> None:
        box = "{{Infobox military conflict|partof=the Eastern Front|date=1 May 1941<ref>A.</ref>"
        box += '|place=<span id="place">Kvam</span>|result=Draw}}\nText.'
        root = parsed(write_html(read(box, "Kvam")))
        assert text_of(root, ".//p[@class='kicker']") == "Part of the Eastern Front"
        assert text_of(root, ".//p[@class='dateline']") == "1 May 1941 · Kvam"
        ids = [str(each.get("id")) for each in root.iter() if each.get("id")]
        assert sorted(ids) == sorted(set(ids))

    def test_has_notes_of_what_it_is_part_of_with_their_ways_back(self) -> None:
        box = "{{Infobox military conflict|partof=the Eastern Front<ref>A.</ref>}}\nText."
        page = write_html(read(box, "Kvam"))
        root = parsed(page)
        assert text_of(root, ".//p[@class='kicker']") == "Part of the Eastern Front[1]"
        assert page.count('id="cite_ref-1"') == page.count('href="#cite_ref-1"') == 1
        assert "A." in text_of(root, ".//ol")
        assert "Eastern Front" in write_html(read(box, "Kvam"), fragment=True)

    def test_of_the_seed_is_valid_and_names_title_description_and_language(self) -> None:
        root = parsed(write_html(seed(), metadata=WIKIPEDIA))
        assert (root.get("lang"), root.get("dir")) == ("en", "ltr")
        assert text_of(root, "head/title") == "Kobé attack"
        assert text_of(root, ".//h1") == "Kobé attack"
        description = root.find(".//meta[@name='description']")
        assert description is not None
        content = description.get("content", "")
        assert content.startswith("On February 7, 2025, jihadists")
        assert len(content) <= 160
        assert content.endswith("Wagner…")

    @pytest.mark.parametrize(
        ("date", "line"),
        [
            ("1 May 1941<br>", "1 May 1941"),
            ("1–3 May 1941 <br />\n(2 days)", "1–3 May 1941 (2 days)"),
            ("1–3 May<br><small>(2 days)</small>", "1–3 May (2 days)"),
            ("West: 1 May;<br><br>East: 3 May", "West: 1 May; East: 3 May"),
            ("<br>(about) 1 May", "(about) 1 May"),
            ("<br><small>(about)</small> 1 May<br>", "(about) 1 May"),
        ],
    )
    def test_the_line_of_date_and_place_is_one(self, date: str, line: str) -> None:
        box = f"{{{{Infobox military conflict|conflict=A|date={date}|place=Kvam<br>Hol}}}}"
        root = parsed(write_html(read(box)))
        assert text_of(root, ".//header/p[@class='dateline']") == f"{line} · Kvam; Hol"

    def test_shows_the_seed_key_facts_and_headings(self) -> None:
        root = parsed(write_html(seed(), metadata=WIKIPEDIA))
        assert text_of(root, ".//p[@class='kicker']") == "Mali War"
        dateline = text_of(root, ".//header/p[@class='dateline']")
        assert dateline == "February 7, 2025 · Near Kobé, Gao Region, Mali"
        assert [text_of(row, "dt") for row in root.findall(".//dl/div")] == [
            "Location",
            "Date",
            "Result",
        ]
        assert [h.get("id") for h in root.findall(".//article/h2")] == [
            "Background",
            "Attack",
            "Aftermath",
        ]
        assert [a.get("href") for a in root.findall(".//nav//a")] == [
            "#Background",
            "#Attack",
            "#Aftermath",
        ]

    def test_attributes_its_source(self) -> None:
        footer = text_of(parsed(write_html(seed(), metadata=WIKIPEDIA)), ".//footer")
        assert "Wikipedia, Kobé attack, revision 42. Licence: CC BY-SA 4.0." in footer
        assert "TLP:AMBER+STRICT" in footer

    @settings(max_examples=60, deadline=None)
    @given(documents(), st.sampled_from([Metadata(), WIKIPEDIA]))
    def test_of_every_document_is_valid_with_unique_ids(
        self, document: Document, metadata: Metadata
    ) -> None:
        root = parsed(write_html(document, metadata=metadata))
        ids = [str(each.get("id")) for each in root.iter() if each.get("id")]
        assert len(ids) == len(set(ids))
        parsed("<!DOCTYPE html><title>x</title>" + write_html(document, fragment=True))

    @settings(max_examples=60, deadline=None)
    @given(st.text(st.sampled_from("[]{}<>&'|=#:*/ \n\0\x80\ufffeabhttp")))
    def test_of_any_markup_is_valid(self, text: str) -> None:
        document = Document(
            title=text,
            infobox=Infobox(text, (Argument(text, text), Argument(None, text))),
            lead=(text, Raw(text)),
            sections=(Section(text), Section(text)),
        )
        parsed(write_html(document, metadata=WIKIPEDIA))

    def test_asks_for_nothing(self) -> None:
        page = write_html(seed(), metadata=WIKIPEDIA)
        asking = r"<(?:script|link|img|iframe|object|base)\b|url\(|@import|\bsrc="
        assert not re.search(asking, page.replace('<script type="application/ld+json">', ""))

    def test_in_arabic_runs_from_right_to_left(self) -> None:
        root = parsed(write_html(Document(language="ar", lead=("نص",))))
        assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")

    def test_shows_raw_wikitext_as_the_wiki_does(self) -> None:
        root = parsed(write_html(Document(lead=(Raw("{{{a}}} <i>b</i>"),))))
        assert text_of(root, ".//article/p") == "{{{a}}} b"
        assert text_of(root, ".//article/p/i") == "b"

    def test_is_restyled_by_a_users_template(self, tmp_path: Path) -> None:
        (tmp_path / "html").mkdir()
        (tmp_path / "html" / "style.css").write_text("p { color: teal }")
        page = write_html(seed(), templates=Templates(tmp_path))
        assert "p { color: teal }" in page
        assert "--measure" not in page

    def test_categories_stand_in_the_footer_and_nowhere_else(self) -> None:
        document = read(
            "Text.\n\n== A ==\n* item[[Category:Raids]]\n[[category:raids|x]] [[Category:b c]]"
        )
        metadata = Metadata(source=Attribution(wiki="https://a.example/wiki/"))
        root = parsed(write_html(document, metadata=metadata))
        links = root.findall(".//footer/nav[@class='categories']//a")
        assert [(link.text, link.get("href")) for link in links] == [
            ("Raids", "https://a.example/wiki/Category:Raids"),
            ("B c", "https://a.example/wiki/Category:B_c"),
        ]
        assert "Raids" not in write_html(document, fragment=True)
        unlinked = parsed(write_html(document)).findall(".//footer/nav//li")
        assert [item.text for item in unlinked] == ["Raids", "B c"]

    def test_a_link_that_another_one_closes_is_called_by_its_address(self) -> None:
        metadata = Metadata(source=Attribution(wiki="https://w.example/"))
        page = write_html(read("[https://a.example/b [[C]] d]"), metadata=metadata)
        assert (
            '<a class="external" rel="nofollow noopener" href="https://a.example/b" aria-label'
            in page
        )

    def test_repeated_headings_get_numbered_ids(self) -> None:
        twice = Document(sections=(Section("See ''also''"), Section("See also"), Section("")))
        root = parsed(write_html(twice))
        assert [h.get("id") for h in root.findall(".//article/h2")] == [
            "See_also",
            "See_also_2",
            "_",
        ]


class TestInfobox:
    def test_numbered_arguments_become_sides(self) -> None:
        rows = box(combatant1="A", combatant2="B", strength2="9", casualties1="1").sides
        assert [(row.name, row.values) for row in rows] == [
            ("combatant", ("A", "B")),
            ("strength", ("", "9")),
            ("casualties", ("1", "")),
        ]

    def test_a_number_without_a_side_spans_the_columns(self) -> None:
        rows = box(combatant1="A", combatant2="B", casualties1="1", casualties3="civilians").sides
        assert [(row.values, row.spanning) for row in rows[1:]] == [
            (("1", ""), False),
            (("civilians",), True),
        ]

    def test_numbers_that_are_no_sides_stay_facts(self) -> None:
        facts = box(leader_name1="A", leader_name2="B").facts
        assert [fact.label for fact in facts] == ["Leader name 1", "Leader name 2"]

    def test_layout_arguments_and_repeated_ones_are_kept_apart(self) -> None:
        arguments = (("image", "x.jpg"), ("date", "1 May"), ("map_size", "3"), ("date", "2 May"))
        pairs = tuple(Argument(*pair) for pair in (*arguments, (None, "odd")))
        infobox = arranged(Infobox("Infobox", pairs), "")
        assert [(fact.name, fact.value) for fact in infobox.facts] == [("date", "2 May")]
        assert [fact.value for fact in infobox.others] == ["1 May", "odd", "x.jpg"]

    def test_what_says_how_a_value_looks_is_no_fact(self) -> None:
        infobox = box(flag_size="70", coa_link="x", coordinates_display="inline", size="9 ha")
        assert [fact.name for fact in infobox.facts] == ["size"]
        assert not infobox.others

    @pytest.mark.parametrize("value", ["A b.jpg", "File:A b.jpg", "[[Image:A b.jpg|300px]]"])
    def test_a_picture_at_hand_stands_at_the_head_with_its_caption(self, value: str) -> None:
        arguments = {
            "image": value,
            "caption": "''Here''",
            "alt": "A fort",
            "map_image": "m.svg",
            "date": "1 May",
        }
        document = Document(
            infobox=Infobox("Infobox", tuple(map(Argument, arguments, arguments.values())))
        )
        image = Image(lambda width: f"data:image/png;base64,{width}", 600, 300)
        around = Surroundings(image=lambda name: image if name == "A b.jpg" else None)
        root = parsed(write_html(document, around=around))
        [figure] = root.findall(".//aside/figure")
        [img] = figure.findall(".//img")
        assert (img.get("alt"), img.get("width"), img.get("height")) == ("A fort", "300", "150")
        assert text_of(figure, "figcaption/i") == "Here"
        assert [dd.text for dd in root.findall(".//details//dd")] == ["m.svg"]

    def test_the_text_instead_of_a_picture_is_words_alone(self) -> None:
        box = "{{Infobox military conflict|image=[[File:A.svg|alt=The [[Gao|town]], ''burnt'']]}}"
        for source in (box, "[[File:A.svg|alt=The [[Gao|town]], ''burnt'']]"):
            assert ">The town, burnt<" in write_html(
                read(source, dialect="mediawiki"), fragment=True
            )

    def test_a_picture_that_is_not_there_keeps_its_caption(self) -> None:
        document = Document(
            infobox=Infobox("Infobox", (Argument("image", "a.jpg"), Argument("caption", "b")))
        )
        root = parsed(write_html(document))
        assert root.find(".//aside//figure") is None
        assert [dd.text for dd in root.findall(".//details//dd")] == ["a.jpg", "b"]

    @pytest.mark.parametrize("value", ["", "{{Campaignbox Mali}}", "<!-- none -->"])
    def test_an_infobox_that_says_nothing_is_not_shown(self, value: str) -> None:
        arguments = (Argument("status", value), Argument("campaignbox", value))
        assert "<aside" not in write_html(Document(infobox=Infobox("Infobox", arguments)))

    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            ("* a\n* ''b''", "<ul>\n<li>a</li>\n<li><i>b</i></li>\n</ul>"),
            ("In all:\n*a", "<p>In all:</p>\n<ul>\n<li>a</li>\n</ul>"),
            ("a<!--\n* b\n* c\n-->", "a"),
            ("a\nb * c", "a\nb * c"),
        ],
    )
    def test_a_list_in_a_value_is_a_list(self, value: str, shown: str) -> None:
        infobox = Infobox("Infobox", (Argument("result", value), Argument("strength1", value)))
        page = write_html(Document(infobox=infobox), fragment=True)
        assert f"<dd>{shown}</dd>" in page
        assert f"<td>{shown}</td>" in page

    @settings(deadline=None)
    @given(documents())
    @example(Document(infobox=Infobox("", (Argument(" ", "no"),))))
    def test_no_value_is_lost(self, document: Document) -> None:
        if document.infobox is None:
            return
        infobox = arranged(document.infobox, "a title that no infobox has")
        hidden = Layouts(Templates()).hidden("infobox")
        shown = [fact.value for fact in (*infobox.facts, *infobox.others)]
        shown += [value for row in infobox.sides for value in row.values] + [infobox.part_of]
        shown += [fact.value for group in infobox.groups for fact in group.facts]
        text = "\n".join(shown)
        for argument in document.infobox.arguments:
            assert argument.value.strip() in text or hidden.hides(argument.name or "")


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("''a'' '''b''' '''''c'''''", "<i>a</i> <b>b</b> <i><b>c</b></i>"),
        ("'''''a'' b'''", "<b><i>a</i> b</b>"),
        ("'''''a''' b''", "<i><b>a</b> b</i>"),
        ("''open\nnext", "<i>open</i>\nnext"),
        ("l'''amour'' b", "l'<i>amour</i> b"),
        ("[[Bus]]es", '<a href="https://w/Bus">Buses</a>'),
        ("[[Bus (car)|]]", '<a href="https://w/Bus_(car)">Bus</a>'),
        ("[[Kobé#In Mali|x]]", '<a href="https://w/Kob%C3%A9#In_Mali">x</a>'),
        ("[[#Top]]", '<a href="#Top">#Top</a>'),
        (
            "[https://a.org A]",
            '<a class="external" rel="nofollow noopener" href="https://a.org">A</a>',
        ),
        ("[[b|<nowiki/>]] [[b| ]]", '<a href="https://w/B"></a> <a href="https://w/B"> </a>'),
        (
            "[https://a.org <!-- -->]",
            '<a class="external autonumber" rel="nofollow noopener" href="https://a.org">[1]</a>',
        ),
        ("a<br />b", "a<br>b"),
        ("&eacute;&lt;&amp;bogus;", "&eacute;&lt;&amp;bogus;"),
        ("<nowiki>''a'' [[b]]</nowiki>", "''a'' [[b]]"),
        ("a<!-- gone -->b", "ab"),
        ("a\nb", "a\nb"),
        ("nul\0[[b]]", 'nul\ufffd<a href="https://w/B">b</a>'),
        (
            "[http://a.example/b&#x20;c d]",
            '<a class="external" rel="nofollow noopener" href="http://a.example/b+c">d</a>',
        ),
    ],
)
def test_inline_markup(source: str, html: str) -> None:
    assert Renderer(PageContext(wiki="https://w/"), Templates()).inline(source) == html


@pytest.mark.parametrize(
    ("parts", "facts"),
    [
        (
            "latd=52 latm=30 latNS=N longd=13 longm=5 longEW=E",
            "coordinates={{coord|52|30|N|13|5|E}}",
        ),
        ("lat_deg=12.5 lat_NS=S lon_deg=3", "coordinates={{coord|12.5|S|3|E}}"),
        ("latd=5 lats=2 longd=3", "coordinates={{coord|5|0|2|N|3|0|0|E}}"),
        ("latd=north longd=13", "latd=north longd=13"),
        ("latd=5 latm=3", "latd=5 latm=3"),
    ],
)
def test_coordinates_in_parts_are_one_fact(parts: str, facts: str) -> None:
    pairs = tuple(Argument(*part.split("=")) for part in parts.split())
    infobox = arranged(Infobox("Infobox place", pairs), "Title")
    assert " ".join(f"{fact.name}={fact.value}" for fact in infobox.facts) == facts


def test_links_are_words_when_the_wiki_is_not_known() -> None:
    assert Renderer(PageContext(), Templates()).inline("[[Bus|coach]]es") == "coaches"


def test_plain_text_leaves_out_what_it_cannot_show() -> None:
    assert plain_text("'''A''' [[b|c]]<br>&amp; d{{ref}}") == "A c & d"


def test_words_have_characters_for_references_that_end() -> None:
    page = write_html(read("[[File:A.jpg|alt=x&copy=y &amp;copy; &sect;]]"), fragment=True)
    assert ">x&amp;copy=y &amp;copy; §<" in page


def test_blank_lines_before_an_infobox_are_paragraphs() -> None:
    page = write_html(read("x\n\n\n\n\n{{Infobox|label1=a|data1=b}}"), fragment=True)
    assert page.startswith("<p>x</p>\n<p><br></p>\n<p><br></p>\n<aside")


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<b onmouseover=alert(1)>x</b>",
        "[javascript:alert(1) x]",
        "[[javascript:alert(1)|x]]",
        "[data:text/html,<script>alert(1)</script> x]",
        'https://a"onclick="alert(1)',
        '[[a"onclick="alert(1)|b]]',
        "<nowiki><script>alert(1)</script></nowiki>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "</p></article><script>alert(1)</script>",
        "''<script>''alert(1)</script>",
    ],
)
def test_attacks_stay_text(attack: str) -> None:
    document = Document(
        title=attack,
        infobox=Infobox(attack, (Argument(attack, attack), Argument("image", attack))),
        lead=(attack, Raw(attack)),
        sections=(Section(attack), Section("a"), Section("b")),
    )
    root = parsed(write_html(document, metadata=WIKIPEDIA))
    assert not {"script", "img", "iframe"} & {element.tag for element in root.iter()}
    for element in root.iter():
        assert not [name for name in element.keys() if name.startswith("on")]  # noqa: SIM118
        href = element.get("href", "https:")
        assert href.startswith(("https:", "#")), href


@pytest.mark.parametrize(
    "opener", ["<br ", "<ref>", "<b a='", "[[a|", "{{a|", "[http://a ", "'''''a"]
)
def test_markup_that_never_closes_is_shown_and_does_not_hang(opener: str) -> None:
    def letters(text: str) -> str:
        return re.sub(r"[^a-z]", "", text)

    source = opener * 5_000
    with within(10):
        body = body_of(source)
    root = parsed("<!DOCTYPE html><title></title>" + body)
    assert letters(text_of(root, "body")) == letters(source)


def test_words_of_calls_in_one_another_are_found_once() -> None:
    source = "{{birth date|" * 15 + "1900" + "}}" * 15
    with within(5):
        assert "1900" in body_of(f"Born {source}.")


def test_metadata_may_be_a_mapping() -> None:
    values = {"marking": "TLP:RED", "source": {"name": "Wikipedia", "revision": 1066}}
    metadata = Metadata(marking="TLP:RED", source=Attribution(name="Wikipedia", revision="1066"))
    page = write_html(Document(title="Raid"), metadata=values)
    assert page == write_html(Document(title="Raid"), metadata=metadata)
    assert "TLP:RED" in page
    with pytest.raises(ProblemError, match="`marking` must be one of"):
        write_html(Document(title="Raid"), metadata={"marking": "RED"})


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("{{HMS|Hood}}", "HMS Hood"),
        ("The {{lang|fr|mot}} at {{nowrap|3 km}}<ref>Atlas</ref>", "The mot at 3 km"),
        ("About <math>x</math> [[File:A.png|20px]]", "About x"),
    ],
)
def test_contents_and_anchors_have_the_words_that_a_heading_shows(heading: str, words: str) -> None:
    html = write_html(read(f"== {heading} ==\na\n== b ==\n== c ==\n== d ==\n"))
    assert f'<a href="#{words.replace(" ", "_")}">{words}</a>' in html


@pytest.mark.parametrize("call", ["{{val|1.5<ref>Atlas</ref>}}", "{{tl|x<ref>Atlas</ref>}}"])
def test_a_note_in_a_value_shown_in_words_follows_the_transclusion(call: str) -> None:
    html = write_html(read(f"It is {call}."), fragment=True)
    assert re.search(r'It is [^.]*(1\.5|</code>)<sup class="reference".*\.</p>', html)
    assert "&lt;" not in html
    assert "Atlas" in html


def test_an_argument_has_the_words_of_transclusions_in_it() -> None:
    html = write_html(
        read("It costs ${{format price|{{inflation|US|3160384|2003}}}}."), fragment=True
    )
    assert "costs $." not in html
