"""Labels of your own: declared with an order, legible, on every page, or nothing is made."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from wikibrief.changes.compare import Version, compare
from wikibrief.changes.show import show_html, show_text, show_yaml
from wikibrief.cli import main
from wikibrief.facts.forms.exports import dump_geojson, dump_incident, load_incident
from wikibrief.facts.model import Facts
from wikibrief.model.colours import contrast, ink_on
from wikibrief.model.document import Document
from wikibrief.model.marking import (
    Label,
    Marking,
    OwnMarking,
    dump_marking,
    load_marking,
    make_scheme,
    strictest_marking,
)
from wikibrief.model.metadata import Metadata
from wikibrief.page.catalogue.cards import dump_card, load_card, read_card
from wikibrief.page.catalogue.feed import Published, write_feed
from wikibrief.page.catalogue.listing import ListedDocument, write_listing
from wikibrief.page.writer import write_html
from wikibrief.problems import ProblemError
from wikibrief.project.facts import FORMS, Named, write_facts
from wikibrief.templating.environment import Templates
from wikibrief.yamlform.metadata import load_metadata, make_metadata
from wikibrief.yamlform.schema import metadata_schema

LABELS = (
    Label("INTERNAL", "#005ea5"),
    Label("EU RESTRICTED", "#ffdd00"),
    Label("CONFIDENTIAL", "#b30000"),
)
OWN = make_scheme(LABELS)
INTERNAL, RESTRICTED, CONFIDENTIAL = OWN.values()
DECLARED = [{"label": each.label, "colour": each.colour} for each in LABELS]
DEFAULTS = f"markings: {json.dumps(DECLARED)}\nmarking: INTERNAL\n"


def load(sidecar: str, defaults: str = DEFAULTS, folder: str = "") -> Metadata:
    layers = [("content/_defaults.yaml", defaults), ("content/2025/_defaults.yaml", folder)]
    return load_metadata([*layers, ("a.meta.yaml", sidecar)])


def problems_of(sidecar: str, defaults: str = DEFAULTS, folder: str = "") -> list[str]:
    with pytest.raises(ProblemError) as raised:
        load(sidecar, defaults, folder)
    return str(raised.value).splitlines()


def test_a_declared_label_is_a_marking_in_every_layer() -> None:
    assert load("").marking == INTERNAL
    found = load("marking: CONFIDENTIAL\n", folder="marking: EU RESTRICTED\n").marking
    assert found == CONFIDENTIAL
    assert isinstance(found, OwnMarking)
    assert found.scheme == LABELS
    assert load("marking: TLP:RED\n").marking == "TLP:RED"
    assert make_metadata({"markings": DECLARED, "marking": "CONFIDENTIAL"}).marking == CONFIDENTIAL


KNOWN = (
    "must be one of `TLP:RED`, `TLP:AMBER+STRICT`, `TLP:AMBER`, `TLP:GREEN`, `TLP:CLEAR`, "
    "`INTERNAL`, `EU RESTRICTED` or `CONFIDENTIAL`"
)


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("Internal", ["    hint: did you mean `INTERNAL`?"]),
        ("CONFIDENTAL", ["    hint: did you mean `CONFIDENTIAL`?"]),
        ("TLP:PINK", []),
        ("SECRET", []),
    ],
)
def test_any_other_marking_is_an_error(value: str, hint: list[str]) -> None:
    problem = f"a.meta.yaml:1:10: error: `marking` {KNOWN}, found `{value}`"
    assert problems_of(f"marking: {value}\n") == [problem, *hint]


def test_without_declaration_no_label_of_ones_own_is_a_marking() -> None:
    [problem] = problems_of("marking: INTERNAL\n", "")
    assert problem.endswith("`TLP:GREEN` or `TLP:CLEAR`, found `INTERNAL`")
    with pytest.raises(ProblemError):
        make_metadata({"marking": "INTERNAL"})


def test_labels_are_declared_for_the_whole_project() -> None:
    expected = "error: `markings` are only in content/_defaults.yaml"
    assert problems_of(DEFAULTS)[0] == f"a.meta.yaml:1:11: {expected}"
    found = problems_of("", "", DEFAULTS)
    assert found[0].startswith("content/2025/_defaults.yaml:1:11: error: `markings` are only in")


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        ('{label: "TLP:PINK", colour: "#000000"}', "1:20: error: `label` must be a label"),
        ('{label: "tlp red", colour: "#000000"}', "1:20: error: `label` must be a label"),
        ('{label: "A<b>", colour: "#000000"}', "1:20: error: `label` must be a label"),
        ('{label: "A  B", colour: "#000000"}', "1:20: error: `label` must be a label"),
        ('{label: "A//B", colour: "#000000"}', "1:20: error: `label` must be a label"),
        ('{label: "A ", colour: "#000000"}', "1:20: error: `label` must be a label"),
        ('{label: "A\\nB", colour: "#000000"}', "1:20: error: `label` must be a label"),
        (f'{{label: "{"A" * 33}", colour: "#000000"}}', "1:20: error: `label` must be a label"),
        ("{label: A, colour: red}", "1:31: error: `colour` must be a colour such as `#005ea5`"),
        ("{label: A}", "1:12: error: `colour` is missing"),
        ("{colour: '#000000'}", "1:12: error: `label` is missing"),
        ("A", "1:12: error: item 1 of `markings` must be a mapping, found text"),
    ],
)
def test_what_cannot_be_a_label_is_refused_where_it_is(entry: str, place: str) -> None:
    assert problems_of("", f"markings: [{entry}]\n")[0].startswith(
        f"content/_defaults.yaml:{place}"
    )


@pytest.mark.parametrize(
    "label",
    [
        "\u0422LP:RED",  # a Cyrillic first letter
        "TL\u03a1:CLEAR",  # a Greek third one
        "\u0421ONFIDENTIAL",
        "\u0394 \u0416",
        "\u0391\u0387\u0392",  # Greek punctuation, which normalizes to a dot
        "\u0421\u0488",  # a mark around a letter
        "\u0483",
        "\u0482",
        "\u038b",  # no character at all
        "\ufb01NAL",
        "\u0132",  # two letters in one
        "\u01c4",
        "A\u0301",
        "A\u202eB",
        "A\u200bB",
        "A}",
        "A;B",
        'A"B',
        "A<B",
        "A&B",
    ],
)
def test_letters_of_two_scripts_signs_and_marks_are_no_label(label: str) -> None:
    with pytest.raises(ProblemError, match="must be a label"):
        make_metadata({"markings": [{"label": label, "colour": "#000000"}]})


@pytest.mark.parametrize(
    "label", ["ΕΜΠΙΣΤΕΥΤΙΚΟ", "СЕКРЕТНО", "ДЛЯ СЛУЖЕБНОГО 2", "TRÈS SECRET", "Ӑ"]
)
def test_each_script_by_itself_is_fine(label: str) -> None:
    made = make_metadata({"markings": [{"label": label, "colour": "#000000"}], "marking": label})
    assert made.marking == label


@pytest.mark.parametrize(
    ("one", "other"),
    [("COB", "\u0421\u041e\u0412"), ("LEVEL 0", "LEVEL O"), ("1A", "\u0399\u0391")],
)
def test_labels_that_look_the_same_are_refused(one: str, other: str) -> None:
    with pytest.raises(ProblemError, match="is there already, as"):
        make_metadata({"markings": [{"label": each, "colour": "#000000"} for each in (one, other)]})


def test_labels_that_readers_cannot_tell_apart_are_refused() -> None:
    twice = (
        "markings:\n- {label: Secret, colour: '#000000'}\n- {label: SECRET, colour: '#ffffff'}\n"
    )
    assert problems_of("", twice) == [
        "content/_defaults.yaml:3:11: error: `SECRET` is there already, as `Secret`",
        "    hint: list each label once, from the least strict to the most",
    ]


def test_the_schema_completes_the_protocol_and_takes_labels() -> None:
    schema = Draft202012Validator(metadata_schema())
    for marking in ("TLP:RED", "INTERNAL", None):
        assert schema.is_valid({"marking": marking})
    for marking in ("TLP:PINK", "A<b>", ""):
        assert not schema.is_valid({"marking": marking})
    assert schema.is_valid({"markings": DECLARED})
    assert not schema.is_valid({"markings": [{"label": "A", "colour": "red"}]})


# --- which is the strictest


@pytest.mark.parametrize(
    ("markings", "strictest"),
    [
        ([INTERNAL], INTERNAL),
        ([CONFIDENTIAL, INTERNAL, None], CONFIDENTIAL),
        ([INTERNAL, RESTRICTED], RESTRICTED),
        (["TLP:GREEN", "TLP:AMBER+STRICT", "TLP:AMBER"], "TLP:AMBER+STRICT"),
        ([None, None], None),
        ([], None),
    ],
)
def test_the_declared_order_decides(
    markings: list[Marking | None], strictest: Marking | None
) -> None:
    assert strictest_marking(markings) == strictest


OTHER = make_scheme([Label("CONFIDENTIAL", "#b30000"), Label("INTERNAL", "#005ea5")])
LATER = make_scheme([Label("PUBLIC", "#00703c"), *LABELS])


@pytest.mark.parametrize(
    "markings",
    [
        [INTERNAL, "TLP:CLEAR"],
        [CONFIDENTIAL, "TLP:CLEAR", "TLP:RED"],
        [CONFIDENTIAL, OTHER["INTERNAL"]],
        [INTERNAL, OwnMarking("SECRET")],
        [OwnMarking("SECRET")],
    ],
)
def test_without_an_order_nothing_is_the_strictest(markings: list[Marking | None]) -> None:
    with pytest.raises(ProblemError, match="no order is known between the markings `"):
        strictest_marking(markings)


def test_a_scheme_that_has_grown_knows_what_was_marked_before() -> None:
    assert strictest_marking([CONFIDENTIAL, LATER["PUBLIC"]]) == "CONFIDENTIAL"
    assert strictest_marking([INTERNAL, LATER["CONFIDENTIAL"]]) == "CONFIDENTIAL"


def test_no_way_between_processes_loses_the_order() -> None:
    metadata = Metadata(marking=INTERNAL)
    card = load_card(dump_card(read_card("a", Document(), metadata)))
    facts = load_incident(dump_incident("a", Facts(), INTERNAL))
    copies = [
        load_marking(json.loads(json.dumps(dump_marking(INTERNAL)))),
        pickle.loads(pickle.dumps(metadata)).marking,  # noqa: S301
        card.marking,
        facts.marking,
    ]
    for copy in copies:
        assert isinstance(copy, OwnMarking)
        assert (str(copy), copy.scheme) == ("INTERNAL", LABELS)
    assert load_marking(dump_marking("TLP:RED")) == "TLP:RED"


# --- what shows it


@pytest.mark.parametrize("ground", ["#000000", "#ffffff", "#767676", "#b30000", "#FFDD00"])
def test_letters_have_contrast_on_every_ground(ground: str) -> None:
    ink, below = (
        [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        for colour in (ink_on(ground), ground)
    )
    assert contrast(ink, below) >= 4.5


def shows(page: str, label: str) -> int:
    return page.count(f">{label}</p>")


def test_a_page_shows_the_label_in_its_colours() -> None:
    page = write_html(Document(title="A"), metadata=Metadata(marking=RESTRICTED, language="de"))
    head = (
        '<p class="marking marking-own" translate="no" style="background: #ffdd00; color: #000000"'
    )
    assert page.count(f"{head}>EU RESTRICTED</p>") == 2
    page = write_html(Document(title="A"), metadata=Metadata(marking="TLP:RED"))
    assert page.count('<p class="marking tlp-red">TLP:RED</p>') == 2


@pytest.mark.parametrize(
    "style",
    [
        ".marking-own { display: none }",
        ".marking { opacity: .1 }",
        "p.marking-own { color: #b30000 !important }",
        '.marking[translate="no"] { font-size: 1px }',
    ],
)
def test_a_style_sheet_that_hides_it_makes_no_page(style: str, tmp_path: Path) -> None:
    folder = tmp_path / "html"
    folder.mkdir()
    (folder / "style.css").write_text(style, "utf-8")
    with pytest.raises(ProblemError, match="hides the marking"):
        write_html(Document(title="A"), metadata=Metadata(marking=CONFIDENTIAL), templates=tmp_path)


@pytest.mark.parametrize("colour", ["#000000; display: none", "red", "", "#fff", "#00000000", '"'])
def test_a_colour_of_a_program_brings_no_other_style(colour: str) -> None:
    marking = OwnMarking("SECRET", (Label("SECRET", colour),))
    page = write_html(Document(title="A"), metadata=Metadata(marking=marking))
    assert page.count('style="background: #000000; color: #ffffff">SECRET</p>') == 2


def test_an_article_cannot_look_like_it() -> None:
    forged = '<p class="marking marking-own" style="background:#005ea5">INTERNAL</p>'
    page = write_html(Document(title="A", lead=(forged,)), metadata=Metadata(marking=CONFIDENTIAL))
    assert page.count("marking-own") - page.count(".marking-own") == 2


def test_lists_have_the_strictest_label_and_refuse_two_schemes() -> None:
    cards = [
        read_card(name, Document(title=name), Metadata(marking=marking))
        for name, marking in (("a", INTERNAL), ("b", CONFIDENTIAL))
    ]
    page = write_listing([ListedDocument(each) for each in cards], Templates(), "All")
    assert (shows(page, "CONFIDENTIAL"), shows(page, "INTERNAL")) == (3, 1)
    other = read_card("c", Document(title="c"), Metadata(marking="TLP:CLEAR"))
    with pytest.raises(ProblemError, match="`CONFIDENTIAL` and `INTERNAL` and `TLP:CLEAR`"):
        write_listing([ListedDocument(each) for each in (*cards, other)], Templates(), "All")


def test_feeds_and_tables_have_the_strictest_label(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    markings = {"a": INTERNAL, "b": RESTRICTED}
    published = [
        Published(read_card(name, Document(title=name), Metadata(marking=each)), f"{name}.html")
        for name, each in markings.items()
    ]
    feed = write_feed(published, "All") or ""
    assert feed.index("<rights>EU RESTRICTED") < feed.index("<rights>INTERNAL")
    incidents = [
        load_incident(dump_incident(name, Facts(), each)) for name, each in markings.items()
    ]
    assert json.loads(dump_geojson(incidents))["marking"] == "EU RESTRICTED"
    with pytest.raises(ProblemError):
        dump_geojson([*incidents, load_incident(dump_incident("c", Facts(), "TLP:RED"))])


@pytest.mark.parametrize("claims", [True, False])
@pytest.mark.parametrize("form", FORMS)
def test_facts_of_two_schemes_are_not_written_together(form: str, *, claims: bool) -> None:
    one, other, third = (
        Named(str(marking), Facts(), marking) for marking in (INTERNAL, "TLP:RED", CONFIDENTIAL)
    )
    with pytest.raises(ProblemError, match="no order is known"):
        write_facts([one, other], form, one=False, claims=claims)
    assert write_facts([one, third], form, one=False, claims=claims)
    assert write_facts([other], form, one=True, claims=claims)


def test_a_comparison_shows_every_label() -> None:
    old, new = (
        Version(Document(title="A", lead=(text,)), Metadata(marking=marking))
        for text, marking in (("One.", CONFIDENTIAL), ("Two.", INTERNAL))
    )
    changes = [compare("a", old, new)]
    page = show_html(changes, Templates())
    assert (shows(page, "CONFIDENTIAL"), shows(page, "INTERNAL")) == (2, 2)
    assert "[CONFIDENTIAL] [INTERNAL]" in show_text(changes)
    assert "- CONFIDENTIAL\n" in show_yaml(changes)


def test_a_build_marks_all_and_makes_no_list_of_two_schemes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    content = tmp_path / "content"
    content.mkdir()
    (content / "_defaults.yaml").write_text(DEFAULTS, "utf-8")
    for name in ("a", "b"):
        (content / f"{name}.wiki").write_text(f"= {name} =\n\nText.\n", "utf-8")
    (content / "b.meta.yaml").write_text("marking: CONFIDENTIAL\n", "utf-8")
    assert build() == 0
    output = tmp_path / "output"
    manifest = json.loads((output / "manifest.json").read_text("utf-8"))
    assert manifest["marking"] == "CONFIDENTIAL"
    assert [each["marking"] for each in manifest["documents"]] == ["INTERNAL", "CONFIDENTIAL"]
    before = (output / "index.html").read_text("utf-8")
    assert shows(before, "CONFIDENTIAL") == 3
    declared = DEFAULTS.replace("#b30000", "#7a0000")
    (content / "_defaults.yaml").write_text(declared, "utf-8")
    assert build() == 0
    assert "#7a0000" in (output / "index.html").read_text("utf-8")
    (content / "a.meta.yaml").write_text("marking: TLP:CLEAR\n", "utf-8")
    assert build() == 1
    assert "no order is known between the markings" in capsys.readouterr().err
    assert shows((output / "a.html").read_text("utf-8"), "TLP:CLEAR") == 2


def build() -> int:
    with pytest.raises(SystemExit) as ended:
        main(["build", "--formats", "html,facts", "--jobs", "0"])
    return int(ended.value.code or 0)
