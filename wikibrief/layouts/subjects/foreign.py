"""Languages by their codes: names and scripts, as Unicode's CLDR has them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from babel.core import get_global

from wikibrief.languages import locale_of

__all__ = [
    "code_of_language",
    "ipa_sound",
    "is_language",
    "is_latin",
    "language_code",
    "language_name",
]

_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*", re.IGNORECASE)
_OTHER_CODES = {
    "als": "gsw", "bat-smg": "sgs", "cn": "zh", "cz": "cs", "dk": "da", "fas": "fa", "gr": "el",
    "iw": "he", "jp": "ja", "kr": "ko", "simple": "en", "ua": "uk", "zh-yue": "yue",
}  # fmt: skip
"""Codes that wikis use, and those that CLDR has for the same languages."""
_OTHER_NAMES = {
    "bn": "Bengali", "be-tarask": "Belarusian", "cel-x-proto": "Proto-Celtic",
    "de-at": "Austrian German", "de-ch": "Swiss German", "fa-af": "Dari", "ky": "Kyrgyz",
    "la-x-medieval": "Medieval Latin", "nah": "Nahuatl", "nb": "Norwegian",
    "nds-nl": "Dutch Low Saxon",
    "no": "Norwegian", "ota": "Ottoman Turkish", "rmy": "Romani", "sgs": "Samogitian",
    "sh": "Serbo-Croatian", "sr-cyrl": "Serbian", "sr-latn": "Serbian", "ug": "Uyghur",
    "zh-hans": "Simplified Chinese", "zh-hant": "Traditional Chinese",
}  # fmt: skip
"""What Wikipedia calls a language where CLDR has another name, or none."""


def language_code(code: str) -> str:
    """A language tag as HTML has it, of a code as wikis have it; ``""`` if it is none."""
    code = code.strip().replace("_", "-").lower()
    return _OTHER_CODES.get(code, code) if _TAG.fullmatch(code) else ""


@lru_cache(maxsize=1024)
def language_name(code: str, language: str = "en") -> str:
    """The name of the language with a code, in another language; ``""`` when it has no name."""
    code = language_code(code)
    if not code:
        return ""
    locale = locale_of(language)
    if locale.language == "en" and code in _OTHER_NAMES:
        return _OTHER_NAMES[code]
    names = locale.languages
    parts = code.split("-")
    for end in range(len(parts), 0, -1):
        tag = "_".join(
            [parts[0], *(part.title() if len(part) == 4 else part.upper() for part in parts[1:end])]
        )
        if tag in names:
            return str(names[tag])
        if locale.language == "en" and "-".join(parts[:end]) in _OTHER_NAMES:
            return _OTHER_NAMES["-".join(parts[:end])]
    return ""


def is_language(code: str) -> bool:
    """Whether a code is that of a language: one with a name, or with another code."""
    code = language_code(code)
    return bool(language_name(code)) or code in get_global("language_aliases")


def code_of_language(text: str, language: str) -> str:
    """The code of a language, from its code or its name in another one; else the text itself."""
    text = text.strip().lower()
    if len(text) < 4:
        return language_code(text)
    return _codes(language).get(text, text)


@lru_cache(maxsize=8)
def _codes(language: str) -> dict[str, str]:
    return {name.lower(): code for code, name in locale_of(language).languages.items()}


def is_latin(text: str) -> bool:
    """Whether words are in Latin script, and so set in italics when they are foreign."""
    letters = [char for char in text[:200] if char.isalpha()]
    return bool(letters) and all(
        unicodedata.name(char, "").startswith(("LATIN", "MODIFIER LETTER", "MASCULINE", "FEMININE"))
        for char in letters
    )


_SOUNDS = {
    "'": "ˈ", ",": "ˌ", "_": " ", "-": "", "ng": "ŋ", "sh": "ʃ", "zh": "ʒ", "th": "θ", "dh": "ð",
    "ch": "tʃ", "tch": "tʃ", "dj": "dʒ", "oo": "uː", "uu": "ʊ", "ee": "iː", "ii": "ɪ", "a": "æ",
    "ae": "æ", "ah": "ɑː", "ar": "ɑːr", "air": "ɛər", "arr": "ær", "au": "aʊ", "aw": "ɔː",
    "ay": "eɪ", "e": "ɛ", "eh": "ɛ", "eir": "ɛər", "er": "ər", "err": "ɛr", "ih": "ɪ",
    "ire": "aɪər", "irr": "ɪr", "o": "ɒ", "oh": "oʊ", "oi": "ɔɪ", "oir": "ɔɪər", "or": "ɔːr",
    "orr": "ɒr", "ou": "aʊ", "our": "aʊər", "oor": "ʊər", "ow": "oʊ", "oy": "ɔɪ", "uh": "ʌ",
    "ur": "ɜːr", "urr": "ʌr", "ure": "jʊər", "uur": "ʊr", "you": "juː", "y": "j", "eye": "aɪ",
    "ai": "aɪ", "@": "ə", "@r": "ər", "ɜr": "ɜːr", "ɑr": "ɑːr", "ɔr": "ɔːr", "iər": "ɪər",
    "ei": "eɪ", "g": "ɡ", "eer": "ɪər", "ear": "ɪər",
}  # fmt: skip
"""What IPAc-en takes for sounds of English, besides the signs (Help:IPA/English)."""


def ipa_sound(sound: str, language: str) -> str:
    """One sound in the signs of the International Phonetic Alphabet."""
    return _SOUNDS.get(sound, sound) if language == "en" else {"'": "ˈ", "_": " "}.get(sound, sound)
