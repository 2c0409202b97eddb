"""Time of the facts of articles, next to the time of rendering the same articles as HTML.

python benchmarks/facts.py FOLDER         every .wiki file of it, read before the clock starts

A page needs the facts of its article, too. They are known when its clock starts, so that the time
of rendering is that of everything else.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import wikibrief

ROUNDS = 3


def seconds(work: Callable[[], object]) -> float:
    """The processor time of some work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main(folder: Path) -> None:
    documents = [
        wikibrief.read(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.wiki"))
    ]
    for document in documents[:1]:  # what is loaded once is no article's time
        wikibrief.write_html(document)
    facts = html = 0.0
    for document in documents:
        rounds = [measure(document, documents[0]) for _ in range(ROUNDS)]
        facts += min(each[0] for each in rounds)
        html += min(each[1] for each in rounds)
    print(f"{len(documents)} articles: facts {facts:.2f} s, HTML without them {html:.2f} s")
    print(f"facts take {100 * facts / html:.0f} % of the time of rendering")


def measure(document: wikibrief.Document, other: wikibrief.Document) -> tuple[float, float]:
    """The times of facts and of the page; the facts of ``other`` take the place of known ones."""
    wikibrief.facts(other if document is not other else wikibrief.read(""))
    return (
        seconds(lambda: wikibrief.facts(document)),
        seconds(lambda: wikibrief.write_html(document)),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("content"))
