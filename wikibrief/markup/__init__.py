"""A document's wikitext, both ways: reader, writers, spacing, escaping, round trip.

- ``dialects``: MediaWiki's markup and the plain dialect, and how to tell them apart
- ``units``: what a piece of source means, and the units that it is made of
- ``outline``: a document as the flat run of units that its markup is
- ``reader``: source text to document and source map
- ``references``: references out of the texts of a document, as values, and back
- ``fitting``: what a dialect can hold, and why it cannot hold a document
- ``spacing``: blank lines between blocks
- ``separators``: what is between two units, in the canonical form and in a base
- ``writer``: the full writer: one canonical form in either dialect
- ``matching``: which piece of the base each unit of a changed document comes from
- ``splicing``: the selective writer: changed units over the pieces of their base
- ``escaping``: mark texts that would be read as something else
- ``refusals``: the problem that says what cannot be written
- ``roundtrip``: write, read back, and try again nearer to the canonical form
- ``styles``: new arguments and headings, set as those of the base are
- ``terms``: ``;; a : b`` is two lines of a list, ``; a`` and ``:; b``, in one of source
- ``trimming``: the white space at the ends of values, which the wiki takes away
"""
