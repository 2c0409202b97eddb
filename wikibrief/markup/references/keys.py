"""Keys of references without a name, made of what they cite: ``Smith-2019-k4t``.

A key follows from its reference alone, so that others come and go without changing it: words that
a person knows it by, and three letters that follow from what it says, by which it differs from
others with these words. A key without them would have to look at the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple
from unicodedata import category, normalize
from zlib import crc32

from wikibrief.model.document import Citation
from wikibrief.wiki.references import HERE

__all__ = ["make_keys"]

_AUTHORS = (
    "last last1 author author1 surname surname1 authors vauthors editor-last editor1-last editor "
    "autor autor1 nachname apellidos apellidos1 nom nom1 auteur auteur1 cognome cognome1 автор ref"
).split()
_PLACES = (
    "website work newspaper journal magazine publisher agency encyclopedia periodical via "
    "werk hrsg verlag sammelwerk periodikum obra publicación editorial périodique site éditeur "
    "sito editore издание издательство"
).split()
_DATES = "date year publication-date datum jahr fecha año année sitedate data anno год дата".split()
_TITLES = "title chapter titel título titre titolo заглавие article".split()

_SLOTS = {
    name: (slot, rank)
    for slot, names in enumerate((_AUTHORS, _PLACES, _DATES, _TITLES))
    for rank, name in enumerate(names)
}
"""Argument → what it is for, and how much others for the same are preferred to it."""

_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_NOT_SAID = re.compile(r"\{\{[^{}]*\}\}|<[^<>]*>|'{2,}|\[?(?:https?:)?//\S+|[{}\[\]|=]")
_CALL = re.compile(r"\{\{[^{}|]*|\|\s*\w{3,}\s*=|[{}|=]")
_MARKUP = re.compile(r"[\[\]{}<>'=]|//")
_HOST = re.compile(r"//(?:www\d?\.|m\.)?([\w\-]+(?:\.[\w\-]+)*)")
_YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")
_PAGE = re.compile(r"\b(?:pp?|S|s|стр|с)\.?\s*(\d+)|,\s*(\d{1,3})(?!\d)")
_INITIALS = re.compile(r"[A-ZА-Я]{1,2}")
_MAY_BE_MARK = re.compile(r"[^\w\x00-\u02ff\u2000-\u206f\u3000-\u3029]")
_JOINERS = "\u200c\u200d"
_SCRIPTS = ((0x300, 0x3100), (0xA600, 0xAC00), (0xFB00, 0xFE30), (0x10A00, 0x12000))
"""Where scripts have such marks: not among the signs of Chinese and Korean."""
_PASSING = re.compile(
    r"archiv|acces|consult|abruf|zugriff|status|dead|offline|bot|проверено|доступ|dostęp",
    re.IGNORECASE,
)
"""Names of arguments that come and go while a reference stays what it is."""
_LONGEST_WORD = 12
_CONSONANTS = "bcdfghjklmnpqrstvwxz"
"""Letters that end a key: without vowels they make no word."""
_ENOUGH = 100
"""Characters of a text that its key is made of."""
_ENOUGH_MARKUP = 1000
"""The same, with the markup in it."""
_SMALL = frozenset(
    "the a an of on in to and for der die das le la les el los il un une http https www "
    "by see this that these those cf html com".split()
)


def make_keys(contents: Sequence[str | Citation], taken: Collection[str]) -> list[str]:
    """Return a key for each of ``contents``, none of them in ``taken``."""
    used = {HERE, *taken}
    numbers = Counter[str]()
    keys: list[str] = []
    for content in contents:
        name = key = f"{_describe(content)}-{_mark(content)}"
        while name in used:  # what says the same is distinguished by a number
            numbers[key] += 1
            name = f"{key}-{numbers[key] + 1}"
        used.add(name)
        keys.append(name)
    return keys


def _mark(content: str | Citation) -> str:
    """Letters that follow from what a reference says."""
    text = content if isinstance(content, str) else "|".join(_lasting(content))
    number = crc32(text.encode("utf-8", "replace"))
    high, first = divmod(number, len(_CONSONANTS))
    higher, second = divmod(high, len(_CONSONANTS))
    third = higher % len(_CONSONANTS)
    return f"{_CONSONANTS[first]}{_CONSONANTS[second]}{_CONSONANTS[third]}"


def _lasting(citation: Citation) -> Iterator[str]:
    """What a citation says, but for what bots add: a copy of a page, a day of reading."""
    for argument in citation.arguments:
        if argument.value and not _is_passing(argument.name or ""):
            yield f"{argument.name}={argument.value}"


@lru_cache(maxsize=1024)  # the same few names come again and again
def _is_passing(name: str) -> bool:
    return _PASSING.search(name) is not None


def _describe(content: str | Citation) -> str:
    words = _describe_text(content) if isinstance(content, str) else _describe_citation(content)
    return "-".join([_clean(word) for word in words]) or "note"


def _clean(word: str) -> str:
    """The beginning of a word, without what a key cannot have."""
    if not word.isalnum():
        word = "".join([sign for sign in word if sign.isalnum() or sign in "-_" or _is_mark(sign)])
    end = _LONGEST_WORD
    while end < len(word) and _is_mark(word[end]):
        end += 1
    return word[:end]


def _describe_citation(citation: Citation) -> Sequence[str]:
    by_author, place, date, title = _find(citation)
    year = _year(date)
    author = _surname(by_author)
    if author and year:
        return author, year
    first = author or _name(place)
    values = " ".join([each.value for each in citation.arguments if each.value])
    if not first and (host := _HOST.search(values)):
        first = _site(host[1])
    words = _words(title)[:1]
    if not first and not words:
        return _words(values)[:2]
    return [*filter(None, (first, year)), *words]


def _describe_text(text: str) -> Sequence[str]:
    plain = _plain(text)
    words = _words_of(plain)
    if "{{" in text and all(
        word.casefold() in _SMALL for word in words
    ):  # ``{{harvnb|Smith|2019|p=6}}`` says it by its arguments
        plain = _CALL.sub(" ", text[:_ENOUGH_MARKUP])
        words = _words_of(plain)
    year = _year(text)
    page = _PAGE.search(plain)
    host = _HOST.search(text)
    first = words[:1] or ([_site(host[1])] if host else [])
    if page and first:
        return [*first, *filter(None, (year,)), f"p{page[1] or page[2]}"]
    second = [word for word in words[1:2] if not year]
    return [*first, *second, *filter(None, (year,))]


def _find(citation: Citation) -> Sequence[str]:
    """The author, the place, the date and the title of a citation, as far as it has them."""
    found = ["", "", "", ""]
    ranks = [len(_SLOTS)] * 4
    for argument in citation.arguments:
        value = argument.value
        if value and (known := _SLOTS.get((argument.name or "").lower())):
            slot, rank = known
            if rank < ranks[slot]:
                found[slot], ranks[slot] = value, rank
    return found


def _plain(text: str) -> str:
    """The words of a text without its markup."""
    if text.isalnum() or not _MARKUP.search(text):
        return text
    text = text[:_ENOUGH_MARKUP]
    return _NOT_SAID.sub(" ", _LINK.sub(r"\1", text) if "[[" in text else text)


def _words(text: str) -> list[str]:
    """The words of a text that say something; no number alone."""
    return _words_of(_plain(text))


def _words_of(plain: str) -> list[str]:
    text, patterns = _prepare(plain[:_ENOUGH])
    words = [word for word in patterns.word.findall(text) if not word.isdigit()]
    return [word for word in words if word.casefold() not in _SMALL and len(word) > 1] or words


class _Patterns(NamedTuple):
    """A word, and a word of a name, which may have an apostrophe in it."""

    word: re.Pattern[str]
    name: re.Pattern[str]


def _compile(more: str) -> _Patterns:
    word = rf"[^\W_](?:[^\W_]|[{more}])*" if more else r"[^\W_]+"
    return _Patterns(re.compile(word), re.compile(rf"{word}(?:['’]{word})*"))


_PLAIN = _compile("")


@cache
def _with_marks() -> _Patterns:
    """The same for scripts that write vowels as marks, which are no letters for Python."""
    signs = [chr(code) for first, last in _SCRIPTS for code in range(first, last)]
    return _compile(_JOINERS + "".join(filter(_is_mark, signs)))


def _is_mark(sign: str) -> bool:
    return category(sign)[0] == "M"


def _prepare(text: str) -> tuple[str, _Patterns]:
    """A text whose marks are one with their letters where they can be, and what finds its words."""
    if text.isascii():
        return text, _PLAIN
    text = normalize("NFC", text)
    return text, _with_marks() if _MAY_BE_MARK.search(text) else _PLAIN


def _year(text: str) -> str:
    found = _YEAR.search(text)
    return found[0] if found else ""


def _surname(text: str) -> str:
    """The surname of the first author: what precedes a comma, else the last word.

    Initials are none, as in ``Miles M`` or ``A. M. Miles``.
    """
    plain = _plain(text)
    before, comma, _ = plain.partition(",")
    if "." in plain and " " not in plain:  # a site that calls itself the author
        return _site(plain.removeprefix("www."))
    before, patterns = _prepare(before)
    words = patterns.name.findall(before)
    names = [word for word in words if not _INITIALS.fullmatch(word)] or words
    return "" if not names or names[-1].isdigit() else names[0 if comma else -1]


def _name(text: str) -> str:
    """A short name of a publisher: its first word, or its initials where there are many."""
    host = _plain(text).strip().removeprefix("www.")
    if "." in host and " " not in host:
        return _site(host)
    words = _words(text)
    capitals = "".join(word[0] for word in words if word[:1].isupper())
    return capitals if len(words) > 2 and len(capitals) > 2 else "".join(words[:2])


def _site(host: str) -> str:
    parts = host.split(".")
    return parts[-2] if len(parts) > 1 and len(parts[-2]) > 3 else parts[0]
