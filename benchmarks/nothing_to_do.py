"""How long a build takes that has nothing to do, beside ninja.

    .venv/bin/python benchmarks/nothing_to_do.py [DOCUMENTS ...]

Both have as many sources, and two artifacts of each. In each round both run, one after another.
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


def main() -> None:
    counts = [int(count) for count in sys.argv[1:]] or [1, 1000, 10_000]
    print("| documents | wikibrief s | ninja s | × ninja | × import click |\n|--:|--:|--:|--:|--:|")
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
    commands = [WIKIBRIEF, ["ninja"], [sys.executable, "-c", "import click"]]
    for command in [*commands[:2], WIKIBRIEF]:
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    rounds = [[seconds(command, folder) for command in commands] for _ in range(ROUNDS)]
    ours, ninja = (median(row[index] for row in rounds) for index in range(2))
    ratios = median(row[0] / row[1] for row in rounds), median(row[0] / row[2] for row in rounds)
    print(f"| {count} | {ours:.3f} | {ninja:.3f} | {ratios[0]:.1f} | {ratios[1]:.1f} |", flush=True)


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
