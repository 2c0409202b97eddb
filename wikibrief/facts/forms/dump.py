"""Facts as YAML: the keys of the labels, and what the project adds to them."""

from __future__ import annotations

from collections.abc import Iterable

from wikibrief.facts.model import (
    CitedReference,
    Claim,
    Facts,
    Loss,
    Place,
    Quantity,
    Side,
    Statement,
    Total,
    Unread,
)
from wikibrief.model.marking import Marking
from wikibrief.yamlform.data import Data
from wikibrief.yamlform.emitter import emit

__all__ = ["dump_facts", "facts_data"]


def dump_facts(facts: Facts, marking: Marking | None = None) -> str:
    """Write facts as YAML, with the marking of their article."""
    return emit(facts_data(facts, marking))


def facts_data(facts: Facts, marking: Marking | None = None) -> dict[str, Data]:
    """Facts as mappings and lists, in the order in which they are written."""
    date = facts.date
    return {
        "title": facts.title,
        **({"marking": marking} if marking else {}),
        "date": {
            "start": date.start if date else None,
            "end": date.end if date else None,
            "precision": date.precision if date else None,
            "edtf": date.edtf if date else None,
        },
        "place": facts.place,
        "coordinates": (
            {"lat": facts.coordinates.lat, "lon": facts.coordinates.lon}
            if facts.coordinates
            else None
        ),
        "part_of": facts.part_of,
        "result": facts.result,
        "sides": [_side(side) for side in facts.sides],
        "civilians": _losses(facts.civilians),
        "casualties": _losses(facts.casualties),
        "claims": [_claim(claim) for claim in facts.claims],
        "further": [_claim(claim) for claim in facts.further],
        "timeline": [_statement(statement) for statement in facts.timeline],
        "totals": [_total(total) for total in facts.totals],
        "unread": [_unread(each) for each in facts.unread],
        "reviewed": list(facts.reviewed),
    }


def _quantity(quantity: Quantity) -> dict[str, Data]:
    return {"low": quantity.low, "high": quantity.high, "approximate": quantity.approximate}


def _losses(losses: Iterable[Loss]) -> list[Data]:
    return [
        {
            "category": loss.category,
            **_quantity(loss.quantity),
            "group": loss.group,
            "text": loss.text,
            "references": _references(loss.references),
        }
        for loss in losses
    ]


def _side(side: Side) -> Data:
    return {
        "belligerents": list(side.belligerents),
        "commanders": list(side.commanders),
        "strength": [
            {**_quantity(each.quantity), "unit": each.unit, "text": each.text}
            for each in side.strength
        ],
        "casualties": _losses(side.casualties),
    }


def _place(place: Place) -> dict[str, Data]:
    return {
        "section": " / ".join(place.section),
        "position": {"paragraph": place.paragraph, "sentence": place.sentence},
    }


def _references(references: Iterable[CitedReference]) -> list[Data]:
    return [{"key": each.key, "url": each.url, "date": each.date} for each in references]


def _claim(claim: Claim) -> Data:
    return {
        "sentence": claim.sentence,
        "source": claim.source,
        "speaker": claim.speaker,
        "date": claim.date,
        "category": claim.category,
        "group": claim.group,
        **_cause(claim),
        **_quantity(claim.quantity),
        "including": [
            {"group": each.group, **_quantity(each.quantity)} for each in claim.including
        ],
        "references": _references(claim.references),
        **_place(claim.place),
    }


def _cause(each: Claim | Total) -> dict[str, Data]:
    return {"cause": each.cause} if each.cause else {}


def _statement(statement: Statement) -> Data:
    return {
        "date": statement.date,
        "sentence": statement.sentence,
        "references": _references(statement.references),
        **_place(statement.place),
    }


def _total(total: Total) -> Data:
    return {
        "category": total.category,
        "group": total.group,
        **_cause(total),
        "low": total.low,
        "high": total.high,
        "lowest": list(total.lowest),
        "highest": list(total.highest),
        "disputed": total.disputed,
    }


def _unread(unread: Unread) -> Data:
    return {"text": unread.text, "figures": list(unread.figures), **_place(unread.place)}
