"""Numbers without their bounds: "1,200", "two dozen", "half a million", "une trentaine".

number = digits [multiplier] | number words ("one hundred and five", "two dozen")
| [half] a multiplier | a rough number ("une trentaine", "200-odd")
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.language.tokens import Token

__all__ = ["count_lead", "may_be_numbers", "read_number", "read_rough"]


def may_be_numbers(tokens: Sequence[Token], lexicon: Lexicon) -> list[int]:
    """Where numbers may begin, as a quick look tells."""
    words = _first_words(lexicon)
    return [
        index
        for index, (_, lower, _, _, kind) in enumerate(tokens)
        if kind in _OF_DIGITS or (kind == "word" and (lower in words or "-" in lower))
    ]


_OF_DIGITS = {"number", "mixed"}


@cache
def _first_words(lexicon: Lexicon) -> frozenset[str]:
    """The words of numbers, and what may begin a rough one: « *une* trentaine »."""
    rough = lexicon.numbers_of("rough_numbers")
    articles = lexicon.words("article_before_multiplier") if rough else frozenset()
    return lexicon.number_words | articles


def read_number(
    tokens: list[Token], index: int, lexicon: Lexicon, taken: Collection[int]
) -> tuple[int, int] | None:
    """Read a number at a token: its value and its end, with « de » after « millions »."""
    found = _read_number(tokens, index, lexicon, taken)
    if found is None or found[1] >= len(tokens) or found[0] < _MILLION:
        return found
    value, end = found
    if half := lexicon.phrases("and_half").at(tokens, end):  # « un million *et demi* »
        value += lexicon.numbers_of("multipliers").get(tokens[end - 1].lower, 0) // 2
        end = half[0]
    if end >= len(tokens):
        return value, end
    links = lexicon.words("rough_links")
    linked = tokens[end].lower in links and tokens[end - 1].kind == "word"
    return value, end + linked


_MILLION = 1_000_000


def _read_number(
    tokens: list[Token], index: int, lexicon: Lexicon, taken: Collection[int]
) -> tuple[int, int] | None:
    token = tokens[index]
    if token.kind == "mixed":
        return read_rough(tokens, index, lexicon) or _decimal(tokens, index, lexicon)
    if token.kind == "number":
        return _digits(tokens, index, lexicon)
    if token.kind != "word" or token.lower.partition("-")[0] not in lexicon.number_words:
        return None
    return _in_words(tokens, index, lexicon, taken)


def _digits(tokens: list[Token], index: int, lexicon: Lexicon) -> tuple[int, int] | None:
    digits = tokens[index].text
    plain = "".join(sign for sign in digits if sign.isdigit() or sign == ".")
    if index and tokens[index - 1].text in {"$", "£", "€", "#", "№"}:
        return None
    if _POINTED.fullmatch(plain):  # "2.000" is none of two people
        if lexicon.data.get("pointed_thousands") != "true":
            return None
        plain = plain.replace(".", "")
    multiplier, end = _multiplier(tokens, index, lexicon)
    if len(plain) > 15:
        return None
    value = float(plain) * multiplier
    if value != int(value) or value == 0:
        return None
    return int(value), end


def _multiplier(tokens: list[Token], index: int, lexicon: Lexicon) -> tuple[int, int]:
    """The multiplier of a number in digits, and where both end.

    A decimal may leave it to the other end of its range: "1.5 to 2 *million*".
    """
    multipliers = lexicon.numbers_of("multipliers")
    end = index + 1
    after = [token.lower for token in tokens[end : end + 3]]
    if after and after[0] in multipliers:
        return multipliers[after[0]], end + 1
    is_between = index and tokens[index - 1].lower in lexicon.words("between")
    links = lexicon.words("between_links" if is_between else "range_links")
    if len(after) == 3 and (after[0] in links or after[0] in "–—-"):
        is_range = _FRACTION.fullmatch(tokens[index].text) and tokens[end + 1].text[0].isdigit()
        return (multipliers.get(after[2], 1) if is_range else 1), end
    return 1, end


def _decimal(tokens: list[Token], index: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Read « 1,5 million », where a point is that of thousands."""
    multiplier, end = _multiplier(tokens, index, lexicon)
    if multiplier == 1 or _DECIMAL.fullmatch(tokens[index].text) is None:
        return None
    value = float(tokens[index].text.replace(",", ".")) * multiplier
    pointed = lexicon.data.get("pointed_thousands") == "true"
    return (round(value), end) if pointed and value == round(value) else None


_FRACTION = re.compile(r"\d{1,3}[.,]\d{1,2}")
_DECIMAL = re.compile(r"\d{1,3},\d{1,2}")
_POINTED = re.compile(r"\d{1,3}\.\d{3}")


def _in_words(
    tokens: list[Token], index: int, lexicon: Lexicon, taken: Collection[int]
) -> tuple[int, int] | None:
    """Read "twenty-five", "one hundred and five", "a dozen", "two thousand"."""
    small, multipliers = lexicon.numbers_of("numbers"), lexicon.numbers_of("multipliers")
    if (found := read_rough(tokens, index, lexicon)) is not None:
        return found
    total = current = 0
    end = index
    seen = False
    while end < len(tokens) and end not in taken:
        word = tokens[end].lower
        value = _compound(_parts_of(word, lexicon), small)
        if value is not None:
            if seen and not (
                current % 100 == 0 or (current % 10 == 0 and value < 10 < current % 100)
            ):
                break
            current += value
        elif word in multipliers and (seen or _may_begin(tokens, index, lexicon)):
            share = 1 if seen else _share_before(tokens, index - 1, lexicon)[1]
            if share == 0 or multipliers[word] % share:
                return None
            current = max(current, 1) * multipliers[word] // share
            if multipliers[word] >= 1000:
                total, current = total + current, 0
        elif seen and _links_one(tokens, end, current, lexicon):
            end += 1
            continue  # « vingt *et* un »
        elif (
            seen
            and total + current >= 100
            and word in lexicon.words("number_links")
            and (
                end + 1 < len(tokens)
                and _compound(tokens[end + 1].lower.split("-"), small) is not None
                and tokens[end - 1].lower in multipliers
                and current % 100 == 0
            )
        ):
            end += 1
            continue
        else:
            break
        seen = True
        end += 1
    return (total + current, end) if seen and total + current else None


def _parts_of(word: str, lexicon: Lexicon) -> list[str]:
    """The words that make a number, without what joins them: « trente-*et*-un »."""
    first, *rest = word.replace("\u2011", "-").split("-")
    links = lexicon.words("tens_links")
    return [first, *(part for part in rest if part not in links or part == rest[-1])]


def _links_one(tokens: list[Token], end: int, current: int, lexicon: Lexicon) -> bool:
    """Whether a word joins tens and what is added to them."""
    following = tokens[end + 1 : end + 2]
    return (
        current % 100 >= 20
        and current % 10 == 0
        and tokens[end].lower in lexicon.words("tens_links")
        and any(token.lower in lexicon.words("after_tens") for token in following)
    )


def _compound(parts: list[str], small: Mapping[str, int]) -> int | None:
    """The value of "twenty-five", "quatre-vingt-dix-sept": the sum of its longest known parts."""
    value = 0
    while parts:
        length = next((n for n in range(len(parts), 0, -1) if "-".join(parts[:n]) in small), 0)
        if length == 0:
            return None
        value += small["-".join(parts[:length])]
        parts = parts[length:]
    return value


def read_rough(tokens: list[Token], index: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Read "une trentaine de", with its article before, or "200-odd": a number about right."""
    if odd := _ODD.fullmatch(tokens[index].lower):
        found = odd[2] in lexicon.words("rough_endings")
        return (int(odd[1].replace(",", "")), index + 1) if found else None
    rough = lexicon.numbers_of("rough_numbers")
    first, *rest = tokens[index : index + 3]
    quotes = int(bool(rest) and rest[0].text in _OPENING)  # « une “trentaine” de morts »
    if quotes:
        rest = tokens[index + 2 : index + 5]
        if len(rest) > 1 and rest[1].text in _CLOSING:
            quotes += 1
            del rest[1]
    if not rest or first.lower not in lexicon.words("article_before_multiplier"):
        return None
    value = rough.get(rest[0].lower)
    if value is None:
        return None
    linked = len(rest) > 1 and rest[1].lower in lexicon.words("rough_links")
    return value, index + 2 + quotes + linked


_OPENING, _CLOSING = {"«", "“", '"'}, {"»", "”", '"'}
_ODD = re.compile(r"(\d[\d,]{0,9})-([^\W\d]+)")


def count_lead(tokens: list[Token], core: int, lexicon: Lexicon) -> int:
    """How many words before a multiplier belong to it: "*half a* million", "*a* dozen"."""
    multiplies = tokens[core].lower in lexicon.numbers_of("multipliers")
    if not multiplies or not _article_before(tokens, core, lexicon):
        return 0
    return 1 + _share_before(tokens, core - 1, lexicon)[0]


def _share_before(tokens: list[Token], index: int, lexicon: Lexicon) -> tuple[int, int]:
    """How many words "half" before "a million" has, and what it divides it by; 0 is no share."""
    for phrase, share in lexicon.numbers_of("shares").items():
        words = phrase.split()
        before = tokens[max(0, index - len(words)) : index]
        if [token.lower for token in before] == words:
            return len(words), share
    return 0, 1


def _may_begin(tokens: list[Token], index: int, lexicon: Lexicon) -> bool:
    """Whether a multiplier may begin a number: "a hundred", or alone "cent"."""
    alone = tokens[index].lower in lexicon.words("multipliers_alone")
    return alone or _article_before(tokens, index, lexicon)


def _article_before(tokens: list[Token], index: int, lexicon: Lexicon) -> bool:
    return index > 0 and tokens[index - 1].lower in lexicon.words("article_before_multiplier")
