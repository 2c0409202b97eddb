"""What a reference says: a citation where one transclusion is all of it, else inline wikitext."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import cast

from wikibrief.markup.reader.transclusions import read_transclusion
from wikibrief.markup.units import Name, Piece
from wikibrief.model.document import Argument, Citation
from wikibrief.wiki.scanner import TRIMMED, ends_in_heading, scan

__all__ = ["format_citation", "read_content", "read_pieces"]

_KIND = re.compile(r"Cite [a-z]")
_NAME = re.compile(r"[^\s{}\[\]<>|#:](?:[^\n{}\[\]<>|#:]*[^\s{}\[\]<>|#:])?")
_ARGUMENT = re.compile(r"[^\s{}\[\]<>|=](?:[^\n{}\[\]<>|=]*[^\s{}\[\]<>|=])?")
_MARKUP = re.compile(r"\n=|[<{}\0\1]|\[\[(?![^\[\]\n]*\]\])")
_LINK = re.compile(r"\[\[[^\[\]\n]*\]\]")
_HIDE = {ord("|"): "\0", ord("="): "\1"}
_SHOW = {0: "|", 1: "="}
_RESERVED = frozenset(("cite", "transclusion"))


def read_content(text: str) -> str | Citation:
    """Read what is between ``<ref>`` and ``</ref>``.

    Blanks around it mean nothing; how a citation is laid out means nothing either.
    """
    core = text.strip(TRIMMED)
    if core.startswith("{{") and core.endswith("}}"):
        citation = _read_plain(core)
        if citation is None and (pieces := read_pieces(core)):
            name, *arguments = [piece.unit for piece in pieces]
            citation = _make(cast("Name", name), cast("list[Argument]", arguments))
        if citation is not None:
            return citation
    trimmed = text.strip(" ")
    return trimmed if trimmed == core else text


def _read_plain(core: str) -> Citation | None:
    """Read a citation with no markup but links in it, which most are: a shorter way to the same."""
    inner = core[2:-2]
    if _MARKUP.search(inner):
        return None
    has_links = "[[" in inner
    if has_links:
        inner = _LINK.sub(lambda link: link[0].translate(_HIDE), inner)
    name, *segments = inner.split("|")
    arguments = []
    for segment in segments:
        key, sign, value = segment.partition("=")
        if sign:
            value = value.translate(_SHOW) if has_links else value
            arguments.append(Argument(key.strip(TRIMMED), value.strip(TRIMMED)))
        elif segment.strip(TRIMMED):
            return None
    return _make(Name(name.strip(TRIMMED)), arguments)


def read_pieces(core: str) -> Sequence[Piece]:
    """Read the name and arguments of the transclusion that is all of a text, without blank ones.

    Empty where the text is something else.
    """
    found = scan(core).constructs
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(core)):
        return ()
    if core.startswith("{{{") or not core.startswith("{{"):
        return ()
    name, *arguments = read_transclusion(core, 0, len(core)).parts
    return [name, *(piece for piece in arguments if not _is_stray(piece.unit))]


def _is_stray(unit: object) -> bool:
    return isinstance(unit, Argument) and unit.name is None and not unit.value.strip(TRIMMED)


@lru_cache(maxsize=1024)
def _is_key(name: str | None) -> bool:
    """Whether a name can be that of an argument; most come again and again."""
    return name is not None and _ARGUMENT.fullmatch(name) is not None


def _make(name: Name, arguments: Sequence[Argument]) -> Citation | None:
    """Make a citation, if its arguments make a mapping."""
    names = {argument.name for argument in arguments}
    is_mapping = len(names) == len(arguments) and not names & _RESERVED and all(map(_is_key, names))
    if not arguments or not is_mapping or not _NAME.fullmatch(name.text):
        return None
    text = name.text
    return Citation(f"c{text[1:]}" if _KIND.match(text) else text, tuple(arguments))


def format_citation(
    citation: Citation, separator: str = " |", sign: str = "=", end: str = ""
) -> str:
    """Write a citation as wikitext, by default on one line."""
    arguments = [
        f"{separator}{each.name}{sign}{_on_whole_lines(each.value)}" for each in citation.arguments
    ]
    return f"{{{{{citation.name}{''.join(arguments)}{end}}}}}"


def _on_whole_lines(value: str) -> str:
    """Put a line that begins with ``=`` on a line of its own: it hides what is on it."""
    return "\n" * value.startswith("=") + value + "\n" * ends_in_heading(value)
