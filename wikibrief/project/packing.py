"""Packing: the pages of a project in one file for Kiwix, which shows them without a network.

They are built anew in a folder of their own: nothing in ``output/`` is read or changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wikibrief.languages import iso_639_3
from wikibrief.page.catalogue.zim import ZimPage, write_zim
from wikibrief.page.marking.marked import find_lost
from wikibrief.problems import ProblemError, error
from wikibrief.project.building.gathering.publishing import MANIFEST
from wikibrief.project.building.making.jobs import START
from wikibrief.project.building.outcomes import Listener, Summary
from wikibrief.project.building.pipeline import build
from wikibrief.project.building.settings import Settings
from wikibrief.version import __version__

__all__ = ["Packed", "pack"]

_LONGEST_TITLE, _LONGEST_DESCRIPTION = 30, 80
"""Characters that openZIM allows."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What came of the build, and the file; without one there were errors."""

    summary: Summary
    pages: int = 0
    content: bytes = b""


def pack(
    settings: Settings,
    listener: Listener,
    *,
    strict: bool,
) -> Packed:
    """Build the pages of all of ``content/`` and pack them. Raises ProblemError."""
    with TemporaryDirectory(prefix="wikibrief-") as folder:
        output = Path(folder, settings.project.output.name)
        project = replace(settings.project, output=output)
        settings = replace(settings, project=project, formats=("html",))
        summary = build((), settings, listener)
        if summary.fails(strict=strict) or not (output / MANIFEST).exists():
            return Packed(summary)
        manifest = json.loads((output / MANIFEST).read_text("utf-8"))
        pages = list(_read_pages(manifest, output))
    languages = list(dict.fromkeys(each["language"] for each in manifest["documents"]))
    codes = dict.fromkeys(filter(None, map(iso_639_3, languages)))
    metadata = {"Language": ",".join(codes) or "und", **_describe(manifest, pages)}
    content = write_zim(pages, START, next(iter(codes), ""), metadata)
    return Packed(summary, len(pages), content)


def _read_pages(manifest: Mapping[str, Any], folder: Path) -> Iterator[ZimPage]:
    """Read the pages of all documents, and the list of them; each has its marking."""
    paths = set()
    for document in manifest["documents"]:
        path = document["files"][0]["path"]
        paths.add(path)
        html = (folder / path).read_bytes()
        _demand_marking(path, html, document.get("marking"))
        yield ZimPage(path, document["title"], html)
    if START not in paths:
        html = (folder / START).read_bytes()
        _demand_marking(START, html, manifest["marking"])
        yield ZimPage(START, _title_of(html), html, is_article=False)


def _demand_marking(path: str, html: bytes, marking: str | None) -> None:
    """Raise ProblemError where a page lacks its marking: a user's template has taken it away."""
    if find_lost(html.decode(), [marking]):
        message = f"the page has no {marking}"
        hint = "your template takes it away: compare the built-in one"
        raise ProblemError(error(message, file=path, hint=hint, code="lost-marking"))


def _title_of(html: bytes) -> str:
    found = re.search(rb"<title>(.*?)</title>", html, re.DOTALL)
    return unescape(found[1].decode()).strip() if found else ""


def _describe(manifest: Mapping[str, Any], pages: list[ZimPage]) -> dict[str, str]:
    """Say of the file what readers list of it: its marking is part of that."""
    documents, marking = manifest["documents"], manifest["marking"]
    [title] = [page.title for page in pages if page.path == START]
    count = f"{len(documents)} documents" if len(documents) > 1 else documents[0]["title"]
    dates = [date for each in documents if (date := each.get("date"))]
    described = {
        "Title": title[:_LONGEST_TITLE],
        "Description": ". ".join(filter(None, (marking, count)))[:_LONGEST_DESCRIPTION],
        "Name": re.sub(r"\W+", "-", title.lower()).strip("-") or "documents",
        "Creator": title,
        "Publisher": title,
        "Date": max(dates, default=""),
        "Scraper": f"wikibrief {__version__}",
    }
    return {name: value for name, value in described.items() if value}
