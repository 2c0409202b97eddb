"""The page on paper: WeasyPrint, fonts, formulas as drawings.

- ``writer``: a document as a briefing
- ``proof``: which pages can have problems that only their layout finds
- ``claims``: what a briefing says of itself, and the files that it brings along
- ``conformance``: what makes it accessible and archivable
- ``edition``: several articles in one PDF
- ``news``: what changed in them since a revision
- ``marked``: the marking is on every page, or there is no PDF
- ``opening``: loads what lays out a page, when the first one is
- ``preloading``: loads it before, for workers
- ``press``: WeasyPrint, and how it is made to lay out and paint
- ``paper``: what paper asks of a page
- ``headings``: which hang in the margin
- ``lists``: which are in columns
- ``rows``: which wiki templates without a layout are in rows
- ``trimming``: takes out of a page what paper does not need
- ``tables``: their heads, and the size and page that a table needs
- ``unfolding``: tables of too many columns, as a paragraph for each row
- ``directions``: runs of words of the other direction, in their order
- ``annex``: which parts of an infobox come first, and which last
- ``repeats``: what of an infobox the large figures say before it
- ``formulas``: LaTeX as drawings
- ``libraries``: what WeasyPrint needs of the system
- ``fonts``: the fonts that come with wikibrief
- ``glyphs``: the characters that none of them can show
"""
