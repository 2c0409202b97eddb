"""How functions are called: a function's arguments, and how it asks for them.

Evaluation is a stack of generators that the expander runs, not recursion: what needs the text
of a stretch *yields* the steps that make it, and is sent the text. So nesting, however deep, costs
no Python stack, and one place bounds it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from wikibrief.wiki.expansion.braces import Stretch
from wikibrief.wiki.expansion.markers import Markers
from wikibrief.wiki.expansion.page import PageVariables
from wikibrief.wiki.scanner import TRIMMED

__all__ = ["FunctionCall", "PlainFunction", "StepFunction", "Steps"]

Steps: TypeAlias = Generator["Steps", str, str]
"""What makes a text; it yields the steps that make the texts it needs."""


@dataclass(frozen=True, slots=True, eq=False)
class FunctionCall:
    """One call of a function, ``{{name: first | argument | …}}``."""

    page: PageVariables
    first: str
    """What follows the colon, expanded and trimmed."""
    arguments: Sequence[Stretch]
    """What follows it, not expanded."""
    evaluate: Callable[[Stretch], Steps]
    markers: Markers
    has_template: Callable[[str], bool]

    def text(self, index: int) -> Steps:
        """The text of an argument, trimmed; the first's index is 0, and one that is not is empty.

        Use it with ``yield from``.
        """
        if index == 0:
            return self.first
        if index > len(self.arguments):
            return ""
        return (yield from self.value(self.arguments[index - 1]))

    def value(self, stretch: Stretch) -> Steps:
        """The text of a stretch, trimmed."""
        text = yield self.evaluate(stretch)
        return text.strip(TRIMMED)


StepFunction: TypeAlias = Callable[[FunctionCall], Generator[Steps, str, str | None]]
"""A function that expands only the arguments it needs. None: the call stays as it is."""

PlainFunction: TypeAlias = Callable[[PageVariables, Sequence[str]], str | None]
"""A function of the texts of all its arguments, at least one. None: the call stays."""
