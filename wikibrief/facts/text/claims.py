"""Claims: what the text says of numbers of people killed, wounded, captured or missing.

A sentence is a row of tags (``grammar.py``), read part by part (``asides.py``) by rules
(``rules.py``): the first rule that fits makes claims of the numbers in its list. In an aside a
number of the same category is a part of the one before it and no claim. A number that no rule
explains is reported as unread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from wikibrief.facts.language.dates import FoundDate
from wikibrief.facts.language.grammar import LONGEST, Item, TaggedSentence, is_counting, tag
from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.language.tokens import FIGURE
from wikibrief.facts.model import FURTHER, Claim, Included, Quantity, Unread
from wikibrief.facts.text import categories, conditions, doubts, lists
from wikibrief.facts.text.asides import Part, parts_of
from wikibrief.facts.text.citations import Citations, Figure
from wikibrief.facts.text.dating import Dating
from wikibrief.facts.text.groups import Groups
from wikibrief.facts.text.prose import Sentence
from wikibrief.facts.text.rules import BEGINNINGS, NOUNS, Hit, Span, hits_at
from wikibrief.facts.text.sources import find_source
from wikibrief.facts.text.speakers import UNKNOWN, Speaker

__all__ = ["Read", "read_claims"]

_NO_LOSS = re.compile(rf"{NOUNS}(?:(?P<link>F)[WPAX]{{0,4}})?(?:E(?![BA]*I)|O)|S")
"""What follows a number of things, or of people to whom nothing happened."""


class Read(NamedTuple):
    """What a sentence gave: claims, and the one entry of what was not understood, if any."""

    claims: Sequence[Claim] = ()
    unread: Sequence[Unread] = ()


_COUNTED = re.compile(r"Q[RBWPA]*")
_PEOPLE_ONLY = re.compile(
    r"^[GX]?Q(?:R[BA]*)?[WA]{0,2}P[WPA]*(?:,?C?Q(?:R[BA]*)?[WA]{0,2}P[WPA]*)*(?=[,;.F]|$)"
)
"""An aside that begins with people: "(13 Malians and 21 foreigners)"."""
_OF_THEM = re.compile(r"(?:R[BA]*Q[BA]*|QR[BA]*)[WA]{0,2}P[WPA]*(?=[,;.)]|$)")
"""The same in its sentence: "of which 532 were civilians", "22 of them children"."""


@dataclass(slots=True)
class _Found:
    """A claim in the making: the item of its number, category and group."""

    item: Item
    category: str
    group: str | None
    end: int
    kinds: frozenset[str]
    """The categories that its words name, before they are made one."""
    hearsay: bool = False
    raised: bool = False
    """Whether other numbers of its sentence were added to it."""
    cause: str | None = None
    including: list[tuple[int, Included]] = field(default_factory=list)
    """Who some of them were, with the offset of each number."""

    @property
    def quantity(self) -> Quantity:
        """Its number."""
        assert self.item.quantity is not None  # noqa: S101  every Q has one
        return self.item.quantity


@dataclass
class _Reader:
    row: TaggedSentence
    lexicon: Lexicon
    groups: Groups
    found: list[_Found] = field(default_factory=list)
    explained: set[int] = field(default_factory=set)
    """Offsets of the numbers that are claims, parts, or known to be none."""

    def drop(self, claims: Iterable[_Found]) -> None:
        """Take claims back; their numbers are not understood."""
        for each in list(claims):
            self.found.remove(each)
            self.explained.discard(each.item.start)

    @property
    def last(self) -> tuple[int, str] | None:
        """The end and the category of the claim before."""
        return (self.found[-1].end, self.found[-1].category) if self.found else None

    @property
    def last_group(self) -> str | None:
        """The group of the claim before; None where that was an enumeration of several."""
        if not self.found:
            return None
        last = self.found[-1]
        groups = {each.group for each in self.found if each.end == last.end}
        return last.group if len(groups) == 1 else None


def read_claims(
    sentence: Sentence,
    dates: Sequence[FoundDate],
    lexicon: Lexicon,
    citations: Citations,
    before: Callable[[], Speaker],
) -> Read:
    """Read the claims of a sentence; ``before`` finds who spoke in the sentence before."""
    text = sentence.text
    words = sentence.words
    if not lexicon.may_tell_loss(words) or not words.isdisjoint(lexicon.words("no_events")):
        return Read()
    if not _has_number(text, words, dates, lexicon):
        return Read()
    if len(text) > LONGEST:
        figures = tuple(number[0] for number in FIGURE.finditer(text))
        return Read(unread=[Unread(text, figures, sentence.place)])
    row = tag(text, lexicon, [(date.start, date.end) for date in dates])
    if set("KVIDNTLZ").isdisjoint(row.tags):
        return Read()
    reader = _Reader(row, lexicon, Groups(text, lexicon))
    if not 0 < row.tags.count("Q") <= _MOST:
        return Read(unread=_unread(reader, sentence))
    if not _is_imagined(row, lexicon):
        for part in parts_of(row, lexicon):
            _read_part(part, reader)
    source = find_source(row, lexicon, before) if reader.found else Speaker()
    first_person = lexicon.words("first_person")
    if not source.reports:  # it is not known who "we" are, or who says what is in quotation marks
        is_said = any(item.lower in first_person for item in row.items) or _begins_speech(text)
        reader.drop(each for each in reader.found if is_said or _is_quoted(text, each.item.start))
    reader.drop(each for each in reader.found if not _is_vouched_for(each, source))
    reader.drop(each for each in reader.found if _counts_speakers(each, source, text))
    if not words.isdisjoint(lexicon.words("doubted")):
        reader.drop(each for each in reader.found if _is_doubted(each, row, source, lexicon))
    _join_sums(reader)
    _drop_included_of_others(reader, source)
    claims = _make_claims(reader, source, sentence, dates, citations)
    return Read(claims, _unread(reader, sentence))


_MOST = 100
"""How many numbers a sentence of prose has at most; the rules look at each list many times."""


def _names_of_sources(source: Speaker, text: str) -> Mapping[int, int]:
    """Where the names of sources end, by where their verbs begin: "HRW *said*", not ", *said*".

    Of "*according to* HRW" it is where the name after it ends.
    """
    ends: dict[int, int] = {}
    for each in source.reports:
        before = text[: each.start].rstrip()
        after = text.find(each.name, each.start) if each.name else -1
        if before[-1:].isalnum():
            ends[each.start] = len(before)
        elif after >= 0:
            ends[each.start] = after + len(each.name)
    return ends


def _is_imagined(row: TaggedSentence, lexicon: Lexicon) -> bool:
    """Whether a sentence is a question, or of what never was: "in the film", "had 20 died, …".

    So it is where a word of a number says what a work is on: "a play *about 20* women killed".
    """
    if "u" in row.tags or row.text.rstrip(_CLOSING).endswith("?"):
        return True
    works = lexicon.words("works")
    if any(item.tag == "Q" and each.lower in works for each, item in pairwise(row.items)):
        return True
    return row.tags[:1] == "B" and row.items[0].lower in lexicon.words("inverted")


_CLOSING = " \"'”’»)"


def _make_claims(
    reader: _Reader,
    source: Speaker,
    sentence: Sentence,
    dates: Sequence[FoundDate],
    citations: Citations,
) -> list[Claim]:
    """Make claims of what was found, each with who says it, its date and its references."""
    text, row, lexicon = sentence.text, reader.row, reader.lexicon
    found = sorted(reader.found, key=lambda each: each.item.start)
    starts = [each.item.start for each in found]
    dating = Dating(row, lexicon, source, dates, [each.item.start for each in reader.found])
    names = _names_of_sources(source, text)
    numbers = [item.start for item in row.items if item.tag == "Q"]
    return [
        Claim(
            text,
            source.of(each.item.start),
            dating.of(each.item.start),
            each.category,
            each.group,
            _quantity(each, row, source, lexicon),
            citations.of(
                sentence,
                Figure(
                    each.item.start,
                    each.item.end,
                    each.end,
                    following,
                    last.item.start if last and last.end == each.end else None,
                    names.get(source.speaking(each.item.start) or 0),
                    names.values(),
                    next((start for start in numbers if start > each.item.start), 0),
                ),
            ),
            sentence.place,
            including=tuple(included for _, included in each.including),
            cause=each.cause,
        )
        for last, each, following in zip([None, *found], found, [*starts[1:], None], strict=False)
    ]


def _counts_speakers(found: _Found, source: Speaker, text: str) -> bool:
    """Whether a number counts those who say so: "according to *three drivers*, nine died"."""
    start = found.item.start
    return any(
        each.start < start < each.start + _NEAR_PHRASE and text.startswith(each.name, start)
        for each in source.reports
        if each.name
    )


_NEAR_PHRASE = 40
"""Characters within which who says so begins."""


def _is_doubted(found: _Found, row: TaggedSentence, source: Speaker, lexicon: Lexicon) -> bool:
    """Whether a number of nobody is said to be too high: "the 9,000 dead are *an exaggeration*"."""
    if source.of(found.item.start):
        return False
    clause = row.items[row.tags.rfind(",", 0, row.items.index(found.item)) + 1 :]
    return any(item.lower in lexicon.words("doubted") for item in clause)


def _begins_speech(text: str) -> bool:
    """Whether a sentence begins with what somebody says: « *« Vingt sont morts.* »."""
    return text.startswith(tuple(_CLOSES)) and _is_quoted(text, 1)


def _is_quoted(text: str, at: int) -> bool:
    """Whether a place is in what somebody says: « Il s'agit de *« neuf civils … tués »* »."""
    for opens, closes in _CLOSES.items():
        start = text.rfind(opens, 0, at)
        if start >= 0 and text.find(closes, start, at) < 0:
            said, closed, _ = text[start:].partition(closes)
            return not closed or len(said.split()) > _A_FEW
    return False


_CLOSES = {"«": "»", "“": "”"}
_A_FEW = 6
"""Words that may be in quotation marks for themselves: « *« Une dizaine de rebelles »* … »."""


def _is_vouched_for(found: _Found, source: Speaker) -> bool:
    """Whether it is known who says so; hearsay needs a source with a name."""
    name = source.of(found.item.start)
    return bool(name) if found.hearsay else name != UNKNOWN


def _join_sums(reader: _Reader) -> None:
    """Take claims that add up to one of their sentence for parts: "12 and 5 died, *17 in all*".

    So is what was added to a total: "five more died, *bringing the toll to 25*".
    """
    for total in [each for each in reader.found if each.raised]:
        reader.found = [each for each in reader.found if each.kinds != total.kinds or each.raised]
    for whole in reader.found:
        others = [each for each in reader.found if each.kinds == whole.kinds and each is not whole]
        parts = [each.quantity for each in others]
        added = sum(part.low or 0 for part in parts)
        if len(parts) > 1 and whole.quantity == Quantity(added, added):
            if _may_be_others(whole, others, reader):
                reader.drop(others)
                return
            whole.including += [
                (each.item.start, Included(each.group, each.quantity))
                for each in others
                if each.group
            ]
            reader.found = [each for each in reader.found if each not in others]
            return


def _may_be_others(whole: _Found, others: Sequence[_Found], reader: _Reader) -> bool:
    """Whether numbers of one list add up by chance: "*two* gendarmes, *one* policeman and *one* …".

    Of people it says nothing else of they are parts: "five *people*, three men and two women".
    """
    anybody = reader.lexicon.words("anybody")
    return whole.group not in anybody and all(each.end == whole.end for each in others)


def _drop_included_of_others(reader: _Reader, source: Speaker) -> None:
    """Leave out what somebody else says: "HRW said 22 died; *Israel said 3 of them were* …"."""
    for each in reader.found:
        speaker = source.of(each.item.start)
        others = [at for at, _ in each.including if source.of(at) != speaker]
        each.including = [one for one in each.including if one[0] not in others]
        reader.explained.difference_update(others)


def _has_number(
    text: str, words: frozenset[str], dates: Sequence[FoundDate], lexicon: Lexicon
) -> bool:
    """Whether a sentence has a number outside its dates."""
    if not words.isdisjoint(lexicon.counting_words):
        return True
    if _DIGIT.search(text) is None:
        return _ROMAN_AND_WORD.search(text) is not None
    return any(
        all(not date.start <= number.start() < date.end for date in dates)
        for pattern in (FIGURE, _JOINED)
        for number in pattern.finditer(text)
    )


_DIGIT = re.compile(r"\d")
_ROMAN_AND_WORD = re.compile(r"\b[IVXLC]{2,} [^\W\d_A-Z]")
_JOINED = re.compile(r"(?<![\w.,:-])\d[\d,.]*-(?=[^\W\d])")
"""A number that a word is joined to: "the *5-man* crew"."""


def _unread(reader: _Reader, sentence: Sentence) -> Sequence[Unread]:
    """The numbers of a sentence that nothing explains, and those that are none of ours."""
    vague = reader.lexicon.words("vague_numbers")
    counted = any(each.category not in FURTHER for each in reader.found)
    ages = reader.lexicon.list_of("joined_ages") or ("-",)
    figures = [
        item.text
        for index, item in enumerate(reader.row.items)
        if (
            item.tag == "Q" and item.start not in reader.explained and not item.lower.endswith(ages)
        )
        or (item.tag == "o" and item.start not in reader.explained)
        or (item.tag == "q" and (item.quantity or is_counting(reader.row, index)))
        or (_is_joined_number(item.lower, reader.lexicon) and is_counting(reader.row, index))
        or (item.lower in vague and not (counted and not is_counting(reader.row, index)))
        or _is_roman_number(reader.row, index)
    ]
    figures += _shares(reader.row, reader.lexicon)
    return [Unread(sentence.text, tuple(figures), sentence.place)] if figures else ()


def _shares(row: TaggedSentence, lexicon: Lexicon) -> Iterator[str]:
    """The shares of people to whom something happened: "*half* the crew died", "*both* pilots"."""
    for index, item in enumerate(row.items):
        if item.lower in lexicon.words("both") and row.tags[index - 1 : index] != "F":
            start, happens = index, _BOTH  # but not "40 fighters *from both sides* were killed"
        elif item.lower in lexicon.words("fractions") and _is_of_some(row, index + 1, lexicon):
            start = index - (row.items[index - 1].lower in lexicon.words_before_fractions)
            happens = _HAPPENS
        else:
            continue
        if happens.match(row.tags, index + 1):
            yield row.text[row.items[start].start : item.end]


def _is_of_some(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a share is of some people: "half *the* crew", "a quarter *of* them"."""
    link = row.items[index : index + 1]
    time = lexicon.words("article_before_multiplier")  # "half *a* month"
    return any(
        (each.tag == "X" and each.lower not in time) or each.lower in lexicon.words("part_links")
        for each in link
    )


_HAPPENS = re.compile("(?:[WPAXES]|FX?){1,6}(?:[BA]*[KI]|[BA]+L)")
_BOTH = re.compile("(?:FX?)?[WA]{0,2}P(?:[WPAXES]|FX?){0,4}(?:[BA]*[KI]|[BA]+L)")


def _is_roman_number(row: TaggedSentence, index: int) -> bool:
    """Whether people are counted in Roman numerals: "lost *XX* men"; not "Louis *XIV*"."""
    return (
        row.tags[index + 1 : index + 2] == "P"
        and _ROMAN.fullmatch(row.items[index].text) is not None
    )


_ROMAN = re.compile("[IVXLC]{2,}")


def _is_joined_number(word: str, lexicon: Lexicon) -> bool:
    """Whether a word says how many people a group has: "the *five-man* crew"."""
    if "-" not in word:
        return False
    number, _, last = word.rpartition("-")
    if last not in lexicon.words("joined_to_numbers"):
        return False
    counts = number[:1].isdigit() or number in lexicon.words("vague_numbers")
    return counts or lexicon.number_words.issuperset(number.split("-"))


def _quantity(found: _Found, row: TaggedSentence, source: Speaker, lexicon: Lexicon) -> Quantity:
    """The number, approximate where the sentence estimates it before it is given.

    So it is where who says so only estimates it: "20 people died, *police estimated*".
    """
    quantity = found.quantity
    if quantity.approximate:
        return quantity
    start = found.item.start
    speaking = source.speaking(start)
    verb = next((each.lower for each in row.items if each.start == speaking), "")
    if verb in lexicon.words("estimates") and verb in lexicon.words("reporting"):
        return Quantity(quantity.low, quantity.high, approximate=True)
    if _is_estimated(found, row, lexicon):
        return Quantity(quantity.low, quantity.high, approximate=True)
    opposed = max((at for at in source.contrasts if at < start), default=0)
    before = [each for each in row.items if opposed <= each.start < start]
    clauses = _NEW_SUBJECT.finditer("".join(each.tag for each in before))
    begins = max((clause.end() for clause in clauses), default=0)
    if any(each.lower in lexicon.words("estimates") for each in before[begins:]):
        return Quantity(quantity.low, quantity.high, approximate=True)
    return quantity


def _is_estimated(found: _Found, row: TaggedSentence, lexicon: Lexicon) -> bool:
    """Whether a number is estimated to be so: "20 *have been estimated* to have died"."""
    verb = _PASSIVE.match(row.tags, row.items.index(found.item))
    said = row.items[verb.start("said") : verb.end()] if verb else []
    return any(item.lower.split()[0] in lexicon.words("estimates") for item in said)


_PASSIVE = re.compile("Q[XWPA]{0,5}B(?P<said>[BA]*[WA])")

_NEW_SUBJECT = re.compile(";|,C[XT]|CXB")
"""Where a clause begins that an estimate before it is not about: "…, *and the* toll was 20"."""


# --- the parts of a sentence


def _read_part(part: Part, reader: _Reader) -> None:
    index = 0
    last = part.tags.rfind("Q")  # every rule has a number
    while index <= last:
        end = 0
        if part.tags[index] in BEGINNINGS:
            end = next(filter(None, (_take(hit, reader) for hit in hits_at(part, index))), 0)
        index = max(end, index + 1)
    for position, item in enumerate(part.items):
        if item.tag == "Q" and _is_no_loss(part, position, reader):
            reader.explained.add(item.start)
    for match in (_PEOPLE_ONLY if part.aside else _OF_THEM).finditer(part.tags):
        _add_included(part, match, reader)


def _add_included(part: Part, people: re.Match[str], reader: _Reader) -> None:
    """Add people to the claim that they are some of, unless they are of a claim themselves.

    Where several claims are before them, it is the one whose number they add up to.
    """
    counts = list(_COUNTED.finditer(part.tags, people.start(), people.end()))
    items = [part.items[match.start()] for match in counts]
    if any(each.item in items for each in reader.found):
        return
    before = [each for each in reader.found if each.item.start < items[0].start]
    if not before:
        return
    reader.explained.update(item.start for item in items)
    if len(before) > 1:
        added = sum(item.quantity.low or 0 for item in items if item.quantity)
        before = [each for each in before if each.item.quantity == Quantity(added, added)]
    if len(before) == 1:
        for item, match in zip(items, counts, strict=True):
            group = reader.groups.name(part.items[match.start() + 1 : match.end()])
            if group and item.quantity:
                before[0].including.append((item.start, Included(group, item.quantity)))


def _is_no_loss(part: Part, index: int, reader: _Reader) -> bool:
    """Whether a number is known to count no loss: of things, of survivors, or a plain part."""
    if things := _NO_LOSS.match(part.tags, index + 1):
        links = reader.lexicon.words("part_links") | reader.lexicon.words("wholes")
        if things["link"] is None or part.items[things.start("link")].lower in links:
            return True
    before = any(each.item.start < part.items[index].start for each in reader.found)
    if part.aside and before and set("KVIDNTL").isdisjoint(part.tags):
        return True
    article = part.items[index].lower in reader.lexicon.words("articles")
    return article and _COUNTED_AFTER.match(part.tags, index + 1) is None


_COUNTED_AFTER = re.compile("A*[PKDI]")
"""What follows "a" where that is a number: « un *seul blessé* »."""


def _take(hit: Hit, reader: _Reader) -> int:
    """Make claims of a hit; return where to go on, 0 if the rule does not fit after all."""
    lexicon, last = reader.lexicon, reader.last
    reader.explained.update(item.start for item in lists.narrow(hit, lexicon))
    if not hit.numbers or not conditions.fits(hit, lexicon, last):
        return 0
    category = categories.category(hit, lexicon, last)
    between = _between(hit, last[0]) if last else None
    if category is None and categories.is_mixed(hit):
        return hit.end  # of "arrested and deported 300" neither is said of all
    if category is None or _OF_ANIMALS.search(hit.tags_of("of")):
        return 0
    if not categories.counts_people(hit, category, lexicon, between):
        return 0
    end = hit.end
    if hit.rule in {"object", "event", "lost", "toll", "along", "among them"}:
        end = hit.numbers[-1][1]
    hit.numbers = [each for each in hit.numbers if not doubts.is_excluded(each, hit, lexicon)]
    if not hit.numbers:
        return 0
    if doubts.is_unreal(hit, lexicon):
        return end
    reader.explained.update(item.start for item in hit.of("of") if item.tag == "Q")
    again = hit.match.span("again") if hit.tags_of("again") else (0, 0)
    hit.numbers += [(at, at + 1) for at in range(*again) if hit.tags[at] == "Q"]
    apart = category == "detained" and hit.rule == "object"
    group = None if apart else reader.last_group  # not "killed a protester and arrested 200"
    for number in hit.numbers:
        _add(number, category, group, hit, reader)
    return end


_OF_ANIMALS = re.compile("PSE$")
"""Things and animals of people as a whole: "90 *of the attackers' horses* were killed"."""


def _between(hit: Hit, end: int) -> str:
    """The tags between the claim before and the first number of a hit."""
    start = hit.items[hit.numbers[0][0]].start
    return "".join(item.tag for item in hit.items if end <= item.start < start)


def _add(number: Span, category: str, last_group: str | None, hit: Hit, reader: _Reader) -> None:
    item = hit.items[number[0]]
    reader.explained.add(item.start)
    kinds = categories.kinds(hit, category)
    begins = hit.part.items[0].start if hit.part.aside else item.start
    if _is_part(number[0], hit, reader.lexicon) and any(
        each.kinds == kinds and each.item.start < begins for each in reader.found
    ):
        return
    if any(each.item.start == item.start for each in reader.found):
        return
    group = reader.groups.of(hit, number, last_group)
    after = hit.match.start("same") if hit.rule == "ellipsis" else hit.end
    end = hit.items[after - 1].end
    hearsay = doubts.is_hearsay(hit, reader.lexicon)
    raised = doubts.is_raised(hit, reader.lexicon)
    cause = categories.cause_of(hit, reader.lexicon) if category == "killed" else None
    reader.found.append(_Found(item, category, group, end, kinds, hearsay, raised, cause))


def _is_verb_of_toll(index: int, hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a toll "included" a number: "Soviet casualties *included* 267 killed"."""
    tolls = index > 0 and hit.tags[index - 1] in "DT"
    return tolls and hit.items[index].lower in lexicon.words("includes")


def _is_part(first: int, hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a number is a part: "…, including 6", "6 of whom", "with one being wounded"."""
    before = hit.tags[max(0, first - 2) : first]
    includes = before.endswith("G") and not _is_verb_of_toll(first - 1, hit, lexicon)
    if hit.part.aside or hit.rule == "of whom" or "R" in before or includes:
        return True
    begins = first > 0 and hit.items[first - 1].lower in lexicon.words("begins_part")
    following = hit.items[first + 1 : first + 3]
    being = any(item.lower in lexicon.words("being") for item in following)
    return begins and (being or before.startswith(","))
