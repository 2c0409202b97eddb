"""Which arguments a layout reads, as its template says it; what it never reads is not shown.

Nothing is rendered for it: the names in ``args["title"]``, ``args.html(1, "text")`` and the like
are in the template's text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Reads", "reads_of"]

_CALL = re.compile(r"args(?:\.(?:html|text|source|blocks|has|numbered)\(|\[)")
_PART = re.compile(r"""\{%-? from "([^"]+)" import""")
_TOKEN = re.compile(r"""\s*(?:"(?P<text>[^"]*)"|(?P<number>\d+)|(?P<other>[^\s"])|(?P<end>\Z))""")
_MEMBER = re.compile(r"""(?:"([^"]+)"|\b(\d+)) (?:not )?in args\b""")
_ONLY = re.compile(r"\{# Only /([^/]*)/: (.+?) #\}")
"""In a template: the names that nothing but variants of a pattern read."""
_FILTERED = re.compile(r"\bargs(?:\.\w+)?\|(\w+)")
_POSITIONAL = re.compile(
    r"args\.positional|args(?:\.\w+)?[\[(](?:each|name|index|first|number|file|caption)\b"
)
_EVERYTHING = re.compile(r"args\.(?:names|sources)\b|args\.words\.values")
_PLACE = re.compile(r"\{([^{}–]+)(?:–([^{}]*))?\}")
_SAID_BY_VARIANT = ("*variant.split", "|phrased(")

_OF_FILTERS = {
    "given_date": r"\d+|(?:year|month|day)\d*",
    "citation": r"",
    "short_reference": r"[1-5]|(?:p|pp|page|pages|loc|at|ref)",
    "short_references": r"\d+(?:a\d|y|p|pp|loc|ps)|p|pp|loc",
    "with_unit": r"\d+|e|élévation",
    "convert": r"\d+",
    "coordinates": r"\d+",
    "centuries": r"\d+",
    "ship": r"\d+",
    "ship_class": r"\d+",
}
"""What filters read that take all arguments of a transclusion, as patterns."""


class Reads(NamedTuple):
    """The names of the arguments that a layout reads."""

    pattern: re.Pattern[str]
    without: re.Pattern[str]

    def covers(self, name: str) -> bool:
        """Whether the layout reads an argument of this name; positional ones are numbers."""
        name = name.strip()
        return bool(self.pattern.fullmatch(name)) and not self.without.fullmatch(name)


def reads_of(template: str, variant: str, read: Callable[[str], str]) -> Reads:
    """What a layout reads as one of its variants; ``read`` gives the text of its parts."""
    return _reads(template, *_parts(template, read), variant=variant)


def _parts(template: str, read: Callable[[str], str]) -> Iterator[str]:
    for name in _PART.findall(template):
        yield read(name)


@lru_cache(maxsize=512)
def _reads(*templates: str, variant: str) -> Reads:
    patterns = {pattern for text in templates for pattern in _patterns(text, variant)}
    without = (
        name
        for text in templates
        for variants, names in _ONLY.findall(text)
        if not re.fullmatch(variants, variant)
        for name in names.split()
    )
    return Reads(_any_of(patterns), _any_of(without))


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(patterns)) or r"(?!)")


def _patterns(text: str, variant: str) -> Iterator[str]:
    if _EVERYTHING.search(text) and "|phrased(" not in text:
        yield ".*"
    if _POSITIONAL.search(text):
        yield r"\d+"
    for text_name, number in _MEMBER.findall(text):
        yield re.escape(text_name or number)
    for name in _FILTERED.findall(text):
        if name in _OF_FILTERS:
            yield _OF_FILTERS[name]
    if _SAID_BY_VARIANT[0] in text:
        yield from map(re.escape, variant.split(","))
    if _SAID_BY_VARIANT[1] in text:
        for place in _PLACE.findall(variant):
            names = (name for names in place if names for name in names.split("|"))
            yield from (re.escape(name) for name in names if name != "PAGENAME")
    for call in _CALL.finditer(text):
        yield from _of_call(text, call.end())


def _of_call(text: str, start: int) -> Iterator[str]:
    """The names in the brackets of one call; one that is put together is a pattern."""
    depth, position = 1, start
    stem: list[str] = []
    while depth and (token := _TOKEN.match(text, position)):
        position = token.end()
        if token["text"] is not None:
            stem.append(re.escape(token["text"]))
        elif token["number"] is not None:
            stem.append(token["number"])
        elif token["end"] is not None:
            return
        elif token["other"] in "([":
            depth += 1
        elif token["other"] in ")]":
            depth -= 1
        elif token["other"] == "~":
            stem.append("~")
        elif token["other"] == "," and depth == 1:
            yield from _joined(stem)
            stem = []
        elif not stem or stem[-1] == "~":
            stem.append("?")
    yield from _joined(stem)


def _joined(stem: list[str]) -> Iterator[str]:
    """The pattern of a name: ``"title" ~ n`` is ``title`` with a number or none."""
    if stem in ([], ["?"]):
        return
    pieces = [r"\d*" if piece == "?" else piece for piece in stem if piece != "~"]
    yield "".join(pieces)
