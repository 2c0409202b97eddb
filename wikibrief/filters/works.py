"""Works whose text wikis took over, and offices whose works nobody owns."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

__all__ = ["Work", "work_of"]

_DATA = Path(__file__).resolve().parent.parent / "data" / "works.toml"


class Work(NamedTuple):
    """A work or an office: a phrase for it, and what is taken from it.

    ``kind`` is ``text`` of a publication, ``material`` of an office, or ``cited``: nothing.
    """

    phrase: str
    kind: str


def work_of(variant: str) -> Work:
    """The work or office that a layout's variant names."""
    return _works()[variant]


@cache
def _works() -> Mapping[str, Work]:
    table = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return {
        name: Work(phrase, kind) for kind, works in table.items() for name, phrase in works.items()
    }
