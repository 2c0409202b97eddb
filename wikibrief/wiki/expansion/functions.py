"""The parser functions and variables, by their names.

Names that MediaWiki compares without regard to case are in lower case here, the others in the case
they must have (MessagesEn.php). What is not here stays as it is: ``#invoke``, ``int``,
``NUMBEROFARTICLES`` and the like, which only the wiki can answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from urllib.parse import urlsplit

from wikibrief.wiki.expansion import locales, names, strings
from wikibrief.wiki.expansion.calls import PlainFunction, StepFunction
from wikibrief.wiki.expansion.control import STEP_FUNCTIONS
from wikibrief.wiki.expansion.expression import ExpressionError, calculate
from wikibrief.wiki.expansion.markers import has_kept, without
from wikibrief.wiki.expansion.page import PageVariables
from wikibrief.wiki.expansion.times import DATE_VARIABLES, time

__all__ = ["is_call", "is_function", "plain_function", "step_function", "variable"]


def _expr(_: PageVariables, arguments: Sequence[str]) -> str:
    try:
        return calculate(without(arguments[0]))
    except ExpressionError as error:
        return str(error)


def _nothing(_page: PageVariables, _arguments: Sequence[str]) -> str:
    """Show nothing: the function only sets something for the wiki."""
    return ""


def _grammar(_: PageVariables, arguments: Sequence[str]) -> str:
    """``{{grammar: case | word }}``: the word as it is; few languages have more for it."""
    return arguments[1] if len(arguments) > 1 else ""


# Functions of which a transclusion that stays may be a part: they only move it or see it whole.
_MOVING: dict[str, PlainFunction] = {
    "lc": strings.recase(str.lower),
    "uc": strings.recase(str.upper),
    "lcfirst": strings.first_letter(str.lower),
    "ucfirst": strings.first_letter(str.upper),
    "padleft": strings.pad(left=True),
    "padright": strings.pad(left=False),
    "formatnum": locales.formatnum,
    "plural": locales.plural,
    "gender": locales.gender,
    "grammar": _grammar,
    "DISPLAYTITLE": _nothing,
    "DEFAULTSORT": _nothing,
    "DEFAULTSORTKEY": _nothing,
    "DEFAULTCATEGORYSORT": _nothing,
}
# Functions of their arguments' text: what stays in them makes them stay.
_READING: dict[str, PlainFunction] = {
    **names.name_functions(),
    **strings.STRING_FUNCTIONS,
    "#expr": _expr,
    "#titleparts": names.titleparts,
    "#rel2abs": names.rel2abs,
    "#language": locales.language_name,
    "ns": names.ns,
    "nse": lambda page, arguments: (
        None if (name := names.ns(page, arguments)) is None else names.path_part(name)
    ),
    "urlencode": names.urlencode,
    "anchorencode": names.anchorencode,
    "localurl": names.url_function(local=True),
    "fullurl": names.url_function(),
    "canonicalurl": names.url_function(),
    "localurle": names.url_function(local=True, escape=True),
    "fullurle": names.url_function(escape=True),
    "canonicalurle": names.url_function(escape=True),
    "PROTECTIONLEVEL": _nothing,
    "PROTECTIONEXPIRY": _nothing,
    "CASCADINGSOURCES": _nothing,
}
_REVISION = "ID DAY DAY2 MONTH MONTH1 YEAR TIMESTAMP USER SIZE".split()
_READING |= {f"REVISION{name}": _nothing for name in _REVISION}


def plain_function(name: str, arguments: Sequence[str]) -> PlainFunction | None:
    """The function of that name; None if there is none, or it cannot know what arguments say."""
    for key in (name, name.lower()):
        if key in _MOVING:
            return _MOVING[key]
        if key in _READING:
            return None if any(map(has_kept, arguments)) else _READING[key]
    return None


def step_function(name: str) -> StepFunction | None:
    """The function of that name that expands its arguments itself."""
    return STEP_FUNCTIONS.get(name.lower())


def is_call(name: str) -> bool:
    """Whether what begins a transclusion calls a function, known or not: ``#invoke:String``."""
    function, colon, _ = name.strip().partition(":")
    return bool(colon) and (function.startswith("#") or is_function(function.strip()))


def is_function(name: str) -> bool:
    """Whether there is a function of that name, whatever its arguments."""
    keys = {name, name.lower()}
    return not keys.isdisjoint(_MOVING.keys() | _READING.keys() | STEP_FUNCTIONS.keys())


_STATISTICS = re.compile(r"NUMBEROF[A-Z]+|CURRENTVERSION|ARTICLEPATH|SCRIPTPATH|STYLEPATH")


def is_variable(name: str) -> bool:
    """Whether a wiki computes ``{{name}}`` by itself: the date, the number of its articles."""
    known = name in DATE_VARIABLES or name in _VARIABLES or name.lower() in _VARIABLES
    return known or _STATISTICS.fullmatch(name) is not None


def variable(name: str, page: PageVariables) -> str | None:
    """The value of a variable; None if there is none of that name, or it is not known."""
    if name in DATE_VARIABLES:
        return time(page, DATE_VARIABLES[name])
    value = _VARIABLES.get(name) or _VARIABLES.get(name.lower())
    return value(page) if value else None


def _without_arguments(function: PlainFunction, page: PageVariables) -> str | None:
    return function(page, ())


_VARIABLES: dict[str, Callable[[PageVariables], str | None]] = {
    "!": lambda _: "|",
    "=": lambda _: "=",
    "SITENAME": lambda page: page.site,
    "server": lambda page: page.wiki and names.server(page.wiki),
    "servername": lambda page: page.wiki and urlsplit(page.wiki).hostname,
    "CONTENTLANGUAGE": lambda page: page.language.lower(),
    "CONTENTLANG": lambda page: page.language.lower(),
    "PAGELANGUAGE": lambda page: page.language.lower(),
    "DIRECTIONMARK": lambda page: locales.direction_mark(page.language),
    "DIRMARK": lambda page: locales.direction_mark(page.language),
    "CASCADINGSOURCES": lambda _: "",
}
_VARIABLES |= {f"REVISION{name}": lambda _: "" for name in _REVISION}
_VARIABLES |= {
    name: partial(_without_arguments, function) for name, function in names.name_functions().items()
}
