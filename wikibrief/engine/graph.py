"""Decide what must be made again, and why. Pure: it reads nothing but its arguments."""

from __future__ import annotations

import unicodedata
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
    "add_changed_names",
    "find_alike",
    "find_clashes",
    "plan",
]

Show = Callable[[Path], str]
"""Formats a path for a person."""

Setting = Mapping[str, str]
"""What affects every source of a build, by name: versions, options, the environment."""

Names = Mapping[str, tuple[Path, ...]]
"""The files that sources ask for by name instead of by path; a name can mean several."""


@dataclass(frozen=True, slots=True)
class Record:
    """What the last successful build of a source read and wrote.

    A digest of None means that the file was looked for and missing. All ``artifacts`` were made
    from ``inputs``. Of the names that were asked for, ``found`` says what each one meant, and
    ``missed`` are those that meant nothing. ``unsure`` are
    artifacts that a later build, which was killed, may have put in place.
    """

    inputs: Mapping[Path, str | None] = field(default_factory=dict)
    artifacts: Mapping[Path, str] = field(default_factory=dict)
    setting: Setting = field(default_factory=dict)
    found: Names = field(default_factory=dict)
    missed: frozenset[str] = frozenset()
    unsure: frozenset[Path] = frozenset()


@dataclass(frozen=True, slots=True)
class Recipe:
    """A source, the artifacts to make from it, and the files that may say more about it."""

    source: Path
    artifacts: tuple[Path, ...]
    metadata: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the plan: a recipe and why it is dirty; without reasons it is up to date."""

    recipe: Recipe
    reasons: tuple[str, ...] = ()

    @property
    def dirty(self) -> bool:
        """Whether the recipe must run."""
        return bool(self.reasons)


def find_clashes(recipes: Iterable[Recipe], show: Show = str) -> dict[Path, Problem]:
    """Find the sources whose artifacts would overwrite one another or a source."""
    makers: defaultdict[Path, list[Path]] = defaultdict(list)
    sources_of_build = set()
    for recipe in recipes:
        sources_of_build.add(recipe.source)
        for artifact in recipe.artifacts:
            makers[artifact].append(recipe.source)
    found: dict[Path, Problem] = {}
    for artifact, sources in makers.items():
        if artifact in sources_of_build:
            message = f"its artifact would overwrite the source {show(artifact)}"
            hint = "choose another folder with --output"
        elif len(sources) > 1:
            all_ = "both" if len(sources) == 2 else "all"
            message = f"{_join(sources, show)} would {all_} be built into {show(artifact)}"
            hint = "keep one of them, or rename the others"
        else:
            continue
        for source in sources:
            found.setdefault(
                source, error(message, hint=hint, file=show(source), code="output-clash")
            )
    return found


def find_alike(recipes: Iterable[Recipe]) -> list[list[Recipe]]:
    """Group the recipes whose artifacts differ in capitals, or in how accents are encoded, only."""
    groups: defaultdict[str, list[Recipe]] = defaultdict(list)
    for recipe in recipes:
        groups[_fold(str(min(recipe.artifacts, default=recipe.source)))].append(recipe)
    return [group for group in groups.values() if len(group) > 1]


def _fold(path: str) -> str:
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()


def plan(
    recipes: Iterable[Recipe],
    records: Mapping[Path, Record],
    current: Callable[[Path], str | None],
    setting: Setting,
    *,
    force: bool = False,
    show: Show = str,
) -> tuple[Step, ...]:
    """Decide which recipes are dirty.

    ``records`` are the log's, by source; ``current`` returns the digest of a file as it is now
    (None: missing) and is called only where the answer matters; ``setting`` is this build's.
    """
    steps = []
    for recipe in recipes:
        record = records.get(recipe.source)
        if force:
            reasons: tuple[str, ...] = ("--force",)
        elif record is None:
            reasons = ("never built",)
        elif not record.unsure.isdisjoint(recipe.artifacts):
            reasons = ("its last build was interrupted",)
        elif setting and not record.setting:
            reasons = ("the build log has lost what it was made from",)
        else:
            reasons = (
                *_changed_settings(record.setting, setting),
                *_changed_inputs(record, current, show),
                *_changed_artifacts(recipe, record, current, show),
            )
        steps.append(Step(recipe, reasons))
    return tuple(steps)


def add_changed_names(
    steps: Iterable[Step], records: Mapping[Path, Record], names: Names, show: Show = str
) -> tuple[Step, ...]:
    """Add to each step the names that no longer mean what they did.

    A name that was asked for is an input like any file, even one that meant nothing: a source is
    built again when what it names appears, vanishes or moves, and only then. Names are logged as
    they are asked for, because a source does not show all of them: what it includes has names, too.
    """
    return tuple(
        replace(step, reasons=(*step.reasons, *_changed_names(record, names, show)))
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
    record: Record, current: Callable[[Path], str | None], show: Show
) -> Iterable[str]:
    found = [(path, before, current(path)) for path, before in record.inputs.items()]
    for path, before, now in sorted(each for each in found if each[1] != each[2]):
        if now is None:
            yield f"{show(path)} is gone"
        elif before is None:
            yield f"{show(path)} is new"
        else:
            yield f"{show(path)} changed"


def _changed_names(record: Record, names: Names, show: Show) -> Iterable[str]:
    for name in sorted(record.missed & names.keys()):
        yield f"“{name}” is new"
    for name, before in sorted(record.found.items()):
        now = names.get(name)
        if now == before or (now is None and record.inputs.keys() & set(before)):
            continue  # the file itself is reported as gone already
        yield f"“{name}” is gone" if now is None else f"“{name}” is now {_join(now, show)}"


def _changed_artifacts(
    recipe: Recipe, record: Record, current: Callable[[Path], str | None], show: Show
) -> Iterable[str]:
    for path in recipe.artifacts:
        now = current(path)
        if now is None:
            yield f"{show(path)} is missing"
        elif path not in record.artifacts:
            yield f"{show(path)} was not part of the last build"
        elif record.artifacts[path] != now:
            yield f"{show(path)} was edited"


def _join(paths: Sequence[Path], show: Show) -> str:
    *others, last = sorted(show(path) for path in paths)
    return f"{', '.join(others)} and {last}" if others else last
