"""Bounds on time: for tests that hostile input does not hang what reads it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["within"]


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Assert that the block takes no more time of the processor."""
    start = time.process_time()
    yield
    taken = time.process_time() - start
    assert taken <= seconds, f"took {taken:.1f} s"
