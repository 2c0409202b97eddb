"""Names: what articles call other documents, files and templates of their wiki."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from wikibrief.project.content.folders import WIKI_TEMPLATE_SUFFIX, Project
from wikibrief.wiki.namespaces import Namespace
from wikibrief.wiki.titles import page_name

__all__ = ["name_documents", "name_files"]


def name_files(project: Project) -> dict[str, tuple[Path, ...]]:
    """Name the files that articles show or transclude, as a wiki names them.

    Of two names that are the same in a wiki the first in alphabetical order counts. A namespace
    with nothing after its colon is a name, too, if there is anything in it: who asks for that hears
    of the first file.
    """
    files = [(Namespace.FILE, path.name, path) for path in _files_in(project.media)]
    templates = [
        (Namespace.TEMPLATE, path.stem, path)
        for path in _files_in(project.wiki_templates)
        if path.suffix == WIKI_TEMPLATE_SUFFIX
    ]
    named: dict[str, tuple[Path, ...]] = {}
    for namespace, name, path in files + templates:
        page = page_name(name, namespace)
        named.setdefault(page, (path,))
        named[f"{page.partition(':')[0]}:"] = (path.parent,)
    return named


def _files_in(folder: Path) -> list[Path]:
    """The files in a folder that a wiki could name, in order."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if entry.is_file())
    except OSError:
        return []
    return [folder / name for name in names if name.isprintable() and not name.startswith(".")]


def name_documents(
    titles: Mapping[Path, Sequence[str]], pages: Mapping[Path, Sequence[Path]]
) -> dict[str, tuple[Path, ...]]:
    """Name the ``pages`` of each source: by its ``titles``, and its stem where that is no title."""
    names: defaultdict[str, list[Path]] = defaultdict(list)
    for source in sorted(titles):
        for title in dict.fromkeys(titles[source]):
            names[title] += pages[source]
    stems: defaultdict[str, list[Path]] = defaultdict(list)
    for source in sorted(titles):
        stem = page_name(source.stem)
        if stem not in names:
            stems[stem] += pages[source]
    return {name: tuple(found) for name, found in (stems | names).items() if found}
