"""Expansion: what MediaWiki's preprocessor does before a page is laid out, from text to text.

Parser functions (``{{#if:…}}``, ``{{formatnum:…}}``), variables (``{{PAGENAME}}``) and the user's
own wiki templates are put in place of their calls. All other transclusions stay as they stand.
"""

from __future__ import annotations

from wikibrief.expansion.expander import Expander
from wikibrief.expansion.functions import is_function
from wikibrief.expansion.page import Page

__all__ = ["Expander", "Page", "is_function"]
