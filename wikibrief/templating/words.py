"""Words: what a page says of its own, in its article's language.

They are in files ``words.yaml`` among the templates, by language. A user's own file overrides
the built-in one, word by word; where a language lacks a word it is English.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path as File
from typing import NamedTuple

from wikibrief.languages import fallbacks
from wikibrief.problems import ProblemError, error
from wikibrief.templating.environment import Markup, Templates, load_table
from wikibrief.yamlform.data import Data, Path
from wikibrief.yamlform.parser import Parsed

__all__ = ["Words", "read_words", "words_in"]

FILE = "words.yaml"
ENGLISH = "en"
_LABELS = "labels"


Layers = tuple[tuple[str, File], ...]
"""The texts of files of one name, with their paths, the built-in one first."""


class Words(NamedTuple):
    """What files of words say in a language: words by key, labels of arguments by name.

    ``language`` is the one that they are in: English where no file has the one asked for.
    """

    words: Mapping[str, str]
    labels: Mapping[str, str]
    language: str


def words_in(language: str, templates: Templates) -> dict[str, object]:
    """Return a language's words and patterns by key, escaped; at ``labels`` those of arguments.

    ``language`` is the one that they are in. Raises ProblemError when a file of words is
    wrong.
    """
    return {**_escape(language, tuple(templates.layers(FILE)))}


@lru_cache(maxsize=64)
def _escape(language: str, layers: Layers) -> Mapping[str, object]:
    read = _read(language, layers)
    words: dict[str, object] = {key: Markup.escape(word) for key, word in read.words.items()}
    labels = {name: Markup.escape(label) for name, label in read.labels.items()}
    return {**words, _LABELS: labels, "language": read.language}


def read_words(language: str, templates: Templates, file: str = FILE) -> Words:
    """Return what the files of that name say in a language. Raises ProblemError."""
    return _read(language, tuple(templates.layers(file)))


@lru_cache(maxsize=64)
def _read(language: str, files: Layers) -> Words:
    layers = [_languages(text, path) for text, path in files]
    words: dict[str, str] = {}
    labels: dict[str, str] = {}
    spoken = ENGLISH
    for tag in fallbacks(language):
        for layer in layers:
            found = layer.get(tag, _NOTHING)
            spoken = tag if found != _NOTHING else spoken
            words.update(found.words)
            labels.update(found.labels)
    if spoken != ENGLISH or language.lower().startswith(f"{ENGLISH}-"):
        spoken = language
    return Words(words, labels, spoken)


_NOTHING = Words({}, {}, "")


@lru_cache(maxsize=16)
def _languages(text: str, path: File) -> dict[str, Words]:
    """Read a file of words: what it says, by language tag in lower case."""
    try:
        parsed = load_table(text, path)
        return {
            tag.lower(): _read_language(parsed, tag, data)
            for tag, data in _mapping(parsed, (), parsed.data or {}).items()
        }
    except ProblemError as broken:
        raise broken.in_file(str(path)) from broken


def _read_language(parsed: Parsed, tag: str, data: Data) -> Words:
    words = dict(_mapping(parsed, (tag,), data))
    labels = words.pop(_LABELS, {})
    return Words(_texts(parsed, (tag,), words), _texts(parsed, (tag, _LABELS), labels), tag.lower())


def _texts(parsed: Parsed, path: Path, data: Data) -> dict[str, str]:
    texts: dict[str, str] = {}
    for key, text in _mapping(parsed, path, data).items():
        if not isinstance(text, str):
            raise ProblemError(
                error(f"`{key}` must be text", at=parsed.place((*path, key)), code="bad-words")
            )
        texts[key] = text
    return texts


def _mapping(parsed: Parsed, path: Path, data: Data) -> dict[str, Data]:
    if not isinstance(data, dict):
        what = f"`{path[-1]}`" if path else "the file"
        raise ProblemError(
            error(f"{what} must be a mapping", at=parsed.place(path), code="bad-words")
        )
    return data
