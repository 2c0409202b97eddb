"""Standard input and output."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from wikibrief.engine import files
from wikibrief.problems import ProblemError, error

__all__ = ["INPUT", "STREAM", "read_in", "write_out"]

STREAM = "-"
"""What stands for a stream among paths."""
INPUT = "standard input"
_OUTPUT = "standard output"


def read_in() -> str:
    """Read the input stream as text. Raises ProblemError."""
    if sys.stdin is None:
        raise ProblemError(error("cannot read: it is closed", file=INPUT, code="unreadable"))
    return files.to_text(sys.stdin.buffer.read(), Path(INPUT))


def write_out(content: bytes) -> None:
    """Write to the output stream, to the end. Raises ProblemError when it takes no more."""
    if sys.stdout is None:
        raise ProblemError(error("cannot write: it is closed", file=_OUTPUT, code="unwritable"))
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise  # the reader has read enough: click ends quietly
    except OSError as failure:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123  the end would try the rest again
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        message = f"cannot write: {(failure.strerror or str(failure)).lower()}"
        raise ProblemError(error(message, file=_OUTPUT, code="unwritable")) from failure
