"""``#expr``: a small calculator (ParserFunctions' ExprParser.php).

Its operators, from the one that binds most tightly:

- the signs ``+`` and ``-`` before a number, and ``e`` (2e3);
- functions, written before a number: ``not`` ``sin`` ``abs`` …;
- ``^``, then ``*`` ``/`` ``div`` ``mod`` ``fmod``, then ``+`` ``-``, then ``round``;
- comparisons, then ``and``, then ``or``.

Operators of one rank are evaluated from left to right. Numbers are PHP's, of 64 bits.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple, NoReturn

from wikibrief.wiki.expansion.phpnumbers import Number, print_number, wrap

__all__ = ["ExpressionError", "calculate"]

MAX_OPEN_OPERATORS = 100
"""How many operators may wait for their right side (ExprParser::MAX_STACK_SIZE)."""

_SIGN, _FUNCTION, _POWER, _PRODUCT, _SUM, _ROUND, _COMPARISON, _AND, _OR = range(10, 1, -1)


class ExpressionError(Exception):
    """What is wrong with an expression; ``str`` of it is HTML, as the wiki shows it."""

    def __str__(self) -> str:
        return f'<strong class="error">{html.escape(self.args[0])}</strong>'


def calculate(expression: str) -> str:
    """The value of an expression as the wiki prints it; of an empty one, nothing.

    Raises ExpressionError.
    """
    for written, meant in (("&lt;", "<"), ("&gt;", ">"), ("&minus;", "-"), ("−", "-")):
        expression = expression.replace(written, meant)
    value = _Parser(expression).parse()
    return "" if value is None else print_number(value)


# --------------------------------------------------------------------------------------- operations


def _wrong(message: str) -> NoReturn:
    raise ExpressionError(message)


def _guard_domain(operation: Callable[..., float]) -> Callable[..., float]:
    """An operation that gives NAN or INF where Python's refuses."""

    def guarded(*numbers: Number) -> float:
        try:
            result = operation(*numbers)
        except OverflowError:
            return math.inf
        except ValueError:
            return math.nan
        return math.nan if isinstance(result, complex) else result

    return guarded


def _fits(number: Number) -> Number:
    """An integer as long as it has 64 bits, else a float."""
    return number if isinstance(number, float) or abs(number) < 2**63 else float(number)


def _power(left: Number, right: Number) -> Number:
    if left == 0 and right < 0:
        return math.inf
    if isinstance(left, int) and isinstance(right, int) and right >= 0 and abs(left) > 1:
        return _fits(left**right) if right < 64 else _guard_domain(pow)(float(left), right)
    return _guard_domain(pow)(left, right)


def _divide(left: Number, right: Number) -> Number:
    if not right:
        _wrong("Division by zero.")
    quotient = left / right
    exact = isinstance(left, int) and isinstance(right, int) and left % right == 0
    return left // right if exact else quotient


def _remainder(left: Number, right: Number) -> Number:
    divided, divisor = wrap(left), wrap(right)
    if not divisor:
        _wrong("Division by zero.")
    rest = abs(divided) % abs(divisor)
    return -rest if divided < 0 else rest


def _float_remainder(left: Number, right: Number) -> Number:
    return _guard_domain(math.fmod)(left, right) if right else _wrong("Division by zero.")


def _round(value: Number, digits: Number) -> float:
    """Round halves away from zero, by the 15 digits that a float is good for, as PHP does."""
    places = wrap(digits)
    if not math.isfinite(value) or abs(places) > 400:
        return 0.0 if places < 0 and math.isfinite(value) else float(value)
    try:
        return float(Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
    except InvalidOperation:  # more digits than there are to round
        return float(value)


def _arc(name: str, function: Callable[[float], float]) -> Callable[[Number], Number]:
    def arc(number: Number) -> float:
        if number < -1 or number > 1:
            _wrong(f"Invalid argument for {name}: < -1 or > 1.")
        return function(number)

    return arc


def _logarithm(number: Number) -> Number:
    return _wrong("Invalid argument for ln: <= 0.") if number <= 0 else math.log(number)


def _root(number: Number) -> Number:
    root = _guard_domain(math.sqrt)(number)
    return _wrong("In sqrt: Result is not a number.") if math.isnan(root) else root


def _whole(function: Callable[[float], int]) -> Callable[[Number], Number]:
    return lambda number: float(function(number)) if math.isfinite(number) else float(number)


def _bit(operation: Callable[[Number, Number], object]) -> Callable[[Number, Number], Number]:
    return lambda left, right: int(bool(operation(left, right)))


class _Unary(NamedTuple):
    name: str
    rank: int
    apply: Callable[[Number], Number]


class _Binary(NamedTuple):
    name: str
    rank: int
    apply: Callable[[Number, Number], Number]


_CONSTANTS = {"pi": math.pi, "e": math.e}
_SIGNS = {
    "+": _Unary("+", _SIGN, lambda number: number),
    "-": _Unary("-", _SIGN, lambda number: _fits(-number)),
}
_CALCULATIONS: dict[str, Callable[[Number], Number]] = {
    "not": lambda number: int(not number),
    "sin": _guard_domain(math.sin),
    "cos": _guard_domain(math.cos),
    "tan": _guard_domain(math.tan),
    "asin": _arc("asin", math.asin),
    "acos": _arc("acos", math.acos),
    "atan": math.atan,
    "exp": _guard_domain(math.exp),
    "ln": _logarithm,
    "abs": abs,
    "floor": _whole(math.floor),
    "trunc": wrap,
    "ceil": _whole(math.ceil),
    "sqrt": _root,
}
_FUNCTIONS = {name: _Unary(name, _FUNCTION, function) for name, function in _CALCULATIONS.items()}
_not_equal = _bit(lambda left, right: left != right)
_BINARY = {
    name: _Binary("<>" if name == "!=" else "/" if name == "div" else name, rank, operation)
    for name, rank, operation in (
        ("e", _SIGN, lambda left, right: left * _power(10, right)),
        ("^", _POWER, _power),
        ("*", _PRODUCT, lambda left, right: _fits(left * right)),
        ("/", _PRODUCT, _divide),
        ("div", _PRODUCT, _divide),
        ("mod", _PRODUCT, _remainder),
        ("fmod", _PRODUCT, _float_remainder),
        ("+", _SUM, lambda left, right: _fits(left + right)),
        ("-", _SUM, lambda left, right: _fits(left - right)),
        ("round", _ROUND, _round),
        ("=", _COMPARISON, _bit(lambda left, right: left == right)),
        ("<", _COMPARISON, _bit(lambda left, right: left < right)),
        (">", _COMPARISON, _bit(lambda left, right: left > right)),
        ("<=", _COMPARISON, _bit(lambda left, right: left <= right)),
        (">=", _COMPARISON, _bit(lambda left, right: left >= right)),
        ("<>", _COMPARISON, _not_equal),
        ("!=", _COMPARISON, _not_equal),
        ("and", _AND, _bit(lambda left, right: left and right)),
        ("or", _OR, _bit(lambda left, right: left or right)),
    )
}


# ------------------------------------------------------------------------------------------- parser

_WORD = re.compile(r"[ \t\r\n]*([0-9.]+|[A-Za-z]+|<=|>=|<>|!=|.|\Z)", re.DOTALL)
_NUMBER = re.compile(r"\d*\.?\d*")


class _Parser:
    """A Pratt parser that calculates as it goes. A value is None where an operand is missing."""

    def __init__(self, expression: str) -> None:
        self._expression = expression
        self._position = 0
        self._open = 0
        self._word = ""
        self._advance()

    def parse(self) -> Number | None:
        value = self._value(above=0)
        if self._word == ")":
            _wrong("Expression error: Unexpected closing bracket.")
        return value

    def _value(self, above: int) -> Number | None:
        """An operand, and what operators of a rank above ``above`` make of it."""
        value = self._operand()
        while operator := self._operator(above):
            self._advance()
            right = self._waiting(operator.rank)
            if value is None or right is None:
                _wrong(f"Expression error: Missing operand for {operator.name}.")
            value = operator.apply(value, right)
        return value

    def _waiting(self, rank: int) -> Number | None:
        """What an operator of this rank, or a bracket, has at its right."""
        self._open += 1
        if self._open > MAX_OPEN_OPERATORS:
            _wrong("Expression error: Stack exhausted.")
        value = self._value(rank)
        self._open -= 1
        return value

    def _operand(self) -> Number | None:
        word = self._word
        if word in ("", ")"):
            return None
        self._advance_past_operand(word)
        if word == "(":
            return self._bracket()
        if word[0] in "0123456789.":
            return _number(word)
        if word in _CONSTANTS:
            return _CONSTANTS[word]
        operator = _SIGNS.get(word) or _FUNCTIONS[word]
        value = self._waiting(operator.rank)
        if value is None:
            _wrong(f"Expression error: Missing operand for {operator.name}.")
        return operator.apply(value)

    def _advance_past_operand(self, word: str) -> None:
        """Go on, unless the word is a binary operator, which has nothing before it."""
        if word in _BINARY and word not in _CONSTANTS and word not in _SIGNS:
            _wrong(f"Expression error: Unexpected {word} operator.")
        self._advance()

    def _bracket(self) -> Number | None:
        value = self._waiting(0)
        if self._word != ")":
            _wrong("Expression error: Unclosed bracket.")
        self._advance()
        return value

    def _operator(self, above: int) -> _Binary | None:
        """The operator that comes next, if it binds more tightly than ``above``."""
        word = self._word
        if word in ("", ")"):
            return None
        if word not in _BINARY:
            if word == "(" or word in _FUNCTIONS:
                _wrong(f"Expression error: Unexpected {word} operator.")
            _wrong("Expression error: Unexpected number.")
        operator = _BINARY[word]
        return operator if operator.rank > above else None

    def _advance(self) -> None:
        match = _WORD.match(self._expression, self._position)
        assert match is not None  # noqa: S101  it matches anything
        self._position, self._word = match.end(), match[1].lower()
        char = self._word[:1]
        if char.isascii() and char.isalpha():
            if self._word not in _BINARY | _FUNCTIONS | _CONSTANTS:
                _wrong(f'Expression error: Unrecognized word "{self._word}".')
        elif char and char not in "0123456789.()" and self._word not in _BINARY:
            _wrong(f'Expression error: Unrecognized punctuation character "{match[1]}".')


def _number(digits: str) -> float:
    """The number at the beginning of a run of digits and points."""
    match = _NUMBER.match(digits)
    return float(match[0]) if match and match[0] != "." else 0.0
