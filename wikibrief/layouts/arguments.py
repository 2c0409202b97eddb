"""The arguments of a transclusion, as its layout sees them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from wikibrief.layouts.vocabulary import Vocabulary
from wikibrief.model.document import Argument
from wikibrief.templating.environment import Markup
from wikibrief.wiki.source import without_comments

__all__ = ["Arguments", "list_positional"]

_MOST = 99

_DIGITS = re.compile(r"[0-9]+")


class Arguments:
    """What a layout asks of the arguments of its transclusion.

    ``args["title"]`` is the HTML of one, ``args[1]`` that of a positional
    one; what is absent is empty. ``"title" in args`` says whether it is given and not blank. The
    methods take several names and use the first that is not blank.
    """

    def __init__(
        self,
        arguments: Sequence[Argument],
        inline: Callable[[str], str],
        blocks: Callable[[str], str],
        plain: Callable[[str], str],
    ) -> None:
        self._inline, self._blocks, self._plain = inline, blocks, plain
        self._values: dict[str, str] = {}
        self._html: dict[str, Markup] = {}
        position = 0
        for argument in arguments:
            if argument.name is None:
                position += 1
            name = str(position) if argument.name is None else _tidy(argument.name)
            self._values[name] = argument.value.strip()

    def source(self, *names: str | int) -> str:
        """The wikitext of an argument."""
        for name in names:
            if value := self._values.get(str(name)):
                return value
        return ""

    def html(self, *names: str | int) -> Markup:
        """The HTML of an argument, as inline markup; made once, as notes in it count once."""
        source = self.source(*names)
        if source not in self._html:
            self._html[source] = self.inline(source)
        return self._html[source]

    def inline(self, source: str) -> Markup:
        """The HTML of any inline wikitext, in the place of this transclusion."""
        return Markup(self._inline(source)) if source else Markup("")

    def blocks(self, *names: str | int) -> Markup:
        """The HTML of an argument that may hold lists, tables and paragraphs."""
        source = self.source(*names)
        return Markup(self._blocks(source)) if source else Markup("")

    def text(self, *names: str | int) -> str:
        """The words of an argument, without markup."""
        source = self.source(*names)
        return self._plain(source) if source else ""

    def is_plain(self, name: str | int) -> bool:
        """Whether an argument is nothing but words: one without markup."""
        return self.text(name) == self.source(name)

    @property
    def words(self) -> dict[str, str]:
        """The words of all arguments, by name and position: what filters compute with."""
        return {name: self.text(name) for name in self._values}

    @property
    def sources(self) -> dict[str, str]:
        """The wikitext of all arguments, by name and position."""
        return dict(self._values)

    def has(self, *names: str | int) -> bool:
        """Whether one of these is given and not blank."""
        return bool(self.source(*names))

    def __contains__(self, name: str | int) -> bool:
        return bool(self._values.get(str(name)))

    def __getitem__(self, name: str | int) -> Markup:
        return self.html(name)

    def called(self, vocabulary: Vocabulary) -> Arguments:
        """The same arguments, by the names that a family's layout knows them by."""
        arguments = Arguments((), self._inline, self._blocks, self._plain)
        arguments._values = vocabulary.translate(self._values)
        return arguments

    @property
    def positional(self) -> list[str]:
        """The names of the positional arguments, ``1`` and on, up to the last that is given."""
        numbers = [int(name) for name in self._values if _DIGITS.fullmatch(name) and len(name) < 6]
        return [str(number) for number in range(1, max(numbers, default=0) + 1)]

    @property
    def names(self) -> list[str]:
        """The names of all arguments that are not blank, in order."""
        return [name for name, value in self._values.items() if value]

    def numbered(self, *stems: str) -> Iterator[int]:
        """The numbers n, from 1 to the first gap, for which an argument ``stem + n`` is given.

        The first may lack its number: ``last`` is ``last1``.
        """
        number = 1
        while any(
            self.has(f"{stem}{number}") or (number == 1 and self.has(stem)) for stem in stems
        ):
            yield number
            number += 1


def _tidy(name: str) -> str:
    """The name of an argument without the comments that editors put before or behind it."""
    return without_comments(name).strip() if "<!--" in name else name


def list_positional(words: Mapping[str, str]) -> list[str]:
    """List the positional arguments, from the first to the last; absent ones are empty."""
    numbers = [int(name) for name in words if name.isascii() and name.isdigit() and len(name) < 3]
    last = min(max(numbers, default=0), _MOST)
    return [words.get(str(number), "").strip() for number in range(1, last + 1)]
