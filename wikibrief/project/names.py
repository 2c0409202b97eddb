"""Names of documents: what other documents call them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from wikibrief.wiki.titles import page_name

__all__ = ["names_of_documents"]


def names_of_documents(
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
