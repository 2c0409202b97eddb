"""Functions that choose between their arguments and expand only what they choose."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Generator

from wikibrief.wiki.entities import decode_entities
from wikibrief.wiki.expansion.braces import armour
from wikibrief.wiki.expansion.calls import FunctionCall, Steps
from wikibrief.wiki.expansion.expression import ExpressionError, calculate
from wikibrief.wiki.expansion.inclusion import template_name
from wikibrief.wiki.expansion.markers import has_kept, without
from wikibrief.wiki.expansion.phpnumbers import alike, number_of
from wikibrief.wiki.expansion.times import time
from wikibrief.wiki.namespaces import Namespace
from wikibrief.wiki.scanner import TRIMMED, scan
from wikibrief.wiki.titles import page_name, parse_title

__all__ = ["STEP_FUNCTIONS"]

_ERROR = re.compile(
    r'<(?:strong|span|p|div)\s(?:[^\s>]*\s+)*?class="(?:[^"\s>]*\s+)*?error(?:\s[^">]*)?"'
)

_FUNCTION = re.compile(r"\{\{\s*#")
"""How a call begins of which only the wiki knows whether anything comes of it."""

Chosen = Generator[Steps, str, str | None]


def _if(call: FunctionCall) -> Chosen:
    """``{{#if: text | what if it is not empty | what if it is }}``."""
    test = yield from call.text(0)
    if has_kept(test) and not without(test).strip() and _FUNCTION.match(call.markers.restore(test)):
        return None
    return (yield from call.text(1 if test else 2))


def _ifeq(call: FunctionCall) -> Chosen:
    """``{{#ifeq: text | other | what if they are equal | what if not }}``."""
    left = yield from call.text(0)
    right = yield from call.text(1)
    is_equal = alike(_comparable(left), _comparable(right))
    if not is_equal and has_kept(left + right):
        return None
    return (yield from call.text(2 if is_equal else 3))


def _iferror(call: FunctionCall) -> Chosen:
    """``{{#iferror: text | what if it is an error | what if not }}``; else the text itself."""
    test = yield from call.text(0)
    if _ERROR.search(test):
        return (yield from call.text(1))
    return (yield from call.text(2)) if len(call.arguments) > 1 else test


def _ifexpr(call: FunctionCall) -> Chosen:
    """``{{#ifexpr: expression | what if it is not 0 | what if it is }}``."""
    test = yield from call.text(0)
    if has_kept(test):
        return None
    try:
        value = calculate(test)
    except ExpressionError as error:
        return str(error)
    is_true = value not in ("", "0") and number_of(value) != 0
    return (yield from call.text(1 if is_true else 2))


def _ifexist(call: FunctionCall) -> Chosen:
    """``{{#ifexist: page | what if it exists | what if not }}``.

    Known to exist are this page and the user's own templates.
    """
    name = yield from call.text(0)
    title = parse_title(name)
    if title and title.namespace == Namespace.TEMPLATE:
        exists = call.has_template(template_name(name) or "")
    else:
        exists = title is not None and title.full_name == page_name(call.page.title)
    return (yield from call.text(1 if exists else 2))


def _switch(call: FunctionCall) -> Chosen:
    """``{{#switch: text | case = result | case | case = result | #default = result }}``.

    A case without a result has that of the next one that has. The last argument without ``=`` is
    the default. There is none where only the wiki knows what a case is.
    """
    sought = _comparable((yield from call.text(0)))
    default, last = None, None
    found = default_follows = False
    is_known = not has_kept(sought)
    for argument in call.arguments:
        is_known &= not has_kept(last or "")  # it was no default, but a case
        name, result = argument.named()
        if found and name is not None:
            return (yield from call.value(result))
        case = yield from call.value(name or argument)
        matches = alike(_comparable(case), sought)
        is_known &= name is None or not has_kept(case)
        is_default = case.lower() == "#default"
        if name is None:
            last = case
            found = found or matches
            default_follows = default_follows or (is_default and not matches)
            continue
        last = None
        if matches:
            return (yield from call.value(result))
        if default_follows or is_default:
            default, default_follows = result, False
    if not is_known:
        return None
    if last is not None:
        return last
    return (yield from call.value(default)) if default else ""


def _comparable(text: str) -> str:
    """A text as comparisons see it."""
    return decode_entities(text).strip(TRIMMED)


def _time(call: FunctionCall) -> Chosen:
    """``{{#time: format | date | language }}``; ``#timel`` is the same: wikis' clocks show UTC."""
    form = yield from call.text(0)
    date = yield from call.text(1)
    language = yield from call.text(2)
    return None if has_kept(f"{form}{date}{language}") else time(call.page, form, date, language)


_ATTRIBUTE_VALUE = re.compile(r"([\"'])(.+)\1|\"\"|''", re.DOTALL)


def _tag(call: FunctionCall) -> Chosen:
    """``{{#tag: name | content | attribute=value | … }}``: an extension tag, all of it expanded."""
    name = (yield from call.text(0)).lower()
    content = None
    if call.arguments:
        content = yield call.evaluate(call.arguments[0])
    attributes: dict[str, str] = {}
    for argument in call.arguments[1:]:
        key, value = argument.named()
        if key is not None:
            text = yield from call.value(value)
            quoted = _ATTRIBUTE_VALUE.fullmatch(text)
            attributes[(yield from call.value(key))] = (quoted[2] or "") if quoted else text
    written = "".join(f' {_quote(key)}="{_quote(value)}"' for key, value in attributes.items())
    if content is None:
        tag = f"<{name}{written}/>"
    else:
        inner = call.markers.change_tags(content, lambda tag: _call_tag(tag, name))
        written += " nested" * (f"{{{{#tag:{name}|" in inner)
        tag = f"<{name}{written}>{inner}</{name}>"
    return call.markers.tag(tag) if scan(f"<{name}/>").constructs else tag


def _quote(text: str) -> str:
    return html.escape(text).replace("&#x27;", "'")


def _call_tag(tag: str, outer: str) -> str:
    """A tag in the content of another of its name as a call of ``#tag``: tags cannot nest.

    Whoever shows the outer one, which says that it is ``nested``, expands its content first.
    """
    parts = re.fullmatch(r"<([^\s/>]+)([^>]*?)(?:/>|>(.*)</[^>]*>)", tag, re.DOTALL)
    if parts is None or parts[1].lower() != outer:
        return tag
    attributes = re.findall(r"([^\s=\"'/>]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", parts[2])
    content = "" if parts[3] is None else "|" + armour(parts[3], "|")
    return "".join(
        ["{{#tag:", outer, content or "|", *(f"|{key}={value}" for key, value in attributes), "}}"]
    )


STEP_FUNCTIONS: dict[str, Callable[[FunctionCall], Chosen]] = {
    "#if": _if,
    "#ifeq": _ifeq,
    "#iferror": _iferror,
    "#ifexist": _ifexist,
    "#ifexpr": _ifexpr,
    "#switch": _switch,
    "#tag": _tag,
    "#time": _time,
    "#timel": _time,
}
"""The functions of this module, by name."""
