"""The documentation is true: its commands and examples run, its links lead somewhere, its lists
leave nothing out."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from itertools import pairwise
from pathlib import Path

import pytest
from babel import Locale
from cases import confirm, read_cases
from editor import complaints, data_in_editor
from packaging.requirements import Requirement
from test_corpus import as_it_is

from wikibrief.cli import main
from wikibrief.inline.context import PageContext, Surroundings
from wikibrief.layouts.filters import FILTERS
from wikibrief.markup.dialects import detect
from wikibrief.markup.references.lifting import read
from wikibrief.markup.roundtrip import write_wikitext
from wikibrief.model.document import Block, Document
from wikibrief.model.metadata import Metadata
from wikibrief.page.renderer import Renderer
from wikibrief.page.values import collect_values
from wikibrief.project.content.folders import DEFAULTS
from wikibrief.project.kinds import KINDS
from wikibrief.templating.environment import Templates
from wikibrief.yamlform.documents import dump_yaml, load_yaml
from wikibrief.yamlform.metadata import load_metadata
from wikibrief.yamlform.parser import parse
from wikibrief.yamlform.schema import (
    METADATA_SCHEMA_FILE,
    SCHEMA_FILE,
    document_schema,
    metadata_schema,
)
from wikibrief.yamlform.shapes import Kinds, shape_of

PROJECT = Path(__file__).resolve().parent.parent
TABLES = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
PYPROJECT, GROUPS = TABLES["project"], TABLES["dependency-groups"]
README = PROJECT / "README.md"
ARCHITECTURE = PROJECT / "docs" / "ARCHITECTURE.md"
CONTRIBUTING = PROJECT / "CONTRIBUTING.md"
YAML = PROJECT / "docs" / "YAML.md"
TEMPLATES = PROJECT / "docs" / "TEMPLATES.md"
PLAIN = PROJECT / "docs" / "PLAIN.md"
CHECKS = PROJECT / "docs" / "CHECKS.md"
FACTS = PROJECT / "docs" / "FACTS.md"
PAGES = [*sorted(PROJECT.glob("*.md")), *sorted(PROJECT.glob("docs/*.md"))]

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@dataclass(frozen=True)
class Fence:
    """A fenced block of a page: its language, its text, and the line that it begins on."""

    language: str
    text: str
    line: int


def fences(page: Path, *languages: str) -> Iterator[Fence]:
    text = page.read_text(encoding="utf-8")
    for match in re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        if match[1] in languages:
            yield Fence(match[1], match[2], text.count("\n", 0, match.start()) + 1)


def prose(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


# ---------------------------------------------------------------------------------------- commands

RUN = [README, CHECKS, FACTS, TEMPLATES, YAML]
"""The pages whose commands are run here."""

INSTEAD = {
    "make": ".venv/bin/python build.py",  # the rest of it sets up what is set up here; CI runs it
    "make test": ":",  # CI runs it, and so this test
    "make check": ":",  # CI runs it
    ".venv/bin/python -m pytest --accept": ":",  # it would change the tests
}
"""The commands that are not run here, and what is run instead."""


@dataclass(frozen=True)
class Command:
    """A command of a page and, where the page shows it, what it answers."""

    line: str
    answer: str | None = None

    @property
    def fails(self) -> bool:
        return "error: " in (self.answer or "")


def commands(page: Path) -> Iterator[Command]:
    for fence in fences(page, "sh", "console"):
        if fence.language == "sh":
            yield from map(Command, fence.text.splitlines())
            continue
        _, *parts = re.split(r"^\$ ", fence.text, flags=re.MULTILINE)
        for part in parts:
            line, _, answer = part.partition("\n")
            yield Command(line, answer)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project as it is cloned and set up, in a repository of its own."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)  # a hook that runs the tests sets these: to the real repository
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    for name in ("content", "templates", "wikibrief"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    shutil.copy(PROJECT / "build.py", tmp_path)
    set_up(tmp_path / ".venv")
    git = "git init -q && git add content && git -c user.name=A -c user.email=a@b.c commit -qm A"
    subprocess.run(git, shell=True, cwd=tmp_path, check=True)  # noqa: S602  our own words
    return tmp_path


def set_up(environment: Path) -> None:
    """Make the virtual environment that `make` makes, with the packages that are here."""
    venv.create(environment, symlinks=True)
    [packages] = environment.glob("lib/python*/site-packages")
    folders = environment.parent, sysconfig.get_path("purelib")
    (packages / "project.pth").write_text("".join(f"{folder}\n" for folder in folders))
    for name, entry in PYPROJECT["scripts"].items():
        module, _, function = entry.partition(":")
        script = environment / "bin" / name
        script.write_text(
            f"#!{environment}/bin/python\nfrom {module} import {function}\n"
            f'if __name__ == "__main__":\n    {function}()\n'
        )
        script.chmod(0o755)


def run_all(all_commands: list[Command], folder: Path) -> list[tuple[int, str]]:
    """Run commands one after another in one shell; the exit code and the answer of each."""
    mark = "%%% done"
    lines = [INSTEAD.get(command.line, command.line) for command in all_commands]
    script = "\n".join(f"{line}\necho '{mark}' $?" for line in lines)
    done = subprocess.run(
        ["sh"],
        input=script,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=True,
    )
    *answers, rest = re.split(rf"^{mark} (\d+)\n", done.stdout, flags=re.MULTILINE)
    assert not rest
    return [(int(code), answer) for answer, code in zip(answers[::2], answers[1::2], strict=True)]


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.name)
def test_commands_run_in_their_order_and_answer_as_shown(page: Path, project: Path) -> None:
    activate = [] if page == README else [Command(". .venv/bin/activate")]
    expected = [*activate, *commands(page)]
    for command, (code, answer) in zip(expected, run_all(expected, project), strict=True):
        assert code == command.fails, f"{command.line}\n{answer}"
        if command.answer is not None:
            pattern = re.escape(command.answer).replace("…", "(?s:.*)")
            assert re.fullmatch(pattern, answer), f"{command.line}\n{answer}"


@each_page
def test_what_is_not_run_here_is_listed(page: Path) -> None:
    if page not in RUN:
        assert {command.line for command in commands(page)} <= INSTEAD.keys()


# ---------------------------------------------------------------------------------------- examples


def test_the_readme_shows_the_beginning_of_the_yaml_that_is_built(project: Path) -> None:
    build = [sys.executable, "build.py", "--formats=yaml", "--jobs=0"]
    subprocess.run(build, cwd=project, check=True)
    shown, *_others = fences(README, "yaml")
    assert (project / "output" / "kobe-attack.yaml").read_text("utf-8").startswith(shown.text)


def test_the_python_of_the_readme_runs(project: Path) -> None:
    [code] = fences(README, "python")
    done = subprocess.run(
        [project / ".venv/bin/python", "-c", code.text],
        cwd=project,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "- Result: Unclear\n" in done.stdout
    assert (project / "briefing.pdf").read_bytes().startswith(b"%PDF")


COMMENT = f"# yaml-language-server: $schema={SCHEMA_FILE}\n"


BY_HAND = "# written by hand\n"
EXAMPLES = list(fences(YAML, "yaml", "wikitext"))


@pytest.mark.parametrize(
    "example",
    [each for each in EXAMPLES if each.language == "yaml" and not each.text.startswith(BY_HAND)],
    ids=lambda fence: f"{YAML.name}:{fence.line}",
)
def test_examples_of_yaml_are_what_would_be_written(example: Fence) -> None:
    if not is_metadata(example):
        text = dump_yaml(load_yaml(example.text))
        assert text.removeprefix(COMMENT) == example.text.removeprefix(COMMENT)


@pytest.mark.parametrize(
    "example",
    [each for each in EXAMPLES if each.language == "yaml"],
    ids=lambda fence: f"{YAML.name}:{fence.line}",
)
def test_examples_of_yaml_are_valid_in_an_editor(example: Fence) -> None:
    schema = metadata_schema() if is_metadata(example) else document_schema()
    assert complaints(schema, data_in_editor(example.text)) == []


@pytest.mark.parametrize("page", [README, YAML], ids=lambda page: page.name)
def test_examples_of_metadata_can_be_read(page: Path) -> None:
    examples = [each for each in fences(page, "yaml") if is_metadata(each)]
    assert examples
    for example in examples:
        demand = "marking: TLP:RED\nsource: {revision: 1}\n"  # for what they require
        own = DEFAULTS if DEFAULTS in example.text else page.name
        assert load_metadata([(DEFAULTS, demand), (own, example.text)]) != Metadata()


def test_files_of_metadata_name_their_schema() -> None:
    defaults = PROJECT / "content" / "_defaults.yaml"
    first, _, _ = defaults.read_text("utf-8").partition("\n")
    assert first == f"# yaml-language-server: $schema=../output/{METADATA_SCHEMA_FILE}"
    data = data_in_editor(defaults.read_text("utf-8"))
    assert complaints(metadata_schema(), data) == []


def is_metadata(example: Fence) -> bool:
    first, _, _ = example.text.partition("\n")
    return first.startswith("# content/") or METADATA_SCHEMA_FILE in first


@pytest.mark.parametrize("page", [README, YAML], ids=lambda page: page.name)
def test_what_is_said_to_be_the_same_article_is(page: Path) -> None:
    for one, other in pairwise(fences(page, "yaml", "wikitext")):
        if is_wikitext(one):
            read_text = dump_yaml(read(one.text)).removeprefix(COMMENT)
            assert read_text == other.text.removeprefix(COMMENT)
        if one.text.startswith(BY_HAND):
            assert dump_yaml(load_yaml(one.text)) == COMMENT + other.text


def test_the_plain_dialect_is_shown_in_its_canonical_form() -> None:
    [example] = fences(PLAIN, "wikitext")
    assert detect(example.text) == "plain"
    assert write_wikitext(read(example.text), dialect="plain") == example.text


def test_headings_in_the_template_guide_are_written_as_said(tmp_path: Path) -> None:
    _layout, macro = fences(TEMPLATES, "jinja")
    file = tmp_path / "wikitext" / "blocks.wikitext.j2"
    file.parent.mkdir()
    file.write_text(macro.text)
    assert Templates(tmp_path).call("wikitext/blocks.wikitext.j2", "heading", 2, "A") == "==A=="


def test_the_layout_in_the_template_guide_shows_what_is_said(tmp_path: Path) -> None:
    layout, _macro = fences(TEMPLATES, "jinja")
    (tmp_path / "transclusions").mkdir()
    (tmp_path / "transclusions" / "incident.html.j2").write_text(layout.text)
    render = Renderer(PageContext(), Templates(tmp_path))
    assert render.inline("{{incident|town|killed=3}}") == "<b>town</b> (3 killed)"
    assert render.inline("{{Incident|town}}") == "<b>town</b>"


def test_the_case_in_the_contributing_guide_is_one(tmp_path: Path) -> None:
    [example] = fences(CONTRIBUTING, "")
    path = tmp_path / "example.txt"
    path.write_text(example.text, encoding="utf-8")
    file = read_cases(path)
    [case] = file.cases
    confirm(file, case, as_it_is(case), accept=False)


# ------------------------------------------------------------------------------------------- links


def anchors(page: Path) -> set[str]:
    """The names that headings have on the web."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@each_page
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"", prose(page))
    for target in map("".join, targets):
        path, _, anchor = target.partition("#")
        if path.startswith("https://"):
            continue
        goal = (page.parent / path).resolve() if path else page
        assert goal.exists(), target
        assert goal.is_relative_to(PROJECT), target
        assert not anchor or anchor in anchors(goal), target


# ----------------------------------------------------------------------------------------- options


@pytest.fixture
def options(capsys: pytest.CaptureFixture[str]) -> dict[str, set[str]]:
    """Every command, with its options, as the help says them."""

    def help_of(*command: str) -> str:
        with pytest.raises(SystemExit):
            main([*command, "--help"])
        return capsys.readouterr().out

    names = re.findall(r"^  (\w+)  ", help_of().partition("Commands:")[2], re.MULTILINE)
    return {name: set(re.findall(r"--[a-z-]+", help_of(name))) for name in names}


ELSEWHERE = {"--accept", "--strict"}
"""Options of other programs that are spoken of: pytest's and mypy's."""


@each_page
def test_commands_and_options_that_are_named_exist(
    page: Path, options: dict[str, set[str]]
) -> None:
    inline = re.findall(r"`([^`\n]+)`", prose(page))
    for code in [*inline, *(command.line for command in commands(page))]:
        words = code.replace("python build.py", "wikibrief build").split()
        named = {word for word in words if re.match("--[a-z]", word)}
        if words[0] == "wikibrief" and words[1:]:
            assert words[1] in options, code
            assert named <= options[words[1]], code
        elif words[0].startswith("--"):
            assert named <= ELSEWHERE.union(*options.values()), code


# ---------------------------------------------------------------------------- nothing is left out


def test_the_readme_names_every_command(options: dict[str, set[str]]) -> None:
    text = README.read_text("utf-8")
    assert {name for name in options if f"`wikibrief {name}" not in text} == set()


def test_the_architecture_lists_the_rooms_in_the_order_of_the_layers() -> None:
    [rooms] = [fence.text for fence in fences(ARCHITECTURE, "") if "engine/" in fence.text]
    listed = re.findall(r"^(\w+)", rooms, re.MULTILINE)
    linter = (PROJECT / ".importlinter").read_text("utf-8")
    layers, *_ = re.findall(r"^layers =\n((?: .+\n)+)", linter, re.MULTILINE)
    assert listed == re.findall(r"\w+", layers)
    assert set(listed) == modules(PROJECT / "wikibrief")


PACKAGES = sorted(path.parent for path in (PROJECT / "wikibrief").rglob("*/__init__.py"))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_a_package_is_a_docstring_that_lists_its_modules(package: Path) -> None:
    tree = ast.parse((package / "__init__.py").read_text("utf-8"))
    assert len(tree.body) == 1 or package.name == "facts", "nothing but the docstring"
    listed = re.findall(r"^- ``(\w+)``: ", ast.get_docstring(tree) or "", re.MULTILINE)
    assert sorted(listed) == sorted(modules(package))


def modules(package: Path) -> set[str]:
    """The modules and packages in a package; none in what is no package."""
    files = {path.stem for path in package.glob("*.py")} - {"__init__"}
    return files | {path.parent.name for path in package.glob("*/__init__.py")}


def test_the_architecture_gives_a_reason_for_every_dependency() -> None:
    _, _, dependencies = prose(ARCHITECTURE).partition("## Dependencies")
    rows = re.findall(r"^\| ([\w, -]+) \| .+ \|.*\|$", dependencies, re.MULTILINE)
    listed = {name for row in rows for name in row.split(", ")} - {"package"}
    extras = [*PYPROJECT["optional-dependencies"].values(), *GROUPS.values()]
    wanted = [*PYPROJECT["dependencies"], *(each for extra in extras for each in extra)]
    assert listed == {Requirement(each).name for each in wanted}


def test_the_yaml_form_names_every_key_and_kind() -> None:
    text = prose(YAML)
    kinds = kinds_of_blocks()
    for name in kinds | {field.name for cls in (Document, Metadata) for field in fields(cls)}:
        assert re.search(rf"^\| .*`{name}\b.*` \|", text, re.MULTILINE), name


def test_the_yaml_form_shows_every_kind_with_its_wikitext() -> None:
    shown = "".join(read_as.text for source, read_as in pairwise(EXAMPLES) if is_wikitext(source))
    kinds = kinds_of_blocks() - {"paragraph"}  # no wikitext needs it
    assert {kind for kind in kinds if f"- kind: {kind}\n" not in shown} == set()


def is_wikitext(example: Fence) -> bool:
    return example.language == "wikitext"


def kinds_of_blocks() -> set[str]:
    shape = shape_of(Block)
    assert isinstance(shape, Kinds)
    return set(shape.classes)


def test_the_template_guide_names_every_language() -> None:
    text = " ".join(prose(TEMPLATES).split())
    [named] = re.findall(r"by language: ([^.]+)\.", text)
    words = parse((PROJECT / "templates" / "words.yaml").read_text("utf-8")).data
    assert isinstance(words, dict)
    known = sorted(str(Locale.parse(language).english_name) for language in words)
    assert named.replace(" and ", ", ").split(", ") == known


FILTER_TABLE = re.compile(r"(?<=\| filter \| what it does \|\n\|---\|---\|\n)(?:\|.*\n)*")


def test_the_template_guide_lists_every_filter_of_layouts(*, accept: bool) -> None:
    """The table is made from the filters' docstrings: ``--accept`` writes it."""
    table = "".join(f"| `{name}` | {describe(made)} |\n" for name, made in sorted(FILTERS.items()))
    text = TEMPLATES.read_text("utf-8")
    if accept:
        TEMPLATES.write_text(FILTER_TABLE.sub(lambda _: table, text), encoding="utf-8")
    else:
        assert FILTER_TABLE.findall(text) == [table]


KIND_TABLE = re.compile(r"(?<=\| code \| what it means \|\n\|---\|---\|\n)(?:\|.*\n)*")


def test_every_kind_of_problem_is_listed(*, accept: bool) -> None:
    """The table is made from the descriptions of the kinds: ``--accept`` writes it."""
    table = "".join(f"| `{code}` | {meaning} |\n" for code, meaning in KINDS.items())
    text = CHECKS.read_text("utf-8")
    if accept:
        CHECKS.write_text(KIND_TABLE.sub(lambda _: table, text), encoding="utf-8")
    else:
        assert KIND_TABLE.findall(text) == [table]


def describe(made: Callable[..., object]) -> str:
    """The first sentence of a filter's docstring, for a table in Markdown."""
    first = " ".join((made.__doc__ or "").split("\n\n")[0].split())
    return first.replace("``", "`").replace("|", "\\|")


def test_the_template_guide_names_every_template_and_value() -> None:
    text = prose(TEMPLATES)
    folder = PROJECT / "templates"
    paths = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]
    files = {path.as_posix() for path in paths if path.parts[0] != "transclusions"}
    files |= {path.name for path in (folder / "transclusions").glob("*.yaml")}
    values = {*collect_values(Document(), Metadata(), Templates(), Surroundings()), "style"}
    assert {name for name in files | values if f"`{name}`" not in text} == set()
