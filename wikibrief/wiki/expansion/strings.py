"""Functions of strings: MediaWiki's own (``lc``), and those of ParserFunctions (``#len``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wikibrief.wiki.expansion.markers import outside, without
from wikibrief.wiki.expansion.names import urldecode
from wikibrief.wiki.expansion.page import PageVariables
from wikibrief.wiki.expansion.phpnumbers import integer

__all__ = ["STRING_FUNCTIONS", "first_letter", "pad", "recase"]

MAX_LENGTH = 1000
"""How long the strings are that are taken ($wgPFStringLengthLimit)."""
MAX_PADDING = 500
"""How long padding makes a string (CoreParserFunctions::pad)."""

_TOO_LONG = f'<strong class="error">Error: String exceeds {MAX_LENGTH:,} character limit.</strong>'


def recase(change: Callable[[str], str]) -> Callable[[PageVariables, Sequence[str]], str]:
    """``lc`` and ``uc``: all letters."""
    return lambda _, arguments: outside(arguments[0], change)


def first_letter(change: Callable[[str], str]) -> Callable[[PageVariables, Sequence[str]], str]:
    """``lcfirst`` and ``ucfirst``: the first letter."""
    return lambda _, arguments: change(arguments[0][:1]) + arguments[0][1:]


def pad(*, left: bool) -> Callable[[PageVariables, Sequence[str]], str]:
    """``{{padleft: text | length | with }}`` and ``padright``."""

    def function(_: PageVariables, arguments: Sequence[str]) -> str:
        text = arguments[0]
        length = integer(arguments[1]) if len(arguments) > 1 else 0
        filling = without(arguments[2]) if len(arguments) > 2 else "0"
        missing = min(length, MAX_PADDING) - len(text)
        if not filling or missing <= 0:
            return text
        padding = (filling * (missing // len(filling) + 1))[:missing]
        return padding + text if left else text + padding

    return function


# ---------------------------------------------------------------------------- ParserFunctions' own


def _length(text: str) -> str:
    return str(len(text))


def _position(text: str, sought: str = "", start: str = "") -> str:
    found = text.find(sought or " ", _index(text, integer(start)))
    return str(found) if found >= 0 else ""


def _index(text: str, place: int) -> int:
    """A place in a text; a negative one counts from its end."""
    return min(place, len(text)) if place >= 0 else max(len(text) + place, 0)


def _last_position(text: str, sought: str = "") -> str:
    return str(text.rfind(sought or " "))


def _part(text: str, start: str = "", length: str = "") -> str:
    first, count = _index(text, integer(start)), integer(length)
    return text[first:] if count == 0 else text[first : count if count < 0 else first + count]


def _count(text: str, sought: str = "") -> str:
    return str(text.count(sought or " "))


def _replace(text: str, old: str = "", new: str = "", limit: str = "-1") -> str:
    """At most ``limit`` times; and no more often than until the result is too long."""
    old = old or " "
    growth = len(new) - len(old)
    most = (MAX_LENGTH - len(text)) // growth + 1 if growth > 0 else -1
    wanted = integer(limit)
    if wanted >= 0 and (most > wanted or most == -1):
        most = wanted
    result = text.replace(old, new, most)
    return result if len(result) < MAX_LENGTH else _TOO_LONG


def _explode(text: str, divider: str = "", position: str = "", limit: str = "") -> str:
    most = integer(limit)
    parts = text.split(divider or " ", most - 1 if most > 0 else -1)
    place = integer(position)
    return parts[place] if -len(parts) <= place < len(parts) else ""


def _of_strings(
    function: Callable[..., str], most: int
) -> Callable[[PageVariables, Sequence[str]], str]:
    """A function of up to ``most`` strings that are not too long."""

    def checked(_: PageVariables, arguments: Sequence[str]) -> str:
        texts = [without(text) for text in arguments[:most]]
        if function is not _length and any(len(text) >= MAX_LENGTH for text in texts):
            return _TOO_LONG
        return function(*texts)

    return checked


STRING_FUNCTIONS = {
    "#len": _of_strings(_length, 1),
    "#pos": _of_strings(_position, 3),
    "#rpos": _of_strings(_last_position, 2),
    "#sub": _of_strings(_part, 3),
    "#count": _of_strings(_count, 2),
    "#replace": _of_strings(_replace, 4),
    "#explode": _of_strings(_explode, 4),
    "#urldecode": _of_strings(urldecode, 1),
}
"""ParserFunctions' functions of strings."""
