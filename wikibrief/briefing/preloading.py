"""Preloading: what a worker imports before its first briefing, in the order that it needs.

Fontconfig reads its settings once, when WeasyPrint is imported: our fonts are chosen before.
"""

from __future__ import annotations

from importlib import import_module

from wikibrief.briefing.fonts import use_own_fonts
from wikibrief.briefing.libraries import missing_libraries

use_own_fonts()
if not missing_libraries():
    import_module("wikibrief.briefing.press.layout")
