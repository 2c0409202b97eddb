"""What has to be made again, and why. Pure: it reads nothing but its arguments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from wikibrief.problems import Problem, error

__all__ = [
    "SOURCE_SUFFIXES",
    "Recipe",
    "Record",
    "Setting",
    "Step",
    "artifact_paths",
    "clashes",
    "is_source",
    "media_folder",
    "metadata_paths",
    "plan",
]

WIKITEXT_SUFFIXES = frozenset({".wiki", ".wikitext", ".mediawiki", ".txt"})
SOURCE_SUFFIXES = WIKITEXT_SUFFIXES | {".yaml"}

Show = Callable[[Path], str]


Setting = Mapping[str, str]
"""What bears on every document of a build, by name: versions, options, the environment."""


@dataclass(frozen=True, slots=True)
class Record:
    """What the last successful build of a document read and wrote.

    A digest of None stands for a file that was looked for and was not there. ``artifacts`` were all
    made from ``inputs``.
    """

    inputs: Mapping[Path, str | None] = field(default_factory=dict)
    artifacts: Mapping[Path, str] = field(default_factory=dict)
    setting: Setting = field(default_factory=dict)


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


def is_source(path: PurePath) -> bool:
    """Whether a file in ``content/`` is a source, by its name alone."""
    name = path.name
    return (
        path.suffix.lower() in SOURCE_SUFFIXES
        and not name.startswith(("_", "."))
        and not name.lower().endswith(".meta.yaml")
    )


def artifact_paths(
    source: Path, root: Path, output: Path, suffixes: Sequence[str]
) -> tuple[Path, ...]:
    """Name the artifacts of ``source``: they stand in ``output`` as it does in ``root``."""
    folder = output / source.parent.relative_to(root)
    return tuple(folder / f"{source.stem}{suffix}" for suffix in suffixes)


def metadata_paths(source: Path, root: Path) -> tuple[Path, ...]:
    """Name the layers of metadata of ``source``, the last going before the others.

    They are the defaults of ``root`` and of each folder on the way from there, and the sidecar.
    """
    on_the_way = [folder for folder in source.parents if folder.is_relative_to(root)]
    defaults = [folder / "_defaults.yaml" for folder in reversed(on_the_way)]
    return (*defaults, source.with_name(f"{source.stem}.meta.yaml"))


def media_folder(source: Path) -> Path | None:
    """Name the folder of what ``source`` shows; None for one outside ``content/``."""
    return next((each / "media" for each in source.parents if each.name == "content"), None)


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
    return f"{', '.join(others)} and {last}"
