"""Exports: pages of a wiki's XML, however its bytes come."""

from __future__ import annotations

import pytest

from wikibrief.wiki.export import ExportedPage, read_export


@pytest.mark.parametrize("rest", range(1, 60))
def test_last_page_is_read_wherever_the_bytes_are_cut(rest: int) -> None:
    """Newer versions of expat keep a tag that is cut in two back until the last call."""
    page = b'<page><title>A</title><revision><text bytes="0" sha1="%s" /></revision></page>'
    export = b"<mediawiki>%s</mediawiki>" % (page % (b"0" * 60))
    (found,) = read_export([export[:-rest], export[-rest:]])
    assert isinstance(found, ExportedPage)
    assert found.title == "A"
