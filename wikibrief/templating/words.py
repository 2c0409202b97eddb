"""Words: what a page says of its own, in its article's language.

They stand in files ``words.yaml`` among the templates, by language. A user's own file goes before
the built-in one, word by word; where a language lacks a word it is English.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from wikibrief.languages import fallbacks
from wikibrief.problems import ProblemError, error
from wikibrief.templating.environment import Markup, Templates
from wikibrief.yamlform.data import Data, Path
from wikibrief.yamlform.parser import Parsed, parse

__all__ = ["Told", "told_in", "words_in"]

FILE = "words.yaml"
ENGLISH = "en"
_LABELS = "labels"


class Told(NamedTuple):
    """What files of words say in a language: words by key, labels of arguments by name.

    ``language`` is the one that they are in: English where no file has the one asked for.
    """

    words: Mapping[str, str]
    labels: Mapping[str, str]
    language: str


def words_in(language: str, templates: Templates) -> dict[str, object]:
    """Return a language's words and patterns by key, escaped; at ``labels`` those of arguments.

    At ``language`` stands the one that they are in. Raises ProblemError when a file of words is
    wrong.
    """
    told = told_in(language, templates)
    words: dict[str, object] = {key: Markup.escape(word) for key, word in told.words.items()}
    labels = {name: Markup.escape(label) for name, label in told.labels.items()}
    return {**words, _LABELS: labels, "language": told.language}


def told_in(language: str, templates: Templates, file: str = FILE) -> Told:
    """Return what the files of that name say in a language. Raises ProblemError."""
    layers = [_languages(text, str(path)) for text, path in templates.layers(file)]
    words: dict[str, str] = {}
    labels: dict[str, str] = {}
    spoken = ENGLISH
    for tag in fallbacks(language):
        for layer in layers:
            told = layer.get(tag, _NOTHING)
            spoken = tag if told != _NOTHING else spoken
            words.update(told.words)
            labels.update(told.labels)
    if spoken != ENGLISH or language.lower().startswith(f"{ENGLISH}-"):
        spoken = language
    return Told(words, labels, spoken)


_NOTHING = Told({}, {}, "")


@lru_cache(maxsize=16)
def _languages(text: str, file: str) -> dict[str, Told]:
    """Read a file of words: what it says, by language tag in lower case."""
    try:
        parsed = parse(text)
        return {
            tag.lower(): _told(parsed, tag, told)
            for tag, told in _mapping(parsed, (), parsed.data or {}).items()
        }
    except ProblemError as broken:
        raise broken.in_file(file) from broken


def _told(parsed: Parsed, tag: str, told: Data) -> Told:
    words = dict(_mapping(parsed, (tag,), told))
    labels = words.pop(_LABELS, {})
    return Told(_texts(parsed, (tag,), words), _texts(parsed, (tag, _LABELS), labels), tag.lower())


def _texts(parsed: Parsed, path: Path, data: Data) -> dict[str, str]:
    texts: dict[str, str] = {}
    for key, text in _mapping(parsed, path, data).items():
        if not isinstance(text, str):
            raise ProblemError(error(f"`{key}` must be text", at=parsed.place((*path, key))))
        texts[key] = text
    return texts


def _mapping(parsed: Parsed, path: Path, data: Data) -> dict[str, Data]:
    if not isinstance(data, dict):
        what = f"`{path[-1]}`" if path else "the file"
        raise ProblemError(error(f"{what} must be a mapping", at=parsed.place(path)))
    return data
