"""How long builds take, beside WeasyPrint.

    .venv/bin/python benchmarks/build_times.py [ROUNDS]

In each round everything runs once, one after another, so that the ratios of a round share the
machine's mood; the table shows medians over the rounds, the fastest, and the machine's load,
without which they say little.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

import weasyprint

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
SEED = "kobe-attack"

Task = Callable[[], object]


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        show_builds(measure(build_tasks(Path(folder)), rounds), rounds)
    print(f"\nload average: {os.getloadavg()[0]:.1f} of {os.cpu_count()} cores")


def measure(tasks: Mapping[str, Task], rounds: int) -> dict[str, list[float]]:
    """Seconds of each task in each round, after one round that does not count."""
    for task in tasks.values():
        task()
    rows = [[seconds(task) for task in tasks.values()] for _ in range(rounds)]
    return {name: [row[index] for row in rows] for index, name in enumerate(tasks)}


def seconds(task: Task) -> float:
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


# ------------------------------------------------------------------------------------------- builds

COMMAND_LINE = "weasyprint, command line"
WARM = "weasyprint, warm in-process"


def build_tasks(folder: Path) -> dict[str, Task]:
    """The builds, each in a state of its own under ``folder``, and their peers."""
    still, edited = folder / "still", folder / "edited"
    for content in (still, edited):
        shutil.copytree(ROOT / "content", content)
    article = edited / f"{SEED}.wiki"
    article.chmod(0o644)
    text = article.read_text(encoding="utf-8")
    page = folder / "still-output" / f"{SEED}.html"
    changes = iter(range(1_000_000))

    def build_changed() -> None:
        article.write_text(f"{text}\nChange {next(changes)}.\n", encoding="utf-8")
        build(edited)

    def build_cold() -> None:
        shutil.rmtree(folder / "cold-output", ignore_errors=True)
        build(still, folder / "cold-output")

    return {
        "make, nothing changed": lambda: run("make", "-C", str(ROOT)),
        "build.py, nothing changed": lambda: build(still),
        "build.py, the article changed": build_changed,
        "build.py, cold": build_cold,
        COMMAND_LINE: lambda: run(PYTHON.with_name("weasyprint"), page, folder / "page.pdf"),
        WARM: lambda: weasyprint.HTML(page).write_pdf(),
    }


def build(content: Path, output: Path | None = None) -> None:
    run(PYTHON, ROOT / "build.py", content, "--output", output or f"{content}-output")


def run(*command: str | Path) -> None:
    subprocess.run(list(map(str, command)), check=True, capture_output=True, cwd=ROOT)


def show_builds(times: Mapping[str, list[float]], rounds: int) -> None:
    print(
        f"| the seed article, {rounds} rounds | median ms | fastest | × {COMMAND_LINE} | × {WARM} |"
    )
    print("|---|--:|--:|--:|--:|")
    for name, taken in times.items():
        ratios = [
            f"{median(a / b for a, b in zip(taken, times[peer], strict=True)):.2f}"
            for peer in (COMMAND_LINE, WARM)
        ]
        milliseconds = f"{median(taken) * 1000:.0f} | {min(taken) * 1000:.0f}"
        print(f"| {name} | {milliseconds} | {' | '.join(ratios)} |")


if __name__ == "__main__":
    main()
