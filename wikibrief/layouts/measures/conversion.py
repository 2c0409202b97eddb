"""Conversions: ``{{convert|10|mi|km}}`` → 10 miles (16 km).

Rounding, names and layout are those of Wikipedia's Module:Convert, for the arguments that its
documentation names (https://en.wikipedia.org/wiki/Template:Convert/doc). What has no meaning there
(an unknown unit, units of different kinds) is shown as it is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wikibrief.layouts.arguments import list_positional
from wikibrief.layouts.measures.conversion_call import (
    JOINTS,
    NBSP,
    NUMBER_ONLY,
    OUTPUT_ONLY,
    RANGES,
    Conversion,
    in_groups,
    understood,
    unit_name,
)
from wikibrief.layouts.measures.conversion_results import ConvertedValue, Results
from wikibrief.layouts.measures.numbers import MINUS, Number, fraction, spell
from wikibrief.layouts.measures.units import Scaled, Unit

__all__ = ["convert"]


def convert(words: Mapping[str, str], language: str = "en", abbr: str = "") -> str:
    """The wikitext of a conversion with the given arguments, by name and position.

    ``abbr`` is what ``{{cvt}}`` abbreviates unless told otherwise.
    """
    arguments = list_positional(words)
    call = understood(arguments, {"abbr": abbr, **words} if abbr else words, language)
    if call is None:
        return NBSP.join(filter(None, arguments[:2]))
    if call.has("disp", "unit"):
        return _unit_name(call, call.given[0], "in", singular=False, linked=False)
    return _phrase(call, Results(call))


def _phrase(call: Conversion, shown: Results) -> str:
    given = _show_given(call)
    results = [_result(call, result) for result in shown.results()]
    if not results or call.has("disp", "input", "in"):
        return given
    before, after, between = JOINTS.get(call.options.get("disp", ""), (" (", ")", "; "))
    if call.around:
        before, after = call.around
    elif call.has("abbr", "~") and len(call.given) == 1:
        before = f" [{call.given[0].unit.symbol}]{before}"
    if call.has("disp", *OUTPUT_ONLY):
        return between.join(results)
    if call.has("order", "out") and len(results) > 1:
        results, given = [given, *results[1:]], results[0]
        return f"{given}{before}{between.join(results)}{after}"
    converted = between.join(results)
    first, second = (converted, given) if call.flipped else (given, converted)
    return f"{first}{before}{second}{after}"


def _show_given(call: Conversion) -> str:
    if len(call.given) > 1:
        return _show_given_parts(call)
    shown = tuple(_format_given(call, number, index) for index, number in enumerate(call.numbers))
    last = call.numbers[-1]
    singular = abs(last.value) == 1 or (last.ratio is not None and abs(last.value) < 1)
    return _with_unit(call, ConvertedValue(shown, call.given[0], singular), "in")


def _show_given_parts(call: Conversion) -> str:
    symbols = call.abbreviates("in")
    joint = "-" if call.adjectival and not symbols else NBSP
    parts = [
        _format_given(call, number, 1)
        + joint
        + (
            each.unit.symbol
            if symbols and each.unit.shown != "name"
            else unit_name(call, each.unit, singular=number.value == 1)
        )
        for number, each in zip(call.numbers, call.given, strict=True)
    ]
    between = "-" if call.adjectival and not symbols else (NBSP if symbols else " ")
    return between.join(parts) + (_middle(call) if not call.flipped else "")


def _format_given(call: Conversion, number: Number, index: int) -> str:
    """A given value with marks between its thousands, or in words."""
    if call.has("spell", "in", "on") and number.value.denominator == 1 and _has_words(number):
        words = spell(int(number.value))
        upper = call.options.get("spell", "")[:1].isupper() and index == 0
        return words[:1].upper() + words[1:] if upper else words
    sign = "-" if number.value < 0 else ""
    digits = in_groups(call, sign + number.whole)
    if number.ratio:
        return fraction(*number.ratio, digits)
    if number.decimals:
        digits += in_groups(call, f"0.{number.decimals}")[1:]
    if number.exponent:
        digits += f"×10<sup>{str(number.exponent).replace('-', MINUS)}</sup>"
    return digits


def _has_words(number: Number) -> bool:
    return 0 <= number.value < 10**6


def _result(call: Conversion, result: ConvertedValue | tuple[tuple[str, ...], ...]) -> str:
    if isinstance(result, ConvertedValue):
        if call.has("disp", *NUMBER_ONLY):
            return _joined(call, result.shown, "out", named=False)
        return _with_unit(call, result, "out")
    symbols = call.abbreviates("out")
    between = "-" if call.adjectival and not symbols else (NBSP if symbols else " ")
    shown = tuple(between.join(parts) for parts in result)
    return _joined(call, shown, "out", named=not symbols) + (_middle(call) if call.flipped else "")


def _with_unit(call: Conversion, result: ConvertedValue, side: str) -> str:
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
    shown = result.shown
    if _repeats(call, named=named):
        # the symbol is the same with each value, and linked once
        plain = _unit_name(call, result.scaled, side, singular=False, linked=False)
        shown = (*(f"{each}{word}{separator}{plain}" for each in shown[:-1]), shown[-1])
    return _joined(call, shown, side, named=named) + word + unit_text + middle


def _repeats(call: Conversion, *, named: bool) -> bool:
    how = {RANGES[joint].repeats for joint in call.joints}
    return "always" in how or ("symbols" in how and not named)


def _joined(call: Conversion, values: Sequence[str], side: str, *, named: bool) -> str:
    text = values[0]
    for joint, value in zip(call.joints, values[1:], strict=False):
        joining = RANGES[joint].given if side == "in" else RANGES[joint].result
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


def _is_named(call: Conversion, given: Unit, side: str) -> bool:
    """Whether a unit is shown by its name."""
    if given.shown == "name":
        return call.language == "en"
    if given.shown == "symbol" and not call.has("abbr", "off", "none", "in", "out"):
        return False
    return not call.abbreviates(side)


def _unit_name(call: Conversion, scaled: Scaled, side: str, *, singular: bool, linked: bool) -> str:
    given = scaled.unit
    if _is_named(call, given, side):
        name = unit_name(call, given, singular=singular and not scaled.exponent)
    else:
        name = given.symbol.replace(" ", NBSP)
    return f"[[{given.page}|{name}]]" if linked and given.page else name


def _scale_word(call: Conversion, scaled: Scaled, *, named: bool) -> str:
    if not scaled.exponent:
        return ""
    if named or call.has("abbr", "unit"):
        return ("-" if call.adjectival and named else NBSP) + scaled.word
    return f"×10<sup>{scaled.exponent}</sup>"


def _middle(call: Conversion) -> str:
    text = call.middle
    return text if not text or text.startswith("-") else f" {text}"
