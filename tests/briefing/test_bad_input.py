"""What no article should be ends as a good briefing, in good time."""

from io import BytesIO
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import pytest
from bounds import within
from PIL import Image
from pypdf import PdfReader

from wikibrief.briefing.fonts import missing_glyphs
from wikibrief.briefing.writer import write_pdf
from wikibrief.markup.references.lifting import read

SCRIPTS = {
    "Latin": "Raid",
    "Cyrillic": "Нападение",
    "Greek": "Επίθεση",
    "Arabic": "هجوم",
    "Hebrew": "התקפה",
    "Devanagari": "हमला",
    "Bengali": "আক্রমণ",
    "Tamil": "தாக்குதல்",
    "Thai": "การโจมตี",
    "Han": "袭击",
    "Kana": "しゅうげき",
    "Hangul": "습격",
    "Armenian": "Հարձակում",
    "Ethiopic": "ጥቃት",
    "Georgian": "თავდასხმა",
    "Gujarati": "હુમલો",
    "Gurmukhi": "ਹਮਲਾ",
    "Kannada": "ದಾಳಿ",
    "Khmer": "ការវាយប្រហារ",
    "Lao": "ໂຈມຕີ",
    "Malayalam": "ആക്രമണം",
    "Myanmar": "တိုက်ခိုက်မှု",
    "Sinhala": "ප්‍රහාරය",
    "Telugu": "దాడి",
    "signs": "✅ ☑ ✝ ⟨⟩ ⚔ ♪ ★ ☎ ▲ →",
    "emoji": "😀 🏆 ⚽ 🚀",
}


def pages_of(source: str, **metadata: object) -> list[str]:
    pdf = write_pdf(read(source, "Title"), metadata=metadata)
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def table(rows: int, columns: int) -> str:
    row = "".join(f"| {number}\n" for number in range(columns))
    return '{| class="wikitable"\n' + "|-\n".join(row for _ in range(rows)) + "|}"


@pytest.mark.parametrize(
    ("source", "seconds"),
    [
        (table(250, 4), 20),
        (table(3, 400), 20),
        (f"{{|\n| {'row ' * 4_000}\n|}}", 20),
        ("x" * 5_000, 5),
        (f"{{|\n| {'x' * 5_000}\n| b\n|}}", 5),
        ("".join(f"<ref>{'word ' * 9}{number}</ref>" for number in range(300)), 20),
        ("".join(f"== H{number} ==\n" for number in range(500)), 20),
    ],
    ids=["rows", "columns", "a row", "a word", "a word in a cell", "notes", "headings"],
)
def test_what_is_too_much_is_laid_out_in_good_time(source: str, seconds: float) -> None:
    with within(seconds):
        pages = pages_of(f"{source}\n\nBottom.")
    assert sum("Bottom." in page for page in pages) == 1


@pytest.mark.large
@pytest.mark.parametrize(
    ("source", "seconds"),
    [
        (table(3_000, 4), 90),
        ("".join(f"<ref>{'word ' * 9}{number}</ref>" for number in range(2_000)), 60),
        ("".join(f"== H{number} ==\n" for number in range(8_000)), 120),
    ],
    ids=["rows", "notes", "headings"],
)
def test_what_is_far_too_much_ends_all_the_same(source: str, seconds: float) -> None:
    with within(seconds):
        pages = pages_of(f"{source}\n\nBottom.")
    assert sum("Bottom." in page for page in pages) == 1
    assert getrusage(RUSAGE_SELF).ru_maxrss < 1_500_000  # kilobytes


@pytest.mark.parametrize("size", ["1e30px", "calc(1px * 1e300)", "9999%"])
def test_a_font_of_any_size_is_laid_out(size: str) -> None:
    within_one_another = f'<div style="font-size:{size}">' * 4
    assert pages_of(f"{within_one_another}a{'</div>' * 4}\n\nEnd.")


def test_a_word_of_many_letters_is_all_there() -> None:
    pages = pages_of("x" * 5_000)
    assert "".join(pages).replace("\n", "").count("x") >= 5_000
    assert max(len(line) for page in pages for line in page.split("\n")) < 100


def test_many_scripts_and_signs_are_on_one_page() -> None:
    assert missing_glyphs("".join(SCRIPTS.values())) == set()
    [page] = pages_of("\n\n".join(f"{name}: {text}." for name, text in SCRIPTS.items()))
    assert all(f"{name}:" in page for name in SCRIPTS)
    assert "\N{REPLACEMENT CHARACTER}" not in page


def test_a_summary_of_pages_is_on_pages() -> None:
    summary = " ".join(f"Sentence {number} of the summary." for number in range(400))
    pages = pages_of("Text.\n\n== After ==\nBottom.", briefing={"summary": summary})
    text = " ".join(" ".join(pages).split())
    assert len(pages) > 2
    assert all(f"Sentence {number} of" in text for number in (0, 200, 399))


@pytest.mark.parametrize("mode", ["CMYK", "P"])
def test_a_picture_of_unusual_kind_is_shown(mode: str, tmp_path: Path) -> None:
    picture = Image.new(mode, (60, 40))
    if mode == "CMYK":
        picture.save(tmp_path / "a.jpg")
    else:
        picture.save(tmp_path / "a.jpg", "GIF", save_all=True, append_images=[picture] * 9)
    pdf = write_pdf(read("[[File:a.jpg|thumb|A picture]]", "Title"), media=tmp_path)
    [page] = PdfReader(BytesIO(pdf)).pages
    assert len(page.images) == 1


def test_a_very_tall_picture_leaves_room_on_its_page(tmp_path: Path) -> None:
    Image.new("L", (10, 8_000)).save(tmp_path / "tall.png")
    figure, gallery = (
        "[[File:tall.png|thumb|Tall]]",
        "<gallery>\nFile:tall.png|In a row\n</gallery>",
    )
    for source in (figure, gallery):
        pdf = write_pdf(read(f"Lead.\n\n{source}\n\nEnd.", "Title"), media=tmp_path)
        assert len(PdfReader(BytesIO(pdf)).pages) == 1


def test_captions_without_their_pictures_are_lines() -> None:
    long = "the market was burned by men who came in the night " * 2
    page = pages_of(f"Lead.\n\n<gallery>\nNone.png|{long}\nGone.png|Second\n</gallery>")[0]
    assert "the market was burned by men who came in the night the market" in page


def test_very_long_words_in_the_masthead_are_all_there() -> None:
    own = {"kind": "K" * 200, "number": "9" * 100, "status": "S" * 200}
    [page] = pages_of("Lead.", publisher="P" * 400, briefing=own)
    assert [page.count(letter) for letter in "PK9S"] >= [400, 200, 100, 200]
    assert max(map(len, page.split("\n"))) < 100
