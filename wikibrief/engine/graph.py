"""What has to be made again, and why. Pure: it reads nothing but its arguments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from wikibrief.problems import Problem, error

__all__ = [
    "Names",
    "Recipe",
    "Record",
    "Setting",
    "Step",
    "clashes",
    "plan",
    "with_names",
]

Show = Callable[[Path], str]


Setting = Mapping[str, str]
"""What bears on every document of a build, by name: versions, options, the environment."""


Names = Mapping[str, tuple[Path, ...]]
"""What documents ask for by a name of the wiki, and the files that it stands for.

``Market`` stands for the pages that are made of all documents of that name, ``File:Map.png`` and
``Template:Box`` for a file each.
"""


@dataclass(frozen=True, slots=True)
class Record:
    """What the last successful build of a document read and wrote.

    A digest of None stands for a file that was looked for and was not there. ``artifacts`` were all
    made from ``inputs``. Of the names that were asked for, ``found`` says what each stood for, and
    ``missed`` are those that stood for nothing.
    """

    inputs: Mapping[Path, str | None] = field(default_factory=dict)
    artifacts: Mapping[Path, str] = field(default_factory=dict)
    setting: Setting = field(default_factory=dict)
    found: Names = field(default_factory=dict)
    missed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Recipe:
    """A source, the artifacts wanted of it, and the files where its metadata may stand."""

    source: Path
    artifacts: tuple[Path, ...]
    metadata: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the plan: a recipe, and why it is dirty (no reasons: it is up to date)."""

    recipe: Recipe
    reasons: tuple[str, ...] = ()

    @property
    def dirty(self) -> bool:
        """Whether the recipe must run."""
        return bool(self.reasons)


def clashes(recipes: Iterable[Recipe], shown: Show = str) -> dict[Path, Problem]:
    """Find the sources that would write over one another or over a source, and say so."""
    makers: defaultdict[Path, list[Path]] = defaultdict(list)
    sources_of_build = set()
    for recipe in recipes:
        sources_of_build.add(recipe.source)
        for artifact in recipe.artifacts:
            makers[artifact].append(recipe.source)
    found: dict[Path, Problem] = {}
    for artifact, sources in makers.items():
        if artifact in sources_of_build:
            message = f"its artifact would be written over the source {shown(artifact)}"
            hint = "choose another folder with --output"
        elif len(sources) > 1:
            message = f"{_listed(sources, shown)} would all be built into {shown(artifact)}"
            hint = "keep one of them, or rename the others"
        else:
            continue
        for source in sources:
            found.setdefault(source, error(message, hint=hint, file=shown(source)))
    return found


def plan(
    recipes: Iterable[Recipe],
    records: Mapping[Path, Record],
    current: Callable[[Path], str | None],
    setting: Setting,
    *,
    force: bool = False,
    shown: Show = str,
) -> tuple[Step, ...]:
    """Decide about each recipe.

    ``records`` are the log's, by source; ``current`` gives the digest of a file as it is now (None:
    absent) and is asked only where the answer counts; ``setting`` is this build's.
    """
    steps = []
    for recipe in recipes:
        record = records.get(recipe.source)
        if force:
            reasons: tuple[str, ...] = ("--force",)
        elif record is None:
            reasons = ("never built",)
        else:
            reasons = (
                *_changed_settings(record.setting, setting),
                *_changed_inputs(record, current, shown),
                *_changed_artifacts(recipe, record, current, shown),
            )
        steps.append(Step(recipe, reasons))
    return tuple(steps)


def with_names(
    steps: Iterable[Step], records: Mapping[Path, Record], names: Names, shown: Show = str
) -> tuple[Step, ...]:
    """Add to each step the names that no longer stand for what they did.

    A name that was asked for is an input like any file, also one that stood for nothing: so a
    document is made again when a page that it links to appears, vanishes or moves, and only then.
    Names are logged as they were asked for, because no source shows them all: templates of the wiki
    make links, too.
    """
    return tuple(
        replace(step, reasons=(*step.reasons, *_changed_names(record, names, shown)))
        if (record := records.get(step.recipe.source)) and step.reasons != ("--force",)
        else step
        for step in steps
    )


def _changed_settings(before: Setting, now: Setting) -> Iterable[str]:
    for name in sorted(before.keys() | now.keys()):
        old, new = before.get(name, "none"), now.get(name, "none")
        if old != new:
            yield f"{name} {old} → {new}"


def _changed_inputs(
    record: Record, current: Callable[[Path], str | None], shown: Show
) -> Iterable[str]:
    for path, before in sorted(record.inputs.items()):
        now = current(path)
        if before == now:
            continue
        if now is None:
            yield f"{shown(path)} is gone"
        elif before is None:
            yield f"{shown(path)} is new"
        else:
            yield f"{shown(path)} changed"


def _changed_names(record: Record, names: Names, shown: Show) -> Iterable[str]:
    for name in sorted(record.missed & names.keys()):
        yield f"“{name}” is new"
    for name, before in sorted(record.found.items()):
        now = names.get(name)
        if now == before or (now is None and record.inputs.keys() & set(before)):
            continue  # of the file itself it was said already that it is gone
        yield f"“{name}” is gone" if now is None else f"“{name}” is now {_listed(now, shown)}"


def _changed_artifacts(
    recipe: Recipe, record: Record, current: Callable[[Path], str | None], shown: Show
) -> Iterable[str]:
    for path in recipe.artifacts:
        now = current(path)
        if now is None:
            yield f"{shown(path)} is missing"
        elif path not in record.artifacts:
            yield f"{shown(path)} was not part of the last build"
        elif record.artifacts[path] != now:
            yield f"{shown(path)} was edited"


def _listed(paths: Sequence[Path], shown: Show) -> str:
    *others, last = sorted(shown(path) for path in paths)
    return f"{', '.join(others)} and {last}" if others else last
