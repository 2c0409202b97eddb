"""Units of measurement: exact factors, and what a code like ``km``, ``sqmi`` or ``e6ST`` means.

A table of our own and not a library of units: names, symbols, spellings and what is converted into
what take most of it, and are what libraries lack; the factors are one column more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Any

from wikibrief.layouts.tables import table

__all__ = ["Scaled", "Unit", "default_units", "multiple_units", "unit"]

_PREFIXES = {
    "Y": ("yotta", 24), "Z": ("zetta", 21), "E": ("exa", 18), "P": ("peta", 15), "T": ("tera", 12),
    "G": ("giga", 9), "M": ("mega", 6), "k": ("kilo", 3), "h": ("hecto", 2), "da": ("deca", 1),
    "d": ("deci", -1), "c": ("centi", -2), "m": ("milli", -3), "u": ("micro", -6),
    "μ": ("micro", -6), "µ": ("micro", -6), "n": ("nano", -9), "p": ("pico", -12),
    "f": ("femto", -15), "a": ("atto", -18),
}  # fmt: skip
"""SI prefixes: name and power of ten (SI Brochure, table 7)."""
_SCALES = {3: "thousand", 6: "million", 9: "billion", 12: "trillion", 15: "quadrillion"}
_SCALED = re.compile(r"e(3|6|9|12|15)(?=\D)(.+)")
_MULTIPLES = {
    "ftin": ("ft", "in"), "ft in": ("ft", "in"), "ydft": ("yd", "ft"), "ydftin": ("yd", "ft", "in"),
    "mift": ("mi", "ft"), "miyd": ("mi", "yd"), "mich": ("mi", "chain"), "mifur": ("mi", "furlong"),
    "lboz": ("lb", "oz"), "stlb": ("st", "lb"), "stlboz": ("st", "lb", "oz"),
}  # fmt: skip
"""Codes of results in several units, largest first: 5 ft 3 in."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: ``value * factor + offset`` is in its dimension's SI unit (see ``to_si``)."""

    code: str
    dimension: str
    name: str
    plural: str
    us: str
    us_plural: str
    symbol: str
    factor: Fraction
    offset: Fraction
    into: str
    page: str
    shown: str
    finer: str
    prefixes: bool
    inverse: bool

    def to_si(self, value: Fraction, *, change: bool = False) -> Fraction:
        """The value in the SI unit; of a ``change`` (± 5 °C) without the offset of its scale.

        Raises ZeroDivisionError for 0 of an inverse unit.
        """
        if self.inverse:
            return self.factor / value
        return value * self.factor + (0 if change else self.offset)

    def from_si(self, value: Fraction, *, change: bool) -> Fraction:
        """The reverse of ``to_si``."""
        if self.inverse:
            return self.factor / value
        return (value - (0 if change else self.offset)) / self.factor


@dataclass(frozen=True, slots=True)
class Scaled:
    """A unit counted in thousands or more: ``e6ST``, million short tons. ``exponent`` is of ten."""

    unit: Unit
    exponent: int = 0

    @property
    def word(self) -> str:
        """The English word for its scale; empty without one."""
        return _SCALES.get(self.exponent, "")


def unit(code: str) -> Scaled | None:
    """The unit of a code, symbol or English name; None when there is none."""
    if scaled := _SCALED.fullmatch(code):
        found = _unit(scaled[2])
        return Scaled(found, int(scaled[1])) if found else None
    found = _unit(code)
    return Scaled(found) if found else None


def multiple_units(code: str) -> tuple[Unit, ...]:
    """The units of a code like ``ftin``, largest first; empty when it is none."""
    found = (_unit(each) for each in _MULTIPLES.get(code, ()))
    return tuple(each for each in found if each)


def default_units(given: Unit, value: Fraction) -> str:
    """The codes of the units that a value is converted to when none are named."""
    condition, separator, choice = given.into.partition("?")
    if not separator:
        return given.into
    below, _, otherwise = (part.strip() for part in choice.partition(":"))
    return below if value < Fraction(condition.strip().removeprefix("v<")) else otherwise


@cache
def _table() -> Mapping[str, Unit]:
    """All units of the data file, by code, alias and name; codes come first."""
    data = table("measures/units")
    defined = [
        (_from_table(dimension, code, row), row.get("aliases", ()))
        for dimension, rows in data.items()
        for code, row in rows.items()
    ]
    units = {each.code: each for each, _ in defined}
    for each, aliases in defined:
        for name in (*aliases, each.plural, each.us, each.us_plural, each.name):
            units.setdefault(name, each)
    return units


def _from_table(dimension: str, code: str, row: Mapping[str, Any]) -> Unit:
    name = row["name"]
    us = row.get("us", name)
    plural = row.get("plural", f"{name}s")
    return Unit(
        code,
        dimension,
        name,
        plural,
        us,
        plural.replace("metre", "meter").replace("litre", "liter") if "plural" in row else f"{us}s",
        row.get("symbol", code),
        _exact(row.get("factor", "1")),
        _exact(row.get("offset", "0")),
        row.get("into", ""),
        row.get("page", name[:1].upper() + name[1:]),
        row.get("shown", ""),
        row.get("finer", ""),
        row.get("prefixes", False),
        row.get("inverse", False),
    )


def _exact(factor: str) -> Fraction:
    above, _, below = factor.partition("/")
    return Fraction(above) / Fraction(below or "1")


def _unit(code: str) -> Unit | None:
    table = _table()
    return table.get(code) or _find_prefixed(code) or _quotient(code)


def _find_prefixed(code: str) -> Unit | None:
    for length in (2, 1):
        prefix = _PREFIXES.get(code[:length])
        base = _table().get(code[length:])
        if prefix and base and base.prefixes and base.code == code[length:]:
            word, exponent = prefix
            return replace(
                base,
                code=code,
                name=word + base.name,
                plural=word + base.plural,
                us=word + base.us,
                us_plural=word + base.us_plural,
                symbol=code[:length].replace("u", "μ").replace("µ", "μ") + base.symbol,
                factor=base.factor * Fraction(10) ** exponent,
            )
    return None


def _quotient(code: str) -> Unit | None:
    """``lb/ft``, and what is counted per something: ``/km2``, ``inhabitants/km2``."""
    above, slash, below = code.partition("/")
    divisor = _table().get(below) or _find_prefixed(below)
    if not slash or divisor is None or divisor.offset or divisor.inverse:
        return None
    dividend = _table().get(above) or _find_prefixed(above)
    return _per(dividend or _read_counted(above.replace("PD", "").strip(), divisor), divisor)


def _read_counted(what: str, like: Unit) -> Unit:
    """What is counted, as a unit: ``inhabitants``, or nothing in particular."""
    return replace(
        like,
        code=what,
        dimension=_COUNT,
        name=what,
        plural=what,
        us=what,
        us_plural=what,
        symbol=what,
        factor=Fraction(1),
        shown="",
    )


_COUNT = "count"
"""The dimension of what is counted."""


def _per(dividend: Unit, divisor: Unit) -> Unit:
    is_count = dividend.dimension == _COUNT
    first = dividend.code if is_count else dividend.into.partition(" ")[0]
    second = divisor.into.partition(" ")[0]
    has_other = second and (first or is_count) and "?" not in first + second
    return replace(
        dividend,
        code=f"{dividend.code}/{divisor.code}",
        dimension=f"{dividend.dimension}/{divisor.dimension}",
        name=f"{dividend.name} per {divisor.name}".lstrip(),
        plural=f"{dividend.plural} per {divisor.name}".lstrip(),
        us=f"{dividend.us} per {divisor.us}".lstrip(),
        us_plural=f"{dividend.us_plural} per {divisor.us}".lstrip(),
        symbol=f"{dividend.symbol}/{divisor.symbol}",
        factor=dividend.factor / divisor.factor,
        into=f"{first}/{second}" if has_other else "",
        page="",
        finer="",
        prefixes=False,
    )
