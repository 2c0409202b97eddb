"""Hold back Python's garbage collector while values are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["no_garbage"]


@contextmanager
def no_garbage() -> Iterator[None]:
    """Hold back the search for cycles: our values have none, and looking for them takes longer.

    The more values there are, the longer: for large texts up to twice the time of reading them.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
