"""The words around a number of an infobox: what they say that it counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from wikibrief.facts.language.grammar import Item, TaggedSentence, category_of
from wikibrief.facts.language.lexicon import Lexicon

__all__ = [
    "LOSS",
    "Segment",
    "after_brackets",
    "are_civilians",
    "depth_of",
    "estimated_spans",
    "find_shared_category",
    "group_of",
    "is_alone",
    "is_labelled",
    "is_total",
    "is_unsaid",
    "label_of",
    "named_before",
    "numbers_in",
    "read_segment",
]

LOSS = "KDIT"
"""The tags of words of loss."""


@dataclass(slots=True)
class Segment:
    """The words after a number, by what they say."""

    people: list[Item] = field(default_factory=list)
    losses: list[Item] = field(default_factory=list)
    words: list[Item] = field(default_factory=list)

    def add(self, item: Item) -> None:
        """Add a word before any of loss, or the first of those."""
        if item.tag in LOSS:
            self.losses.append(item)
        elif item.tag == "L":
            self.losses.append(item._replace(category="casualties"))
        elif item.tag == "P":
            self.people.append(item)
        elif item.tag == "W":
            self.words.append(item)


def read_segment(row: TaggedSentence, index: int, end: int, *, labelled: bool) -> Segment | None:
    """Sort the words after a number; None for things, and for people to whom nothing happened."""
    segment = Segment()
    if _LOST_THINGS.match(row.tags, index, end):
        return None
    for item in row.items[index + 1 : end]:
        if item.tag in ";R" or (item.tag == ")" and depth_of(row, index)):
            break  # what follows "most of them" is not said of all
        if segment.losses:
            if item.tag not in "CA,KDIP":
                break
            if item.tag in LOSS and not labelled:
                segment.losses.append(item)
        elif item.tag in "EO":
            return None
        else:
            segment.add(item)
    return segment


_LOST_THINGS = re.compile(r"Q[WA]*[KDI](?:[CA]*[KDI])*E(?!W?P)")
"""Things to which happened what happens to people: "12 *captured tanks*", "300 dead horses"."""


def is_labelled(row: TaggedSentence, first: int) -> bool:
    """Whether the line's words of loss are before their numbers: "Killed: 20", "killed 20"."""
    before = _up_to_colon(row.tags[:first])
    label = _before_colon(before)
    colon = before != label
    return bool(label) and label[-1] in "KDT" and (colon or len(label) == 1)


def _up_to_colon(tags: str) -> str:
    """Tags without the words between a colon and a number: "Dead: *estimates range* from 20"."""
    return _AFTER_COLON.sub(":", tags.rstrip("SA("))


_AFTER_COLON = re.compile(":[WAF]+$")


def _before_colon(tags: str) -> str:
    """The tags before a colon, and before brackets there: "Killed *[mostly Boers]:* 20"."""
    before = tags.rstrip(":")
    return _BRACKETED.sub("", before) if before != tags else before


_BRACKETED = re.compile(r"\([^()]*\)$")


def named_before(row: TaggedSentence) -> Sequence[Item]:
    """The words before a colon at the beginning of a line: "*Civilians*: 4 killed"."""
    match = re.match(r"[^Q:]*(?=:)", row.tags)
    return row.items[: match.end()] if match else ()


def label_of(row: TaggedSentence, index: int) -> str | None:
    """The category of the words before a number."""
    before = _before_colon(_up_to_colon(row.tags[:index]))
    run = re.search(r"(?:[KDT][CA,]*)+$", before.rstrip(":SA("))
    words = row.items[run.start() : run.end()] if run else []
    return category_of([item.category for item in words if item.category])


def after_brackets(row: TaggedSentence, index: int) -> str | None:
    """The category that follows brackets: "17 (14 soldiers, 3 policemen) *killed*"."""
    match = re.match(r"Q[WPA]*\([^()]*\)A*([KDI])", row.tags[index:])
    return row.items[index + match.start(1)].category if match else None


def find_shared_category(row: TaggedSentence, end: int) -> str | None:
    """The category that a number shares with the next: "3 officers *and 45 men killed*"."""
    if not row.tags[:end].endswith(("C", ",")):
        return None
    match = re.match(r"Q[WPA]*P[WA]*([KDI])", row.tags[end:])
    return row.items[end + match.end() - 1].category if match else None


def depth_of(row: TaggedSentence, index: int) -> int:
    """How deep in brackets an item is."""
    before = row.tags[:index]
    return max(before.count("(") - before.count(")"), 0)


def is_alone(row: TaggedSentence, index: int) -> bool:
    """Whether brackets hold a line's only number: "all captured (c. 300)"."""
    alone = row.tags.count("Q") == 1
    return alone and depth_of(row, index) > 0 and not set("KDI").isdisjoint(row.tags)


def is_total(row: TaggedSentence, index: int) -> bool:
    """Whether a number is all of a sentence, and its parts follow: „*20.* Davon 3 verletzt“."""
    return index == 0 and _TOTAL.match(row.tags) is not None


_TOTAL = re.compile("q\\.[RGWX]{1,2}Q")


def estimated_spans(text: str, lexicon: Lexicon) -> Sequence[tuple[int, int]]:
    """The sentences of a line with a word of estimating, which governs all their numbers."""
    spans = []
    for match in _SENTENCE.finditer(text):
        words = match[0].lower().replace(".", " ")
        if not lexicon.words("estimates").isdisjoint(re.split(r"[\s():,;]+", words)):
            spans.append(match.span())
    return spans


_SENTENCE = re.compile(r"(?:[^;.]|\.(?! ))+")


def numbers_in(row: TaggedSentence, lexicon: Lexicon) -> Sequence[int]:
    """The numbers of a line, without wholes: "35 of *40* killed"."""
    links = lexicon.words("part_links") | lexicon.words("wholes")
    wholes = {
        match.end()
        for match in re.finditer(r"Q[WPA]{0,2}(?P<of>F)X?(?=Q)", row.tags)
        if row.items[match.start("of")].lower in links
    }
    return [at for at, item in enumerate(row.items) if item.tag == "Q" and at not in wholes]


def is_unsaid(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a number is of others, of a whole, or only feared: "all but 3", "3 feared dead"."""
    if "QQ" in row.tags[max(0, index - 1) : index + 2]:
        return True  # "2 thousand 300 killed" is one number
    before = re.sub("[XA]", "", row.tags[max(0, index - 3) : index])
    words = [item.lower for item in row.items[max(0, index - 3) : index] if item.tag not in "XA"]
    if before.endswith("M"):
        return True
    if row.tags[index + 1 : index + 2] == ":" and _YEAR.fullmatch(row.items[index].text):
        return True  # "1944: 20 killed"
    whole, part = words[-1:], words[-2:-1]
    if re.search("[,q]F[XA]*$", row.tags[:index]) and whole[0] in lexicon.words("wholes"):
        return True  # "35 killed, out of 40", "2/3 of the 300 men"
    links = lexicon.words("part_links") | lexicon.words("wholes")
    if not links.isdisjoint(whole) and (not part or part[0] in lexicon.words("parts")):
        return True  # "half of 300 men killed", but "crew of 5 killed"
    after = _NO_NUMBER.match(row.tags, index + 1)
    label = re.search(r"[^Q;]*$", row.tags[:index])
    if after and _is_rate(row.items[after.start() : after.end()], lexicon):
        return True
    return "U" in (after[0] if after else "") or (label is not None and "U" in label[0])


def _is_rate(items: Sequence[Item], lexicon: Lexicon) -> bool:
    """Whether words make the number before them a rate: "12 killed *per day*"."""
    said = f" {' '.join(item.lower for item in items)} "
    return any(f" {rate} " in said for rate in lexicon.list_of("rates_of_clauses"))


_NO_NUMBER = re.compile(r"[^Q]*")


_YEAR = re.compile(r"1\d{3}|20\d\d")


def are_civilians(items: Iterable[Item], lexicon: Lexicon) -> bool | None:
    """Whether people are civilians (True), or those who fight (False)."""
    words = {item.lower for item in items}
    if not words.isdisjoint(lexicon.words("civilians")):
        return True
    return None if words.isdisjoint(lexicon.words("combatants")) else False


def group_of(items: Sequence[Item], row: TaggedSentence, lexicon: Lexicon) -> str | None:
    """The words of a group, as they are written; not of who says so: "30 (French *claim*)"."""
    words = {item.lower for item in items}
    if not words.isdisjoint(lexicon.words("reporting") | lexicon.words("own_figures")):
        return None
    if words <= lexicon.words("generic"):
        return None
    start, stop = min(item.start for item in items), max(item.end for item in items)
    named = [item for item in row.items if start <= item.start < stop]
    one_more = "".join(item.tag for item in named).find("CX")  # "3 prisoners *and a guard*"
    end = named[one_more - 1].end if one_more > 0 else stop
    return row.text[start:end]
