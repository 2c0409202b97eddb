"""The audience: who looks at which page, to hear of its changes."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Set
from contextlib import contextmanager

__all__ = ["Audience"]


class Audience:
    """Browser windows by the page that they show."""

    def __init__(self) -> None:
        self._seats: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    @property
    def pages(self) -> Set[str]:
        """The pages that are looked at."""
        return {page for page, seats in self._seats.items() if seats}

    @contextmanager
    def seat(self, page: str) -> Iterator[asyncio.Event]:
        """Look at a page; the event is set whenever it has changed."""
        event = asyncio.Event()
        self._seats[page].add(event)
        try:
            yield event
        finally:
            self._seats[page].discard(event)
            if not self._seats[page]:
                del self._seats[page]

    def tell(self, page: str) -> None:
        """Tell everybody who looks at a page that it has changed."""
        for event in self._seats.get(page, ()):
            event.set()
