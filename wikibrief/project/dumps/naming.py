"""Naming: the files of pages, whatever their titles are.

A title of plain characters is its file's name. Any other one is made safe for all file systems, and
gets a digest, so that no two titles have one name, whichever pages are built, in whatever order.
Titles that differ in capitals only also get one, since many file systems do not distinguish them.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

__all__ = ["fold_name", "name_page"]

_LONGEST = 120
"""Bytes of a name, which leaves room for suffixes."""
_UNSAFE = re.compile(r"[^\w\-().,'+=@&!]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|index)(?:\..*)?", re.IGNORECASE)
_DIGITS = 10


def name_page(title: str, *, is_alone: bool = True) -> str:
    """Name the files of a page, without a suffix: a folder by its first letter, and a name.

    ``is_alone``: no other title has a name that is like it.
    """
    plain = unicodedata.normalize("NFC", title).replace(" ", "_")
    name = _shorten(_UNSAFE.sub("_", plain).strip("._") or "_")
    if name != plain or _RESERVED.fullmatch(name) or not is_alone:
        name = f"{name}-{sha256(title.encode(errors='surrogatepass')).hexdigest()[:_DIGITS]}"
    first = name[0].lower()
    return f"{first if first.isalnum() and first.isascii() else '_'}/{name}"


def fold_name(title: str) -> str:
    """What two titles share whose names a file system may take for one."""
    return unicodedata.normalize("NFKC", name_page(title)).casefold()


def _shorten(name: str) -> str:
    return name.encode()[:_LONGEST].decode(errors="ignore")
