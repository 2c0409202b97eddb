"""How fast a dump is read, and how much memory that takes, by its size.

    .venv/bin/python benchmarks/dumps.py [MEGABYTES ...]

A dump is made of the articles in ``content/``, each page with text of its own. A thousandth of its
pages is built to YAML; all of it is read twice.
"""

from __future__ import annotations

import bz2
import os
import shutil
import sys
import tempfile
import time
from itertools import count
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = "import sys; sys.path.insert(0, sys.argv.pop(1)); from wikibrief.cli import main; main()"
HEAD = (
    "<mediawiki><siteinfo><sitename>Wiki</sitename><base>https://w.example/wiki/M</base></siteinfo>"
)
PAGE = (
    "<page><title>Page {0}</title><ns>0</ns><revision><id>{0}</id><model>wikitext</model>"
    "<text>{1}\n\nThis is page {0}, after [[Page {2}]].\n</text></revision></page>\n"
)
PACKED_MOST = 100
"""Megabytes up to which a dump is measured packed, too: to pack it takes long."""


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [10, 100, 1000]
    print("| dump | MB | pages | built | s | MB/s | peak MB |\n|:--|--:|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder, f"wiki-{size}.xml")
            pages = write_dump(path, size * 1_000_000)
            measure(path, size, pages)
            if size <= PACKED_MOST:
                packed = path.with_suffix(".xml.bz2")
                with path.open("rb") as plain, bz2.open(packed, "wb") as stream:
                    shutil.copyfileobj(plain, stream)  # a child begins as large as its parent
                measure(packed, size, pages)
                packed.unlink()
            path.unlink()
    print(f"\nload average: {os.getloadavg()[0]:.1f} of {os.cpu_count()} cores")


def write_dump(path: Path, size: int) -> int:
    """Write a dump of about so many bytes; return the number of its pages."""
    texts = [escape(each.read_text("utf-8")) for each in sorted((ROOT / "content").glob("*.wiki"))]
    written = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for number in count(1):
            written += file.write(PAGE.format(number, texts[number % len(texts)], number - 1))
            if written > size:
                break
        file.write("</mediawiki>\n")
    return number


def measure(path: Path, size: int, pages: int) -> None:
    output = path.with_name("output")
    options = ["--formats", "yaml", "--title", "Page *000", "--output", str(output), "--jobs", "1"]
    command = [sys.executable, "-c", PROGRAM, str(ROOT), "dump", str(path), *options, "--quiet"]
    began = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - began
    if code := os.waitstatus_to_exitcode(status):
        sys.exit(code)
    built = len(list(output.glob("*/*.yaml")))
    name, peak, rate = "".join(path.suffixes), usage.ru_maxrss / 1000, size / seconds
    row = f"| {name} | {size} | {pages} | {built} | {seconds:.1f} | {rate:.1f} | {peak:.0f} |"
    print(row, flush=True)


if __name__ == "__main__":
    main()
