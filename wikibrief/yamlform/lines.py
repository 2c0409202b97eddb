"""Transclusions as lines of text: ``{{Main|Norman Conquest}}``, alone or next to the text it joins.

In YAML, a transclusion with arguments by position, or without any, is a text; so is a short one
with names among them. Where there is no blank line between it and a paragraph, the lines of both
are one text: a wiki makes one paragraph of them if the transclusion is inline. ``unfold`` reads
what ``fold`` writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wikibrief.model.document import Argument, Block, Gap, Transclusion
from wikibrief.wiki.scanner import TRIMMED, scan
from wikibrief.yamlform.shapes import Paragraph

__all__ = ["LONGEST_LINE", "fold", "unfold", "write_line"]

LONGEST_LINE = 80
"""Characters of a transclusion that is a line; a longer one has keys, if its arguments have."""

_TAG = r"</?(?:br|small|big|sup|sub|i|b|u|s|center)\s*/?>"
_REF = r"<ref(?:\s[^<>{}|\[\]\n]*)?(?:/>|(?<!/)>[^<>{}|\[\]\n]*</ref>)"
_CALL = rf"\{{\{{(?:[^\[\]{{}}<>\n]|{_TAG}|{_REF})*+\}}\}}"
_PLAIN = rf"[^{{}}|\[\]<>=\n]|\[\[[^\[\]{{}}<>\n]*\]\]|{_CALL}|{_TAG}|{_REF}"
_NAME = r"[^\s{}|\[\]<>=](?:[^{}|\[\]<>\n]*[^\s{}|\[\]<>])?"
_KEY = r"\s*[^\s{}|\[\]<>=][^{}|\[\]<>=\n]*"
_LINE = re.compile(rf"\{{\{{({_NAME})((?:\|(?:{_KEY}=(?:{_PLAIN}|=)*+|(?:{_PLAIN})*+))*+)\}}\}}")
_ARGUMENT = re.compile(rf"\|(?:({_KEY})=)?((?:{_PLAIN}|=)*+)")


def fold(blocks: Sequence[Block]) -> Iterator[Block | Paragraph]:
    """Yield blocks with lines in the place of short transclusions, joined to texts next to them."""
    if Gap(0) not in blocks:
        yield from map(_fold_one, blocks)
        return
    start = 0
    while start < len(blocks):
        end = start + 1
        while end + 1 < len(blocks) and blocks[end] == Gap(0):
            end += 2
        yield from _fold_run(blocks[start:end])
        start = end


def _fold_run(blocks: Sequence[Block]) -> Iterator[Block | Paragraph]:
    """Fold blocks without blank lines between them: into one text if they are that."""
    lines = [
        write_line(block) if isinstance(block, Transclusion) else block for block in blocks[::2]
    ]
    if len(lines) > 1 and all(isinstance(line, str) for line in lines):
        text = "\n".join(map(str, lines))
        if unfold(text) == list(blocks):
            yield text
            return
    yield from map(_fold_one, blocks)


def _fold_one(block: Block) -> Block | Paragraph:
    if isinstance(block, str):
        return block if not _has_line(block) or unfold(block) == [block] else Paragraph(block)
    if not isinstance(block, Transclusion) or _is_named(block):
        return block
    line = write_line(block)
    is_short = line is not None and (len(line) <= LONGEST_LINE or _is_positional(block))
    return line if line is not None and is_short else block


def _is_positional(transclusion: Transclusion) -> bool:
    """Whether no argument has a name, which a list would show no better than the line does."""
    return all(each.name is None for each in transclusion.arguments)


def _is_named(transclusion: Transclusion) -> bool:
    """Whether all arguments have names, which read best as a mapping."""
    arguments = transclusion.arguments
    return bool(arguments) and all(each.name is not None for each in arguments)


def write_line(transclusion: Transclusion) -> str | None:
    """Write a transclusion as a line, if nothing in it needs more than that."""
    said = (
        each.value if each.name is None else f"{each.name}={each.value}"
        for each in transclusion.arguments
    )
    line = f"{{{{{'|'.join((transclusion.name, *said))}}}}}"
    return line if _read_line(line) == transclusion else None


def unfold(text: str) -> list[Block]:
    """Read a text of YAML as the blocks that it is: transclusions, and the paragraphs they join."""
    if not _has_line(text):
        return [text]
    blocks: list[Block] = []
    is_next = False  # without a blank line between it and the block before
    for line in _split(text):
        if isinstance(line, str):
            core = line.strip("\n")
            if core and is_next and line[0] != "\n":
                blocks.append(Gap(0))
            if core:
                blocks.append(core)
            is_next = line[-1:] not in {"", "\n"}
        else:
            if is_next and isinstance(blocks[-1], str):
                blocks.append(Gap(0))
            blocks.append(line)
            is_next = True
    return blocks


def _has_line(text: str) -> bool:
    """Whether a line of a text may be a transclusion."""
    return text.startswith("{{") or "\n{{" in text


def _split(text: str) -> Iterator[str | Transclusion]:
    """Yield the transclusions of a text that have a line to themselves, and what is between.

    A blank line alone is an empty text.
    """
    begin = 0
    for start, end, kind in scan(text).constructs:
        is_line = start == 0 or text[start - 1] == "\n"
        is_line = is_line and kind == "{" and (end == len(text) or text[end] == "\n")
        if is_line and (read := _read_line(text[start:end])):
            if begin < start:
                yield text[begin : start - 1]
            yield read
            begin = end + 1
    if begin < len(text):
        yield text[begin:]


def _read_line(line: str) -> Transclusion | None:
    match = _LINE.fullmatch(line)
    return match and Transclusion(match[1], tuple(_read_arguments(match[2])))


def _read_arguments(text: str) -> Iterator[Argument]:
    for name, value in _ARGUMENT.findall(text):
        if name:
            yield Argument(name.strip(TRIMMED), value.strip(TRIMMED))
        else:
            yield Argument(None, value)
