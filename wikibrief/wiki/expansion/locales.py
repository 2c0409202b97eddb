"""What depends on the page's language: numbers, plural forms, names of languages and months.

All from the CLDR, by Babel.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol, get_group_symbol

from wikibrief.languages import locale_of
from wikibrief.wiki.expansion.markers import has_kept, outside
from wikibrief.wiki.expansion.page import PageVariables
from wikibrief.wiki.expansion.phpnumbers import number_of

__all__ = [
    "day_name",
    "formatnum",
    "gender",
    "language_name",
    "month_name",
    "plural",
    "with_own_digits",
]

Width = Literal["abbreviated", "wide"]


# ------------------------------------------------------------------------------------------ numbers

# Zeros of the CLDR's numbering systems; their other digits follow. Babel does not know them.
_ZEROS = {
    "arab": "٠",
    "arabext": "۰",
    "beng": "০",
    "cakm": "𑄶",
    "deva": "०",
    "mtei": "꯰",
    "mymr": "၀",
    "nkoo": "߀",
    "olck": "᱐",
    "tibt": "༠",
}
_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:[Ee][-+]?\d+)?")
_LONGEST_EXPONENT = 400

# Languages that group digits only in numbers of five and more (MediaWiki's messages, and the CLDR).
_FIVE_DIGITS = frozenset("be bg es et hy kaa kk ku pl pt-pt ru sah uk".split())


def formatnum(page: PageVariables, arguments: Sequence[str]) -> str:
    """``{{formatnum: number | R or NOSEP }}``: the numbers in a text as the language writes them.

    ``R`` makes plain numbers of such; ``NOSEP`` does not group digits.
    """
    form = arguments[1] if len(arguments) > 1 else ""
    if form == "R":
        return outside(arguments[0], lambda text: plain_number(text, page.language))
    grouped = form.upper() != "NOSEP"

    def written(text: str) -> str:
        return _NUMBER.sub(
            lambda number: _write_number(number[0], page.language, grouped=grouped), text
        )

    return outside(arguments[0], written)


def _write_number(number: str, language: str, *, grouped: bool) -> str:
    sign, digits = ("\u2212", number[1:]) if number.startswith("-") else ("", number)
    if "e" in digits.lower():
        if int(re.split("[eE]", digits)[1]) > _LONGEST_EXPONENT:
            return number
        digits = f"{Decimal(digits):f}"
    whole, point, fraction = digits.partition(".")
    if not grouped:
        return with_own_digits(sign + digits, language)
    return with_own_digits(sign + _group_digits(whole, language), language) + (
        point and _symbols(language)[1] + with_own_digits(fraction, language)
    )


def _group_digits(digits: str, language: str) -> str:
    """A run of digits with the language's separators in it."""
    if len(digits) <= 4 and language.lower() in _FIVE_DIGITS:
        return digits
    first, others = locale_of(language).decimal_formats[None].grouping
    parts = [digits[-first:]]
    digits = digits[:-first]
    while digits:
        parts.append(digits[-others:])
        digits = digits[:-others]
    return _symbols(language)[0].join(reversed(parts))


@lru_cache(maxsize=64)
def _symbols(language: str) -> tuple[str, str]:
    """What groups digits, and what begins a fraction."""
    locale = locale_of(language)
    system = locale.default_numbering_system
    known = system if system in locale.number_symbols else "latn"
    symbols = locale.number_symbols[known]
    return (
        symbols.get("group") or get_group_symbol(locale, numbering_system="latn"),
        symbols.get("decimal") or get_decimal_symbol(locale, numbering_system="latn"),
    )


def with_own_digits(text: str, language: str) -> str:
    """A text with its digits in the script of the language, where the CLDR says so."""
    zero = _ZEROS.get(locale_of(language).default_numbering_system)
    return text.translate({48 + n: ord(zero) + n for n in range(10)}) if zero else text


def plain_number(text: str, language: str) -> str:
    """A number that the language's rules wrote, as programs write it."""
    group, decimal = _symbols(language)
    zero = _ZEROS.get(locale_of(language).default_numbering_system)
    if zero:
        text = text.translate({ord(zero) + n: 48 + n for n in range(10)})
    for blank in "\u00a0\u202f":
        if group in "\u00a0\u202f":
            text = text.replace(blank, "")
    text = text.replace("\u2212", "-").replace(group, "")
    return text.replace(decimal, ".").replace(",", "")


# ------------------------------------------------------------------------------------------- plural


def plural(page: PageVariables, arguments: Sequence[str]) -> str | None:
    """``{{plural: number | form | … }}``: the form for a number; ``3=form`` is for 3 alone."""
    if has_kept(arguments[0]):
        return None
    number = number_of(plain_number(arguments[0], page.language)) or 0
    if number == number // 1 and math.isfinite(number):
        number = int(number)
    forms: list[str] = []
    for form in arguments[1:]:
        exactly = re.match(r"(\d+)=(.*)", form, re.DOTALL)
        if exactly is None:
            forms.append(form)
        elif exactly[1] == str(number):
            return exactly[2]
    if not forms:
        return ""
    return forms[min(_plural_index(number, page.language), len(forms) - 1)]


def _plural_index(number: float, language: str) -> int:
    rule = locale_of(language).plural_form
    if not rule.tags:  # where numbers change no words, MediaWiki counts as in English
        rule = locale_of("en").plural_form
    in_order = [tag for tag in ("zero", "one", "two", "few", "many") if tag in rule.tags]
    tag = rule(abs(number) if isinstance(number, int) else Decimal(repr(abs(number))))
    return in_order.index(tag) if tag in in_order else len(in_order)


def gender(_: PageVariables, arguments: Sequence[str]) -> str:
    """``{{gender: user | he | she | they }}``: nothing is known of users."""
    forms = arguments[1:4]
    return "" if not forms else forms[2] if len(forms) > 2 else forms[0]


# -------------------------------------------------------------------------------------------- names


def language_name(_: PageVariables, arguments: Sequence[str]) -> str:
    """``{{#language: code | in language }}``: its name, in the language itself or the other."""
    code = arguments[0].lower()
    try:
        locale = Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError, TypeError):
        return code
    if "-" in code and not (locale.script or locale.territory or locale.variant):
        return code  # only its beginning is known
    other = arguments[1].lower() if len(arguments) > 1 else ""
    return locale.get_display_name(locale_of(other) if other else locale) or code


def month_name(month: int, language: str, width: Width, *, after_day: bool = False) -> str:
    """The name of a month, 1 to 12; ``after_day``: as it is in a date (January's genitive)."""
    locale = locale_of(language)
    alone = not after_day and width == "wide"
    return str(locale.months["stand-alone" if alone else "format"][width][month])


def day_name(weekday: int, language: str, width: Width) -> str:
    """The name of a day of the week; 0 is Monday."""
    return str(locale_of(language).days["format"][width][weekday])


def direction_mark(language: str) -> str:
    """The mark that text of a language leaves behind: left-to-right or right-to-left."""
    return "\u200f" if locale_of(language).text_direction == "rtl" else "\u200e"
