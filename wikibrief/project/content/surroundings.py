"""What surrounds a document in its project: other documents, files, templates of its wiki.

A document asks for them by name while it is rendered. What it asked for is kept, found or not: the
build makes the document again when one of these names means something else.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from wikibrief.engine import files
from wikibrief.engine.files import shown
from wikibrief.engine.graph import Names
from wikibrief.inline.context import Surroundings
from wikibrief.problems import LineMap, Problem, ProblemError, error, warning
from wikibrief.wiki.expansion.functions import is_call, is_variable
from wikibrief.wiki.namespaces import Namespace
from wikibrief.wiki.tags import Is, tags_with
from wikibrief.wiki.titles import page_name

if TYPE_CHECKING:
    from wikibrief.inline.context import Image

__all__ = ["Asked", "Neighbours"]

_MOST_BYTES = 10 * 1024 * 1024
"""The largest file that a page shows: all of it becomes a part of the page."""
_FILE, _TEMPLATE = "File:", "Template:"
_MOST_REPORTED = 20
_ALIKE = 0.8
_MARK_OF_CALL = re.compile(r"\||\}\}|(?<=[^{])\{\{|\n")


class Asked(Mapping[str, tuple[Path, ...]]):
    """Names and what they mean, and which of them a document has asked for."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self.found: dict[str, tuple[Path, ...]] = {}
        self.missed: set[str] = set()

    def __getitem__(self, name: str) -> tuple[Path, ...]:
        try:
            self.found[name] = self._names[name]
        except KeyError:
            self.missed.add(name)
            raise
        return self.found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class _Files(Collection[str]):
    """The names of the files among others."""

    def __init__(self, names: Mapping[str, object]) -> None:
        self._names = names

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        if _FILE not in self._names:  # there are none: the names need not be looked through
            return iter(())
        return (name for name in self._names if name.startswith(_FILE) and name != _FILE)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Neighbours:
    """What one document can ask for; ``read`` reads a file, and notes that it was read."""

    def __init__(self, names: Names | None, read: Callable[[Path, int], bytes]) -> None:
        self.names = Asked(names or {})
        self._has_files = names is not None
        self._read = read
        self._images: dict[str, Image | None] = {}
        self._troubles: dict[str, Problem] = {}

    @property
    def files(self) -> Collection[str] | None:
        """The names of all files that can be shown; None where there is no project."""
        return _Files(self.names) if self._has_files else None

    def of(self, page: Path) -> Surroundings:
        """What surrounds the document on the page that will be at ``page``."""
        document = partial(self._document, page)
        return Surroundings(
            document,
            self._image,
            self._wiki_template,
            self._report_unshown,
            self._report_error,
            self._has_pages,
        )

    def problems(self, text: str) -> Iterator[Problem]:
        """What could not be shown, at the first place where ``text`` names it.

        ``text`` is the document's source.
        """
        lines = LineMap(text)
        for mention, problem in list(self._troubles.items())[:_MOST_REPORTED]:
            line, column = lines.place(_find(mention, text))
            yield replace(problem, line=line, column=column)
        if (more := len(self._troubles) - _MOST_REPORTED) > 0:
            message = f"{more} more files and constructs are not shown as they should be"
            yield warning(message, code="not-shown")

    def _document(self, page: Path, title: str) -> str | None:
        """The address of a document's page, from another one of the same format.

        Of several documents of that name it is the nearest one's: the first of those with which
        ``page`` has the most folders in common. So articles of one language lead to one another.
        """
        pages = [
            each for each in self.names.get(page_name(title), ()) if each.suffix == page.suffix
        ]
        if not pages:
            return None
        if page in pages:
            return ""
        nearest = max(pages, key=lambda each: len(os.path.commonpath([each.parent, page.parent])))
        return quote(os.path.relpath(nearest, page.parent))

    def _has_pages(self) -> bool:
        return _FILE in self.names or _TEMPLATE in self.names

    def _image(self, title: str) -> Image | None:
        page = page_name(title, Namespace.FILE)
        if page not in self._images:
            self._images[page] = self._find_image(page)
        return self._images[page]

    def _find_image(self, page: str) -> Image | None:
        name = page.removeprefix(_FILE)
        is_known = page in self.names.found or page in self.names.missed
        path = next(iter(self.names.get(page, ())), None)
        if path is None:
            if not is_known and self.files:  # else the check of the source reports it
                message = f"the file `{name[:80]}` is not in media/"
                self._troubles[name] = warning(message, code="missing-file")
            return None
        from wikibrief.page.images import (  # noqa: PLC0415  loads Pillow: only for pictures
            UnreadableImageError,
            read_image,
        )

        try:
            return read_image(self._read_inside(path))
        except UnreadableImageError as failure:
            message = f"{shown(path)} cannot be shown: {failure}"
            self._troubles[name] = warning(message, code="image-not-shown")
        except ProblemError as failure:
            problem = failure.problems[0]
            message = f"{problem.file} cannot be shown: it {problem.message}"
            self._troubles[name] = warning(message, hint=problem.hint, code="image-not-shown")
        return None

    def _wiki_template(self, title: str) -> str | None:
        path = next(iter(self.names.get(page_name(title, Namespace.TEMPLATE), ())), None)
        if path is None:
            return None
        # A wiki saves its pages without the white space at their ends.
        return files.to_text(self._read_inside(path), path).rstrip()

    def _report_unshown(self, construct: str) -> None:
        short = " ".join(construct.split())[:80]
        name = short.lstrip("{<").strip()
        if not name:
            return
        if short.startswith("<"):
            instead = "its words are shown" if name in tags_with(Is.DRAWN) else "it is not shown"
            message = f"only the wiki can draw `{short}>`: {instead}"
            trouble = warning(message, code="only-on-wiki")
        elif is_call(name):
            message = f"only the wiki can compute `{{{{{name}}}}}`: its arguments are shown"
            trouble = warning(message, code="only-on-wiki")
        elif is_variable(name):
            message = f"only the wiki can compute `{{{{{name}}}}}`: its name is shown"
            trouble = warning(message, code="only-on-wiki")
        else:
            message = f"no layout for `{{{{{name}}}}}`: it is shown as its arguments"
            trouble = warning(message, hint=self._advise(name), code="no-layout")
        self._troubles[short] = trouble

    def _report_error(self, call: str, says: str) -> None:
        short = _MARK_OF_CALL.split(call, maxsplit=1)[0][:80].rstrip()
        end = "}}" if len(short) + len("}}") == len(call) else " …}}"
        end = ">" if short.startswith("<") else end
        message = f"`{short}{end}` shows an error, as on the wiki: {says[:200]}"
        self._troubles.setdefault(short, warning(message, code="error-shown"))

    def _advise(self, name: str) -> str:
        """What to do about a transclusion without a layout."""
        templates = {
            each.removeprefix(_TEMPLATE).casefold(): each.removeprefix(_TEMPLATE)
            for each in (self.names if _TEMPLATE in self.names else ())
            if each.startswith(_TEMPLATE)
        }
        if near := get_close_matches(page_name(name).casefold(), templates, 1, _ALIKE):
            return f"did you mean `{{{{{templates[near[0]]}}}}}`?"
        return f"see docs/TEMPLATES.md, or put its wikitext into content/Template/{name}.wiki"

    def _read_inside(self, path: Path) -> bytes:
        """Read a file of the project. Raises ProblemError for one that is only linked to it.

        That one is read first nevertheless: so it is observed, and seen when it is replaced.
        """
        data = self._read(path, _MOST_BYTES)
        if files.leads_out(path, path.parent):
            message = f"is a link that leads out of {shown(path.parent)}"
            hint = "copy the file"
            raise ProblemError(error(message, hint=hint, file=shown(path), code="link-out"))
        return data


def _find(mention: str, text: str) -> int:
    """Where ``text`` names a file or begins a construct for the first time; else its start."""
    name = mention.lstrip("{<")
    if not name:  # a construct so deep that nothing but braces is left of it
        return max(text.find(mention), 0)
    opening = mention.removesuffix(name)
    begin = f"[{re.escape(name[0])}{re.escape(name[0].swapcase())}]"
    rest = r"[ _\n]+".join(map(re.escape, name[1:].split(" ")))
    match = re.search(re.escape(opening) + (r"\s*" if opening else "") + begin + rest, text)
    return match.start() if match else 0
