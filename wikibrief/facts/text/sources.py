"""Who says so: the subject of a reporting verb, or what follows "according to".

    source = according to NAME | reported by NAME | NAME reporting-verb

"They" and "he" are the source of the sentence before; without one there it is unknown who speaks.
Without a source the article itself speaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from wikibrief.facts.language.grammar import Item, Row
from wikibrief.facts.language.lexicon import Lexicon

__all__ = ["UNKNOWN", "Speaker", "find_source"]

_LONGEST = 12
"""Items of a name at most."""
UNKNOWN = ""
"""The name of a speaker who is not found: "they said"."""


class Report(NamedTuple):
    """Who reports something: ``name`` from the offset ``start`` on.

    ``looks_back`` where it may also be said of what is before it: "20 died, *HRW said*", but not
    "20 died, and *HRW said that* …".
    """

    start: int
    name: str
    looks_back: bool


class Speaker(NamedTuple):
    """Who speaks in a sentence; where nobody does the article itself speaks.

    ``clauses`` are the offsets where clauses begin, ``contrasts`` those of them that are set
    against the one before: what is said in one is not said of the other.
    """

    reports: tuple[Report, ...] = ()
    clauses: tuple[int, ...] = ()
    contrasts: tuple[int, ...] = ()
    breaks: tuple[int, ...] = ()
    """Where another statement begins: "HRW said 34 died*;* five were hurt"."""

    @property
    def last(self) -> str | None:
        """Who a pronoun in the next sentence means."""
        return next((each.name for each in reversed(self.reports) if each.name), None)

    def of(self, offset: int) -> str | None:
        """Who says what is at an offset."""
        found = self._at(offset)
        return found.name if found else None

    def speaking(self, offset: int) -> int | None:
        """Where the verb is by which somebody says what is at an offset."""
        found = self._at(offset)
        return found.start if found else None

    def _at(self, offset: int) -> Report | None:
        """The last who spoke before an offset, or the first who looks back at it."""
        before = self._before(offset)
        after = next((each for each in self.reports if each.start > offset), None)
        if after is None or not after.looks_back:
            return before
        if any(offset < at <= after.start for at in self.contrasts):
            return before
        leads = before is not None and not before.looks_back
        if leads and not any(before.start < at <= offset for at in self.clauses if before):
            return before
        return after

    def _before(self, offset: int) -> Report | None:
        """The last who spoke before an offset; who was only cited by that one does not go on."""
        begins = max((at for at in self.breaks if at < offset), default=0)
        before = [each for each in self.reports if begins <= each.start <= offset]
        leading = [each for each in before if not each.looks_back][-1:]
        if leading and not any(leading[0].start < at <= offset for at in self.contrasts):
            return leading[0]
        return before[-1] if before else None


def find_source(row: Row, lexicon: Lexicon, before: Callable[[], Speaker]) -> Speaker:
    """Find who states what a sentence says; ``before`` finds it for the sentence before."""
    cited = list(_according(row, lexicon))
    speaking = list(_subjects(row, lexicon, before))
    named = [each for each in cited if _is_known(each.name, lexicon)]
    reports = {*(named or ([] if speaking else cited)), *speaking}
    if speaking:
        reports.update(_gapped(row, lexicon, speaking[0].start))
    return Speaker(tuple(sorted(reports)), *_clauses(row, lexicon))


def _clauses(row: Row, lexicon: Lexicon) -> tuple[tuple[int, ...], ...]:
    """Where clauses begin, where those that are set against another, and where statements do."""
    words = lexicon.words("contrasts")
    contrasts = [item.start for item in row.items[1:] if item.tag == ";" or item.lower in words]
    joined = (row.items[match.start()].start for match in re.finditer(",C", row.tags))
    listed = row.tags.find(":")  # "HRW said: 34 killed; 20 hurt"
    breaks = [
        item.start
        for index, item in enumerate(row.items)
        if item.tag == ";" and not 0 <= listed < index
    ]
    return tuple(sorted((*joined, *contrasts))), tuple(contrasts), tuple(breaks)


def _is_known(name: str, lexicon: Lexicon) -> bool:
    """Whether a name has a capital, or a word for those who report: not "according to plan"."""
    reporters = lexicon.words("reporter_nouns")
    return any(word[:1].isupper() or word.lower() in reporters for word in name.split())


def _according(row: Row, lexicon: Lexicon) -> Iterator[Report]:
    """The name after "according to", "per", or after "reported by"."""
    for index, item in enumerate(row.items):
        if length := _length_at(row, index, lexicon, "according"):
            start = index + length
        elif (
            item.lower in lexicon.words("by_reporters")
            and index
            and (_is_reported(row, index, lexicon) or _is_put(row, index, lexicon))
        ):
            start = index + 1
        else:
            continue
        if name := _name_from(row, start, lexicon):
            yield Report(item.start, name, not _leads_on(row, index, start))


def _leads_on(row: Row, index: int, start: int) -> bool:
    """Whether "according to X" is said of what follows: "20 died, and, *according to X*, …"."""
    name = re.match(r"[XWPF]+(?=[XA]*Q)", row.tags[start:])
    return re.search(r"(?:^|C,?|;)$", row.tags[:index]) is not None or (
        name is not None and row.tags[index - 1] == ","
    )


def _length_at(row: Row, index: int, lexicon: Lexicon, key: str) -> int:
    """How many items of a row make one of the phrases of a list; 0 if they make none."""
    first = _FIRST.match(row.items[index].lower)
    if first is None or not lexicon.phrases(key).may_begin(first[0]):
        return 0
    start = row.items[index].start
    for length, item in enumerate(row.items[index : index + 3], 1):
        if row.text[start : item.end].lower().replace("’", "'") in lexicon.words(key):
            return length
    return 0


_FIRST = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*'?")


def _is_reported(row: Row, index: int, lexicon: Lexicon) -> bool:
    """Whether numbers are reported by whom an item names: not "the raid, …, was claimed *by*"."""
    clause = re.search(r"[^,;:]*$", row.tags[: index - 1])
    said = clause[0] if clause else ""
    passive = said.rstrip("A").endswith("B")
    return _reports(row.items[index - 1], lexicon) and (
        not passive or not set("QDTNK").isdisjoint(said)
    )


def _is_put(row: Row, index: int, lexicon: Lexicon) -> bool:
    """Whether a number before an item was put there: "the toll was put at 160 *by*"."""
    before = re.search(r"(.)[AX]*F?A*Q$", row.tags[:index])
    if before is None:
        return False
    verb, first = row.items[before.start()], row.tags[max(0, before.start() - 1)]
    return first == "B" and _reports(verb, lexicon)


def _reports(item: Item, lexicon: Lexicon) -> bool:
    last = item.lower.split()[-1]
    return last in lexicon.words("reporting")


def _name_from(row: Row, start: int, lexicon: Lexicon) -> str | None:
    if start < len(row.items) and row.items[start].lower in lexicon.words("articles"):
        start += 1
    end = start
    if dated := re.match("X?Y", row.tags[start:]):
        end += dated.end()  # "according to *the 1897* report"
    while end < len(row.items) and end - start < _LONGEST:
        item = row.items[end]
        if item.tag in ",;:()QBYKVIL" or (
            item.tag == "F" and item.lower not in lexicon.words("name_links")
        ):
            break
        if item.tag == "C" and row.tags[end + 1 : end + 2] in {"X", "Q"}:
            break
        if item.text in ".!?" or (end > start and item.tag == "r"):
            break
        end += 1
    return _name(row, row.items[start:end], lexicon)


def _subjects(row: Row, lexicon: Lexicon, before: Callable[[], Speaker]) -> Iterator[Report]:
    """The subjects of reporting verbs, and where they begin to speak."""
    for index, item in enumerate(row.items):
        if not _reports(item, lexicon) and not _length_at(row, index, lexicon, "reporting"):
            continue
        if _is_noun(row, index, lexicon) or _lacks_that(row, index, lexicon):
            continue
        if item.lower in lexicon.words("accusing") and not _ACCUSED.match(row.tags, index + 1):
            continue
        name = _before(row, index, lexicon, before)
        if name is None and (inverted := _read_inverted(row, index, lexicon)):
            yield Report(item.start, inverted, looks_back=True)
            continue
        if name is None:
            name = _read_apposition(row, index, lexicon) or _read_antecedent(row, index, lexicon)
        if name is not None:
            yield Report(item.start, name, _ends_clause(row, index, lexicon))


_ACCUSED = re.compile(r"[^,;:]*F[XA]*[VN]")
"""What an accuser says: "the army accused them *of killing* 20 people"."""


def _ends_clause(row: Row, index: int, lexicon: Lexicon) -> bool:
    """Whether nothing follows a verb that is said: "20 died, *he told AFP on Friday*"."""
    verb = row.items[index]
    if _is_asked(row, index, lexicon):
        return False
    rest = re.match(r"[^,;:.)]*", row.tags[index + 1 :])
    after = row.items[index + 1 : index + 1 + (rest.end() if rest else 0)]
    if any(item.lower in lexicon.words("clause_links") for item in after):
        return False
    if not set("QKVDIN").isdisjoint(item.tag for item in after):
        return False
    heard = verb.lower in lexicon.words("tells") or verb.lower in lexicon.words("never_nouns")
    return heard or not after or after[0].tag in "AFYSr" or _is_day(after[0], lexicon)


def _is_asked(row: Row, index: int, lexicon: Lexicon) -> bool:
    """Whether a verb is in a clause about something else: "the raid, *which* RFI said was …"."""
    start = index
    while start > 0 and row.tags[start - 1] in "WPXAB":
        start -= 1
    return start > 0 and row.items[start - 1].lower in lexicon.words("relative")


def _is_day(item: Item, lexicon: Lexicon) -> bool:
    return item.lower in lexicon.words("weekdays")


def _gapped(row: Row, lexicon: Lexicon, first: int) -> Iterator[Report]:
    """Those who report without a verb: "the army said 10 died and *HRW that* 34 did".

    Of "the army reported 10 killed, *the rebels* 34 killed" it is not known who says so.
    """
    for match in _GAPPED.finditer(row.tags):
        items = row.items[match.start("name") : match.end("name")]
        if items[0].start < first or any(_is_day(item, lexicon) for item in items):
            continue
        link = row.items[match.end("name")]
        if items[0].tag != "X" and not items[0].text[:1].isupper():
            continue  # "and taken 120 prisoners"
        if link.tag == "Q":
            yield Report(items[0].start, UNKNOWN, looks_back=False)
        elif link.lower in lexicon.words("says_that") and (name := _name(row, items, lexicon)):
            yield Report(items[0].start, name, looks_back=False)


_GAPPED = re.compile(r"[,C](?P<name>X?[WP]{1,4})(?=[QFrX])")


def _is_noun(row: Row, index: int, lexicon: Lexicon) -> bool:
    """Whether "report", "claims", "estimates" is a noun here, or the verb is passive."""
    item = row.items[index]
    if _takes_lives(row, index, lexicon):
        return True
    before = row.items[index - 1] if index else None
    active = lexicon.words("perfect") | lexicon.words("relative")
    if before is not None and (before.tag == "B" and before.lower not in active):
        return True
    if before is None or before.tag in "XFQ":
        return item.lower not in lexicon.words("never_nouns")
    after = row.items[index + 1] if index + 1 < len(row.items) else None
    if after is not None and after.lower in lexicon.words("reporting") and item.tag != "A":
        return True
    weak = item.lower in lexicon.words("weak_reporting")
    return weak and (
        after is None or after.lower in lexicon.words("after_nouns") or after.tag in ",;:)BKL"
    )


def _lacks_that(row: Row, index: int, lexicon: Lexicon) -> bool:
    """Whether a verb reports only what follows "that": "found *that* 19 were killed"."""
    if row.items[index].lower not in lexicon.words("reporting_with_that"):
        return False
    after = row.items[index + 1 : index + 2]
    return not after or after[0].lower not in lexicon.words("clause_links")


def _takes_lives(row: Row, index: int, lexicon: Lexicon) -> bool:
    """Whether a verb is one of killing here: "the militants claimed 20 lives"."""
    after = re.match(r"[AX]*Q[AW]*", row.tags[index + 1 :])
    counted = row.items[index + 1 + after.end() :][:1] if after else []
    return any(item.lower in lexicon.words("lives") for item in counted)


def _before(row: Row, index: int, lexicon: Lexicon, before: Callable[[], Speaker]) -> str | None:
    start = index
    while start > 0 and index - start < 3 * _LONGEST and not _is_before(row, start - 1, lexicon):
        start = _opening(row, start - 1) if row.tags[start - 1] == ")" else start - 1
    items = _without_brackets(row.items[start:index])
    items = items[:1] + list(takewhile(lambda item: not _is_relative(item, lexicon), items[1:]))
    while items and _is_no_end(items[-1], lexicon, "AB"):
        items.pop()
    if not items or items[0].lower in lexicon.words("nobody"):
        return None
    words = [item.lower for item in items if item.tag not in "AC"]
    if words and words[0] in lexicon.words("pronouns"):
        return (before().last or UNKNOWN) if len(words) <= 2 else None
    name = _name(row, items, lexicon, plain=_is_quoting(row, index, items, lexicon))
    if name is None:
        return None
    weak = row.items[index].lower in lexicon.words("weak_reporting")
    return name if not weak or _can_report(items, lexicon) else None


def _is_before(row: Row, index: int, lexicon: Lexicon) -> bool:
    """Whether an item is before the subject of a verb, and no part of it."""
    item = row.items[index]
    if item.tag in ";:(U," or item.text in {".", "“", "!", "?"}:
        return True
    if item.lower in lexicon.words("clause_links"):
        return True
    if item.tag == "C" and _has_verb(row, index):
        return True  # "… was shelled and Taylor gave …"
    return item.tag == "F" and item.lower in lexicon.words("clauses")  # "were killed before HRW …"


def _read_inverted(row: Row, index: int, lexicon: Lexicon) -> str | None:
    """The subject after its verb: ", said the ministry"."""
    start = index
    while start > 0 and row.items[start - 1].tag in "BA":
        start -= 1
    if row.items[index].lower in lexicon.words("tells"):
        return None  # ", the mayor, told reporters"
    if start == 0 or row.items[start - 1].text not in {",", '"', "”", "»"}:
        return None
    end = index + 1
    while end < len(row.items) and row.tags[end] in "XWPA":
        end += 1
    if row.tags[end : end + 1] in {"K", "V", "B", "I", "L"}:
        return None  # ", Colonel Traoré, said the army had …": the subject of the next clause
    return _name_from(row, index + 1, lexicon)


def _read_apposition(row: Row, index: int, lexicon: Lexicon) -> str | None:
    """The subject that an apposition explains: "*The mayor, Abdoulaye Sow*, said"."""
    while index > 0 and row.tags[index - 1] in "BA":
        index -= 1
    match = _APPOSITION.search(row.tags[:index])
    if match is None:
        return None
    first = row.items[match.start("first") : match.end("first")]
    second = row.items[match.start("second") : match.end("second")]
    if second[0].tag == "B" and not _is_relative(second[0], lexicon):
        return None
    named = second[0].text[:1].isupper() and second[0].tag not in "rB"
    comma = row.items[match.end("first")]
    return _name(row, [*first, comma, *second] if named else first, lexicon)


_APPOSITION = re.compile(
    r"(?:^|[;:.(]|(?<=Y),|,C?(?=X)|r)(?P<first>(?:[XWPAF.]|E(?=[^,]*,))+),"
    r"(?P<second>[XWPAF.]+|[rB][^,]+),$"
)


def _read_antecedent(row: Row, index: int, lexicon: Lexicon) -> str | None:
    """Whom a relative pronoun before a verb means: "*the mayor*, who said that …"."""
    who = index - 1
    while who > 0 and row.items[who].lower in lexicon.words("perfect"):
        who -= 1  # "who *had* said"
    if who < 1 or row.items[who].lower not in lexicon.words("relative"):
        return None
    end = who - (row.tags[who - 1] == ",")
    start = end
    while start > 0 and (
        row.tags[start - 1] in "XWPA" or row.items[start - 1].lower in lexicon.words("name_links")
    ):
        start -= 1
    return _name(row, row.items[start:end], lexicon)


def _opening(row: Row, index: int) -> int:
    """Where the brackets begin that an item closes."""
    start = row.tags.rfind("(", 0, index)
    return max(start, 0)


def _without_brackets(items: Sequence[Item]) -> list[Item]:
    out: list[Item] = []
    depth = 0
    for item in items:
        depth += item.tag == "("
        if depth == 0:
            out.append(item)
        depth -= item.tag == ")" and depth > 0
    return out


def _has_verb(row: Row, index: int) -> bool:
    """Whether a clause with a verb ends before a conjunction."""
    for item in reversed(row.items[:index]):
        if item.tag in ",;:.()":
            return False
        if item.tag in "BKVIL":
            return True
    return False


def _can_report(items: Sequence[Item], lexicon: Lexicon) -> bool:
    return any(item.lower in lexicon.words("reporter_nouns") for item in items) or any(
        item.text[:1].isupper() and item.tag in "WP" for item in items[1:] or items
    )


def _is_quoting(row: Row, index: int, items: Sequence[Item], lexicon: Lexicon) -> bool:
    """Whether a verb can only have a speaker before it: "*the airline* said", "… ruled that"."""
    verb, after = row.items[index], row.items[index + 1 : index + 2]
    that = bool(after) and after[0].lower in lexicon.words("says_that")
    short = len(items) <= _SHORT and items[0].tag == "X" and all(i.tag in "XWA" for i in items)
    return short and (that or verb.lower in lexicon.words("never_nouns"))


_SHORT = 4
"""Items of a speaker at most that has neither a capital nor a word for those who report."""


def _name(row: Row, items: Sequence[Item], lexicon: Lexicon, *, plain: bool = False) -> str | None:
    """The words of a name, without article, dates and what was done besides.

    A name has a capital or a word for those who report, if it is not ``plain``.
    """
    kept = _without_dates(list(items), lexicon)
    cut = next(
        (
            at
            for at, item in enumerate(kept)
            if at
            and item.tag in "WAKVILO"
            and item.text.islower()
            and item.lower.endswith(lexicon.verb_endings)
        ),
        len(kept),
    )
    kept = kept[:cut]
    left_out = lexicon.words("openers") | lexicon.words("article_before_multiplier")
    while kept and (kept[0].tag in "XCFA,S" or kept[0].lower in left_out):
        kept = kept[1:]
    while kept and _is_no_end(kept[-1], lexicon, "ACFX,S"):
        kept.pop()
    if not kept or len(kept) > _LONGEST or kept[0].tag == "T":
        return None
    text = "".join(
        row.text[item.start : item.end] + _gap(row, item, following)
        for item, following in zip(kept, [*kept[1:], None], strict=True)
    ).strip()
    text = re.sub(r"['’]s$", "", text).strip('"“”')
    if text.lower() in lexicon.words("not_sources") or text.lower() in lexicon.words("pronouns"):
        return None
    named = plain or any(
        item.text[:1].isupper() or item.tag == "P" or item.lower in lexicon.words("reporter_nouns")
        for item in kept
    )
    return text if named else None


def _is_relative(item: Item, lexicon: Lexicon) -> bool:
    return item.tag == "r" or item.lower in lexicon.words("relative")


def _is_no_end(item: Item, lexicon: Lexicon, tags: str) -> bool:
    """Whether an item with one of some tags cannot end a name: "official" can, as a noun."""
    return item.tag in tags and item.lower not in lexicon.words("reporter_nouns")


def _gap(row: Row, item: Item, following: Item | None) -> str:
    if following is None:
        return ""
    between = row.text[item.end : following.start]
    return between if len(between) < 3 else " "


def _without_dates(items: list[Item], lexicon: Lexicon) -> list[Item]:
    """Leave out "in 2002", and what a sentence begins with: "On 24 February RFI"."""
    out: list[Item] = []
    for item in items:
        if item.tag == "Y":
            fillers = lexicon.words("date_fillers")
            while out and (out[-1].tag in "FA" or out[-1].lower in fillers):
                out.pop()
        else:
            out.append(item)
    return out
