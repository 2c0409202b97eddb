"""What a reader would stumble over on a printed page: each was seen once."""

import re
import subprocess
import sys
from io import BytesIO

from pypdf import PdfReader

from wikibrief import write_html
from wikibrief.briefing.writer import write_pdf
from wikibrief.markup.references.lifting import read

BATTLE = """{{Infobox military conflict
| partof = the [[Winter Campaign]]
| date = 12 October 1943
| combatant1 = Finland
| combatant2 = Sweden
}}
'''The raid''' took place on 12 October 1943.

== Course ==
On 12 October 1943 the first battalion crossed the river in the morning.

On 13 October 1943 the second battalion followed it over the bridge.

On 14 October 1943 the defenders left the town and burnt the mill.

On 15 October 1943 the mayor came back with all of the archives.

On 16 October 1943 the bridge was opened to carts and to people.

<gallery>
Mill.jpg|The mill
Bridge.jpg|The bridge
</gallery>

{| rules="all"
| a || b
|}
"""
PRELOAD = """
import os, sys
import wikibrief.briefing.preloading
assert "weasyprint" in sys.modules
print(os.environ["FONTCONFIG_FILE"])
"""


def text_of(source: str) -> str:
    pages = PdfReader(BytesIO(write_pdf(read(source)))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_timeline_has_dates_and_no_numbers() -> None:
    text = text_of(BATTLE)
    assert "Timeline" in text
    assert not re.search(r"(?<!\S)[1-5]\.", text)


def test_what_an_article_is_part_of_begins_with_a_capital() -> None:
    assert "Part of the Winter Campaign" in text_of(BATTLE)
    assert "Part of" not in text_of(BATTLE.replace("the [[Winter", "[[Winter"))


def test_captions_without_pictures_are_one_below_the_other() -> None:
    pages = PdfReader(BytesIO(write_pdf(read(BATTLE)))).pages
    lines = "\n".join(page.extract_text() for page in pages).split("\n")
    assert any(line.strip() == "The mill" for line in lines)


CLAIMS = """According to the Red Cross, 1,200,000 to 1,500,000 civilians were killed. The government
stated that at least 900 civilians were killed. The United Nations reported that 3 were wounded."""


def test_the_longest_bar_leaves_room_for_the_longest_number() -> None:
    html = write_html(read(f"{BATTLE}\n== Losses ==\n{CLAIMS}"))
    bars = re.findall(r"page-bar.*?width: calc\((.*?)% - (.*?)ch\)", html)
    [(share, room), *others] = [(int(share), float(room)) for share, room in bars]
    assert share == 100
    assert room > len("1,200,000–1,500,000")
    assert [each for _, each in others] == [round(share * room / 100, 2) for share, _ in others]


def test_workers_choose_our_fonts_before_they_load_weasyprint() -> None:
    command = [sys.executable, "-c", PRELOAD]
    printed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert "wikibrief" in printed
