"""Roman numerals."""

from __future__ import annotations

__all__ = ["roman"]

_NUMERALS = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def roman(number: int) -> str:
    """Return a natural number in Roman numerals; thousands are as many M."""
    letters = ""
    for value, numeral in _NUMERALS:
        count, number = divmod(number, value)
        letters += numeral * count
    return letters
