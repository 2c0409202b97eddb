"""The laws for references as values: lifted out of texts, edited, and lowered into them again."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_real_articles import ARTICLES, text_of

from wikibrief.markup.reader.reading import read_source
from wikibrief.markup.references.citations import read_content, read_pieces
from wikibrief.markup.references.lifting import lift_references, read
from wikibrief.markup.references.lowering import lower_references
from wikibrief.markup.roundtrip import write_wikitext
from wikibrief.model.document import Argument, Citation, Document, Reference
from wikibrief.model.texts import find_texts_with
from wikibrief.problems import ProblemError
from wikibrief.templating.environment import Templates
from wikibrief.wiki.references import refs_in, replace_refs
from wikibrief.yamlform.documents import dump_json, dump_yaml, load_json, load_yaml
from wikibrief.yamlform.marks import refer

TEMPLATES = Templates()
IS_FUZZ = settings.get_current_profile_name() == "fuzz"
PAGE = text_of(Path(__file__).parent / "references.wiki")
PAGES = [("references", PAGE), ("references with CR LF", PAGE.replace("\n", "\r\n"))]
if IS_FUZZ:
    PAGES += [(path.stem, text) for path in ARTICLES if "<ref" in (text := text_of(path))]
EDITS = 60

LONG = "Kesselring, ''The Rhine and its bridges'', p. 107"
LONG_KEY = "Kesselring-p107-dpq"
FRAGMENTS = [
    *(f"<ref>{LONG}</ref>", f'<ref name="a">{LONG}</ref>', f"<ref name=a >{LONG} 2</ref>"),
    *('<ref name="a"/>', "<ref name=a />", '<ref name="a" group="n"/>', "<ref name='b' ></ref>"),
    *(f'<ref group="n" name="a">{LONG}</ref>', f'<ref follow="a">{LONG}</ref>', "<ref/>", "<ref>"),
    *("<ref a/>", "<ref here name=a/>", "<ref /a/>", "<ref //a />", f"<ref {LONG_KEY}/>"),
    *("<ref>{{cite book|last=श्री\u200dमती|title=ประวัติ}}</ref>", "<ref ती/>", "<ref “a”/>"),
    *("<ref here/>", "<ref a = b/>", "<ref name/>", f"<ref x name=a>{LONG}</ref>", "</ref>"),
    *(f"<ref\nname='c'\n>{LONG} 3</ref>", f"<ref\n>{LONG} 4</ref>", "<ref\n\nname=c\n/>"),
    *("<ref>short</ref>", "<REF>x</REF>", f"<ref>{LONG}</ref >", f"<ref =x>{LONG}</ref>"),
    *("<ref>{{cite web|url=http://a.b/c|title=T}}</ref>", "<ref>\n* a {{b}}\n</ref>"),
    *("<ref>{{Cite book\n| title = A | last=B\n|}}</ref>", "<ref>{{a|b|c=[[d|e]]}}</ref>"),
    *(
        "<!--",
        "-->",
        "<nowiki>",
        "</nowiki>",
        "<pre>",
        "</pre>",
        "<math>",
        "{{",
        "}}",
        "|",
        "=",
        "/",
    ),
    *(
        "<references>",
        "</references>",
        "{{reflist|refs=",
        "* ",
        "{|\n|",
        "\n|}",
        "\n\n",
        "\n",
        " ",
        "x",
    ),
]

sources = st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join)


@given(sources)
def test_lifting_is_undone_to_the_letter(source: str) -> None:
    document = read_source(source).document
    lifted = lift_references(document)
    assert lower_references(lifted.document, lambda each: lifted.contents[each.key]) == document


@given(sources)
def test_the_laws_hold_with_references(source: str) -> None:
    document = read(source)
    assert write_wikitext(document, source, templates=TEMPLATES) == source, "law 1"
    assert load_yaml(dump_yaml(document)) == document, "law 2"
    assert load_json(dump_json(document)) == document, "law 2"
    canonical = write_wikitext(document, templates=TEMPLATES)
    assert read(canonical, document.title) == document, "law 3"


@given(st.text("a |=[]{}<\n", max_size=20))
def test_a_citation_is_read_alike_in_both_ways(inside: str) -> None:
    text = f"{{{{c|{inside}}}}}"
    found = read_content(text)
    pieces = read_pieces(text)
    arguments = tuple(piece.unit for piece in pieces[1:])
    if isinstance(found, Citation):
        assert found.arguments == arguments
    else:
        names = [getattr(each, "name", None) for each in arguments]
        odd = {None, "", "cite"} & {*names} or any(
            set(str(each)) & set("[]<{}\n") for each in names
        )
        assert not pieces or not arguments or odd or len({*names}) < len(names)


@given(
    st.permutations([f"<ref>{LONG} {n}</ref>" for n in range(5)]),
    st.sets(st.integers(0, 4), max_size=4),
)
def test_references_that_look_alike_come_and_go_without_changing_keys(
    refs: list[str], gone: set[int]
) -> None:
    keys = {each.content: each.key for each in read(" ".join(refs)).references}
    left = read(" ".join(ref for n, ref in enumerate(refs) if n not in gone)).references
    assert len(left) == 5 - len(gone)
    assert all(each.key == keys[each.content] for each in left)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("{{cite book|last=Berg|title=Planets|year=2019}}", "Berg-2019"),
        ("{{cite web|url=https://www.bbc.co.uk/a|title=Flood in Gao|date=2021}}", "bbc-2021-Flood"),
        ("Kesselring, ''The Rhine and its bridges'', 1944, p. 107", "Kesselring-1944-p107"),
        ("[https://www.rfi.fr/en/africa/raid A raid on the town]", "raid-town"),
        ("{{harvnb|Rodriguez|2013|p=6}}", "Rodriguez-2013-p6"),
        ("{{Lien web |auteur1=Adama Diarra |titre=Le raid |date=2023 }} ({{fr}})", "Adama-2023"),
        ("{{cite journal|vauthors=Happé F, Frith U|title=Autism|year=1999}}", "Happé-1999"),
        ("{{cite book|author=O'Hearn K|title=Autism|year=2008}}", "OHearn-2008"),
        ("{{cite book|last=Raids.example|title=Autism|year=2008}}", "Raids-2008"),
        ("See {{cite journal|last=Burrell|title=Myths|date=2004}}", "Burrell-2004"),
        ("This sanctuary was respected from early days", "sanctuary-was"),
        ("{{12}}", "note"),
        ("{{cite book|last=मुखर्जी|title=इतिहास|year=2012}}", "मुखर्जी-2012"),
        ("{{cite web|title=தமிழ் இலக்கியம்|website=தி இந்து}}", "திஇந்து-தமிழ்"),
        ("{{cite book|last=พิพัฒน์|title=ประวัติศาสตร์ไทย}}", "พิพัฒน์-ประวัติศาสตร์"),
        ("{{cite book|last=Nguye\u0302\u0303n|title=A|year=1999}}", "Nguy\u1ec5n-1999"),
        ("{{cite book|last=श्री\u200dमती|title=A|year=2001}}", "श्रीमती-2001"),
        ("{{cite book|author=مُحَمَّد عَلِيّ|title=تاريخ}}", "عَلِيّ-تاريخ"),
    ],
)
def test_a_key_says_what_is_cited(content: str, key: str) -> None:
    assert [each.key[:-4] for each in read(f"<ref>{content}</ref>").references] == [key]


def test_a_key_stays_when_a_bot_adds_a_copy_or_a_day() -> None:
    before, after = (
        read(f"<ref>{{{{cite web|title=Raid|url=http://a.b/c{more}}}}}</ref>").references
        for more in ("|archive-url=|access-date=1 May 2020", "|archive-url=http://d.e/c")
    )
    assert [each.key for each in before] == [each.key for each in after]


def test_a_key_does_not_depend_on_references_that_look_different() -> None:
    other = "<ref>Smith, ''The Rhine and its bridges'', p. 107</ref>"
    alone = read(f"<ref>{LONG}</ref>").references
    assert read(f"{other}<ref>{LONG}</ref>").references[1:] == alone


# ------------------------------------------------------------------------------------- law 4: edits


class Edit:
    """A document with an edit in it, and the text that is to become of its source."""

    def __init__(self, source: str, random: Random) -> None:
        self.source = source
        self.native = "\r\n" if "\r\n" in source else "\n"
        self.document = read(source)
        self.contents = lift_references(read_source(source).document).contents
        self.random = random

    def pick(self, kind: type) -> Reference | None:
        """A reference whose content the source has but once."""
        sources = [
            each
            for each in self.document.references
            if isinstance(each.content, kind) and self.source.count(self.said(each)) == 1
        ]
        return self.random.choice(sources) if sources else None

    def said(self, reference: Reference) -> str:
        return self.contents[reference.key].replace("\n", self.native)

    def with_content(self, old: Reference, new: str | Citation | None) -> Document:
        references = [
            replace(each, content=new) if each is old and new is not None else each
            for each in self.document.references
            if each is not old or new is not None
        ]
        return replace(self.document, references=tuple(references))

    # --- the edits; each gives a document and the stretch of the source that it may change

    def change_field(self) -> tuple[Document, str] | None:
        old = self.pick(Citation)
        if old is None or not isinstance(old.content, Citation):
            return None
        arguments = list(old.content.arguments)
        at = self.random.randrange(len(arguments))
        arguments[at] = replace(arguments[at], value="new words")
        return self.with_content(old, replace(old.content, arguments=tuple(arguments))), self.said(
            old
        )

    def add_field(self) -> tuple[Document, str] | None:
        old = self.pick(Citation)
        if old is None or not isinstance(old.content, Citation):
            return None
        arguments = list(old.content.arguments)
        arguments.insert(self.random.randint(0, len(arguments)), Argument("quote-x", "a | b"))
        return self.with_content(old, replace(old.content, arguments=tuple(arguments))), self.said(
            old
        )

    def remove_field(self) -> tuple[Document, str] | None:
        old = self.pick(Citation)
        if old is None or not isinstance(old.content, Citation) or len(old.content.arguments) < 2:
            return None
        arguments = list(old.content.arguments)
        del arguments[self.random.randrange(len(arguments))]
        return self.with_content(old, replace(old.content, arguments=tuple(arguments))), self.said(
            old
        )

    def change_text(self) -> tuple[Document, str] | None:
        old = self.pick(str)
        return None if old is None else (self.with_content(old, f"{LONG}, new"), self.said(old))


WAYS: list[Callable[[Edit], tuple[Document, str] | None]] = [
    *(Edit.change_field, Edit.add_field, Edit.remove_field, Edit.change_text),
]


def edits(source: str) -> Iterator[tuple[str, Document, str]]:
    edit = Edit(source, Random(1))  # noqa: S311  the same ones
    for _ in range(EDITS // len(WAYS)):
        for way in WAYS:
            if made := way(edit):
                yield way.__name__, *made


@pytest.mark.parametrize("source", [page[1] for page in PAGES], ids=[page[0] for page in PAGES])
def test_law_4_an_edit_of_a_reference_changes_nothing_else(source: str) -> None:
    for name, document, said in edits(source):
        result = write_wikitext(document, source, templates=TEMPLATES)
        before, _, after = source.partition(said)
        assert result.startswith(before), name
        assert result.endswith(after), name
        changed = [each for each in read(result).references if each not in read(source).references]
        wanted = [each for each in document.references if each not in read(source).references]
        assert [simple(each) for each in changed] == [simple(each) for each in wanted], name


def simple(reference: Reference) -> object:
    """What a reference says, where bars are escaped or not."""
    content = reference.content
    if isinstance(content, str):
        return content
    return content.name, [
        (each.name, each.value.replace("{{!}}", "|")) for each in content.arguments
    ]


def marks_of(document: Document) -> list[tuple[str, str]]:
    """The marks of a document: the text that each is in, and what it says."""
    return [
        (text, text[ref.start : ref.end])
        for text, _ in find_texts_with(document, "<ref").texts
        for ref in refs_in(text)
        if ref.content is None
    ]


@pytest.mark.parametrize("source", [page[1] for page in PAGES], ids=[page[0] for page in PAGES])
@pytest.mark.parametrize("new", ["", "{0}{0}", "x {0}"])
def test_law_4_a_mark_that_is_deleted_copied_or_moved_changes_its_text_alone(
    source: str, new: str
) -> None:
    document = read(source)
    random = Random(1)  # noqa: S311  the same ones
    marks = [mark for mark in marks_of(document) if mark[0] in document.lead]
    for text, mark in random.sample(marks, min(len(marks), EDITS // 3)):
        if text.count(mark) > 1 or text == mark:
            continue
        changed = text.replace(mark, new.format(mark))
        found = find_texts_with(document, "<ref")
        edited = found.replace([changed if each == text else each for each, _ in found.texts])
        result = write_wikitext(edited, source, templates=TEMPLATES)
        assert same_words(read_source(result).document, lower_references(edited))
        moves = "<ref here" in mark and not new  # its definition, to an earlier use
        before = 0 if moves or "<ref" in text[:20] else source.find(text[:20])
        assert result[:before] == source[:before]


class Marks:
    """A document whose marks are edited, and the texts that such an edit may change."""

    def __init__(self, source: str, random: Random) -> None:
        self.document = read(source)
        self.random = random
        self.marks = [
            (text, mark) for text, mark in marks_of(self.document) if text.count(mark) == 1
        ]
        self.texts = [
            text for text in texts_of(self.document) if len(text) > 20 and "{" not in text
        ]

    def with_texts(self, change: Callable[[str], str], names: Mapping[str, str | None]) -> Document:
        """The document with changed texts, and its references renamed, or removed (None)."""
        references = [
            replace(each, key=new)
            for each in self.document.references
            if (new := names.get(each.key, each.key)) is not None
        ]
        found = find_texts_with(replace(self.document, references=()), "")
        document = found.replace([change(text) for text, _ in found.texts])
        return replace(document, references=tuple(references))

    def pick(self, *, named: bool) -> tuple[Reference, list[str]] | None:
        """A reference, and its marks."""
        found = []
        for each in self.document.references:
            marks = [mark for _, mark in self.marks if refer(next(refs_in(mark))) == each.key]
            if marks and ("name" in marks[0]) == named:
                found.append((each, marks))
        return self.random.choice(found) if found else None

    def texts_of(self, key: str | None) -> list[str]:
        """The texts with marks of a reference: any may hold its definition."""
        return [text for text, mark in marks_of(self.document) if refer(next(refs_in(mark))) == key]

    # --- the edits; each gives a document and the words of the texts that it may change

    def rename(self) -> tuple[Document, list[str]] | None:
        """A key that is for the YAML alone leaves no trace in the source."""
        if (picked := self.pick(named=False)) is None:
            return None
        key = picked[0].key
        mark = re.compile(rf"<ref {re.escape(key)}(?=[ /])")
        return self.with_texts(lambda text: mark.sub("<ref new-key", text), {key: "new-key"}), []

    def reorder(self) -> tuple[Document, list[str]] | None:
        references = list(self.document.references)
        self.random.shuffle(references)
        return replace(self.document, references=tuple(references)), []

    def give_name(self) -> tuple[Document, list[str]] | None:
        if (picked := self.pick(named=False)) is None or "group" in picked[1][0]:
            return None
        reference, [mark, *_] = picked
        new = self.with_texts(
            lambda text: text.replace(mark, mark.replace(reference.key, 'name="New name"', 1)),
            {reference.key: "New name"},
        )
        return new, [text for text, each in self.marks if each == mark]

    def rename_named(self) -> tuple[Document, list[str]] | None:
        if (picked := self.pick(named=True)) is None or "(" in picked[0].key:
            return None
        reference, _ = picked

        def change(text: str) -> str:
            new = [
                (ref, f'<ref{" here" * (ref.key == "here")} name="New name"/>')
                for ref in refs_in(text)
                if ref.content is None and refer(ref) == reference.key
            ]
            return replace_refs(text, new)

        new = self.with_texts(change, {reference.key: "New name"})
        return new, [text for text in texts_of(self.document) if change(text) != text]

    def remove(self) -> tuple[Document, list[str]] | None:
        if (picked := self.pick(named=self.random.random() < 0.5)) is None:
            return None
        reference, _ = picked

        def change(text: str) -> str:
            gone = [
                (ref, "")
                for ref in refs_in(text)
                if ref.content is None and refer(ref) == reference.key
            ]
            return replace_refs(text, gone)

        texts = [text for text in texts_of(self.document) if change(text) != text]
        if any(not is_tidy(change(text)) for text in texts):
            return None
        return self.with_texts(change, {reference.key: None}), texts

    def use_again(self) -> tuple[Document, list[str]] | None:
        if (picked := self.pick(named=self.random.random() < 0.5)) is None or not self.texts:
            return None
        goal = self.random.choice(self.texts)
        mark = picked[1][0].replace("<ref here", "<ref")
        new = self.with_texts(lambda text: f"{text}{mark}" if text == goal else text, {})
        return new, [goal, *self.texts_of(picked[0].key)]

    def move(self) -> tuple[Document, list[str]] | None:
        if not self.marks or not self.texts:
            return None
        text, mark = self.random.choice(self.marks)
        goal = self.random.choice(self.texts)
        if text == goal or not is_tidy(text.replace(mark, "")):
            return None

        def change(each: str) -> str:
            return (
                each.replace(mark, "")
                if each == text
                else f"{each}{mark}"
                if each == goal
                else each
            )

        key = refer(next(refs_in(mark)))
        return self.with_texts(change, {}), [text, goal, *self.texts_of(key)]


WAYS_OF_MARKS: list[Callable[[Marks], tuple[Document, list[str]] | None]] = [
    *(Marks.rename, Marks.reorder, Marks.give_name, Marks.rename_named),
    *(Marks.remove, Marks.use_again, Marks.move),
]


def texts_of(document: Document) -> list[str]:
    document = replace(document, references=(), title=None)
    return [text for text, _ in find_texts_with(document, "").texts if text]


@pytest.mark.parametrize("source", [page[1] for page in PAGES], ids=[page[0] for page in PAGES])
@pytest.mark.parametrize("way", WAYS_OF_MARKS, ids=[way.__name__ for way in WAYS_OF_MARKS])
def test_law_4_an_edit_of_marks_and_keys_changes_their_texts_alone(
    source: str, way: Callable[[Marks], tuple[Document, list[str]] | None]
) -> None:
    marks = Marks(source, Random(way.__name__))  # noqa: S311  the same ones
    for _ in range(EDITS // 6):
        if (made := way(marks)) is None:
            continue
        document, changed = made
        result = write_wikitext(document, source, templates=TEMPLATES)
        assert same_words(read_source(result).document, lower_references(document))
        if not changed:
            assert result == source
        kept = texts_of(read_source(source).document)
        touched = {first_words(text) for text in changed}
        lost = [text for text in kept if text not in result.replace("\r\n", "\n")]
        assert [text for text in lost if first_words(text) not in touched] == []


def is_tidy(text: str) -> bool:
    """Whether a text is one, without white space at its ends that the reader takes away."""
    return bool(text) and text == text.strip() and "\n\n" not in text


def first_words(text: str) -> str:
    """How a text begins, up to its first reference."""
    return text.partition("<ref")[0][:60]


def same_words(one: Document, other: Document) -> bool:
    """Whether two documents with references in their texts are equal when laid out alike."""
    first, second = (lower_references(lift_references(each).document) for each in (one, other))
    return replace(first, title=None) == replace(second, title=None)


def edited(source: str, old: str, new: str) -> str:
    text = dump_yaml(read(source))
    assert old in text
    return write_wikitext(load_yaml(text.replace(old, new)), source, templates=TEMPLATES)


NAMED = f'A.<ref name="k">{LONG}</ref> B.<ref name=k /> C.'


def test_the_definition_moves_to_the_next_use_when_its_mark_is_deleted() -> None:
    assert edited(NAMED, 'A.<ref name="k"/>', "A.") == f"A. B.<ref name=k>{LONG}</ref> C."


def test_the_definition_goes_with_the_last_mark() -> None:
    text = edited(f'A.<ref name="k">{LONG}</ref> B.', 'A.<ref name="k"/> B.', "A. B.")
    assert text == "A. B."


def test_a_reference_without_a_name_that_is_used_twice_gets_one() -> None:
    text = edited(f"A.<ref>{LONG}</ref> B.", " B.", f" B.<ref {LONG_KEY}/>")
    named = f'<ref name="{LONG_KEY}"'
    assert text == f"A.{named}>{LONG}</ref> B.{named}/>"


def test_a_reference_gets_a_name() -> None:
    name = f'<ref name="{LONG_KEY}"'
    text = edited(f"A.<ref>{LONG}</ref> B.", f"<ref {LONG_KEY}/>", f"{name}/>")
    assert text == f"A.{name}>{LONG}</ref> B."


def test_a_later_definition_stays_there() -> None:
    source = f'A.<ref name="k"/> B.<ref name="k">{LONG}</ref> C.'
    assert 'A.<ref name="k"/> B.<ref here name="k"/> C.' in dump_yaml(read(source))
    text = edited(source, "C.", "D.")
    assert text == source.replace("C.", "D.")


def test_a_new_citation_is_laid_out_like_its_neighbour() -> None:
    source = "A.<ref>{{cite web\n | title = T\n | url = http://a.b/c\n}}</ref> B."
    new = "references:\n  new:\n    cite: book\n    title: N\n    year: 2020\n"
    text = edited(source, "references:\n", new)
    assert text == source  # it has no mark yet
    page = dump_yaml(read(source)).replace("references:\n", new).replace(" B.", " B.<ref new/>")
    assert write_wikitext(load_yaml(page), source, templates=TEMPLATES) == source.replace(
        " B.", " B.<ref>{{cite book\n | title = N\n | year = 2020\n}}</ref>"
    )


def test_a_mark_without_a_reference_is_a_problem_at_its_place() -> None:
    with pytest.raises(ProblemError) as failure:
        load_yaml("lead:\n  - A.\n  - B.<ref Smith-2019/>\n")
    [problem] = failure.value.problems
    assert (problem.line, problem.column) == (3, 7)
    assert "no reference `Smith-2019`" in problem.message


def test_each_mark_without_a_reference_has_a_place() -> None:
    text = 'lead:\n  - A.<ref a/> <ref ab/>\n  - |-\n    B\n    "C"<ref ab/><ref a/><ref a />\n'
    with pytest.raises(ProblemError) as failure:
        load_yaml(text)
    places = [(problem.line, problem.column) for problem in failure.value.problems]
    assert places == [(2, 7), (2, 16), (5, 8), (5, 17), (5, 25)]
    many = "lead:\n  - " + "<ref a/>" * 2_000
    with pytest.raises(ProblemError):
        load_yaml(many)


def test_a_reference_that_cannot_be_written_is_a_problem_at_its_place() -> None:
    document = Document(lead=("A.<ref k/>",), references=(Reference("k", "x</ref>y"),))
    with pytest.raises(ProblemError) as failure:
        write_wikitext(document, templates=TEMPLATES)
    assert failure.value.problems[0].path == ("references", 0)


# ----------------------------------------------------------------------------------- hostile shapes

HOSTILE: dict[str, Callable[[int], str]] = {
    "the same": lambda n: f"a<ref>{LONG}</ref>" * n,
    "one name": lambda n: f'a<ref name="k">{LONG}</ref>' * n,
    "paragraphs": lambda n: f"a<ref>{LONG}</ref>\n\n" * n,
    "citations": lambda n: "a<ref>{{cite web|url=http://a.b/c|title=T}}</ref>" * n,
    "uses": lambda n: 'a<ref name="k"/>' * n + f'<ref name="k">{LONG}</ref>',
    "unclosed": lambda n: '<ref name="a">b ' * n,
    "nested": lambda n: "<ref>a " * n + "</ref>" * n,
    "marks": lambda n: "<ref a/>" * n,
    "attributes": lambda n: "<ref " + 'name="a" ' * n + f">{LONG}</ref>",
    "arguments": lambda n: "<ref>{{cite web" + "|a=b" * n + "}}</ref>",
    "braces": lambda n: "<ref>" + "{{cite web|" * n + "}}" * n + "</ref>",
    "hosts": lambda n: "<ref>http://" + "a." * n + "</ref>",
}
MANY = 500


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_twice_as_many_references_take_twice_the_work(make: Callable[[int], str]) -> None:
    def work(source: str) -> int:
        document = read(source)
        return count_lines(lambda: lower_references(load_yaml(dump_yaml(document)))) + count_lines(
            lambda: read(source)
        )

    assert work(make(2 * MANY)) < 2.2 * work(make(MANY)) + MANY


def count_lines(task: Callable[[], object]) -> int:
    """Count the lines of our code that a task runs."""
    lines = 0

    def trace(*_: object) -> Any:  # noqa: ANN401  a function like itself
        nonlocal lines
        lines += 1
        return trace

    old = sys.gettrace()
    sys.settrace(trace)
    try:
        task()
    finally:
        sys.settrace(old)
    return lines
