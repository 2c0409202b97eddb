"""The server: an address, an event loop and an end."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import webbrowser
from collections.abc import Callable

import uvicorn

from wikibrief.engine.pool import LocalPool
from wikibrief.problems import ProblemError, error
from wikibrief.project.building.outcomes import Outcome
from wikibrief.project.building.settings import Settings
from wikibrief.serving.application import make_application
from wikibrief.serving.audience import Audience
from wikibrief.serving.desk import Desk
from wikibrief.serving.watching import watch_in_background
from wikibrief.serving.workshop import Worker, Workshop

__all__ = ["listen", "serve"]

_FAREWELL = 1
"""Seconds that open connections get at the end."""


def listen(host: str, port: int) -> tuple[socket.socket, str]:
    """Open a socket; return it with its address for a browser. Raises ProblemError."""
    try:
        [(family, kind, protocol, _, place), *_] = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        opened = socket.socket(family, kind, protocol)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(place)
        opened.listen()
    except OSError as failure:
        reason = (failure.strerror or str(failure)).lower()
        message = f"cannot listen on {host}, port {port}: {reason}"
        hint = "--port 0 takes one that is free"
        raise ProblemError(error(message, hint=hint, file="serve", code="bad-option")) from failure
    named = f"[{host}]" if ":" in host else host
    return opened, f"http://{named}:{opened.getsockname()[1]}/"


def serve(
    settings: Settings,
    host: str,
    port: int,
    on_ready: Callable[[str], object] = webbrowser.open,
    on_shown: Callable[[Outcome], None] = lambda _: None,
) -> None:
    """Show a project's documents until the process is interrupted. Raises ProblemError.

    ``on_ready`` is called with the address; ``on_shown`` with what came of each document that was
    rendered anew because somebody looks at it.
    """
    if not settings.project.exists:
        message, hint = "not found", "wikibrief init starts a project"
        file = str(settings.project.content)
        raise ProblemError(error(message, hint=hint, file=file, code="not-found"))
    opened, address = listen(host, port)
    signal.signal(signal.SIGTERM, _interrupt)
    modules = settings.modules
    with contextlib.closing(opened), LocalPool(1, modules) as front, LocalPool(1, modules) as back:
        desk, audience = Desk(settings), Audience()
        workers = (Worker(front), Worker(back))
        workshop = Workshop(desk, audience, workers, on_shown)
        application = make_application(desk, audience, workshop, host)
        config = uvicorn.Config(
            application,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=_FAREWELL,
        )
        asyncio.run(_run(uvicorn.Server(config), opened, workshop, settings, address, on_ready))


def _interrupt(*_: object) -> None:
    """End as on Ctrl-C, workers and all, when a supervisor says so.

    An exception here could arise anywhere; asyncio ends its work in order when it is interrupted.
    """
    signal.raise_signal(signal.SIGINT)


async def _run(
    server: uvicorn.Server,
    opened: socket.socket,
    workshop: Workshop,
    settings: Settings,
    address: str,
    on_ready: Callable[[str], object],
) -> None:
    is_ready = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(_watch(workshop, settings, is_ready))
        await is_ready.wait()
        tasks = [watching, *map(group.create_task, (workshop.warm(), workshop.work()))]
        await asyncio.to_thread(on_ready, address)
        await server.serve(sockets=[opened])
        for task in tasks:
            task.cancel()


async def _watch(workshop: Workshop, settings: Settings, is_ready: asyncio.Event) -> None:
    async for paths in watch_in_background(settings):
        if paths:
            await workshop.take_changes(paths)
        else:
            await workshop.discover()
            is_ready.set()
