"""Items that never break are laid out once, and their columns are filled and balanced."""

from io import BytesIO
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from wikibrief.briefing.press import columns
from wikibrief.briefing.press.columns import balance_columns, fill_columns
from wikibrief.briefing.writer import write_pdf
from wikibrief.markup.references.lifting import read

HEIGHTS = st.lists(st.floats(1, 40), min_size=1, max_size=60)


def heights_of(columns: list[int], heights: list[float]) -> list[float]:
    """Return how high columns are that hold so many items each."""
    items = iter(heights)
    return [sum(islice(items, number)) for number in columns]


def print_text(source: str) -> str:
    """Return the text of all pages of a briefing."""
    pdf = PdfReader(BytesIO(write_pdf(read(source, "Title"))))
    return "".join(page.extract_text() for page in pdf.pages)


@given(HEIGHTS, st.floats(20, 300), st.integers(1, 4))
def test_no_column_is_higher_than_the_room(heights: list[float], room: float, count: int) -> None:
    found = fill_columns(heights, room, count)
    assert len(found) <= count
    assert all(height <= room + 1e-3 for height in heights_of(found, heights))


@given(HEIGHTS, st.integers(1, 4))
def test_balanced_columns_hold_all(heights: list[float], count: int) -> None:
    found = balance_columns(heights, sum(heights), count)
    assert sum(found) == len(heights)
    assert len(found) <= count
    assert max(heights_of(found, heights)) <= sum(heights) / count + max(heights) + 1


def test_what_is_higher_than_the_room_is_not_placed() -> None:
    assert fill_columns([50, 10], 40, 2) == [0]
    assert fill_columns([10, 50, 10], 40, 2) == [1]


@pytest.mark.parametrize("count", [6, 60, 700])
def test_all_notes_of_a_list_are_there_in_their_order(count: int) -> None:
    words = " ".join(["word"] * 17)
    text = "".join(f"Claim {n}.<ref>Note{n}x {words[: n % 80]}</ref> " for n in range(count))
    found = print_text(f"{text}\n\n== Notes ==\n<references />")
    places = [found.index(f"Note{n}x") for n in range(count)]
    assert places == sorted(places)


def test_each_note_is_laid_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []
    items = columns.Columns
    lay_out_item = items.lay_out_item

    def count(self: columns.Columns, child: object, column: object) -> columns.PlacedChild:
        done.append(child)
        return lay_out_item(self, child, column)

    monkeypatch.setattr(items, "lay_out_item", count)
    text = "".join(f"Claim {n}.<ref>Note {n}</ref> " for n in range(900))
    write_pdf(read(f"{text}\n\n<references />", "Title"))
    assert len(done) == 900


@pytest.mark.parametrize("lines", [20, 26, 35])
def test_a_list_can_begin_anywhere_on_a_page(lines: int) -> None:
    text = "A line.\n\n" * lines
    notes = "".join(f"Claim.<ref>{'word ' * 150}{n}</ref> " for n in range(12))
    found = print_text(f"{notes}\n\n{text}<references />")
    assert found.count("word") == 12 * 150


def test_a_note_that_is_longer_than_a_page_breaks() -> None:
    notes = "".join(f"Claim.<ref>{n} {'word ' * (4_000 if n == 3 else 5)}</ref> " for n in range(9))
    found = print_text(f"{notes}\n\n<references />")
    assert found.count("word") == 4_000 + 8 * 5


@pytest.mark.parametrize("lines", range(20))
def test_no_page_begins_with_one_item_of_many(lines: int) -> None:
    """Whatever is before a list, its last page has an item in each column, or none."""
    items = "".join(f"* {{{{cite book|title=Book{n}x of some length}}}}\n" for n in range(90))
    pdf = PdfReader(BytesIO(write_pdf(read("Word.\n\n" * lines + items, "Title"))))
    found = [page.extract_text().count("of some length") for page in pdf.pages]
    assert sum(found) == 90
    assert 1 not in found


def test_a_list_after_one_in_columns_may_be_on_the_next_page() -> None:
    book = "* {{cite book|title=Book of some length}}\n"
    text = "Word.\n\n" * 12 + book * 56 + "<div>\n* next\n* list\n</div>"
    first, *_ = PdfReader(BytesIO(write_pdf(read(text, "Title")))).pages
    assert first.extract_text().count("of some length") > 0


def test_a_note_without_words_has_its_own_line() -> None:
    assert "\N{EN DASH}\nBook" in print_text(
        'A.<ref name="a" /> B.<ref>Book</ref>\n\n<references />'
    )
