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
)
from wikibrief.layouts.measures.prices import index_year, inflate, sign_of
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
from wikibrief.layouts.subjects.ships import ship, ship_class
from wikibrief.layouts.subjects.states import service, state
from wikibrief.layouts.subjects.symbols import symbol
from wikibrief.layouts.text import (
    drop_links,
    end_with,
    is_file,
    is_size,
    join_in_sentence,
    put_dashes,
    sentences,
    width_of,
)
from wikibrief.layouts.works.citations import citation
from wikibrief.layouts.works.harvard import short_reference, short_references
from wikibrief.layouts.works.identifiers import identifier
from wikibrief.layouts.works.sites import archive_date, archive_name, site_of
from wikibrief.layouts.works.sources import work_of

__all__ = ["FILTERS"]

FILTERS: dict[str, Callable[..., object]] = {
    "archive_date": archive_date,
    "archive_name": archive_name,
    "citation": citation,
    "by_month": by_month,
    "put_dashes": put_dashes,
    "code_of_language": code_of_language,
    "direction": direction,
    "duration": duration,
    "end_with": end_with,
    "read_date_arguments": read_date_arguments,
    "identifier": identifier,
    "ipa_sound": ipa_sound,
    "is_file": is_file,
    "is_latin": is_latin,
    "is_size": is_size,
    "chemical": chemical,
    "month_and_day": month_and_day,
    "percentage": percentage,
    "language_code": language_code,
    "language_name": language_name,
    "join_in_sentence": join_in_sentence,
    "read_date": read_date,
    "sentences": sentences,
    "short_reference": short_reference,
    "short_references": short_references,
    "site_of": site_of,
    "today": today,
    "drop_links": drop_links,
    "width_of": width_of,
    "words": words_of,
    "format_date": format_date,
    "years_between": years_between,
    "convert": convert,
    "coordinates": coordinates,
    "fraction": fraction,
    "group_digits": group_digits,
    "format_measure": format_measure,
    "ordinal_of": ordinal_of,
    "roman": in_roman,
    "service": service,
    "ship": ship,
    "ship_class": ship_class,
    "state": state,
    "symbol": symbol,
    "centuries": centuries,
    "with_unit": with_unit,
    "fill_phrase": fill_phrase,
    "index_year": index_year,
    "inflate": inflate,
    "sign_of": sign_of,
    "work_of": work_of,
}
"""Every filter by the name that templates call it by."""
