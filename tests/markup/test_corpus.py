"""The corpus: every construct by example, and with each example all the laws it falls under.

A case begins with a source, ``wikitext`` or ``yaml``. What may follow, in this order:

- ``yaml``: the document that is read, without the comment that all YAML files begin with;
- ``mediawiki``, ``plain``: its canonical form in either dialect;
- ``html``: the article's body;
- ``problems``: what the checker, or the reader of YAML, says; without it, nothing;
- ``edit``, a diff of the YAML, with ``expected`` after it: what becomes of the wikitext when the
  edited document is written over it. Or with ``problems`` after it: why it cannot be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

import pytest
from cases import Case, CaseFile, Section, confirm, in_folder, read_section
from hypothesis import given
from hypothesis import strategies as st
from meaning import meaning

from wikibrief.checks.run import check
from wikibrief.markup.dialects import DIALECTS, Dialect
from wikibrief.markup.fitting.documents import fit
from wikibrief.markup.reader.reading import read_source
from wikibrief.markup.references.lifting import read
from wikibrief.markup.references.lowering import lower_references
from wikibrief.markup.roundtrip import write_wikitext
from wikibrief.model.document import Document
from wikibrief.page.writer import write_html
from wikibrief.problems import Problem, ProblemError
from wikibrief.templating.environment import Templates
from wikibrief.yamlform.documents import (
    dump_json,
    dump_yaml,
    load_json,
    load_yaml,
    place_in_yaml,
)
from wikibrief.yamlform.schema import SCHEMA_FILE

TEMPLATES = Templates()
WIKITEXT, YAML = "article.wiki", "article.yaml"
COMMENT = f"# yaml-language-server: $schema={SCHEMA_FILE}\n"


@pytest.mark.parametrize(("file", "case"), in_folder("markup/corpus"))
def test_corpus(file: CaseFile, case: Case, *, accept: bool) -> None:
    confirm(file, case, as_it_is(case), accept=accept)


@given(st.text("a\\ \t\r\n\0\ufeffé", max_size=8) | st.text(max_size=8))
def test_a_case_can_hold_any_text(text: str) -> None:
    section = Section("wikitext", text)
    head, _, body = str(section).removeprefix("%%% ").partition("\n")
    kind, _, name = head.partition(" ")
    assert read_section(kind, name, body) == section


def as_it_is(case: Case) -> Iterator[Section]:
    source, *others = case.sections
    yield source
    kinds = [section.kind for section in others]
    if source.kind == "wikitext":
        yield from of_wikitext(source.text, kinds)
        for section in others:
            if section.kind == "edit":
                yield from of_edit(section, source.text)
    else:
        assert source.kind == "yaml", f"a case begins with wikitext or yaml, not {source.kind}"
        yield from of_yaml(source.text, kinds)


def of_wikitext(source: str, kinds: list[str]) -> Iterator[Section]:
    document = read(source)
    hold_the_laws(source, document)
    yield from forms(document, kinds)
    yield from of_problems(check(source), WIKITEXT)


def of_yaml(source: str, kinds: list[str]) -> Iterator[Section]:
    try:
        document = load_yaml(source)
    except ProblemError as failure:
        yield from of_problems(failure.problems, YAML)
        return
    assert load_yaml(dump_yaml(document)) == document
    yield from forms(document, kinds)


def forms(document: Document, kinds: list[str]) -> Iterator[Section]:
    """The forms of a document that a case asks for."""
    for kind, write in FORMS.items():
        if kind in kinds:
            yield Section(kind, write(document))


FORMS: Mapping[str, Callable[[Document], str]] = {
    "yaml": lambda document: dump_yaml(document).removeprefix(COMMENT),
    "mediawiki": lambda document: canonical(document, "mediawiki"),
    "plain": lambda document: canonical(document, "plain"),
    "html": lambda document: write_html(document, fragment=True, templates=TEMPLATES),
}


def canonical(document: Document, dialect: Dialect) -> str:
    return write_wikitext(document, dialect=dialect, templates=TEMPLATES)


def of_problems(problems: list[Problem] | tuple[Problem, ...], file: str) -> Iterator[Section]:
    if problems:
        lines = "".join(f"{problem.in_file(file)}\n" for problem in problems)
        yield Section("problems", lines)


# -------------------------------------------------------------------------------------------- laws


def hold_the_laws(source: str, document: Document) -> None:
    assert write_wikitext(document, source, templates=TEMPLATES) == source, "law 1"
    assert load_yaml(dump_yaml(document)) == document, "law 2"
    assert load_json(dump_json(document)) == document, "law 2"
    for dialect in DIALECTS:
        try:
            text = canonical(document, dialect)
        except ProblemError:
            assert dialect == "plain", "law 3: MediaWiki's markup holds everything that is read"
        else:
            read_back = read(text, document.title)
            wanted = fit(lower_references(document), dialect)
            assert lower_references(read_back) == wanted, "law 3"
            if dialect == "mediawiki":
                assert read_back.references == document.references, "law 3"


# ------------------------------------------------------------------------------------------- edits


def of_edit(edit: Section, source: str) -> Iterator[Section]:
    """What becomes of ``source`` when its YAML is edited and written over it."""
    yield edit
    text = edited(dump_yaml(read(source)), edit.text)
    try:
        document = load_yaml(text)
        result = write_wikitext(document, source, templates=TEMPLATES)
    except ProblemError as failure:
        failure = failure.with_place(partial(place_in_yaml, text))
        yield from of_problems(failure.problems, YAML)
        return
    dialect = read_source(source).dialect
    wanted = fit(lower_references(document), dialect)
    got, meant = markup(read(result), dialect), markup(wanted, dialect)
    assert meaning(got) == meaning(meant), "law 4"
    yield Section("expected", result)


def markup(document: Document, dialect: Dialect) -> Document:
    """The part of a document that a dialect has markup for."""
    title = document.title if dialect == "plain" else None
    return replace(document, title=title, language=None)


def edited(text: str, diff: str) -> str:
    """Apply a diff: lines after ``- `` are taken out, after ``+ `` put in, after two blanks kept.

    Hunks have a blank line between them; each fits one place of the text, and one only, where all
    of it may be indented.
    """
    for hunk in diff.split("\n\n"):
        lines = hunk.splitlines()
        before = [line[2:] for line in lines if line[0] in " -"]
        after = [line[2:] for line in lines if line[0] in " +"]
        pattern = "^( *)" + r"\n\1".join(map(re.escape, before)) + "\n"
        places = list(re.finditer(pattern, text, re.MULTILINE))
        assert len(places) == 1, f"{len(places)} places fit:\n{hunk}\n\n{text}"
        [place] = places
        new = "".join(f"{place[1]}{line}\n" for line in after)
        text = text[: place.start()] + new + text[place.end() :]
    return text
