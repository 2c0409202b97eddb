"""The description is made of the words of the first paragraph, and of nothing else."""

import re
from html import unescape

import pytest
from bounds import within

from wikibrief.markup.references.lifting import read
from wikibrief.model.metadata import Metadata
from wikibrief.page.description import LENGTH
from wikibrief.page.writer import write_html


def description(source: str) -> str:
    found = re.search(r'<meta name="description" content="([^"]*)">', write_html(read(source)))
    return unescape(found[1]) if found else ""


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("The ''raid'' on [[Gao (city)|Gao]].", "The raid on Gao."),
        ("Shots<ref>Radio</ref>{{efn|a note}} fell{{refn|b}}.", "Shots fell."),
        ("Shots<ref>* Radio\n* Paper</ref> fell.", "Shots fell."),
        ("Shots{{citation needed}} fell{{rp|12}}.", "Shots fell."),
        ("About {{convert|5|km|mi}} away.", "About 5 kilometres (3.1 mi) away."),
        ("[[File:a.jpg|thumb|A caption]] It began.", "It began."),
        ("A -{b}- in a language without variants.", "A -{b}- in a language without variants."),
        ("A <nowiki>''b''</nowiki> &amp; <math>x</math>.", "A ''b'' & x."),
        ("{{unknown layout\n|a=b}}\n\nIt began.", "It began."),
        ("(''a'' {{unknown layout|b}})", "(a unknown layout b)"),
        ("<!-- a -->\n* item\n\n== B ==\nIt began.", "It began."),
        ("Text.\n\nMore.", "Text."),
        ("* only\n* a list", ""),
    ],
)
def test_the_description_is_the_first_paragraph_in_words(source: str, words: str) -> None:
    assert description(source) == words


def test_the_description_is_in_the_variant_of_the_page() -> None:
    page = write_html(
        read("軟 -{zh-hans:软体; zh-hant:軟體; zh-tw:}-件 -{R|a}--{H|zh-hans:b}-。"),
        metadata=Metadata(language="zh-hant"),
    )
    assert '<meta name="description" content="軟 軟體件 a。">' in page


def test_a_long_description_ends_after_a_word() -> None:
    text = description("word, " * 100)
    assert len(text) <= LENGTH
    assert text.endswith("word…")


@pytest.mark.parametrize("opener", ["<br ", "<ref>", "[[a|", "{{a|", "-{", "<sup class=", "{{#if:"])
def test_the_description_takes_little_time_whatever_is_left_open(opener: str) -> None:
    with within(5):
        description(opener * (16_000 // len(opener)))
