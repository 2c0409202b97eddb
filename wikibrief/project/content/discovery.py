"""Discovery: the sources of a project, what to make of each, and the files that nothing reads."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from wikibrief.engine import files, graph
from wikibrief.engine.files import shown
from wikibrief.engine.graph import Recipe
from wikibrief.problems import Problem, ProblemError, error, note, warning
from wikibrief.project.content.folders import (
    CONTENT,
    MEDIA,
    SOURCE_SUFFIXES,
    WIKI_TEMPLATES,
    Project,
    absolute,
    is_source,
    names_source,
    project_of,
)
from wikibrief.project.content.strays import Stray, find_strays, meant_for

__all__ = ["Discovery", "find", "report_missing"]


_HOW_TO_BEGIN = f"your articles live in {CONTENT}/: `wikibrief init` makes it, with a first article"


@dataclass(slots=True)
class Discovery:
    """What was found: recipes, the files that cannot be sources after all, and other problems."""

    recipes: list[Recipe] = field(default_factory=list)
    refused: dict[Path, tuple[Problem, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def all_problems(self) -> list[Problem]:
        """All problems, those of refused files included."""
        return [*self.problems, *(each for refused in self.refused.values() for each in refused)]


def find(sources: Sequence[Path], project: Project, suffixes: Sequence[str] = ()) -> Discovery:
    """Find the given sources, or all of ``content/``, and name their artifacts by ``suffixes``.

    A folder means the sources in it; their artifacts are in ``output/`` where they are in
    ``content/``. A source is refused when it is not clear what its metadata is: an article must not
    lose its marking because a file is misnamed.
    """
    found = Discovery()
    strays: dict[Path, Stray] = {}
    tops = dict(_sources(sources or [project.content], project, found, strays))
    recipes = [
        Recipe(
            source,
            project.artifact_paths(source, top, suffixes),
            project_of(source, project).metadata_paths(source, top),
        )
        for source, top in sorted(tops.items())
    ]
    found.refused |= _find_unreadable(recipes) | _find_misled(recipes, strays)
    found.problems += (stray.problem for stray in strays.values() if not _is_reported(stray, found))
    recipes = [recipe for recipe in recipes if recipe.source not in found.refused]
    clashes = graph.find_clashes(recipes, shown)
    found.refused |= {source: (clash,) for source, clash in clashes.items()}
    found.recipes = [recipe for recipe in recipes if recipe.source not in clashes]
    _tell_apart(found, project)
    return found


def _tell_apart(found: Discovery, project: Project) -> None:
    """Report sources that differ in capitals only; refuse them where the disk ignores these."""
    alike = graph.find_alike(found.recipes)
    if not alike:
        return
    report = error if files.ignores_case(project.output) else warning
    for group in alike:
        for recipe in group:
            others = ", ".join(shown(each.source) for each in group if each is not recipe)
            message = (
                f"its artifacts and those of {others} are named alike but for capitals or accents: "
                "on many computers, such as Macs, they are the same files"
            )
            hint = "rename one of the sources"
            problem = report(message, hint=hint, file=shown(recipe.source), code="output-clash")
            if report is error:
                found.refused[recipe.source] = (problem,)
            else:
                found.problems.append(problem)
    found.recipes = [each for each in found.recipes if each.source not in found.refused]


def _find_unreadable(recipes: Iterable[Recipe]) -> dict[Path, tuple[Problem, ...]]:
    """The sources that have metadata which cannot be read, and why.

    To a build log such a file is missing, and a source without metadata is up to date.
    """
    known: dict[Path, tuple[Problem, ...]] = {}
    refused = {}
    for recipe in recipes:
        for path in recipe.metadata:
            if path not in known:
                known[path] = _why_unreadable(path)
        if problems := tuple(each for path in recipe.metadata for each in known[path]):
            refused[recipe.source] = problems
    return refused


def _why_unreadable(path: Path) -> tuple[Problem, ...]:
    if not os.path.lexists(path) or (path.is_file() and os.access(path, os.R_OK)):
        return ()
    try:
        files.read_bytes(path)
    except ProblemError as failure:
        return failure.problems
    return ()


def _find_misled(
    recipes: Iterable[Recipe], strays: Mapping[Path, Stray]
) -> dict[Path, tuple[Problem, ...]]:
    """The sources whose metadata seems to be in a file of another name, and the problems."""
    known: defaultdict[Path, list[Stray]] = defaultdict(list)
    for stray in strays.values():
        known[stray.path.parent].append(stray)
    near: dict[tuple[Path, ...], list[Stray]] = {}
    refused = {}
    for recipe in recipes:
        place = (*recipe.metadata[:-1], recipe.source.parent)  # sources in a folder have one
        if place not in near:
            near[place] = list(_find_near(recipe, known))
        problems = tuple(stray.problem for stray in near[place] if meant_for(stray, recipe.source))
        if problems:
            refused[recipe.source] = problems
    return refused


def _find_near(recipe: Recipe, known: dict[Path, list[Stray]]) -> Iterator[Stray]:
    """The strays in the folders of a source's metadata."""
    for folder in dict.fromkeys(path.parent for path in recipe.metadata):
        if folder not in known:  # it was not walked
            known[folder] = list(find_strays(folder))
        yield from known[folder]


def _is_reported(stray: Stray, found: Discovery) -> bool:
    return any(stray.problem in problems for problems in found.refused.values())


def _sources(
    given: Sequence[Path], project: Project, found: Discovery, strays: dict[Path, Stray]
) -> Iterator[tuple[Path, Path]]:
    """Sources, each with the folder from which its artifact's place is counted."""
    apart = (project.output, project.wiki_templates)
    for path in map(absolute, given):
        top = project.content if path.is_relative_to(project.content) else path
        if path.is_dir():
            inside = list(_walk(path, apart, project, found, strays))
            if not inside:
                hint = _HOW_TO_BEGIN if path == project.content else ""
                found.problems.append(
                    note("has no sources", hint=hint, file=shown(path), code="no-sources")
                )
            yield from ((source, top) for source in inside)
        elif not os.path.lexists(path):
            found.problems.append(report_missing(path, project))
        elif project.wiki_templates in path.parents:
            hint = "it is made part of the articles that transclude it"
            found.problems.append(
                error("is not a source", hint=hint, file=shown(path), code="not-a-source")
            )
        elif not is_source(path):
            suffixes = " ".join(sorted(SOURCE_SUFFIXES))
            hint = f"sources end in {suffixes}, and do not begin with _ or ."
            if ".xml" in path.suffixes:
                hint = f"for a wiki's export: wikibrief dump {shown(path)}"
            found.problems.append(
                error("is not a source", hint=hint, file=shown(path), code="not-a-source")
            )
        else:
            yield path, path.parent if top == path else top


def report_missing(path: Path, project: Project) -> Problem:
    """Say that a file is missing, and what was probably meant."""
    if path == project.content:
        hint = _HOW_TO_BEGIN
    else:
        near = _find_similar(path)
        hint = f"did you mean {shown(near)}?" if near else ""
    return error("not found", hint=hint, file=shown(path), code="not-found")


def _find_similar(path: Path) -> Path | None:
    """Find what a missing path probably means: for each name that is not there, one like it."""
    here = Path(path.anchor)
    for name in path.parts[1:]:
        if os.path.lexists(here / name):
            here /= name
            continue
        try:
            names = {each.name.casefold(): each.name for each in sorted(here.iterdir())}
        except OSError:
            return None
        near = get_close_matches(name.casefold(), names, n=1, cutoff=_ALIKE)
        if not near:
            return None
        here /= names[near[0]]
    return here


_ALIKE = 0.75
"""How much a name must be like another one to be taken for a slip of it; 1 is the same."""


def _walk(
    top: Path,
    apart: Collection[Path],
    project: Project,
    found: Discovery,
    strays: dict[Path, Stray],
) -> Iterator[Path]:
    """Find the sources under ``top``, but not in the folders ``apart``.

    Links that lead out of it are refused, not followed.
    """

    def report_unreadable(failure: OSError) -> None:
        reason = (failure.strerror or str(failure)).lower()
        found.problems.append(
            error(f"cannot read: {reason}", file=shown(failure.filename), code="unreadable")
        )

    for folder, subfolders, names in os.walk(top, onerror=report_unreadable):
        here = Path(folder)
        if here == project.output:
            subfolders.clear()
            continue
        if here.is_relative_to(project.content):
            strays |= {stray.path: stray for stray in find_strays(here, names, project)}
        if here in apart:
            continue
        subfolders[:] = sorted(name for name in subfolders if not name.startswith(("_", ".")))
        found.problems += _check_folders(here, subfolders, project)
        if here.is_relative_to(project.wiki_templates):
            continue
        for path in (here / name for name in sorted(names) if names_source(name)):
            if problem := _refuse(path, top):
                found.refused[path] = (problem,)
            else:
                yield path


def _check_folders(folder: Path, names: Iterable[str], project: Project) -> Iterator[Problem]:
    """Report folders that are links, and those with a special name in another case."""
    special = {name.casefold(): name for name in (MEDIA, WIKI_TEMPLATES)}
    for path in (folder / name for name in names):
        meant = special.get(path.name.casefold(), path.name)
        if path.is_symlink():
            message = "is a link to a folder: what is in it is not read"
            yield warning(
                message, hint="move or copy the folder here", file=shown(path), code="linked-folder"
            )
        elif folder == project.content and meant != path.name:
            message = "is an ordinary folder of articles under this name"
            yield warning(
                message, hint=f"did you mean `{meant}`?", file=shown(path), code="misnamed-folder"
            )


def _refuse(path: Path, top: Path) -> Problem | None:
    """Say why a file found in a folder is not a source after all, though its name is one's."""
    if path.is_symlink() and files.leads_out(path, top):
        hint = "copy the file, or name it on the command line"
        return error(
            f"is a link that leads out of {shown(top)}",
            hint=hint,
            file=shown(path),
            code="link-out",
        )
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return error(
            "its name is not UTF-8", hint="rename the file", file=shown(path), code="unreadable"
        )
    return None
