"""Numbers as PHP reads, compares and prints them: what wikitext shows depends on it."""

from __future__ import annotations

import math
import re

__all__ = ["Number", "alike", "integer", "number_of", "print_number", "wrap"]

Number = int | float

_INTEGER = re.compile(r"[ \t\n\r\v\f]*([+-]?\d{1,400})")
_NUMERIC = re.compile(r"[ \t\n\r\v\f]*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[ \t\n\r\v\f]*")
_LARGEST = 2**63 - 1


def integer(text: str) -> int:
    """What ``(int)`` makes of a text: the digits that it begins with, else 0."""
    match = _INTEGER.match(text)
    return max(-_LARGEST - 1, min(_LARGEST, int(match[1]))) if match else 0


def wrap(number: Number) -> int:
    """What ``(int)`` makes of a number: 64 bits, what lies above them cut off."""
    if not math.isfinite(number):
        return 0
    return (int(number) + 2**63) % 2**64 - 2**63


def number_of(text: str) -> Number | None:
    """The number that a text is (``is_numeric``), else None."""
    if not _NUMERIC.fullmatch(text):
        return None
    digits = text.strip()
    if len(digits) < 20 and not re.search(r"[.eE]", digits):
        return int(digits)
    return float(digits)


def alike(left: str, right: str) -> bool:
    """Whether PHP's ``==`` holds: texts that are both numbers are equal as such (01 = 1.0)."""
    if left == right:
        return True
    numbers = number_of(left), number_of(right)
    if None in numbers:
        return False
    return numbers[0] == numbers[1] and not math.isinf(numbers[0] or 0)


def print_number(number: Number) -> str:
    """A number as PHP prints it: 14 digits, and an exponent when it is very large or small."""
    if isinstance(number, int):
        return str(number)
    if math.isnan(number):
        return "NAN"
    if math.isinf(number):
        return "INF" if number > 0 else "-INF"
    mantissa, _, exponent = f"{number:.14G}".partition("E")
    if not exponent:
        return mantissa
    return f"{mantissa}{'' if '.' in mantissa else '.0'}E{int(exponent):+d}"
