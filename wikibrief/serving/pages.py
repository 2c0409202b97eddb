"""Pages: the list of all documents, and what is shown where there is no page of a document."""

from __future__ import annotations

from html import escape
from pathlib import PurePosixPath
from urllib.parse import quote

from wikibrief.page.catalogue.listing import Link, ListedDocument, write_listing
from wikibrief.problems import Problem
from wikibrief.project.formats.table import FORMATS, PROOF
from wikibrief.serving.desk import Desk, OpenDocument
from wikibrief.templating.environment import Templates

__all__ = ["SCRIPT", "add_script", "beside", "links_of", "notice", "show_list"]

SCRIPT = "/_wikibrief/live.js"
BESIDE = "/_wikibrief/beside/"


def links_of(sheet: OpenDocument, formats: tuple[str, ...]) -> list[Link]:
    """Where a document is in each format, its page first."""
    rows = [FORMATS[name] for name in sorted(formats, key=lambda name: name != PROOF)]
    links = [Link(row.label, quote(f"/{sheet.name}{row.suffix}")) for row in rows]
    both = {PROOF, "pdf"} <= {*formats}
    return [*links, *([Link("Page and PDF", quote(BESIDE + sheet.name))] if both else [])]


def show_list(desk: Desk, templates: Templates) -> str:
    """Return the list of all documents, with the state and the problems of each."""
    formats = desk.settings.formats
    rows = [
        ListedDocument(sheet.listed, links_of(sheet, formats), sheet.state, sheet.problems)
        for sheet in desk.sheets.values()
    ]
    title = desk.settings.project.root.name
    return write_listing(rows, templates, title, desk.problems, live=True)


def notice(title: str, problems: tuple[Problem, ...] = ()) -> str:
    """Return a page in place of one that cannot be made."""
    listed = "\n".join(f"<pre>{escape(str(problem))}</pre>" for problem in problems)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="color-scheme" content="light dark">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title>"
        "<style>body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem }"
        " pre { white-space: pre-wrap }</style></head>\n"
        f'<body><h1>{escape(title)}</h1>\n{listed}\n<p><a href="/">All documents</a></p>\n'
        "</body></html>\n"
    )


def beside(sheet: OpenDocument) -> str:
    """Return the page that shows a document's page and its PDF side by side."""
    title = escape(sheet.listed.title)
    address = escape(quote(f"/{PurePosixPath(sheet.name)}"))
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>html, body {{ height: 100%; margin: 0 }}"
        " html { box-sizing: border-box }"  # what live.js puts at the foot takes its room
        " body { display: flex } iframe { flex: 1; border: 0 }</style></head>\n"
        f'<body><iframe title="Page" src="{address}.html"></iframe>'
        f'<iframe title="PDF" src="{address}.pdf" data-remade></iframe></body></html>\n'
    )


def add_script(html: str, name: str, version: str) -> str:
    """Add the script that shows each change to a page, and what it needs to know."""
    script = (
        f'<script src="{SCRIPT}" data-name="{escape(name)}" data-version="{escape(version)}" '
        "defer></script>"
    )
    head, end, rest = html.rpartition("</body>")
    return f"{head}{script}{end}{rest}" if end else f"{html}{script}"
