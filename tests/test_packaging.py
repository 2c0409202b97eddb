"""What people install: the wheel, the pins, and setup.sh, which sees to the rest."""

from __future__ import annotations

import importlib.metadata
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).resolve().parent.parent


def run(
    *command: str | Path, cwd: Path, fails: bool = False, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command away from the source tree, with only the given variables added."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    done = subprocess.run(
        command,
        cwd=cwd,
        env={"HOME": str(cwd)} | kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode != 0) is fails, done.stdout + done.stderr
    return done


# --- the wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=PROJECT)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs folder of an environment with the wheel and, from here, what it depends on."""
    environment = tmp_path_factory.mktemp("installed")
    python = environment / "bin" / "python"
    run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=environment)
    run(
        *(sys.executable, "-m", "pip", "--python", python, "install"),
        *("--quiet", "--no-deps", "--no-index", wheel),
        cwd=environment,
    )
    # Named in a .pth file, a folder's own .pth files (the editable install) are not followed.
    [packages] = environment.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return python.parent


def test_the_wheel_holds_every_template_and_nothing_of_tests_or_content(wheel: Path) -> None:
    templates = {
        f"wikibrief/{path.relative_to(PROJECT).as_posix()}"
        for path in (PROJECT / "templates").rglob("*")
        if path.is_file()
    }
    names = set(zipfile.ZipFile(wheel).namelist())
    assert templates
    assert templates <= names
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"wikibrief"}
    assert "wikibrief/py.typed" in names


def commands(installed: Path) -> dict[str, tuple[str | Path, ...]]:
    """What builds: with the installed wheel, and with the source tree."""
    return {
        "wheel": (installed / "wikibrief", "build"),
        "tree": (sys.executable, PROJECT / "build.py"),
    }


def test_an_installed_wheel_builds_what_the_source_tree_builds(
    installed: Path, tmp_path: Path
) -> None:
    built = {}
    for origin, command in commands(installed).items():
        place = tmp_path / origin
        shutil.copytree(PROJECT / "content", place / "content")
        run(*command, cwd=place)
        built[origin] = {
            path.name: path.read_bytes()
            for path in (place / "output").iterdir()
            if path.stem == "kobe-attack"
        }
    assert {Path(name).suffix for name in built["wheel"]} >= {".yaml", ".wiki", ".html", ".pdf"}
    assert built["wheel"] == built["tree"]


def test_what_the_source_tree_has_built_the_installed_wheel_finds_in_the_cache(
    installed: Path, tmp_path: Path
) -> None:
    said = []
    for origin, command in reversed(commands(installed).items()):
        place = tmp_path / origin
        shutil.copytree(PROJECT / "content", place / "content")
        cached = (*command, "--formats", "yaml,html", "--cache", tmp_path / "cache")
        said.append(run(*cached, cwd=place).stdout)
    assert said[0].startswith("built ")
    assert said[1].startswith("from cache ")


def test_the_wheel_has_a_bill_of_what_it_needs_in_the_versions_that_are_pinned(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    [name] = [name for name in archive.namelist() if ".dist-info/sboms/" in name]
    text = archive.read(name).decode()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    bill = json.loads(text)
    own = bill["metadata"]["component"]
    assert own["name"] == "wikibrief"
    assert f"wikibrief-{own['version']}.dist-info/" in name
    listed = {each["name"]: each["version"] for each in bill["components"]}
    core = dict(re.findall(PIN, (PROJECT / "requirements" / "core.txt").read_text(), re.MULTILINE))
    assert {*core.items()} >= {*listed.items()}
    needs = {each["ref"]: each["dependsOn"] for each in bill["dependencies"]}
    table = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    asked = {canonicalize_name(Requirement(line).name) for line in table["dependencies"]}
    assert needs[own["bom-ref"]] == sorted(f"pkg:pypi/{name}@{core[name]}" for name in asked)
    assert not {"editables", "hatchling"} & {*listed}


def test_hadolint_has_nothing_to_say_of_the_dockerfile() -> None:
    run(Path(sysconfig.get_path("scripts")) / "hadolint", PROJECT / "Dockerfile", cwd=PROJECT)


_LICENCES = {"General Public License": "GPL-2.0-or-later", "ISC": "ISC"}


def test_every_data_file_names_its_licence_as_the_notice_does() -> None:
    notice = (PROJECT / "NOTICE").read_text()
    files = [*(PROJECT / "wikibrief").rglob("*.toml"), *(PROJECT / "wikibrief").rglob("*.json")]
    files += (PROJECT / "templates" / "transclusions").rglob("*.yaml")
    files += (PROJECT / "wikibrief" / "facts").rglob("*.yaml")
    listed = {
        path: next((name for word, name in _LICENCES.items() if word in part), "CC-BY-SA-4.0")
        for part in notice.split("\n\n")
        for pattern in re.findall(r"^    (?!tests/)(\w\S+/\S+)", part, re.MULTILINE)
        for path in PROJECT.glob(pattern)
    }
    said = {
        path: match[1] if (match := re.search(r"SPDX-License-Identifier: (\S+)", text)) else ""
        for path in files
        if path.parent.name != "__pycache__"
        for text in [path.read_text()]
    }
    assert said == listed


# --- the pins


def pins() -> dict[str, str]:
    files = (PROJECT / "requirements").glob("*.txt")
    found = [match for file in files for match in re.findall(PIN, file.read_text(), re.MULTILINE)]
    return {canonicalize_name(name): version for name, version in found}


PIN = r"^([\w.-]+)==(\S+)"
HASHED_PIN = rf"{PIN}(?: ; [^\\]+)?(?: \\\n +--hash=sha256:[0-9a-f]{{64}})+\n"


@pytest.mark.parametrize("name", ["core", "dev", "browser"])
def test_every_pin_has_hashes(name: str) -> None:
    text = (PROJECT / "requirements" / f"{name}.txt").read_text()
    rest = re.sub(HASHED_PIN, "", text, flags=re.MULTILINE)
    assert rest != text
    assert [line for line in rest.splitlines() if not re.match(" *#|$", line)] == []


def test_no_package_is_pinned_twice() -> None:
    files = [PROJECT / "requirements" / f"{name}.txt" for name in ("core", "dev", "browser")]
    names = [name for file in files for name, _ in re.findall(PIN, file.read_text(), re.MULTILINE)]
    assert sorted(names) == sorted({*names})


def brought_along(requirement: Requirement) -> Iterator[Requirement]:
    """What a package asks for on this machine, with the extras that are wanted of it.

    Those of the group `browser` are not set up by `make dev`, and tell it only where they are.
    """
    try:
        lines = importlib.metadata.requires(requirement.name) or ()
    except importlib.metadata.PackageNotFoundError:
        table = tomllib.loads((PROJECT / "pyproject.toml").read_text())
        assert str(requirement) in table["dependency-groups"]["browser"]
        return
    for line in lines:
        asked = Requirement(line)
        extras = {"", *requirement.extras}
        if not asked.marker or any(asked.marker.evaluate({"extra": extra}) for extra in extras):
            yield asked


def all_requirements() -> list[Requirement]:
    """What the project, its extras and groups ask for, and what that asks for in turn."""
    table = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    lines = table["build-system"]["requires"] + table["project"]["dependencies"]
    lines += itertools.chain(*table["project"]["optional-dependencies"].values())
    lines += itertools.chain(*table["dependency-groups"].values())
    found = [Requirement(line) for line in lines]
    for requirement in found:  # it grows meanwhile
        found += [asked for asked in brought_along(requirement) if asked not in found]
    return found


def test_every_requirement_is_pinned_to_a_version_that_satisfies_it() -> None:
    pinned = pins()
    for requirement in all_requirements():
        name = canonicalize_name(requirement.name)
        assert name in pinned
        assert requirement.specifier.contains(pinned[name]), requirement


# --- setup.sh

PRETENDED_PYTHON = r"""#!/bin/sh
# Stands in for Python: the file `lacking` says what the machine lacks, `pip` how pip fares.
case "$*" in
    -V) echo Python 3.11.0 ;;
    -c*) ;;
    -) cat lacking ;;
    "-m venv"*) rm -rf .venv; mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
    "-m pip"*) touch .venv/packages; sh pip ;;
esac
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder with the project's set-up, a pretended Python, and a user who is not root."""
    for name in ("setup.sh", "pyproject.toml"):
        shutil.copy(PROJECT / name, tmp_path)
    shutil.copytree(PROJECT / "requirements", tmp_path / "requirements")
    (tmp_path / "programs").mkdir()
    pretend(tmp_path, "python3", PRETENDED_PYTHON)
    pretend(tmp_path, "id", "echo 1000")
    (tmp_path / "lacking").write_text("\n")
    (tmp_path / "pip").write_text("exit 0")
    return tmp_path


def pretend(machine: Path, name: str, script: str) -> None:
    program = machine / "programs" / name
    program.write_text(script)
    program.chmod(0o755)


def set_up(machine: Path, *arguments: str, fails: bool = False) -> str:
    path = f"{machine / 'programs'}:{os.environ['PATH']}"
    done = run("sh", "setup.sh", *arguments, cwd=machine, fails=fails, PATH=path)
    return done.stderr if fails else done.stdout


def test_set_up_says_each_step_and_then_has_nothing_to_do(machine: Path) -> None:
    assert set_up(machine).splitlines() == [
        "setting up: virtual environment .venv (Python 3.11.0)",
        "setting up: Python packages (up to a minute)",
    ]
    assert set_up(machine) == ""


def test_set_up_for_tests_completes_the_environment_that_is_there(machine: Path) -> None:
    set_up(machine)
    assert set_up(machine, "dev").splitlines() == [
        "setting up: Python packages to test and check with (up to a minute)"
    ]
    assert set_up(machine, "dev") == ""
    assert set_up(machine) == ""


def test_set_up_for_the_browser_asks_for_one(machine: Path) -> None:
    pretend(machine, "my-chrome", "exit 0")
    said = set_up_with(machine, "/nowhere/chromium", fails=True)
    assert "lacks Chromium" in said
    assert "sudo apt-get install --no-install-recommends chromium\n" in said
    assert "virtual environment" in set_up_with(machine, "my-chrome")
    assert set_up_with(machine, "my-chrome") == ""


def set_up_with(machine: Path, chromium: str, *, fails: bool = False) -> str:
    path = f"{machine / 'programs'}:{os.environ['PATH']}"
    command = ("sh", "setup.sh", "browser")
    done = run(*command, cwd=machine, fails=fails, PATH=path, CHROMIUM=chromium)
    return done.stderr if fails else done.stdout


def test_touched_files_change_nothing_but_other_pins_do(machine: Path) -> None:
    set_up(machine)
    os.utime(machine / "requirements" / "core.txt")
    assert set_up(machine) == ""
    (machine / "requirements" / "core.txt").write_text("click==8.0\n")
    assert set_up(machine) == "setting up: Python packages (up to a minute)\n"


def test_a_half_made_environment_is_made_again(machine: Path) -> None:
    (machine / "pip").write_text("exit 1")
    assert "needs the network" in set_up(machine, fails=True)
    (machine / "pip").write_text("exit 0")
    assert "virtual environment" in set_up(machine)


def test_an_environment_that_was_moved_is_made_again(machine: Path) -> None:
    set_up(machine)
    moved = machine.rename(machine.with_name("another folder"))
    assert "virtual environment" in set_up(moved)


def test_without_rights_to_install_the_commands_are_named(machine: Path) -> None:
    (machine / "lacking").write_text("libpango-1.0-0 python3.11-venv\n")
    said = set_up(machine, fails=True)
    assert "lacks libpango-1.0-0 python3.11-venv" in said
    assert "sudo apt-get install --no-install-recommends libpango-1.0-0 python3.11-venv\n" in said
    assert "sudo dnf install" in said
    assert "brew install" in said
    assert not (machine / ".venv").exists()


def test_root_installs_what_is_lacking_with_apt(machine: Path) -> None:
    (machine / "lacking").write_text("libpango-1.0-0\n")
    pretend(machine, "id", "echo 0")
    pretend(machine, "apt-get", 'echo "$@" >>apt; case "$*" in *install*) echo >lacking ;; esac')
    assert set_up(machine).startswith("setting up: system packages libpango-1.0-0\n")
    assert (machine / "apt").read_text().splitlines() == [
        "-q update",
        "-qy install --no-install-recommends libpango-1.0-0",
    ]


def test_the_library_that_only_makes_pdfs_faster_is_not_insisted_on(machine: Path) -> None:
    (machine / "lacking").write_text("libharfbuzz-subset0\n")
    said = set_up(machine)
    assert "PDFs are made faster with it" in said
    assert "Python packages" in said


def test_a_python_that_is_too_old_is_refused_with_the_commands_to_get_another(
    machine: Path,
) -> None:
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        pretend(machine, name, "exit 1")
    said = set_up(machine, fails=True)
    assert "Python 3.11 or newer is needed" in said
    assert "sudo apt-get install python3 python3-venv" in said
