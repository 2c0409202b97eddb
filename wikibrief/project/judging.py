"""Judging: whether PDFs meet the standards that they declare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wikibrief.briefing.conformance.verapdf import PROFILES, Finding, find_profiles, judge
from wikibrief.engine.files import shown
from wikibrief.problems import Problem, ProblemError, error

__all__ = ["Judgement", "judge_pdfs"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a PDF declares, and the rules of these standards that it breaks."""

    path: Path
    standards: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def judge_pdfs(paths: Sequence[Path]) -> list[Judgement]:
    """Judge each PDF by the standards that it declares. Raises ProblemError without veraPDF."""
    declared = {path: _read_profiles(path) for path in paths}
    broken: dict[Path, list[Problem]] = {path: [] for path in paths}
    for profile in sorted({each for profiles in declared.values() for each in profiles}):
        judged = [path for path, profiles in declared.items() if profile in profiles]
        for path, findings in judge(judged, profile).items():
            broken[path] += _describe(path, profile, findings)
    return [
        Judgement(path, tuple(PROFILES[each] for each in profiles), tuple(broken[path]))
        if profiles
        else Judgement(path, problems=(_declares_nothing(path),))
        for path, profiles in declared.items()
    ]


def _read_profiles(path: Path) -> list[str]:
    try:
        return find_profiles(path.read_bytes())
    except OSError as failure:
        reason = (failure.strerror or str(failure)).lower()
        raise ProblemError(
            error(f"cannot be read: {reason}", file=shown(path), code="unreadable")
        ) from failure


def _declares_nothing(path: Path) -> Problem:
    return error(
        "declares no standard: it is no PDF/A and no PDF/UA, or no PDF",
        hint="`wikibrief build` makes PDFs that are both",
        file=shown(path),
        code="misses-standard",
    )


def _describe(path: Path, profile: str, findings: Sequence[Finding]) -> Iterator[Problem]:
    for each in findings:
        times = f" ({each.count} times)" if each.count > 1 else ""
        rule = f"{PROFILES[profile]} {each.rule}".rstrip()
        hint = f"first at {each.where}" if each.where else ""
        yield error(
            f"misses {rule}{times}: {each.text}",
            hint=hint,
            file=shown(path),
            code="misses-standard",
        )
