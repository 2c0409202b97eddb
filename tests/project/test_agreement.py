"""Check, build, conversion and library agree: the same problems, the same exit code.

Each project is a few files with one thing wrong, or nothing. A check must find what a build of the
same files finds, before the build and after it, and write nothing; converting each source must find
what the build found of it.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import wikibrief
from wikibrief.cli import main
from wikibrief.project.building import pipeline
from wikibrief.project.building.outcomes import Summary
from wikibrief.project.building.settings import Settings
from wikibrief.project.checking import check_sources

GOOD = "= Raid =\n\nGunmen raided Tessit.\n"
RED = "marking: TLP:RED\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"/>'
FORMATS = ("yaml", "wiki", "html", "pdf")

PROJECTS: dict[str, dict[str, str]] = {
    "nothing is wrong": {"raid.wiki": GOOD},
    "nothing is wrong in YAML": {"raid.yaml": "title: Raid\nlead:\n  - Text.\n"},
    "marked by defaults": {"_defaults.yaml": RED, "mali/raid.wiki": GOOD},
    "marked by a sidecar": {"raid.meta.yaml": RED, "raid.wiki": GOOD},
    "unbalanced heading": {"raid.wiki": GOOD + "\n== Attack =\nText.\n"},
    "the same mistake many times": {"raid.wiki": GOOD + "\n''It began.\n" * 9},
    "empty": {"raid.wiki": ""},
    "bad YAML": {"raid.yaml": "lead: [a\n"},
    "unknown key": {"raid.yaml": "titel: Raid\n", "other.wiki": GOOD},
    "bad sidecar": {"raid.meta.yaml": "marking: PINK\n", "raid.wiki": GOOD, "other.txt": GOOD},
    "bad defaults": {"_defaults.yaml": "titel: A\n", "raid.wiki": GOOD, "b/other.wiki": GOOD},
    "required": {"_defaults.yaml": "require: [marking]\n", "raid.wiki": GOOD},
    "missing file": {"raid.wiki": GOOD + "\n[[File:Map.svg]]\n", "media/map2.svg": SVG},
    "no files at all": {"raid.wiki": GOOD + "\n[[File:A.svg]] [[File:B.svg]]\n"},
    "damaged file": {"raid.wiki": GOOD + "\n[[File:Map.png]]\n", "media/Map.png": "no picture"},
    "unknown layout": {"raid.wiki": GOOD + "\n{{incident|Tessit}} {{Incident|Gao}}\n"},
    "unknown layout in YAML": {"raid.yaml": "lead:\n  - See {{incident|Tessit}}.\n"},
    "raw function": {"raid.wiki": GOOD + "\nIt has {{#invoke:String|len|abc}} letters.\n"},
    "lost tag": {"raid.wiki": GOOD + '\nA map: <mapframe zoom="3"/>.\n'},
    "harmless tag": {"raid.wiki": GOOD + '\n<templatestyles src="x" />\n'},
    "character without a glyph": {"raid.wiki": GOOD + "\n\U00013000\n"},
    "misnamed sidecar": {"raid.meta.yml": RED, "raid.wiki": GOOD},
    "sidecar in another case": {"Raid.meta.yaml": RED, "raid.wiki": GOOD},
    "sidecar of no article": {"raif.meta.yaml": RED, "raid.wiki": GOOD},
    "misnamed defaults": {"_default.yaml": RED, "raid.wiki": GOOD, "b/other.wiki": GOOD},
    "stray files": {"raid.wiki": GOOD, "map.png": "x", "notes.md": "x", "b/c.wik": "x"},
    "two sources of one name": {"raid.wiki": GOOD, "raid.yaml": "title: Raid\n"},
    "broken template": {"raid.wiki": GOOD, "_templates/html/page.html.j2": "{% if %}"},
    "broken briefing": {"raid.wiki": GOOD, "_templates/briefing/briefing.html.j2": "{{ x }}"},
    "broken list": {"raid.wiki": GOOD, "_templates/html/index.html.j2": "{% if %}"},
    "hidden marking": {
        "_defaults.yaml": RED,
        "raid.wiki": GOOD,
        "_templates/html/style.css": "header { display: none }",
    },
    "marking hidden by a part of the briefing": {
        "_defaults.yaml": f"{RED}source: {{name: Wiki}}\n",
        "raid.wiki": GOOD,
        "_templates/html/attribution.html.j2": "{% macro attribution(a, b, c, labelled=0) %}"
        "<style>.marking { display: none }</style>{% endmacro %}",
    },
    "missing logo": {"_defaults.yaml": "logo: ours.png\n", "raid.wiki": GOOD},
    "an error on the page": {"raid.wiki": GOOD + "\n{{#expr: 1 / 0}} killed.\n"},
    "near misses": {"raid.wiki": "# Raid\n\nInfobox:\n* Date: March 3\n\nIt was **bad**.\n"},
}


@pytest.fixture
def project(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    name: str = request.param
    for file, text in PROJECTS[name].items():
        path = Path("content", file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return name


every_project = pytest.mark.parametrize("project", PROJECTS, indirect=True)


def settings() -> Settings:
    return Settings(formats=FORMATS, jobs=0)


def found(summary: Summary) -> list[str]:
    return sorted(map(str, summary.all_problems))


def exit_codes(summary: Summary) -> tuple[bool, bool]:
    return summary.fails(), summary.fails(strict=True)


def files() -> list[Path]:
    return sorted(path for path in Path().rglob("*") if path.is_file())


@every_project
def test_a_check_is_a_build_that_writes_nothing(project: str) -> None:
    before = files()
    first = check_sources([], settings())
    assert files() == before
    built = pipeline.build([], settings())
    again = check_sources([], settings())
    rebuilt = pipeline.build([], settings())
    assert found(first) == found(built) == found(again) == found(rebuilt)
    assert exit_codes(first) == exit_codes(built) == exit_codes(again) == exit_codes(rebuilt)
    assert bool(found(first)) == (not project.startswith(("nothing", "marked", "harmless")))


@every_project
def test_a_conversion_finds_what_the_build_finds_of_its_source(project: str) -> None:  # noqa: ARG001
    built = pipeline.build([], settings())
    for outcome in built.outcomes:
        clashes = [each for each in outcome.problems if "be built into" in each.message]
        if clashes:
            continue  # of two sources one alone can be converted
        expected = {(each.severity, each.message) for each in outcome.problems}
        fails = replace(built, outcomes=(outcome,), problems=()).fails()
        converted = dict(map(convert, [outcome.source] * len(FORMATS), FORMATS))
        told = "".join(text for _, text in converted.values()) if converted else ""
        for severity, message in expected:
            assert f"{severity}: {message}" in told
        assert max(code for code, _ in converted.values()) == int(fails)


def convert(source: Path, name: str) -> tuple[str, tuple[int, str]]:
    suffix = "made.wiki" if name == "wiki" else f"made.{name}"
    return name, run("convert", str(source), str(Path("made", suffix)))


def run(*arguments: str) -> tuple[int, str]:
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
        try:
            main(arguments)
        except SystemExit as ended:
            return int(ended.code or 0), stream.getvalue()
    return 0, stream.getvalue()


def lone_wikitexts() -> Iterator[str]:
    """The projects of one wikitext, whose folder has nothing to say about it."""
    for name, contents in PROJECTS.items():
        if list(contents) == ["raid.wiki"] and "[[File:" not in contents["raid.wiki"]:
            yield name


@pytest.mark.parametrize("project", [*lone_wikitexts()], indirect=True)
def test_the_library_finds_what_a_check_finds(project: str) -> None:
    problems = wikibrief.check(PROJECTS[project]["raid.wiki"])
    checked = check_sources([], settings())
    assert sorted(str(each.in_file("content/raid.wiki")) for each in problems) == found(checked)


@pytest.mark.parametrize("marked", ["content/_defaults.yaml", "content/raid.meta.yaml"])
@pytest.mark.parametrize("source", ["content/raid.wiki", "output/raid.yaml", "link.wiki"])
def test_no_way_of_making_a_page_loses_the_marking(
    marked: str, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("content").mkdir()
    Path("content/raid.wiki").write_text(GOOD, encoding="utf-8")
    Path(marked).write_text(RED, encoding="utf-8")
    Path("link.wiki").symlink_to("content/raid.wiki")
    pipeline.build([], replace(settings(), formats=("yaml", "html")))
    assert run("convert", source, "page.html") == (0, "")
    for page in ("page.html", "output/raid.html"):
        assert "TLP:RED" in Path(page).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("source", "output"), [("made/raid.yaml", "made"), ("drafts/raid.wiki", "output")]
)
def test_a_page_made_elsewhere_in_a_project_has_its_marking(
    source: str, output: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("content", "drafts"):
        Path(folder).mkdir()
        Path(folder, "raid.wiki").write_text(GOOD, encoding="utf-8")
    Path("content/_defaults.yaml").write_text(RED, encoding="utf-8")
    assert run("build", "--formats", "yaml", "--jobs", "0", "--output", output)[0] == 0
    assert run("convert", source, "page.html") == (0, "")
    assert "TLP:RED" in Path("page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("broken", ["nowhere", "raid.meta.yaml", "/"])
def test_a_sidecar_that_cannot_be_read_is_an_error_everywhere(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("content").mkdir()
    Path("content/raid.wiki").write_text(GOOD, encoding="utf-8")
    assert run("build", "--formats", "yaml,html", "--jobs", "0")[0] == 0
    Path("content/raid.meta.yaml").symlink_to(broken)
    for arguments in (
        ("build", "--formats", "yaml,html", "--jobs", "0"),
        ("build", "--formats", "yaml,html", "--jobs", "0", "content/raid.wiki"),
        ("check", "content/raid.wiki"),
        ("convert", "content/raid.wiki", "page.html"),
        ("convert", "output/raid.yaml", "page.html"),
    ):
        code, told = run(*arguments)
        assert code == 1, arguments
        assert "content/raid.meta.yaml: error: " in told
    assert not Path("page.html").exists()


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("{{", "}}"),
        ("{{{", "}}}"),
        ("{{{{", ""),
        ("{{#if:", "}}"),
        ("{{a|", "}}"),
        ("[[File:a|", "]]"),
        ("<ref>", "</ref>"),
        ("{|\n|\n", "|}\n"),
        ("-{", "}-"),
    ],
)
@pytest.mark.parametrize("depth", [1, 50, 5000])
def test_the_library_checks_what_is_nested_to_any_depth(
    opening: str, closing: str, depth: int
) -> None:
    problems = wikibrief.check(opening * depth + closing * depth)
    assert len(problems) < 100
