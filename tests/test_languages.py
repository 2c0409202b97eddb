"""What follows from a language tag."""

import subprocess
import sys

import pytest

from wikibrief.languages import span


@pytest.mark.parametrize(
    ("edtf", "language", "long", "short"),
    [
        ("2025-02-07", "en", "7 February 2025", "7 Feb 2025"),
        ("2025-02", "en", "February 2025", "Feb 2025"),
        ("2025", "en", "2025", "2025"),
        ("2025-02-XX", "en", "February 2025", "Feb 2025"),
        ("2025-02~", "en", "February 2025", "Feb 2025"),
        ("1944-07-01/1944-07-03", "en", "1 July 1944 – 3 July 1944", "1 Jul 1944 – 3 Jul 1944"),
        ("1941/1944-09", "en", "1941 – September 1944", "1941 – Sept 1944"),
        ("1941/..", "en", "1941", "1941"),
        ("1944-21", "en", "1944-21", "1944-21"),
        ("-0489-09-12", "en", "12 Sept 490 BC", "12 Sept 490 BC"),
        ("-0430/-0403", "fr", "431 av. J.-C. – 404 av. J.-C.", "431 av. J.-C. – 404 av. J.-C."),
        ("0000", "en", "1 BC", "1 BC"),
        ("-0489-13", "en", "-0489-13", "-0489-13"),
        ("194X", "en", "194X", "194X"),
        ("", "en", "", ""),
        ("2025-02", "de", "Februar 2025", "Feb. 2025"),
        ("2025-02", "ja", "2025年2月", "2025年2月"),
        ("2025-02", "fa", "فوریهٔ ۲۰۲۵", "فوریه ۲۰۲۵"),
    ],
)
def test_dates_of_edtf_are_written_as_people_do(
    edtf: str, language: str, long: str, short: str
) -> None:
    found = span(edtf, language), span(edtf, language, length="short")
    assert [text.replace("\xa0", " ") for text in found] == [long, short]


def test_names_of_one_language_are_not_those_of_another() -> None:
    program = (
        "from wikibrief.languages import locale_of\n"
        "for tag in ('zh', 'en', 'ko', 'fr'):\n"
        "    months = locale_of(tag).months['stand-alone']\n"
        "    print(tag, months['wide'][1], months['abbreviated'][1])\n"
    )
    shown = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )
    assert shown.stdout.split() == "zh 一月 1月 en January Jan ko 1월 1월 fr janvier janv.".split()
