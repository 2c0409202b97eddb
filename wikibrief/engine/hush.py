"""Hush: a worker that cannot even begin, or end, dies without a traceback.

That is what importing this does to a process. Whoever waits for the worker says what has become of
it; without memory Python would print pages about that, from each worker. ``WIKIBRIEF_DEBUG`` has
them printed nevertheless.
"""

from __future__ import annotations

import os
import sys

if not os.environ.get("WIKIBRIEF_DEBUG"):
    sys.excepthook = lambda *_: None
    sys.unraisablehook = lambda *_: None
