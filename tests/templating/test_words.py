"""Pages speak the language of their article."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from wikibrief.languages import day, direction, fallbacks, numerals
from wikibrief.model.document import Document
from wikibrief.model.metadata import Briefing, Metadata
from wikibrief.page.writer import write_html
from wikibrief.problems import ProblemError
from wikibrief.templating.environment import BUILT_IN, Templates
from wikibrief.templating.words import words_in
from wikibrief.yamlform.data import Data
from wikibrief.yamlform.parser import parse

MARCH = dt.date(2025, 3, 1)


def all_words(file: str = "words.yaml") -> dict[str, dict[str, Data]]:
    data = parse((BUILT_IN / file).read_text("utf-8")).data
    assert isinstance(data, dict)
    languages = {tag: words for tag, words in data.items() if isinstance(words, dict)}
    assert languages.keys() == data.keys()
    return languages


def names_in(word: Data) -> list[str]:
    return sorted(re.findall(r"{\w+}", str(word)))


def test_every_language_has_every_word_with_the_same_names_to_fill_in() -> None:
    languages = all_words()
    assert {"en", "fr", "es", "ar", "ru", "zh", "de", "it"} <= languages.keys()
    english = languages["en"]
    for tag, words in languages.items():
        assert words.keys() | {"comma"} == english.keys(), tag
        labels, in_english = words["labels"], english["labels"]
        assert isinstance(labels, dict)
        assert isinstance(in_english, dict)
        assert labels.keys() == in_english.keys(), tag
        for key, word in words.items():
            if key != "labels":
                assert names_in(word) == names_in(english[key]), (tag, key)


def test_words_of_layouts_have_the_same_names_to_fill_in_in_every_language() -> None:
    languages = all_words("transclusions/words.yaml")
    english = languages["en"]
    for tag, words in languages.items():
        for key, word in words.items():
            if not key.startswith("in words "):  # "engl. {text}": its key is in no language
                assert names_in(word) == names_in(english.get(key, key)), (tag, key)


def test_a_word_is_of_the_nearest_language_that_has_it(tmp_path: Path) -> None:
    text = "de-at:\n  notes: Fußnoten\nxx:\n  labels:\n    date: D<\nEN:\n  notes: Remarks\n"
    (tmp_path / "words.yaml").write_text(text, encoding="utf-8")
    templates = Templates(tmp_path)
    austrian = words_in("de-AT", templates)
    assert (austrian["notes"], austrian["contents"]) == ("Fußnoten", "Inhalt")
    unknown = words_in("xx-Latn", templates)
    assert (unknown["notes"], unknown["contents"]) == ("Remarks", "Contents")
    labels = unknown["labels"]
    assert isinstance(labels, dict)
    assert (labels["date"], labels["result"]) == ("D&lt;", "Result")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- en", "words.yaml:1:1: error: the file must be a mapping"),
        ("en: Contents", "words.yaml:1:5: error: `en` must be a mapping"),
        ("en:\n  notes:\n    - a", "words.yaml:3:5: error: `notes` must be text"),
        ("en:\n  labels: a", "words.yaml:2:11: error: `labels` must be a mapping"),
        ("en:\n  labels:\n    date:", "words.yaml:3:10: error: `date` must be text"),
        ("en: [", "words.yaml:1:6: error:"),
    ],
)
def test_what_is_wrong_in_a_file_of_words_is_told_at_its_place(
    tmp_path: Path, text: str, message: str
) -> None:
    (tmp_path / "words.yaml").write_text(text)
    with pytest.raises(ProblemError) as told:
        words_in("en", Templates(tmp_path))
    assert message in str(told.value)


def test_a_page_speaks_its_language() -> None:
    metadata = Metadata(briefing=Briefing(date=MARCH))
    page = write_html(Document(language="fr"), metadata=metadata)
    for words in ("Aller à l’article", "<h1>Sans titre</h1>", "1\xa0mars\xa02025"):
        assert words in page
    assert page.count("lang=") == 1


def test_words_in_english_on_a_page_in_another_language_say_so() -> None:
    page = write_html(Document(language="yi"), metadata=Metadata(briefing=Briefing(date=MARCH)))
    assert '<html lang="yi" dir="rtl"' in page
    assert (
        '<a class="skip" href="#page-article" lang="en" dir="ltr">Skip to the article</a>' in page
    )
    assert "1\xa0March\xa02025" in page
    american = write_html(
        Document(language="en-US"), metadata=Metadata(briefing=Briefing(date=MARCH))
    )
    assert "March\xa01,\xa02025" in american


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", "rtl"), ("he", "rtl"), ("fa", "rtl"), ("ur", "rtl"), ("yi", "rtl"), ("dv", "rtl"),
        ("ckb", "rtl"), ("sd", "rtl"), ("nqo", "rtl"), ("arc", "rtl"), ("pa-PK", "rtl"),
        ("az-Arab", "rtl"), ("uz-arab-AF", "rtl"), ("ar-Latn", "ltr"), ("pa", "ltr"), ("ku", "ltr"),
        ("en", "ltr"), ("zh-Hant-TW", "ltr"), ("xx", "ltr"),
    ],
)  # fmt: skip
def test_the_direction_is_that_of_the_script(language: str, expected: str) -> None:
    assert direction(language) == expected


@pytest.mark.parametrize(
    ("language", "written", "style"),
    [
        ("en", "1 March 2025", "decimal"),
        ("en-US", "March 1, 2025", "decimal"),
        ("de-1996", "1. März 2025", "decimal"),
        ("fa", "۱ مارس ۲۰۲۵", "persian"),
        ("bn", "১ মার্চ, ২০২৫", "bengali"),
        ("zh", "2025年3月1日", "decimal"),
        ("xx", "1 March 2025", "decimal"),
    ],
)
def test_a_date_is_written_as_its_language_does(language: str, written: str, style: str) -> None:
    assert day(MARCH, language) == written.replace(" ", "\xa0")
    assert numerals(language) == style


def test_tags_fall_back_part_by_part() -> None:
    assert fallbacks("zh-Hant-TW") == ("en", "zh", "zh-hant", "zh-hant-tw")
    assert fallbacks("EN-gb") == ("en", "en-gb")


@pytest.mark.parametrize("tag", ["no", "nn", "nb"])
def test_norwegian_has_one_set_of_words(tag: str) -> None:
    words = words_in(tag, Templates())
    assert (words["contents"], words["language"]) == ("Innhold", tag)
