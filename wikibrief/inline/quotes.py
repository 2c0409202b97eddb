"""Bold and italic: runs of apostrophes, by the rules of MediaWiki's Parser::doQuotes."""

from __future__ import annotations

import re

__all__ = ["find_open", "replace_quotes"]

_RUN = re.compile(r"('{2,})")


def replace_quotes(text: str) -> str:
    """Replace the runs of apostrophes in each line of ``text`` by tags."""
    if "''" not in text:
        return text
    return "\n".join(_line(line) if "''" in line else line for line in text.split("\n"))


def find_open(line: str) -> str:
    """What a line leaves open: ``"b"``, ``"i"``, both (the outermost first), or nothing."""
    return _read_style(line).opened


def _line(line: str) -> str:
    return _read_style(line).finish()


def _read_style(line: str) -> _Style:
    parts = _split_runs(_RUN.split(line))
    _balance(parts)
    state = _Style()
    for index, part in enumerate(parts):
        if index % 2 == 0:
            state.text(part)
        else:
            state.toggle(len(part))
    return state


def _split_runs(parts: list[str]) -> list[str]:
    """Four apostrophes are one and a bold; of more than five, the first ones are text."""
    for index in range(1, len(parts), 2):
        length = len(parts[index])
        kept = 3 if length == 4 else min(length, 5)
        parts[index - 1] += "'" * (length - kept)
        parts[index] = "'" * kept
    return parts


def _balance(parts: list[str]) -> None:
    """Where bold and italic are both left open, one bold is an apostrophe and an italic.

    The first after a single letter (``l'''amour''``), else after a longer word, else after a blank.
    """
    runs = [len(part) for part in parts[1::2]]
    if sum(run != 2 for run in runs) % 2 == 0 or sum(run != 3 for run in runs) % 2 == 0:
        return
    by_rank: dict[int, int] = {}
    for index in range(1, len(parts), 2):
        if len(parts[index]) == 3:
            before = parts[index - 1]
            rank = 2 if before.endswith(" ") else 0 if before[-2:-1] == " " else 1
            by_rank.setdefault(rank, index)
    if by_rank:
        chosen = by_rank[min(by_rank)]
        parts[chosen - 1] += "'"
        parts[chosen] = "''"


_CLOSE_AND_OPEN = {
    (2, "i"): ("</i>", ""),
    (2, "bi"): ("</i>", "b"),
    (2, "ib"): ("</b></i><b>", "b"),
    (2, "b"): ("<i>", "bi"),
    (2, ""): ("<i>", "i"),
    (3, "b"): ("</b>", ""),
    (3, "bi"): ("</i></b><i>", "i"),
    (3, "ib"): ("</b>", "i"),
    (3, "i"): ("<b>", "ib"),
    (3, ""): ("<b>", "b"),
    (5, "b"): ("</b><i>", "i"),
    (5, "i"): ("</i><b>", "b"),
    (5, "bi"): ("</i></b>", ""),
    (5, "ib"): ("</b></i>", ""),
}
"""What a run of so many apostrophes does when these are open (from the outermost inwards)."""

_OPENED = {"b": "<b>", "i": "<i>", "bi": "<b><i>", "ib": "<i><b>"}


class _Style:
    """A line as far as it has been read. After ``'''''`` the next run tells which is outside."""

    def __init__(self) -> None:
        self._html: list[str] = []
        self._opened = ""
        self._waiting: list[str] | None = None

    @property
    def opened(self) -> str:
        """What is open, from the outermost inwards."""
        return self._opened if self._waiting is None or not "".join(self._waiting) else "bi"

    def text(self, text: str) -> None:
        (self._html if self._waiting is None else self._waiting).append(text)

    def toggle(self, run: int) -> None:
        if self._waiting is not None:
            self._settle("bi" if run == 2 else "ib")
        elif run == 5 and not self._opened:
            self._waiting = []
            return
        tags, self._opened = _CLOSE_AND_OPEN[run, self._opened]
        self._html.append(tags)

    def _settle(self, order: str) -> None:
        self._html += [_OPENED[order], *(self._waiting or ())]
        self._opened, self._waiting = order, None

    def finish(self) -> str:
        if self._waiting is not None:
            if not "".join(self._waiting):
                self._waiting = []
                return "".join(self._html)
            self._settle("bi")
        self._html.extend(f"</{tag}>" for tag in reversed(self._opened))
        return "".join(self._html)
