"""Every briefing meets the standards that it declares, and veraPDF is the judge.

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
from PIL import Image

from wikibrief import read, write_pdf
from wikibrief.briefing.conformance.verapdf import find_profiles, judge

HERE = Path(__file__).parent
CASES = [
    case for path in sorted((HERE / "conformance").glob("*.txt")) for case in read_cases(path).cases
]
JUDGE = HERE.parent / "verapdf" / "verapdf"
CORPUS = Path(os.environ.get("WIKIBRIEF_CORPUS") or HERE.parents[1] / ".." / "shared" / "corpus")
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
STANDARDS: dict[tuple[str, ...], list[str]] = {
    ("ua-1", "a-3a"): PROFILES,
    ("ua-2", "a-4f"): ["ua2", "4f"],
}

IS_REQUIRED = os.environ.get("WIKIBRIEF_CONFORMANCE") == "required"
needs_verapdf = pytest.mark.skipif(
    not IS_REQUIRED and not (shutil.which("java") and shutil.which("mvn")),
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
def test_pictures_of_all_kinds_meet_both_standards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Colours of print, transparency, palettes, deep greys, drawings."""
    modes = {"CMYK": "jpg", "RGBA": "png", "P": "gif", "I;16": "png", "LA": "png", "L": "jpg"}
    names = [f"{number}.{suffix}" for number, suffix in enumerate(modes.values())]
    for mode, name in zip(modes, names, strict=True):
        Image.new(mode, (30, 20)).save(tmp_path / name)
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><g opacity=".4">'
    (tmp_path / "v.svg").write_text(svg + '<text y="9">A</text><path d="M0 0h9v9"/></g></svg>')
    text = "\n".join(f"[[File:{name}|thumb|About {name}]]" for name in (*names, "v.svg"))
    text += "\n[https://example.org a ''word'' [[File:0.jpg|20px]]] "
    text += "[https://example.org [[File:1.png|20px]]] [[File:2.gif|link=https://example.org|alt=]]"
    path = tmp_path / "pictures.pdf"
    path.write_bytes(write_pdf(read(text, title="a"), metadata=METADATA, media=tmp_path))
    judge_all([path], PROFILES, monkeypatch)


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
    sources = sorted(CORPUS.rglob("*.wiki"))
    if not sources:
        pytest.skip(f"no articles in {CORPUS} (set WIKIBRIEF_CORPUS)")
    paths = [tmp_path / f"{number}-{source.stem}.pdf" for number, source in enumerate(sources)]
    for source, path in zip(sources, paths, strict=True):
        write(path, source.read_text("utf-8"), METADATA)
    judge_all(paths, PROFILES, monkeypatch)
