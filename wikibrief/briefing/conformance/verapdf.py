"""veraPDF: which of the standards that a PDF declares it misses, and why.

veraPDF (https://verapdf.org) is a program of its own: ``verapdf`` on the path, or the command that
``WIKIBRIEF_VERAPDF`` names.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wikibrief.problems import ProblemError, error

__all__ = ["PROFILES", "Finding", "find_profiles", "find_verapdf", "judge"]

PROFILES = {
    "ua1": "PDF/UA-1",
    "ua2": "PDF/UA-2",
    **{f"{part}{level}": f"PDF/A-{part}{level}" for part in "123" for level in "abu"},
    "4": "PDF/A-4",
    "4e": "PDF/A-4e",
    "4f": "PDF/A-4f",
}
"""What veraPDF calls the standards that it knows, and what everybody else does."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a file breaks."""

    rule: str
    """Its clause in the standard, and the number of the test."""
    count: int
    text: str
    where: str
    """The first place where it is broken, as veraPDF calls it."""


def find_verapdf() -> str | None:
    """Return the command that judges; None: there is none here."""
    return os.environ.get("WIKIBRIEF_VERAPDF") or shutil.which("verapdf")


_PART = r'\bpdf{kind}id:part(?:>|=["\'])\s*(\d)'
_LEVEL = re.compile(r'\bpdfaid:conformance(?:>|=["\'])\s*([ABUEF])')
_STREAM = re.compile(rb"/Type\s*/Metadata\b.{0,500}?\bstream\r?\n(.*?)endstream", re.DOTALL)


def find_profiles(pdf: bytes) -> list[str]:
    """List the profiles that a PDF declares in its XMP, in veraPDF's names."""
    text = "".join(_metadata(pdf))
    accessible, archival = (re.search(_PART.format(kind=kind), text) for kind in ("ua", "a"))
    level = _LEVEL.search(text)
    profiles = [
        f"ua{accessible[1]}" if accessible else "",
        archival[1] + (level[1].lower() if level else "") if archival else "",
    ]
    return [profile for profile in profiles if profile in PROFILES]


def _metadata(pdf: bytes) -> Iterator[str]:
    for found in _STREAM.finditer(pdf):
        content = found[1]
        if b"xpacket" not in content:
            try:
                content = zlib.decompressobj().decompress(content, _LARGEST)
            except zlib.error:
                continue
        yield content.decode("utf-8", "replace")


_LARGEST = 1_000_000
_LONGEST_RUN = 600


def judge(paths: Sequence[Path], profile: str) -> dict[Path, list[Finding]]:
    """Return the rules of a profile that each file breaks. Raises ProblemError."""
    command = find_verapdf()
    if command is None:
        hint = "install veraPDF (https://verapdf.org), or set WIKIBRIEF_VERAPDF to its command"
        raise ProblemError(
            error("veraPDF is needed to judge PDFs, and not here", hint=hint, code="no-verapdf")
        )
    arguments = [command, "--format", "json", "--flavour", profile, *map(str, paths)]
    try:
        done = subprocess.run(  # noqa: S603  the command that the user has named
            arguments, capture_output=True, check=False, timeout=_LONGEST_RUN
        )
        jobs = json.loads(done.stdout)["report"]["jobs"]
        return dict(zip(paths, map(_findings, jobs), strict=True))
    except (OSError, ValueError, LookupError, TypeError, subprocess.TimeoutExpired) as failure:
        message = f"veraPDF (`{command}`) gives no report"
        hint = "run it on the file to see why: " + " ".join(arguments[:6])
        raise ProblemError(error(message, hint=hint, code="no-verapdf")) from failure


def _findings(job: dict[str, Any]) -> list[Finding]:
    """Read what veraPDF's report says of one file."""
    if "validationResult" not in job:
        reason = job.get("taskException", {}).get("exceptionMessage", "it cannot be read")
        return [Finding("", 1, str(reason), "")]
    results = job["validationResult"]
    found: list[Finding] = []
    for result in results if isinstance(results, list) else [results]:
        rules: Iterable[dict[str, Any]] = result["details"]["ruleSummaries"]
        found += [_finding(rule) for rule in rules if rule.get("ruleStatus") == "FAILED"]
    return found


def _finding(rule: dict[str, Any]) -> Finding:
    checks = rule.get("checks") or [{}]
    name = f"{rule['clause']}-{rule['testNumber']}"
    return Finding(
        name, int(rule["failedChecks"]), rule["description"], checks[0].get("context", "")
    )
