"""The command line: it finds the command and ends as a program should.

Exit codes: 0 done (warnings and notes included), 1 errors in sources, or warnings with ``--strict``
(the rest is done), 2 wrong usage. A failure that wikibrief does not expect ends in one line that
asks for a report, not in a traceback.
"""

from __future__ import annotations

import os
import sys

from wikibrief.commands.repeating import repeat

TYPE_CHECKING = False  # as in typing, which takes longer to import
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

_RARELY = 100_000, 50, 100
"""What a build knows of its documents is no garbage: to look for some often takes a sixth of it."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    _fill_standard_streams()
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        code = repeat(given)
        if code is None:
            import gc  # noqa: PLC0415  if there is work

            from wikibrief.commands.group import commands  # noqa: PLC0415

            gc.set_threshold(*_RARELY)
            commands.main(args=given, prog_name="wikibrief", obj=given)
    except KeyboardInterrupt:
        _report("stopped")
        sys.exit(130)
    except Exception as bug:
        if os.environ.get("WIKIBRIEF_DEBUG"):
            raise
        _explain(bug)
        sys.exit(1)
    sys.exit(code)


def _explain(bug: Exception) -> None:
    import errno  # noqa: PLC0415  a command with nothing to do has no use for it

    from wikibrief.problems import lacks_memory  # noqa: PLC0415

    if lacks_memory(bug):
        _report("wikibrief: error: ran out of memory")
        _report("    hint: is there a limit (`ulimit -v`)? fewer `--jobs` take less")
    elif isinstance(bug, OSError) and bug.errno == errno.ENOSPC:  # files are problems elsewhere
        _report("wikibrief: error: what it prints cannot be written: the disk is full")
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # Python would try it again
    else:
        _report(f"wikibrief: internal error: {type(bug).__name__}: {bug}")
        _report("    hint: please report it; WIKIBRIEF_DEBUG=1 shows where")


def _report(line: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(f"{line}\n")


def _fill_standard_streams() -> None:
    """Open nothing in the place of a closed standard stream, so that no other file gets there."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free
