"""Which arguments a layout reads, as its template says it; what it never reads is not shown.

Nothing is rendered for it: the names in ``args["title"]``, ``args.html(1, "text")`` and the like
are in the template's text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Reads", "argument_names", "reads_of", "reads_unknown"]

_CALL = re.compile(r"args(?:\.(?:html|text|source|blocks|has|numbered)\(|\[)")
_PART = re.compile(r"""\{%-? from "([^"]+)" import""")
_TOKEN = re.compile(r"""\s*(?:"(?P<text>[^"]*)"|(?P<number>\d+)|(?P<other>[^\s"])|(?P<end>\Z))""")
_MEMBER = re.compile(r"""(?:"([^"]+)"|\b(\d+)) (?:not )?in args\b(?!\.)""")
_ONLY = re.compile(r"\{# Only /([^/]*)/: (.+?) #\}")
"""In a template: the names that nothing but variants of a pattern read."""
_ALSO = re.compile(r"\{# Also reads: (.+?) #\}")
"""In a template: patterns of names that it reads in a way that does not show here."""
_FILTERED = re.compile(r"\bargs(?:\.\w+)?\|(\w+)")
_POSITIONAL = re.compile(
    r"args\.positional|args(?:\.\w+)?[\[(](?:each|name|index|first|number|file|caption)\b"
)
_EVERYTHING = re.compile(r"args\.(?:names|sources)\b|args\.words\.values")
_DIGITS = re.compile(r"\d+")
_PLACE = re.compile(r"\{([^{}–]+)(?:–([^{}]*))?\}")
_NAME = re.compile(r"[^\W\d][\w -]*")

_OF_FILTERS = {
    "month_and_day": r"[23]",
    "read_date_arguments": r"\d+|(?:year|month|day)\d*",
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
    """The names of the arguments that a layout reads.

    ``alone`` are those that are read whatever else is given. Of each of the ``choices`` only the
    first that is given is read, as in ``args.html("author", "sign")``.
    """

    pattern: re.Pattern[str]
    without: re.Pattern[str]
    alone: re.Pattern[str]
    choices: tuple[tuple[re.Pattern[str], ...], ...]

    def covers(self, name: str) -> bool:
        """Whether the layout reads an argument of this name; positional ones are numbers."""
        name = name.strip()
        return bool(self.pattern.fullmatch(name)) and not self.without.fullmatch(name)

    def instead_of(self, name: str, given: Sequence[str]) -> str | None:
        """Of the arguments ``given``, the one that the layout shows in place of ``name``."""
        if self.alone.fullmatch(name):
            return None
        number = _DIGITS.findall(name)
        instead = None
        for choice in self.choices:
            at = next((at for at, each in enumerate(choice) if each.fullmatch(name)), None)
            if at is None:
                continue
            first = (
                each
                for earlier in choice[:at]
                for each in given
                if earlier.fullmatch(each) and (each.isdecimal() or _DIGITS.findall(each) == number)
            )
            instead = next(first, None)
            if instead is None:
                return None
        return instead


def reads_of(template: str, variant: str, read: Callable[[str], str]) -> Reads:
    """What a layout reads as one of its variants; ``read`` gives the text of its parts."""
    return _reads(template, *_parts(template, read), variant=variant)


_NAMED = re.compile(
    r"""args(?:\.(?:html|text|source|blocks|has|numbered)\(|\[)\s*(?:"[^"]*"|\d+)\s*[\]),]"""
    r"""|(?:"[^"]+"|\d+) (?:not )?in args\b(?!\.)|args\.positional|\{#.*?#\}""",
    re.DOTALL,
)
_WITH_CONTEXT = re.compile(r"\{%-?\s*(?:include|extends)\b")


def reads_unknown(template: str) -> bool:
    """Whether a template also reads arguments whose names its text does not say.

    The built-in layouts say them, tests see to that; a user's may do with them what it likes.
    """
    rest = _NAMED.sub("", template)
    return re.search(r"\bargs\b", rest) is not None or _WITH_CONTEXT.search(rest) is not None


def argument_names(template: str, variant: str, read: Callable[[str], str]) -> list[str]:
    """List the named arguments that a layout reads; of numbered ones, the first."""
    texts = [template, *_parts(template, read)]
    patterns = {pattern for text in texts for pattern in _patterns(text, variant)}
    reads = reads_of(template, variant, read)
    names = {re.sub(r"\\(?=[^\w])", "", each.replace(r"\d*", "1")) for each in patterns}
    return sorted(name for name in names if _NAME.fullmatch(name) and reads.covers(name))


def _parts(template: str, read: Callable[[str], str]) -> Iterator[str]:
    for name in _PART.findall(template):
        yield read(name)


@lru_cache(maxsize=512)
def _reads(*templates: str, variant: str) -> Reads:
    patterns = {pattern for text in templates for pattern in _patterns(text, variant)}
    without = [
        name
        for text in templates
        for variants, names in _ONLY.findall(text)
        if not re.fullmatch(variants, variant)
        for name in names.split()
    ]
    # Numbers at large are not those that the template names: a variant may read these.
    named = "|".join(sorted(each for each in patterns if each.isdecimal() and each not in without))
    but_named = rf"(?!(?:{named})\Z)" if named else ""
    without = [but_named + name if name == r"\d+" else name for name in without]
    calls = [each for text in templates for each in _choices(text)]
    in_calls = {pattern for call in calls for pattern in call}
    alone = {pattern for pattern in patterns if pattern not in in_calls}
    alone |= {call[0] for call in calls if len(call) == 1}
    choices = (tuple(map(re.compile, call)) for call in calls if len(call) > 1)
    return Reads(_any_of(patterns), _any_of(without), _any_of(alone), tuple(choices))


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(patterns)) or r"(?!)")


def _patterns(text: str, variant: str) -> Iterator[str]:
    yield from _at_large(text)
    for text_name, number in _MEMBER.findall(text):
        yield re.escape(text_name or number)
    for name in _FILTERED.findall(text):
        if name in _OF_FILTERS:
            yield _OF_FILTERS[name]
    yield from map(re.escape, _in_variant(text, variant))
    for call in _CALL.finditer(text):
        yield from _of_call(text, call.end())


def _choices(text: str) -> Iterator[list[str]]:
    """The patterns in each call that shows the first argument that is given."""
    for call in _CALL.finditer(text):
        if not call[0].endswith(("has(", "numbered(")):
            yield list(_of_call(text, call.end()))


def _at_large(text: str) -> Iterator[str]:
    """Patterns of what a template reads without naming it: all arguments, or positional ones."""
    also = _ALSO.search(text)
    if also:
        yield from also[1].split()
    elif _EVERYTHING.search(text) and "|fill_phrase(" not in text:
        yield ".*"
    if _POSITIONAL.search(text):
        yield r"\d+"


def _in_variant(text: str, variant: str) -> Iterator[str]:
    """The names that the variant says: of arguments, or of places in a phrase."""
    if "*variant.split" in text:
        yield from variant.split(",")
    if "|fill_phrase(" in text:
        for place in _PLACE.findall(variant):
            names = (name for names in place if names for name in names.split("|"))
            yield from (name for name in names if name != "PAGENAME")


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
            yield from _join_pattern(stem)
            stem = []
        elif not stem or stem[-1] == "~":
            stem.append("?")
    yield from _join_pattern(stem)


def _join_pattern(stem: list[str]) -> Iterator[str]:
    """The pattern of a name: ``"title" ~ n`` is ``title`` with a number or none."""
    if stem in ([], ["?"]):
        return
    pieces = [r"\d*" if piece == "?" else piece for piece in stem if piece != "~"]
    yield "".join(pieces)
