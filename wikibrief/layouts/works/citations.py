"""What a citation is made of, as Wikipedia's Module:Citation/CS1 understands its arguments.

In which order it is shown, and with which marks, is the layout's (``cite.html.j2``).
"""

from __future__ import annotations

import re
from functools import cached_property

from babel.lists import format_list

from wikibrief.inline.words import words_of
from wikibrief.languages import locale_of
from wikibrief.layouts.arguments import Arguments
from wikibrief.layouts.subjects.dates import read_date, restyle_date
from wikibrief.layouts.subjects.foreign import language_name
from wikibrief.layouts.text import put_dashes
from wikibrief.layouts.works.identifiers import Identifier, identifiers
from wikibrief.layouts.works.people import People, people
from wikibrief.templating.environment import Markup

__all__ = ["CitedWork", "anchor_of", "citation", "year_in"]

_ANY = frozenset({"citation", "cite", "other"})
"""Kinds of citations whose works may be of any kind."""
_QUOTED = frozenset(
    "arxiv biorxiv citeseerx document interview journal magazine mailing-list medrxiv news "
    "newsgroup podcast press-release ssrn tweet web".split()
)
_TYPES = {
    "interview": "interview", "mailing-list": "mailing_list", "map": "map", "podcast": "podcast",
    "press-release": "press_release", "report": "report", "sign": "sign", "speech": "speech",
    "tech-report": "technical_report", "thesis": "thesis", "av-media-notes": "media_notes",
    "tweet": "tweet",
}  # fmt: skip
_YEAR = re.compile(r"(?<!\d)\d{3,4}(?:[a-z]\b)?(?!\d)")
_YEARS = re.compile(r"(?:c\. )?\d{3,4}[–-]\d{2,4}[a-z]?|c\. \d{3,4}[a-z]?|n\.d\.[a-z]?|nd")
_MONTHS_OR_YEARS = re.compile(r"(?<=[^\W_])\s?-\s?(?=[^\W_])")
_SCRIPT = re.compile(r"([a-z]{2,3})\s?:\s?(?=\S)")
_USER = re.compile(r"\w{1,40}", re.ASCII)
_VOLUME = re.compile(r"\d+|[IVXLCDM]+|.{1,4}")
_BEGINS_WITH_WORD = re.compile(
    r"\W*(?:vol|bd|band|part|pt|tome?\b|т\.|том|p\.|pp?\b|s\.|§)", re.IGNORECASE
)
_NO_PAGE_MARK = re.compile(r"\W*(?:[^\W\d_]{2,}|pp?\.)\W", re.IGNORECASE)


def citation(args: Arguments, kind: str, language: str, dates: str = "") -> CitedWork:
    """The citation of a work of a kind (``book``), in an article's language and dates' style."""
    return CitedWork(args, kind, language, dates)


def year_in(date: str) -> str:
    """The year that anchors have of a date, with a letter that tells works of one year apart."""
    date = date.strip()
    if _YEARS.fullmatch(date):
        return date.replace("-", "–")
    match = _YEAR.search(date)
    return match[0] if match else ""


def anchor_of(names: list[str], year: str) -> str:
    """The id that short footnotes lead to: four last names at most, and the year."""
    return "CITEREF" + "".join(names[:4]) + year


class CitedWork:
    """One work that is cited. Values that end as HTML are HTML, others are text."""

    def __init__(self, args: Arguments, kind: str, language: str, dates: str) -> None:
        self._args = args
        self._language = language
        self._dates, _, self._cs1_dates = dates.partition(" ")
        self.is_cs2 = (
            args.text("mode").lower() or ("cs2" if kind == "citation" else "cs1")
        ) == "cs2"
        self.separator = "," if self.is_cs2 else "."
        self.kind = "book" if kind in _ANY and not args.has("work") else kind
        if self.kind in _ANY:
            self.kind = "journal"

    # ----------------------------------------------------------------------------------- who, when

    @cached_property
    def authors(self) -> People:
        """Who wrote it; in interviews, who answered."""
        if self.kind == "interview" and self._args.has("subject", "subject1"):
            return people(self._args, default="subject")
        return people(self._args)

    @cached_property
    def authors_html(self) -> Markup:
        """Who wrote it; as ``authors`` or ``people`` have it when no one is named singly."""
        return self.authors.html or self._args.html("authors")

    @cached_property
    def editors(self) -> People:
        """Who edited it."""
        return people(self._args, "editor")

    @cached_property
    def editors_html(self) -> Markup:
        """Who edited it; as ``editors`` has it when no one is named singly."""
        return self.editors.html or self._args.html("editors")

    @cached_property
    def translators(self) -> People:
        """Who translated it."""
        return people(self._args, "translator")

    @cached_property
    def interviewers(self) -> People:
        """Who asked."""
        return people(self._args, "interviewer")

    @cached_property
    def contributors(self) -> People:
        """Who wrote the part that is cited, in an author's work."""
        return (
            people(self._args, "contributor")
            if self._args.has("contribution", "chapter")
            else People()
        )

    @cached_property
    def date(self) -> str:
        """When it was published, as it is shown."""
        args = self._args
        if not args.has("date") and args.has("month"):
            parts = (args.html("day"), args.html("month"), args.html("year"))
            return Markup(" ").join(filter(None, parts))
        html = args.html("date", "year", "publication-date")
        return restyle_date(_with_dash(html), self._style(0), self._language)

    def shown(self, date: str) -> str:
        """The date of a visit or of an archive's copy, as it is shown."""
        return restyle_date(date, self._style(1), self._language)

    def _style(self, place: int) -> str:
        """The style of published dates (0) or of others (1): ``cs1-dates=ly`` keeps the latter."""
        letter = self._cs1_dates[place : place + 1]
        return "" if letter == "y" else self._dates

    @cached_property
    def anchor(self) -> str:
        """Its id on the page; nothing when it wants none or has nothing to make it of."""
        ref = words_of(self._args.html("ref"))
        if ref and ref.lower() != "harv":
            return "" if ref.lower() == "none" else ref
        names = self.contributors.lasts or self.authors.lasts or self.editors.lasts
        year = year_in(words_of(self._args.html("year"))) or year_in(
            words_of(self._args.html("date", "publication-date"))
        )
        return anchor_of(names, year) if names else ""

    # ---------------------------------------------------------------------------------------- what

    @cached_property
    def _titles(self) -> tuple[str, str, str]:
        """The arguments of the part, the whole and the periodical, ``""`` where there is none."""
        args = self._args
        parts: tuple[str, ...] = ("chapter", "contribution", "map", "story")
        has_more = args.has("chapter-url", "script-chapter", "trans-chapter", "contribution")
        if self.kind == "map" and (args.has("map") or not has_more):
            parts = ("map",)  # its `section` is a place on it, called as a chapter is
        part = next((name for name in parts if args.has(name)), "")
        if not args.has("title") and part in {"map", "story"}:
            return "", part, "work" if args.has("work") else ""
        if self.kind == "encyclopedia" and args.has("encyclopedia"):
            return (
                ("title", "encyclopedia", "") if args.has("title") else (part, "encyclopedia", "")
            )
        if self.kind == "conference" and args.has("book-title"):
            return "title", "book-title", ""
        if self.kind == "episode" and args.has("series"):
            return "title", "series", ""
        work = "work" if args.has("work") else ""
        if self.kind in {"book", "thesis"} and work and not args.has("title"):
            return part, work, ""
        if self.kind in {"book", "encyclopedia"} and work and not part and args.has("title"):
            return ("title", work, "") if self.kind == "encyclopedia" else (part, "title", work)
        return part, "title" if args.has("title", "script-title") else "", work

    @property
    def part(self) -> str:
        """The argument that names the part of the work which is cited."""
        return self._titles[0]

    @property
    def whole(self) -> str:
        """The argument that names the work."""
        return self._titles[1]

    @property
    def periodical(self) -> str:
        """The argument that names the periodical or site which the work appeared in."""
        return self._titles[2]

    @property
    def title_style(self) -> str:
        """How the title is set: ``quoted``, ``italic`` or ``plain``."""
        if self.kind in _QUOTED or (self.kind == "map" and self.periodical):
            return "quoted"
        return "plain" if self.kind == "report" else "italic"

    def script(self, argument: str) -> tuple[Markup, str]:
        """The title in its own script, and the language it is in: ``ja:東京``."""
        source = self._args.source(f"script-{argument}")
        match = _SCRIPT.match(source)
        return (
            (self._args.inline(source[match.end() :]), match[1])
            if match
            else (self._args.inline(source), "")
        )

    @cached_property
    def type(self) -> str:
        """What is said of its kind: HTML as given, else the key of a word."""
        return "" if self._args.has("type", "degree") else _TYPES.get(self.kind, "")

    @cached_property
    def languages(self) -> str:
        """The languages that it is in, unless that is the article's alone."""
        given = re.split(r"\s*,\s*|\s+and\s+", words_of(self._args.html("language")))
        codes = [code.lower() for code in given if code]
        own = self._language.partition("-")[0]
        names = [
            language_name(code, self._language) or name
            for code, name in zip(codes, filter(None, given), strict=True)
        ]
        own_name = language_name(own, self._language)
        if not names or [name.lower() for name in names] == [(own_name or "").lower()]:
            return ""
        return str(format_list(names, locale=locale_of(self._language)))

    # --------------------------------------------------------------------------------------- where

    @cached_property
    def volume(self) -> Markup:
        """The volume, with a dash in a range of them."""
        return put_dashes(self._args.html("volume"))

    @property
    def is_in_periodical(self) -> bool:
        """Whether volume, issue and pages are written as journals write them: **12** (3): 45."""
        return self.kind == "journal" and bool(self.periodical)

    @property
    def has_bold_volume(self) -> bool:
        """Whether a journal's volume is a number or as short as one."""
        return _VOLUME.fullmatch(words_of(self.volume)) is not None

    @property
    def names_volume(self) -> bool:
        """Whether the volume says of itself that it is one."""
        return _BEGINS_WITH_WORD.match(words_of(self.volume)) is not None

    @cached_property
    def pages(self) -> tuple[Markup, str]:
        """Where in the work, and the key of the word before it: ``page``, ``pages``, or none."""
        return self._pages("page", "pages") or (self._args.html("at"), "")

    @cached_property
    def quote_pages(self) -> tuple[Markup, str]:
        """The same of what is quoted."""
        return self._pages("quote-page", "quote-pages") or (Markup(), "")

    def _pages(self, one: str, several: str) -> tuple[Markup, str] | None:
        args = self._args
        for name in (one, several):
            if args.has(name):
                html = put_dashes(args.html(name))
                text = words_of(html)
                is_bare = args.has("no-pp") or _NO_PAGE_MARK.match(text)
                many = name == several and (
                    re.search(r"[–—,;&]|\d-\d|\band\b|f", text) or not text.isdecimal()
                )
                return html, "" if is_bare else "pages" if many else "page"
        return None

    @cached_property
    def identifiers(self) -> list[Identifier]:
        """Its numbers in catalogues."""
        return list(identifiers(self._args))

    # ----------------------------------------------------------------------------------- addresses

    def address(self, *names: str) -> str:
        """The address that the first of these arguments has."""
        source = self._args.source(*names)
        return words_of(self._args.html(*names)) if "{{" in source else source

    @cached_property
    def url(self) -> str:
        """Where the work was; where the part was if that has an address of its own."""
        given = self.address("chapter-url") or self.address("url")
        if given or self.kind != "tweet":
            return given
        user, number = self._args.text("user"), self._args.text("number")
        is_post = _USER.fullmatch(user) and number.isdecimal()
        return f"https://x.com/{user}/status/{number}" if is_post else ""

    @cached_property
    def archive(self) -> str:
        """Where an archive has a copy."""
        return self.address("archive-url")

    @cached_property
    def is_live(self) -> bool:
        """Whether the work is still where it was; said by ``url-status``, else a copy means no."""
        status = self._args.text("url-status", "dead-url").lower()
        return not self.archive or status in {"live", "no", "n", "false", "deviated"}

    @cached_property
    def is_usurped(self) -> bool:
        """Whether the old address is not to be followed."""
        return (
            self._args.text("url-status", "dead-url")
            .lower()
            .startswith(("unfit", "usurped", "bot: unknown"))
        )

    @property
    def part_address(self) -> str:
        """Where the title of the part leads: there, or to a copy when it is gone."""
        if not self._args.has("chapter-url") and self.part != "title":
            return ""
        return self.url if self.is_live else self.archive

    @property
    def whole_address(self) -> str:
        """Where the title of the work leads."""
        if self.part_address and self.part == "title":
            return ""
        if self._args.has("chapter-url"):
            return self.address("url")
        free = (each.address for each in self.identifiers if each.label == "PMC")
        return (self.url if self.is_live else self.archive) or next(free, "")

    @property
    def format(self) -> Markup:
        """The format of what the title leads to."""
        path = self.url.partition("#")[0].partition("?")[0]
        return self._args.html("format") or Markup("PDF" if path.lower().endswith(".pdf") else "")

    @property
    def is_retrieved(self) -> bool:
        """Whether it is said when somebody looked: only of what has an address."""
        return bool(self.url) and self._args.has("access-date")


def _with_dash(date: Markup) -> Markup:
    """A date with an en dash in its range; an ISO date has none."""
    return date if read_date(date) or "<" in date else Markup(_MONTHS_OR_YEARS.sub("–", date))
