"""Summary: what an article says first, in words, for search engines and chat windows.

It is the only module that imports mwparserfromhell, whose ``strip_code`` tells words from markup:
notes and files are left out, of a link its label stays. Transclusions say what their layouts show.
The parser is slow on openers that nothing closes, so it gets one paragraph at a time, and none of
those that have such.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wikibrief.model.document import Document, sections_of
from wikibrief.wiki.scanner import scan

__all__ = ["LENGTH", "summary"]

LENGTH = 160
"""Characters of a summary at most: what search engines and chat windows show."""

_PARSED = 20_000
"""Characters of a paragraph that is parsed; the parser takes about a microsecond for each."""


def summary(document: Document, shown: Callable[[str], str]) -> str:
    """The beginning of the first paragraph that has words, cut at a word.

    ``shown`` gives the words that a transclusion is shown as, by its wikitext.
    """
    paragraphs = (_words(paragraph, shown) for paragraph in _paragraphs(document))
    text = next(filter(None, paragraphs), "")
    if len(text) <= LENGTH:
        return text
    return text[:LENGTH].rpartition(" ")[0].rstrip(" ,;:–—-") + "…"


def _paragraphs(document: Document) -> Iterator[str]:
    yield from (block for block in document.lead if isinstance(block, str))
    for section in sections_of(document):
        yield from (block for block in section.blocks if isinstance(block, str))


def _words(paragraph: str, shown: Callable[[str], str]) -> str:
    if len(paragraph) > _PARSED or scan(paragraph).unclosed:
        return ""
    import mwparserfromhell  # noqa: PLC0415  only pages need it
    from mwparserfromhell.parser import ParserError  # noqa: PLC0415

    try:
        code = mwparserfromhell.parse(paragraph)
    except ParserError:  # the parser's own word for a bug of its
        return ""
    for transclusion in code.filter_templates(recursive=False):
        code.replace(transclusion, shown(str(transclusion)))
    return " ".join(code.strip_code().split())
