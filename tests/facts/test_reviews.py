"""Reviews: what a person says of a fact is used everywhere, and goes out of date."""

from __future__ import annotations

from pathlib import Path

import pytest

from wikibrief.facts.extract import read_facts, words_of
from wikibrief.facts.reviews import find_outdated
from wikibrief.markup.references.lifting import read
from wikibrief.model.metadata import Review

SEED = read((Path(__file__).parents[2] / "content" / "kobe-attack.wiki").read_text("utf-8"))
NINTH = (
    'Malian officials also stated "19 terrorist bodies" were found in the aftermath of the attack.'
)


def test_reviewed_losses_are_in_claims_and_totals() -> None:
    facts = read_facts(SEED, {"civilians": Review([{"category": "killed", "low": 40, "high": 40}])})
    assert [loss.quantity.low for loss in facts.civilians] == [40]
    boxed = [claim for claim in facts.claims if claim.place.section[0:1] == ("infobox",)]
    assert {(claim.category, claim.quantity.low) for claim in boxed} == {
        ("killed", 40),
        ("killed_or_wounded", 20),
        ("killed", 19),
    }
    assert any(total.high == 40 for total in facts.totals)
    assert facts.reviewed == ("civilians",)


def test_a_claim_is_reviewed_while_its_sentence_is_the_same() -> None:
    value = {"category": "killed", "low": 19, "high": 19, "group": "attackers"}
    facts = read_facts(SEED, {"claims/9": Review(value, NINTH)})
    assert facts.claims[8].group == "attackers"
    assert read_facts(SEED, {"claims/9": Review(value, "Another.")}) == read_facts(SEED)
    without = read_facts(SEED, {"claims/9": Review(None, NINTH)})
    assert len(without.claims) == len(read_facts(SEED).claims) - 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("nothing", "a"),
        ("place", ["a"]),
        ("sides/9/casualties", []),
        ("claims/99", None),
        ("civilians", [{"category": "killed", "low": "few"}]),
        ("civilians", [{"category": "dead", "low": 3, "high": 3}]),
        ("civilians", [{"category": "killed", "low": 5, "high": 3}]),
        ("civilians", [{"category": "killed"}]),
        ("civilians", [{"category": "killed", "low": "²"}]),
        ("sides/²/casualties", []),
        ("date", "yesterday"),
        ("date", "2012-13-45"),
        ("date", {"start": "2012-05-04", "end": "2012-05-02"}),
    ],
)
def test_a_review_of_no_fact_is_refused(key: str, value: object) -> None:
    with pytest.raises(ValueError, match=key):
        read_facts(SEED, {key: Review(value)})


def test_an_empty_review_says_that_there_is_no_such_fact() -> None:
    for key in ("sides/1/belligerents", "sides/1/commanders", "sides/1/casualties"):
        side = read_facts(SEED, {key: Review(None)}).sides[0]
        assert getattr(side, key.rpartition("/")[2]) == ()
    assert read_facts(SEED, {"civilians": Review(None)}).civilians == ()


def test_a_review_is_out_of_date_when_its_text_has_changed() -> None:
    now = "Near Kobé, Gao Region, Mali"
    reviews = {"place": Review("Kobé", now), "part_of": Review("War", "Mali Conflict")}
    [outdated] = find_outdated(SEED, read_facts(SEED), reviews, words_of(SEED))
    assert outdated == ("part_of", "Mali Conflict", "Mali War")
