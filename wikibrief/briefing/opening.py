"""Opening: WeasyPrint is loaded when the first briefing is laid out, and finds our fonts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikibrief.briefing.fonts import use_own_fonts
from wikibrief.briefing.libraries import demand_libraries

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from wikibrief.briefing.conformance.finish import Claims
    from wikibrief.briefing.press.layout import Laid

__all__ = ["lay_out"]


def lay_out(page: Element, style: str, identifier: bytes, claims: Claims) -> Laid:
    """Make a PDF, without a clock, that meets the standards that it claims to meet.

    Raises ProblemError for a page that is too much for WeasyPrint, or lacks its marking, and where
    WeasyPrint cannot run.
    """
    demand_libraries()
    use_own_fonts()  # fontconfig reads its settings once
    from wikibrief.briefing.press import layout  # noqa: PLC0415

    return layout.lay_out(page, style, identifier, claims)
