"""The command line, by sessions that read like a manual page.

A case is a session in a folder of its own. ``file NAME`` puts a file there; ``commands`` holds
lines ``$ command``, each followed by all that it writes, and by ``[exit N]`` where that is not 0.
Seconds are written ``…``. Any shell command can be used there; ``wikibrief`` by itself runs in this
process, which is faster, and with pipes as the program that it is.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from cases import Case, CaseFile, Section, confirm, in_folder, visible

from wikibrief.cli import main
from wikibrief.engine import files, workers
from wikibrief.engine.files import Stamp
from wikibrief.engine.workers import Limits

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = f"""#!/usr/bin/env python
import sys
sys.path.insert(0, {str(ROOT)!r})
from wikibrief.cli import main
if __name__ == "__main__":
    main()
"""


@pytest.fixture(autouse=True)
def folder(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty folder, and a shell in it that finds ``wikibrief`` and ``python``."""
    programs = tmp_path_factory.getbasetemp() / "programs"
    if not programs.exists():
        programs.mkdir()
        (programs / "wikibrief").write_text(PROGRAM, encoding="utf-8")
        (programs / "wikibrief").chmod(0o755)
    python = Path(sys.executable).parent
    monkeypatch.setenv("PATH", f"{programs}:{python}:{os.environ['PATH']}")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("SOURCE_DATE_EPOCH", "WIKIBRIEF_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(workers, "count_processors", lambda: 0)  # all happens in this process
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("file", "case"), in_folder("project/commands"))
def test_commands(file: CaseFile, case: Case, *, accept: bool) -> None:
    confirm(file, case, as_it_is(case), accept=accept)


def as_it_is(case: Case) -> Iterator[Section]:
    for section in case.sections:
        if section.kind == "file":
            path = Path(section.name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(section.text.encode())
            yield section
        else:
            assert section.kind == "commands"
            commands = re.findall(r"^\$ (.*)", section.text, re.MULTILINE)
            yield Section("commands", "".join(map(told, commands)))


def told(command: str) -> str:
    """A command of a session, with what it writes."""
    output, code = run(command)
    assert "Traceback" not in output
    assert "internal error" not in output
    text = re.sub(r"\b\d+\.\d\d s\b", "… s", visible(output))
    end = "" if text.endswith("\n") or not text else "\\\n"
    return f"$ {command}\n{text}{end}" + (f"[exit {code}]\n" if code else "")


def run(command: str) -> tuple[str, int]:
    """Output and errors, and the exit code."""
    name, *arguments = shlex.split(command)
    if name == "wikibrief" and not set(command) & set("|<>;&*"):
        return run_here(arguments)
    shell = command.replace("build.py", shlex.quote(str(ROOT / "build.py")))
    done = subprocess.run(
        ["sh", "-c", shell], check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return done.stdout.decode(errors="backslashreplace"), done.returncode


def run_here(arguments: list[str]) -> tuple[str, int]:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
        try:
            main(arguments)
        except SystemExit as ended:
            code = ended.code or 0
    assert isinstance(code, int)
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode(errors="backslashreplace"), code


def test_convert_leaves_what_somebody_saved_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = Path("raid.wiki"), Path("raid.yaml")
    source.write_text("= Raid =\n\nTwo men left.\n", encoding="utf-8")
    target.write_text("title: Raid\n", encoding="utf-8")
    save = files.save

    def save_after_somebody(path: Path, data: bytes, seen: Stamp) -> None:
        target.write_text("title: Saved\n", encoding="utf-8")
        save(path, data, seen)

    monkeypatch.setattr(files, "save", save_after_somebody)
    output, code = run_here(["convert", "raid.wiki", "raid.yaml"])
    assert output.startswith("raid.yaml: error: changed while it was being converted")
    assert code == 1
    assert target.read_text(encoding="utf-8") == "title: Saved\n"


def test_templates_have_limits_in_convert(monkeypatch: pytest.MonkeyPatch) -> None:
    source, template = Path("content/raid.wiki"), Path("content/_templates/html/page.html.j2")
    template.parent.mkdir(parents=True)
    source.write_text("= Raid =\n\nTwo men left.\n", encoding="utf-8")
    monkeypatch.setattr(workers, "Limits", partial(Limits, seconds=1, memory=2**30))
    for text, message in [
        (
            "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
            "took more than 1 s of processor time",
        ),
        ("{{ ('x' * 2**30)|length }}", "template: ran out of memory"),
    ]:
        template.write_text(text, encoding="utf-8")
        output, code = run_here(["convert", "content/raid.wiki", "raid.html"])
        assert message in output
        assert code == 1
        assert not Path("raid.html").exists()
