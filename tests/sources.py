"""Sources: files of a project in the current folder, for the tests that change them."""

from __future__ import annotations

from pathlib import Path

__all__ = ["write"]


def write(name: str, text: str) -> Path:
    """Write a file below ``content``; return its path."""
    path = Path("content", name).absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
