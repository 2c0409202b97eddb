"""How many articles a second become HTML, beside MediaWiki and pandoc where they are at hand.

    .venv/bin/python benchmarks/rendering.py [ROUNDS]

The articles are the sample and those of the folder ``WIKIBRIEF_CORPUS``, else of
``../shared/corpus``, by size. Within a round all do one set right after another, so that the ratios
share the machine's mood. Everything is warm: a first pass over a set is not counted. MediaWiki is
asked at ``MEDIAWIKI_URL``; pandoc, when there is one, starts anew for each article.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from statistics import median

from wikibrief import read, write_html

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("WIKIBRIEF_CORPUS") or ROOT.parent / "shared" / "corpus")
SIZES = {"small": (2_000, 8_000), "medium": (15_000, 30_000), "large": (90_000, 10**9)}
MOST = 20

Render = Callable[[str], object]


def ours(text: str) -> object:
    return write_html(read(text))


def pandoc(text: str) -> object:
    command = ["pandoc", "--from", "mediawiki", "--to", "html"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False).stdout


def mediawiki(text: str) -> object:
    form = {"action": "parse", "format": "json", "contentmodel": "wikitext", "text": text}
    data = urllib.parse.urlencode(form).encode()
    address = f"{os.environ['MEDIAWIKI_URL'].rstrip('/')}/api.php"
    with urllib.request.urlopen(address, data) as answer:  # noqa: S310  our own server
        return json.load(answer)["parse"]["text"]


def renderers() -> dict[str, Render]:
    found: dict[str, Render] = {"wikibrief": ours}
    if os.environ.get("MEDIAWIKI_URL"):
        found["MediaWiki"] = mediawiki
    if shutil.which("pandoc"):
        found["pandoc"] = pandoc
    return found


def sets() -> dict[str, list[str]]:
    seed = (ROOT / "content" / "kobe-attack.wiki").read_text(encoding="utf-8")
    texts = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.rglob("*.wiki"))]
    chosen = {
        name: [text for text in texts if least <= len(text.encode()) <= most][:MOST]
        for name, (least, most) in SIZES.items()
    }
    return {"sample": [seed] * MOST, **{name: some for name, some in chosen.items() if some}}


def rate(render: Render, texts: list[str]) -> float:
    """Articles a second."""
    began = time.perf_counter()
    for text in texts:
        render(text)
    return len(texts) / (time.perf_counter() - began)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    everyone = renderers()
    print("| articles | KB each |" + "".join(f" {name}, a second |" for name in everyone))
    print("|---|--:|" + "--:|" * len(everyone))
    for name, texts in sets().items():
        for text in texts:
            ours(text)
        rates = {
            who: median(rate(do, texts) for _ in range(rounds)) for who, do in everyone.items()
        }
        size = sum(len(text.encode()) for text in texts) / len(texts) / 1000
        row = "".join(f" {each:.1f} |" for each in rates.values())
        print(f"| {len(texts)} {name} | {size:.1f} |{row}", flush=True)
    print(f"\none process each; load average: {os.getloadavg()[0]:.1f} of {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
