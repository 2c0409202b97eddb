"""Render inline wikitext to HTML in MediaWiki's order, and to plain words."""
