"""Numbers with their bounds: "at least 20", "c. 1,200–1,500", "between five and ten".

    quantity = before* number (link before* number)? after*
    before   = at least | up to | about | between     after = "+" | or more | or fewer | estimated

The words are the language's; what the bounds mean for ``low``, ``high`` and ``approximate`` is
decided here alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.language.numerals import count_lead, may_be_numbers, read_number, read_rough
from wikibrief.facts.language.tokens import Token
from wikibrief.facts.model import Quantity

__all__ = ["Count", "find_counts"]

_DASHES = {"–", "-", "—", "‒", "−", "‐"}
_NEAR = 6
"""How many words before "from 25 to 31" say that it is a change."""
_LARGEST = 10**9
"""More people than that are a misreading."""


class Count(NamedTuple):
    """A quantity over ``tokens[start:end]``; ``core`` is where its first number begins.

    ``verb`` says that what bounds it is a verb of amount: "exceeded 500", "range from 5 to 6".
    """

    start: int
    core: int
    end: int
    quantity: Quantity
    verb: bool
    use: Literal["", "old", "age", "ages"] = ""
    """What it is if it counts nothing: "rose from *25* to 31", "aged *between 4 and 11*"; or if it
    may be one more age: "aged 5 *and 7*"."""


def find_counts(tokens: list[Token], lexicon: Lexicon, taken: Collection[int] = ()) -> list[Count]:
    """Find the quantities of a sentence; the tokens at ``taken`` belong to dates."""
    candidates = may_be_numbers(tokens, lexicon)
    taken = {*taken, *_no_numbers(tokens, lexicon)} if candidates else taken
    counts: list[Count] = []
    end = 0
    for index in candidates:
        if index < end or index in taken:
            continue
        number = read_number(tokens, index, lexicon, taken)
        if number is None:
            continue
        floor = counts[-1].end if counts else 0
        count = _count(tokens, index, number, floor, lexicon, taken)
        if count and lexicon.phrases("before_ages").before(tokens, count.start) is not None:
            count = count._replace(use="age")
        elif count and counts and _may_be_age(counts[-1], count, tokens, lexicon):
            count = count._replace(use="ages")
        elif count and _is_vague(tokens, count, lexicon):
            count = count._replace(use="old")
        if count is not None:
            if counts and (whole := _enumeration(counts[-1], count, tokens, lexicon)):
                counts[-1] = whole
            else:
                counts.append(count)
        end = max(count.end if count else 0, number[1])
    return counts


def _may_be_age(first: Count, rest: Count, tokens: list[Token], lexicon: Lexicon) -> bool:
    """Whether a number may be the next of some ages: "two boys aged 5 *and 7* were killed"."""
    links = {",", *lexicon.words("enumerations")}
    between = tokens[first.end : rest.start]
    if first.use not in {"age", "ages"} or any(token.lower not in links for token in between):
        return False
    after = tokens[rest.end : rest.end + 1]
    ends = not after or not after[0].text[0].isalnum()
    return ends or after[0].lower in links | lexicon.words("auxiliaries")


def _enumeration(first: Count, rest: Count, tokens: list[Token], lexicon: Lexicon) -> Count | None:
    """Two counts as one, where they are alternatives: "5, 6 or 7 people"."""
    low, next_low = first.quantity.low, rest.quantity.low
    if (
        first.use
        or rest.start - first.end != 1
        or tokens[first.end].text != ","
        or rest.quantity.high is None
    ):
        return None
    links = lexicon.words("range_links")
    joined = any(token.lower in links for token in tokens[rest.core : rest.end])
    if low is None or low != first.quantity.high or next_low is None or not joined:
        return None
    if not low < next_low <= 2 * low:
        return None
    quantity = Quantity(low, rest.quantity.high, rest.quantity.approximate)
    return Count(first.start, first.core, rest.end, quantity, verb=False)


def _no_numbers(tokens: list[Token], lexicon: Lexicon) -> Iterator[int]:
    """The tokens that only look like numbers: "one another", "no one", „*3.* Division“."""
    for start, end in lexicon.phrases("no_numbers").places(tokens):
        yield from range(start, end)
    if "." in lexicon.list_of("ordinals"):
        for index, (number, stop) in enumerate(pairwise(tokens[:-1])):
            if number.kind == "number" and stop.text == "." and stop.start == number.end:
                yield index


class _Bounds(NamedTuple):
    """What the words before or after a number say of it."""

    least: bool = False
    most: bool = False
    about: bool = False
    between: bool = False
    verb: bool = False

    def __or__(self, other: object) -> _Bounds:
        """Both together."""
        assert isinstance(other, _Bounds)  # noqa: S101
        if other == _NO_BOUNDS:
            return self
        return _Bounds(*(mine or its for mine, its in zip(self, other, strict=True)))


_NO_BOUNDS = _Bounds()


def _count(
    tokens: list[Token],
    core: int,
    number: tuple[int, int],
    floor: int,
    lexicon: Lexicon,
    taken: Collection[int],
) -> Count | None:
    value, end = number
    begin = max(floor, core - count_lead(tokens, core, lexicon))
    start, before = _before(tokens, begin, floor, lexicon)
    if before.most and _is_change(tokens, start, lexicon, 1):
        before = before._replace(most=False)  # "revised *up to* 31"
    rough = _Bounds(about=read_rough(tokens, core, lexicon) is not None)
    if before.between and _is_change(tokens, start, lexicon, _NEAR):
        return Count(core, core, end, Quantity(value, value), verb=False, use="old")
    end, first_after = _after(tokens, end, lexicon)
    first_after |= _after_noun(tokens, end, lexicon) | rough
    low = high = value
    other = _second(tokens, end, before, lexicon, taken)
    if other is None and _goes_on(tokens, end, lexicon):
        return Count(core, core, end, Quantity(value, value), verb=False, use="old")
    bounds = before
    if other is not None and other[0] < value and before.between:
        other, low = (value, *other[1:]), other[0]  # "from 2,200 to only 700"
    if other is not None and other[0] > low:
        if _is_shortened(low, other[0], tokens[core:end]):
            unread = Quantity(low, other[0])
            return Count(core, core, other[1], unread, verb=False, use="old")
        high, end, inner = other
        low *= _left_out(low, high, tokens[core:end], lexicon)
        bounds |= inner
        if before.least and inner.most:  # "at least 30 and up to 50" has both its ends
            bounds = bounds._replace(least=False, most=False)
        end, after = _after(tokens, end, lexicon)
        bounds |= after | first_after
    else:
        bounds |= first_after
        if before.between:  # "from 20" alone is no quantity's bound
            start, bounds = _before(tokens, begin, floor, lexicon, _BOUNDS[:-1])
            bounds |= first_after
    if high > _LARGEST or (end < len(tokens) and _is_share(tokens, end, lexicon)):
        return None
    return Count(start, core, end, _quantity(low, high, bounds), bounds.verb)


def _goes_on(tokens: list[Token], end: int, lexicon: Lexicon) -> bool:
    """Whether the second number of a range is in a form that is not read: "*10*–15k"."""
    following = tokens[end : end + 2]
    if len(following) < 2 or following[1].kind != "mixed" or not following[1].text[0].isdigit():
        return False
    return following[0].text in _DASHES or following[0].lower in lexicon.words("range_links")


def _left_out(low: int, high: int, tokens: list[Token], lexicon: Lexicon) -> int:
    """What the first number of a range leaves out: "17–19,000", "1 to 1.5 million"."""
    multipliers = lexicon.numbers_of("multipliers")
    units = [multipliers[token.lower] for token in tokens if token.lower in multipliers][-1:]
    unit = units[0] if units else _THOUSAND
    return unit if low < _THOUSAND and low * unit < high and (units or high % unit == 0) else 1


_THOUSAND = 1000


def _is_shortened(low: int, high: int, tokens: list[Token]) -> bool:
    """Whether the first number of a range may leave out hundreds: "*3*-400 men"."""
    digit = len(tokens) == 1 and tokens[0].kind == "number"
    return digit and low < _TEN and high % _HUNDRED == 0 and high < _THOUSAND


_TEN, _HUNDRED = 10, 100


def _is_vague(tokens: list[Token], count: Count, lexicon: Lexicon) -> bool:
    """Whether a range ends with no number: "from 100 *to several hundred*"."""
    links = lexicon.words("range_links")
    if lexicon.phrases("between").before(tokens, count.start) is not None:
        links |= lexicon.words("between_links")
    link, *rest = [token.lower for token in tokens[count.end : count.end + 3]] or [""]
    linked = link in links or link in _DASHES
    return linked and not lexicon.words("vague_numbers").isdisjoint(rest)


def _is_share(tokens: list[Token], end: int, lexicon: Lexicon) -> bool:
    """Whether a number counts parts: "15 *per cent*", "one *quarter*"."""
    if tokens[end].lower in lexicon.words("fractions"):
        return True
    return lexicon.phrases("percent").at(tokens, end) is not None


def _quantity(low: int, high: int, bounds: _Bounds) -> Quantity:
    if bounds.least:
        return Quantity(low, None, bounds.about)
    if bounds.most:
        return Quantity(None, high, bounds.about)
    return Quantity(low, high, bounds.about)


_BOUNDS = ("no_bounds", "at_least", "at_most", "about", "between")


def _before(
    tokens: list[Token],
    core: int,
    floor: int,
    lexicon: Lexicon,
    keys: tuple[str, ...] = _BOUNDS,
) -> tuple[int, _Bounds]:
    """Read the bounds before a number; return where they begin."""
    start, bounds = core, _NO_BOUNDS
    phrases = lexicon.phrases_of(keys)
    while found := phrases.before(tokens, start, floor):
        begin, key = found
        if key == "no_bounds":
            break
        words = " ".join(token.lower for token in tokens[begin:start])
        start = begin
        bounds |= _Bounds(
            least=key == "at_least",
            most=key == "at_most",
            about=key == "about",
            between=key == "between",
            verb=words in lexicon.words("bounds_with_verbs"),
        )
    return start, bounds


def _is_change(tokens: list[Token], start: int, lexicon: Lexicon, near: int) -> bool:
    """Whether a word of change is just before: "the toll was *revised* from 25 to 31"."""
    before = tokens[max(0, start - near) : start]
    return any(token.lower in lexicon.words("changes") for token in before)


_AFTER = {
    "at_least_after": _Bounds(least=True),
    "at_most_after": _Bounds(most=True),
    "about_after": _Bounds(about=True),
}


def _after(tokens: list[Token], end: int, lexicon: Lexicon) -> tuple[int, _Bounds]:
    """Read the bounds after a number; return where they end."""
    bounds = _NO_BOUNDS
    if end < len(tokens) and tokens[end].text == "+" and not _number_at(tokens, end + 1):
        return end + 1, _Bounds(least=True)  # but "13 + 1 attacker" is no bound
    phrases = lexicon.phrases_of(tuple(_AFTER))
    for key, found in _AFTER.items():
        if end >= len(tokens):
            break
        if tokens[end].text != "(" and not phrases.may_begin(tokens[end].lower):
            break
        bracket = tokens[end].text == "(" and end + 1 < len(tokens)
        at = lexicon.phrases(key).at(tokens, end + 1 if bracket else end)
        if at is None or (
            bracket and (at[0] >= len(tokens) or tokens[at[0]].text not in {")", "."})
        ):
            continue
        if (
            not bracket
            and key == "about_after"
            and tokens[end].text != "?"
            and _number_at(tokens, at[0])
        ):
            continue  # "50 estimated 20": it belongs to the second
        end = at[0]
        bounds |= found
        if bracket:
            end += tokens[end].text == "."
            end += end < len(tokens) and tokens[end].text == ")"
    return end, bounds


def _after_noun(tokens: list[Token], end: int, lexicon: Lexicon) -> _Bounds:
    """The bounds after people, before a verb or a sign: « 20 personnes *au moins* ont péri »."""
    if end + 1 >= len(tokens) or tokens[end].lower not in lexicon.words("people"):
        return _NO_BOUNDS
    if tokens[end + 1].lower in lexicon.words("enumerations"):
        return _NO_BOUNDS  # "20 people *and more* houses"
    for key, bounds in _AFTER.items():
        found = lexicon.phrases(key).at(tokens, end + 1)
        after = tokens[found[0] : found[0] + 1] if found else []
        ends = all(each.kind == "sign" or each.lower in _verbs(lexicon) for each in after)
        if found is not None and ends:
            return bounds
    return _NO_BOUNDS


@cache
def _verbs(lexicon: Lexicon) -> frozenset[str]:
    """The first words of auxiliaries."""
    return frozenset(phrase.split()[0] for phrase in lexicon.list_of("auxiliaries"))


def _number_at(tokens: list[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].kind == "number"


_FILLERS = 5
"""Words that may be before the second number of a range: "*perhaps as many as* 150"."""


def _or_even(tokens: list[Token], end: int, lexicon: Lexicon) -> int:
    """Where a range goes on after a comma: « 12, *voire* 15 »; 0 if it does not."""
    if tokens[end].text != "," or end + 1 >= len(tokens):
        return 0
    found = lexicon.phrases("or_even").at(tokens, end + 1)
    return found[0] if found else 0


def _second(
    tokens: list[Token], end: int, before: _Bounds, lexicon: Lexicon, taken: Collection[int]
) -> tuple[int, int, _Bounds] | None:
    """Read the second number of a range: its value, its end, and its own bounds."""
    if end >= len(tokens):
        return None
    link = "between_links" if before.between else "range_links"
    if tokens[end].text in _DASHES:
        index = end + 1
    elif even := _or_even(tokens, end, lexicon):
        index = even
    elif found := lexicon.phrases(link).at(tokens, end):
        index = found[0]
    elif before.least and (found := lexicon.phrases("between_links").at(tokens, end)):
        index = found[0]
        link = ""  # "at least 30 and up to 50" is a range, "at least 30 and 50 others" is none
    else:
        return None
    stop = index
    while stop < len(tokens) and stop - index < _FILLERS:
        number = None if stop in taken else read_number(tokens, stop, lexicon, taken)
        if number is not None:
            begin, bounds = _before(tokens, stop, index, lexicon)
            words = {token.lower for token in tokens[index:begin]}
            if begin != index and not words <= lexicon.words("range_fillers"):
                return None
            if not link and not bounds.most:
                return None
            most = before.least and bounds.most
            return number[0], number[1], _Bounds(about=bounds.about, most=most)
        stop += 1
    return None
