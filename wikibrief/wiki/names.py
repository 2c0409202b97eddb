"""Names: how wikis compare those of pages, files and templates."""

from __future__ import annotations

import unicodedata

__all__ = ["FILE", "TEMPLATE", "page_name"]

FILE = "File:"
TEMPLATE = "Template:"
"""What names in these namespaces begin with, where names of all kinds stand together."""


def page_name(text: str) -> str:
    """A name as wikis compare it: blanks for underscores, the first letter a capital."""
    words = " ".join(unicodedata.normalize("NFC", text).replace("_", " ").split())
    return words[:1].upper() + words[1:]
