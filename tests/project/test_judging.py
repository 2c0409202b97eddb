"""``check --pdf``: what veraPDF says of a file, as problems. A script answers in its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wikibrief.problems import ProblemError
from wikibrief.project.judging import judge_pdfs

XMP = (
    b"1 0 obj <</Type /Metadata>> stream\n<?xpacket?><pdfaid:part>3</pdfaid:part>"
    b"<pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>\nendstream"
)
BROKEN = {
    "ruleStatus": "FAILED",
    "clause": "7.18.5",
    "testNumber": 1,
    "failedChecks": 3,
    "description": "Links shall be tagged",
    "checks": [{"context": "root/page[0]"}],
}


@pytest.fixture
def pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that declares PDF/UA-1 and PDF/A-3a."""
    path = tmp_path / "a.pdf"
    path.write_bytes(XMP)
    monkeypatch.chdir(tmp_path)
    return path


def answer(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let veraPDF say ``text``, whatever it is asked."""
    script = Path("verapdf").absolute()
    script.write_text(f"#!/bin/sh\ncat <<'END'\n{text}\nEND\n")
    script.chmod(0o755)
    monkeypatch.setenv("WIKIBRIEF_VERAPDF", str(script))


def report(*rules: object) -> str:
    result = {"compliant": not rules, "details": {"ruleSummaries": rules}}
    return json.dumps({"report": {"jobs": [{"validationResult": [result]}]}})


def test_a_file_that_keeps_all_rules_has_no_problems(
    pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(report(), monkeypatch)
    (judged,) = judge_pdfs([pdf])
    assert judged.standards == ("PDF/UA-1", "PDF/A-3a")
    assert judged.problems == ()


def test_each_broken_rule_is_an_error_with_its_place(
    pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(report(BROKEN), monkeypatch)
    (judged,) = judge_pdfs([pdf])
    assert [str(problem) for problem in judged.problems] == [
        f"a.pdf: error: misses {name} 7.18.5-1 (3 times): Links shall be tagged\n"
        "    hint: first at root/page[0]"
        for name in ("PDF/A-3a", "PDF/UA-1")
    ]


@pytest.mark.parametrize("text", ["", "{}", '{"report": {"jobs": []}}', "Exception in thread"])
def test_an_answer_that_is_no_report_is_an_error(
    text: str, pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(text, monkeypatch)
    with pytest.raises(ProblemError, match="gives no report"):
        judge_pdfs([pdf])


def test_without_verapdf_an_error_says_what_to_install(
    pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WIKIBRIEF_VERAPDF", raising=False)
    monkeypatch.setenv("PATH", str(pdf.parent))
    with pytest.raises(ProblemError, match=r"veraPDF is needed"):
        judge_pdfs([pdf])


def test_what_declares_nothing_is_an_error(pdf: Path) -> None:
    pdf.write_bytes(b"no PDF")
    (judged,) = judge_pdfs([pdf])
    assert "declares no standard" in judged.problems[0].message
