"""Metadata: what the markup of an article cannot hold.

It stands in ``content/_defaults.yaml`` (for a folder) and ``content/NAME.meta.yaml`` (the *sidecar*
of one source), the sidecar going before the defaults key by key.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

__all__ = ["Attribution", "Briefing", "Marking", "Metadata"]

Marking = Literal["TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"]
"""The labels of the Traffic Light Protocol, version 2.0 (FIRST, https://www.first.org/tlp/)."""

HttpUrl = Annotated[str, Field(pattern=r"^https?://[^\s<>\"']+$")]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _written_as_day(data: object) -> object:
    """Let only ``YYYY-MM-DD`` through: pydantic takes numbers too, as seconds since 1970."""
    if isinstance(data, str) and _DAY.fullmatch(data):
        return data
    raise PydanticCustomError("date_form", "a date such as 2025-02-07")


Day = Annotated[dt.date, BeforeValidator(_written_as_day)]
"""A day of the calendar, written ``YYYY-MM-DD`` (in the JSON Schema the format ``date``)."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Where the article comes from and under which terms: the attribution that is printed."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    name: str | None = None
    """The wiki's name, for example ``Wikipedia``."""
    wiki: HttpUrl | None = None
    """What a page name is appended to to make its address: ``https://en.wikipedia.org/wiki/``."""
    page: str | None = None
    """The page's name on that wiki, when it is not the title."""
    revision: str | None = None
    licence: str | None = None
    licence_url: HttpUrl | None = None


@dataclass(frozen=True, slots=True)
class Briefing:
    """What the briefing alone says."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    date: Day | None = None
    """Printed as the briefing's date; without it ``SOURCE_DATE_EPOCH``, else none."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """All metadata of one document, defaults and sidecar merged."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    title: str | None = None
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")] | None = None
    """A BCP 47 language tag."""
    marking: Marking | None = None
    source: Attribution = Attribution()
    briefing: Briefing = Briefing()
