"""Variants of a language: ``-{zh-hans:软件; zh-hant:軟體}-`` says a text in several scripts.

The wikis of some languages let their readers choose; a page is in the variant of its document. The
rules are those of MediaWiki's ConverterRule, but a text of which no variant fits is the first one.
Conversion of what is outside such marks is not done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

__all__ = ["choose_variants"]

_CODES = {
    "ban": "ban ban-bali ban-x-dharma ban-x-palmleaf ban-x-pku",
    "crh": "crh crh-cyrl crh-latn",
    "gan": "gan gan-hans gan-hant",
    "iu": "iu ike-cans ike-latn",
    "kk": "kk kk-cyrl kk-latn kk-arab kk-kz kk-tr kk-cn",
    "ku": "ku ku-arab ku-latn",
    "shi": "shi shi-tfng shi-latn",
    "sr": "sr sr-ec sr-el sr-cyrl sr-latn",
    "tg": "tg tg-latn",
    "tly": "tly tly-cyrl",
    "uz": "uz uz-cyrl uz-latn",
    "zh": "zh zh-hans zh-hant zh-cn zh-tw zh-hk zh-mo zh-sg zh-my",
}
"""The variants of each language that has some, in the order in which it is read itself."""
_NEAREST = {
    "zh-hans": "zh-cn zh-sg zh-my",
    "zh-hant": "zh-tw zh-hk zh-mo",
    "zh-cn": "zh-hans zh-sg zh-my",
    "zh-sg": "zh-my zh-hans zh-cn",
    "zh-my": "zh-sg zh-hans zh-cn",
    "zh-tw": "zh-hant zh-hk zh-mo",
    "zh-hk": "zh-mo zh-hant zh-tw",
    "zh-mo": "zh-hk zh-hant zh-tw",
    "sr-cyrl": "sr-ec",
    "sr-latn": "sr-el",
}
_MARK = re.compile(r"-\{(?!\{)((?:(?!-\{|\}-).)*)\}-", re.DOTALL)
_FLAGS = re.compile(r"([A-Za-z+; -]*)\|")
_HIDING = frozenset("HT-")
"""Flags of texts that are not shown: rules for the rest of the page, and its title."""
_ANY_CODE = re.compile(
    rf"-\{{(?:[^{{}}]*[;|])?\s*({'|'.join(' '.join(_CODES.values()).split())})\s*:", re.IGNORECASE
)
_DEEPEST = 10


def choose_variants(text: str, language: str) -> str:
    """Put for each mark in ``text`` its text in the variant that ``language`` is.

    In a language without variants, that of the mark counts: the article does not say its own.
    """
    if "-{" not in text:
        return text
    tag = language.lower()
    if tag.partition("-")[0] not in _CODES:
        found = _ANY_CODE.search(text)
        if found is None:
            return text
        tag = found[1].lower().partition("-")[0]
    for _ in range(_DEEPEST):
        changed = _MARK.sub(lambda mark: _choose(mark[1], tag), text)
        if changed == text:
            break
        text = changed
    return text


def _choose(mark: str, tag: str) -> str:
    base = tag.partition("-")[0]
    codes = _CODES[base].split()
    flags: set[str] = set()
    if (found := _FLAGS.match(mark)) is not None:
        flags = {flag.strip() for flag in found[1].split(";")}
        mark = mark[found.end() :]
    if not flags.isdisjoint(_HIDING):
        return ""
    if "R" in flags or not flags.isdisjoint(codes):
        return mark
    texts = _texts(mark, base)
    if not texts:
        return mark
    return next(
        (texts[code] for code in _list_preferred(tag) if code in texts), next(iter(texts.values()))
    )


def _texts(rules: str, base: str) -> Mapping[str, str]:
    """The text of each variant: ``code:text``, or ``word=>code:text`` for one direction."""
    texts: dict[str, str] = {}
    for rule in _between_rules(base).split(rules):
        code, colon, text = rule.rpartition("=>")[2].partition(":")
        if colon and code.strip().lower() in _CODES[base].split():
            texts.setdefault(code.strip().lower(), text.strip())
    return texts


@cache
def _between_rules(base: str) -> re.Pattern[str]:
    """The semicolons before a rule, or at the end; others, as that of ``&nbsp;``, are text."""
    codes = "|".join(map(re.escape, _CODES[base].split()))
    return re.compile(rf";\s*(?=(?:[^;=]*=(?:>|&gt;)\s*)?(?:{codes})\s*:|\s*\Z)", re.IGNORECASE)


def _list_preferred(tag: str) -> list[str]:
    """The variants that a reader of a language would choose, in this order."""
    base, *parts = tag.split("-")
    own = [tag, *(f"{base}-{part}" for part in reversed(parts))]
    return [each for code in own for each in (code, *_NEAREST.get(code, "").split())] + _CODES[
        base
    ].split()
