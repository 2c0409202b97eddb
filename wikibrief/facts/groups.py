"""Who was hit, in the words of the sentence: "34 *civilians*", "*Axis* losses", "the *Dutch* lost".

The nouns after the number come first, then whose toll it is, then the subject of "suffered" or
"lost", then the whole that a number is part of, and last the group of the claim before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from wikibrief.facts.grammar import Item
from wikibrief.facts.lexicon import Lexicon
from wikibrief.facts.rules import Hit, Span

__all__ = ["Groups"]

_FAR = 8
"""Items between a number and the toll that it is counted in, at most."""
_VERY_FAR = 11
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Groups:
    """Finds the groups of a sentence."""

    text: str
    lexicon: Lexicon

    def of(self, hit: Hit, number: Span, last: str | None) -> str | None:
        """The group that a number of a hit counts; ``last`` is that of the claim before."""
        if hit.rule == "are":
            return self._clean(hit.of("who"))
        first, end = number
        tail = hit.of("tail") if "P" in hit.tags_of("tail") else []
        for items in (hit.items[first + 1 : end], hit.of("of")[1:], tail):
            if own := self._clean(items):
                return own
        if hit.rule == "toll":
            return self._owner(hit, hit.match.start("toll"))
        toll = self._toll_before(hit, first)
        if toll is not None:
            return self._owner(hit, toll)
        return self._subject(hit.items, first) or self._whole(hit, first) or last

    def _clean(self, items: Sequence[Item]) -> str | None:
        """Words of a group without qualifiers of number; None for those that say nothing."""
        kept = [item for item in items if item.tag != "A"]
        while kept and kept[0].tag in "XFQ":
            kept = kept[1:]
        if not kept or {item.lower for item in kept} <= self.lexicon.words("generic"):
            return None
        return self.text[kept[0].start : kept[-1].end]

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
        after = re.match(r"F[XA]*([WP]+)", hit.tags[index + 1 :])
        if not words and after and items[index + 1].lower in self.lexicon.words("owners"):
            words = items[index + 1 + after.start(1) : index + 1 + after.end(1)]
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
            if item.tag == "L" or item.lower in self.lexicon.words("suffer"):
                return self._before(items, at)
            if item.tag not in "QWPAX,CKD":
                return None
        return None

    def _before(self, items: Sequence[Item], verb: int) -> str | None:
        """The name before a verb; before one that reports only that of a people."""
        end = verb
        while end > 0 and items[end - 1].tag in "BA":
            end -= 1
        start = end
        while start > 0 and self._is_of_name(items[start - 1]):
            start -= 1
        words = items[start:end]
        reports = items[verb].tag != "L" and items[verb].lower in self.lexicon.words("reporting")
        if reports and not any(item.tag == "P" for item in words):
            return None
        return self._find_name(words)

    def _whole(self, hit: Hit, first: int) -> str | None:
        """Of whom a number is a part: "Of the *Soviet prisoners*, 18,318 died"."""
        match = re.match(r"[FA]*F[XA]*Q?([WPD]+)[^,KI]*,", hit.tags[:first])
        if match is None or hit.items[0].lower not in self.lexicon.words("wholes"):
            return None
        return self._clean(hit.items[match.start(1) : match.end(1)])

    def _is_of_name(self, item: Item) -> bool:
        """Whether an item may be a word of a name; a thing may be if it is one: "Eighth Army"."""
        unit = item.tag == "E" and (item.text[:1].isupper() or self._is_unit(item))
        return item.tag in "WP" or unit or item.text in {"'", "’"}

    def _is_name(self, item: Item) -> bool:
        return item.tag == "P" or item.text[:1].isupper() or self._is_unit(item)

    def _is_unit(self, item: Item) -> bool:
        return _POSSESSIVE.sub("", item.lower) in self.lexicon.words("unit_words")
