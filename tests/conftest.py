"""How all tests run: Hypothesis without clocks, the same examples in every CI run."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

pytest.register_assert_rewrite("cases", "hostile")

slow_is_fine = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("default", deadline=None, suppress_health_check=slow_is_fine)
settings.register_profile("ci", settings.get_profile("default"), derandomize=True)
settings.register_profile("fuzz", settings.get_profile("default"), max_examples=5_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="write down what the cases really give (see cases.py)"
    )
    parser.addoption("--kills", type=int, default=15, help="at how many instants a build is killed")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("accept") and ("CI" in os.environ or "PYTEST_XDIST_WORKER" in os.environ):
        message = "--accept is for one person at one process: not in CI, not with -n"
        raise pytest.UsageError(message)


@pytest.fixture
def accept(pytestconfig: pytest.Config) -> bool:
    """Whether cases are rewritten to what they give."""
    return bool(pytestconfig.getoption("accept"))


# ----------------------------------------------------------------- what was tried, told at the end

Tallies = dict[str, Counter[str]]
_TALLIES = pytest.StashKey[Tallies]()


@pytest.fixture(scope="session")
def tallies(pytestconfig: pytest.Config) -> Tallies:
    """Counts by subject; each subject has one line at the end, for all processes of the run."""
    return pytestconfig.stash.setdefault(_TALLIES, defaultdict(Counter))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of xdist tells what it counted."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        counted = session.config.stash.get(_TALLIES, {})
        output["tallies"] = {subject: dict(counts) for subject, counts in counted.items()}


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:  # noqa: ANN401  xdist has no types
    """What a worker counted is added up."""
    total = node.config.stash.setdefault(_TALLIES, defaultdict(Counter))
    for subject, counts in getattr(node, "workeroutput", {}).get("tallies", {}).items():
        total[subject].update(counts)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for subject, counts in sorted(config.stash.get(_TALLIES, {}).items()):
        told = ", ".join(f"{count:,} {what}" for what, count in counts.items())
        terminalreporter.write_line(f"{subject}: {told}")
