"""Proof of a briefing: what is laid out in a check, and what need not be."""

from __future__ import annotations

from pathlib import Path

import pytest

import wikibrief
from wikibrief.briefing import writer
from wikibrief.briefing.paper.page import prepare_page
from wikibrief.briefing.proof import needs_layout
from wikibrief.inline.context import Surroundings
from wikibrief.model.metadata import Metadata
from wikibrief.problems import ProblemError
from wikibrief.templating.environment import BUILT_IN, Templates

PLAIN = """= Raid =

Infobox
- Date: 3 March 2020

Gunmen ''raided'' Tessit.<ref>Radio Mali, 4 March 2020, evening news.</ref>

== Losses ==
* Two <small>soldiers</small>
{|
! Side !! Dead
|-
| Army || 2
|}
"""


def is_laid_out(text: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    laid: list[object] = []
    monkeypatch.setattr(writer, "_lay_out", lambda *arguments: laid.append(arguments))
    writer.proof_pdf(
        wikibrief.read(text),
        metadata=Metadata(),
        templates=Templates(),
        around=Surroundings(),
    )
    return bool(laid)


def test_words_in_plain_elements_are_not_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_laid_out(PLAIN, monkeypatch)


def test_the_sample_with_its_figures_and_map_is_not_laid_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sample = next((Path(__file__).parents[2] / "content").glob("*.wiki")).read_text("utf-8")
    assert not is_laid_out(sample, monkeypatch)


@pytest.mark.parametrize(
    "more",
    [
        '<span style="float:left">styled</span>',
        "<math>x^2</math>",
        "<div>" * 40 + "deep" + "</div>" * 40,
        "* word\n" * 5000,
    ],
    ids=["style", "formula", "nested", "long"],
)
def test_what_can_go_wrong_on_paper_is_laid_out(more: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_laid_out(f"{PLAIN}\n{more}\n", monkeypatch)


@pytest.mark.parametrize(
    "html",
    [
        '<p><img src="data:,"></p>',
        '<svg><image href="a.svg"/></svg>',
        "<style>p {}</style>",
        '<link rel="stylesheet" href="a.css">',
        '<table background="a.png"></table>',
        '<p style="--numerals: latn; float: left">a</p>',
        "<object></object>",
    ],
)
def test_all_that_is_fetched_or_styled_needs_layout(html: str) -> None:
    assert needs_layout(prepare_page(f"<p>a</p>{html}"))


def test_a_template_of_your_own_that_loses_the_marking_is_a_problem_of_the_proof(
    tmp_path: Path,
) -> None:
    own = tmp_path / "briefing" / "briefing.html.j2"
    own.parent.mkdir()
    built_in = (BUILT_IN / "briefing" / "briefing.html.j2").read_text("utf-8")
    own.write_text(built_in.replace("if metadata.marking", "if false"), "utf-8")
    with pytest.raises(ProblemError, match="has no TLP:RED at its"):
        writer.proof_pdf(
            wikibrief.read("Text."),
            metadata=Metadata(marking="TLP:RED"),
            templates=Templates(tmp_path),
            around=Surroundings(),
        )
