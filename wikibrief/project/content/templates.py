"""A user's templates: read like all files of a project, and over the built-in ones."""

from __future__ import annotations

from pathlib import Path

from wikibrief.engine import files
from wikibrief.engine.files import shown
from wikibrief.problems import ProblemError, error
from wikibrief.project.content.folders import TEMPLATES
from wikibrief.project.content.inputs import ObservedFiles
from wikibrief.templating.environment import Templates

__all__ = ["observe_templates", "open_templates"]


def open_templates(folder: Path | None, media: Path | None = None) -> Templates:
    """Return the templates of ``folder`` over the built-in ones; they find files in ``media``.

    Raises ProblemError.
    """
    if folder and not folder.is_dir():
        raise ProblemError(
            error("is not a folder of templates", file=shown(folder), code="bad-option")
        )
    return Templates(*([folder] if folder else []), media=media, read=_read)


def observe_templates(templates: Templates, inputs: ObservedFiles) -> None:
    """Add to ``inputs`` the files of templates that were read, and those that may come to be."""
    for path in sorted(templates.observed | templates.missed, key=str):
        inputs.observe(path.absolute(), was_there=path in templates.observed)


def _read(path: Path, folder: Path) -> str:
    """Read a file of the user's. Raises ProblemError, also for a link that leads elsewhere.

    The project's own folder may not itself lead out of the project; one named on the command line
    may be anywhere.
    """
    inside = folder.parent if folder.name == TEMPLATES else folder
    if files.leads_out(path, inside):
        message = f"is a link that leads out of {shown(inside)}"
        hint = "copy the file, or name its folder with --templates"
        raise ProblemError(error(message, hint=hint, file=shown(path), code="link-out"))
    return files.read_text(path)
