"""Metadata: layers merge, what is required is there, and what is wrong is said with its place."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from textwrap import dedent
from typing import get_args

import pytest

from wikibrief.model.metadata import Attribution, Briefing, Key, Metadata
from wikibrief.problems import ProblemError
from wikibrief.yamlform.metadata import load_metadata, make_metadata

# --- layers


def test_metadata_layers_merge_key_by_key() -> None:
    defaults = "language: en\nmarking: TLP:GREEN\nsource:\n  name: Wikipedia\n  revision: 1\n"
    sidecar = "marking: TLP:RED\nsource:\n  name:\n  revision: 2\nbriefing:\n  date: 2025-02-07\n"
    layers = [("_defaults.yaml", defaults), ("empty", "# nothing\n"), ("a.meta.yaml", sidecar)]
    assert load_metadata(layers) == Metadata(
        language="en",
        marking="TLP:RED",
        source=Attribution(name="Wikipedia", revision="2"),
        briefing=Briefing(date=date(2025, 2, 7)),
    )
    assert load_metadata([]) == Metadata()


def test_metadata_errors_name_their_file() -> None:
    defaults = "language: not a tag\nsource:\n  nam: W\n  wiki: ftp://x\nmarking: TLP:PINK\n"
    sidecar = "source: x\nbriefing: {date: 2025-02-30}\ntitle: a\ntitle: b\n"
    with pytest.raises(ProblemError) as raised:
        load_metadata([("_defaults.yaml", defaults), ("a.meta.yaml", sidecar), ("b", "- c")])
    assert str(raised.value) == dedent("""\
        _defaults.yaml:1:11: error: `language` must be a language tag such as `en` or `pt-BR`, found `not a tag`
        _defaults.yaml:3:3: error: unknown key `nam` in `source`
            hint: did you mean `name`?
        _defaults.yaml:4:9: error: `wiki` must be an address that starts with `https://`, found `ftp://x`
        _defaults.yaml:5:10: error: `marking` must be one of `TLP:RED`, `TLP:AMBER+STRICT`, `TLP:AMBER`, `TLP:GREEN` or `TLP:CLEAR`, found `TLP:PINK`
        a.meta.yaml:1:9: error: `source` must be a mapping, found text
        a.meta.yaml:2:18: error: `date` must be a date such as `2025-02-07`, found `2025-02-30`
        a.meta.yaml:4:1: error: the key `title` is repeated
            hint: line 3 has it already: keep one of the two
        b:1:1: error: the file must be a mapping, found a list""")  # noqa: E501


@pytest.mark.parametrize(
    "text", ["0", "1e3", "20250207", "2025-2-7", "2025-02-07T00:00:00", "٢٠٢٥-٠٢-٠٧", "[2025]", "x"]
)
def test_a_date_is_text_of_year_month_and_day_alone(text: str) -> None:
    found = "a list" if text == "[2025]" else f"`{text}`"
    expected = f"`date` must be a date such as `2025-02-07`, found {found}"
    with pytest.raises(ProblemError) as raised:
        load_metadata([("a.meta.yaml", f"briefing:\n  date: {text}\n")])
    assert str(raised.value) == f"a.meta.yaml:2:9: error: {expected}"


# --- what is required


def leaves(value: object, path: str = "") -> Iterator[str]:
    """The keys of all values in metadata, by the keys that lead to them."""
    for field in dataclasses.fields(value):  # type: ignore[arg-type]
        inner = getattr(value, field.name)
        if dataclasses.is_dataclass(inner):
            yield from leaves(inner, f"{path}{field.name}.")
        else:
            yield f"{path}{field.name}"


def test_every_key_with_a_value_can_be_required() -> None:
    of_pdf = {"pdf.attachments", "pdf.resolution", "pdf.standard"}
    have_defaults = {"editions", "require", "reviews", *of_pdf}
    assert {*get_args(Key)} == {*leaves(Metadata())} - have_defaults


def test_a_resolution_is_a_number_that_printers_have() -> None:
    assert load_metadata([("a.meta.yaml", "pdf:\n  resolution: 300\n")]).pdf.resolution == 300
    layers = [("_defaults.yaml", "pdf:\n  resolution: 300 dpi\n")]
    layers.append(("a.meta.yaml", "pdf: {resolution: 12}\n"))
    with pytest.raises(ProblemError) as raised:
        load_metadata(layers)
    expected = "`resolution` must be a whole number from 36 to 1200, found"
    assert str(raised.value).splitlines() == [
        f"_defaults.yaml:2:15: error: {expected} `300 dpi`",
        "    hint: write the number alone: `300`",
        f"a.meta.yaml:1:19: error: {expected} `12`",
    ]


DEMAND = "marking:\nrequire:\n  - marking\n"


def load_below(*texts: str | None) -> Metadata:
    """The metadata of ``a``, whose folder's defaults demand a marking."""
    *defaults, own = texts
    below = [(f"sub{index}/_defaults.yaml", text) for index, text in enumerate(defaults)]
    return load_metadata([("_defaults.yaml", DEMAND), *below, ("a.meta.yaml", own)])


@pytest.mark.parametrize(
    "texts",
    [
        (None,),
        ("",),
        ("marking:\n",),
        ("require: []\n",),
        ("require: [title]\ntitle: a\n",),
        ("require:\n", None),
        ("require: []\nlanguage: en\n", "marking:\n"),
    ],
)
def test_what_defaults_require_no_article_may_lack(texts: tuple[str | None, ...]) -> None:
    with pytest.raises(ProblemError) as raised:
        load_below(*texts)
    assert str(raised.value) == dedent("""\
        _defaults.yaml:3:5: error: `marking` is required, and a.meta.yaml does not have it
            hint: add it to a.meta.yaml: nothing is made of an article that lacks it""")


def test_what_is_required_may_be_in_any_layer() -> None:
    assert load_below("marking: TLP:RED\n").marking == "TLP:RED"
    assert load_below("marking: TLP:GREEN\n", None).marking == "TLP:GREEN"


def test_layers_add_to_what_is_required() -> None:
    with pytest.raises(ProblemError) as raised:
        load_below("require: [source.revision, marking]\nsource: {name: a}\n")
    assert [str(problem).splitlines()[0] for problem in raised.value.problems] == [
        "_defaults.yaml:3:5: error: `marking` is required, and a.meta.yaml does not have it",
        "a.meta.yaml:1:11: error: `source.revision` is required, and a.meta.yaml does not have it",
    ]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("require: [markings]", "1:11: error: item 1 of `require` must be one of"),
        ("require: marking", "1:10: error: `require` must be a list, found text"),
        ("requires: [marking]", "1:1: error: unknown key `requires`"),
        ("require: [{marking: a}]", "1:11: error: item 1 of `require` must be one of"),
        ("require:\n  -\n", "2:4: error: item 1 of `require` must be one of"),
    ],
)
def test_a_demand_that_is_not_understood_is_an_error(text: str, error: str) -> None:
    with pytest.raises(ProblemError) as raised:
        load_metadata([("_defaults.yaml", text), ("a.meta.yaml", "marking: TLP:RED")])
    assert str(raised.value).startswith(f"_defaults.yaml:{error}")


# --- mappings

MARKINGS = "`TLP:RED`, `TLP:AMBER+STRICT`, `TLP:AMBER`, `TLP:GREEN` or `TLP:CLEAR`"


def test_a_mapping_has_the_keys_of_a_file() -> None:
    values = {
        "title": "Kobé attack",
        "marking": "TLP:RED",
        "source": {"name": "Wikipedia", "revision": 1280731211, "page": None},
        "briefing": {"date": date(2025, 2, 7)},
        "require": ("marking",),
    }
    metadata = Metadata(
        title="Kobé attack",
        marking="TLP:RED",
        source=Attribution(name="Wikipedia", revision="1280731211"),
        briefing=Briefing(date=date(2025, 2, 7)),
        require=("marking",),
    )
    assert make_metadata(values) == metadata
    assert make_metadata(metadata) is metadata
    assert make_metadata({}) == make_metadata(None) == Metadata()


def test_a_mapping_that_is_wrong_is_refused_with_all_errors() -> None:
    values = {"markin": "TLP:RED", "marking": "RED", "source": {"wiki": 3}, 5: 6, "title": True}
    with pytest.raises(ProblemError) as raised:
        make_metadata(values)  # type: ignore[arg-type]
    assert [problem.message.partition(", found")[0] for problem in raised.value.problems] == [
        "/markin: unknown key `markin`",
        f"/marking: `marking` must be one of {MARKINGS}",
        "/source/wiki: `wiki` must be an address that starts with `https://`",
        "/5: unknown key `5`",
        "/title: `title` must be text",
    ]


def test_a_mapping_that_no_file_could_hold_is_refused() -> None:
    with pytest.raises(ProblemError, match="/source/name: metadata cannot hold a bytes"):
        make_metadata({"source": {"name": b"a"}})
    with pytest.raises(ProblemError, match="`marking` is required, and missing"):
        make_metadata({"require": ["marking"]})
