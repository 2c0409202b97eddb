"""Words: what a page says of its own, in its article's language.

They stand in ``words.yaml`` among the templates, by language. A user's own file there goes before
it, word by word; where a language lacks a word it is English.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from wikibrief.languages import fallbacks
from wikibrief.problems import ProblemError, error
from wikibrief.templating import Markup, Templates
from wikibrief.yamltext import Data, Parsed, Path, parse

__all__ = ["words_in"]

FILE = "words.yaml"
ENGLISH = "en"
_LABELS = "labels"


def words_in(language: str, templates: Templates) -> dict[str, object]:
    """Return a language's words and patterns by key, escaped; at ``labels`` those of arguments.

    At ``language`` stands the one that they are in: English where no file has the one asked for.
    Raises ProblemError when a file of words is wrong.
    """
    layers = [_languages(text, str(path)) for text, path in templates.layers(FILE)]
    words: dict[str, object] = {}
    labels: dict[str, object] = {}
    spoken = ENGLISH
    for tag in fallbacks(language):
        for layer in layers:
            told = dict(layer.get(tag, {}))
            spoken = tag if told else spoken
            labels.update(told.pop(_LABELS, {}))
            words.update(told)
    if spoken != ENGLISH or language.lower().startswith(f"{ENGLISH}-"):
        spoken = language
    return {**words, _LABELS: labels, "language": spoken}


@lru_cache(maxsize=8)
def _languages(text: str, file: str) -> dict[str, dict[str, Any]]:
    """Read a file of words: by tag in lower case, then by key, escaped for HTML."""
    try:
        parsed = parse(text)
        return {
            tag.lower(): {
                key: _labels(parsed, tag, words)
                if key == _LABELS
                else _word(parsed, (tag, key), words)
                for key, words in _mapping(parsed, (tag,), told).items()
            }
            for tag, told in _mapping(parsed, (), parsed.data or {}).items()
        }
    except ProblemError as broken:
        raise broken.in_file(file) from broken


def _labels(parsed: Parsed, tag: str, labels: Data) -> dict[str, Markup]:
    path = (tag, _LABELS)
    return {
        name: _word(parsed, (*path, name), word)
        for name, word in _mapping(parsed, path, labels).items()
    }


def _word(parsed: Parsed, path: Path, word: Data) -> Markup:
    if not isinstance(word, str):
        raise ProblemError(error(f"`{path[-1]}` must be text", at=parsed.place(path)))
    return Markup.escape(word)


def _mapping(parsed: Parsed, path: Path, data: Data) -> dict[str, Data]:
    if not isinstance(data, dict):
        what = f"`{path[-1]}`" if path else "the file"
        raise ProblemError(error(f"{what} must be a mapping", at=parsed.place(path)))
    return data
