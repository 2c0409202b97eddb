"""Filters: what transclusion layouts compute. Layout is Jinja's; units, dates and names are here.

Each is a plain function of plain values, in a module of its subject.
"""

from __future__ import annotations

from collections.abc import Callable

from wikibrief.filters.conversion import convert
from wikibrief.filters.coordinates import coordinates
from wikibrief.filters.infoboxes import infobox_rows
from wikibrief.filters.numbers import fraction, grouped, measured, ordinal_of, roman
from wikibrief.filters.ships import ship, ship_class
from wikibrief.filters.states import service, state
from wikibrief.filters.symbols import status, symbol

__all__ = ["FILTERS"]

FILTERS: dict[str, Callable[..., object]] = {
    "convert": convert,
    "coordinates": coordinates,
    "fraction": fraction,
    "grouped": grouped,
    "infobox_rows": infobox_rows,
    "measured": measured,
    "ordinal_of": ordinal_of,
    "roman": roman,
    "service": service,
    "ship": ship,
    "ship_class": ship_class,
    "state": state,
    "status": status,
    "symbol": symbol,
}
"""Every filter by the name that templates call it by."""
