"""News: what changed in an edition since a revision → the rows of its page, in the page's language.

Facts come first, then texts. A change of what is more than text (a table, a picture, markup alone)
is named, not shown: what the page would show of it is plumbing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from wikibrief.changes.model import Change, Changes
from wikibrief.changes.show import Run, shorten, word_runs
from wikibrief.facts.model import Claim, Statement
from wikibrief.languages import direction, span
from wikibrief.model.marking import Marking
from wikibrief.page.overview import Wording, group_of

__all__ = ["ChangeRow", "News", "NewsPage", "make_news_page"]

_LONGEST = 60
"""Words that are shown of a text that came or went as a whole."""
_RIGHT_TO_LEFT = "\N{RIGHT-TO-LEFT MARK}"
"""Keeps the day after a name in Latin letters apart from it."""
_WORDS = {"added": "news_added", "changed": "news_changed", "removed": "news_removed"}


@dataclass(frozen=True, slots=True)
class News:
    """What changed in an edition since a revision.

    ``articles`` are the changes of its articles, in their order; None for one that is new.
    ``removed`` are those that it had and has no more.
    """

    revision: str
    articles: tuple[Changes | None, ...] = ()
    removed: tuple[Changes, ...] = ()

    @property
    def markings(self) -> tuple[Marking, ...]:
        """The markings of all that its page shows of former versions."""
        shown = (*filter(None, self.articles), *self.removed)
        return tuple(marking for each in shown for marking in each.markings)


class ChangeRow(NamedTuple):
    """A change: what it is of, and either the runs of a text or a value before and after."""

    label: str
    kind: str
    old: str = ""
    new: str = ""
    by: str = ""
    place: str = ""
    runs: tuple[Run, ...] = ()
    is_fact: bool = False


class NewsPage(NamedTuple):
    """The page: articles by their numbers in the edition, those that changed with their rows."""

    revision: str
    changed: tuple[tuple[int, tuple[ChangeRow, ...]], ...]
    new: tuple[int, ...]
    unchanged: tuple[int, ...]
    removed: tuple[Changes, ...]


def make_news_page(news: News, words: Mapping[str, object]) -> NewsPage:
    """Make the page in the language of its words."""
    say = _Terms(words)
    numbered = list(enumerate(news.articles, 1))
    return NewsPage(
        news.revision,
        tuple((number, tuple(_rows_of(each, say))) for number, each in numbered if each),
        tuple(number for number, each in numbered if each is None),
        tuple(number for number, each in numbered if each is not None and not each),
        news.removed,
    )


class _Terms(Wording):
    """The words of the page, and what it calls facts and arguments."""

    def __init__(self, words: Mapping[str, object]) -> None:
        super().__init__(words)
        labels = words["labels"]
        self._labels = labels if isinstance(labels, Mapping) else {}

    def label(self, name: str) -> str:
        """What an argument of an infobox is called; those of several sides have a number."""
        bare = name.rstrip("0123456789abc")
        return str(self._labels.get(name) or self._labels.get(bare) or name)

    def day(self, text: str) -> str:
        return span(text, self.language, length="short")

    def number(self, claim: Claim) -> str:
        quantity = claim.quantity
        return self.quantity(quantity.low, quantity.high, approximate=quantity.approximate)

    def by(self, claim: Claim) -> str:
        speaker = claim.speaker or (self.word("key_facts") if claim.is_of_infobox else "")
        if speaker and direction(self.language) == "rtl":
            speaker += _RIGHT_TO_LEFT
        date = self.day(claim.date) if claim.date else ""
        return self.word("comma").join(filter(None, (speaker, date)))


def _rows_of(changes: Changes, say: _Terms) -> Iterator[ChangeRow]:
    """Yield the rows of an article; no text that is a fact above, to the letter."""
    facts = {(change.old, change.new) for change in changes.facts}
    for change in changes.facts:
        yield _row_of_fact(change, say)
    texts = (each for each in changes.blocks if (each.old, each.new) not in facts)
    yield from dict.fromkeys(_row_of_text(change, say) for change in texts)


def _row_of_fact(change: Change, say: _Terms) -> ChangeRow:
    kind = say.word(_WORDS[change.kind])
    old, new = change.old or "", change.new or ""
    match [each for each in change.compared if each]:
        case [*_, Claim() as claim]:
            label = say.loss(claim.category, group_of(claim), claim.cause)
            return ChangeRow(label, kind, *_show_claims(change, say), is_fact=True)
        case [*_, Statement() as statement]:
            label = f"{say.word('timeline')}{say.word('comma')}{say.day(statement.date)}"
            return ChangeRow(label, kind, old, new, is_fact=True)
    if change.name == "date":
        old, new = (say.day(each) if each else "" for each in (old, new))
    return ChangeRow(say.label(change.name), kind, old, new, is_fact=True)


def _show_claims(change: Change, say: _Terms) -> tuple[str, str, str]:
    """Return the numbers before and after, and who gives them.

    Where the number is the same, what else changed is with each.
    """
    claims = [each if isinstance(each, Claim) else None for each in change.compared]
    old, new = (say.number(each) if each else "" for each in claims)
    by = next(say.by(each) for each in reversed(claims) if each)
    if old != new:
        return old, new, by
    old, new = (_show_whole(each, say) if each else "" for each in claims)
    return old, new, ""


def _show_whole(claim: Claim, say: _Terms) -> str:
    by = say.by(claim)
    return " ".join(filter(None, (say.number(claim), group_of(claim), f"({by})" if by else "")))


def _row_of_text(change: Change, say: _Terms) -> ChangeRow:
    kind = say.word(_WORDS[change.kind])
    place = " / ".join(change.headings) or (say.label(change.name) if change.name else "")
    if not change.is_prose:
        return ChangeRow(kind, kind, new=say.word("news_form"), place=place)
    runs = tuple(shorten(word_runs(change)))
    return ChangeRow(kind, kind, place=place, runs=tuple(map(_cut, runs)))


def _cut(run: Run) -> Run:
    words = run.text.split(" ")
    return Run(run.kind, " ".join((*words[:_LONGEST], "…"))) if len(words) > _LONGEST else run
