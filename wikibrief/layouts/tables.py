"""Data files of the filters, next to the modules that use them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["table"]

_FOLDER = Path(__file__).resolve().parent


@cache
def table(name: str) -> Mapping[str, Any]:
    """The data of ``<name>.toml``, read when it is first asked for."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
