"""Finding the infobox: the first one before the first heading, and the plain dialect's."""

from __future__ import annotations

from wikibrief.markup.dialects import PLAIN_INFOBOX_START, Dialect, is_infobox
from wikibrief.markup.reader.lines import Lines
from wikibrief.markup.reader.marks import Marks
from wikibrief.markup.reader.transclusions import read_plain_infobox
from wikibrief.markup.units import Piece

__all__ = ["InfoboxSearch"]


class InfoboxSearch:
    """The search for a document's one infobox; ``end`` it when it is found or cannot come."""

    def __init__(self, lines: Lines, marks: Marks, dialect: Dialect) -> None:
        self._lines = lines
        self._marks = marks
        self._is_plain = dialect == "plain"
        self._is_on = True
        self._reached = range(0)  # the places in a line from which the infobox is reached
        self._none_before = 0

    def end(self) -> None:
        """Take nothing that follows for the infobox."""
        self._is_on = False

    def is_at(self, start: int) -> bool:
        """Whether the transclusion at ``start`` is the infobox."""
        text = self._lines.text
        return (
            self._is_on
            and not self._is_plain
            and text.startswith("{{", start)
            and is_infobox(text, start + 2)
            and self._lines.construct_at(start, "{") is not None
        )

    def is_reached(self, start: int, end: int) -> bool:
        """Whether the infobox is here, or after other transclusions in this line."""
        if not self._is_on or self._is_plain:
            return False
        if start in self._reached or start < self._none_before:
            return start in self._reached
        begin, stop = start, self._marks.skip(start, end, "{!")
        while start < stop:
            if self.is_at(start):
                self._reached = range(begin, start + 1)
                return True
            construct = next(self._lines.constructs(start, start + 1))
            start = self._lines.skip_blanks(construct.end, end)
        self._none_before = stop
        return False

    def read_plain(self, start: int) -> Piece | None:
        """The plain dialect's infobox, if it begins at ``start``."""
        if not self._is_on or not self._is_plain:
            return None
        head = PLAIN_INFOBOX_START.match(self._lines.text, start)
        piece = read_plain_infobox(self._lines.text, start, head.end()) if head else None
        if piece:
            self.end()
            self._lines.cut(piece.end)
        return piece
