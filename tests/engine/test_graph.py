"""The plan: what is dirty, with a reason a person understands; no file is touched here."""

from __future__ import annotations

from pathlib import Path

import pytest

from wikibrief.engine.graph import (
    Recipe,
    Record,
    Setting,
    Step,
    add_changed_names,
    find_clashes,
    plan,
)

SOURCE, SIDECAR = Path("content/a.wiki"), Path("content/a.meta.yaml")
TEMPLATE = Path("templates/html/page.html.j2")
HTML, PDF = Path("output/a.html"), Path("output/a.pdf")

DISK: dict[Path, str | None] = {SOURCE: "s1", SIDECAR: None, TEMPLATE: "t1", HTML: "h1", PDF: "p1"}
SETTING: Setting = {"weasyprint": "69.0", "wikibrief": "0.1.0"}
RECORD = Record(
    inputs={SOURCE: "s1", SIDECAR: None, TEMPLATE: "t1"},
    artifacts={HTML: "h1", PDF: "p1"},
    setting=SETTING,
)
RECIPE = Recipe(SOURCE, (HTML, PDF))


def reasons(
    disk: dict[Path, str | None] | None = None,
    record: Record | None = RECORD,
    setting: Setting = SETTING,
    *,
    force: bool = False,
) -> tuple[str, ...]:
    records = {SOURCE: record} if record else {}
    now = DISK | (disk or {})
    [step] = plan([RECIPE], records, now.get, setting, force=force)
    assert step.dirty == bool(step.reasons)
    return step.reasons


def test_nothing_changed_is_up_to_date() -> None:
    assert reasons() == ()


def test_a_source_that_the_log_does_not_know_is_dirty() -> None:
    assert reasons(record=None) == ("never built",)


def test_force_is_reason_enough() -> None:
    assert reasons(force=True) == ("--force",)


@pytest.mark.parametrize(
    ("disk", "reason"),
    [
        ({SOURCE: "s2"}, "content/a.wiki changed"),
        ({TEMPLATE: "t2"}, "templates/html/page.html.j2 changed"),
        ({TEMPLATE: None}, "templates/html/page.html.j2 is gone"),
        ({SIDECAR: "m1"}, "content/a.meta.yaml is new"),
        ({PDF: None}, "output/a.pdf is missing"),
        ({PDF: "p2"}, "output/a.pdf was edited"),
    ],
)
def test_a_file_that_changed_is_named(disk: dict[Path, str | None], reason: str) -> None:
    assert reasons(disk) == (reason,)


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ({"weasyprint": "70.0", "wikibrief": "0.1.0"}, "weasyprint 69.0 → 70.0"),
        ({"wikibrief": "0.1.0"}, "weasyprint 69.0 → none"),
        ({**SETTING, "templates": "mine"}, "templates none → mine"),
    ],
)
def test_a_setting_that_changed_is_named(setting: Setting, reason: str) -> None:
    assert reasons(setting=setting) == (reason,)


def test_all_reasons_are_given() -> None:
    assert reasons({SOURCE: "s2", PDF: None}, setting={**SETTING, "wikibrief": "0.2.0"}) == (
        "wikibrief 0.1.0 → 0.2.0",
        "content/a.wiki changed",
        "output/a.pdf is missing",
    )


def test_an_artifact_left_out_of_the_last_build_is_not_trusted() -> None:
    record = Record(RECORD.inputs, {HTML: "h1"}, SETTING)
    assert reasons(record=record) == ("output/a.pdf was not part of the last build",)


def test_an_artifact_that_is_not_wanted_does_not_count() -> None:
    [step] = plan([Recipe(SOURCE, (HTML,))], {SOURCE: RECORD}, {**DISK, PDF: None}.get, SETTING)
    assert not step.dirty


def test_each_source_is_judged_alone() -> None:
    other = Path("content/b.wiki")
    records = {SOURCE: RECORD, other: Record({other: "old"}, {}, SETTING)}
    steps = plan([RECIPE, Recipe(other, ())], records, {**DISK, other: "new"}.get, SETTING)
    assert [step.reasons for step in steps] == [(), ("content/b.wiki changed",)]


def test_a_source_whose_artifacts_were_being_put_in_place_is_dirty_for_that_alone() -> None:
    record = Record(unsure=frozenset({PDF}))
    assert reasons(record=record) == ("its last build was interrupted",)


def test_an_interruption_counts_for_the_artifacts_that_are_wanted() -> None:
    record = Record(RECORD.inputs, {HTML: "h1"}, SETTING, unsure=frozenset({PDF}))
    [step] = plan([Recipe(SOURCE, (HTML,))], {SOURCE: record}, DISK.get, SETTING)
    assert not step.dirty


# ----------------------------------------------------------------------------------------- clashes


def test_two_sources_of_one_artifact_are_both_refused() -> None:
    wiki, yaml, other = Path("c/a.wiki"), Path("c/a.yaml"), Path("c/b.wiki")
    recipes = [Recipe(wiki, (HTML,)), Recipe(yaml, (HTML,)), Recipe(other, (PDF,))]
    found = find_clashes(recipes)
    assert found.keys() == {wiki, yaml}
    assert found[wiki].message == "c/a.wiki and c/a.yaml would both be built into output/a.html"


def test_an_artifact_is_never_written_over_a_source() -> None:
    source = Path("output/a.wiki")
    assert (
        "overwrite the source output/a.wiki"
        in find_clashes([Recipe(source, (source,))])[source].message
    )


# ------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("names", "reasons"),
    [
        ({"Market": (HTML,)}, ()),
        ({"Market": (HTML,), "Other": (PDF,)}, ()),
        ({"Market": (HTML,), "Raid": (PDF,)}, ("“Raid” is new",)),
        ({"Market": (PDF,)}, ("“Market” is now output/a.pdf",)),
        ({}, ("“Market” is gone",)),
    ],
)
def test_names_that_were_asked_for_are_inputs(
    names: dict[str, tuple[Path, ...]], reasons: tuple[str, ...]
) -> None:
    record = Record(found={"Market": (HTML,)}, missed=frozenset({"Raid", "Nowhere"}))
    [step] = add_changed_names([Step(RECIPE)], {SOURCE: record}, names)
    assert step.reasons == reasons
