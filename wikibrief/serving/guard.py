"""The guard: what the server refuses, and what its pages may do.

The server is for the person at this machine. Other sites that the same browser shows can send it
requests, and can give their own names its address (DNS rebinding): none of these may read a
document. A page runs nothing but the scripts of the server, and loads nothing from elsewhere.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Guard", "policy_of"]

_SAME = frozenset({"same-origin", "none"})
_HEADERS = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
}


def policy_of(script_digests: Iterable[str]) -> str:
    """What a page may load and run: the server's own scripts, and those that these name."""
    scripts = " ".join(("'self'", *(f"'{digest}'" for digest in script_digests)))
    return (
        f"default-src 'none'; script-src {scripts}; connect-src 'self'; frame-src 'self'; "
        "style-src 'unsafe-inline'; img-src data:; font-src data:; media-src data:; "
        "frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
    )


class Guard:
    """Stands before an application: refuses requests, and adds headers to answers.

    ``host`` is where the server listens.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app, self._host = app, host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        if scope["type"] != "http":
            return None  # there are no other connections: the server ends it
        reason = _why_refused(scope["method"], Headers(scope=scope), self._host)
        app = PlainTextResponse(f"refused: {reason}\n", 403) if reason else self._app
        return await app(scope, receive, send_guarded)


def _why_refused(method: str, headers: Mapping[str, str], host: str) -> str:
    """Say why a request is refused; nothing where it is not."""
    if method not in {"GET", "HEAD"}:
        return "this server only shows"
    name = _name_in(headers.get("host", ""))
    if not _is_ours(name, host):
        return "it is for another host"
    if headers.get("sec-fetch-site", "none") not in _SAME:
        return "another site asks"
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host"):
        return "another site asks"
    return ""


def _name_in(host: str) -> str:
    """The host without its port; nothing where it is not a name and a number."""
    try:
        address = urlsplit(f"//{host}")
        is_plain = address.netloc == host and address.username is None and address.port != 0
    except ValueError:  # the port is no number
        return ""
    return (address.hostname or "") if is_plain else ""


def _is_ours(name: str, host: str) -> bool:
    """Whether a request that names a host can be meant for this server.

    No site can own ``localhost`` or a bare address, so none can be rebound; a loopback server has
    only these of its own.
    """
    if name in {"localhost", host.lower()}:
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or not _is_loopback(host)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
