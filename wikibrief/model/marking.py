"""Markings: the labels that say who may read something, and which of them is the strictest.

The labels of the Traffic Light Protocol are texts. A label of a project's own is a text that knows
its *scheme*: all labels that the project declares, from the least strict to the most. It is never
told by its text alone how strict a label is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias, cast, get_args

from wikibrief.model.colours import ink_on
from wikibrief.model.document import Form
from wikibrief.problems import ProblemError, error

__all__ = [
    "LABEL",
    "Label",
    "Marking",
    "OwnMarking",
    "TrafficLight",
    "dump_marking",
    "load_marking",
    "looks_of",
    "make_scheme",
    "strictest_marking",
]

TrafficLight: TypeAlias = Literal[
    "TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"
]
"""The labels of the Traffic Light Protocol, version 2.0 (FIRST, https://www.first.org/tlp/)."""

_SCRIPTS = ("A-Za-zÀ-ÖØ-öø-ıĴ-ľŁ-ňŊ-žƀ-ǃǍ-ǰǴ-ɏ", "ΆΈ-ΊΌΎ-ΡΣ-ώ", "Ѐ-ҁҊ-ӿ")
"""Letters of Latin, Greek and Cyrillic: no signs, no marks, none that stands for two letters."""
_WORDS = "|".join(f"[0-9{each}]+([ +:./-][0-9{each}]+)*" for each in _SCRIPTS)
LABEL = Form(
    rf"(?![Tt][Ll][Pp])(?=.{{1,32}}$)({_WORDS})",
    "a label of up to 32 letters of one script and digits, with single blanks or `-+:./` "
    "between them, that does not begin with `TLP`",
)
"""What every format can show as it is: a page, a PDF, LaTeX, a Word document. Of one script: with
letters of several, a label could look like one of the protocol."""

_COLOUR = Form(r"#[0-9A-Fa-f]{6}", "a colour such as `#005ea5`")


@dataclass(frozen=True, slots=True)
class Label:
    """A label of your own."""

    label: Annotated[str, LABEL]
    """What it says: `INTERNAL`. It is never translated."""
    colour: Annotated[str, _COLOUR]
    """The colour of its ground: `#005ea5`. Its letters are black or white, whichever is read
    better."""


class OwnMarking(str):
    """A label of a project's own, with all labels of its scheme, the least strict first."""

    scheme: tuple[Label, ...]

    def __new__(cls, label: str, scheme: tuple[Label, ...] = ()) -> OwnMarking:
        """Make the marking of a ``label`` in its ``scheme``."""
        made = super().__new__(cls, label)
        made.scheme = scheme
        return made

    @property
    def colour(self) -> str:
        """The colour of its ground; black where none is known that is nothing but a colour."""
        colour = next((each.colour for each in self.scheme if each.label == self), "")
        return colour if re.fullmatch(_COLOUR.pattern, colour) else "#000000"

    @property
    def ink(self) -> str:
        """The colour of its letters."""
        return ink_on(self.colour)


def looks_of(label: str) -> str:
    """Return what a label looks like at a glance: the same for labels that are easily confused."""
    return label.upper().translate(_LOOKS)


_LOOKS = str.maketrans("01ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТУХЅІЈ", "OIABEZHIKMNOPTYXABEKMHOPCTYXSIJ")

Marking: TypeAlias = TrafficLight | OwnMarking
"""A label of the Traffic Light Protocol, or of a project's own."""

_Order: TypeAlias = tuple[str, ...]
_PROTOCOL: _Order = tuple(reversed(get_args(TrafficLight)))


def make_scheme(labels: Iterable[Label]) -> Mapping[str, OwnMarking]:
    """Make the markings that a project declares, by their labels."""
    scheme = tuple(labels)
    return {each.label: OwnMarking(each.label, scheme) for each in scheme}


def strictest_marking(markings: Iterable[Marking | None]) -> Marking | None:
    """Return the strictest of some markings, which is that of what is made of all of them.

    Raises ProblemError where there is no such order: between labels of different schemes.
    """
    given = [each for each in markings if each is not None]
    orders = {_order_of(each) for each in given}
    found = list(dict.fromkeys(given))
    strictest = (each for each in found if all(_is_above(each, other, orders) for other in found))
    marking = next(strictest, None)
    if found and marking is None:
        names = " and ".join(f"`{each}`" for each in sorted(found))
        message = f"no order is known between the markings {names}"
        hint = "keep these articles apart, or mark them by labels of one scheme"
        raise ProblemError(error(message, hint=hint, code="unordered-markings"))
    return marking


def _order_of(marking: Marking) -> _Order:
    if isinstance(marking, OwnMarking):
        return tuple(each.label for each in marking.scheme)
    return _PROTOCOL


def _is_above(marking: str, other: str, orders: Iterable[_Order]) -> bool:
    """Whether one is at least as strict as another, to all orders that know both, and to one."""
    known = [order for order in orders if marking in order and other in order]
    return bool(known) and all(order.index(marking) >= order.index(other) for order in known)


def dump_marking(marking: Marking | None) -> Any:  # noqa: ANN401  plain data
    """Return a marking as data for JSON that does not lose its scheme."""
    if not isinstance(marking, OwnMarking):
        return marking
    return {"label": str(marking), "scheme": [[each.label, each.colour] for each in marking.scheme]}


def load_marking(data: Any) -> Marking | None:  # noqa: ANN401  plain data
    """Read what ``dump_marking`` returned."""
    if not isinstance(data, dict):
        return cast("TrafficLight | None", data)
    return OwnMarking(data["label"], tuple(Label(*each) for each in data["scheme"]))
