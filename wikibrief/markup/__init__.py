"""A document's wikitext, both ways: reader, writers, spacing, escaping, round trip.

- ``dialects``: MediaWiki's markup and the plain dialect, and how to tell them apart
- ``units``: a document as the flat run of units that its markup is
- ``spacing``: blank lines between blocks
- ``fitting``: what a dialect can hold, and why it cannot hold a document
- ``writer``: the full writer: one canonical form in either dialect
- ``escaping``: mark texts that would be read as something else
- ``roundtrip``: the selective writer: a changed document over its source
- ``reader``: source text to document and source map
"""
