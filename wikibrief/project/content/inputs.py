"""The files that a document is made from, observed as they are read."""

from __future__ import annotations

import os
import time
from pathlib import Path

from wikibrief.engine import files
from wikibrief.engine.files import Stamp
from wikibrief.problems import ProblemError

__all__ = ["ObservedFiles"]


class ObservedFiles:
    """Reads files, and keeps a stamp of each; of those that are missing, too."""

    def __init__(self) -> None:
        self.stamps: dict[Path, Stamp] = {}
        self._began = time.time_ns()

    def read(self, path: Path) -> str:
        """Read a text. Raises ProblemError."""
        return files.to_text(self.read_bytes(path), path)

    def read_bytes(self, path: Path, limit: int = files.MAX_BYTES) -> bytes:
        """Read a file of at most ``limit`` bytes. Raises ProblemError."""
        try:
            data, self.stamps[path] = files.read_stamped(path, limit=limit)
        except ProblemError:
            self.observe(path)  # it may become readable
            raise
        return data

    def read_if_there(self, path: Path) -> str | None:
        """Read a text; None when there is none. Raises ProblemError, for a broken link as well."""
        if not os.path.lexists(path):
            self.stamps[path] = Stamp()
            return None
        return self.read(path)

    def observe(self, path: Path, *, was_there: bool = False) -> None:
        """Add a file that other code has read, or missed, in the meantime."""
        stamp = files.stamp_shared(path)
        is_gone = was_there and stamp == Stamp()
        if is_gone or (stamp.signature and self._may_have_changed(stamp.signature.ctime)):
            # What was read is unknown. No file has this digest.
            stamp = Stamp("changed while it was read")
        self.stamps[path] = stamp

    def _may_have_changed(self, moment: int) -> bool:
        """Whether a file that was last touched at ``moment`` can have changed since we began.

        A moment in the future is from a clock that was wrong then. If ours is set back meanwhile,
        no moment says anything.
        """
        now = time.time_ns()
        return self._began <= moment <= now or now < self._began
