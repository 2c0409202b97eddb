"""Protection: what a person has edited or made is not overwritten."""

from __future__ import annotations

from pathlib import Path

from wikibrief.engine.files import shown
from wikibrief.problems import Problem, error
from wikibrief.project.formats.table import format_of

__all__ = ["protect"]


def protect(path: Path, source: Path | None = None, *, is_ours: bool) -> Problem:
    """Refuse to overwrite an artifact.

    ``is_ours`` if a build once made it, of ``source`` where it is made of one.
    """
    what = "was edited since it was built" if is_ours else "exists, but no build has made it"
    keep = "move it away to keep it"
    if source and format_of(path).load is not None:
        keep = f"to keep the edit: wikibrief convert {shown(path)} {shown(source)}"
    hint = f"{keep}; --force overwrites it"
    return error(
        f"{what}: it is left as it is", hint=hint, file=shown(path), code="edited-artifact"
    )
