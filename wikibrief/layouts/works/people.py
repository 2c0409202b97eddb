"""Lists of people, as citations name them: ``last``, ``first``, ``author-link2``, ``vauthors``.

The arguments and what becomes of them are those of Wikipedia's Citation Style 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from wikibrief.inline.words import words_of
from wikibrief.layouts.arguments import Arguments
from wikibrief.templating.environment import Markup

__all__ = ["People", "people"]

_MOST = 300
"""People of one list; more are no list of people."""

_AS_WRITTEN = re.compile(r"\(\((.+)\)\)", re.DOTALL)
_ET_AL = re.compile(
    r"[\s,;]{0,9}(?:''|<i>)?\bet\.? al(?:ii|\.)?(?:''|</i>)?[\s.]{0,9}\Z", re.IGNORECASE
)
_VANCOUVER = re.compile(r"\s*(?:\(\(((?:[^()]|\([^()]*\))*)\)\)|([^,;]*))\s*(?:[,;]|\Z)")
_INITIALS = re.compile(r"\s+[^\W\d_a-z]{1,4}(?:\s+(?:Jr|Sr|2nd|3rd|\dth))?\Z")
_NOT_A_PAGE = re.compile(r"[\[\]{}|<>]|//")


@dataclass(frozen=True)
class Person:
    """One person: the name in lists, its last part that anchors are made of, and as it is said."""

    html: Markup
    last: str
    said: Markup


@dataclass(frozen=True)
class People:
    """People in their order; ``shown`` of them are named, then comes "et al."."""

    everyone: Sequence[Person] = ()
    shown: int | None = None
    style: str = ""

    def __len__(self) -> int:
        return len(self.everyone)

    @cached_property
    def html(self) -> Markup:
        """The names, as a list is written in its style."""
        names = [person.html for person in self.everyone[: self.shown] if person.html]
        between = Markup(", " if self.style == "vanc" else "; ")
        if self.is_cut:
            return between.join([*names, Markup("et al.")])
        last = Markup({"amp": " &amp; ", "and": " and "}.get(self.style, between))
        if len(names) < 2:
            return between.join(names)
        return between.join(names[:-1]) + last + names[-1]

    @cached_property
    def said(self) -> Markup:
        """The names as they are said, first names first."""
        names = [person.said for person in self.everyone[: self.shown] if person.said]
        return Markup(", ").join([*names, Markup("et al.")] if self.is_cut else names)

    @property
    def is_cut(self) -> bool:
        """Whether some are not named."""
        return self.shown is not None

    @property
    def lasts(self) -> list[str]:
        """The last names."""
        return [person.last for person in self.everyone if person.last]


def people(args: Arguments, role: str = "", default: str = "author") -> People:
    """The people in a role: ``role`` comes before ``-last``, ``-first``, ``-link``, ``-mask``.

    Without ``role``, they are authors: ``last``, ``author-link``.
    """
    last, first, whole = (
        (f"{role}-last", f"{role}-first", role) if role else ("last", "first", default)
    )
    style = args.text("name-list-style").lower()
    if args.has("last-author-amp") and args.text("last-author-amp").lower() not in {"no", "n"}:
        style = "amp"
    if vancouver := args.source(f"v{whole}s"):
        everyone, is_cut = _vancouver(vancouver, args)
        style = "vanc"
    else:
        everyone, is_cut = _list_people(args, (last, first, whole), style)
    return People(
        everyone, _shown(args.text(f"display-{whole}s"), len(everyone), is_cut=is_cut), style
    )


def _shown(wanted: str, count: int, *, is_cut: bool) -> int | None:
    if wanted.isdecimal() and len(wanted) < 6:
        return int(wanted) if int(wanted) < count else None
    return count if is_cut or wanted.lower().replace(" ", "").rstrip(".") == "etal" else None


def _list_people(
    args: Arguments, stems: tuple[str, str, str], style: str
) -> tuple[list[Person], bool]:
    everyone: list[Person] = []
    is_cut = False
    for number in args.numbered(*stems):
        if number > _MOST:
            break
        person, ends = _person(args, stems, number, style)
        is_cut |= ends
        if person is not None:
            everyone.append(person)
    return everyone, is_cut


def _person(
    args: Arguments, stems: tuple[str, str, str], number: int, style: str
) -> tuple[Person | None, bool]:
    """One of a list, and whether the name says that there are more."""
    last, first, whole = (_names(stem, number) for stem in stems)
    name, given, cut = _name(args.source(*last, *whole), args.source(*first))
    if not name:
        return None, cut
    shown = (
        f"{name} {_initials(given)}"
        if given and style == "vanc"
        else ", ".join(filter(None, (name, given)))
    )
    said = " ".join(filter(None, (given, name)))
    link = args.text(*_names(f"{stems[2]}-link", number))
    if link and "[[" not in shown and not _NOT_A_PAGE.search(link):
        shown, said = f"[[{link}|{shown}]]", f"[[{link}|{said}]]"
    html = args.inline(shown)
    mask = args.source(*_names(f"{stems[2]}-mask", number))
    if mask:
        is_length = mask.isdecimal() and len(mask) < 3
        html = Markup("—") * min(int(mask), 10) if is_length else args.inline(mask)
    return Person(html, words_of(args.inline(name)), args.inline(said)), cut


def _name(name: str, given: str) -> tuple[str, str, bool]:
    """A name and first names, and whether they say that there are more people."""
    if not name:
        name, given = given, ""
    if as_written := _AS_WRITTEN.fullmatch(name):
        return as_written[1], given, False
    name, cut = _without_et_al(name)
    given, given_cut = _without_et_al(given)
    return name, given, cut or given_cut


def _without_et_al(name: str) -> tuple[str, bool]:
    """A name without the commas and the "et al." at its end, and whether that was there."""
    cut = _ET_AL.search(name)
    return name[: cut.start() if cut else None].rstrip(", "), cut is not None


def _names(stem: str, number: int) -> tuple[str, ...]:
    return (stem, f"{stem}1") if number == 1 else (f"{stem}{number}",)


def _initials(first: str) -> str:
    """The initials of first names: ``John Ronald`` is ``JR``."""
    letters = [word[0] for word in re.split(r"[\s.-]+", first) if word[:1].isalpha()]
    return "".join(letters[:2]).upper()


def _vancouver(text: str, args: Arguments) -> tuple[list[Person], bool]:
    """The people of ``Smith JB, ((Some Office)), et al.``."""
    everyone: list[Person] = []
    for whole, name in _split_vancouver(text):
        if not whole and _ET_AL.fullmatch(name):
            return everyone, True
        last = whole or _INITIALS.sub("", name)
        html = args.inline(whole or name)
        everyone.append(Person(html, words_of(args.inline(last)), html))
    return everyone, False


def _split_vancouver(text: str) -> Iterator[tuple[str, str]]:
    position = 0
    while position < len(text) and (match := _VANCOUVER.match(text, position)):
        if match.end() == position:
            return
        position = match.end()
        whole, name = (match[1] or "").strip(), (match[2] or "").strip()
        if whole or name:
            yield whole, name
