"""Labels: an argument's name as words, ``LuogoNascita`` as "Luogo nascita"."""

from __future__ import annotations

import re

__all__ = ["make_label"]

_INSIDE = re.compile(r"(?<=[^\W\d_A-ZА-Я])[A-ZА-Я](?=[^\W\d_A-ZА-Я])")
"""A word that begins inside a name: ``LuogoNascita``."""
_NUMBER = re.compile(r"(?<=[^\W\d_])(?=\d+\Z)")


def make_label(name: str) -> str:
    """Make a label of an argument's name."""
    words = _INSIDE.sub(lambda match: f" {match[0].lower()}", name.replace("_", " "))
    words = " ".join(_NUMBER.sub(" ", words).split())
    return words[:1].title() + words[1:]  # Georgian has capitals, but none of these
