"""Time of the facts of articles, next to the time of rendering the same articles as HTML.

python benchmarks/facts.py FOLDER         every .wiki file of it, read before the clock starts
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import wikibrief

ROUNDS = 3


def seconds(work: Callable[[], object]) -> float:
    """The least processor time of a few rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def main(folder: Path) -> None:
    documents = [
        wikibrief.read(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.wiki"))
    ]
    for document in documents[:1]:  # what is loaded once is no article's time
        wikibrief.facts(document)
        wikibrief.write_html(document)
    facts = seconds(lambda: [wikibrief.facts(document) for document in documents])
    html = seconds(lambda: [wikibrief.write_html(document) for document in documents])
    print(f"{len(documents)} articles: facts {facts:.2f} s, HTML {html:.2f} s")
    print(f"facts take {100 * facts / html:.0f} % of the time of rendering")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("content"))
