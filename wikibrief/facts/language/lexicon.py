"""A language's words: the file ``vocabulary/LANGUAGE.yaml``, ready for the grammar.

The grammar (``grammar.py``, ``numbers.py``, ``dates.py``) is the same for all languages; a language
is a file. Of articles in the languages of ``vocabulary/boxes/`` the infobox alone is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from wikibrief.facts.language.tokens import Token, tokenize
from wikibrief.languages import fallbacks
from wikibrief.yamlform.data import Data
from wikibrief.yamlform.tables import load_table

__all__ = [
    "Lexicon",
    "Phrases",
    "box_lexicon",
    "guess",
    "is_box_language",
    "lexicon",
    "lexicons",
    "words_of_all",
]

_FOLDER = Path(__file__).parent / "vocabulary"
_BOXES = _FOLDER / "boxes"
_ENGLISH = "en"

_ROLES = {"done": "K", "doing": "V", "happens": "I", "counted": "D", "event": "N", "toll": "T"}
"""What a word of loss does in a sentence, and the tag that the grammar knows it by."""

_TAGS = {
    "lose": "L",
    "unclear": "Z",
    "other_fates": "O",
    "either": "*",
    "people": "P",
    "nations": "P",
    "things": "E",
    "of_whom": "R",
    "including": "G",
    "auxiliaries": "B",
    "conjunctions": "C",
    "how_many": "H",
    "number_of": "#",
    "exceptions": "M",
    "imagined": "u",
    "refuted": "w",
    "unreal": "U",
    "skipped": "A",
    "determiners": "X",
    "relative": "r",
    "prepositions": "F",
    "times": "F",
    "weekdays": "F",
}
"""The other lists that are tagged, in the order in which they claim a word that is in several."""


def _words(phrase: str) -> tuple[str, ...]:
    """The words of a phrase; one that is elided, such as "l'", is one before another only."""
    elided = phrase.endswith("'")
    words = tuple(token.lower for token in tokenize(f"{phrase}x" if elided else phrase))
    return words[:-1] if elided else words


_WORD = re.compile(r"[^\W\d_]+")


class Phrases:
    """A list of words and phrases, to be looked for at a token."""

    def __init__(self, phrases: Mapping[str, str] | Sequence[str]) -> None:
        pairs = (
            phrases.items() if isinstance(phrases, Mapping) else ((each, "") for each in phrases)
        )
        self._values: dict[str, str] = {}  # those of one word
        self._longer: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = {}
        self._by_last: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, value in pairs:
            words = _words(phrase)
            if len(words) == 1:
                self._values.setdefault(words[0], value)
            elif words:
                by_second = self._longer.setdefault(words[0], {})
                by_second.setdefault(words[1], []).append((words, value))
            if words:
                self._by_last.setdefault(words[-1], []).append((words, value))
        for by_second in self._longer.values():
            for entries in by_second.values():
                entries.sort(key=lambda entry: -len(entry[0]))
        for ends in self._by_last.values():
            ends.sort(key=lambda entry: -len(entry[0]))

    def places(self, tokens: list[Token]) -> Iterator[tuple[int, int]]:
        """Find the phrases of a row of tokens: their starts and ends."""
        values, longer = self._values, self._longer
        for index, token in enumerate(tokens):
            begins = token.lower in longer or token.lower in values
            if begins and (found := self.at(tokens, index)):
                yield index, found[0]

    def at(self, tokens: list[Token], index: int) -> tuple[int, str] | None:
        """Return the end and the value of the longest phrase that begins at a token."""
        if found := self.longer_at(tokens, index):
            return found
        value = self._values.get(tokens[index].lower)
        return None if value is None else (index + 1, value)

    def longer_at(self, tokens: list[Token], index: int) -> tuple[int, str] | None:
        """The same, if it has more than one word."""
        by_second = self._longer.get(tokens[index].lower)
        if by_second is not None and index + 1 < len(tokens):
            for words, value in by_second.get(tokens[index + 1].lower, ()):
                end = index + len(words)
                if len(words) == 2 or tuple([token.lower for token in tokens[index:end]]) == words:
                    return end, value
        return None

    @property
    def begin_longer(self) -> Collection[str]:
        """The words that phrases of more than one begin with."""
        return self._longer.keys()

    def value_of(self, word: str) -> str | None:
        """The value of a phrase of one word."""
        return self._values.get(word)

    def before(self, tokens: list[Token], index: int, floor: int = 0) -> tuple[int, str] | None:
        """Return the start and the value of the longest phrase that ends before a token."""
        if index == 0:
            return None
        for words, value in self._by_last.get(tokens[index - 1].lower, ()):
            start = index - len(words)
            if start >= floor and tuple([token.lower for token in tokens[start:index]]) == words:
                return start, value
        return None

    def may_begin(self, word: str) -> bool:
        """Whether a phrase begins with a word."""
        return word in self._values or word in self._longer

    @property
    def single_words(self) -> frozenset[str]:
        """The phrases that are one word."""
        return frozenset(self._values)

    def __contains__(self, word: str) -> bool:
        return word in self._values


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words of one language; ``language`` is the tag of its file."""

    language: str
    data: Mapping[str, Data]

    @cache  # noqa: B019  lexicons live as long as the process
    def list_of(self, key: str) -> tuple[str, ...]:
        """The entries of a list, as texts."""
        data = self.data.get(key)
        return tuple(str(entry) for entry in data) if isinstance(data, list) else ()

    def lists_of(self, key: str) -> list[list[str]]:
        """The lists of a list of lists."""
        data = self.data.get(key)
        lists = data if isinstance(data, list) else []
        return [[str(entry) for entry in each] for each in lists if isinstance(each, list)]

    @cache  # noqa: B019
    def numbers_of(self, key: str) -> dict[str, int]:
        """A mapping of words to numbers."""
        data = self.data.get(key)
        pairs = data.items() if isinstance(data, dict) else ()
        return {word: int(str(number)) for word, number in pairs}

    @cache  # noqa: B019
    def phrases(self, key: str) -> Phrases:
        """The entries of a list, to be looked for."""
        return Phrases(self.list_of(key))

    @cache  # noqa: B019
    def words(self, key: str) -> frozenset[str]:
        """The entries of a list that are single words."""
        return frozenset(self.list_of(key))

    @cache  # noqa: B019
    def phrases_of(self, keys: tuple[str, ...]) -> Phrases:
        """The entries of several lists, each with the first list that it is in."""
        pairs = [(each, key) for key in reversed(keys) for each in self.list_of(key)]
        return Phrases(dict(pairs))

    @cached_property
    def tagged(self) -> Phrases:
        """Every phrase of the grammar; its value is its tag, for a loss with the category."""
        values: dict[str, str] = {}
        for key, tag in reversed(_TAGS.items()):
            values.update(dict.fromkeys(self.list_of(key), tag))
        values.update(self._losses)
        values.update(dict.fromkeys(self.list_of("neutral"), "W"))
        return Phrases(values)

    @cached_property
    def _losses(self) -> dict[str, str]:
        return {
            phrase: f"{_ROLES[role]}{category}"
            for category, role, phrase in reversed(list(self._loss_words()))
        }

    def _loss_words(self) -> Iterator[tuple[str, str, str]]:
        losses = self.data.get("losses")
        for category, roles in losses.items() if isinstance(losses, dict) else ():
            for role in _ROLES:
                entries = roles.get(role) if isinstance(roles, dict) else None
                for phrase in entries if isinstance(entries, list) else ():
                    yield category, role, str(phrase)

    def may_tell_loss(self, words: frozenset[str]) -> bool:
        """Whether a sentence with these words may have one of loss; others need no closer look."""
        if words.isdisjoint(self._words_of_loss):
            return False
        needed = self._loss_words_needed
        found = words & self._words_of_loss
        return any(rest <= words for word in found for rest in needed[word])

    @cached_property
    def _words_of_loss(self) -> frozenset[str]:
        return frozenset(self._loss_words_needed)

    @cached_property
    def _loss_words_needed(self) -> Mapping[str, list[frozenset[str]]]:
        """A word of every phrase of loss, with the other words that its phrases have."""
        phrases = [phrase for _, _, phrase in self._loss_words()]
        phrases += (*self.list_of("lose"), *self.list_of("unclear"))
        needed: dict[str, list[frozenset[str]]] = {}
        for phrase in phrases:
            words = frozenset(_WORD.findall(phrase))
            rarest = max(words, key=lambda word: (len(word), word))
            needed.setdefault(rarest, []).append(words - {rarest})
        return needed

    @cached_property
    def nation_endings(self) -> tuple[str, ...]:
        """How words end that name a people, where they begin with a capital."""
        return self.list_of("nation_endings")

    @cached_property
    def plural_endings(self) -> tuple[str, ...]:
        """How nouns end that mean several."""
        return self.list_of("plural_endings")

    @cached_property
    def verb_endings(self) -> tuple[str, ...]:
        """How verbs end in the past tense."""
        return self.list_of("verb_endings")

    @cached_property
    def adverb_endings(self) -> tuple[str, ...]:
        """How adverbs of manner end."""
        return self.list_of("adverb_endings")

    @cached_property
    def counting_words(self) -> frozenset[str]:
        """The words of numbers, of shares, of one more, and of those that are vague: "hundreds"."""
        shares = self.words("fractions") | self.words("both")
        return self.number_words | self.words("vague_numbers") | shares | self.words_of_one_more

    @cached_property
    def words_before_fractions(self) -> frozenset[str]:
        """What may be before a fraction and belongs to it: "*a* quarter", "*two* thirds"."""
        articles = self.words("articles") | self.words("article_before_multiplier")
        return self.number_words | articles

    @cached_property
    def known_words(self) -> frozenset[str]:
        """The words that the grammar knows by themselves."""
        return self.tagged.single_words | self.number_words | self.words("frequent")

    @cached_property
    def sources_of_one_word(self) -> frozenset[str]:
        """The names of sources that are one word: "afp"."""
        names = (name for names in self.lists_of("same_names") for name in names)
        return frozenset(name for name in names if " " not in name)

    @cached_property
    def number_words(self) -> frozenset[str]:
        """The words that are numbers."""
        keys = ("numbers", "multipliers", "rough_numbers")
        return frozenset(word for key in keys for word in self.numbers_of(key))

    @cached_property
    def words_of_one_more(self) -> frozenset[str]:
        """The last words of those that are another person: "*another*", « un *autre* »."""
        return frozenset(phrase.split()[-1].split("'")[-1] for phrase in self.list_of("one_more"))

    @cached_property
    def one_more(self) -> frozenset[str]:
        """The words that may be another person, with others before them or alone."""
        return self.words("one_more") | self.words_of_one_more

    def parameters(self) -> Iterator[tuple[str, str]]:
        """The names of infoboxes' arguments: what each means, and a name."""
        data = self.data.get("parameters")
        for meaning, names in data.items() if isinstance(data, dict) else ():
            for name in names if isinstance(names, list) else ():
                yield meaning, str(name)


@cache
def lexicons() -> dict[str, Lexicon]:
    """All lexicons by language."""
    return _load_all(_FOLDER)


@cache
def _box_lexicons() -> dict[str, Lexicon]:
    """The lexicons of languages of which infoboxes alone are read."""
    return _load_all(_BOXES)


def _load_all(folder: Path) -> dict[str, Lexicon]:
    return {path.stem: _load(path) for path in sorted(folder.glob("*.yaml"))}


def _load(path: Path) -> Lexicon:
    data = load_table(path.read_text(encoding="utf-8"), path, keep=True).data
    return Lexicon(path.stem, data if isinstance(data, dict) else {})


@cache
def lexicon(language: str | None) -> Lexicon | None:
    """The lexicon of a language; None where there is none. Without a language it is English."""
    return _of_language(language or _ENGLISH, lexicons())


@cache
def box_lexicon(language: str | None) -> Lexicon:
    """The lexicon that infoboxes of a language are read with: English where there is none."""
    return _own_box_lexicon(language or _ENGLISH) or lexicons()[_ENGLISH]


@cache
def words_of_all(key: str) -> frozenset[str]:
    """The entries of a list in all languages."""
    known = (*_box_lexicons().values(), *lexicons().values())
    return frozenset().union(*(each.words(key) for each in known))


def is_box_language(language: str) -> bool:
    """Whether there are words for the infoboxes of a language."""
    return _own_box_lexicon(language) is not None


def _own_box_lexicon(language: str) -> Lexicon | None:
    return _of_language(language, {**_box_lexicons(), **lexicons()})


def _of_language(language: str, known: Mapping[str, Lexicon]) -> Lexicon | None:
    own = language.split("-", maxsplit=1)[0].lower()
    tags = (tag for tag in fallbacks(language) if tag.split("-")[0] == own)
    return next((known[tag] for tag in tags if tag in known), None)


_SHARE = 0.15
"""Of a text's words, how many are among the commonest of its language, at least."""
_SHORT, _SHARE_OF_SHORT = 60, 0.4
"""Of a text with as many words at most, how many are in the vocabulary of its language."""


@lru_cache(maxsize=2)
def guess(text: str) -> Lexicon | None:
    """The lexicon of the language that a text seems to be in; None where none is likely.

    A short text such as "20 soldiers died." has none of the commonest words; it is known by all.
    """
    words = [word.lower() for word in _WORD.findall(text)]
    best, share = _most_like(words, lambda known: known.words("frequent"))
    if share >= _SHARE or len(words) > _SHORT:
        return best if share >= _SHARE else None
    best, share = _most_like(words, lambda known: known.known_words)
    return best if share >= _SHARE_OF_SHORT else None


def _most_like(
    words: Sequence[str], known_of: Callable[[Lexicon], Collection[str]]
) -> tuple[Lexicon, float]:
    """The lexicon that has most of some words, and its share of them."""
    shares = {
        known: sum(map(known_of(known).__contains__, words)) / max(len(words), 1)
        for known in lexicons().values()
    }
    best = max(shares, key=lambda known: shares[known])
    return best, shares[best]
