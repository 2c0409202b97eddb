"""Who was hit, in the words of the sentence: "34 *civilians*", "*Axis* losses", "the *Dutch* lost".

The nouns after the number come first, then whose toll it is, then the subject of "suffered" or
"lost", then the whole that a number is part of, and last the group of the claim before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from wikibrief.facts.language.grammar import Item
from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.model import FURTHER
from wikibrief.facts.text.rules import Hit, Span

__all__ = ["Groups"]

_IN_UNIT = re.compile(r"(?:,?C?A*Q[WPA]*[KDI])*(?P<in>F)X*(?P<unit>W{1,4}E|W{1,3}P|E)(?=[C,;.)]|$)")
"""A unit after the losses in it: "nine killed and ten wounded in the 1st Company"."""
_OF_THEM = re.compile(r"F[XA]+(?P<who>[WA]{0,3}P)")
"""The whole after a number: "killed 90 *of the soldiers*"."""
_NEW_CLAUSE = re.compile(r"r|;C?W|[,;.]C?X[WPAE]|CX[WPEX]")
"""What begins another clause, about others."""
_NEW_SUBJECT = re.compile(r",C[WP]{0,2}P$")
"""Others who did something: "20 women died, *and soldiers* shot two"."""

_FAR = 8
"""Items between a number and the toll that it is counted in, at most."""
_VERY_FAR = 11
_DATE_FIRST = re.compile("(?:FX?Y)?")
_POSSESSIVE = re.compile(r"['’]s?$")


@cache
def _name_ends(lexicon: Lexicon) -> frozenset[str]:
    amounts = {entry.split()[0] for entry in lexicon.list_of("amounts")}
    lists = ("reporting", "suffer", "pronouns", "first_person")
    return frozenset(amounts).union(*(lexicon.words(key) for key in lists))


@dataclass(frozen=True, slots=True)
class Groups:
    """Finds the groups of a sentence."""

    text: str
    lexicon: Lexicon

    @property
    def _eras(self) -> frozenset[str]:
        """Words that end a year: "the men of *431 BC*"."""
        return self.lexicon.words("eras")

    @property
    def _ends_names(self) -> frozenset[str]:
        """Words without capitals that are no part of a name."""
        return _name_ends(self.lexicon)

    def of(self, hit: Hit, number: Span, last: str | None) -> str | None:
        """The group that a number of a hit counts; ``last`` is that of the claim before."""
        if hit.rule in {"are", "crew"}:
            return self._clean(hit.of("who"))
        first, end = self._sharing(hit, number)
        several = hit.items[number[0]].lower not in {"1", *self.lexicon.words("articles")}
        tail = hit.of("tail") if "P" in hit.tags_of("tail") else []
        for items in (self._nouns(hit, first, end), self._of_whom(hit, number), tail):
            if own := self._clean(items, several=several):
                return own
        if hit.rule in {"toll", "raised"}:
            return self._owner(hit, hit.match.start("toll"))
        toll = self._toll_before(hit, first)
        if toll is not None:
            return self._owner(hit, toll)
        own = (
            self._numbered(hit, first)
            or self._subject(hit.items, first)
            or self._whole(hit, first)
            or self._unit(hit)
        )
        nouns = {item.lower for item in hit.items[first + 1 : end] if item.tag != "A"}
        named = hit.rule == "object" and nouns - self.lexicon.words("back_references")
        shares = not named and self._shares_group(hit, first)  # not "and captured 12 *men*"
        return own or (last if shares else None)

    def _sharing(self, hit: Hit, number: Span) -> Span:
        """The number whose noun a bare one shares: "26 and 11 *people*"."""
        first, end = number
        if end - first > 1 or hit.tags[end : end + 1] != "C":
            return number
        return next((each for each in hit.numbers if each[0] == end + 1), number)

    def _of_whom(self, hit: Hit, number: Span) -> Sequence[Item]:
        """The whole that a number is a part of: "27 of the *crew*", not "under his *command*".

        A place is none: not "eight men of the *town*".
        """
        whole = hit.of("of")
        bare = number[1] - number[0] == 1
        links = ("owners", "unit_links", "wholes")
        is_part = whole and any(whole[0].lower in self.lexicon.words(each) for each in links)
        if is_part or hit.rule not in {"object", "event"}:
            is_place = not bare and re.search("[WPKD]", hit.tags_of("of")) is None
            return whole[1:] if is_part and not is_place else []
        after = _OF_THEM.match(hit.tags, hit.numbers[-1][1])
        if after is None or hit.items[after.start()].lower not in self.lexicon.words("part_links"):
            return []
        return hit.items[after.start("who") : after.end("who")]

    def _nouns(self, hit: Hit, first: int, end: int) -> Sequence[Item]:
        """What a number counts, with the word of loss where that says who they are: "hostages"."""
        loss, nouns = hit.of("loss"), hit.items[first + 1 : end]
        if not loss or loss[0].tag != "D":
            return nouns
        if loss[0].category in FURTHER:
            return [*nouns, loss[0]]
        named = any(item.tag == "P" or item.text[:1].isupper() for item in nouns)
        return nouns if named else []  # "69 coronavirus deaths"

    def _shares_group(self, hit: Hit, first: int) -> bool:
        """Whether a number is of the group of the claim before, and not of another clause.

        "They killed 17 attackers, *losing two*" and "died *along with* 40 victims" are of others.
        """
        if hit.rule == "object" and _NEW_SUBJECT.search(hit.tags, 0, hit.match.start()):
            return False
        before = hit.tags[:first]
        start = max(before.rfind("Q"), before.rfind("K"), before.rfind("D"), before.rfind("I"))
        between = {item.lower for item in hit.items[start + 1 : first]}
        others = "L" in before[start + 1 :] or not between.isdisjoint(
            self.lexicon.words("together")
        )
        return not others and _NEW_CLAUSE.search(before, start + 1) is None

    def _unit(self, hit: Hit) -> str | None:
        """The unit whose losses a number is: "nine men killed in the *1st Company*"."""
        after = _IN_UNIT.match(hit.tags, hit.end)
        if after is None or hit.items[after.start("in")].lower not in self.lexicon.words(
            "unit_links"
        ):
            return None
        items = hit.items[after.start("unit") : after.end("unit")]
        return self._find_name(items) if self._is_unit(items[-1]) else None

    def name(self, items: Sequence[Item]) -> str | None:
        """Name who some people are, as far as their words say it."""
        return self._clean([item for item in items if item.tag in "WP"])

    def _clean(self, items: Sequence[Item], *, several: bool = True) -> str | None:
        """Words of a group without qualifiers of number; None for those that say nothing."""
        others = next((at for at, item in enumerate(items) if item.tag == "#"), len(items))
        while others < len(items) and others > 0 and items[others].tag != "C":
            others -= 1  # "and an unknown number of …" are others
        joined = re.search("CX", "".join(item.tag for item in items[:others]))
        others = joined.start() if joined else others  # "3 officers *and the attacker*"
        kept = [item for item in items[:others] if item.tag != "A"]
        while kept and kept[0].tag in "XFQ":
            kept = kept[1:]
        tags = "".join("W" if self._is_nation(item) else item.tag for item in kept)
        if several and re.search(r"PW+$", tags):
            while self._is_verb(kept[-1]):
                kept.pop()  # "20 soldiers *returning*"
        words = {item.lower for item in kept}
        if words <= self.lexicon.words("generic") or not words.isdisjoint(self._eras):
            return None
        return self.text[kept[0].start : kept[-1].end]

    def _is_nation(self, item: Item) -> bool:
        nation = item.lower in self.lexicon.words("nations")
        return nation or item.lower.endswith(self.lexicon.nation_endings)

    def _is_verb(self, item: Item) -> bool:
        """Whether a word after people is more likely a verb than their name: not a plural noun."""
        is_plural = item.lower.endswith(self.lexicon.plural_endings)
        return item.tag == "W" and item.text.islower() and not is_plural

    def _toll_before(self, hit: Hit, first: int) -> int | None:
        """The toll that a number is counted in: "Axis *losses* were 300 dead"."""
        for at in range(first - 1, max(-1, first - _FAR - 2), -1):
            item = hit.items[at]
            counted = at > 0 and hit.tags[at - 1] == "Q"
            if item.tag in "DT" and not counted and item.lower in self.lexicon.words("toll_nouns"):
                return None if "Q" in hit.tags[at:first] else at
            if item.tag == ";":
                return None
        return None

    def _owner(self, hit: Hit, index: int) -> str | None:
        """Whose toll it is: "*Axis* losses", "the *1st Front*'s losses", "losses of the *Axis*"."""
        items = hit.items
        if items[index].tag in "H#":
            end = hit.match.end("toll")
            last = items[end - 1]
            keeps = last.tag in "PD" and last.category in {"", "captured"}
            return self._clean(items[index + 1 : end - (not keeps)])
        start = index
        while start > 0 and (items[start - 1].tag == "A" or self._is_of_name(items[start - 1])):
            start -= 1
        words = [item for item in items[start:index] if item.tag in "WPSE"]
        if words and items[index].lower in self.lexicon.words("tolls"):
            owner = words[-1]  # "*Hamas's* death toll" is what it gives; the army's is its own
            if _POSSESSIVE.search(owner.text) and owner.tag != "P" and not self._is_unit(owner):
                return None
        after = re.match(r"F[XA]*([WP]+(?:C[WP]+)?)", hit.tags[index + 1 :])
        if not words and after and items[index + 1].lower in self.lexicon.words("owners"):
            words = items[index + 1 + after.start(1) : index + 1 + after.end(1)]
            words = list(takewhile(lambda item: item.lower not in self._ends_names, words))
            if words and self._clean(words) and words[-1].tag == "P":
                return self._clean(words)
        if not words and self._is_nation(items[index + 1]):
            return self._clean([items[index + 1]])  # « pertes *françaises* »
        if any(item.lower in self.lexicon.words("suffer") for item in words):
            return None
        return self._find_name(words)

    def _find_name(self, words: Sequence[Item]) -> str | None:
        """The words as a name, if one of them is."""
        if not any(self._is_name(item) for item in words):
            return None
        text = _POSSESSIVE.sub("", self.text[words[0].start : words[-1].end].strip())
        return None if text.lower() in self.lexicon.words("generic") else text or None

    def _subject(self, items: Sequence[Item], index: int) -> str | None:
        """Who suffered it: "The *Dutch* suffered one killed", "*JG 27* lost six men"."""
        for at in range(index - 1, max(-1, index - _VERY_FAR - 1), -1):
            item = items[at]
            if item.lower in self.lexicon.words("costs"):
                whom = takewhile(lambda item: item.tag in "XWPE", items[at + 1 : index])
                return self._clean(list(whom))  # "cost *the Japanese* 106 killed"
            if item.lower in self.lexicon.words("takes"):
                return None  # "the Germans reported *taking* 400 prisoners"
            if item.tag == "L" or item.lower in self.lexicon.words("suffer"):
                acts = item.lower in self.lexicon.words("perfect") and items[at + 1].tag == "W"
                return None if acts else self._before(items, at)  # "police *had found* 12 dead"
            if item.tag in ",C" and items[at + 1].tag == "X":
                named = items[at + 2 : index]  # "and *the Marines* 48 dead"
                whole = all(each.tag == "P" or each.text[:1].isupper() for each in named)
                return self._find_name(named) if whole else None
            if item.tag not in "QWPAXE,CKD":
                return None
        return None

    def _numbered(self, hit: Hit, first: int) -> str | None:
        """Who is counted after their name: "the *garrison* of 900 surrendered"."""
        before = re.search(r"(W?P)F$", hit.tags[:first])
        links = self.lexicon.words("part_links")
        if before is None or hit.rule != "counted" or hit.items[first - 1].lower not in links:
            return None
        return self._clean(hit.items[before.start(1) : before.end(1)])

    def _before(self, items: Sequence[Item], verb: int) -> str | None:
        """The name before a verb; before one that reports only that of a people."""
        end = verb
        if verb and items[verb - 1].tag == ",":
            main = self._main_verb(items, verb - 1)
            if main is None:
                return None
            verb = end = main  # "*the army* fell back, *losing* 40 men"
        while end > 0 and (items[end - 1].tag in "BA" or self._leads_to_loss(items[end - 1])):
            end -= 1
        start = end
        while start > 0 and self._is_of_name(items[start - 1]):
            start -= 1
        words = items[start:end]
        if start > 0 and items[start - 1].tag in "CF":
            return None  # the end of a longer name: "forces in Africa lost 20 men"
        reports = items[verb].tag != "L" and items[verb].lower in self.lexicon.words("reporting")
        if reports and not any(self._is_nation(item) for item in words):
            return None
        return self._find_name(words)

    def _leads_to_loss(self, item: Item) -> bool:
        """Whether an item is a verb before that of loss: "*claimed* to have lost 900 men"."""
        return any(item.lower in self.lexicon.words(key) for key in ("suffer", "reporting"))

    def _main_verb(self, items: Sequence[Item], end: int) -> int | None:
        """The verb of the only clause before a comma; None if there are others."""
        if "," in (tags := "".join(item.tag for item in items[:end])) or ";" in tags:
            return None
        start = len(_DATE_FIRST.match(tags)[0])  # type: ignore[index]
        if tags[start : start + 1] == "F":
            return None  # "When the enemy came, …"
        verbs = (
            at
            for at in range(start + 1, end)
            if items[at].tag in "BVKIL" or (self._is_verb(items[at]) and self._is_past(items[at]))
        )
        return next(verbs, None)

    def _is_past(self, item: Item) -> bool:
        """Whether a word is a verb of the past."""
        return item.lower in self.lexicon.words("irregular_verbs") or item.lower.endswith(
            self.lexicon.verb_endings
        )

    def _whole(self, hit: Hit, first: int) -> str | None:
        """Of whom a number is a part: "Of the *Soviet prisoners*, 18,318 died"."""
        match = re.match(r"[FA]*F[XA]*Q?([WPD]+)[^,KI]*,", hit.tags[:first])
        if match is None or hit.items[0].lower not in self.lexicon.words("wholes"):
            return None
        return self._clean(hit.items[match.start(1) : match.end(1)])

    def _is_of_name(self, item: Item) -> bool:
        """Whether an item may be a word of a name; a thing may be if it is one: "Eighth Army"."""
        if item.tag == "W" and item.lower in self._ends_names:
            return False
        unit = item.tag == "E" and (item.text[:1].isupper() or self._is_unit(item))
        return item.tag in "WP" or unit or item.text in {"'", "’"}

    def _is_name(self, item: Item) -> bool:
        return item.tag == "P" or item.text[:1].isupper() or self._is_unit(item)

    def _is_unit(self, item: Item) -> bool:
        return _POSSESSIVE.sub("", item.lower) in self.lexicon.words("unit_words")
