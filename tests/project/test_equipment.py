"""A machine that lacks something: everything else works, and one line says what to do."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click
import pytest

import wikibrief
from wikibrief.briefing import libraries
from wikibrief.cli import main
from wikibrief.commands.group import commands
from wikibrief.problems import ProblemError
from wikibrief.project import equipment

ROOT = Path(__file__).parents[2]
RAID = "= Raid =\n\nGunmen came.\n"


@pytest.fixture
def without_pango(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(libraries, "missing_libraries", lambda: ("Pango", "PangoFT2"))
    monkeypatch.setattr(equipment, "missing_libraries", libraries.missing_libraries)
    Path("content").mkdir()
    Path("content/raid.wiki").write_text(RAID)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.mark.usefixtures("without_pango")
def test_all_but_pdfs_is_built_without_pango(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("build", "--jobs", "0") == 1
    out, err = capsys.readouterr()
    made = {path.name for path in Path("output").glob("raid.*")}
    assert made == {"raid.wiki", "raid.yaml", "raid.html", "raid.facts.yaml"}
    assert "1 built" in out
    [line, ways] = err.splitlines()
    assert line == "WeasyPrint: error: no PDFs: this machine lacks Pango, PangoFT2"
    for system in ("Debian", "Fedora", "macOS", "Windows"):
        assert system in ways
    assert run("build", "--jobs", "0", "--formats", "yaml,wiki,html,facts") == 0


@pytest.mark.usefixtures("without_pango")
def test_a_pdf_that_is_asked_for_alone_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("content/market.wiki").write_text(RAID)
    assert run("convert", "content/raid.wiki", "raid.pdf") == 1
    assert run("convert", "content/raid.wiki", "content/market.wiki", "edition.pdf") == 1
    assert capsys.readouterr().err.count("no PDFs: this machine lacks Pango") == 2
    with pytest.raises(ProblemError, match="this machine lacks Pango"):
        wikibrief.write_pdf(wikibrief.read(RAID))
    assert run("convert", "content/raid.wiki", "raid.html") == 0


@pytest.mark.usefixtures("without_pango")
def test_the_doctor_says_what_is_missing_and_how_to_get_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(equipment, "find_spec", lambda _: None)
    assert run("doctor") == 1
    said = capsys.readouterr().out
    assert re.search(r"^missing +libraries of WeasyPrint: Pango, PangoFT2", said, re.MULTILINE)
    assert "sudo apt-get install --no-install-recommends libpango-1.0-0" in said
    assert re.search(
        r"^missing +extra `serve`.*\n +pip install 'wikibrief\[serve\]'", said, re.MULTILINE
    )
    assert re.search(r"^ok +fonts", said, re.MULTILINE)


def test_the_doctor_is_content_with_this_machine(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("doctor") == 0
    assert re.search(r"^ok +libraries of WeasyPrint: ", capsys.readouterr().out, re.MULTILINE)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete_commands(
    shell: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_WIKIBRIEF_COMPLETE", f"{shell}_source")
    monkeypatch.setattr("click.shell_completion.BashComplete._check_version", lambda _: None)
    assert run() == 0
    assert "_wikibrief_completion" in capsys.readouterr().out


def test_the_manual_page_has_every_option_and_is_written_as_man_reads_it(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert run("man") == 0
    page = capfdbinary.readouterr().out.decode()
    assert not re.search(r"^[.'](?!(?:TH|SH|SS|PP|TP|B|nf|fi)\b)", page, re.MULTILINE)
    assert not re.search(r"\\(?![-e&f])", page)
    group, context = commands, click.Context(commands)
    names = group.list_commands(context)
    assert re.findall(r"^\.SS wikibrief (\w+)", page, re.MULTILINE) == names
    for name in names:
        each = group.get_command(context, name)
        assert each is not None
        [section] = re.findall(
            rf"^\.SS wikibrief {name}\b(.*?)^\.S[SH]", page, re.MULTILINE | re.DOTALL
        )
        for parameter in each.params:
            for option in parameter.opts if isinstance(parameter, click.Option) else ():
                assert option.replace("-", r"\-") in section


@pytest.mark.usefixtures("without_pango")
def test_a_shell_completes_commands_and_options(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_WIKIBRIEF_COMPLETE", "bash_complete")
    for line, completed in {
        "wikibrief bu": "plain,build",
        "wikibrief build --exp": "--explain",
        "wikibrief build --formats yaml,fa": "plain,yaml,facts\n",
    }.items():
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(line.count(" ")))
        assert run() == 0
        assert completed in capsys.readouterr().out


def test_every_way_to_set_up_names_the_same_libraries() -> None:
    setup = (ROOT / "setup.sh").read_text()
    listed = setup.partition("LIBRARIES = {")[2].partition("}")[0]
    known = set(re.findall(r'"(lib[\w.-]+)": \[', listed))
    for text in (
        libraries.ADVICE["Debian, Ubuntu"],
        (ROOT / "Dockerfile").read_text(),
        (ROOT / "action.yml").read_text(),
    ):
        named = set(re.findall(r"\blib[\w.]+-[\w.-]+", text))
        assert named
        assert named <= known
        assert {"libpango-1.0-0", "libpangoft2-1.0-0"} <= named


def test_the_container_is_made_of_the_pins() -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert "--require-hashes --requirement /wikibrief/requirements/core.txt" in text
    assert (ROOT / "requirements" / "core.txt").is_file()
    assert "--no-deps --no-build-isolation" in text


@pytest.mark.usefixtures("without_pango")
@pytest.mark.parametrize("command", [["serve"], ["build", "--watch"]])
def test_a_command_without_its_extra_says_how_to_get_it(
    command: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("watchfiles", "uvicorn"):
        monkeypatch.setitem(sys.modules, module, None)  # as if it were not installed
    for module in [name for name in sys.modules if name.startswith("wikibrief.serving")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(equipment, "find_spec", lambda name: name != "watchfiles" or None)
    assert run(*command) == 1
    said = capsys.readouterr().err
    assert "wikibrief: error: this needs watchfiles" in said
    assert "pip install 'wikibrief[serve]'" in said
