"""Chromium for tests: Debian's, headless; tests that need it are skipped where there is none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["launch"]

CHROMIUM = shutil.which(os.environ.get("CHROMIUM") or "chromium")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --block-new-web-contents --renderer-process-limit=2"
).split()


@contextmanager
def launch(programs: Path) -> Iterator[Browser]:
    """Start Chromium; ``programs`` is an empty folder."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs the extra `browser`")
    if CHROMIUM is None:
        pytest.skip("needs Chromium: make browser sets it up, CHROMIUM=… names another")
    opener = programs / "xdg-open"  # what Chromium starts for schemes that are not its own
    opener.write_text("#!/bin/sh\nexit 1\n")
    opener.chmod(0o755)
    environment = os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    with (
        playwright.sync_playwright() as driver,
        driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS, env=environment) as chromium,
    ):
        yield chromium
