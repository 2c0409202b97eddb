"""What templates were compiled to is kept, and never taken for what it is not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from wikibrief.templating import bytecode, environment
from wikibrief.templating.bytecode import CompiledCode
from wikibrief.templating.environment import BUILT_IN, Templates

NAME = "html/labels.html.j2"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that are compiled, by their files."""
    names: list[str] = []
    compile_ = environment._Sandbox.compile  # noqa: SLF001

    def note(self: Any, source: Any, *rest: Any) -> Any:  # noqa: ANN401  Jinja's own
        names.append(str(rest[1]))
        return compile_(self, source, *rest)

    monkeypatch.setattr(environment._Sandbox, "compile", note)  # noqa: SLF001
    return names


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "__pycache__"
    folder.mkdir()
    monkeypatch.setattr(bytecode, "_FOLDER", folder)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return folder


@pytest.fixture
def kept(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a template that another process has compiled."""
    forget(monkeypatch)
    read()
    [file] = cache.iterdir()
    forget(monkeypatch)
    return file


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be a new process."""
    fresh = CompiledCode(".html", BUILT_IN)
    monkeypatch.setitem(environment._KINDS[".html"], "bytecode_cache", fresh)  # noqa: SLF001


def read(*folders: Path) -> None:
    Templates(*folders).macros(NAME, words={"labels": {}})


@pytest.mark.usefixtures("kept")
def test_a_built_in_template_is_compiled_once_for_all_processes(
    compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled.clear()
    read()
    assert compiled == []
    monkeypatch.setattr(bytecode, "_COMPILER", "another")
    forget(monkeypatch)
    read()
    assert compiled == [str(BUILT_IN / NAME)]


@pytest.mark.parametrize("damage", [b"", b"x", b"x" * 500])
def test_what_is_not_whole_is_compiled_again(
    kept: Path, compiled: list[str], damage: bytes
) -> None:
    whole = kept.read_bytes()
    kept.write_bytes(damage + whole[len(damage) : -1])
    compiled.clear()
    read()
    assert len(compiled) == 1
    assert kept.read_bytes() == whole


@pytest.mark.usefixtures("kept")
def test_a_template_of_the_user_is_kept_in_memory_alone(
    cache: Path, compiled: list[str], tmp_path: Path
) -> None:
    own = tmp_path / "own" / NAME
    own.parent.mkdir(parents=True)
    own.write_text((BUILT_IN / NAME).read_text())
    before = sorted(cache.iterdir())
    compiled.clear()
    read(tmp_path / "own")
    read(tmp_path / "own")
    assert compiled == [str(own)]
    assert sorted(cache.iterdir()) == before


def test_where_nothing_can_be_written_it_works_as_well(
    cache: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.rmdir()
    forget(monkeypatch)
    read()
    assert len(compiled) == 1
    assert not cache.exists()


def test_python_can_be_told_to_write_none(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    forget(monkeypatch)
    read()
    assert list(cache.iterdir()) == []
