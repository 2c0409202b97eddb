"""The GitHub Action and the hooks for pre-commit: tested by running what they run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from editor import data_in_editor

PROJECT = Path(__file__).resolve().parent.parent
GOOD, DOUBTFUL = "= Raid =\n\nGunmen came.\n", "= Raid =\n\nSee [[ ]].\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with an article, and what the action has set up elsewhere."""
    program = tmp_path / "action" / ".venv" / "bin" / "wikibrief"
    program.parent.mkdir(parents=True)
    program.write_text(
        f"#!/bin/sh\nPYTHONPATH='{PROJECT}' exec '{sys.executable}' -m wikibrief \"$@\"\n"
    )
    program.chmod(0o755)
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "raid.wiki").write_text(GOOD)
    return tmp_path


def read(name: str) -> Any:  # noqa: ANN401  the file's own
    return data_in_editor((PROJECT / name).read_text("utf-8"))


def run(script: str, folder: Path, **variables: str) -> int:
    action = folder / "action"
    environment = {
        "PATH": f"{action}/.venv/bin:{os.environ['PATH']}",
        "GITHUB_ACTION_PATH": str(action),
        **variables,
    }
    command = ["sh", "-e", "-c", script]
    return subprocess.run(command, cwd=folder, env=environment, check=False).returncode


def test_the_action_runs_the_command_that_it_is_given(folder: Path) -> None:
    action = read("action.yml")
    step = action["runs"]["steps"][-1]
    assert step["env"] == {"WIKIBRIEF_COMMAND": "${{ inputs.command }}"}
    assert run(step["run"], folder, WIKIBRIEF_COMMAND=action["inputs"]["command"]["default"]) == 0
    (folder / "content" / "raid.wiki").write_text(DOUBTFUL)
    assert run(step["run"], folder, WIKIBRIEF_COMMAND="check") == 0
    assert run(step["run"], folder, WIKIBRIEF_COMMAND="check --strict") == 1
    assert run(step["run"], folder, WIKIBRIEF_COMMAND="check; touch pwned * $(touch pwned)") == 2
    assert not (folder / "pwned").exists()


def test_the_action_sets_up_what_the_project_pins() -> None:
    *_, setup, _ = read("action.yml")["runs"]["steps"]
    assert setup["run"] == 'sh "$GITHUB_ACTION_PATH/setup.sh"'
    assert (PROJECT / "setup.sh").is_file()


def test_no_step_of_the_action_is_made_of_its_inputs() -> None:
    for step in read("action.yml")["runs"]["steps"]:
        assert "${{" not in step["run"]


def test_the_hooks_stop_what_is_wrong_and_nothing_else(folder: Path) -> None:
    hooks = {hook["id"]: hook for hook in read(".pre-commit-hooks.yaml")}
    assert all(hook["language"] == "python" for hook in hooks.values())
    check, output = (hooks[f"wikibrief-{name}"]["entry"] for name in ("check", "output"))
    assert run(check, folder) == 0
    (folder / "content" / "raid.wiki").write_text(DOUBTFUL)
    assert run(check, folder) == 1
    (folder / "content" / "raid.wiki").write_text(GOOD)
    assert run(output, folder) == 1
    assert run("wikibrief build --quiet", folder) == 0
    assert run(output, folder) == 0
    (folder / "content" / "raid.wiki").write_text(GOOD.replace("came", "left"))
    assert run(output, folder) == 1
