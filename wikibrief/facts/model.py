"""The facts: typed, immutable values that are a pure function of a document.

Every figure has the text that it was read from and its place, because a figure is only worth as
much as the way back to its source. What sources disagree on is here several times, never resolved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "CATEGORIES",
    "FURTHER",
    "CitedReference",
    "Claim",
    "Coordinates",
    "DateSpan",
    "Facts",
    "Included",
    "Loss",
    "Place",
    "Precision",
    "Quantity",
    "Side",
    "Statement",
    "Strength",
    "Total",
    "Unread",
]

Precision = Literal["day", "month", "season", "year"]

FURTHER = frozenset({"displaced", "abducted", "detained"})
"""Categories of people who are in trouble but not lost: refugees, hostages, detainees."""

_PURE = ("killed", "wounded", "captured", "missing", "casualties")
_MIXED = ("killed_or_wounded", "killed_or_missing", "killed_or_captured")
CATEGORIES = FURTHER.union(_PURE, _MIXED)
"""All categories; ``casualties`` are of no category that is said, or of another mixture."""


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A day, month or year (``end`` is None), or the span between two of them.

    ``start`` and ``end`` are EDTF level 0 (``1944-07``); ``edtf`` is the whole in level 1, with
    what those leave out: ``1944-05~`` for "about May 1944", ``1944-21`` for its spring.
    """

    start: str
    end: str | None
    precision: Precision
    edtf: str

    @property
    def interval(self) -> str:
        """The span as one EDTF level 0 value: ``1944-07`` or ``1944-07-01/1944-07-03``."""
        return self.start if self.end is None else f"{self.start}/{self.end}"


@dataclass(frozen=True, slots=True)
class Coordinates:
    """Decimal degrees; south and west are negative."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as the text has it: "20+" has no ``high``, "up to 20" no ``low``."""

    low: int | None
    high: int | None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class CitedReference:
    """A reference: its name, if it has one, its address, and the date of the source."""

    key: str | None
    url: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """A number of people lost in one way; ``group`` where the text says who they were."""

    category: str
    quantity: Quantity
    group: str | None
    text: str
    """What it was read from: a line of the infobox."""
    references: tuple[CitedReference, ...] = ()


@dataclass(frozen=True, slots=True)
class Strength:
    """A number of people or things that a side had, and what it counts ("tanks")."""

    quantity: Quantity
    unit: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Side:
    """What the infobox says of one side."""

    belligerents: tuple[str, ...] = ()
    commanders: tuple[str, ...] = ()
    strength: tuple[Strength, ...] = ()
    casualties: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence is: headings from the outermost, then counts from 1.

    In the infobox the headings are ``infobox`` and the argument's name.
    """

    section: tuple[str, ...]
    paragraph: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Included:
    """Some of the people of a claim: "34 civilians, including *13 women*"."""

    group: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement that a number of people was killed, wounded, captured or missing.

    ``source`` is who says so, as the sentence names them, None where the article does; ``speaker``
    is the same by one name throughout the article. ``date`` is that of the statement. The
    infobox's own have a line of it as their sentence, and its name as their section.
    """

    sentence: str
    source: str | None
    date: str | None
    category: str
    group: str | None
    quantity: Quantity
    references: tuple[CitedReference, ...]
    place: Place
    speaker: str | None = None
    including: tuple[Included, ...] = ()
    cause: str | None = None
    """``disease`` where people died of that or of hunger, as the sentence says."""

    @property
    def is_of_infobox(self) -> bool:
        """Whether the infobox states it, and not the text."""
        return self.place.section[:1] == ("infobox",)


@dataclass(frozen=True, slots=True)
class Statement:
    """A dated sentence of the text."""

    date: str
    sentence: str
    references: tuple[CitedReference, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Total:
    """The range over all claims for one category, group and cause, and who gives its ends.

    ``lowest`` and ``highest`` name those who say so: "article" where the article itself does,
    "infobox" where its infobox does.
    """

    category: str
    group: str | None
    low: int | None
    high: int | None
    lowest: tuple[str, ...]
    highest: tuple[str, ...]
    disputed: bool
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """What was left out because it was not understood: a sentence, or a value of the infobox."""

    text: str
    figures: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Facts:
    """All that an article says as data."""

    title: str | None = None
    date: DateSpan | None = None
    place: str | None = None
    coordinates: Coordinates | None = None
    part_of: str | None = None
    result: str | None = None
    sides: tuple[Side, ...] = ()
    civilians: tuple[Loss, ...] = ()
    casualties: tuple[Loss, ...] = ()
    """Losses that the infobox gives for no side."""
    claims: tuple[Claim, ...] = ()
    further: tuple[Claim, ...] = ()
    """The same of people displaced, abducted and detained, who are no losses."""
    timeline: tuple[Statement, ...] = ()
    totals: tuple[Total, ...] = ()
    unread: tuple[Unread, ...] = ()
    reviewed: tuple[str, ...] = ()
    """Keys of the values that a person has corrected."""
