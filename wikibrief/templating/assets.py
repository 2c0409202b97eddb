"""Assets: the files that a template or a style sheet names (a logo, a font, another style sheet).

They become a part of what names them: an address that holds their bytes, or the text of a style
sheet. So a page asks for nothing, and WeasyPrint gets what browsers get. What is not there is a
problem at its line.
"""

from __future__ import annotations

import posixpath
import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote

from wikibrief.problems import LineMap, Problem, ProblemError, warning
from wikibrief.templating.files import read_inside
from wikibrief.templating.sheets import split_lines

__all__ = ["Assets", "Origin"]

_KINDS = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".css": "text/css",
}
"""The files that a page can hold, by their suffixes, and their media types."""

_STRING = r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
_IN_STYLE = re.compile(
    rf"/\*.*?(?:\*/|\Z)"
    rf"|@import(?:\s|/\*.*?\*/)*(?:url\(\s*)?(?P<sheet>{_STRING}|[^\s\"');]+)\s*\)?(?P<media>[^;{{}}]*);"
    rf"|image-set\(\s*(?P<set>(?:[^()]|\([^()]*\))*)\)"
    rf"|url\(\s*(?P<file>{_STRING}|[^\s\"')]*)\s*\)"
    rf"|{_STRING}",
    re.DOTALL | re.IGNORECASE,
)
_IN_SET = re.compile(
    rf"type\([^()]*\)|(?P<url>url\(\s*)?(?P<file>{_STRING}|(?(url)[^\s\"')]*))(?(url)\s*\))",
    re.DOTALL | re.IGNORECASE,
)
"""In a style sheet's set of images a name needs no ``url()``."""
_IN_TEMPLATE = re.compile(
    r"\{#.*?#\}|<!--.*?-->|<style\b[^<>]*>(?P<style>.*?)</style>"
    r"|<(?P<element>[a-z][\w-]*)(?P<attributes>\s[^<>]*)",
    re.DOTALL | re.IGNORECASE,
)
_LOADING = frozenset("img link image source input object embed video audio track".split())
"""Elements that show the files that their attributes name."""
_ATTRIBUTE = re.compile(
    r"\s(?:(?:xlink:)?(?P<address>src|href|data|poster)|(?P<set>(?:image)?srcset)|(?P<style>style))"
    r"\s*=\s*(?:\"(?P<double>[^\"{}<>]*)\"|'(?P<single>[^'{}<>]*)'|(?P<bare>[^\s\"'{}<>]+))",
    re.IGNORECASE,
)
_CANDIDATE = re.compile(r"(?P<address>[^\s,]+)(?P<size>\s+[^\s,]+)?\s*(?:,|\Z)")
"""One of several files for screens of different kinds, and which it is for."""
_DEEPEST = 8
"""Style sheets that import one another."""


class Origin(NamedTuple):
    """Where a name is from that a template gets: a file, where it is known, and line and column."""

    file: str = ""
    at: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Assets:
    """Finds assets in ``folders`` (of templates, and of media), and puts them where they are named.

    ``observed`` and ``missed`` are the files that were read, and those that would have been.
    """

    folders: Sequence[Path]
    problems: list[Problem] = field(default_factory=list)
    observed: set[Path] = field(default_factory=set)
    missed: set[Path] = field(default_factory=set)

    def embed_in_template(self, text: str, path: Path, name: str) -> str:
        """Return the source of a template with the files in it that its elements name."""
        here = _Place(path, name, text)

        def embed(found: re.Match[str]) -> str:
            if found["style"] is not None:
                style = self._embed_in_style(found["style"], here, found.start("style"), 0)
                return _replace(found, "style", style)
            if found["element"] is not None:
                loads = found["element"].lower() in _LOADING
                start = found.start("attributes")
                inside = self._embed_in_attributes(found["attributes"], here, start, loads=loads)
                return _replace(found, "attributes", inside)
            return found[0]

        return _IN_TEMPLATE.sub(embed, text)

    def _embed_in_attributes(self, text: str, here: _Place, start: int, *, loads: bool) -> str:
        def embed(found: re.Match[str]) -> str:
            group = next(each for each in ("double", "single", "bare") if found[each] is not None)
            value, at = found[group], start + found.start(group)
            if found["style"]:
                return _replace(found, group, self._embed_in_style(value, here, at, 0))
            if not loads or (found["set"] and "data:" in value.lower()):
                return found[0]
            make = self._embed_set if found["set"] else self._embed
            return _replace(found, group, make(value, here, at))

        return _ATTRIBUTE.sub(embed, text)

    def _embed_set(self, value: str, here: _Place, at: int) -> str:
        return _CANDIDATE.sub(
            lambda each: _replace(
                each, "address", self._embed(each["address"], here, at + each.start("address"))
            ),
            value,
        )

    def embed_in_style(self, text: str, path: Path, name: str) -> str:
        """Return a style sheet with the files in it that it names. No line of it moves."""
        return self._embed_in_style(text, _Place(path, name, text), 0, 0)

    def embed(self, address: str, origin: Origin) -> str:
        """Return the address of a file that holds its bytes: for the names that templates make."""
        return self._embed(address, _Place(Path(origin.file), "", origin=origin), 0)

    def _embed_in_style(self, text: str, here: _Place, start: int, depth: int) -> str:
        def embed(found: re.Match[str]) -> str:
            if (sheet := found["sheet"]) is not None:
                at = start + found.start("sheet")
                text = self._import(_unquote(sheet), found["media"], here, at, depth)
                return text + "\n" * found[0].count("\n")
            if found["file"] is not None:
                return self._embed_url(found, here, start)
            if (images := found["set"]) is not None:
                inside = partial(self._embed_url, here=here, start=start + found.start("set"))
                return _replace(found, "set", _IN_SET.sub(inside, images))
            return found[0]

        return _IN_STYLE.sub(embed, text)

    def _embed_url(self, found: re.Match[str], here: _Place, start: int) -> str:
        if found["file"] is None:
            return found[0]
        name = _unquote(found["file"])
        address = self._embed(name, here, start + found.start("file"))
        return found[0] if address == name else f"url({address})"

    def _import(self, address: str, media: str, here: _Place, at: int, depth: int) -> str:
        """Return the text of an imported style sheet, on one line."""
        if address.lower().startswith("data:"):
            hint = "put its rules into this style sheet"
            self._warn(here, at, "a style sheet in an address is not imported", hint)
        found = self._find(address, here, at)
        if found is None:
            return "/* */"
        data, path, name = found
        if depth >= _DEEPEST:
            self._warn(here, at, f"`{address}` is not imported: style sheets import one another")
            return "/* */"
        text = data.decode(errors="replace")
        inside = self._embed_in_style(text, _Place(path, name, text), 0, depth + 1)
        line = " ".join(split_lines(_COMMENT.sub(" ", inside)))
        return f"@media {media.strip()} {{ {line} }}" if media.strip() else line

    def _embed(self, address: str, here: _Place, at: int) -> str:
        kind = _KINDS.get(PurePosixPath(_path_of(address)).suffix.lower())
        if not _is_name(address):
            return self._leave(address, here, at)
        if kind is None:
            hint = f"pages hold files that end in {', '.join(_KINDS)}"
            self._warn(here, at, f"`{address}` is not shown: no page can hold such a file", hint)
            return address
        found = self._find(address, here, at)
        if found is None:
            return address
        data, path, name = found
        if kind == "text/css":
            text = data.decode(errors="replace")
            data = self._embed_in_style(text, _Place(path, name, text), 0, 1).encode()
        return f"data:{kind};base64,{b64encode(data).decode()}"

    def _leave(self, address: str, here: _Place, at: int) -> str:
        if _ELSEWHERE.match(address) and not address.lower().startswith("data:"):
            hint = "put the file into the folder of your templates, or into media/"
            self._warn(here, at, f"`{address}` is elsewhere: nothing is fetched for a page", hint)
        return address

    def _find(self, address: str, here: _Place, at: int) -> tuple[bytes, Path, str] | None:
        """Read the first file of that name: next to what names it, else in one of the folders."""
        if not _is_name(address):
            self._leave(address, here, at)
            return None
        path = unquote(_path_of(address)).lstrip("/")  # a folder of ours is the root of a page
        sibling = posixpath.normpath(posixpath.join(posixpath.dirname(here.name), path))
        names = dict.fromkeys(
            each for each in (sibling, posixpath.normpath(path)) if each[:2] != ".."
        )
        for name in names:
            for folder in self.folders:
                try:
                    data = read_inside(folder, PurePosixPath(name))
                except FileNotFoundError:
                    self.missed.add(folder / name)
                    continue
                except (ProblemError, ValueError) as failure:
                    reason = failure.problems[0] if isinstance(failure, ProblemError) else None
                    what = f": {reason.message}" if reason else ""
                    hint = reason.hint if reason else ""
                    self._warn(here, at, f"`{address}` is not shown{what}", hint)
                    return None
                self.observed.add(folder / name)
                return data, folder / name, name
        self._warn(here, at, f"`{address}` is not there", self._hint(path))
        return None

    def _hint(self, path: str) -> str:
        known = {
            each.name.casefold(): each.relative_to(folder).as_posix()
            for folder in self.folders
            for each in sorted(_files_in(folder))
        }
        name = PurePosixPath(path).name.casefold()
        if near := get_close_matches(name, known, 1, 0.8):
            return f"did you mean `{known[near[0]]}`?"
        return "files are looked for in the folder of your templates and in media/"

    def _warn(self, here: _Place, at: int, message: str, hint: str = "") -> None:
        place = here.place(at)
        file = here.origin.file if here.origin else str(here.path)
        problem = warning(message, at=place, hint=hint, file=file, code="missing-asset")
        if problem not in self.problems:
            self.problems.append(problem)


@dataclass(frozen=True, slots=True)
class _Place:
    """A file that names others: its path, its name in its folder, its text or the place in it."""

    path: Path
    name: str
    text: str = ""
    origin: Origin | None = None

    def place(self, at: int) -> tuple[int, int]:
        return self.origin.at if self.origin else LineMap(self.text).place(at)


_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
"""How an address begins that names no file of ours."""
_MOST_LISTED = 1_000


def _files_in(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        paths = (path for path in folder.rglob("*") if path.suffix.lower() in _KINDS)
        yield from (path for path, _ in zip(paths, range(_MOST_LISTED), strict=False))


def _unquote(text: str) -> str:
    return text[1:-1] if text[:1] in {'"', "'"} else text


def _path_of(address: str) -> str:
    return re.split(r"[?#]", address, maxsplit=1)[0]


def _is_name(address: str) -> bool:
    """Return whether an address names a file of ours, not one elsewhere or a part of the page."""
    return bool(_path_of(address)) and not _ELSEWHERE.match(address)


def _replace(found: re.Match[str], group: str, text: str) -> str:
    start = found.start(group) - found.start()
    end = found.end(group) - found.start()
    return found[0][:start] + text + found[0][end:]
