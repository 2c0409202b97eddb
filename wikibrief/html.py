"""HTML writer: a document as one self-contained page, or as the article's body alone.

What is shown, and how, stands in ``templates/html``; here is what the templates are given: ids of
headings, the infobox sorted into facts and sides, the description, the attribution.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from wikibrief.document import Block, Cell, Document, kind_of, sections_of
from wikibrief.document import Infobox as SourceInfobox
from wikibrief.inline import plain_text, printable, render_inline, wiki_address
from wikibrief.languages import day, direction, numerals
from wikibrief.metadata import Metadata
from wikibrief.problems import ProblemError, error
from wikibrief.sanitizer import sanitize
from wikibrief.templating import Markup, Templates
from wikibrief.version import __version__
from wikibrief.words import words_in

__all__ = ["Fact", "Infobox", "Part", "SideRow", "page_values", "sorted_infobox", "write_html"]

DESCRIPTION_LENGTH = 160
"""Characters of a page's description: what search engines and chat windows show."""

NO_METADATA = Metadata()
"""What a document has that comes without defaults and sidecar."""

_TITLE_NAMES = {"conflict", "name", "title"}
_SIDES = "combatant"
_OF_A_SIDE = {_SIDES, "commander", "units", "strength", "casualties"}
_NUMBERED = re.compile(r"(?P<stem>.*[^\d_ ])[_ ]?(?P<side>[1-9])(?P<part>[a-z]?)")
_LAYOUT = re.compile(
    r"(?:image|imagesize|caption|alt|width|upright|map|mapframe|pushpin|campaignbox|"
    r"combatants_header|style|bodyclass|bodystyle|embed|child|module)(?:[_ \d].*)?"
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One labelled value; the label of ``name`` is the template's business."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class SideRow:
    """What one kind of argument says of each side; ``spanning`` when it is about none of them."""

    name: str
    values: tuple[str, ...]
    spanning: bool = False


@dataclass(frozen=True, slots=True)
class Infobox:
    """An infobox as a reader wants it: nothing twice, nothing empty, nothing lost."""

    part_of: str
    when: str
    where: str
    facts: tuple[Fact, ...]
    sides: tuple[SideRow, ...]
    others: tuple[Fact, ...]

    @property
    def width(self) -> int:
        """Number of sides."""
        return max((len(row.values) for row in self.sides), default=0)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its id on the page, and the blocks under it."""

    id: str
    heading: str
    level: int
    blocks: tuple[Block, ...]


def write_html(
    document: Document,
    *,
    fragment: bool = False,
    metadata: Metadata = NO_METADATA,
    templates: Templates | None = None,
) -> str:
    """Return the page of ``document``; with ``fragment`` its body alone, as the wiki shows it.

    Raises ProblemError when a template is wrong.
    """
    templates = templates or _default_templates()
    values = page_values(document, metadata, templates) | {"fragment": fragment}
    if fragment:
        return printable(templates.render("html/fragment.html.j2", **values))
    style = Markup(templates.read("html/style.css"))
    return printable(templates.render("html/page.html.j2", style=style, **values))


def page_values(document: Document, metadata: Metadata, templates: Templates) -> dict[str, object]:
    """Collect what a page's templates are given, and register the filters that they use."""
    templates.register("inline", _inline, given="wiki")
    templates.register("plain", plain_text)
    templates.register("kind", kind_of)
    templates.register("cell_attributes", _cell_attributes)
    templates.register("day", _day, given="words")
    templates.register("numerals", numerals)
    templates.register("direction", direction)
    templates.register("sanitized", lambda html: Markup(sanitize(str(html))))
    language = document.language or metadata.language or "en"
    words = words_in(language, templates)
    title = metadata.title or document.title or _title_of(document.infobox)
    title = title or str(words["untitled"])
    source = metadata.source
    return {
        "document": document,
        "title": title,
        "language": language,
        "direction": direction(language),
        "words": words,
        "version": __version__,
        "date": _date(metadata),
        "description": _description(document),
        "infobox": sorted_infobox(document.infobox, title) if document.infobox else None,
        "parts": tuple(_parts(document)),
        "metadata": metadata,
        "wiki": source.wiki,
        "address": wiki_address(source.wiki, source.page or title) if source.wiki else None,
    }


_SPAN = re.compile(r"\b(colspan|rowspan)\s*=\s*[\"']?\s*([1-9]\d{0,2})\b", re.IGNORECASE)


def _cell_attributes(cell: Cell) -> Markup:
    """The attributes of a cell that a page keeps: how many columns and rows it spans."""
    spans = dict(_SPAN.findall((cell.attributes or "").lower()))
    return Markup("").join(Markup(' {}="{}"').format(*span) for span in spans.items())


def sorted_infobox(infobox: SourceInfobox, title: str) -> Infobox:
    """Sort the arguments of an infobox into facts, sides and what is neither.

    Of repeated names the last one counts, as on the wiki; the others are kept among the rest.
    """
    last: dict[str, Fact] = {}
    others: list[Fact] = []
    for position, argument in enumerate(infobox.arguments, 1):
        fact = Fact(argument.name or str(position), argument.value)
        key = fact.name.lower()
        if not fact.value.strip():
            continue
        if argument.name is None or _LAYOUT.fullmatch(key):
            others.append(fact)
            continue
        if key in last:
            others.append(last[key])
        last[key] = fact
    rows, used = _side_rows(last)
    used |= {"partof"} | {
        name
        for name in _TITLE_NAMES & last.keys()
        if plain_text(last[name].value) == plain_text(title)
    }
    return Infobox(
        part_of=_value(last, "partof"),
        when=_value(last, "date"),
        where=_value(last, "place") or _value(last, "location"),
        facts=tuple(fact for key, fact in last.items() if key not in used),
        sides=rows,
        others=tuple(others),
    )


def _value(facts: dict[str, Fact], key: str) -> str:
    return facts[key].value if key in facts else ""


def _side_rows(facts: dict[str, Fact]) -> tuple[tuple[SideRow, ...], set[str]]:
    """Make rows of the numbered arguments, one column a side; also the keys they were made of.

    The sides are those that have a combatant (without any, those of which anything is said). What
    is numbered like a side but has none (``casualties3``: civilians) spans the columns, below its
    row.
    """
    numbered: dict[tuple[str, str], dict[str, str]] = {}
    for key in facts:
        if match := _NUMBERED.fullmatch(key):
            numbered.setdefault((match["stem"], match["part"]), {}).setdefault(match["side"], key)
    of_sides = {row: keys for row, keys in numbered.items() if row[0] in _OF_A_SIDE}
    combatants = [keys for (stem, _), keys in of_sides.items() if stem == _SIDES]
    sides = sorted({side for keys in combatants or of_sides.values() for side in keys})
    rows: list[SideRow] = []
    used: set[str] = set()
    for (stem, _), keys in sorted(numbered.items(), key=lambda row: row[0][0] != _SIDES):
        if not any(side in keys for side in sides):
            continue
        cells = tuple(_value(facts, keys.get(side, "")) for side in sides)
        rows.append(SideRow(stem, cells))
        apart = [key for side, key in keys.items() if side not in sides]
        rows += [SideRow(stem, (facts[key].value,), spanning=True) for key in apart]
        used.update(keys.values())
    return tuple(rows), used


def _title_of(infobox: SourceInfobox | None) -> str:
    arguments = infobox.arguments if infobox else ()
    named = (each.value for each in arguments if (each.name or "").lower() in _TITLE_NAMES)
    return plain_text(next(named, ""))


def _parts(document: Document) -> Iterator[Part]:
    """Yield the sections in reading order, with the ids that MediaWiki gives their headings."""
    taken: set[str] = set()
    for section in sections_of(document):
        name = plain_text(section.heading).replace(" ", "_") or "_"
        candidate, number = name, 1
        while candidate.lower() in taken:
            number += 1
            candidate = f"{name}_{number}"
        taken.add(candidate.lower())
        yield Part(candidate, section.heading, section.level, section.blocks)


def _description(document: Document) -> str:
    """Return the beginning of the first paragraph, cut at a word."""
    text = next(filter(None, map(plain_text, _paragraphs(document))), "")
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return text[:DESCRIPTION_LENGTH].rpartition(" ")[0].rstrip(" ,;:–—-") + "…"


def _paragraphs(document: Document) -> Iterator[str]:
    yield from (block for block in document.lead if isinstance(block, str))
    for section in sections_of(document):
        yield from (block for block in section.blocks if isinstance(block, str))


def _date(metadata: Metadata) -> dt.date | None:
    """Return the metadata's date, else SOURCE_DATE_EPOCH's in UTC, else none."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if metadata.briefing.date or not epoch:
        return metadata.briefing.date
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    except (ValueError, OverflowError, OSError) as failure:
        message = f"SOURCE_DATE_EPOCH is '{epoch}', not a number of seconds since 1970"
        raise ProblemError(error(message, hint="unset it, or set briefing.date")) from failure


def _day(date: dt.date, words: Mapping[str, object]) -> str:
    """Write a date in the language of the words around it."""
    return day(date, str(words["language"]))


def _inline(text: str, wiki: str | None) -> Markup:
    return Markup(render_inline(text, wiki))


@cache
def _default_templates() -> Templates:
    return Templates()
