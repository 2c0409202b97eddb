"""Languages: what follows from a language tag, by the Unicode locale data (CLDR) that Babel holds.

Tags are those of BCP 47; one that the data does not know is taken for the nearest that it does:
``de-1996`` for ``de``, an unknown language for international English.
"""

from __future__ import annotations

import datetime as dt
import re
from copy import deepcopy
from functools import cache, lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError, localedata
from babel.core import get_global
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

__all__ = [
    "day",
    "direction",
    "fallbacks",
    "iso_639_3",
    "locale_of",
    "number",
    "numerals",
    "short_date",
    "span",
    "written_in",
]

_RIGHT_TO_LEFT = frozenset(
    "Adlm Arab Armi Aran Avst Chrs Cprt Elym Gara Hatr Hebr Hung Khar Lydi Mand Mani Mend Merc "
    "Mero Narb Nbat Nkoo Orkh Ougr Palm Phli Phlp Phnx Prti Rohg Samr Sarb Sogd Sogo Syrc Thaa "
    "Yezi".split()
)
"""Scripts whose letters have the bidirectional class R or AL (Unicode, ``DerivedBidiClass``)."""

_NUMERALS = {
    "arab": ("arabic-indic", "\N{ARABIC-INDIC DIGIT ZERO}"),
    "arabext": ("persian", "\N{EXTENDED ARABIC-INDIC DIGIT ZERO}"),
    "beng": ("bengali", "\N{BENGALI DIGIT ZERO}"),
    "deva": ("devanagari", "\N{DEVANAGARI DIGIT ZERO}"),
    "mymr": ("myanmar", "\N{MYANMAR DIGIT ZERO}"),
    "tibt": ("tibetan", "\N{TIBETAN DIGIT ZERO}"),
}
"""CLDR's numbering systems: their counter style in CSS, and their first digit."""

_DECIMAL = ("decimal", "0")
_LONGEST = 35
"""Characters of a tag that are read: what RFC 5646, 4.4.1, asks for."""
_WITH_ALIASES = ("months", "days", "quarters", "eras", "currency_formats")


def _with_own_data(locale: Locale) -> Locale:
    """Copy the names of a locale that Babel shares with the others.

    Where they are the same as other names of the locale, Babel writes them down when it first looks
    them up, for all locales: the months of the first language would be those of every other.
    """
    data = localedata.load(str(locale))
    data.update((key, deepcopy(data[key])) for key in _WITH_ALIASES if key in data)
    return locale


_ENGLISH, _INTERNATIONAL = _with_own_data(Locale("en")), _with_own_data(Locale("en", "001"))


@lru_cache(maxsize=256)
def direction(language: str) -> str:
    """Return the ``dir`` of text in a language: that of the script it is written in."""
    return "rtl" if _script(language) in _RIGHT_TO_LEFT else "ltr"


@cache
def numerals(language: str) -> str:
    """Return the CSS counter style of a language's digits: ``decimal``, ``persian``."""
    return _numbering(language)[0]


def day(date: dt.date, language: str) -> str:
    """Return a date as text of that language writes it, in its digits, on one line."""
    locale = locale_of(language)
    if locale == _ENGLISH:  # of no state
        locale = _INTERNATIONAL
    return _bind(format_date(date, "long", locale=locale), language)


def short_date(date: dt.date, language: str, *, parts: str = "MMMd") -> str:
    """Return a date in short as that language writes it; ``parts`` is a skeleton of CLDR's."""
    locale = locale_of(language)
    if locale == _ENGLISH:
        locale = _INTERNATIONAL
    try:
        text = format_skeleton(parts, date, locale=locale)
    except KeyError:  # a language without such a pattern
        text = format_date(date, "medium", locale=locale)
    return _bind(text, language)


def span(edtf: str, language: str, *, length: Literal["long", "short"] = "long") -> str:
    """Return a date or span of EDTF as that language writes it; seasons and decades as they are.

    What is not certain (``1944-05~``) is written without saying so.
    """
    start, _, end = (part.rstrip("~?%").removesuffix("-XX") for part in edtf.partition("/"))
    first = _partial_date(start, language, length)
    last = _partial_date(end, language, length) if end.strip(".") else first
    if first is None or last is None:
        return edtf
    return first if first == last else f"{first} – {last}"


_PARTIAL = {4: "-01-01", 7: "-01"}
"""What is lacking of a date of so many characters."""
_SKELETONS = {"long": ("y", "yMMMM"), "short": ("y", "yMMM")}


def _partial_date(text: str, language: str, length: str) -> str | None:
    """Write a year, a month or a day; return None for what is none."""
    if text.startswith(("-", "0000")):
        return _ancient_date(text, language)
    try:
        date = dt.date.fromisoformat(text + _PARTIAL.get(len(text), ""))
    except ValueError:
        return None
    if len(text) in _PARTIAL:
        return short_date(date, language, parts=_SKELETONS[length][len(text) > 4])
    return day(date, language) if length == "long" else short_date(date, language, parts="yMMMd")


_ANCIENT = {4: "Gy", 7: "GyMMM", 10: "GyMMMd"}


def _ancient_date(text: str, language: str) -> str | None:
    """Write a date before our era: ``-0489`` is 490 BC, as there is no year 0."""
    year, rest = text.removeprefix("-")[:4], text.removeprefix("-")[4:]
    try:
        date = dt.date.fromisoformat(f"{int(year) + 1:04}{rest}{_PARTIAL.get(len(rest) + 4, '')}")
        written = short_date(date, language, parts=_ANCIENT[len(rest) + 4])
    except (KeyError, ValueError):
        return None
    before, ours = (locale_of(language).eras["abbreviated"][era] for era in (0, 1))
    return written.replace(_bind(ours, language), _bind(before, language))


def number(value: int, language: str) -> str:
    """Return a number as that language writes it, in its digits."""
    return _bind(format_decimal(value, locale=locale_of(language)), language)


def _bind(text: str, language: str) -> str:
    """Return a text on one line, in the digits of a language."""
    first = ord(_numbering(language)[1])
    digits = {ord("0") + digit: chr(first + digit) for digit in range(10)}
    return text.replace(" ", "\xa0").translate(digits)


_LETTERS = {
    "he": re.compile("[\u05d0-\u05ea]"),
    "ar": re.compile("[\u0620-\u06ff]"),
    "ja": re.compile("[\u3040-\u30ff]"),
    "ko": re.compile("[\uac00-\ud7a3]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
}
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u052f]")
_OF_URDU, _OF_PERSIAN = (
    re.compile("[\u0679\u0688\u0691\u06d2]"),
    re.compile("[\u06a9\u06cc\u067e\u0686]"),
)
_KANA_AMONG_HAN = 0.1


def written_in(text: str) -> str | None:
    """Return the language that the script of a text is mostly for, where that shapes the page.

    So that a text without a language has its direction and its glyphs; None for all other scripts.
    """
    if text.isascii():
        return None
    counts = {language: len(letters.findall(text)) for language, letters in _LETTERS.items()}
    if counts["ja"] > _KANA_AMONG_HAN * counts["zh"]:
        counts["ja"] += counts["zh"]
    language = max(counts, key=counts.__getitem__)
    if counts[language] <= len(_LATIN.findall(text)):
        return None
    if language == "ar" and _OF_URDU.search(text):
        return "ur"
    if language == "ar" and len(_OF_PERSIAN.findall(text)) * 50 > counts["ar"]:
        return "fa"
    return language


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Return what Babel knows of a language; of one that it does not know, English."""
    for tag in reversed(fallbacks(language)):
        try:
            return _with_own_data(Locale.parse(tag, sep="-"))
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return _ENGLISH


@lru_cache(maxsize=64)
def fallbacks(language: str) -> tuple[str, ...]:
    """Return the tags that speak for a language, the last of them best: ``en``, ``pt``, ``pt-br``.

    (BCP 47's lookup, RFC 4647, 3.4, with English as the default.) Both forms of Norwegian and
    ``no``, the tag of its wiki, have what Bokmål has.
    """
    subtags = language[:_LONGEST].lower().split("-")
    tags = ["-".join(subtags[: length + 1]) for length in range(len(subtags))]
    if subtags[0] in {"no", "nn"}:
        tags.insert(0, "nb")
    return ("en", *(tag for tag in tags if tag != "en"))


def _script(language: str) -> str:
    """Return the script that a tag names, else the likely one of its language, there."""
    names, *rest = language.split("-")
    names = get_global("language_aliases").get(names.lower(), names).partition("_")[0]
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    if script:
        return script.title()
    region = next((part for part in rest if len(part) == 2), "").upper()
    likely = get_global("likely_subtags")
    full = likely.get(f"{names.lower()}_{region}") or likely.get(names.lower()) or ""
    return full.split("_")[1] if "_" in full else ""


def _numbering(language: str) -> tuple[str, str]:
    return _NUMERALS.get(locale_of(language).default_numbering_system, _DECIMAL)


_BIBLIOGRAPHIC = frozenset(
    "alb arm baq bur chi cze dut fre geo ger gre ice mac mao may per rum slo tib wel".split()
)
"""Codes of ISO 639-2 that ISO 639-3 does not have."""


def iso_639_3(language: str) -> str | None:
    """Return the three letters of a language: ``eng`` for ``en-GB``; None where CLDR has none."""
    short = language.partition("-")[0].lower()
    return short if len(short) == 3 else _longer_codes().get(short)


@cache
def _longer_codes() -> dict[str, str]:
    """The three letters of each language that has two, by CLDR's aliases."""
    aliases: dict[str, str] = dict(get_global("language_aliases"))
    return {
        short: code
        for code, short in aliases.items()
        if len(code) == 3 and len(short) == 2 and code not in _BIBLIOGRAPHIC
    }
