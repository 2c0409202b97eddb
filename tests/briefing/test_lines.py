"""Lines are broken where they are full, and words are whole."""

from io import BytesIO

from pypdf import PdfReader

from wikibrief.briefing.writer import write_pdf
from wikibrief.markup.references.lifting import read


def lines_of(source: str) -> list[str]:
    """Return the lines of text that a briefing has."""
    pages = PdfReader(BytesIO(write_pdf(read(source, "Title")))).pages
    return [line for page in pages for line in page.extract_text().split("\n")]


def test_no_line_ends_before_it_is_full() -> None:
    """Some of so many paragraphs fill a line but for the blank before what is bold."""
    text = "in a raid on the port that bombers were sent to, a line and '''seventy'''"
    source = "\n\n".join(f"{'i' * number} {text}" for number in range(1, 90))
    first = [line for line in lines_of(source) if line.startswith("ii")]
    assert len(first) == 88
    assert all(" in a raid" in line for line in first)


def test_a_word_in_an_element_goes_to_the_next_line_whole() -> None:
    """Of notes all words are in elements that begin the line."""
    cite = "<ref>{{{{cite web|title=R{}|website=receiver.example|url=http://a.example}}}}</ref>"
    notes = "".join(cite.format("i" * number) for number in range(1, 60))
    text = "\n".join(lines_of(f"Text.{notes}\n\n<references />"))
    assert text.count("receiver.example") == 59
