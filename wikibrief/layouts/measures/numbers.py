"""Numbers as articles write them: read, grouped by thousands, spelled out, as fractions."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction

from babel.numbers import get_decimal_symbol, get_group_symbol

from wikibrief.languages import locale_of
from wikibrief.templating.environment import Markup
from wikibrief.wiki.roman import roman

__all__ = [
    "MINUS",
    "Number",
    "chemical",
    "format_measure",
    "fraction",
    "group_digits",
    "in_roman",
    "ordinal",
    "ordinal_of",
    "percentage",
    "read_number",
    "round_to",
    "spell",
    "winning_percentage",
]

MINUS = "\u2212"
_NUMBER = re.compile(
    r"(?P<sign>[-+\u2212\u2013]?)\s*"
    r"(?:(?P<whole>[0-9][0-9,\s\u00a0\u2009]*+)?(?:\.(?P<decimals>[0-9]*))?"
    r"(?:[eE](?P<exponent>[-+\u2212]?[0-9]{1,2}))?)"
    r"(?:(?(whole)[+\s]\s*|)(?P<above>[0-9]{1,9})\s*(?:/{1,2}|\u2044)\s*(?P<below>[0-9]{1,9}))?"
)
_VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5),
    "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8),
    "⅞": (7, 8),
}  # fmt: skip
_CHARACTERS = {ratio: character for character, ratio in _VULGAR.items()}
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯", "0123456789" * 4)
_LONGEST = 40
"""Characters of a number that is still one; what is longer is text."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that an article writes: its value, and how it is written.

    ``whole`` and ``decimals`` are digits; ``ratio`` is a fraction's numerator and denominator.
    """

    value: Fraction
    whole: str
    decimals: str | None = None
    exponent: int = 0
    ratio: tuple[int, int] | None = None

    @property
    def places(self) -> int:
        """Decimal places that are meant: 120 has -1, 1.20 has 2."""
        if self.decimals is not None:
            places = len(self.decimals)
        else:
            places = len(self.whole.rstrip("0")) - len(self.whole)
        return places - self.exponent


def read_number(text: str) -> Number | None:
    """Read ``1,200``, ``-1.5``, ``1e6``, ``1+1/2``, ``3/4``, ``2½``; None for what is none."""
    text = text.strip().translate(_DIGITS)
    if not text or len(text) > _LONGEST:
        return None
    for character, (above, below) in _VULGAR.items():
        if text.endswith(character):
            text = f"{text[:-1]}+{above}/{below}" if text[:-1].strip("-−+") else f"{above}/{below}"
    match = _NUMBER.fullmatch(text)
    if match is None or not (match["whole"] or match["decimals"] or match["above"]):
        return None
    whole = re.sub(r"[^0-9]", "", match["whole"] or "")
    decimals, ratio = match["decimals"], None
    exponent = int((match["exponent"] or "0").replace(MINUS, "-"))
    value = Fraction(f"{whole or 0}.{decimals or 0}") * Fraction(10) ** exponent
    if match["above"]:
        ratio = int(match["above"]), int(match["below"])
        if ratio[1] == 0:
            return None
        value += Fraction(*ratio)
    negative = match["sign"] in {"-", MINUS, "\u2013"}
    return Number(-value if negative else value, whole, decimals, exponent, ratio)


def group_digits(number: str, language: str = "en", *, group: str | None = None) -> str:
    """Put a language's marks into a plain number: ``-12345.6`` → ``−12,345.6``, ``−12.345,6``.

    ``group`` goes between thousands instead of the language's own mark.
    """
    sign = MINUS if number.startswith(("-", MINUS)) else ""
    whole, _, decimals = number.lstrip(f"-+{MINUS}").partition(".")
    point, mark = _marks(language)
    if group is not None:
        mark = group
    if len(whole) > 4 or language.startswith("en"):
        whole = re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+\Z)", lambda _: mark, whole)
    return sign + whole + (point + decimals if decimals else "")


def _marks(language: str) -> tuple[str, str]:
    """A language's decimal and thousands marks, where digits are those of ASCII."""
    locale = locale_of(language)
    return (
        get_decimal_symbol(locale, numbering_system="latn"),
        get_group_symbol(locale, numbering_system="latn").replace("\u202f", "\u00a0"),
    )


def fraction(above: int | str, below: int | str, whole: str = "") -> str:
    """Write a fraction: its character where Unicode has one, else over a slash; as wikitext."""
    try:
        character = _CHARACTERS.get((int(above), int(below)))
    except ValueError:
        character = None
    if character:
        return f"{whole}{character}"
    before = f"{whole}\u00a0" if whole else ""
    return f"{before}<sup>{above}</sup>⁄<sub>{below}</sub>"


_CHARGE = re.compile(r"\((\d*[-+])\)")
_ATOMS = re.compile(r"(?<=[A-Za-z)\]])(\d+)")


def chemical(formula: str) -> Markup:
    """Set the numbers of a formula below the line and its charge above: ``SO4(2-)``."""
    html = str(Markup.escape(formula))
    html = _ATOMS.sub(r"<sub>\1</sub>", _CHARGE.sub(lambda match: f"\0{match[1]}\0", html))
    charged = re.sub("\0([^\0]*)\0", r"<sup>\1</sup>", html)
    return Markup(charged.replace("-</sup>", f"{MINUS}</sup>"))


def percentage(part: str, whole: str, decimals: str = "") -> str:
    """Write a share of a whole in per cent; empty when these are no numbers."""
    numbers = [read_number(each) for each in (part, whole or "1")]
    places = int(decimals) if decimals.isdecimal() and len(decimals) < 2 else 0
    if not all(numbers) or not numbers[1] or not numbers[1].value or not numbers[0]:
        return ""
    return f"{_rounded(numbers[0].value / numbers[1].value * 100, places)}%"


def winning_percentage(wins: str, losses: str, draws: str = "") -> str:
    """Write the share of games won, draws as halves: ``.667``; empty when these are no numbers."""
    read = [read_number(each or "0") for each in (wins, losses, draws)]
    numbers = [each.value for each in read if each is not None]
    if len(numbers) < len(read) or min(numbers) < 0 or not sum(numbers):
        return ""
    return _rounded((numbers[0] + numbers[2] / 2) / sum(numbers), 3).removeprefix("0")


def round_to(text: str, places: str) -> str:
    """A number rounded to ``places`` after the point; or as it is."""
    number = read_number(text)
    if number is None or number.value.denominator == 0 or not re.fullmatch(r"-?\d", places.strip()):
        return text
    return _rounded(number.value, int(places))


def _rounded(value: Fraction, places: int) -> str:
    """Write a number with ``places`` after its point, exactly; halves go away from zero."""
    step = Fraction(10) ** -places
    steps = math.floor(abs(value) / step + Fraction(1, 2))
    sign = "-" if value < 0 and steps else ""
    if places <= 0:
        return f"{sign}{steps * 10**-places}"
    return f"{sign}{steps // 10**places}.{steps % 10**places:0{places}}"


_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def spell(number: int) -> str:
    """Spell a whole number below a million in English."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens - 2] + (f"-{_ONES[ones]}" if ones else "")
    for scale, word in ((1000, "thousand"), (100, "hundred")):
        if number >= scale:
            many, rest = divmod(number, scale)
            joint = " and " if rest < 100 else " "
            return f"{spell(many)} {word}" + (joint + spell(rest) if rest else "")
    raise AssertionError(number)


def ordinal(number: int) -> str:
    """The English ending of an ordinal number: st, nd, rd or th."""
    if number % 100 in {11, 12, 13}:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def in_roman(text: str) -> str:
    """A whole number from 1 to 4999 in Roman numerals; anything else as it is."""
    is_written = re.fullmatch(r"[0-9]{1,4}", text) and 0 < int(text) < 5000
    return roman(int(text)) if is_written else text


def ordinal_of(text: str) -> str:
    """An English ordinal number, ``21`` → 21st; anything else as it is."""
    return f"{text}{ordinal(int(text))}" if re.fullmatch(r"[0-9]{1,9}", text) else text


def format_measure(text: str, language: str = "en") -> str:
    """A number with marks between its thousands; anything else as it is."""
    number = read_number(text)
    if number is None or number.ratio or number.exponent:
        return text
    decimals = f".{number.decimals}" if number.decimals else ""
    sign = "-" if number.value < 0 else ""
    return group_digits(f"{sign}{number.whole or 0}{decimals}", language)
