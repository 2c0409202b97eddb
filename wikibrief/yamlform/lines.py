"""Transclusions as lines of text: ``{{Main|Norman Conquest}}``, alone or next to the text it joins.

In YAML, a short transclusion with arguments by position, or without any, is a text. Where there is
no blank line between it and a paragraph, the lines of both are one text: a wiki makes one paragraph
of them if the transclusion is inline. A text that begins with a line end goes on so after what
cannot be in it, such as an infobox; what cannot, goes on so after a text that ends with one.
``unfold`` reads what ``fold`` writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wikibrief.model.document import Argument, Block, Gap, Transclusion
from wikibrief.wiki.scanner import TRIMMED, scan
from wikibrief.yamlform.shapes import Paragraph

__all__ = ["LONGEST_LINE", "fold", "unfold", "write_line"]

_JOINT = Gap(0)

LONGEST_LINE = 80
"""Characters of a transclusion that is a line; a longer one has keys."""

_LONGEST_IN_TEXT = 120
"""Characters of a transclusion that may be a line of a text."""

_PLAIN = r"[^{}|\[\]<>=\n]|\[\[[^\[\]{}<>\n]*\]\]|\{\{[^\[\]{}<>\n]*\}\}"
_NAME = r"[^\s{}|\[\]<>=](?:[^{}|\[\]<>\n]*[^\s{}|\[\]<>])?"
_KEY = r"\s*[^\s{}|\[\]<>=][^{}|\[\]<>=\n]*"
_LINE = re.compile(rf"\{{\{{({_NAME})((?:\|(?:{_KEY}=(?:{_PLAIN}|=)*+|(?:{_PLAIN})*+))*+)\}}\}}")
_ARGUMENT = re.compile(rf"\|(?:({_KEY})=)?((?:{_PLAIN}|=)*+)")


def fold(blocks: Sequence[Block]) -> Iterator[Block | Paragraph]:
    """Yield blocks with lines in the place of short transclusions, joined to texts next to them."""
    start = 0
    while start < len(blocks):
        end = start + _is_joint(blocks, start) + 1
        while _is_joint(blocks, end) and _is_line(blocks[end - 1]) and _is_line(blocks[end + 1]):
            end += 2
        if _is_joint(blocks, end) and type(blocks[end - 1]) is type(blocks[start]) is str:
            end += not isinstance(blocks[end + 1], str) and not _is_line(blocks[end + 1])
        yield from _fold_run(blocks[start:end])
        start = end


def _is_joint(blocks: Sequence[Block], at: int) -> bool:
    """Whether a block goes on on the next line after what precedes it."""
    return at + 1 < len(blocks) and blocks[at] == _JOINT


def _is_line(block: Block) -> bool:
    """Whether a block can be lines of a text."""
    if isinstance(block, str):
        return True
    line = write_line(block) if isinstance(block, Transclusion) else None
    return line is not None and len(line) <= _LONGEST_IN_TEXT


def _fold_run(blocks: Sequence[Block]) -> Iterator[Block | Paragraph]:
    """Fold blocks without blank lines between them: into one text if they are that."""
    if len(blocks) > 1:
        text = "".join("\n" if each == _JOINT else _write(each) for each in blocks)
        if unfold(text, {}) == list(blocks):
            yield text
            return
    yield from map(_fold_one, blocks)


def _write(block: Block) -> str:
    if isinstance(block, Transclusion):
        return write_line(block) or ""
    return block if isinstance(block, str) else ""


def _fold_one(block: Block) -> Block | Paragraph:
    if isinstance(block, str):
        return block if unfold(block, {}) == [block] else Paragraph(block)
    if not isinstance(block, Transclusion) or _is_named(block):
        return block
    line = write_line(block)
    return line if line and len(line) <= LONGEST_LINE else block


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


def unfold(text: str, following: object = None) -> list[Block]:
    """Read a text of YAML as the blocks that it is: transclusions, and the paragraphs they join.

    ``following`` is the item after it, whose block goes on after a line end if it is a mapping.
    """
    if text[:1] == "\n" and text.strip():
        return [_JOINT, *unfold(text[1:], following)]
    if text[-1:] == "\n" and text.strip():
        joint = [_JOINT] if isinstance(following, dict) else []
        return [*unfold(text.rstrip("\n")), *joint]
    if not _has_line(text):
        return [text]
    blocks: list[Block] = []
    is_next = False  # without a blank line between it and the block before
    for line in _split(text):
        if isinstance(line, str):
            core = line.strip("\n")
            if core and is_next and line[0] != "\n":
                blocks.append(_JOINT)
            if core:
                blocks.append(core)
            is_next = line[-1:] not in {"", "\n"}
        else:
            if is_next and isinstance(blocks[-1], str):
                blocks.append(_JOINT)
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
