"""How fast articles are read, beside mwparserfromhell; memory; large and hostile sources.

    .venv/bin/python benchmarks/reading.py [ROUNDS]

Rates are compared article by article, everything on one article right after another, so that the
ratios share the machine's mood: a few articles on which a parser goes astray would otherwise decide
the figure for a whole folder. Where time must grow with size alone, seconds of the processor are
shown for each megabyte. The articles are those of the folder ``WIKIBRIEF_CORPUS``, else of
``../shared/corpus``; without one there are hostile shapes only.
"""

from __future__ import annotations

import os
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from statistics import median

import mwparserfromhell

from wikibrief import ProblemError, check, dump_yaml, load_yaml, read, write_wikitext

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("WIKIBRIEF_CORPUS") or ROOT.parent / "shared" / "corpus")
PEER = "mwparserfromhell.parse"
OURS = "read, dump_yaml"
ASTRAY = 20
"""An article that the peer reads so many times slower than its median one is left out of sums."""

Task = Callable[[], object]


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    articles = {
        path.stem: path.read_text(encoding="utf-8") for path in sorted(CORPUS.rglob("*.wiki"))
    }
    if articles:
        show_rates(articles, rounds)
        show_memory(articles)
        show_sizes("\n\n".join(articles.values()))
    show_hostile()
    print(f"\nload average: {os.getloadavg()[0]:.1f} of {os.cpu_count()} cores")


def size(text: str) -> float:
    """Megabytes of a text as it is stored."""
    return len(text.encode()) / 1e6


# ------------------------------------------------------------------------------------------ rates


def tasks(text: str) -> dict[str, Task]:
    document = read(text)
    page = dump_yaml(document)
    return {
        "read": lambda: read(text),
        OURS: lambda: dump_yaml(read(text)),
        "load_yaml": lambda: load_yaml(page),
        "write_wikitext over its source": lambda: write_wikitext(document, text),
        PEER: lambda: mwparserfromhell.parse(text),
    }


def measure(text: str, rounds: int) -> dict[str, float]:
    """The median seconds of each task, after one round that does not count."""
    taken = {name: [seconds(task) for _ in range(rounds + 1)] for name, task in tasks(text).items()}
    return {name: median(times[1:]) for name, times in taken.items()}


def seconds(task: Task) -> float:
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def show_rates(articles: Mapping[str, str], rounds: int) -> None:
    """Megabytes of wikitext in a second, and how many times the peer's that is."""
    sizes = {name: size(text) for name, text in articles.items()}
    measured = {name: measure(text, rounds) for name, text in articles.items()}
    usual = median(measured[name][PEER] / sizes[name] for name in articles)
    tame = [name for name in articles if measured[name][PEER] < ASTRAY * usual * sizes[name]]
    whole = sum(sizes[name] for name in tame)
    print(
        f"| {len(articles)} articles, {sum(sizes.values()):.2f} MB | median MB/s | × {PEER} "
        f"| MB/s of all but {len(articles) - len(tame)} | × {PEER} |"
    )
    print("|---|--:|--:|--:|--:|")
    peer = sum(measured[name][PEER] for name in tame)
    for task in next(iter(measured.values())):
        rate = median(sizes[name] / times[task] for name, times in measured.items())
        ratio = median(times[PEER] / times[task] for times in measured.values())
        total = sum(measured[name][task] for name in tame)
        print(f"| {task} | {rate:.1f} | {ratio:.2f} | {whole / total:.1f} | {peer / total:.2f} |")
    slowest = max(articles, key=lambda name: measured[name][OURS] / sizes[name])
    taken = measured[slowest][OURS]
    print(f"\nslowest: {slowest}, {taken * 1000:.0f} ms, {sizes[slowest] / taken:.1f} MB/s")


def show_memory(articles: Mapping[str, str]) -> None:
    """What reading the largest article and writing its YAML holds at most, by its size."""
    text = max(articles.values(), key=size)
    dump_yaml(read(text))  # what is loaded once does not count
    tracemalloc.start()
    dump_yaml(read(text))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"memory: {peak / 1e6:.1f} MB at most, {peak / 1e6 / size(text):.0f} × the largest file")


# ------------------------------------------------------------------------------- size and hostility


STEPS = ("read, dump_yaml", "load_yaml", "over its source", "check")


def show_sizes(text: str) -> None:
    """Seconds for each megabyte of real text, glued together to files of growing size."""
    print(f"\n| real text | {' | '.join(f'{step}, s/MB' for step in STEPS)} |")
    print(f"|---|{'--:|' * len(STEPS)}")
    glued = text * (1 + 10_000_000 // len(text))
    for characters in (10_000, 100_000, 1_000_000, 10_000_000):
        show_steps(f"{characters // 1000:,} K characters", glued[:characters])


def show_hostile() -> None:
    print(f"\n| hostile shape | {' | '.join(f'{step}, s/MB' for step in STEPS)} |")
    print(f"|---|{'--:|' * len(STEPS)}")
    for name, text in shapes():
        show_steps(f"`{name}`".replace("|", "\\|"), text)


def show_steps(name: str, text: str) -> None:
    document = read(text)
    page = dump_yaml(document)
    steps: list[Task] = [
        lambda: dump_yaml(read(text)),
        lambda: load_yaml(page),
        lambda: write_wikitext(document, text),
        lambda: check(text),
    ]
    print(f"| {name} | {' | '.join(cost(step, size(text)) for step in steps)} |", flush=True)


def cost(step: Task, megabytes: float) -> str:
    """Seconds for each megabyte; ``refused`` where there is a problem, and nothing else is fine."""
    start = time.process_time()
    try:
        step()
    except ProblemError:
        return "refused"
    return f"{(time.process_time() - start) / megabytes:.2f}"


MANY = 100_000
PAIRS = {
    "{{a|": "}}",
    "{{{": "}}}",
    "[[": "]]",
    "[[File:a|": "]]",
    "<ref>": "</ref>",
    "<div>\n": "</div>\n",
    "<table>\n<tr>\n<td>\n": "</td>\n</tr>\n</table>\n",
    "{|\n|\n": "|}\n",
}
OPENERS = ("{{", "{{a|", "[[", "[[File:", "''", "<ref>", "{|", "<div>", "<!--", "<nowiki>", "<li>")
RUNS = {
    "| lines in {|": "{|\n" + "| a\n" * MANY,
    "|- lines in {|": "{|\n" + "|-\n" * MANY,
    "! lines in {|": "{|\n" + "! a\n" * MANY,
    "= lines": "= a =\n" * MANY,
    "= in one line": "=" * MANY,
    "|| in one line": "{|\n|" + " a ||" * MANY + "\n|}",
    "arguments": "{{a" + "|b=c" * MANY + "}}",
    "transclusions in one line": "{{a}}" * MANY,
    "and an infobox": "{{a}}" * MANY + "{{Infobox b|c=d}}",
    "and comments": "{{a}}<!-- b -->" * MANY,
    "files in one line": "[[File:a.jpg]]" * MANY,
    "* of one item": "*" * MANY,
    "* lines": "* a\n" * MANY,
    "blank lines": "\n" * MANY,
    "{{DISPLAYTITLE: and blanks": "{{DISPLAYTITLE:" + " " * MANY,
    "<div> around a heading": "<div>\n" * (MANY // 2) + "= a =\n" + "</div>\n" * (MANY // 2),
    "<dt>, <dd>": "<dl>" + "<dt>a<dd>b" * MANY + "</dl>",
}


def shapes() -> Iterable[tuple[str, str]]:
    """Sources on which parsers go astray: what is never closed, what nests, what is too many."""
    for opener in OPENERS:
        yield f"{opener} unclosed", opener * MANY
        yield f"{opener} unclosed, a line each", f"{opener}\n" * MANY
    for opening, closing in PAIRS.items():
        name = opening.replace("\n", "")
        yield f"{name} nested", opening * (MANY // 2) + closing * (MANY // 2)
        yield f"{name} nested, 100 deep", (opening * 100 + closing * 100) * (MANY // 200)
    yield from RUNS.items()


if __name__ == "__main__":
    main()
