"""Timing: how a line says what time a build took. It loads nothing, for those who load little."""

from __future__ import annotations

__all__ = ["format_time"]


def format_time(seconds: float) -> str:
    """Format the end of the line that says what was done."""
    return f" in {seconds:.2f} s"
