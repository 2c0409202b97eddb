"""Claims: what the text says of numbers of people killed, wounded, captured, missing …

A sentence is a row of tags (``grammar.py``). The rules below are patterns over it, tried at every
item from left to right; the first that fits makes claims of the numbers in its ``list``. What is
in brackets or after "including" is read apart: there, a number of the same category is a part of
the one before it and no claim. A number that no rule explains is reported as unread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wikibrief.facts.citations import Citations
from wikibrief.facts.dates import Found
from wikibrief.facts.grammar import Item, Row, category_of, tag
from wikibrief.facts.lexicon import Lexicon
from wikibrief.facts.model import Claim, Quantity, Unread
from wikibrief.facts.prose import Sentence
from wikibrief.facts.sources import Speaker, find_source
from wikibrief.facts.tokens import NUMBER

__all__ = ["Read", "read_claims"]

_NOUNS = r"[WPA]{0,6}(?:C[WP]{1,3}(?=(?:F[^QKVIDNTLEO,;:().UR]{1,6})?[BA]*[BI]))?"
_LIST = rf"(?P<list>Q{_NOUNS}(?:(?:,C?Q{_NOUNS})*,?CQ{_NOUNS})?)"
_THINGS = r"(?:Q[WPAX]{0,4}EW?(?:,?C|,)[AX]{0,2})*"
_COMBINED = r"(?:,?C[AB]*[KDI](?![AX]*Q)|,[AB]*[KDI](?=(?:,[AB]*[KDI])*,?C[AB]*[KDI]))*"
_LOSS = rf"(?P<loss>(?:D(?=K))?[KDI]{_COMBINED})"

_RULES = {
    # 34 civilians were killed; 20 killed or injured; 7,000 Soviet casualties; 49,000 dead soldiers
    "counted": rf"{_LIST}(?P<of>F[AX]*Q?[^QKVIDNTLO,;:().UR]{{1,8}}(?=[BA]*[BI]))?r?(?P<aux>[BA]*){_LOSS}"
    r"(?P<tail>[WPA]{0,3})(?P<again>(?:F?Y,?CQ(?=F?Y))*)",
    # three were lost: only of people
    "were lost": rf"{_LIST}r?(?P<aux>[BA]+)(?P<lost>L)",
    # killed 34 civilians; killing or wounding twelve
    "object": rf"(?P<loss>[KV](?:,?CA*[KV])*)[AX]{{0,2}}(?:(?<=X)C[AX]*)?{_THINGS}{_LIST}",
    # the death of 25 civilians
    "event": rf"(?P<loss>N(?:C[XA]*N)*)[XA]{{0,2}}{_LIST}",
    # lost 13 officers and 199 men
    "lost": rf"L[AX]{{0,2}}{_THINGS}{_LIST}",
    # losses amounted to 300; the death toll was 20; the number of wounded exceeded 500
    "toll": rf"(?P<toll>[DT]|H[WPAX]*[BA]*[KI]|#[WPAX]{{0,4}}[KDP])(?P<gap>[^QKVDTNLEO;.(]{{0,14}}?){_LIST}",
    # 10,000 are unidentified soldiers killed in 1945
    "are": r"(?P<list>Q)B(?P<who>[WPA]*P)A*(?P<loss>K)",
    # six were killed by shells and three by mines
    "ellipsis": r"[C,]{1,2}(?P<list>Q)A*(?P<same>F)",
    # one of whom died
    "of whom": r"(?P<list>Q)R[WAX]{0,2}[BA]*(?P<loss>[KI])",
}
_PATTERNS = {name: re.compile(rule) for name, rule in _RULES.items()}

_NEEDS_PEOPLE = {"captured", "missing", "casualties", "displaced", "abducted", "detained"}
"""What also happens to things: of these only people count, or numbers of nothing else."""


class Read(NamedTuple):
    """What a sentence gave: claims, and the one entry of what was not understood, if any."""

    claims: Sequence[Claim] = ()
    unread: Sequence[Unread] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """A claim in the making: the item of its number, category and group."""

    item: Item
    category: str
    group: str | None
    end: int
    kinds: frozenset[str]
    """The categories that its words name, before they are made one."""


@dataclass
class _Reader:
    row: Row
    lexicon: Lexicon
    found: list[_Found] = field(default_factory=list)
    explained: set[int] = field(default_factory=set)
    """Offsets of the numbers that are claims, parts, or known to be none."""

    @property
    def has_things(self) -> bool:
        return any(item.tag == "E" for item in self.row.items)


def read_claims(
    sentence: Sentence,
    dates: Sequence[Found],
    lexicon: Lexicon,
    citations: Citations,
    before: Callable[[], Speaker],
) -> Read:
    """Read the claims of a sentence; ``before`` finds who spoke in the sentence before."""
    text = sentence.text
    words = sentence.words
    if words.isdisjoint(lexicon.loss_words) or not _has_number(text, words, dates, lexicon):
        return Read()
    row = tag(text, lexicon, [(date.start, date.end) for date in dates])
    if set("KVIDNTLZ").isdisjoint(row.tags):
        return Read()
    reader = _Reader(row, lexicon)
    for part in _parts(row):
        _read_part(part, reader)
    source = find_source(row, lexicon, before) if reader.found else Speaker()
    claims = [
        Claim(
            text,
            source.of(each.item.start),
            _date_of(each, reader, dates, speaks=bool(source.names)),
            each.category,
            each.group,
            _quantity(each.item, row, lexicon),
            citations.of(sentence, (each.item.start, each.end)),
            sentence.place,
        )
        for each in sorted(reader.found, key=lambda each: each.item.start)
    ]
    return Read(claims, _unread(reader, sentence))


def _has_number(text: str, words: frozenset[str], dates: Sequence[Found], lexicon: Lexicon) -> bool:
    """Whether a sentence has a number outside its dates."""
    if not words.isdisjoint(lexicon.number_words | lexicon.words("vague_numbers")):
        return True
    return any(
        all(not date.start <= number.start() < date.end for date in dates)
        for number in NUMBER.finditer(text)
    )


def _unread(reader: _Reader, sentence: Sentence) -> Sequence[Unread]:
    vague = reader.lexicon.words("vague_numbers")
    figures = [
        item.text
        for item in reader.row.items
        if (item.tag == "Q" and item.start not in reader.explained)
        or (item.lower in vague and not reader.found)
    ]
    return [Unread(sentence.text, tuple(figures), sentence.place)] if figures else ()


def _quantity(item: Item, row: Row, lexicon: Lexicon) -> Quantity:
    """The number, approximate where the sentence estimates it before it is given."""
    quantity = item.quantity
    assert quantity is not None  # noqa: S101  every Q has one
    before = (each.lower for each in row.items if each.start < item.start)
    if not quantity.approximate and any(word in lexicon.words("estimates") for word in before):
        return Quantity(quantity.low, quantity.high, approximate=True)
    return quantity


# --- parts of a sentence


class _Part(NamedTuple):
    """Items that are read together; ``aside`` if they are in brackets or after "including"."""

    items: list[Item]
    aside: bool


_BACK = re.compile(r",(?:A*B|CA*[KV](?=A*Q)|A*[KI](?![,AKI]*C)|[FrU]|C?X?W*A*B)|[;:()]")
"""What ends "including …": the sentence goes on."""


def _parts(row: Row) -> Iterator[_Part]:
    """Cut asides out of a sentence; the sentence without them comes first."""
    main: list[Item] = []
    asides: list[list[Item]] = []
    index = 0
    tags = row.tags
    while index < len(row.items):
        opens = tags[index] == "("
        counts = tags[index] == "G" and (index == 0 or tags[index - 1] in ",(QPWKDIEYF)")
        if opens or (counts and _is_aside(row, index)):
            end = _closing(tags, index) if opens else _end_of_aside(tags, index)
            asides.append(row.items[index + 1 : end])
            if main and main[-1].tag == "," and end < len(tags) and tags[end] == ",":
                end += 1  # ", including 13 Malians," is left out with both commas
                main.pop()
            index = end + 1 if opens and end < len(tags) and tags[end] == ")" else end
            continue
        main.append(row.items[index])
        index += 1
    yield _Part(main, aside=False)
    for aside in asides:
        yield _Part(aside, aside=True)


def _is_aside(row: Row, index: int) -> bool:
    """Whether "included" is no verb of a toll: "the dead included 130 Germans"."""
    before = row.tags[max(0, index - 1) : index]
    word = row.items[index].lower
    return word.endswith(
        ("ing", "incl", "whom", "them", "which", "compris", "least")
    ) or before in {",", "("}


def _closing(tags: str, index: int) -> int:
    depth = 0
    for end in range(index, len(tags)):
        depth += (tags[end] == "(") - (tags[end] == ")")
        if depth == 0:
            return end
    return len(tags)


def _end_of_aside(tags: str, index: int) -> int:
    if (
        index
        and tags[index - 1] in "QWP"
        and (verb := re.compile(r"[^,;:()Q]*?(?=[BA]*B)").match(tags, index + 1))
    ):
        return verb.end()  # "eight people including the pilot were killed"
    match = _BACK.search(tags, index + 1)
    return match.start() if match else len(tags)


# --- rules


def _read_part(part: _Part, reader: _Reader) -> None:
    items = part.items
    tags = "".join(item.tag for item in items)
    index = 0
    while index < len(items):
        end = _apply(part, tags, index, reader)
        index = end if end > index else index + 1
    for position, item in enumerate(items):
        if (
            item.tag == "Q"
            and item.start not in reader.explained
            and _is_no_loss(part, tags, position, reader)
        ):
            reader.explained.add(item.start)


def _is_no_loss(part: _Part, tags: str, index: int, reader: _Reader) -> bool:
    """Whether a number is known to count no loss: of things, of survivors, or a plain part."""
    after = re.match(rf"{_NOUNS}(?:F[WPAX]{{0,4}})?[EO]", tags[index + 1 :])
    if after or tags[index + 1 : index + 2] == "S":
        return True
    if part.aside and reader.found and not set("KVIDNTL") & set(tags):
        return True
    if tags[index + 1 : index + 2] == "R":  # "one of the": no number of people
        return False
    item = part.items[index]
    return item.lower in {"one", "un", "une"} and tags[index + 1 : index + 2] in {"F", "C", ""}


def _apply(part: _Part, tags: str, index: int, reader: _Reader) -> int:
    for name, pattern in _PATTERNS.items():
        match = pattern.match(tags, index)
        if match is None:
            continue
        end = _take(name, match, part, tags, reader)
        if end:
            return end
    return 0


def _take(name: str, match: re.Match[str], part: _Part, tags: str, reader: _Reader) -> int:
    """Make claims of a match; return where to go on, 0 if the rule does not fit after all."""
    items, groups = part.items, match.groupdict()
    numbers = _numbers(match, items)
    end = match.end()
    match name:
        case "counted":
            numbers = _subjects(numbers)
            fits = _has_fitting_whole(match, items, numbers) and _fits_counted(
                match, tags, items, reader
            )
        case "were lost":
            fits = all(_has_people(items[first:last]) for first, last in numbers)
        case "ellipsis":
            fits = _fits_ellipsis(match, items, tags, reader)
        case "toll":
            if len(numbers) > 1:
                numbers = _objects(numbers, tags, match.end("list"), reader, items)
            end = numbers[-1][1]
            fits = _fits_toll(match, tags, items, numbers, reader)
        case _:
            given = len(numbers)
            numbers = _objects(numbers, tags, match.end("list"), reader, items)
            if name == "lost" and len(numbers) < given and tags[match.end("list")] != "E":
                return 0  # "lost 4 officers and 57 men killed"
            end = numbers[-1][1] if numbers and name != "are" and name != "of whom" else end
            fits = bool(numbers) and (
                name in {"are", "of whom"} or not re.match(r"[ES]", tags[end : end + 1])
            )
    category = _category(name, match, items, reader) if fits else None
    if category is None:
        return 0
    if name != "of whom" and not _all_people(name, category, match, numbers, items, tags, reader):
        return 0
    numbers = [each for each in numbers if not _is_excluded(each, items, tags)]
    if not numbers:
        return 0
    if "Q" in (groups.get("of") or ""):
        reader.explained.update(item.start for item in items[match.start("of") : match.end("of")])
    if groups.get("again"):
        numbers += [
            (at, at + 1)
            for at in range(match.start("again"), match.end("again"))
            if tags[at] == "Q"
        ]
    if _is_unreal(name, match, tags, items):
        return end
    for first, last in numbers:
        _add(first, last, category, name, match, part, tags, reader)
    return end


def _numbers(match: re.Match[str], items: Sequence[Item]) -> list[tuple[int, int]]:
    """The numbers of a list, each with the nouns after it: start and end."""
    start, end = match.span("list")
    starts = [index for index in range(start, end) if items[index].tag == "Q"]
    ends = []
    for first, following in zip(starts, [*starts[1:], end], strict=True):
        last = following
        while last - 1 > first and items[last - 1].tag in ",C":
            last -= 1
        ends.append((first, last))
    return ends


def _subjects(numbers: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The numbers that share a verb: without bare ones before one that counts something."""
    if numbers[-1][1] - numbers[-1][0] == 1:
        return numbers
    return [each for each in numbers if each[1] - each[0] > 1]


def _objects(
    numbers: list[tuple[int, int]], tags: str, end: int, reader: _Reader, items: Sequence[Item]
) -> list[tuple[int, int]]:
    """The objects of a verb: without the last if it is a thing, or the subject of what follows."""
    if tags[end : end + 1] == "E" and len(numbers) > 1:
        reader.explained.add(items[numbers[-1][0]].start)
        return numbers[:-1]
    return numbers[:-1] if re.match(r"R?[BA]*[KDI]", tags[end:]) else numbers


def _fits_counted(match: re.Match[str], tags: str, items: Sequence[Item], reader: _Reader) -> bool:
    """Whether the words of loss are said of the number: not "two gunmen killed five people"."""
    loss = items[match.start("loss") : match.end("loss")]
    after = tags[match.end() :]
    if loss[-1].tag == "D" and loss[-1].category == "captured" and re.match(r"r?[BA]+W", after):
        verb = items[match.end() + len(re.match(r"r?[BA]+", after)[0])]  # type: ignore[index]
        return verb.lower in reader.lexicon.words("taken")
    if match["aux"] and "B" in match["aux"]:
        active = re.fullmatch(
            r"(?:had|have|has|having)(?: later| also| already)*",
            _text(items, match.span("aux")).lower(),
        )
        return not (active and loss[-1].tag == "K" and re.match(r"A*[QXPWE]", after + " "))
    if match["tail"] and "P" not in match["tail"]:
        return loss[-1].tag != "K" or not match["tail"].strip("A")
    if loss[-1].tag == "K" and re.match(r"[AX]*[QXE]", after) and not match["tail"]:
        return _is_participle(tags, match, after)
    if match["tail"] and "P" in match["tail"]:
        return (
            loss[-1].tag in "KD"
            and not re.match(r"[BA]*[KVI]", after[:2])
            and re.match(r"[^QE]|$", after) is not None
        )
    return True


def _fits_ellipsis(match: re.Match[str], items: Sequence[Item], tags: str, reader: _Reader) -> bool:
    """Whether a number shares the verb of the claim before: both are followed by the same word."""
    if not reader.found:
        return False
    before = next((at for at, item in enumerate(items) if item.start >= reader.found[-1].end), None)
    if before is None or before >= match.start() or tags[before] != "F":
        return False
    return (
        items[before].lower == items[match.start("same")].lower
        and "Q" not in tags[before : match.start()]
    )


def _has_fitting_whole(
    match: re.Match[str], items: Sequence[Item], numbers: Sequence[tuple[int, int]]
) -> bool:
    """Whether "of the …" after a number is not of things: "five of the ships were lost"."""
    whole = match["of"] or ""
    if "E" not in whole or any(_has_people(items[first:last]) for first, last in numbers):
        return True
    return "P" in whole.partition("E")[0]


def _is_participle(tags: str, match: re.Match[str], after: str) -> bool:
    """Whether "10 killed" is followed by the next number of an enumeration, not by an object."""
    nouns = tags[match.start() + 1 : match.start("loss")]
    return "P" not in nouns and after.startswith("Q")


def _fits_toll(
    match: re.Match[str],
    tags: str,
    items: Sequence[Item],
    numbers: Sequence[tuple[int, int]],
    reader: _Reader,
) -> bool:
    toll = items[match.start("toll") : match.end("toll")]
    before = items[match.start() - 1] if match.start() else None
    if before is not None and before.tag == "E" and before.text.islower():
        return False  # "tank losses"
    if toll[0].tag == "D" and toll[0].lower not in reader.lexicon.words("toll_nouns"):
        return False
    if re.match(r"(?:[BA]*[KDI]|[ER])", tags[numbers[-1][1] :]):
        return False
    if items[numbers[0][0]].verb:
        return True
    amounts = reader.lexicon.words("amounts")
    gap = list(items[match.start("gap") : match.end("gap")])
    while gap and gap[-1].lower not in amounts and gap[-1].lower.split()[-1] not in amounts:
        if gap.pop().tag != "A":
            return False
    return bool(gap)


def _category(
    name: str, match: re.Match[str], items: Sequence[Item], reader: _Reader
) -> str | None:
    if name in {"lost", "were lost"}:
        return "casualties"
    if name == "ellipsis":
        return reader.found[-1].category
    if name == "toll":
        words = items[match.start("toll") : match.end("toll")]
        found = [item.category for item in words if item.category]
        return category_of(found[-1:])
    loss = list(items[match.start("loss") : match.end("loss")])
    last = _last_fate(items, match.end(), reader)
    return category_of([item.category for item in ([last] if last else loss) if item.category])


def _last_fate(items: Sequence[Item], index: int, reader: _Reader) -> Item | None:
    """What happened in the end: "had been captured *but were then shot*"."""
    if index >= len(items) or items[index].lower not in reader.lexicon.words("but"):
        return None
    after = re.match(r"r?[BAW]*?B[BAW]*?([KI])", "".join(item.tag for item in items[index + 1 :]))
    return items[index + after.end()] if after else None


def _has_people(items: Sequence[Item]) -> bool:
    return any(item.tag == "P" for item in items)


def _all_people(
    name: str,
    category: str,
    match: re.Match[str],
    numbers: Sequence[tuple[int, int]],
    items: Sequence[Item],
    tags: str,
    reader: _Reader,
) -> bool:
    """Whether the numbers may count people only."""
    if any(tags[last : last + 1] in {"E", "S"} and name != "counted" for _, last in numbers):
        return False
    if category not in _NEEDS_PEOPLE and name not in {"lost", "were lost"}:
        return True
    counted = [items[first:last] for first, last in numbers]
    if name in {"lost", "were lost"} and not any(_names_people(each, reader) for each in counted):
        return False
    whole = match.groupdict().get("of") or ""
    if (
        any(_has_people(each) for each in counted)
        or "P" in whole.partition("E")[0]
        or "P" in (match.groupdict().get("tail") or "")
    ):
        return True
    if name in {"lost", "were lost", "object"}:
        return False
    loss = (
        items[match.start("loss") : match.end("loss")]
        if "loss" in match.groupdict() and match["loss"]
        else []
    )
    if (
        name == "counted"
        and reader.found
        and re.fullmatch(r"[,;CA]*F?[CA]*", _between(reader.found[-1], numbers, items))
    ):
        return True  # the next of an enumeration of people
    toll = items[match.start("toll") : match.end("toll")] if name == "toll" else []
    of_people = reader.lexicon.words("of_people")
    named = any(item.lower in of_people for item in (*loss, *toll, *items[: match.start()][-4:]))
    return named or re.search(r"Q[WPAX]{0,4}E", tags) is None


def _names_people(items: Sequence[Item], reader: _Reader) -> bool:
    """Whether people are named: "two others were lost" may be of ships."""
    return any(
        item.tag == "P" and item.lower not in reader.lexicon.words("vague") for item in items
    )


def _between(found: _Found, numbers: Sequence[tuple[int, int]], items: Sequence[Item]) -> str:
    """The tags between the claim before and a number."""
    start = items[numbers[0][0]].start
    return "".join(item.tag for item in items if found.end <= item.start < start)


def _is_excluded(number: tuple[int, int], items: Sequence[Item], tags: str) -> bool:
    """Whether a number is that of a whole ("of the 55 men"), or none ("no one")."""
    first = number[0]
    before = [item.lower for item in items[max(0, first - 2) : first]]
    if "O" in re.sub(r"[XA]", "", tags[max(0, first - 3) : first])[-1:]:
        return True  # in exchange for 20 prisoners
    if before and before[-1] in {"no", "the", "each", "every"} and items[first].lower == "one":
        return True
    return before == ["of", "the"] and "R" not in tags


def _is_unreal(name: str, match: re.Match[str], tags: str, items: Sequence[Item]) -> bool:
    """Whether the loss was only planned, feared or denied."""
    start = match.start()
    clause = max((tags.rfind(sign, 0, start) for sign in ",;:"), default=-1) + 1
    near = tags[max(clause, start - 7) : start]
    inside = tags[start : match.end()]
    if name == "toll":
        first = items[_numbers(match, items)[0][0]].quantity
        return "U" in near or ("U" in inside and first is not None and first.low is not None)
    return "U" in near or "U" in inside


def _add(
    first: int,
    last: int,
    category: str,
    name: str,
    match: re.Match[str],
    part: _Part,
    tags: str,
    reader: _Reader,
) -> None:
    items = part.items
    item = items[first]
    reader.explained.add(item.start)
    before = tags[max(0, first - 2) : first]
    is_part = (
        part.aside
        or name == "of whom"
        or "R" in before
        or before.endswith("G")
        or _is_with(items, first)
    )
    kinds = _kinds(name, category, match, items)
    if is_part and any(each.kinds == kinds for each in reader.found):
        return
    if any(each.item.start == item.start for each in reader.found):
        return
    group = _group_of(first, last, name, match, items, tags, reader)
    reader.found.append(_Found(item, category, group, items[match.end() - 1].end, kinds))


def _kinds(name: str, category: str, match: re.Match[str], items: Sequence[Item]) -> frozenset[str]:
    """The categories that the words of a claim name."""
    if name in {"toll", "lost", "were lost", "ellipsis"}:
        return frozenset({category})
    loss = items[match.start("loss") : match.end("loss")]
    return frozenset(item.category for item in loss) or frozenset({category})


def _is_with(items: Sequence[Item], first: int) -> bool:
    """Whether a number is a part: "three were wounded, *with one* being severely wounded"."""
    return (
        first > 0
        and items[first - 1].lower in {"with", "dont"}
        and any(item.lower == "being" for item in items[first + 1 : first + 3])
    )


# --- group, date


def _group_of(
    first: int,
    last: int,
    name: str,
    match: re.Match[str],
    items: Sequence[Item],
    tags: str,
    reader: _Reader,
) -> str | None:
    """Who was hit, in the words of the sentence."""
    groups = match.groupdict()
    if name == "are":
        return _clean(items[match.start("who") : match.end("who")], reader)
    own = _clean(items[first + 1 : last], reader)
    if groups.get("of") and own is None:
        own = _clean(items[match.start("of") + 1 : match.end("of")], reader)
    if own is None and "P" in (groups.get("tail") or ""):
        own = _clean(items[match.start("tail") : match.end("tail")], reader)
    if own is not None:
        return own
    if name == "toll":
        return _owner(items, match.start("toll"), match, reader)
    for owner in range(first - 1, -1, -1):
        item = items[owner]
        counts = owner > 0 and tags[owner - 1] == "Q"
        is_toll = (
            item.tag in "DT" and item.lower in reader.lexicon.words("toll_nouns") and not counts
        )
        if is_toll and "Q" not in tags[owner:first]:
            return _owner(items, owner, match, reader)
        if item.tag in ";" or first - owner > 8:
            break
    subject = _subject(items, first, reader) or _whole(items, first, tags, reader)
    if subject is not None:
        return subject
    return reader.found[-1].group if reader.found else None


def _clean(items: Sequence[Item], reader: _Reader) -> str | None:
    """Words of a group without qualifiers of number; None for those that say nothing."""
    kept = [item for item in items if item.tag != "A"]
    while kept and kept[0].tag in "XFQ":
        kept = kept[1:]
    if not kept or {item.lower for item in kept} <= reader.lexicon.words("generic"):
        return None
    return reader.row.text[kept[0].start : kept[-1].end]


def _owner(items: Sequence[Item], index: int, match: re.Match[str], reader: _Reader) -> str | None:
    """Whose toll it is: "*Axis* losses", "the *1st Front*'s losses"."""
    if items[index].tag in "H#":
        last = items[match.end("toll") - 1]
        with_last = last.tag in "PD" and last.category in {"", "captured"}
        return _clean(items[index + 1 : match.end("toll") - (not with_last)], reader)
    start = index
    while start > 0 and (items[start - 1].tag == "A" or _is_of_name(items[start - 1], reader)):
        start -= 1
    words = [item for item in items[start:index] if item.tag in "WPSE"]
    if not words:
        after = re.match(r"F[XA]*([WP]+)", "".join(item.tag for item in items[index + 1 :]))
        if after and items[index + 1].lower in {"of", "among", "to", "des", "du", "de", "parmi"}:
            words = list(items[index + 1 + after.start(1) : index + 1 + after.end(1)])
    named = any(
        item.tag == "P" or item.text[:1].isupper() or _is_unit(item, reader) for item in words
    )
    if not named or any(item.lower in reader.lexicon.words("suffer") for item in words):
        return None
    text = reader.row.text[words[0].start : words[-1].end].strip()
    text = re.sub(r"['’]s?$", "", text)
    return None if text.lower() in reader.lexicon.words("generic") else text or None


def _is_of_name(item: Item, reader: _Reader) -> bool:
    """Whether an item may be a word of a name; a thing may be if it is one: "Eighth Army"."""
    unit = item.tag == "E" and (item.text[:1].isupper() or _is_unit(item, reader))
    return item.tag in "WP" or unit or item.text in {"'", "’"}


def _is_unit(item: Item, reader: _Reader) -> bool:
    return re.sub(r"['’]s$", "", item.lower) in reader.lexicon.words("unit_words")


def _subject(items: Sequence[Item], index: int, reader: _Reader) -> str | None:
    """Who suffered it: "The *Dutch* suffered one killed", "*JG 27* lost six men"."""
    verbs = reader.lexicon.words("suffer")
    for at in range(index - 1, max(-1, index - 12), -1):
        item = items[at]
        if item.lower in verbs or item.tag == "L":
            start = at
            while start > 0 and items[start - 1].tag in "BA":
                start -= 1
            end = start
            while start > 0 and _is_of_name(items[start - 1], reader):
                start -= 1
            words = items[start:end]
            own = item.tag == "L" or item.lower not in reader.lexicon.words("reporting")
            if any(
                word.tag == "P" or (own and (word.text[:1].isupper() or _is_unit(word, reader)))
                for word in words
            ):
                return reader.row.text[words[0].start : words[-1].end]
            return None
        if item.tag not in "QWPAX,CKD":
            break
    return None


def _whole(items: Sequence[Item], first: int, tags: str, reader: _Reader) -> str | None:
    """Of whom a number is a part: "Of the *Soviet prisoners*, 18,318 died"."""
    match = re.match(r"[FA]*F[XA]*Q?([WPD]+)[^,KI]*,", tags[:first])
    if match is None or items[0].lower not in {"of", "out", "sur", "parmi", "des"}:
        return None
    return _clean(items[match.start(1) : match.end(1)], reader)


def _date_of(found: _Found, reader: _Reader, dates: Sequence[Found], *, speaks: bool) -> str | None:
    """The date of a claim: the only one of the sentence, else the only one in its own clause."""
    spans = _runs(dates)
    all_found = reader.found
    parts = [
        item.start for item in reader.row.items if item.tag == "R" and item.start > found.item.start
    ]
    if not spans or (parts and spans[0][0] > parts[0]):
        return None  # "64,000, 56,000 of whom were captured in 1941"
    if len(spans) == 1:
        return spans[0][2]
    following = [each.item.start for each in all_found if each.item.start > found.item.start]
    limit = min(following, default=10**9)
    if spans[0][0] < min(each.item.start for each in all_found):  # dates come before their claims
        earlier = [each.item.start for each in all_found if each.item.start < found.item.start]
        mine = [span for span in spans if max(earlier, default=-1) < span[0] < found.item.start]
        first = [span for span in spans if span[0] < min(each.item.start for each in all_found)]
        if speaks and len(first) == 1:
            return first[0][2]  # "RFI reported on 9 February that …"
        return mine[0][2] if len(mine) == 1 else None
    mine = [span for span in spans if found.item.start <= span[0] < limit]
    return mine[0][2] if len(mine) == 1 and (following or len(all_found) > 1) else None


def _runs(dates: Sequence[Found]) -> list[tuple[int, int, str]]:
    """Dates, with the days of one enumeration as an interval: "on February 8 and 9"."""
    runs: list[list[Found]] = []
    for date in dates:
        if date.linked and runs:
            runs[-1].append(date)
        else:
            runs.append([date])
    spans = []
    for run in runs:
        first, last = run[0].span, run[-1].span
        interval = first.interval if len(run) == 1 else f"{first.start}/{last.end or last.start}"
        spans.append((run[0].start, run[-1].end, interval))
    return spans


def _text(items: Sequence[Item], span: tuple[int, int]) -> str:
    return " ".join(item.text for item in items[span[0] : span[1]])
