"""The round trip: a changed document back over the source it came from, only the changed bytes new.

The *selective writer* aligns the units of the new document with the pieces of its base, copies the
source of what is equal, writes what is not, and goes one level down where a unit has parts (the
arguments of an infobox, the text of a heading). One algorithm, ``_splice``, does every level.

Nothing is believed: what has been written is read back, and a text that does not mean the document
is never given out. Where the first attempt fails, the places that changed are written in the
canonical form; where that fails too, a problem says which part cannot be written.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from itertools import zip_longest

from wikibrief.markup.dialects import Dialect
from wikibrief.markup.escaping import escaped
from wikibrief.markup.fitting import fit
from wikibrief.markup.reader.reading import Reading, read_source
from wikibrief.markup.spacing import with_shown_gaps
from wikibrief.markup.units import (
    Attributes,
    Leaf,
    Piece,
    RowStart,
    TableStart,
    Unit,
    assemble,
    content_of,
    flatten,
    parts_of,
    shell_of,
    without_strays,
)
from wikibrief.markup.writer import Writer
from wikibrief.model.alignment import align
from wikibrief.model.document import (
    Argument,
    Caption,
    Cell,
    Document,
    Element,
    Infobox,
    Transclusion,
)
from wikibrief.problems import Problem, ProblemError, error
from wikibrief.templating.environment import Templates

__all__ = ["write_wikitext"]

_Path = tuple[str | int, ...]


def write_wikitext(
    document: Document,
    base: str | None = None,
    dialect: Dialect | None = None,
    *,
    templates: Templates | None = None,
) -> str:
    """Write a document as wikitext.

    With ``base``, a source text, it is written selectively: what the base says already is copied to
    the letter. Without, the canonical form is written. ``dialect`` is the base's when it is not
    given, else mediawiki. Raises ProblemError when the dialect cannot hold the document.
    """
    reading = None if base is None else read_source(base, dialect=dialect)
    written: Dialect = dialect or (reading.dialect if reading else "mediawiki")
    wanted = fit(document, written)
    if reading and wanted.infobox and document.infobox is None:
        reading = _with_infobox(reading, wanted.infobox)
    writer = Writer(written, templates or Templates())
    units = flatten(wanted, titled=written == "plain")
    text, read_back = _write(units, reading, writer, dialect)
    if text is None:
        known = {piece.unit for piece in reading.pieces} if reading else set()
        if (safe := escaped(units, known, writer)) != units:
            text, read_back = _write(safe, reading, writer, dialect)
    if text is None:
        raise ProblemError(_cannot_write(_markup_part(wanted, written), read_back))
    return text


def _with_infobox(reading: Reading, infobox: Infobox) -> Reading:
    """The reading with the transclusion that is the infobox now that another one is gone."""

    def promoted(piece: Piece) -> Piece:
        unit = piece.unit
        if not isinstance(unit, Transclusion):
            return piece
        is_it = Infobox(unit.name, without_strays(unit.arguments)) == infobox
        return piece._replace(unit=infobox) if is_it else piece

    pieces = list(map(promoted, reading.pieces))
    # By identity: an equal gap may stand elsewhere.
    shown = set(map(id, with_shown_gaps([piece.unit for piece in pieces])))
    return replace(reading, pieces=tuple(piece for piece in pieces if id(piece.unit) in shown))


def _write(
    units: Sequence[Unit], reading: Reading | None, writer: Writer, dialect: Dialect | None
) -> tuple[str | None, Document]:
    """The text that is read back as the units; or None, and what the last attempt is read as."""
    wanted = assemble(units)
    read_back = wanted
    for text in _attempts(units, reading, writer):
        result = read_source(text, wanted.title, dialect if reading else None)
        read_back = _markup_part(result.document, writer.dialect)
        if result.dialect == writer.dialect and read_back == _markup_part(wanted, writer.dialect):
            return text, read_back
    return None, read_back


def _markup_part(document: Document, dialect: Dialect) -> Document:
    """The part of a document that markup holds: never its language, its title in plain alone."""
    title = document.title if dialect == "plain" else None
    return replace(document, title=title, language=None)


def _attempts(units: Sequence[Unit], reading: Reading | None, writer: Writer) -> Iterator[str]:
    if reading is None:
        yield writer.document(units)
        return
    if not reading.pieces:
        yield reading.source.original + reading.source.native(writer.document(units))
        return
    for form in _Form:
        yield _Splicer(reading, writer, form).document(units)


class _Form(enum.IntEnum):
    """How what changed is written: each form is nearer to the canonical one than that before."""

    NEAR = 0
    """Text by text, with separators like those around."""
    UNITS = 1
    """Small units as a whole, with canonical separators beside them."""
    ALL = 2
    """The same, with canonical separators also around what they stand in."""


class _Splicer:
    """Writes units over the pieces of a reading.

    ``form``: how what has changed is written.
    """

    def __init__(self, reading: Reading, writer: Writer, form: _Form) -> None:
        self._reading = reading
        self._source = reading.source
        self._writer = writer
        self._form = form

    def document(self, units: Sequence[Unit]) -> str:
        return self._splice(0, len(self._source.text), self._reading.pieces, units)

    def _splice(self, start: int, end: int, pieces: Sequence[Piece], units: Sequence[Unit]) -> str:
        """``units`` in place of ``pieces``, which are what is in ``text[start:end]``."""
        old = [piece.unit for piece in pieces]
        sizes = [piece.end - piece.start + 1 for piece in pieces]
        origins = align(old, units, sizes.__getitem__, _likeness)
        is_new_end = origins[-1:] != [len(pieces) - 1]
        _find_moved(old, units, origins)
        result = [self._source.slice(start, pieces[0].start)]
        if isinstance(old[0], Attributes) and not old[0].text and units[0] != old[0]:
            result.append(" " * (not result[0].endswith(" ")))
        for index, unit in enumerate(units):
            if index:
                result.append(self._separator(pieces, units, origins, index))
            if _opens_implicitly(pieces, origins[index]) and not _may_open(units, index):
                result.append(self._source.native(self._writer.unit(unit)))
                continue
            result.append(self._unit(pieces, unit, origins, index))
        tail = self._source.slice(pieces[-1].end, end)
        if not units:
            return "".join([*result, tail])
        if is_new_end and _is_exact(units[-1]):
            tail = tail.lstrip()
        if isinstance(units[0], TableStart) and units[-1] != old[-1] and "\n" not in tail:
            tail = self._source.native("\n") * bool(tail) + tail  # it stood after a comment
        return "".join([*result, tail])

    def _unit(
        self, pieces: Sequence[Piece], unit: Unit, origins: Sequence[int | None], index: int
    ) -> str:
        origin = origins[index]
        if origin is None:
            before = next((at for at in reversed(origins[:index]) if at is not None), 0)
            return self._source.native(self._new(pieces, unit, before))
        piece = pieces[origin]
        if piece.unit == unit:
            return self._source.slice(piece.start, piece.end)
        if self._is_spliced(piece, unit):
            text = self._splice(piece.start, piece.end, piece.parts, parts_of(unit))
            return text + _missing_end(piece, unit)
        return self._source.native(self._new(pieces, unit, origin))

    def _is_spliced(self, piece: Piece, unit: Unit) -> bool:
        """Whether a unit is written part by part over a piece."""
        parts = piece.parts
        if not parts or shell_of(piece.unit) != shell_of(unit):
            return False
        if isinstance(unit, Transclusion | Infobox) and len(parts) == 1:
            return False
        is_small = all(isinstance(part.unit, Leaf) for part in parts)
        return self._form == _Form.NEAR or not is_small

    def _new(self, pieces: Sequence[Piece], unit: Unit, before: int) -> str:
        """A unit that the base does not have; an argument is set like those around ``before``."""
        if isinstance(unit, Argument) and unit.name is not None and self._form == _Form.NEAR:
            named = [piece for piece in pieces if isinstance(piece.unit, Argument) and piece.parts]
            place = pieces[before].start
            near = min(named, key=lambda piece: abs(piece.start - place), default=None)
            if near is not None:
                key, content = parts_of(unit)
                sign = self._sign(near, named, len(unit.name))
                return self._writer.unit(key) + sign + self._writer.unit(content)
            if "\n" not in self._source.text[pieces[0].start : pieces[-1].end]:
                return f"{unit.name}={unit.value}"
        return self._writer.unit(unit)

    def _sign(self, near: Piece, named: Sequence[Piece], size: int) -> str:
        """What stands after a new key of ``size``: as in ``near``, in line where signs are."""
        key, content = near.parts
        sign = self._source.text[key.end : content.start]
        columns = Counter(self._column(piece) for piece in named)
        if columns[self._column(near)] > 1 and sign.startswith(" "):
            sign = " " * max(1, self._column(near) - size) + sign.lstrip(" ")
        return f"{sign} " if sign.startswith(" ") and sign.endswith("=") else sign

    def _column(self, argument: Piece) -> int:
        """How far from the beginning of its key an argument's sign stands."""
        key, content = argument.parts
        sign = self._source.text[key.end : content.start]
        return key.end - key.start + len(sign) - len(sign.lstrip(" "))

    def _separator(
        self,
        pieces: Sequence[Piece],
        units: Sequence[Unit],
        origins: Sequence[int | None],
        index: int,
    ) -> str:
        """What stands before ``units[index]``: as in the base, or like what the base has near."""
        left, right = origins[index - 1], origins[index]
        before, after = units[index - 1], units[index]
        if left is not None and right == left + 1:
            gap = self._gap(pieces, left + 1)
            if _opens_implicitly(pieces, right) and not _may_open(units, index):
                return self._source.native(self._writer.separator(before, after))
            if isinstance(after, Leaf):
                return _before_text(gap, before, pieces[left + 1].unit, after)
            if self._may_keep(pieces[left : left + 2], (before, after), gap):
                return gap
        if self._form == _Form.NEAR:
            for near in (right, None if left is None else left + 1, left):
                if near is not None and 0 < near < len(pieces):
                    old = pieces[near - 1].unit, pieces[near].unit
                    gap = self._gap(pieces, near)
                    if self._fits(gap, old, (before, after)):
                        return gap
        return self._source.native(self._writer.separator(before, after))

    def _fits(self, gap: str, old: tuple[Unit, Unit], new: tuple[Unit, Unit]) -> bool:
        """Whether the gap between two units of the base can stand between two new ones."""
        before, after = new
        if after == old[1]:
            if isinstance(after, Cell) and "\n" in gap:
                return True
            if not isinstance(after, _WITH_MARK) and type(before) is type(old[0]):
                return True
        is_alike = [*map(_is_exact, old)] == [*map(_is_exact, new)]
        return is_alike and self._writer.fits(gap, before, after)

    def _may_keep(self, pieces: Sequence[Piece], units: Sequence[Unit], gap: str) -> bool:
        """Whether the gap between two pieces stays when two units take their place."""
        changed = [pair for pair in zip(pieces, units, strict=True) if pair[0].unit != pair[1]]
        if not changed or self._form == _Form.ALL:
            return not changed
        after = units[1]
        if isinstance(after, Cell) and after == pieces[1].unit and "\n" in gap:
            return True
        if self._form == _Form.UNITS:
            return all(self._is_spliced(*pair) for pair in changed)
        if any(isinstance(unit, Cell) for unit in units):
            is_alike = all(shell_of(piece.unit) == shell_of(unit) for piece, unit in changed)
            is_kept = units[0] == pieces[0].unit or not getattr(units[0], "blocks", ())
            return is_alike and ("\n" in gap or is_kept)
        return all(type(piece.unit) is type(unit) for piece, unit in changed)

    def _gap(self, pieces: Sequence[Piece], index: int) -> str:
        """What stands in the base before piece ``index``."""
        return self._source.slice(pieces[index - 1].end, pieces[index].start)


_WITH_MARK = (Argument, Caption, Cell, Leaf, RowStart)
"""Units that need more before them than white space, or stand where it counts."""


def _opens_implicitly(pieces: Sequence[Piece], origin: int | None) -> bool:
    """Whether the unit is a table's first row whose ``|-`` the source leaves out."""
    return origin is not None and (
        isinstance(pieces[origin].unit, RowStart) and pieces[origin].start == pieces[origin].end
    )


def _may_open(units: Sequence[Unit], index: int) -> bool:
    """Whether a row may do without ``|-`` here: where what it begins with cannot be what is before.

    That is so at the head of a table, and after a caption.
    """
    if units[index] != RowStart("") or not 0 < index < len(units) - 1:
        return False
    before, after = units[index - 1], units[index + 1]
    if isinstance(before, TableStart):
        return not isinstance(after, RowStart | Caption)
    return isinstance(before, Caption) and isinstance(after, Cell | Caption)


def _missing_end(piece: Piece, unit: Unit) -> str:
    """The closing tag that an element left out, where its text has got lines: it needs one now."""
    if not isinstance(unit, Element) or unit.blocks or piece.parts[-1].end < piece.end:
        return ""
    return f"</{unit.tag}>" if "\n" in (unit.text or "") else ""


def _is_exact(unit: Unit) -> bool:
    """Whether white space beside the unit would become part of it."""
    return isinstance(unit, Argument) and unit.name is None


def _before_text(gap: str, before: Unit, old: Unit, new: Leaf) -> str:
    """What stands before a text inside a unit.

    A blank is put where an empty argument lacks one, and where two bars would make another mark.
    """
    is_bare = gap.startswith(" ") and gap.endswith("=") and not _text(old)
    is_mark = gap.endswith("|") and isinstance(before, Attributes) and new.text.startswith("|")
    return gap + " " if (is_bare and new.text) or is_mark else gap


def _find_moved(old: Sequence[Unit], new: Sequence[Unit], origins: list[int | None]) -> None:
    """Give new units that stood elsewhere in the old ones their origin, to be copied from there."""
    kept = set(origins)
    moved = {unit: index for index, unit in enumerate(old) if index not in kept}
    for index, unit in enumerate(new):
        if origins[index] is None:
            origins[index] = moved.get(unit)


def _likeness(old: Unit, new: Unit) -> int:
    """How much two units have in common; −1 when one cannot be changed into the other."""
    if shell_of(old) != shell_of(new):
        return 0 if type(old) is type(new) else -1
    if isinstance(old, Argument) and isinstance(new, Argument):
        same_name = old.name == new.name
        return _shared(old.value, new.value) + same_name * (1 + len(old.name or ""))
    return _shared(_text(old), _text(new))


def _text(unit: Unit) -> str:
    if isinstance(unit, Cell | Caption):
        return content_of(unit)
    return unit if isinstance(unit, str) else str(getattr(unit, "text", ""))


def _shared(one: str, other: str) -> int:
    """The length of what two texts share at their beginning and end."""
    longest = min(len(one), len(other))
    prefix = _last_true(longest, lambda size: one[:size] == other[:size])
    ends = one[prefix:], other[prefix:]
    suffix = _last_true(
        longest - prefix, lambda size: size == 0 or ends[0][-size:] == ends[1][-size:]
    )
    return prefix + suffix


def _last_true(most: int, holds: Callable[[int], bool]) -> int:
    """The greatest size up to ``most`` for which ``holds``, which holds up to there."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if holds(middle):
            least = middle
        else:
            most = middle - 1
    return least


def _cannot_write(wanted: Document, read_back: Document) -> Problem:
    """Name the first value that would be read differently."""
    path, meant, got = _first_difference(wanted, read_back, ())
    name = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    found = error(
        f"`{name.lstrip('.')}` cannot be written as wikitext: {_shown(meant)} would be read as "
        f"{_shown(got)}",
        hint=_hint(meant, got),
    )
    return replace(found, path=path)


def _hint(meant: object, got: object) -> str:
    if isinstance(meant, str) and (kind := getattr(got, "kind", None)):
        return f"write it as a block, `kind: {kind}`"
    if isinstance(meant, str) and "\n" in meant:
        return "a line ends it: put `<br>` there, or make two of it"
    return "escape the markup in it with <nowiki>, or split it where the wiki would"


def _first_difference(one: object, other: object, path: _Path) -> tuple[_Path, object, object]:
    if type(one) is type(other) and is_dataclass(one):
        for field in fields(one):
            values = getattr(one, field.name), getattr(other, field.name)
            if values[0] != values[1]:
                return _first_difference(*values, (*path, field.name))
    if isinstance(one, tuple) and isinstance(other, tuple):
        for index, values in enumerate(zip_longest(one, other)):
            if values[0] != values[1]:
                return _first_difference(*values, (*path, index))
    return path, one, other


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if kind := getattr(value, "kind", None):
        return f"a `{kind}`"
    text = " ".join(str(getattr(value, "heading", value)).split())
    return f"“{text[:57]}…”" if len(text) > 60 else f"“{text}”"
