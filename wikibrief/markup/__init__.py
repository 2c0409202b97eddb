"""A document's wikitext, both ways: reader, writers, spacing, escaping, round trip."""
