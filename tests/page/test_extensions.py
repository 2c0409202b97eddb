"""Extension tags on the page: poems by verse, image maps with the links of their areas."""

import pytest
from bounds import within

from wikibrief.markup.references.lifting import read
from wikibrief.page.writer import write_html


def show(text: str) -> str:
    return write_html(read(text, dialect="mediawiki"), fragment=True)


@pytest.mark.parametrize(
    ("poem", "verses"),
    [
        ("Rose\nis", "Rose<br>\nis"),
        ("Rose\n\nis", "<p>Rose</p>\n<p>is"),
        ("Rose\n  \nis", "<p>Rose</p>\n<p>is"),
        ("<nowiki>''Rose''\nis</nowiki>", "''Rose''<br>\nis"),
        ("Rose <!-- a\nb -->\nis", "Rose <br>\nis"),
        ("Rose<syntaxhighlight>\na\nb\n</syntaxhighlight>", "<code>a\nb</code>"),
        ("<nowiki>Rose\nis", "&lt;nowiki&gt;Rose<br>\nis"),
    ],
)
def test_each_line_of_a_poem_is_a_verse_but_what_is_verbatim_keeps_its_own(
    poem: str, verses: str
) -> None:
    shown = show(f"<poem>\n{poem}\n</poem>")
    assert verses in shown
    assert "&lt;br&gt;" not in shown


@pytest.mark.parametrize("mark", ["<math>", "<math>\n", "<nowiki >\n", "<pre <pre "])
def test_a_poem_of_tags_that_nothing_closes_takes_no_time(mark: str) -> None:
    with within(seconds=3):
        show(f"<poem>{mark * 5_000}</poem>")


def test_an_image_map_is_a_block_with_the_links_of_its_areas() -> None:
    shown = show("<imagemap>\nFile:Market.jpg|alt=The market\nrect 0 0 9 9 [[Gao]]\n</imagemap>")
    assert "<p>" not in shown
    assert '<ul><li><a href="/wiki/Gao">Gao</a></li></ul>' in shown


def test_an_indicator_without_a_name_shows_the_error_of_the_wiki() -> None:
    assert "<strong>Error:</strong> Page status" in show(
        "The ford <indicator name=''>x</indicator>"
    )
    assert "Error" not in show("The ford <indicator name='ford'>x</indicator>")
