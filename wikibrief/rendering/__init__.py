"""Rendering: blocks and inline wikitext → HTML, as MediaWiki shows it.

A value is wikitext until it is shown; here it is. Inline markup goes through the passes that
MediaWiki's parser makes, in its order, and paragraphs are made of lines as it makes them; blocks
are macros in ``templates/html/blocks.html.j2``.
"""

from __future__ import annotations

from wikibrief.inline.inline import printable
from wikibrief.inline.context import Image, Page, Surroundings
from wikibrief.inline.plain import plain_text
from wikibrief.rendering.renderer import Renderer
from wikibrief.wiki.titles import wiki_address

__all__ = ["Image", "Page", "Renderer", "Surroundings", "plain_text", "printable", "wiki_address"]
