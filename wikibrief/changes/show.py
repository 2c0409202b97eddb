"""Changes as text, as plain data, and as a page.

Each says which marking its articles have: what is made of an article is marked like it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from wikibrief.changes.model import Change, Changes
from wikibrief.page.marking.marked import Written, demand_markings
from wikibrief.templating.environment import Markup, Templates
from wikibrief.templating.styles import read_checked
from wikibrief.yamlform.data import Data
from wikibrief.yamlform.emitter import emit

__all__ = ["Run", "shorten", "show_html", "show_text", "show_yaml", "word_runs"]

_AROUND = 8
"""Words that are shown around a change."""
_LONGEST = 1500
"""Words of texts that are compared one by one."""


class Run(NamedTuple):
    """Words that are ``same``, ``old`` or ``new``."""

    kind: str
    text: str


def show_text(all_changes: Sequence[Changes]) -> str:
    """Write changes for a terminal, with [-what went-] and {+what came+}."""
    return "\n".join("".join(f"{line}\n" for line in _lines(each)) for each in all_changes)


def _lines(changes: Changes) -> Iterator[str]:
    yield " ".join((changes.name, *(f"[{marking}]" for marking in changes.markings)))
    for change in changes.facts:
        by = f" ({change.by})" if change.by else ""
        if change.kind == "changed":
            yield f"  {change.where}: {change.old} → {change.new}{by}"
        else:
            yield f"  {change.kind}: {change.where}: {change.old or change.new}{by}"
    for change in changes.blocks:
        text = "".join(map(_mark, shorten(word_runs(change))))
        yield f"  {change.kind} in the text: {change.where or 'article'}: {text}"


def shorten(runs: Iterable[Run]) -> Iterator[Run]:
    """Leave out the middle of what is the same, but for a few words at either end."""
    for run in runs:
        words = run.text.split(" ")
        if run.kind != "same" or len(words) <= 3 * _AROUND:
            yield run
        else:
            yield Run("same", " ".join((*words[:_AROUND], "…", *words[-_AROUND:])))


def _mark(run: Run) -> str:
    before, after = {"same": ("", ""), "old": ("[-", "-]"), "new": ("{+", "+}")}[run.kind]
    return f"{before}{run.text}{after}"


def word_runs(change: Change) -> Iterator[Run]:
    """Cut both texts of a change into what is in both, and what is in one of them."""
    old, new = (_words(text or "") for text in (change.old, change.new))
    if max(len(old), len(new)) > _LONGEST:
        runs = [("replace", 0, len(old), 0, len(new))]
    else:
        runs = list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
    for kind, start, end, first, last in runs:
        if kind == "equal":
            yield Run("same", "".join(old[start:end]))
            continue
        if end > start:
            yield Run("old", "".join(old[start:end]))
        if last > first:
            yield Run("new", "".join(new[first:last]))


def _words(text: str) -> list[str]:
    """Words, and what is between them."""
    words: list[str] = []
    for index, word in enumerate(text.split(" ")):
        words += [" ", word] if index else [word]
    return [word for word in words if word]


def show_yaml(all_changes: Sequence[Changes]) -> str:
    """Write changes as YAML, a list of articles."""
    return emit({"articles": [_data(each) for each in all_changes]})


def _data(changes: Changes) -> Data:
    return {
        "name": changes.name,
        "title": changes.title,
        "markings": list(changes.markings),
        "facts": [_change_data(each) for each in changes.facts],
        "blocks": [_change_data(each) for each in changes.blocks],
    }


def _change_data(change: Change) -> Data:
    data: dict[str, Data] = {
        "where": change.where,
        "change": change.kind,
        "old": change.old,
        "new": change.new,
        "by": change.by or None,
    }
    return {key: value for key, value in data.items() if value is not None}


def show_html(all_changes: Sequence[Changes], templates: Templates) -> str:
    """Write changes as a page. Raises ProblemError when a template is wrong."""
    templates.register("word_runs", word_runs)
    sheet = read_checked("html/style.css", templates)
    markings = dict.fromkeys(marking for each in all_changes for marking in each.markings)
    html = templates.render(
        _PAGE, articles=all_changes, style=Markup(sheet.text), markings=list(markings)
    )
    demand_markings(Written(html, _PAGE, sheet), markings, templates)
    return html


_PAGE = "html/changes.html.j2"
