"""Filters: what transclusion layouts compute. Layout is Jinja's; units, dates and names are here.

Each is a plain function of plain values, in a module of its subject; one that needs many arguments
of a transclusion takes them all (``Arguments``).
"""

from __future__ import annotations

from collections.abc import Callable

from wikibrief.inline.words import words_of
from wikibrief.languages import direction
from wikibrief.layouts.measures.conversion import convert
from wikibrief.layouts.measures.coordinates import coordinates
from wikibrief.layouts.measures.french import centuries, with_unit
from wikibrief.layouts.measures.months import by_month
from wikibrief.layouts.measures.numbers import (
    chemical,
    format_measure,
    fraction,
    group_digits,
    in_roman,
    ordinal_of,
    percentage,
    round_to,
    winning_percentage,
)
from wikibrief.layouts.measures.prices import index_year, inflate, sign_of
from wikibrief.layouts.subjects.contests import bracket, rounds, standings
from wikibrief.layouts.subjects.dates import (
    duration,
    format_date,
    month_and_day,
    read_date,
    read_date_arguments,
    today,
    years_between,
)
from wikibrief.layouts.subjects.foreign import (
    code_of_language,
    ipa_sound,
    is_latin,
    language_code,
    language_name,
)
from wikibrief.layouts.subjects.phrases import fill_phrase
from wikibrief.layouts.subjects.pictures import pictures
from wikibrief.layouts.subjects.ships import ship, ship_class
from wikibrief.layouts.subjects.states import service, state
from wikibrief.layouts.subjects.symbols import symbol
from wikibrief.layouts.text import (
    drop_links,
    end_with,
    is_file,
    is_size,
    join_in_sentence,
    link_to,
    put_dashes,
    sentences,
    width_of,
)
from wikibrief.layouts.works.citations import citation
from wikibrief.layouts.works.harvard import short_reference, short_references
from wikibrief.layouts.works.identifiers import identifier
from wikibrief.layouts.works.sites import archive_date, archive_name, site_of
from wikibrief.layouts.works.sources import work_of
from wikibrief.wiki.anchors import anchor, quote_fragment

__all__ = ["FILTERS"]

FILTERS: dict[str, Callable[..., object]] = {
    "anchor": anchor,
    "archive_date": archive_date,
    "archive_name": archive_name,
    "bracket": bracket,
    "by_month": by_month,
    "centuries": centuries,
    "chemical": chemical,
    "citation": citation,
    "code_of_language": code_of_language,
    "convert": convert,
    "coordinates": coordinates,
    "direction": direction,
    "drop_links": drop_links,
    "duration": duration,
    "end_with": end_with,
    "external": link_to,
    "fill_phrase": fill_phrase,
    "format_date": format_date,
    "format_measure": format_measure,
    "fraction": fraction,
    "fragment": quote_fragment,
    "group_digits": group_digits,
    "identifier": identifier,
    "index_year": index_year,
    "inflate": inflate,
    "ipa_sound": ipa_sound,
    "is_file": is_file,
    "is_latin": is_latin,
    "is_size": is_size,
    "join_in_sentence": join_in_sentence,
    "language_code": language_code,
    "language_name": language_name,
    "month_and_day": month_and_day,
    "ordinal_of": ordinal_of,
    "percentage": percentage,
    "pictures": pictures,
    "put_dashes": put_dashes,
    "read_date": read_date,
    "read_date_arguments": read_date_arguments,
    "roman": in_roman,
    "round_to": round_to,
    "rounds": rounds,
    "sentences": sentences,
    "service": service,
    "ship": ship,
    "ship_class": ship_class,
    "short_reference": short_reference,
    "short_references": short_references,
    "sign_of": sign_of,
    "site_of": site_of,
    "standings": standings,
    "state": state,
    "symbol": symbol,
    "today": today,
    "width_of": width_of,
    "winning_percentage": winning_percentage,
    "with_unit": with_unit,
    "words": words_of,
    "work_of": work_of,
    "years_between": years_between,
}
"""Every filter by the name that templates call it by."""
