"""Tables some of whose marks only expansion brings: a call opens them, or parts cells."""

from __future__ import annotations

import re
from collections.abc import Callable

from wikibrief.inline.passes import printable
from wikibrief.markup.reader.reading import read_blocks
from wikibrief.markup.writer import Writer
from wikibrief.model.document import Block, Table, Transclusion
from wikibrief.model.texts import find_texts_with
from wikibrief.templating.environment import Templates
from wikibrief.wiki.scanner import TABLE_EDGE

__all__ = ["ExpandedTables", "source_of"]

_OPENS_TABLE = re.compile(r"\{\||\{\{\{!\}\}")
_TABLE_MARK = re.compile(r"\||^[ \t]*!|!!", re.MULTILINE)


class ExpandedTables:
    """Finds such tables among the blocks of a page, whose wikitext ``expand`` expands."""

    def __init__(self, expand: Callable[[str], str], templates: Templates) -> None:
        self._expand, self._templates = expand, templates

    def open_with_calls(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """The blocks; what follows a call that opens a table and leaves it open belongs to it."""
        for index, block in enumerate(blocks[:-1]):
            if not isinstance(block, str | Transclusion):
                continue
            source = block if isinstance(block, str) else source_of(block)
            if source.startswith("{{") and _OPENS_TABLE.search(source):
                expanded = self._expand(printable(source))
                edges = TABLE_EDGE.findall(expanded)
                if expanded != source and edges.count("{|") > edges.count("|}"):
                    rest = self._expand(printable(self._writer().document(blocks[index:])))
                    return (*blocks[:index], *read_blocks(rest))
        return blocks

    def expand(self, table: Table) -> str | None:
        """The source of a table some of whose own marks only expansion brings; else None."""
        blocks = [block for row in table.rows for block in row.blocks]
        texts = [source_of(block) for block in blocks if isinstance(block, Transclusion)]
        texts += (text for text, _ in find_texts_with(table, "{{").texts)
        if not any(map(self._brings_mark, texts)):
            return None
        return self._expand(self._writer().unit(table).removesuffix("\n|}"))

    def _writer(self) -> Writer:
        return Writer("mediawiki", self._templates)

    def _brings_mark(self, text: str) -> bool:
        """Whether expansion brings what may be a mark of a table."""
        expanded = self._expand(text)
        return expanded != text and _TABLE_MARK.search(expanded) is not None


def source_of(block: Transclusion) -> str:
    """The source of a transclusion, without the white space that its author put between."""
    arguments = (
        each.value if each.name is None else f"{each.name}={each.value}" for each in block.arguments
    )
    return "{{" + "|".join([block.name, *arguments]) + "}}"
