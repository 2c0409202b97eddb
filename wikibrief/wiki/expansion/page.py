"""The page that a text is on: what variables and functions know of it."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass

__all__ = ["PageVariables", "moment_of_build"]


def moment_of_build() -> dt.datetime | None:
    """Return what ``SOURCE_DATE_EPOCH`` says, in UTC; the page's writer reports what is wrong."""
    try:
        return dt.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), dt.UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return None


@dataclass(frozen=True, slots=True)
class PageVariables:
    """What ``{{PAGENAME}}``, ``{{CURRENTYEAR}}`` and their like are answered from."""

    title: str
    language: str = "en"
    """A BCP 47 language tag."""
    date: dt.datetime | None = None
    """What counts as now when ``SOURCE_DATE_EPOCH`` does not say; without a zone it is UTC."""
    wiki: str | None = None
    """What a page name is appended to to make its address: ``https://en.wikipedia.org/wiki/``."""
    site: str | None = None
    """The wiki's name, for example ``Wikipedia``."""

    @property
    def now(self) -> dt.datetime | None:
        """The moment of the build in UTC: never the clock's, so that builds are reproducible."""
        if moment := moment_of_build():
            return moment
        if self.date is None or self.date.tzinfo is None:
            return self.date and self.date.replace(tzinfo=dt.UTC)
        return self.date.astimezone(dt.UTC)
