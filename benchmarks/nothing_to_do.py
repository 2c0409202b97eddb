"""How long a build takes that has nothing to do, or one document to make, beside ninja.

    .venv/bin/python benchmarks/nothing_to_do.py [DOCUMENTS ...]

Both have as many sources, and two artifacts of each. In each round one source changes, and all run,
one after another: the build that makes that document, one that has nothing to do for the first
time, one that has nothing to do again, and ninja with nothing to do.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
PROGRAM = "import sys; sys.path.insert(0, sys.argv.pop(1)); from wikibrief.cli import main; main()"
WIKIBRIEF = [sys.executable, "-c", PROGRAM, str(ROOT), "build", "--formats", "yaml,wiki"]
NINJA = ["ninja"]


def main() -> None:
    counts = [int(count) for count in sys.argv[1:]] or [1, 1000, 10_000]
    print("| documents | one changed s | nothing s | again s | ninja s | again × ninja | × click |")
    print("|--:|--:|--:|--:|--:|--:|--:|")
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), count)
    print(f"\nload average: {os.getloadavg()[0]:.1f} of {os.cpu_count()} cores")


def measure(folder: Path, count: int) -> None:
    content = folder / "content"
    for number in range(count):
        path = content / str(number % 100) / f"raid-{number}.wiki"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"= Raid {number} =\n\nGunmen raided Tessit.\n", encoding="utf-8")
    write_ninja(folder, count)
    click = [sys.executable, "-c", "import click"]
    seconds(WIKIBRIEF, folder)
    rounds = []
    for number in range(ROUNDS):
        with (content / "0" / "raid-0.wiki").open("a", encoding="utf-8") as file:
            file.write(f"\nMore: {number}.\n")
        seconds(NINJA, folder)
        commands = [WIKIBRIEF, WIKIBRIEF, WIKIBRIEF, NINJA, click]
        rounds.append([seconds(command, folder) for command in commands])
    changed, first, again, ninja, _ = (median(each) for each in zip(*rounds, strict=True))
    ratios = [median(row[2] / row[other] for row in rounds) for other in (3, 4)]
    times = f"{changed:.3f} | {first:.3f} | {again:.3f} | {ninja:.3f}"
    print(f"| {count} | {times} | {ratios[0]:.1f} | {ratios[1]:.1f} |", flush=True)


def write_ninja(folder: Path, count: int) -> None:
    lines = ["rule copy\n  command = cp $in $first && cp $in $second\n"]
    for number in range(count):
        source = f"content/{number % 100}/raid-{number}.wiki"
        made = f"made/{number % 100}/raid-{number}"
        lines.append(
            f"build {made}.a {made}.b: copy {source}\n  first = {made}.a\n  second = {made}.b\n"
        )
    (folder / "build.ninja").write_text("".join(lines), encoding="utf-8")


def seconds(command: list[str], folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
