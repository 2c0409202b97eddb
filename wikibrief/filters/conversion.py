"""Conversions: ``{{convert|10|mi|km}}`` → 10 miles (16 km).

Rounding, names and layout are those of Wikipedia's Module:Convert, for the arguments that its
documentation names (https://en.wikipedia.org/wiki/Template:Convert/doc). What has no meaning there
(an unknown unit, units of different kinds) is shown as it is written.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from wikibrief.filters.arguments import positional
from wikibrief.filters.numbers import MINUS, Number, fraction, grouped, read_number, spelled
from wikibrief.filters.units import Scaled, Unit, default_units, multiple_units, unit

__all__ = ["convert"]

NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class _Range:
    """What joins two values of a range: in what is given, and in results.

    ``repeats`` says where the unit stands with each value: always, with symbols, or never.
    """

    given: str
    result: str
    repeats: str = "never"


_RANGES = {
    "to": _Range(" to ", " to "),
    "and": _Range(" and ", " and "),
    "or": _Range(" or ", " or "),
    "by": _Range(" by ", " by "),
    "and/or": _Range(" and/or ", " and/or "),
    "to about": _Range(" to about ", " to about "),
    "-": _Range("–", "–"),
    "to(-)": _Range(" to ", "–"),
    "and(-)": _Range(" and ", "–"),
    "or(-)": _Range(" or ", "–"),
    "x": _Range(" by ", " by ", "symbols"),
    "×": _Range(" × ", " × ", "always"),
    "xx": _Range(" × ", " × "),
    "±": _Range(" ± ", " ± "),
    "+": _Range(" + ", " + "),
    ",": _Range(", ", ", "),
    ", and": _Range(", and ", ", and "),
    ", or": _Range(", or ", ", or "),
}
_SAME = {
    "–": "-", "—": "-", "−": "-", "&ndash;": "-", "&#8211;": "-", "to-": "to(-)", "and-": "and(-)",
    "*": "×", "&times;": "×", "X": "x", "+/-": "±", "+/−": "±", "&plusmn;": "±", "&": "and",
}  # fmt: skip
_SPLIT = re.compile(
    r"(?P<first>[-−]?[0-9.,]*[0-9](?:\+[0-9]+/[0-9]+)?)"
    r"(?P<joint>\s*[–×x*±-]\s*|\s+(?:to|and|or|by)\s+)(?P<rest>[0-9.].*)"
)
_JOINTS = {
    "or": (" or ", "", " or "),
    "sqbr": (" [", "]", "; "),
    "comma": (", ", "", ", "),
    "slash": (f"{NBSP}/ ", "", f"{NBSP}/ "),
    "br": ("<br>", "", "; "),
    "br()": ("<br>(", ")", "; "),
    "semicolon": ("; ", "", "; "),
}
_NUMBER_ONLY = {"number", "output number only", "num"}
_OUTPUT_ONLY = {"output only", "out", "only"} | _NUMBER_ONLY
_MOST_VALUES = 8
_MOST_PLACES = 20
_LARGEST = Fraction(10) ** 60
_FUDGE = 1e-14  # as Module:Convert: a power of ten is one, whatever floats make of it


@dataclass(slots=True)
class _Call:
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
        return self.options.get(name, "").strip().lower() in values

    @property
    def flipped(self) -> bool:
        return self.has("order", "flip") or self.has("disp", "flip") or self.has("adj", "flip")

    @property
    def adjectival(self) -> bool:
        return self.has("adj", "on", "mid", "1")

    @property
    def us(self) -> bool:
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
        how = self.options.get("lk", "").strip().lower()
        return how == "on" or how == ({"in": "out", "out": "in"}[side] if self.flipped else side)


def convert(words: Mapping[str, str], language: str = "en", abbr: str = "") -> str:
    """The wikitext of a conversion with the given arguments, by name and position.

    ``abbr`` is what ``{{cvt}}`` abbreviates unless told otherwise.
    """
    arguments = positional(words)
    call = _understood(arguments, {"abbr": abbr, **words} if abbr else words, language)
    if call is None:
        return NBSP.join(filter(None, arguments[:2]))
    if call.has("disp", "unit"):
        return _unit_name(call, call.given[0], "in", singular=False, linked=False)
    return _phrase(call, _Shown(call))


# ---------------------------------------------------------------------------------- its arguments


def _understood(arguments: list[str], options: Mapping[str, str], language: str) -> _Call | None:
    """The meaning of the arguments; None when they have none."""
    call = _Call(options=options, language=language.partition("-")[0])
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


def _read_values(call: _Call, arguments: list[str]) -> list[str] | None:
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
        if joint not in _RANGES or len(call.numbers) == _MOST_VALUES:
            return rest
        call.joints.append(joint)
        rest.pop(0)
    return None


def _read_parts(call: _Call, rest: list[str]) -> None:
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


def _read_results(call: _Call, rest: list[str]) -> None:
    """Read what comes after what is given: other units, decimal places, words around them."""

    def take_places() -> None:
        if rest and call.places is None and re.fullmatch(r"[-−+]?[0-9]{1,3}", rest[0]):
            places = int(rest.pop(0).replace(MINUS, "-"))
            call.places = max(-_MOST_PLACES, min(places, _MOST_PLACES))

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


# ------------------------------------------------------------------------------------ its results


def _value(call: _Call) -> Fraction:
    """What is given in several units, in the smallest of them."""
    smallest = call.given[-1].unit
    parts = zip(call.numbers, call.given, strict=True)
    return sum((each.value * scaled.unit.factor for each, scaled in parts), Fraction(0)) / (
        smallest.factor
    )


def _scale(scaled: Scaled) -> Fraction:
    return Fraction(10) ** scaled.exponent


def _log10(value: Fraction) -> float:
    return math.log10(value) if value else 0.0


def _default_places(
    call: _Call, number: Number, value: Fraction, result: Fraction, target: Scaled
) -> int:
    """The decimal places of a result: those that the given value is as precise as.

    That of Module:Convert (``default_precision``): as many as multiply the relative precision by
    no more than about two, and two significant figures at least; temperatures have three, counted
    from absolute zero.
    """
    source = call.given[-1].unit
    compound = len(call.given) > 1
    if number.ratio is not None:
        places: float = max(math.log10(number.ratio[1]), 1)
    elif compound and number.decimals is None:
        places = 0
    else:
        places = number.places
    if source.dimension == target.unit.dimension == "temperature":
        kelvin = float(abs(source.to_si(value)))
        return max(
            math.floor(places), 2 if kelvin < 1e-8 else 2 - math.floor(math.log10(kelvin) + _FUDGE)
        )
    if not value or not result:
        return 0
    if target.unit.finer == "integers" and value.denominator == 1:
        adjust = -_log10(source.factor * _scale(call.given[-1]))
    elif compound and source.finer == "parts":
        adjust = _log10(target.unit.factor * _scale(target)) + 2
    else:
        adjust = _log10(abs(value)) - _log10(abs(result))
    least = 1 - math.floor(_log10(abs(result)) + _FUDGE)
    return max(math.floor(places + adjust + math.log10(2)), least)


def _rounded(value: Fraction, places: int) -> Fraction:
    """The value with so many decimal places, halves away from zero; negative: of tens, hundreds."""
    step = Fraction(10) ** -places
    return (1 if value >= 0 else -1) * math.floor(abs(value) / step + Fraction(1, 2)) * step


def _decimal(value: Fraction, places: int) -> str:
    """A value that is rounded, in digits."""
    places = max(places, 0)
    digits = str(abs(value.numerator) * 10**places // value.denominator).zfill(places + 1)
    sign = "-" if value < 0 and digits.strip("0") else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


@dataclass(frozen=True, slots=True)
class _Result:
    """Values in one unit, as they are shown; ``singular`` is about the last."""

    shown: tuple[str, ...]
    scaled: Scaled
    singular: bool


class _Shown:
    """The results of a conversion: in each unit that it asks for."""

    def __init__(self, call: _Call) -> None:
        self._call = call
        source = call.given[-1].unit
        compound = len(call.given) > 1
        self._numbers = call.numbers[-1:] if compound else call.numbers
        values = [_value(call)] if compound else [number.value for number in call.numbers]
        self._values = values
        self._source = source
        self._scaled = call.given[-1]

    def results(self) -> Iterator[_Result | tuple[tuple[str, ...], ...]]:
        """What is shown for each unit that is asked for."""
        for code in self._codes():
            if units := multiple_units(code):
                if units[0].dimension == self._source.dimension:
                    yield tuple(self._in_parts(units, index) for index in range(len(self._values)))
                continue
            target = unit(code)
            if target is not None and target.unit.dimension == self._source.dimension:
                yield self._in_unit(target)

    def _codes(self) -> Iterable[str]:
        into = self._call.into
        if not into:
            return default_units(self._call.given[0].unit, abs(self._call.numbers[0].value)).split()
        if unit(into) or multiple_units(into):
            return [into]
        return [code for code in re.split(r"[\s+]+", into) if code][:_MOST_VALUES]

    def _converted(self, target: Scaled, index: int) -> Fraction:
        change = index > 0 and self._call.joints[index - 1] == "±"
        value = self._values[index] * _scale(self._scaled)
        try:
            si = self._source.to_si(value, change=change)
            return target.unit.from_si(si, change=change) / _scale(target)
        except ZeroDivisionError:
            return Fraction(0)

    def _places(self, target: Scaled, results: Sequence[Fraction]) -> list[int]:
        """Decimal places of each result: in a range all have those of the most precise one."""
        call = self._call
        if call.places is not None:
            return [call.places] * len(results)
        if figures := call.whole("sigfig"):
            return [_places_of_figures(result, min(figures, _MOST_PLACES)) for result in results]
        places = [
            _default_places(call, number, value, result, target)
            for number, value, result in zip(self._numbers, self._values, results, strict=True)
        ]
        return places if call.has("round", "each") else [max(places)] * len(places)

    def _in_unit(self, target: Scaled) -> _Result:
        results = [self._converted(target, index) for index in range(len(self._values))]
        places = self._places(target, results)
        pairs = [self._shown(*each) for each in zip(results, places, strict=True)]
        return _Result(tuple(show for show, _ in pairs), target, abs(pairs[-1][1]) == 1)

    def _shown(self, result: Fraction, places: int) -> tuple[str, Fraction]:
        """A result as it is shown, and rounded."""
        call = self._call
        denominator = call.whole("frac")
        if denominator and denominator > 1:
            return _as_fraction(call, result, denominator)
        step = read_number(call.options.get("round", ""))
        if step is not None and step.value > 0 and call.places is None:
            rounded = _rounded(result / step.value, 0) * step.value
            places = 0 if rounded.denominator == 1 else len(step.decimals or "0")
        else:
            rounded = _rounded(result, places)
        if call.has("spell", "on", "out") and rounded.denominator == 1 and 0 <= rounded < 10**6:
            return spelled(int(rounded)), rounded
        return _grouped(call, _decimal(rounded, places)), rounded

    def _in_parts(self, units: Sequence[Unit], index: int) -> tuple[str, ...]:
        """A result in several units, ``1 m`` → 3 ft 3 in: from the largest that is not zero."""
        call = self._call
        smallest = Scaled(units[-1])
        result = self._converted(smallest, index)
        denominator = call.whole("frac")
        places = max(
            0,
            self._places(
                smallest, [self._converted(smallest, each) for each in range(len(self._values))]
            )[index],
        )
        rounded = (
            _rounded(result * denominator, 0) / denominator
            if denominator
            else (_rounded(result, places))
        )
        sign, rest = (MINUS if rounded < 0 else ""), abs(rounded)
        names = call.abbreviates("out")
        parts: list[str] = []
        for each in units:
            size = each.factor / units[-1].factor
            many = Fraction(math.floor(rest / size)) if each is not units[-1] else rest
            rest -= many * size
            if not many and not parts and each is not units[-1]:
                continue
            show = (
                _as_fraction(call, many, denominator)[0]
                if denominator and each is units[-1]
                else _grouped(call, _decimal(many, places if each is units[-1] else 0))
            )
            name = each.symbol if names else _name(call, each, singular=many == 1)
            hyphened = call.adjectival and not names
            parts.append(f"{show}{'-' if hyphened else NBSP}{name}")
        return (sign + parts[0], *parts[1:])


def _places_of_figures(value: Fraction, figures: int) -> int:
    """The decimal places with which a value has so many significant figures."""
    if not value:
        return figures - 1
    places = figures - 1 - math.floor(_log10(abs(value)) + _FUDGE)
    above = abs(_rounded(value, places)) >= Fraction(10) ** (figures - places)
    return places - 1 if above else places


def _as_fraction(call: _Call, value: Fraction, denominator: int) -> tuple[str, Fraction]:
    rounded = _rounded(value * denominator, 0) / denominator
    whole, rest = divmod(abs(rounded), 1)
    digits = _grouped(call, str(whole)) if whole or not rest else ""
    if rest:
        digits = fraction(rest.numerator, rest.denominator, digits)
    return (MINUS if rounded < 0 else "") + digits, rounded


# ------------------------------------------------------------------------------------- its layout


def _phrase(call: _Call, shown: _Shown) -> str:
    given = _given(call)
    results = [_result(call, result) for result in shown.results()]
    if not results or call.has("disp", "input", "in"):
        return given
    before, after, between = _JOINTS.get(call.options.get("disp", ""), (" (", ")", "; "))
    if call.around:
        before, after = call.around
    elif call.has("abbr", "~") and len(call.given) == 1:
        before = f" [{call.given[0].unit.symbol}]{before}"
    if call.has("disp", *_OUTPUT_ONLY):
        return between.join(results)
    if call.has("order", "out") and len(results) > 1:
        results, given = [given, *results[1:]], results[0]
        return f"{given}{before}{between.join(results)}{after}"
    converted = between.join(results)
    first, second = (converted, given) if call.flipped else (given, converted)
    return f"{first}{before}{second}{after}"


def _given(call: _Call) -> str:
    if len(call.given) > 1:
        return _given_parts(call)
    shown = tuple(_as_written(call, number, index) for index, number in enumerate(call.numbers))
    last = call.numbers[-1]
    singular = abs(last.value) == 1 or (last.ratio is not None and abs(last.value) < 1)
    return _with_unit(call, _Result(shown, call.given[0], singular), "in")


def _given_parts(call: _Call) -> str:
    symbols = call.abbreviates("in")
    joint = "-" if call.adjectival and not symbols else NBSP
    parts = [
        _as_written(call, number, 1)
        + joint
        + (
            each.unit.symbol
            if symbols and each.unit.shown != "name"
            else _name(call, each.unit, singular=number.value == 1)
        )
        for number, each in zip(call.numbers, call.given, strict=True)
    ]
    between = "-" if call.adjectival and not symbols else (NBSP if symbols else " ")
    return between.join(parts) + (_middle(call) if not call.flipped else "")


def _as_written(call: _Call, number: Number, index: int) -> str:
    """A given value with marks between its thousands, or in words."""
    if call.has("spell", "in", "on") and number.value.denominator == 1 and _has_words(number):
        words = spelled(int(number.value))
        upper = call.options.get("spell", "")[:1].isupper() and index == 0
        return words[:1].upper() + words[1:] if upper else words
    sign = "-" if number.value < 0 else ""
    digits = _grouped(call, sign + number.whole)
    if number.ratio:
        return fraction(*number.ratio, digits)
    if number.decimals:
        digits += _grouped(call, f"0.{number.decimals}")[1:]
    if number.exponent:
        digits += f"×10<sup>{str(number.exponent).replace('-', MINUS)}</sup>"
    return digits


def _has_words(number: Number) -> bool:
    return 0 <= number.value < 10**6


def _result(call: _Call, result: _Result | tuple[tuple[str, ...], ...]) -> str:
    if isinstance(result, _Result):
        if call.has("disp", *_NUMBER_ONLY):
            return _joined(call, result.shown, "out", named=False)
        return _with_unit(call, result, "out")
    symbols = call.abbreviates("out")
    between = "-" if call.adjectival and not symbols else (NBSP if symbols else " ")
    shown = tuple(between.join(parts) for parts in result)
    return _joined(call, shown, "out", named=not symbols) + (_middle(call) if call.flipped else "")


def _with_unit(call: _Call, result: _Result, side: str) -> str:
    """Values and their unit."""
    named = _is_named(call, result.scaled.unit, side)
    linked = call.links(side)
    first = (side == "in") is not call.flipped
    word = _scale_word(call, result.scaled, named=named)
    if call.has("abbr", "values") or (
        call.has("disp", "table", "tablecen") and "abbr" not in call.options
    ):
        return _joined(call, result.shown, side, named=named) + word
    name = _unit_name(call, result.scaled, side, singular=result.singular, linked=linked)
    middle = _middle(call) if first else ""
    if named and call.adjectival:
        hyphened = name if linked else name.replace(" ", "-")
        return f"{_joined(call, result.shown, side, named=named)}{word}-{hyphened}{middle}"
    preceding = call.before[0 if side == "in" else 1]
    separator = NBSP if not named or not first else " "
    if name.startswith("/") and not named:
        separator = ""
    unit_text = f"{separator}{preceding} {name}" if preceding else f"{separator}{name}"
    if _repeats(call, named=named):
        # the symbol is the same with each value, and linked once
        plain = _unit_name(call, result.scaled, side, singular=False, linked=False)
        shown = (*(f"{each}{word}{separator}{plain}" for each in result.shown[:-1]),
                 result.shown[-1])  # fmt: skip
        return _joined(call, shown, side, named=named) + word + unit_text + middle
    return _joined(call, result.shown, side, named=named) + word + unit_text + middle


def _repeats(call: _Call, *, named: bool) -> bool:
    how = {_RANGES[joint].repeats for joint in call.joints}
    return "always" in how or ("symbols" in how and not named)


def _joined(call: _Call, values: Sequence[str], side: str, *, named: bool) -> str:
    text = values[0]
    for joint, value in zip(call.joints, values[1:], strict=False):
        joining = _RANGES[joint].given if side == "in" else _RANGES[joint].result
        if joint == "x" and not named:
            joining = " × "
        if call.adjectival and named and joining.strip().isalpha():
            joining = f"-{joining.strip()}-"
        elif joining.startswith(" ±") or joining == " × ":
            joining = NBSP + joining.lstrip()
        elif joining == "–" and value.startswith(MINUS):
            joining = " – "
        text += joining + value
    return text


def _is_named(call: _Call, given: Unit, side: str) -> bool:
    """Whether a unit is shown by its name."""
    if given.shown == "name":
        return call.language == "en"
    if given.shown == "symbol" and not call.has("abbr", "off", "none", "in", "out"):
        return False
    return not call.abbreviates(side)


def _unit_name(call: _Call, scaled: Scaled, side: str, *, singular: bool, linked: bool) -> str:
    given = scaled.unit
    if _is_named(call, given, side):
        name = _name(call, given, singular=singular and not scaled.exponent)
    else:
        name = given.symbol.replace(" ", NBSP)
    return f"[[{given.page}|{name}]]" if linked and given.page else name


def _name(call: _Call, given: Unit, *, singular: bool) -> str:
    if singular or call.adjectival:
        return given.us if call.us else given.name
    return given.us_plural if call.us else given.plural


def _scale_word(call: _Call, scaled: Scaled, *, named: bool) -> str:
    if not scaled.exponent:
        return ""
    if named or call.has("abbr", "unit"):
        return ("-" if call.adjectival and named else NBSP) + scaled.word
    return f"×10<sup>{scaled.exponent}</sup>"


def _middle(call: _Call) -> str:
    text = call.middle
    return text if not text or text.startswith("-") else f" {text}"


def _grouped(call: _Call, number: str) -> str:
    how = call.options.get("comma", "").strip().lower()
    if how == "off" or (how in {"5", "gaps5"} and len(number.partition(".")[0]) < 5):
        return grouped(number, call.language, group="")
    if how in {"gaps", "gaps3"}:
        return grouped(number, call.language, group="\u2009")
    return grouped(number, call.language)
