"""The grammar of losses: a sentence as a row of tags, and rules that are patterns over it.

Every token, phrase, number and date of a sentence becomes one item with one tag:

    Q a number of something           K killed, wounded … (after the number, or before its object)
    P people   E things               V killing, wounding … (before its object only)
    W another word                    I died, surrendered … (after its subject)
    B was, were, had been             D dead, casualties, prisoners … (counted)
    A seriously, only, another        N death of, injury of …
    C and, or, as well as             T death toll, number of wounded …
    G including                       L lost
    R of whom                         O survived, escaped … (no loss)
    F in, by, during …                U would, could, not … (unreal)
    X the, his …                      H how many
    Y a date                          , ; : . ( ) themselves, S another sign

    # number of                       Z neutralised, put out of action (loss of a kind not said)
    M except, rather than             o another (one more, of whom nothing else is said)
    u in the film, for every          w is false, is disputed
    q a number that is none of people: a share, one that is written in another way, an old one

A rule is a regular expression over the tags; ``claims.py`` says what its groups mean. Everything
that is not matched by a rule is left out, and a number that is left out is reported.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.language.numbers import Count, find_counts
from wikibrief.facts.language.tokens import Token, tokenize
from wikibrief.facts.model import FURTHER, Quantity

__all__ = ["LONGEST", "STATES", "Item", "TaggedSentence", "category_of", "is_counting", "tag"]

LONGEST = 5_000
"""Characters of a sentence that is read: in a longer one it is not known what belongs together."""
_SIGNS = {
    ".": ".",
    "!": ".",
    "?": ".",
    ",": ",",
    ";": ";",
    ":": ":",
    "(": "(",
    ")": ")",
    "[": "(",
    "]": ")",
    "–": ":",
    "—": ":",
    "-": ":",
    "&": "C",
}


class Item(NamedTuple):
    """One item of a row; ``category`` is that of a word of loss."""

    tag: str
    text: str
    start: int
    end: int
    category: str = ""
    quantity: Quantity | None = None
    verb: bool = False
    core: int = 0
    lower: str = ""


def _item(tag: str, text: str, start: int, end: int, category: str = "") -> Item:
    return Item(tag, text, start, end, category, lower=text.lower())


class TaggedSentence(NamedTuple):
    """A tagged sentence; ``tags`` has one letter for each item."""

    text: str
    items: list[Item]
    tags: str


def tag(text: str, lexicon: Lexicon, dates: Sequence[tuple[int, int]] = ()) -> TaggedSentence:
    """Tag a sentence; ``dates`` are the places of its dates."""
    tokens = tokenize(text)
    of_date = {
        index: number
        for number, (start, end) in enumerate(dates)
        for index, token in enumerate(tokens)
        if token.start < end and start < token.end
    }
    counts = {count.start: count for count in find_counts(tokens, lexicon, of_date)}
    held = {*counts, *of_date}
    longer = lexicon.tagged.begin_longer
    new = tuple.__new__  # faster than the class itself, and there are many
    items: list[Item] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if index in of_date:
            end = index
            while end < len(tokens) and of_date.get(end) == of_date[index]:
                end += 1
            stop = tokens[end - 1].end
            items.append(_item("Y", text[token.start : stop], token.start, stop))
        elif count := counts.get(index):
            end = count.end
            start, stop = token.start, tokens[end - 1].end
            core = tokens[count.core].start
            words = text[start:stop]
            letter = "W" if _is_name(items, count, words, lexicon) else _USES[count.use]
            quantity = None if letter == "W" else count.quantity
            items.append(
                Item(letter, words, start, stop, "", quantity, count.verb, core, words.lower())
            )
        elif token.lower in longer and (phrase := _phrase(text, tokens, index, held, lexicon)):
            item, end = phrase
            items.append(item)
        else:
            word, lower, start, stop, kind = token
            letter, category, lower = _read_word(word, lower, kind, lexicon)
            items.append(new(Item, (letter, word, start, stop, category, None, False, 0, lower)))
            end = index + 1
        index = end
    if "-" in text:
        items = _with_ages(items, lexicon)
    items = _in_context(items, lexicon)
    return TaggedSentence(text, items, "".join(item.tag for item in items))


_USES = {"": "Q", "old": "q", "age": "a", "ages": "a"}
_SLASHED = re.compile("(?<=[KD])S(?=A*[KD])")
"""A slash between two words of loss: "5 captured*/*missing"."""
_AGES = re.compile("a(?:[,C]+a)*")


def _in_context(items: list[Item], lexicon: Lexicon) -> list[Item]:
    """Take words for what their neighbours make of them."""
    items = _with_marks(items, lexicon)
    tags = "".join([item.tag for item in items])
    out = _without_shares(items, tags, lexicon)
    for index in _changeable(items, tags, lexicon):
        if taken := _taken_for(items, tags, index, lexicon):
            out[index] = items[index]._replace(tag=taken)
    return out


def _with_ages(items: list[Item], lexicon: Lexicon) -> list[Item]:
    """Take one of whom only the age is said for a number of people: "*a 12-year-old* was hurt"."""
    endings = tuple(lexicon.list_of("joined_ages"))
    ages = [at for at, item in enumerate(items) if endings and item.lower.endswith(endings)]
    for at in reversed(ages):
        article = items[at - 1] if at else None
        after = "".join(item.tag for item in items[at + 1 : at + 4])
        if article is None or article.lower not in lexicon.words("article_before_multiplier"):
            continue
        if _OF_AGE.match(after):
            text = f"{article.text} {items[at].text}"
            one = _item("Q", text, article.start, items[at].end)
            items = [*items[: at - 1], one._replace(quantity=_ONE), *items[at + 1 :]]
    return items


_OF_AGE = re.compile("W{0,2}P|[BIKCF,.;)]|$")
"""What follows the age of a person: "a 12-year-old *boy*", not "a 12-year-old *war*"."""
_ONE = Quantity(1, 1)


def _with_marks(items: list[Item], lexicon: Lexicon) -> list[Item]:
    """Settle what ages, prisoners and slashes are, before anything is asked of its neighbours.

    Prisoners are people where something else happened to them ("40 prisoners were shot", "they
    shot 40 prisoners"), and a thing before people says which ("20 tank crewmen").
    """
    tags = "".join([item.tag for item in items])
    if "a" in tags:
        for match in _AGES.finditer(tags):
            start, end = match.span()
            start -= start > 0 and _is_of(items[start - 1], "W", "before_ages", lexicon)
            end += end < len(items) and _is_of(items[end], "E", "units_of_age", lexicon)
            for index in range(start, end):
                items[index] = items[index]._replace(tag="A")
        tags = "".join([item.tag for item in items])
    if "*" in tags:
        things = any(item.lower in lexicon.words("things_happen") for item in items)
        unclear = set("KVIDZ").isdisjoint(tags)  # "lost 22 fighters" may be of either
        prisoners = "E" if things else "W" if unclear and "L" in tags else "E" if unclear else "P"
        items = [item._replace(tag=prisoners) if item.tag == "*" else item for item in items]
    if "S" in tags:
        for match in _SLASHED.finditer(tags):
            if items[match.start()].text == "/":
                items[match.start()] = items[match.start()]._replace(tag="C")
    return items


def _is_of(item: Item, letter: str, key: str, lexicon: Lexicon) -> bool:
    """Whether an item has a tag and is in a list."""
    return item.tag == letter and item.lower in lexicon.words(key)


def _changeable(items: list[Item], tags: str, lexicon: Lexicon) -> Iterator[int]:
    """The items that may be taken for something else by their neighbours, as a quick look tells."""
    for index, letter in enumerate(tags):
        if letter == "W" and tags[index - 1 : index] not in _BEFORE_OTHERS:
            if items[index].lower in lexicon.one_more:
                yield index
        elif letter in "EADFKORUWXZQr":
            yield index


_BEFORE_OTHERS = {"Q", "B", "A"}
"""What is before a word that its neighbours make another: the most have others."""


def _taken_for(items: list[Item], tags: str, index: int, lexicon: Lexicon) -> str:
    """The tag that a word has by its neighbours; none if it keeps its own."""
    item = items[index]
    match item.tag:
        case "Q":
            counts_nothing = (
                _is_year(items, tags, index, lexicon)
                or _is_of_month(items, index, lexicon)
                or _is_day(items, index, lexicon)
                or _is_within_name(items, index)
            )
            return "W" if counts_nothing else ""
        case "X":
            return _of_determiner(item, tags, index, lexicon)
        case "E" | "R":
            return _before_people(item, tags, index + 1)
        case "A" | "W":
            more = _is_one_more(items, tags, index, lexicon)
            return "o" if more else _of_word(item, tags, index, lexicon)
        case "O":
            return _of_survivors(item, tags[index + 1 : index + 3], lexicon)
        case "F":
            return _of_preposition(item, tags, index, lexicon)
        case "U" | "r":
            return "A" if _is_only(items, index, lexicon) else ""
        case "Z":
            fell = item.lower in lexicon.words("unclear_of_people")
            return "W" if fell and not _FALLEN.search(tags[: index + 2]) else ""
    if (item.category in STATES or item.tag == "K") and _is_hit(items, tags, index):
        return "P"
    victims = item.lower in lexicon.words("hit_people")
    return "P" if victims and _are_victims(item, tags, index) else ""


def _of_determiner(item: Item, tags: str, index: int, lexicon: Lexicon) -> str:
    """The tag of « des »: « sept *des* otages », « dix membres *des* forces armées »."""
    counted = _COUNTED.search(tags, max(0, index - _FEW), index)
    return "F" if counted and item.lower in lexicon.words("part_links") else ""


def _of_preposition(item: Item, tags: str, index: int, lexicon: Lexicon) -> str:
    """The tag of where or when: "all 20 *aboard* died", « ont tué *lundi* 40 terroristes »."""
    alone = item.lower in lexicon.words("places_alone") and _HAPPENS.match(tags, index + 1)
    if tags[index - 1 : index] == "B" and item.lower in lexicon.words("new_statements"):
        return "A"  # « 28 soldats avaient *alors* péri »
    return "A" if alone or _is_time_within(item, tags, index, lexicon) else ""


def _are_victims(item: Item, tags: str, index: int) -> bool:
    """Whether victims are people of whom more is said: "20 victims died", "killed 20 *victims*"."""
    if _HAPPENS.match(tags, index + 1):
        return True
    objects = _OBJECTS_OF.search(tags, max(0, index - _NEAR), index)
    return item.tag == "D" and objects is not None


_COUNTED = re.compile("Q(?:[WA]*P(?:CP)?)?$")
_FEW = 5


def _is_only(items: list[Item], index: int, lexicon: Lexicon) -> bool:
    """Whether two words together mean "only": « ils *n'*ont eu *que* 12 morts »."""
    first, second = lexicon.words("only"), lexicon.words("only_after")
    if items[index].lower in first:
        near = range(index + 2, min(index + _FEW, len(items) - 1))
    elif items[index].lower in second:
        near = range(index, min(index + 1, len(items) - 1))
        if all(item.lower not in first for item in items[max(0, index - _FEW) : index]):
            return False
    else:
        return False
    return any(items[at].lower in second and items[at + 1].tag == "Q" for at in near)


def _before_people(item: Item, tags: str, index: int) -> str:
    """The tag of a word that people follow: "20 *tank* crewmen", "seven *of these* men died"."""
    if item.tag == "E":
        return "W" if tags[index : index + 1] == "P" else ""
    return "F" if _OF_NAMED.match(tags, index) else ""


def _of_word(item: Item, tags: str, index: int, lexicon: Lexicon) -> str:
    """The tag of another word: "108 *reports* of people who …", "had been *unlawfully* killed"."""
    if item.tag == "A":
        return ""
    if tags[index - 1 : index] == "Q" and item.lower in lexicon.words("accounts"):
        return "E"
    return "A" if _IN_VERB.match(tags, index - 1) and _is_manner(item, lexicon) else ""


def _of_survivors(item: Item, after: str, lexicon: Lexicon) -> str:
    """The tag of a word of another fate: "350 *survivors* captured", "four *armed* men"."""
    if after[:1] == "P" and item.lower in lexicon.words("adjectives"):
        return "W"
    return "P" if item.lower in lexicon.words("hit_people") and _IS_LOST.match(after) else ""


_SHARE = re.compile(r"Q(?P<some>[WP]{0,2})(?P<link>F)(?P<whole>Q)(?P<after>.?)")
_SOME_LOST = re.compile(r"QA?[KD](?P<link>F)A?(?P<whole>Q)(?=[BA]*[KI])")
"""Some of those who are lost in one way are lost in another: "20 prisoners out of 90 died"."""
_SMALL = 5
"""Up to this number "two out of three" may be a share."""


def _without_shares(items: list[Item], tags: str, lexicon: Lexicon) -> list[Item]:
    """Take shares for no numbers of people: "*one in five* died", "*9 of 10* men"."""
    out = list(items)
    for match in _SHARE.finditer(tags) if tags.count("Q") > 1 else ():
        first, last = match.start(), match.start("whole")
        link = items[match.start("link")]
        if match["after"] != "E" and _is_share(match, link, items[last], lexicon):
            out[first], out[last] = (items[at]._replace(tag="q") for at in (first, last))
    links = lexicon.words("share_links") | lexicon.words("share_links_of_few")
    for match in _SOME_LOST.finditer(tags) if tags.count("Q") > 1 else ():
        if items[match.start("link")].lower in links:
            for at in (match.start(), match.start("whole")):
                out[at] = items[at]._replace(tag="q")
    return out


def _is_share(match: re.Match[str], link: Item, whole: Item, lexicon: Lexicon) -> bool:
    if link.lower in lexicon.words("share_links_of_all"):
        return True
    count = whole.quantity.low if whole.quantity else None
    is_round = re.fullmatch("10+", str(count)) is not None
    if link.lower in lexicon.words("share_links"):
        return not match["some"] or match["after"] in set("BKI.,;)") | {""}
    if link.lower in lexicon.words("share_links_of_few"):
        return is_round or (count is not None and count <= _SMALL)
    return is_round and not match["some"] and link.lower in lexicon.words("share_links_of_ten")


STATES = FURTHER | {"captured"}
"""Categories whose words say who people are: prisoners, hostages, refugees."""


def _is_year(items: list[Item], tags: str, index: int, lexicon: Lexicon) -> bool:
    """Whether a number says of when something is: "the *1897* report"; not "the 1800 men"."""
    if any(item.lower in lexicon.words("eras") for item in items[index + 1 : index + 2]):
        return True  # "480 *BC*"
    if _YEAR.fullmatch(items[index].text) is None or tags[index - 1 : index] != "X":
        return False
    return tags[index + 1 : index + 2] in {"W", "E"} and items[index + 1].text.islower()


_YEAR = re.compile(r"1\d{3}|20\d\d")


def _is_within_name(items: list[Item], index: int) -> bool:
    """Whether a number is between words of names: "of France *2* Gilles Jacquier"."""
    near = (*items[max(0, index - 1) : index], *items[index + 1 : index + 2])
    named = all(item.tag == "W" and item.text[:1].isupper() for item in near)
    return len(near) == 2 and named and _SINGLE.fullmatch(items[index].text) is not None


_SINGLE = re.compile(r"\d")


def _is_day(items: list[Item], index: int, lexicon: Lexicon) -> bool:
    """Whether an article of one is before a number, as before a day: « tué *le 12* avec … »."""
    before = items[index - 1].lower if index else ""
    return before in lexicon.words("before_days") and items[index].text.isdigit()


def _is_of_month(items: list[Item], index: int, lexicon: Lexicon) -> bool:
    """Whether a number is of a date that says too little to be one: "*12* September"."""
    months = lexicon.numbers_of("months")
    near = items[index + 1 : index + 2]
    if index and not (index > 1 and items[index - 2].tag in "FQ") and len(items[index].text) < 3:
        near += items[index - 1 : index]  # "the September *11* victims"
    small = lexicon.data.get("capital_months") != "true"
    return any(item.lower in months and (small or item.text[:1].isupper()) for item in near)


def _is_manner(item: Item, lexicon: Lexicon) -> bool:
    """Whether a word is an adverb that does not say how many or how far: not "nearly"."""
    limits = lexicon.words("about") | lexicon.words("partly")
    return item.lower.endswith(lexicon.adverb_endings) and item.lower not in limits


_IN_VERB = re.compile("[BA]W[BA]*[KI]")
"""An adverb within a verb: "had been *unlawfully* killed"."""
_FALLEN = re.compile("P[BA]*Z[.,;:)FYC]?$")
"""People who fell, and not to or from anything named by more words."""
_ASIDE = r"(?:\([^()]*\)|,[XAWQ]{0,3}R[WPACX]*,|,[GR][AX]*Q[WPA]*,)?"
"""What is said of people before what happened to them: "20 hostages *(and a guard)* were shot"."""
_PLACE = r"(?:F[XWA]{1,4}E?(?:\([^()]*\))?)"
"""Where people were: "in the school *(a ruin)*"."""
_HAPPENS = re.compile(rf"{_ASIDE}{_PLACE}?(?:C[QX][WA]{{0,2}}P(?=[BA]*[BI]))?r?[BA]*([KI])")
"""What happened to people, maybe after where they were: "20 hostages *in the school were shot*".

So it is where others are with them: "nine hostages *and five gunmen died*", "… *and a guard died*".
"""
_OF_NAMED = re.compile("A?P[BA]*[KI]")
_DIES = re.compile(
    rf"K(?:(?<=QK){_ASIDE}(?:[BA]*B[BA]*K|K(?![AX]*[QX]))"
    r"|(?:[WA]{0,2}P{1,2}|(?<=[PW]K))[BA]*(?:B[BA]*K|I)|(?<=QK)[BA]*I"
    rf"|(?<=QK){_PLACE}{{1,2}}[KI])"
)
"""The same of people whose state is said: "five *captured partisans were executed*"."""


def _is_hit(items: list[Item], tags: str, index: int) -> bool:
    """Whether a word says who people are to whom something else happened.

    "They shot 40 *prisoners*", "they shot 40 *captured* soldiers".
    """
    category, start = items[index].category, max(0, index - _NEAR)
    near = tags[start:index]
    if items[index].tag == "K":
        fate = _DIES.match(tags, index) if category != "killed" else None
        if fate and items[fate.end() - 1].category == "killed":
            return True
        if tags[index + 1 : index + 2] in {"P", "D"}:
            before = _OBJECTS_OF.search(near)
        else:
            before = _OBJECT_OF.search(near) if category in FURTHER else None
    else:
        after = _HAPPENS.match(tags, index + 1)
        if after and items[after.start(1)].category != category:
            return True
        before = None if _IS_SUBJECT.match(tags, index + 1) else _OBJECTS_OF.search(near)
    return before is not None and items[start + before.start()].category != category


def _is_time_within(item: Item, tags: str, index: int, lexicon: Lexicon) -> bool:
    """Whether a day is between a verb and its object: « ont tué *lundi* 40 terroristes »."""
    if tags[index - 1 : index] not in {"K", "V"} or tags[index + 1 : index + 2] != "Q":
        return False
    return item.lower in lexicon.words("weekdays") or item.lower in lexicon.words("times")


_NEAR = 40
"""Items before people in which the verb is whose objects they are."""
_OBJECT_OF = re.compile(r"[KV][AX]*Q[AWXP]*$")
_OBJECTS_OF = re.compile(r"[KVN][AX]*Q(?:[AWXPDQ]|K(?=[PD]|$)|,(?=C?[AX]*Q)|C(?=[AX]*Q))*$")
"""What is before the last object of a verb; each tag fits one way, so that it fails fast."""
_IS_SUBJECT = re.compile(r"[A]*B")


def _is_one_more(items: list[Item], tags: str, index: int, lexicon: Lexicon) -> bool:
    """Whether "another" is a person: "one killed and *another* hurt", « et un *autre* blessé »."""
    item, found = items[index], lexicon.words("one_more")
    if item.lower not in lexicon.one_more:
        return False
    both = " ".join(each.lower for each in items[max(0, index - 1) : index + 1]).replace("' ", "'")
    start = index if item.lower in found else index - 1
    if start < 1 or (start < index and both not in found):
        return False
    if tags[start - 1] in "C,":
        return _IS_LOST.match(tags, index + 1) is not None
    ends = tags[index + 1 : index + 2] in {"", ".", ",", ";", ")", "F"}
    two = len(_LOST.findall(tags, 0, start)) > 1  # not "is more likely to capture *another*"
    return tags[start - 1] in "KV" and ends and two


_LOST = re.compile("[KVID]")
_IS_LOST = re.compile("B*[KI]")


_OPENERS = ("openers", "inverted", "contrasts")


def _is_name(items: list[Item], count: Count, number: str, lexicon: Lexicon) -> bool:
    """Whether a number belongs to a name: "Hill 104", "Fw 190", "Mk 1"."""
    if not items or count.start != count.core or count.end != count.start + 1 or count.use:
        return False
    word = items[-1].text
    if _follows_abbreviation(items, lexicon):
        return True
    if "," in number:
        return False
    if word.lower() in lexicon.sources_of_one_word:
        return False  # "the army 10 dead, HRW 34"
    first = len(items) == 1 and not word.isupper()  # "Yet 40 men died", but "HMS 12"
    if first and any(word.lower() in lexicon.words(key) for key in _OPENERS):
        return False
    short = items[-1].tag in "WE" and len(word) <= 3 and word.isalpha()
    return word[:1].isupper() and (short or word.lower() in lexicon.words("numbered"))


def _follows_abbreviation(items: list[Item], lexicon: Lexicon) -> bool:
    """Whether "no." is before a number: "*No.* 200 Squadron", "*Nos. 20 and* 30"."""
    if len(items) > 1 and items[-1].tag == "C" and items[-2].text.isdigit():
        items = items[:-2]
    words = lexicon.words("numbered_with_point")
    if len(items) < 2 or items[-1].text != "." or items[-2].lower not in words:
        return False
    answers = len(items) > 2 and items[-3].tag == "B" and items[-2].text.islower()
    return not answers  # "the answer was *no*. 20 people …"


def _phrase(
    text: str, tokens: list[Token], index: int, held: Container[int], lexicon: Lexicon
) -> tuple[Item, int] | None:
    """The item of the longest phrase of words at a token, and its end, if there is any.

    ``held`` are tokens of others.
    """
    token = tokens[index]
    if found := lexicon.tagged.longer_at(tokens, index):
        end, value = found
        if not any(inner in held for inner in range(index + 1, end)):
            last = tokens[end - 1].end
            return _item(value[0], text[token.start : last], token.start, last, value[1:]), end
    return None


@lru_cache(maxsize=16384)
def _read_word(text: str, lower: str, kind: str, lexicon: Lexicon) -> tuple[str, str, str]:
    """The tag of a token by itself, its category, and the word that it is."""
    if text.isupper() and lower in lexicon.words("acronyms"):
        return "W", "", text
    value = lexicon.tagged.value_of(lower) or _other(Token(text, lower, 0, 0, kind), lexicon)
    return value[0], value[1:], lower


def _other(token: Token, lexicon: Lexicon) -> str:
    """The tag of a token that is in no list."""
    if token.kind == "sign":
        return _SIGNS.get(token.text, "S")
    if token.kind == "mixed":
        return "q" if _AMOUNT.fullmatch(token.text) else _compound(token)
    if token.kind == "number":
        return "q"
    if "-" in token.lower and lexicon.words_in_numbers.issuperset(token.lower.split("-")):
        return "q"  # also « cent-et-quelques »
    if token.text[0].isupper() and token.lower.endswith(lexicon.nation_endings):
        return "P"
    _, hyphen, last = token.lower.rpartition("-")
    found = lexicon.tagged.value_of(last) if hyphen else None
    return found if found in {"P", "E"} else "W"


_AMOUNT = re.compile(r"\d+(?:[.,/'’]\d+)*[kKmM½¼¾⅓⅔]?")
"""A number that may be written in another way than ours: "1.200", "12,5", "3/4", "10k"."""


def _compound(token: Token) -> str:
    """``T-34s`` and ``109s`` are things, ``34-year-old`` is a word."""
    first, last = token.text[0], token.text[-1]
    plural = last == "s" and token.text[:-1].isdigit()
    return "E" if plural or (first.isalpha() and last in "s0123456789") else "W"


def is_counting(row: TaggedSentence, index: int) -> bool:
    """Whether a number is where one counts losses: "*1.200* people died", "killing *dozens*"."""
    after = row.tags[index + 1 : index + 12]
    return _SUBJECT.match(after) is not None or (
        _OBJECT.search(row.tags[max(0, index - 3) : index]) is not None
        and re.match(r"W{0,2}E", after) is None
    )


_SUBJECT = re.compile(r"(?:[WPAXSq]|FX?(?=[WPqKD])){0,6}[BA]*[KDI]")
_OBJECT = re.compile(r"[KVNTH#][AX]*$")


_COMBINED = {
    frozenset({"killed", "wounded"}): "killed_or_wounded",
    frozenset({"killed", "missing"}): "killed_or_missing",
    frozenset({"killed", "captured"}): "killed_or_captured",
    frozenset({"captured", "detained"}): "detained",
}


def category_of(categories: Sequence[str]) -> str | None:
    """One category for several that share a number; None where it is none that is counted."""
    kinds = {category for category in categories if category != "sick"}
    if not kinds:
        return None
    if len(kinds) == 1:
        return next(iter(kinds))
    if not kinds.isdisjoint(FURTHER):  # "arrested and deported" is neither, and no casualties
        return _COMBINED.get(frozenset(kinds))
    if "casualties" in kinds:
        kinds.discard("casualties")
        if len(kinds) == 1:
            return next(iter(kinds))
    return _COMBINED.get(frozenset(kinds), "casualties")
