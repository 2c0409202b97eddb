"""How all tests run: Hypothesis without clocks, the same examples in every CI run."""

from __future__ import annotations

import os

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


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("accept") and ("CI" in os.environ or "PYTEST_XDIST_WORKER" in os.environ):
        message = "--accept is for one person at one process: not in CI, not with -n"
        raise pytest.UsageError(message)


@pytest.fixture
def accept(pytestconfig: pytest.Config) -> bool:
    """Whether cases are rewritten to what they give."""
    return bool(pytestconfig.getoption("accept"))
