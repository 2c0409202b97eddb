"""Silence: whether the page of an article has nothing to report, found without making it.

Where no page is wanted one is made nevertheless, for what it would report as not shown, or as shown
with an error. Only few constructs are ever reported. An article that has none of them, nor anything
that such a construct could come out of, is silent. Whatever leaves a doubt does not count as so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from wikibrief.inline.context import Surroundings
from wikibrief.layouts.finding import HIDDEN, Layouts
from wikibrief.layouts.places import places_in
from wikibrief.markup.references.lowering import lower_references
from wikibrief.model.document import Argument, Document
from wikibrief.model.metadata import Metadata
from wikibrief.page.extensions import SHOWN
from wikibrief.page.values import language_of
from wikibrief.templating.environment import Templates
from wikibrief.wiki.expansion.functions import is_variable
from wikibrief.wiki.tags import Is, names_in, tags_with

__all__ = ["is_silent"]

_SORTING = re.compile(r"\{\{\s*DEFAULTSORT(?:KEY)?\s*:[^{}\[\]<>|]*\}\}")
"""A call that shows nothing."""
_CALL = re.compile(r"\{\{([^{}|\[\]<>:#]*)(\||\}\})")
"""The beginning of a transclusion whose name is plain; whether it has arguments."""
_UNSHOWN = tags_with(Is.EXTENSION) - SHOWN.keys() - tags_with(Is.HIDDEN)
_REPORTED = _UNSHOWN | tags_with(Is.DRAWN) | tags_with(Is.INCLUSION) | {"indicator"}
_DOUBTFUL = re.compile(rf"<(?:{names_in(_REPORTED)})\b|[{{<]<!--", re.IGNORECASE)
"""Tags that are reported, or decide what else is read; a comment that parts what opens."""
_MADE_CALL = re.compile(r"""["'][^"'\n]*\{\{(?![\s-])""")
"""A call in a text of a layout's own, which it puts together with its arguments."""
_SOME = (Argument("", "text"),)
"""Arguments that say nothing of what they are given to, but that there are some."""


def is_silent(
    text: str,
    document: Document,
    metadata: Metadata,
    templates: Templates,
    around: Surroundings,
) -> bool:
    """Whether a page with the built-in templates has nothing to report; ``text`` is the source.

    Raises ProblemError.
    """
    if len(templates.directories) > 1 or around.has_pages():
        return False
    texts = (text, document.title, metadata.title, metadata.briefing.summary)
    calls = _find_calls("\n".join(filter(None, texts)))
    return calls is not None and _are_laid_out(calls, document, metadata, templates)


def _find_calls(text: str) -> set[tuple[str, bool]] | None:
    """The names of all that is transcluded, and whether with arguments; None if in doubt."""
    if _DOUBTFUL.search(text):
        return None
    text = _SORTING.sub("", text)
    if "{" in text.replace("{{", "").replace("{|", ""):
        return None
    calls = [(name.strip(), mark == "|") for name, mark in _CALL.findall(text)]
    is_plain = len(calls) == text.count("{{") and not any(is_variable(name) for name, _ in calls)
    return set(calls) if is_plain else None


def _are_laid_out(
    calls: Iterable[tuple[str, bool]], document: Document, metadata: Metadata, templates: Templates
) -> bool:
    """Whether there is a layout for each, whatever its arguments are, that makes no calls."""
    language, wiki = language_of(document, metadata), metadata.source.wiki
    layouts = Layouts(templates, language, wiki=wiki)
    unknown = [call for call in calls if not _is_laid_out(call, layouts, templates)]
    if not unknown:
        return True
    places = places_in(lower_references(document))
    layouts = Layouts(templates, language, places, wiki)
    return all(_is_laid_out(call, layouts, templates) for call in unknown)


def _is_laid_out(call: tuple[str, bool], layouts: Layouts, templates: Templates) -> bool:
    name, has_arguments = call
    layout = layouts.find(name, _SOME if has_arguments else ())
    if layout is None:
        return False
    return layout == HIDDEN or not _makes_calls(templates.read(layout.template))


@lru_cache(maxsize=512)
def _makes_calls(layout: str) -> bool:
    return _MADE_CALL.search(layout) is not None
