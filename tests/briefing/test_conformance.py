"""Every briefing meets the standards that it declares: veraPDF judges.

A dozen articles of our own that are hard on the structure of a PDF, always where Java and Maven are
there; a folder of real ones (``WIKIBRIEF_CORPUS``) by ``make conformance``.
"""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Mapping
from pathlib import Path

import pytest
from cases import read_cases

from wikibrief import read, write_pdf
from wikibrief.briefing.conformance.verapdf import find_profiles, judge

HERE = Path(__file__).parent
CASES = [
    case for path in sorted((HERE / "conformance").glob("*.txt")) for case in read_cases(path).cases
]
JUDGE = HERE.parent / "verapdf" / "verapdf"
METADATA = {
    "marking": "TLP:AMBER",
    "source": {
        "name": "Wikipedia",
        "wiki": "https://en.wikipedia.org/wiki/",
        "licence": "CC BY-SA 4.0",
    },
    "briefing": {"date": "2025-03-01"},
}
PROFILES = ["ua1", "3a"]
STANDARDS = {("ua-1", "a-3a"): PROFILES, ("ua-2", "a-4f"): ["ua2", "4f"]}

needs_verapdf = pytest.mark.skipif(
    not (shutil.which("java") and shutil.which("mvn")),
    reason="NOT PROVEN that briefings meet PDF/UA and PDF/A: veraPDF needs Java 17 and Maven",
)


def write(path: Path, text: str, metadata: Mapping[str, object]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what cannot be shown is not the question here
        path.write_bytes(write_pdf(read(text, title=path.stem), metadata=metadata))


def judge_all(paths: list[Path], profiles: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIKIBRIEF_VERAPDF", str(JUDGE))
    for path in paths:
        assert find_profiles(path.read_bytes()) == profiles, path.stem
    broken = [
        f"{path.stem}: {profile} {each.rule} x{each.count}: {each.text} ({each.where})"
        for profile in profiles
        for path, findings in judge(paths, profile).items()
        for each in findings
    ]
    assert not broken, "\n".join(broken)


@needs_verapdf
@pytest.mark.parametrize("standard", STANDARDS, ids="+".join)
def test_our_cases_meet_both_standards(
    standard: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / f"{case.name.replace(' ', '-')}.pdf" for case in CASES]
    for case, path in zip(CASES, paths, strict=True):
        sections = {section.kind: section.text for section in case.sections}
        language = sections.get("language", "en").strip()
        settings = {**METADATA, "language": language, "pdf": {"standard": list(standard)}}
        write(path, sections["wikitext"], settings)
    judge_all(paths, STANDARDS[standard], monkeypatch)


@needs_verapdf
def test_a_rule_that_is_broken_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "broken.pdf"
    write(path, "A word.", {**METADATA, "language": "en"})
    pdf = path.read_bytes().replace(b"pdfuaid:part>1<", b"pdfuaid:part>7<")
    path.write_bytes(pdf.replace(b"pdfaid:conformance>A<", b"pdfaid:conformance>Z<"))
    monkeypatch.setenv("WIKIBRIEF_VERAPDF", str(JUDGE))
    found = {profile: [each.rule for each in judge([path], profile)[path]] for profile in PROFILES}
    assert found == {"ua1": ["5-2"], "3a": ["6.6.4-3"]}


@pytest.mark.corpus
@needs_verapdf
def test_real_articles_meet_both_standards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = sorted(Path(os.environ["WIKIBRIEF_CORPUS"]).rglob("*.wiki"))
    assert sources
    paths = [tmp_path / f"{number}-{source.stem}.pdf" for number, source in enumerate(sources)]
    for source, path in zip(sources, paths, strict=True):
        write(path, source.read_text("utf-8"), METADATA)
    judge_all(paths, PROFILES, monkeypatch)
