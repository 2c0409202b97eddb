"""Facts of many articles as data for other programs: tables, a map, and what describes them.

CSV is for spreadsheets, GeoJSON (RFC 7946) for maps; ``datapackage.json`` describes both as a
Frictionless Data Package, so that a program knows each column's type.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from wikibrief.facts.forms.tables import (
    CLAIMS,
    INCIDENTS,
    Column,
    Row,
    claim_rows,
    incident_row,
    write_csv,
)
from wikibrief.facts.model import Facts
from wikibrief.model.marking import Marking, dump_marking, load_marking, strictest_marking
from wikibrief.yamlform.data import Data

__all__ = [
    "Incident",
    "dump_geojson",
    "dump_incident",
    "load_incident",
    "read_incident",
    "write_exports",
]


class Incident(NamedTuple):
    """An article's rows, as far as the exports need it."""

    row: Row
    claims: Sequence[Row]
    marking: Marking | None = None


def read_incident(name: str, facts: Facts, marking: Marking | None = None) -> Incident:
    """Make the rows of an article; ``name`` is its file without the suffix."""
    return Incident(incident_row(name, facts, marking), claim_rows(name, facts, marking), marking)


def dump_incident(name: str, facts: Facts, marking: Marking | None = None) -> str:
    """Write the rows of an article on one line, for ``load_incident``."""
    row, claims, _ = read_incident(name, facts, marking)
    return json.dumps([row, claims, dump_marking(marking)])


def load_incident(line: str) -> Incident:
    """Read what ``dump_incident`` wrote."""
    row, claims, *more = json.loads(line)  # a log of before there were own labels has no more
    return Incident(row, claims, load_marking(more[0] if more else row["marking"]))


def write_exports(incidents: Iterable[Incident]) -> Mapping[str, str]:
    """Write all exports, by the names of their files."""
    known = list(incidents)
    return {
        "incidents.csv": write_csv(INCIDENTS, (each.row for each in known)),
        "claims.csv": write_csv(CLAIMS, (row for each in known for row in each.claims)),
        "incidents.geojson": dump_geojson(known),
        "datapackage.json": _dump(_package(known)),
    }


def dump_geojson(incidents: Iterable[Incident]) -> str:
    """Write one feature for each article; without coordinates it has no geometry."""
    known = list(incidents)
    features: list[Data] = [_feature(each.row) for each in known]
    return _dump({"type": "FeatureCollection", **_marking_of(known), "features": features})


def _marking_of(incidents: Iterable[Incident]) -> dict[str, Data]:
    """The marking of a file about several articles, which is their strictest; none without any."""
    marking = strictest_marking(each.marking for each in incidents)
    return {"marking": marking} if marking else {}


def _feature(row: Row) -> Data:
    lat, lon = row["latitude"], row["longitude"]
    located = lat is not None and lon is not None
    return {
        "type": "Feature",
        "id": row["id"],
        "geometry": {"type": "Point", "coordinates": [lon, lat]} if located else None,
        "properties": {
            name: cell for name, cell in row.items() if name not in {"id", "latitude", "longitude"}
        },
    }


def _package(incidents: Iterable[Incident]) -> dict[str, Data]:
    return {
        "profile": "data-package",
        "name": "incidents",
        "title": "Incidents, and what is claimed of their victims",
        **_marking_of(incidents),
        "resources": [
            _table("incidents", INCIDENTS, key=["id"]),
            _table("claims", CLAIMS, key=["id", "number"], refers=True),
            {
                "name": "incidents-map",
                "path": "incidents.geojson",
                "profile": "data-resource",
                "format": "geojson",
                "mediatype": "application/geo+json",
                "encoding": "utf-8",
            },
        ],
    }


def _table(
    name: str, columns: Sequence[Column], *, key: list[Data], refers: bool = False
) -> dict[str, Data]:
    schema: dict[str, Data] = {
        "fields": [
            {"name": each.name, "type": each.type, "description": each.description}
            for each in columns
        ],
        "missingValues": [""],
        "primaryKey": key,
    }
    if refers:
        reference: Data = {"resource": "incidents", "fields": ["id"]}
        schema["foreignKeys"] = [{"fields": ["id"], "reference": reference}]
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _dump(data: Data) -> str:
    return f"{json.dumps(data, ensure_ascii=False, indent=2)}\n"
