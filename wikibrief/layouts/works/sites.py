"""Sites that articles lead to: where their pages are, and how they are spoken of."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote

from wikibrief.layouts.subjects.dates import Date, date_of
from wikibrief.layouts.tables import table

__all__ = ["Site", "archive_date", "archive_name", "site_of"]


class Site(NamedTuple):
    """A site: ``address`` has ``{}`` for a page's id, ``phrase`` says what is there."""

    name: str
    address: str
    phrase: str = "{title} at {site}"

    def address_of(self, page: str) -> str:
        """The address of a page on it."""
        return self.address.format(quote(page.replace(" ", "_"), safe="/:@-._~,()'!+"))


def site_of(name: str) -> Site:
    """The site that a layout's variant names."""
    return Site(**table("works/sites")["sites"][name])


_HOST = re.compile(r"(?:\w+:)?//([^/?#]*)")
_STAMP = re.compile(r"/(\d{4})(\d\d)(\d\d)\d{0,6}(?:[a-z_]{0,4})/")


def archive_name(address: str) -> str:
    """What the archive with a copy is called; its host where it is not known."""
    match = _HOST.match(address)
    host = match[1].lower() if match else ""
    archives = table("works/sites")["archives"].items()
    known = (name for end, name in archives if host == end or host.endswith(f".{end}"))
    return next(known, host or "the Wayback Machine")


def archive_date(address: str) -> Date | None:
    """When a copy was made, if its address says so."""
    match = _STAMP.search(address)
    return date_of(int(match[1]), int(match[2]), int(match[3])) if match else None
