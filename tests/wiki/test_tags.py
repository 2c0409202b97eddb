"""The table of tags: every list of tags derives from it, and every extension tag is shown."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import wikibrief
from wikibrief.page.extensions import SHOWN
from wikibrief.wiki.scanner import line_kind, scan
from wikibrief.wiki.tags import CLOSED_BY, TAGS, Is, names_in, tags_with

ROOM = Path(wikibrief.__file__).parent
SOURCES = sorted(path.relative_to(ROOM).as_posix() for path in ROOM.rglob("*.py"))
EXTENSIONS = tags_with(Is.EXTENSION, without=Is.INCLUSION)
MARKS = tags_with(Is.INCLUSION, without=Is.EXTENSION)
FEWEST = 4
"""How many names of tags in one literal make a list of tags."""
OWN = {
    # The table itself, and what is no list of wikitext's tags: what drawings may not hold.
    "wiki/tags.py",
    "page/images.py",
    # Elements of finished pages, and words of arguments: no wikitext is read by them.
    "briefing/proof.py",
    "briefing/annex.py",
    "briefing/paper/lists.py",
    "pandoc/elements.py",
    # The few that leave a transclusion short enough for one line of YAML.
    "yamlform/lines.py",
}


@pytest.mark.parametrize("name", sorted(EXTENSIONS))
def test_every_extension_tag_is_shown_or_hidden_on_purpose(name: str) -> None:
    is_hidden = bool(TAGS[name] & Is.HIDDEN)
    assert name in SHOWN or is_hidden


def test_only_extension_tags_are_shown_as_such() -> None:
    assert SHOWN.keys() <= EXTENSIONS


@pytest.mark.parametrize("name", sorted(EXTENSIONS))
def test_what_an_extension_tag_holds_is_no_wikitext_for_the_scanner(name: str) -> None:
    text = f"<{name.upper()} a=b>[[ {{{{ </{name}>[[x]]"
    assert [construct.kind for construct in scan(text).constructs] == ["<", "["]


@pytest.mark.parametrize("name", sorted(TAGS))
def test_a_line_begins_a_block_where_the_table_says_so(name: str) -> None:
    nature = TAGS[name]
    expected = "text"
    if nature & Is.PREFORMATTED:
        expected = "tag"
    elif name in MARKS | tags_with(Is.OWN_LINE | Is.HOLDS_BLOCKS):
        expected = "html"
    assert line_kind(f"<{name}>", 0) == expected


def test_elements_that_close_others_are_in_the_table() -> None:
    for name, closers in CLOSED_BY.items():
        assert TAGS[name] & Is.OPTIONAL_END
        assert closers <= TAGS.keys()


def test_names_in_a_pattern_do_not_hide_one_another() -> None:
    pattern = re.compile(names_in(frozenset(TAGS)))
    assert all(pattern.match(name)[0] == name for name in TAGS)  # type: ignore[index]


def lists_of_tags(source: str) -> list[str]:
    """The literals in a module that name several tags and little else."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = re.findall(r"\w+", re.sub(r"\\\w", " ", node.value))
        elif isinstance(node, ast.Tuple | ast.Set | ast.List):
            parts = [part.value for part in node.elts if isinstance(part, ast.Constant)]
            words = [part for part in parts if isinstance(part, str)]
        else:
            continue
        tags = {word for word in words if word in TAGS and word != "a"}
        if len(tags) >= FEWEST and len(tags) > 0.7 * len(set(words)):
            found.append(" ".join(words))
    return found


def test_a_list_of_tags_is_found() -> None:
    assert lists_of_tags('X = frozenset("div p table ul".split())') == ["div p table ul"]
    assert lists_of_tags("X = ('div', 'p', 'table', 'ul')") == ["div p table ul"]
    assert not lists_of_tags("X = 'a table in a section of the page'")


@pytest.mark.parametrize("name", [name for name in SOURCES if name not in OWN])
def test_no_module_keeps_a_list_of_tags_by_hand(name: str) -> None:
    assert not lists_of_tags((ROOM / name).read_text(encoding="utf-8"))
