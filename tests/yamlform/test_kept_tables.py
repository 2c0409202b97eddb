"""Tables that wikibrief comes with are parsed once, and never taken for what they are not."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from wikibrief.layouts import names
from wikibrief.problems import ProblemError
from wikibrief.templating.environment import BUILT_IN
from wikibrief.yamlform import tables
from wikibrief.yamlform.parser import Parsed, parse

TEXT = 'a: [1, "ä"]\nb: {c: x}\nd:\n'
DATA = {"a": ["1", "ä"], "b": {"c": "x"}, "d": None}
FILE = Path("names/en.yaml")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tables, "_FOLDER", tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are parsed."""
    texts: list[str] = []

    def note(text: str) -> Parsed:
        texts.append(text)
        return parse(text)

    monkeypatch.setattr(tables, "parse", note)
    return texts


def load(text: str = TEXT, path: Path = FILE, *, keep: bool = True) -> object:
    return tables.load_table(text, path, keep=keep).data


def test_a_table_is_parsed_once_for_all_processes(folder: Path, parsed: list[str]) -> None:
    assert load() == DATA
    assert load() == DATA
    assert parsed == [TEXT]
    assert load("a: other") == {"a": "other"}
    assert len(list(folder.iterdir())) == 1, "what was kept of an older text is replaced"
    assert load(path=Path("other/en.yaml")) == DATA
    assert len(list(folder.iterdir())) == 2


def test_a_table_of_the_user_is_parsed_each_time(folder: Path, parsed: list[str]) -> None:
    load(keep=False)
    load(keep=False)
    assert parsed == [TEXT, TEXT]
    assert not list(folder.iterdir())


@pytest.mark.parametrize("damage", ["shorter", "longer", "other", "empty", "a folder"])
def test_what_is_not_whole_is_parsed_again(folder: Path, parsed: list[str], damage: str) -> None:
    load()
    [file] = folder.iterdir()
    whole = file.read_bytes()
    if damage == "a folder":
        file.unlink()
        file.mkdir()
    else:
        other = whole.replace(b'"x"', b'"y"')
        assert other != whole
        damaged = {"shorter": whole[:-1], "longer": whole + b"x", "other": other, "empty": b""}
        file.write_bytes(damaged[damage])
    parsed.clear()
    assert load() == DATA
    assert parsed == [TEXT]
    if damage != "a folder":
        assert file.read_bytes() == whole


def test_where_nothing_can_be_written_it_is_parsed(
    folder: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_FOLDER", folder / "missing")
    assert load() == load() == DATA
    assert parsed == [TEXT, TEXT]


@pytest.mark.usefixtures("folder")
def test_a_table_that_is_wrong_is_never_kept(parsed: list[str]) -> None:
    for _ in range(2):
        with pytest.raises(ProblemError):
            load("a: 1\na: 2")
    assert len(parsed) == 2


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("path", sorted(BUILT_IN.rglob("*.yaml")), ids=lambda path: path.stem)
def test_every_table_is_kept_as_it_is_parsed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    first, second = (tables.load_table(text, path, keep=True).data for _ in range(2))
    assert json.dumps(first) == json.dumps(second), "in order, too"


def test_plain_names_are_as_wikis_compare_them() -> None:
    plain = 0
    for path in (BUILT_IN / "transclusions" / "names").iterdir():
        data = parse(path.read_text(encoding="utf-8")).data
        assert isinstance(data, dict)
        for listed in data.values():
            assert isinstance(listed, list)
            for name in map(str, listed):
                if names._PLAIN.fullmatch(name):  # noqa: SLF001
                    plain += 1
                    assert names.layout_name(name) == name
    assert plain > 1000
