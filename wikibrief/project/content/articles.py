"""Articles: a document with its metadata, as every command reads it.

``build``, ``check`` and ``convert`` all read through this module, so that no way of making an
artifact loses what the metadata says: above all, the marking.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from wikibrief.engine.files import shown
from wikibrief.inline.plain import plain_text
from wikibrief.model.metadata import complete
from wikibrief.problems import Problem, ProblemError, error
from wikibrief.project.content.reviewing import check_reviews
from wikibrief.project.content.sources import Source
from wikibrief.project.formats.forms import ReadInput
from wikibrief.templating.environment import Origin
from wikibrief.wiki.titles import parse_title
from wikibrief.yamlform.metadata import load_metadata
from wikibrief.yamlform.parser import parse

if TYPE_CHECKING:
    from wikibrief.model.document import Document
    from wikibrief.model.metadata import Metadata
    from wikibrief.project.content.inputs import ObservedFiles
    from wikibrief.templating.environment import Templates

__all__ = ["Article", "read_article", "read_metadata", "titles_of"]


@dataclass(frozen=True, slots=True)
class Article:
    """A document that is complete, its metadata, its text, and the problems found in reading."""

    source: Source
    document: Document
    metadata: Metadata
    text: str
    problems: tuple[Problem, ...] = ()


def read_article(
    source: Source,
    inputs: ObservedFiles,
    media: Collection[str] | None = None,
    templates: Templates | None = None,
    *,
    check: bool = True,
) -> Article:
    """Read an article with its metadata.

    ``media`` are the names of the files that it can show, None where these are not known;
    ``templates`` are those that it will be shown with, else the built-in ones. Without ``check``
    no problems are wanted but errors. Raises ProblemError, its problems placed in their files.
    """
    load = source.format.load
    if load is None:
        message = f"{source.format.name} can be written, not read"
        raise ProblemError(error(message, file=source.name, code="unknown-format"))
    metadata = read_metadata(source.metadata, inputs, said=(source.name, source.said))
    if metadata.logo and templates:
        templates.note_origin(metadata.logo, _find_key("logo", source, inputs))
    if source.paper:
        metadata = replace(metadata, briefing=replace(metadata.briefing, paper=source.paper))
    text = inputs.read(source.path) if source.path else source.text
    title = metadata.title or source.title
    try:
        loaded = load(text, ReadInput(title, media, templates, source.dialect, check))
    except ProblemError as failure:
        raise failure.in_file(source.name) from failure
    problems = tuple(
        problem.in_file(source.name) for problem in (*source.problems, *loaded.problems)
    )
    document = complete(loaded.document, metadata, source.stem)
    if metadata.reviews and check:
        problems += tuple(check_reviews(document, metadata, source.metadata, inputs))
    return Article(source, document, metadata, text, problems)


def read_metadata(
    paths: Collection[Path],
    inputs: ObservedFiles,
    *,
    demand: bool = True,
    said: tuple[str, str] = ("", ""),
) -> Metadata:
    """Read and merge metadata files, as far as they exist. Raises ProblemError.

    ``demand``: keys that a file requires must be there. ``said`` are the name and the YAML
    of a last layer.
    """
    layers: list[tuple[str, str | None]] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            layers.append((shown(path), inputs.read_if_there(path)))
        except ProblemError as failure:
            problems += failure.problems
    if said[1]:
        layers.append(said)
    try:
        metadata = load_metadata(layers, demand=demand)
    except ProblemError as failure:
        problems += failure.problems
    if problems:
        raise ProblemError(problems)
    return metadata


def _find_key(key: str, source: Source, inputs: ObservedFiles) -> Origin:
    """Where the metadata of a source say something: in the last file that has the key."""
    for path in reversed(source.metadata):
        parsed = parse(inputs.read_if_there(path) or "", [])
        if isinstance(parsed.data, dict) and key in parsed.data:
            return Origin(shown(path), parsed.place((key,)))
    return Origin(source.name)


def titles_of(article: Article) -> tuple[str, ...]:
    """What other documents call an article, as wikis compare names.

    These are its title, on its page and in its markup, and its page's name in the wiki it is from.
    """
    metadata = article.metadata
    known = (metadata.title, article.document.title, metadata.source.page)
    titles = (parse_title(plain_text(title)) for title in known if title)
    names = (title.full_name for title in titles if title and not title.interwiki)
    return tuple(dict.fromkeys(filter(None, names)))
