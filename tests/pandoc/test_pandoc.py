"""What pandoc gets, and what it makes of it: the frame around the article, notes, tables."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cases import Case, CaseFile
from hostile import EVERY_ATTACK, METADATA
from sources import write

from wikibrief.cli import main
from wikibrief.inline.context import Image, Surroundings
from wikibrief.markup.references.lifting import read
from wikibrief.model.metadata import Metadata
from wikibrief.pandoc import program, writer
from wikibrief.pandoc.nodes import text_of
from wikibrief.pandoc.program import print_data_file, run_pandoc
from wikibrief.pandoc.writer import AS_IT_IS, Manner, write_pandoc
from wikibrief.problems import ProblemError
from wikibrief.templating.environment import Templates

ALONE = Surroundings()
PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
BINARY = {"docx", "epub"}
SUFFIXES = ("pandoc.json", "docx", "epub", "tex", "typ", "md")


def tree_of(
    source: str,
    metadata: Metadata = METADATA,
    templates: Templates | None = None,
    around: Surroundings = ALONE,
    manner: Manner = AS_IT_IS,
) -> dict[str, Any]:
    document = read(source, "Title")
    tree = json.loads(write_pandoc(document, metadata, templates or Templates(), around, manner))
    assert isinstance(tree, dict)
    return tree


def nodes_in(value: object, kind: str) -> Iterator[Any]:
    """The contents of all nodes of a kind, in their order."""
    if isinstance(value, dict):
        if value.get("t") == kind:
            yield value.get("c")
        yield from nodes_in(list(value.values()), kind)
    elif isinstance(value, list):
        for each in value:
            yield from nodes_in(each, kind)


def markings_in(tree: dict[str, Any]) -> list[str]:
    return [text_of(div[1]) for div in nodes_in(tree["blocks"], "Div") if "marking" in div[0][1]]


# --- the frame


@pytest.mark.parametrize(("file", "case"), EVERY_ATTACK)
def test_no_attack_touches_the_marking_or_the_attribution(file: CaseFile, case: Case) -> None:
    del file
    if case.sections[0].kind != "wikitext":
        return
    tree = tree_of(case.sections[0].text)
    assert markings_in(tree) == ["TLP:RED", "TLP:RED"]
    assert text_of(tree["blocks"][0]) == text_of(tree["blocks"][-1]) == "TLP:RED"
    end = text_of(tree["blocks"][-3:])
    assert end.startswith("Source: Wiki, ")
    assert " Licence: CC BY-SA 4.0. " in end
    assert not [*nodes_in(tree["blocks"], "RawBlock"), *nodes_in(tree["blocks"], "RawInline")]


LABEL = '<p class="marking">TLP:RED</p>'
HEADER = f"<header>{LABEL}@</header>"
FOOTER = f"<footer>{LABEL}</footer>"


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("<main>{{ article }}</main>", "does not show its marking TLP:RED"),
        (f"<p>A</p>{LABEL}<main>{{{{ article }}}}</main>", "TLP:RED at its beginning and end"),
        (f"{LABEL}<main>{{{{ article }}}}</main>", "has no TLP:RED at its end"),
        (f"{HEADER}Wiki, CC BY-SA 4.0{FOOTER}", "has no `Wiki` in its header or footer"),
        (HEADER.replace("@", "Wiki") + FOOTER, "has no `CC BY-SA 4.0` in its header or footer"),
    ],
)
def test_a_template_that_loses_the_marking_or_the_attribution_makes_nothing(
    page: str, message: str, tmp_path: Path
) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "page.html.j2").write_text(f"<html><body>{page}</body></html>")
    with pytest.raises(ProblemError, match=message) as failure:
        tree_of("Text.", templates=Templates(tmp_path))
    assert failure.value.problems[0].code == "lost-marking"


@pytest.fixture
def raid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("raid.wiki").write_text("= Raid =\n\nGunmen came.<ref>A diary of the town</ref>\n")
    Path("raid.meta.yaml").write_text(
        "marking: TLP:AMBER+STRICT\nsource: {name: Wiki, licence: CC BY-SA 4.0}\n"
    )
    return tmp_path


def convert(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["convert", *arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def words_in(path: Path) -> str:
    """The words of a file that is text, or of all parts of an archive."""
    data = path.read_bytes()
    if path.suffix[1:] not in BINARY:
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


@pytest.mark.usefixtures("raid")
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_has_the_article_its_marking_and_its_source(suffix: str) -> None:
    assert convert("raid.wiki", f"raid.{suffix}") == 0
    first = Path(f"raid.{suffix}")
    words = words_in(first)
    assert words.count("TLP:AMBER+STRICT") >= 2
    for word in ("Gunmen", "diary", "Wiki", "CC"):
        assert word in words
    again = first.read_bytes()
    assert convert("raid.wiki", f"raid.{suffix}") == 0
    assert first.read_bytes() == again


@pytest.mark.usefixtures("raid")
def test_the_marking_is_on_every_page_where_there_are_pages() -> None:
    for suffix in ("docx", "tex", "typ"):
        assert convert("raid.wiki", f"raid.{suffix}") == 0
    with zipfile.ZipFile("raid.docx") as archive:
        page = archive.read("word/document.xml").decode()
        types = archive.read("[Content_Types].xml").decode()
        for part in ("header", "footer"):
            assert "TLP:AMBER+STRICT" in archive.read(f"word/{part}-marking.xml").decode()
            assert f"/word/{part}-marking.xml" in types
            assert f"<w:{part}Reference" in page
    latex = Path("raid.tex").read_text()
    assert r"\fancyhead[R]{\textbf{TLP:AMBER+STRICT}}" in latex
    assert latex.index(r"\pagestyle{plain}") < latex.index(r"\begin{document}")
    typst = Path("raid.typ").read_text()
    assert 'header: align(right, strong("TLP:AMBER+STRICT"))' in typst
    assert typst.index("header: align") < typst.index("#show: doc => conf(")


def own_reference(section: str, header: str) -> bytes:
    """Pandoc's document of reference with a section and a header of a user's."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(print_data_file("reference.docx"))) as own,
        zipfile.ZipFile(made, "w") as archive,
    ):
        for name in own.namelist():
            text = own.read(name).decode()
            if name == "word/document.xml":
                text = re.sub(r"<w:sectPr.*</w:sectPr>", section, text, flags=re.DOTALL)
            if name == "word/settings.xml":
                text = text.replace("</w:settings>", "<w:evenAndOddHeaders/></w:settings>")
            if name == "word/_rels/document.xml.rels":
                header_type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
                relation = (
                    f'<Relationship Id="h" Type="{header_type}/header" Target="header1.xml"/>'
                )
                text = text.replace("</Relationships>", f"{relation}</Relationships>")
            archive.writestr(name, text)
        archive.writestr("word/header1.xml", header)
    return made.getvalue()


SECTION = (
    '<w:sectPr><w:headerReference w:type="first" r:id="h"/>'
    '<w:headerReference w:type="default" r:id="h"/><w:pgSz w:w="8391"/><w:titlePg/></w:sectPr>'
)


@pytest.mark.usefixtures("raid")
@pytest.mark.parametrize("section", [SECTION, '<w:sectPr w:rsidR="1"/>', ""])
def test_a_users_document_of_reference_has_the_marking_on_every_page(section: str) -> None:
    write("_templates/pandoc/reference.docx", "")
    Path("content/_templates/pandoc/reference.docx").write_bytes(own_reference(section, "<w:hdr/>"))
    assert convert("raid.wiki", "raid.docx") == 0
    with zipfile.ZipFile("raid.docx") as archive:
        page = archive.read("word/document.xml").decode()
        settings = archive.read("word/settings.xml").decode()
        relations = archive.read("word/_rels/document.xml.rels").decode()
        for part in ("header", "footer"):
            assert "TLP:AMBER+STRICT" in archive.read(f"word/{part}-marking.xml").decode()
            [used] = re.findall(rf"<w:{part}Reference[^>]*>", page)
            [identifier] = re.findall(r'r:id="([^"]*)"', used)
            [target] = re.findall(rf'<Relationship [^>]*Id="{identifier}"[^>]*>', relations)
            assert f"{part}-marking.xml" in target
    assert "titlePg" not in page
    assert "evenAndOdd" not in settings
    assert ('w:w="8391"' in page) is ("8391" in section)


@pytest.mark.usefixtures("raid")
def test_a_document_of_reference_that_is_none_is_a_problem(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("_templates/pandoc/reference.docx", "no archive")
    assert convert("raid.wiki", "raid.docx") == 1
    assert "the document of reference cannot be used: it is damaged" in capsys.readouterr().err
    Path("raid.meta.yaml").unlink()
    assert convert("raid.wiki", "raid.docx") == 1
    assert not Path("raid.docx").exists()


@pytest.mark.usefixtures("raid")
def test_without_pandoc_only_its_ast_is_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(program, "find_pandoc", lambda: None)
    assert convert("raid.wiki", "raid.docx") == 1
    assert capsys.readouterr().err == (
        "pandoc: error: this format is written by pandoc, which is not installed\n"
        "    hint: pip install 'wikibrief[pandoc]', or see https://pandoc.org/installing.html\n"
    )
    assert not Path("raid.docx").exists()
    assert convert("raid.wiki", "raid.pandoc.json") == 0


@pytest.mark.usefixtures("raid")
@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo 'Unknown output format' >&2; exit 22", "Unknown output format"),
        ("exit 3", "exit code 3"),
    ],
)
def test_a_pandoc_that_fails_is_a_problem_and_leaves_no_file(
    script: str, reason: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = Path("my-pandoc").absolute()
    command.write_text(f"#!/bin/sh\ncat >/dev/null\n{script}\n")
    command.chmod(0o755)
    monkeypatch.setenv("WIKIBRIEF_PANDOC", str(command))
    assert convert("raid.wiki", "raid.epub") == 1
    assert f"pandoc (`{command}`) writes no file: {reason}" in capsys.readouterr().err
    assert not Path("raid.epub").exists()
    monkeypatch.setenv("WIKIBRIEF_PANDOC", str(command.with_name("none")))
    assert convert("raid.wiki", "raid.epub") == 1
    assert "no such file" in capsys.readouterr().err


@pytest.mark.usefixtures("raid")
def test_another_pandoc_builds_again_and_none_builds_the_rest(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("content").mkdir()
    Path("raid.wiki").rename("content/raid.wiki")

    def build(version: str = "") -> str:
        if version:
            command = Path("my-pandoc").absolute()
            command.write_text(f"#!/bin/sh\n[ $1 = --version ] || cat\necho {version}\n")
            command.chmod(0o755)
            monkeypatch.setenv("WIKIBRIEF_PANDOC", str(command))
        program.name_version.cache_clear()
        with pytest.raises(SystemExit):
            main(["build", "--formats", "html,markdown", "--jobs", "0"])
        return capsys.readouterr().out

    assert "raid.{html,md}" in build("pandoc 8")
    assert "1 up to date" in build("pandoc 8")
    assert "raid.{html,md}" in build("pandoc 9")
    assert Path("output/raid.md").read_text().endswith("pandoc 9\n")
    monkeypatch.setattr(program, "find_pandoc", lambda: None)
    Path("content/raid.wiki").write_text("= Raid =\n\nSoldiers came.\n")
    assert "output/raid.html" in build()
    program.name_version.cache_clear()


def test_pandoc_reads_no_file_and_knows_nothing_of_the_users_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pandoc" / "templates").mkdir(parents=True)
    (tmp_path / "pandoc" / "templates" / "default.latex").write_text("mine")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"secret")
    picture = {"t": "Image", "c": [["", [], []], [], [str(secret), ""]]}
    tree = {"pandoc-api-version": [1, 23], "meta": {}, "blocks": [{"t": "Para", "c": [picture]}]}
    made, warnings = run_pandoc(json.dumps(tree), "latex", "--standalone")
    assert made != b"mine\n"
    made, warnings = run_pandoc(json.dumps(tree), "epub")
    assert "secret.png" in warnings[0]
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert not [name for name in archive.namelist() if archive.read(name) == b"secret"]


# --- what an article has


def test_a_note_is_where_it_is_first_used_and_later_marks_have_its_number() -> None:
    tree = tree_of(
        "A<ref name=a>First note</ref> b<ref>Second note</ref> c<ref name=a/>."
        "\n\n== Notes ==\n<references/>"
    )
    assert [text_of(note) for note in nodes_in(tree, "Note")] == ["First note", "Second note"]
    [again] = [link for link in nodes_in(tree, "Link") if link[2][0].startswith("#page-")]
    assert text_of(again[1]) == "1"
    [place] = [span for span in nodes_in(tree, "Span") if span[0][0]]
    assert again[2][0] == f"#{place[0][0]}"
    assert "Second note" not in text_of(tree["blocks"])


def test_a_note_in_a_note_stays_in_the_list() -> None:
    tree = tree_of(
        "A{{efn|One<ref>Two</ref> three<ref name=b/>}} b<ref name=b>Four</ref>."
        "\n\n== Notes ==\n{{notelist}}\n<references/>"
    )
    assert [text_of(note) for note in nodes_in(tree, "Note")] == ["One[1] three2", "Four"]
    assert not list(nodes_in(list(nodes_in(tree, "Note")), "Note"))
    rest = [
        div for div in nodes_in(tree["blocks"], "Div") if div[0][0].startswith("page-cite_note")
    ]
    assert [text_of(div[1]) for div in rest] == ["[1] Two"]


def test_what_only_looks_like_a_list_of_notes_is_a_list() -> None:
    tree = tree_of('<ol class="references"><li>One</li><li id="a.b">Two</li></ol>')
    [items] = [items for _, items in nodes_in(tree, "OrderedList")]
    assert list(map(text_of, items)) == ["One", "Two"]


def test_a_caption_is_that_of_its_own_table() -> None:
    tree = tree_of("{|\n|+ Outer\n|\n{|\n|+ Inner\n| a\n|}\n|}")
    assert [text_of(table[1]) for table in nodes_in(tree, "Table")] == ["Outer", "Inner"]


def test_rows_that_are_too_short_or_too_long_become_a_grid() -> None:
    tree = tree_of(
        "{|\n! a !! b !! c\n|-\n| rowspan=9 | d || colspan=7 | e\n|-\n| f\n|-\n| g || h || i\n|}"
    )
    [table] = nodes_in(tree, "Table")
    _, _, columns, head, [body], _ = table
    rows = [*head[1], *body[3]]
    assert [[(text_of(cell[4]), cell[2], cell[3]) for cell in row[1]] for row in rows] == [
        [("a", 1, 1), ("b", 1, 1), ("c", 1, 1), ("", 1, 1)],
        [("d", 3, 1), ("e", 1, 3)],
        [("f", 1, 1), ("", 1, 1), ("", 1, 1)],
        [("g", 1, 1), ("h", 1, 1), ("i", 1, 1)],
    ]
    assert len(columns) == 4


def test_a_huge_span_makes_no_huge_table() -> None:
    tree = tree_of("{|\n| colspan=1000 rowspan=9999 | a\n" + "|-\n| b\n" * 50 + "|}")
    assert len(json.dumps(tree)) < 50_000


def test_an_infobox_and_a_transclusion_are_laid_out() -> None:
    tree = tree_of("{{Infobox military conflict|place=Tessit|date=May 1}}\n{{convert|5|km}} off.")
    assert "Location" in text_of(tree["blocks"])
    assert "5 kilometres (3.1 mi) off." in text_of(tree["blocks"])


def test_a_formula_is_latex_and_code_is_code() -> None:
    tree = tree_of(
        "<math>a^2</math> <code>b c</code>\n\n<syntaxhighlight>\nd\n  e\n</syntaxhighlight>"
    )
    assert list(nodes_in(tree, "Math")) == [[{"t": "InlineMath"}, "a^2"]]
    assert [code[1] for code in nodes_in(tree, "Code")] == ["b c"]
    assert [code[1] for code in nodes_in(tree, "CodeBlock")] == ["d\n  e"]


def picture_of(_: str) -> Image:
    return Image(lambda _width: PIXEL, 10, 10)


def test_a_picture_is_in_the_file_or_it_is_its_words() -> None:
    source = "[[File:A.gif|thumb|alt=The ford|The river]]\nText."
    around = Surroundings(image=picture_of)
    [figure] = nodes_in(tree_of(source, around=around), "Figure")
    [picture] = nodes_in(figure, "Image")
    assert picture[2][0] == PIXEL
    assert text_of(picture[1]) == "The ford"
    assert text_of(figure[1]) == "The river"
    templates = Templates()
    tree = tree_of(source, METADATA, templates, around, Manner(has_pictures=False))
    assert ["holds no pictures" in each.message for each in templates.problems] == [True]
    assert not list(nodes_in(tree, "Image"))
    assert "The ford The river Text." in text_of(tree["blocks"])
    made, warnings = run_pandoc(json.dumps(tree_of(source, around=around)), "docx")
    assert not warnings
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert [name for name in archive.namelist() if name.startswith("word/media/")]


def test_the_title_is_in_the_metadata_or_a_heading() -> None:
    source = "{{DISPLAYTITLE:''Raid'' on Tessit}}\nText.\n== Aftermath ==\nMore."
    tree = tree_of(source, Metadata(title="''Raid'' on Tessit", language="fr"))
    assert text_of(tree["meta"]["title"]["c"]) == "Raid on Tessit"
    assert tree["meta"]["lang"] == {"t": "MetaString", "c": "fr"}
    assert [(level, text_of(text)) for level, _, text in nodes_in(tree["blocks"], "Header")] == [
        (1, "Aftermath")
    ]
    tree = tree_of(source, manner=Manner(is_titled=False))
    assert [level for level, _, _ in nodes_in(tree["blocks"], "Header")] == [1, 2]
    assert "title" not in tree["meta"]


def test_what_is_very_deep_keeps_its_words() -> None:
    deep = "<div>" * 300 + "<b>" * 50 + "deep" + "</b>" * 50 + "</div>" * 300
    lists = "\n".join("*" * depth + " item" for depth in range(1, 100))
    tree = tree_of(f"{deep}\n\n{lists}")
    words = text_of(tree["blocks"])
    assert "deep" in words
    assert words.count("item") == 99


def test_each_chapter_of_a_book_has_the_marking_at_both_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    parts = "== One ==\nA.\n\n=== Sub ===\nB.\n\n== Two ==\nC.\n\n== Three ==\nD.\n"
    Path("raid.wiki").write_text(f"= Raid =\n\nLead.\n\n{parts}")
    Path("raid.meta.yaml").write_text("marking: TLP:AMBER\n")
    assert convert("raid.wiki", "raid.epub") == 0
    with zipfile.ZipFile("raid.epub") as book:
        names = [name for name in book.namelist() if name.startswith("EPUB/text/ch")]
        pages = [book.read(name).decode() for name in names]
    assert len(pages) == 4
    for page in pages:
        [body] = re.findall(r"<body.*?</body>", page, re.DOTALL)
        words = re.sub(r"<[^>]*>", " ", body).split()
        assert words.count("TLP:AMBER") == 2
        assert words[-1] == "TLP:AMBER"
        assert "TLP:AMBER" in words[:2]  # after the heading, if there is one


def test_a_book_whose_pages_lack_the_marking_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("raid.wiki").write_text("= Raid =\n\nLead.\n\n== One ==\nA.\n")
    Path("raid.meta.yaml").write_text("marking: TLP:AMBER\n")
    monkeypatch.setattr(writer, "mark_chapters", lambda blocks: blocks[:-1])
    assert convert("raid.wiki", "raid.epub") == 1
    assert "without TLP:AMBER on EPUB/text/ch002.xhtml" in capsys.readouterr().err
    assert not Path("raid.epub").exists()
