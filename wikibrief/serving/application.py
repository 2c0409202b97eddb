"""The application: which address shows what.

Addresses are looked up among the documents that are known, never among files: no address leads to
anything else.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import Counter
from collections.abc import AsyncGenerator
from pathlib import Path
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from wikibrief.page.catalogue.listing import Link, script_digest
from wikibrief.project.formats.table import FORMATS, PROOF
from wikibrief.serving.audience import Audience
from wikibrief.serving.desk import Desk, OpenDocument
from wikibrief.serving.guard import Guard, policy_of
from wikibrief.serving.pages import BESIDE, SCRIPT, add_script, beside, links_of, notice, show_list
from wikibrief.serving.workshop import LIST, Workshop
from wikibrief.templating.environment import Templates

__all__ = ["Answers", "make_application"]

_PAUSE = 0.5
"""Seconds between two changes of the list: in the background documents are done in a row."""


def make_application(
    desk: Desk, audience: Audience, workshop: Workshop, host: str = "127.0.0.1"
) -> Starlette:
    """Make the application that shows a desk; ``host`` is where it will listen."""
    answers = Answers(desk, audience, workshop)
    return Starlette(
        routes=[
            Route("/", answers.list),
            Route(SCRIPT, answers.script),
            Route("/_wikibrief/events", answers.events),
            Route(f"{BESIDE}{{name:path}}", answers.beside),
            Route("/{path:path}", answers.document),
        ],
        middleware=[Middleware(Guard, host=host)],
    )


class Answers:
    """The answer to each address."""

    def __init__(self, desk: Desk, audience: Audience, workshop: Workshop) -> None:
        self._desk, self._audience, self._workshop = desk, audience, workshop
        self._templates = Templates()
        self._policy = policy_of([script_digest(self._templates)])
        self._run = secrets.token_hex(4)
        self._script = Path(__file__).with_name("live.js").read_bytes()

    async def list(self, _: Request) -> Response:
        """Show all documents."""
        version = self._version(LIST)
        html = await asyncio.to_thread(show_list, self._desk, self._templates)
        return self._page(html, LIST, version)

    async def script(self, _: Request) -> Response:
        """Send the script that shows each change."""
        return Response(self._script, media_type="text/javascript")

    async def document(self, request: Request) -> Response:
        """Show a document in the format that the address names."""
        path = request.path_params["path"]
        found = self._find(path)
        if found is None:
            name = path.removesuffix(FORMATS[PROOF].suffix)
            return self._page(notice(f"There is no {path}"), name, self._version(name), 404)
        sheet, format_name = found
        if format_name == PROOF:
            return await self._show_page(sheet)
        made = await self._workshop.made_of(sheet, format_name)
        if not made:
            return self._fail(sheet)
        row = FORMATS[format_name]
        file = quote(f"{Path(sheet.name).name}{row.suffix}")
        text = row.media_type if row.media_type == "application/pdf" else "text/plain"
        name = {"content-disposition": f"inline; filename*=UTF-8''{file}"}
        return Response(made, media_type=text, headers=name)

    async def beside(self, request: Request) -> Response:
        """Show a document's page and its PDF side by side."""
        name = request.path_params["name"]
        sheet = self._desk.sheets.get(name)
        if sheet is None:
            return self._page(notice(f"There is no {name}"), name, self._version(name), 404)
        await self._workshop.page_of(sheet)
        return self._page(beside(sheet), name, self._version(name))

    async def events(self, request: Request) -> Response:
        """Send the state of a page whenever it changes."""
        stream = self.follow(request.query_params.get("name", LIST))
        return StreamingResponse(stream, media_type="text/event-stream")

    async def follow(self, name: str) -> AsyncGenerator[str, None]:
        """Yield the state of a page, now and after each change."""
        with self._audience.seat(name) as changed:
            while True:
                changed.clear()
                yield f"data: {json.dumps(self._state(name))}\n\n"
                await changed.wait()
                if name == LIST:
                    await asyncio.sleep(_PAUSE)

    def _state(self, name: str) -> dict[str, object]:
        sheet = self._desk.sheets.get(name)
        if sheet is None:
            return {"version": self._version(name), "links": [], "problems": [], "summary": ""}
        links = [Link("All documents", "/"), *links_of(sheet, self._desk.settings.formats)]
        return {
            "version": self._version(name),
            "links": [{"label": each.label, "address": each.address} for each in links],
            "problems": [
                {
                    "severity": str(each.severity),
                    "place": f"{each.file}:{each.line}:{each.column}" if each.line else each.file,
                    "message": each.message,
                    "hint": each.hint,
                }
                for each in sheet.problems
            ],
            "summary": _summarize(sheet),
        }

    async def _show_page(self, sheet: OpenDocument) -> Response:
        page = await self._workshop.page_of(sheet)
        version = self._version(sheet.name)
        return self._page(page.decode(), sheet.name, version) if page else self._fail(sheet)

    def _fail(self, sheet: OpenDocument) -> Response:
        """Say why a document cannot be shown."""
        html = notice(f"{sheet.listed.title} cannot be shown", sheet.problems)
        return self._page(html, sheet.name, self._version(sheet.name), 422)

    def _page(self, html: str, name: str, version: str, status: int = 200) -> Response:
        headers = {"content-security-policy": self._policy}
        return HTMLResponse(add_script(html, name, version), status, headers)

    def _version(self, name: str) -> str:
        """Name what a page shows now; no other run of the server has the same names."""
        if name == LIST:
            return f"{self._run}.{self._desk.version}"
        sheet = self._desk.sheets.get(name)
        return f"{self._run}.{sheet.version if sheet else 'none'}"

    def _find(self, path: str) -> tuple[OpenDocument, str] | None:
        """Find the document and the format that an address names."""
        rows = sorted(self._desk.settings.rows, key=lambda row: -len(row.suffix))
        for row in rows:
            sheet = self._desk.sheets.get(path.removesuffix(row.suffix))
            if sheet is not None and path.endswith(row.suffix):
                return sheet, row.name
        return None


def _summarize(sheet: OpenDocument) -> str:
    """Say how a document is, in a few words."""
    if sheet.has_failed:
        return "cannot be shown as it is now" + (": this is how it was" if sheet.page else "")
    counts = Counter(str(each.severity) for each in sheet.problems)
    listed = [f"{count} {word}{'s' * (count > 1)}" for word, count in counts.items()]
    return ", ".join(listed) or "no problems"
