"""Facts as linked data: an Event of schema.org, with what is claimed of it as Claims.

It is in the head of a page, for search engines and other programs that read pages.
"""

from __future__ import annotations

import json

from wikibrief.facts.model import CitedReference, Claim, Facts
from wikibrief.yamlform.data import Data

__all__ = ["dump_event", "event"]

_ESCAPES = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})
"""Signs that could end the element that the text is in."""


def dump_event(facts: Facts) -> str:
    """Write the event as JSON that can be a part of HTML; empty where the article is of none."""
    data = event(facts)
    return json.dumps(data, ensure_ascii=False).translate(_ESCAPES) if data else ""


def event(facts: Facts) -> dict[str, Data] | None:
    """Make an Event of what has a date; None of anything else."""
    if facts.date is None:
        return None
    data: dict[str, Data] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": facts.title,
        "startDate": facts.date.start,
        "endDate": facts.date.end,
        "location": _place(facts),
        "superEvent": {"@type": "Event", "name": facts.part_of} if facts.part_of else None,
        "subjectOf": [_claim(claim) for claim in facts.claims if claim.sentence] or None,
    }
    return _without_blanks(data)


def _place(facts: Facts) -> Data:
    if facts.place is None and facts.coordinates is None:
        return None
    where = facts.coordinates
    geo: Data = None
    if where:
        geo = {"@type": "GeoCoordinates", "latitude": where.lat, "longitude": where.lon}
    return _without_blanks({"@type": "Place", "name": facts.place, "geo": geo})


def _claim(claim: Claim) -> Data:
    return _without_blanks(
        {
            "@type": "Claim",
            "text": claim.sentence,
            "creditText": claim.speaker,
            "temporal": claim.date,  # of the statement, or of what it is about
            "citation": [_citation(each) for each in claim.references] or None,
        }
    )


def _citation(citation: CitedReference) -> Data:
    return _without_blanks(
        {
            "@type": "CreativeWork",
            "name": citation.key,
            "url": citation.url,
            "datePublished": citation.date,
        }
    )


def _without_blanks(data: dict[str, Data]) -> dict[str, Data]:
    return {key: value for key, value in data.items() if value is not None}
