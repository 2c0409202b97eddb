"""The arguments of a conversion: what ``{{convert|10|mi|km|abbr=on}}`` asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from wikibrief.layouts.measures.numbers import MINUS, Number, group_digits, read_number
from wikibrief.layouts.measures.units import Scaled, Unit, unit

__all__ = [
    "JOINTS",
    "MOST_PLACES",
    "MOST_VALUES",
    "NBSP",
    "NUMBER_ONLY",
    "OUTPUT_ONLY",
    "RANGES",
    "Conversion",
    "RangeWord",
    "in_groups",
    "understood",
    "unit_name",
]


NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class RangeWord:
    """What joins two values of a range: in what is given, and in results.

    ``repeats`` says where each value has the unit: always, with symbols, or never.
    """

    given: str
    result: str
    repeats: str = "never"


RANGES = {
    "to": RangeWord(" to ", " to "),
    "and": RangeWord(" and ", " and "),
    "or": RangeWord(" or ", " or "),
    "by": RangeWord(" by ", " by "),
    "and/or": RangeWord(" and/or ", " and/or "),
    "to about": RangeWord(" to about ", " to about "),
    "-": RangeWord("–", "–"),
    "to(-)": RangeWord(" to ", "–"),
    "and(-)": RangeWord(" and ", "–"),
    "or(-)": RangeWord(" or ", "–"),
    "x": RangeWord(" by ", " by ", "symbols"),
    "×": RangeWord(" × ", " × ", "always"),
    "xx": RangeWord(" × ", " × "),
    "±": RangeWord(" ± ", " ± "),
    "+": RangeWord(" + ", " + "),
    ",": RangeWord(", ", ", "),
    ", and": RangeWord(", and ", ", and "),
    ", or": RangeWord(", or ", ", or "),
}
_SAME = {
    "–": "-", "—": "-", "−": "-", "&ndash;": "-", "&#8211;": "-", "to-": "to(-)", "and-": "and(-)",
    "*": "×", "&times;": "×", "X": "x", "+/-": "±", "+/−": "±", "&plusmn;": "±", "&": "and",
}  # fmt: skip
_SPLIT = re.compile(
    r"(?P<first>[-−]?[0-9.,]*[0-9](?:\+[0-9]+/[0-9]+)?)"
    r"(?P<joint>\s*[–×x*±-]\s*|\s+(?:to|and|or|by)\s+)(?P<rest>[0-9.].*)"
)
JOINTS = {
    "or": (" or ", "", " or "),
    "sqbr": (" [", "]", "; "),
    "comma": (", ", "", ", "),
    "slash": (f"{NBSP}/ ", "", f"{NBSP}/ "),
    "br": ("<br>", "", "; "),
    "br()": ("<br>(", ")", "; "),
    "semicolon": ("; ", "", "; "),
}
NUMBER_ONLY = {"number", "output number only", "num"}
OUTPUT_ONLY = {"output only", "out", "only"} | NUMBER_ONLY
MOST_VALUES = 8
MOST_PLACES = 20
_LARGEST = Fraction(10) ** 60


@dataclass(slots=True)
class Conversion:
    """The arguments of a conversion, understood."""

    numbers: list[Number] = field(default_factory=list)
    joints: list[str] = field(default_factory=list)
    given: list[Scaled] = field(default_factory=list)
    into: str = ""
    places: int | None = None
    middle: str = ""
    before: tuple[str, str] = ("", "")
    around: tuple[str, str] | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"

    def has(self, name: str, *values: str) -> bool:
        """Whether an option has one of these values."""
        return self.options.get(name, "").strip().lower() in values

    @property
    def flipped(self) -> bool:
        """Whether results come before the value they are computed from."""
        return self.has("order", "flip") or self.has("disp", "flip") or self.has("adj", "flip")

    @property
    def adjectival(self) -> bool:
        """Whether it describes a thing: ``a 10-mile (16 km) march``."""
        return self.has("adj", "on", "mid", "1")

    @property
    def us(self) -> bool:
        """Whether names are spelled as in the United States."""
        return self.has("sp", "us")

    def whole(self, option: str) -> int | None:
        """The whole number of an option, if it is one of reasonable size."""
        text = self.options.get(option, "").strip()
        return int(text) if re.fullmatch(r"[0-9]{1,3}", text) else None

    def abbreviates(self, side: str) -> bool:
        """Whether units of a side (``in`` or ``out``) are shown by their symbols."""
        how = self.options.get("abbr", "").strip().lower() or "out"
        if how in {"off", "none", "no"}:
            return False
        if how in {"on", "yes", "unit", "values"} or self.language != "en":
            return True
        wanted = how if how in {"in", "out"} else "out"
        if "abbr" not in self.options and self.has("disp", "or", "slash"):
            return False
        return (wanted == side) is not self.flipped

    def links(self, side: str) -> bool:
        """Whether units are links: ``in`` what is given, or ``out``, in results."""
        how = self.options.get("lk", "").strip().lower()
        return how == "on" or how == ({"in": "out", "out": "in"}[side] if self.flipped else side)


def understood(
    arguments: list[str], options: Mapping[str, str], language: str
) -> Conversion | None:
    """The meaning of the arguments; None when they have none."""
    call = Conversion(options=options, language=language.partition("-")[0])
    rest = _read_values(call, arguments)
    if rest is None or not rest:
        return None
    given = unit(rest.pop(0))
    if given is None or any(abs(number.value) > _LARGEST for number in call.numbers):
        return None
    call.given = [given]
    if not call.joints:
        _read_parts(call, rest)
    _read_results(call, rest)
    return call


def _read_values(call: Conversion, arguments: list[str]) -> list[str] | None:
    """Read the values of a range; returns the arguments after them, None when there is no value."""
    rest = list(arguments)
    while rest:
        value = rest.pop(0)
        number = read_number(value)
        if number is None:
            apart = _SPLIT.fullmatch(value)
            if apart is None or len(value) > 100:
                return None
            rest[:0] = [apart["first"], apart["joint"].strip(), apart["rest"]]
            continue
        call.numbers.append(number)
        joint = rest[0] if rest else ""
        joint = _SAME.get(joint, joint)
        if joint not in RANGES or len(call.numbers) == MOST_VALUES:
            return rest
        call.joints.append(joint)
        rest.pop(0)
    return None


def _read_parts(call: Conversion, rest: list[str]) -> None:
    """Read what follows a value and its unit in smaller units: ``5|ft|3|in``."""
    while len(rest) >= 2:
        number, smaller = read_number(rest[0]), unit(rest[1])
        larger = call.given[-1].unit
        if (
            number is None
            or smaller is None
            or smaller.unit.dimension != larger.dimension
            or smaller.unit.factor >= larger.factor
            or (larger.code, smaller.unit.code) not in _PARTS
        ):
            return
        call.numbers.append(number)
        call.given.append(smaller)
        del rest[:2]


_PARTS = {
    ("ft", "in"), ("yd", "ft"), ("yd", "in"), ("mi", "ft"), ("mi", "yd"), ("mi", "chain"),
    ("mi", "furlong"), ("chain", "ft"), ("chain", "yd"), ("st", "lb"), ("lb", "oz"), ("LT", "cwt"),
    ("cwt", "lb"), ("furlong", "yd"), ("fathom", "ft"), ("h", "min"), ("min", "s"),
}  # fmt: skip
"""What may follow what: a number after a unit is else the decimal places of the result."""


def _read_results(call: Conversion, rest: list[str]) -> None:
    """Read what comes after what is given: other units, decimal places, words around them."""

    def take_places() -> None:
        if rest and call.places is None and re.fullmatch(r"[-−+]?[0-9]{1,3}", rest[0]):
            places = int(rest.pop(0).replace(MINUS, "-"))
            call.places = max(-MOST_PLACES, min(places, MOST_PLACES))

    take_places()
    if call.places is None and rest:
        call.into = rest.pop(0)
        take_places()
    if call.has("adj", "mid") and rest:
        call.middle = rest.pop(0)
    if call.has("adj", "pre") and rest:
        call.before = (rest.pop(0), "")
    if call.has("disp", "x") and rest:
        first, second = rest[0], rest[1] if len(rest) > 1 else ""
        del rest[:2]
        call.around = (f" {first} " if first else " [ ", second or ("" if first else " ]"))
    if call.has("disp", "preunit") and rest:
        call.before = (rest[0], rest[1] if len(rest) > 1 else rest[0])
        del rest[:2]
    take_places()


def in_groups(call: Conversion, number: str) -> str:
    """A number with its thousands apart, as ``comma=`` wants them."""
    how = call.options.get("comma", "").strip().lower()
    if how == "off" or (how in {"5", "gaps5"} and len(number.partition(".")[0]) < 5):
        return group_digits(number, call.language, group="")
    if how in {"gaps", "gaps3"}:
        return group_digits(number, call.language, group="\u2009")
    return group_digits(number, call.language)


def unit_name(call: Conversion, given: Unit, *, singular: bool) -> str:
    """The name of a unit, in one or many, as ``sp=`` spells it."""
    if singular or call.adjectival:
        return given.us if call.us else given.name
    return given.us_plural if call.us else given.plural
