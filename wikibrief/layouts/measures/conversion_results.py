"""The results of a conversion: values in other units, rounded by Module:Convert's rules."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wikibrief.layouts.measures.conversion_call import (
    MOST_PLACES,
    MOST_VALUES,
    NBSP,
    Conversion,
    in_groups,
    unit_name,
)
from wikibrief.layouts.measures.numbers import MINUS, Number, fraction, read_number, spell
from wikibrief.layouts.measures.units import Scaled, Unit, default_units, multiple_units, unit

__all__ = ["ConvertedValue", "Results"]

_FUDGE = 1e-14  # as Module:Convert: a power of ten is one, whatever floats make of it


def _value(call: Conversion) -> Fraction:
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
    call: Conversion, number: Number, value: Fraction, result: Fraction, target: Scaled
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


def _round_places(value: Fraction, places: int) -> Fraction:
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
class ConvertedValue:
    """Values in one unit, as they are shown; ``singular`` is about the last."""

    shown: tuple[str, ...]
    scaled: Scaled
    singular: bool


class Results:
    """The results of a conversion: in each unit that it asks for."""

    def __init__(self, call: Conversion) -> None:
        self._call = call
        source = call.given[-1].unit
        compound = len(call.given) > 1
        self._numbers = call.numbers[-1:] if compound else call.numbers
        values = [_value(call)] if compound else [number.value for number in call.numbers]
        self._values = values
        self._source = source
        self._scaled = call.given[-1]

    def results(self) -> Iterator[ConvertedValue | tuple[tuple[str, ...], ...]]:
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
        return [code for code in re.split(r"[\s+]+", into) if code][:MOST_VALUES]

    def _convert(self, target: Scaled, index: int) -> Fraction:
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
            return [_places_of_figures(result, min(figures, MOST_PLACES)) for result in results]
        places = [
            _default_places(call, number, value, result, target)
            for number, value, result in zip(self._numbers, self._values, results, strict=True)
        ]
        return places if call.has("round", "each") else [max(places)] * len(places)

    def _in_unit(self, target: Scaled) -> ConvertedValue:
        results = [self._convert(target, index) for index in range(len(self._values))]
        places = self._places(target, results)
        pairs = [self._round_result(*each) for each in zip(results, places, strict=True)]
        return ConvertedValue(tuple(show for show, _ in pairs), target, abs(pairs[-1][1]) == 1)

    def _round_result(self, result: Fraction, places: int) -> tuple[str, Fraction]:
        """A result as it is shown, and rounded."""
        call = self._call
        denominator = call.whole("frac")
        if denominator and denominator > 1:
            return _as_fraction(call, result, denominator)
        step = read_number(call.options.get("round", ""))
        if step is not None and step.value > 0 and call.places is None:
            rounded = _round_places(result / step.value, 0) * step.value
            places = 0 if rounded.denominator == 1 else len(step.decimals or "0")
        else:
            rounded = _round_places(result, places)
        if call.has("spell", "on", "out") and rounded.denominator == 1 and 0 <= rounded < 10**6:
            return spell(int(rounded)), rounded
        return in_groups(call, _decimal(rounded, places)), rounded

    def _in_parts(self, units: Sequence[Unit], index: int) -> tuple[str, ...]:
        """A result in several units, ``1 m`` → 3 ft 3 in: from the largest that is not zero."""
        rounded, places = self._in_smallest(units[-1], index)
        rest = abs(rounded)
        parts: list[str] = []
        for each in units:
            is_last = each is units[-1]
            size = each.factor / units[-1].factor
            many = rest if is_last else Fraction(math.floor(rest / size))
            rest -= many * size
            if many or parts or is_last:
                parts.append(self._part(each, many, places if is_last else None))
        return ((MINUS if rounded < 0 else "") + parts[0], *parts[1:])

    def _in_smallest(self, smallest: Unit, index: int) -> tuple[Fraction, int]:
        """A result in the smallest of several units, rounded, and the places that it has there."""
        target = Scaled(smallest)
        results = [self._convert(target, each) for each in range(len(self._values))]
        places = max(0, self._places(target, results)[index])
        denominator = self._call.whole("frac")
        if denominator:
            return _round_places(results[index] * denominator, 0) / denominator, places
        return _round_places(results[index], places), places

    def _part(self, of: Unit, many: Fraction, places: int | None) -> str:
        """One of several units and how many of it; ``places`` where that need not be whole."""
        call = self._call
        denominator = call.whole("frac")
        if denominator and places is not None:
            shown = _as_fraction(call, many, denominator)[0]
        else:
            shown = in_groups(call, _decimal(many, places or 0))
        if call.abbreviates("out"):
            return f"{shown}{NBSP}{of.symbol}"
        name = unit_name(call, of, singular=many == 1)
        return f"{shown}{'-' if call.adjectival else NBSP}{name}"


def _places_of_figures(value: Fraction, figures: int) -> int:
    """The decimal places with which a value has so many significant figures."""
    if not value:
        return figures - 1
    places = figures - 1 - math.floor(_log10(abs(value)) + _FUDGE)
    above = abs(_round_places(value, places)) >= Fraction(10) ** (figures - places)
    return places - 1 if above else places


def _as_fraction(call: Conversion, value: Fraction, denominator: int) -> tuple[str, Fraction]:
    rounded = _round_places(value * denominator, 0) / denominator
    whole, rest = divmod(abs(rounded), 1)
    digits = in_groups(call, str(whole)) if whole or not rest else ""
    if rest:
        digits = fraction(rest.numerator, rest.denominator, digits)
    return (MINUS if rounded < 0 else "") + digits, rounded
