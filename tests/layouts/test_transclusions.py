"""Transclusions are shown as ``tests/layouts/transclusions/*.txt`` say.

A case (see ``cases.py``) has a section ``wikitext``, and what becomes of it in a body: ``text``,
the words of each line of the page, or ``html``, to the letter. After ``wikitext`` may come the
article's language, English without it. Where the text before and after counts, ``article``
is a whole one; ``unshown`` are the names of its transclusions that nothing shows. ``rows`` are the
words of infoboxes, a label and its value on each line.
"""

import re
from html import unescape
from pathlib import Path

import html5lib
import pytest
from bounds import within
from cases import Case, CaseFile, Section, confirm, in_folder

from wikibrief.inline.context import PageContext, Surroundings
from wikibrief.layouts.finding import Layouts
from wikibrief.layouts.hidden import parse_hidden
from wikibrief.layouts.names import ALONE, DICTIONARIES, WIKIS, layout_name
from wikibrief.layouts.subjects.symbols import symbol
from wikibrief.markup.reader.reading import read_blocks
from wikibrief.markup.references.lifting import read
from wikibrief.page.renderer import Renderer
from wikibrief.page.writer import write_html
from wikibrief.problems import ProblemError
from wikibrief.templating.environment import BUILT_IN, Templates
from wikibrief.yamlform.parser import parse

WIKI = "https://wiki.example/wiki/"
TEMPLATES = Templates()
LINE_END = re.compile(
    r"</(?:p|li|h\d|td|th|dt|dd|div|tr|caption|blockquote|figcaption)>|<(?:br|hr)>"
)
TAG = re.compile(r"<[^>]*>")


def shown(source: str, wiki: str = "en") -> str:
    """The HTML of the body that ``source`` makes, with its notes at the end.

    ``wiki`` is a language, or with its project: ``en wiktionary``.
    """
    unshown: list[str] = []
    around = Surroundings(unshown=unshown.append)
    language, _, project = wiki.partition(" ")
    address = f"https://{language}.{project}.org/wiki/" if project else WIKI
    render = Renderer(PageContext("Example", language, address, around=around), TEMPLATES)
    body = render.blocks(read_blocks(source))
    assert not unshown, f"no layout: {unshown}"
    return f"{body}\n{render.footnotes.render_leftover()}".strip() + "\n"


def text_of(html: str) -> str:
    lines = TAG.sub("", LINE_END.sub("\n", html.replace("\n", " "))).split("\n")
    words = (" ".join(unescape(line).split()) for line in lines)
    return "".join(f"{line}\n" for line in words if line)


@pytest.mark.parametrize(("file", "case"), in_folder("layouts/transclusions"))
def test_case(file: CaseFile, case: Case, *, accept: bool) -> None:
    source, *rest = case.sections
    unshown: list[str] = []
    if source.kind == "article":
        around = Surroundings(unshown=unshown.append)
        html = write_html(read(source.text), fragment=True, around=around)
    else:
        assert source.kind == "wikitext"
        html = shown(source.text.rstrip("\n"), source.name or "en")
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    parser.parseFragment(html)
    names = "".join(f"{each.removeprefix('{{')}\n" for each in unshown)
    rows = text_of(html.replace("</dt>", ": "))
    real = {"html": html, "text": text_of(html), "rows": rows, "unshown": names}
    sections = [source, *(Section(each.kind, real[each.kind]) for each in rest)]
    assert rest, "nothing is expected of it"
    confirm(file, case, sections, accept=accept)


def names() -> list[tuple[str, str, str]]:
    """Every name: the file that has it, the layout that shows it, and the name."""
    told = []
    for path in sorted((BUILT_IN / "transclusions" / "names").glob("*.yaml")):
        data = parse(path.read_text(encoding="utf-8")).data
        assert isinstance(data, dict)
        for layout, those in data.items():
            assert isinstance(those, list), layout
            told += [(path.stem, layout, str(name)) for name in those]
    return told


def test_every_name_is_of_one_layout_that_exists() -> None:
    seen: dict[tuple[str, str], str] = {}
    for wiki, layout, name in names():
        assert wiki in (*WIKIS, *ALONE, *DICTIONARIES)
        file = layout.partition("/")[0]
        shown = layout == "boxes" or file == "hidden"
        assert shown or (BUILT_IN / "transclusions" / f"{file}.html.j2").is_file(), (wiki, layout)
        other = seen.setdefault((wiki, layout_name(name)), layout)
        assert other == layout, f"{wiki}: {name}: {layout} and {other}"


def test_every_symbol_has_a_sign() -> None:
    assert not [name for _, layout, name in names() if layout == "symbol" and not symbol(name).text]


def test_a_wild_card_of_one_wiki_catches_no_name_of_another() -> None:
    """In an article of a third one; a wild card of the article's own wiki does catch it."""
    assert Layouts(TEMPLATES, "zz").find("cite bok") == ("transclusions/cite.html.j2", "book")
    assert Layouts(TEMPLATES, "en").find("cite bok") == ("transclusions/cite.html.j2", "other")
    assert Layouts(TEMPLATES, "zz").find("piłkarz infobox") == (
        "transclusions/infobox.html.j2",
        "pl-footballer",
    )
    assert Layouts(TEMPLATES, "zz").find("ref-box") is None  # no language


def test_every_layout_has_a_name() -> None:
    """So that the tests of all names try it. A nation's layout shows the names of states."""
    files = {path.name for path in (BUILT_IN / "transclusions").glob("*.html.j2")}
    named = {f"{layout.partition('/')[0]}.html.j2" for _, layout, _ in names()}
    assert files - named == {"nation.html.j2"}


ARGUMENTS = (
    "1",
    "2",
    "3",
    "4",
    "title",
    "url",
    "date",
    "last",
    "p",
    "ref",
    "lang",
    "group",
    "name",
)
VALUES = (
    "",
    "x",
    "5",
    "-1",
    "2012-13-45",
    "[[a]]",
    "[[",
    "{{cn}}",
    "<b>",
    "''",
    "٣",
    "a" * 300,
    "=",
)


def layouts() -> list[tuple[str, str, str]]:
    """One name for each layout and variant there is, and the language of an article that has it."""
    examples = {
        layout: (name, wiki if wiki in ALONE else "en")
        for wiki, layout, name in reversed(names())
        if "hidden/" not in layout and wiki not in DICTIONARIES
    }
    del examples["boxes"]
    wild = str.maketrans({"*": "de", "@": "de", "#": "5"})
    return [
        (layout, name.translate(wild), wiki) for layout, (name, wiki) in sorted(examples.items())
    ]


@pytest.mark.parametrize(("layout", "name", "language"), layouts())
def test_no_argument_breaks_a_layout(layout: str, name: str, language: str) -> None:
    del layout
    for value in VALUES:
        shown(f"{{{{{name}|{value}}}}}", language)
        every = "|".join(f"{argument}={value}" for argument in ARGUMENTS)
        shown(f"{{{{{name}|{every}}}}}", language)
    script = f"{{{{{name}|<script>x</script>|url=javascript:x|title=t}}}}"
    assert "<script" not in shown(script, language)
    link = f"{{{{{name}|javascript:x|url=javascript:x|title=t}}}}"
    assert 'href="javascript' not in shown(link, language)


def test_pattern_of_values_that_is_none(tmp_path: Path) -> None:
    folder = tmp_path / "transclusions"
    folder.mkdir()
    file = folder / "hidden.yaml"
    file.write_text('infobox:\n  why:\n    names: [foo]\n    values: "("\n', encoding="utf-8")
    layouts = Layouts(Templates(tmp_path))
    with pytest.raises(ProblemError, match="`values` must be a regular expression") as raised:
        layouts.hidden("infobox")
    [problem] = raised.value.problems
    assert (problem.file, problem.line) == (str(file), 4)


@pytest.mark.parametrize("value", ["{{" + "color" * 20_000 + "|{{x}}}}", "#" + "f" * 100_000])
def test_long_values_are_no_settings(value: str) -> None:
    with within(seconds=2):
        assert not Layouts(Templates()).hidden("infobox").hides("color", value)


def test_the_built_in_patterns_of_what_is_hidden_are_regular_expressions(tmp_path: Path) -> None:
    text = (BUILT_IN / "transclusions" / "hidden.yaml").read_text(encoding="utf-8")
    assert parse_hidden((text, tmp_path / "hidden.yaml"))  # which is checked where it is a user's


def test_figures_that_a_template_keeps_elsewhere_are_missed_and_not_hidden() -> None:
    assert Layouts(Templates(), "de").find("Metadaten Einwohnerzahl DE-BE") is None
