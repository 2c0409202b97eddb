"""Style sheets that leave something open take nothing of the next one."""

import time

import pytest

from wikibrief.templating.sheets import close_sheet


@pytest.mark.parametrize(
    ("sheet", "closed", "at"),
    [
        ("h1 { top: 0 }", "", None),
        ("h1 { top: 0", "}", (1, 4)),
        ("h1 { top: 0\nh2 { top: 0 }\n", "}", (1, 4)),
        (":root {\n  --x: (;\n}\nh1 { top: 0 }", ")}", (2, 8)),
        ("a[href { top: 0 }", "]", (1, 2)),
        ("h1 { top: 0 } /* and", "*/", (1, 15)),
        ("/* { */ h1 { content: '{' } /*/", "*/", (1, 29)),
        ("h1 { content: '{\n } h2 { top: 0 }", "", None),
        ("h1 { content: 'x", "'}", (1, 15)),
        ("h1 { content: '\\' {' }", "", None),
        ("h1 { background: url(a{b.png) }", "", None),
        ("h1 { background: url(a", ")}", (1, 18)),
        (r".a\{b { top: 0 }", "", None),
        ("h1 { ) ] top: 0 } }", "", None),
        ("h1 { content: 'x\\'", "'}", (1, 15)),
        ('h1 { content: "x\\', ' "}', (1, 15)),
        ("h1 { content: '{\r } h2 { top: 0 }", "", None),
        ("h1 { background: url(a\\)", ")}", (1, 18)),
        ("h1 { top: 0\\", " }", (1, 4)),
        ("h1 { top: 0 } \\", " ", None),
    ],
)
def test_what_is_open_is_closed(sheet: str, closed: str, at: tuple[int, int] | None) -> None:
    assert close_sheet(sheet) == (sheet + closed, at)


@pytest.mark.parametrize("letters", ["(", "/*", "'", "url(", "\\", "*"])
def test_long_sheets_take_little_time(letters: str) -> None:
    start = time.process_time()
    close_sheet(letters * 100_000)
    assert time.process_time() - start < 1
