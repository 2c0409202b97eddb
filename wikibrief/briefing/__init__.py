"""The page on paper: WeasyPrint, fonts, formulas as drawings.

- ``writer``: a document as a briefing
- ``proof``: which pages can have problems that only their layout finds
- ``claims``: what a briefing says of itself, and the files that it brings along
- ``conformance``: what makes it accessible and archivable
- ``edition``: several articles in one PDF
- ``news``: what changed in them since a revision
- ``marked``: the marking is on every page, or there is no PDF
- ``layout``: WeasyPrint, and what it says of a page
- ``shortcuts``: what WeasyPrint works out again and again, worked out once
- ``fitting``: what keeps the last page from being almost empty
- ``lines``: where lines are broken
- ``columns``: lists in columns, each item of which is laid out once
- ``paper``: what paper asks of a page
- ``headings``: which hang in the margin
- ``lists``: which are in columns
- ``rows``: which wiki templates without a layout are in rows
- ``trimming``: takes out of a page what paper does not need
- ``tables``: their heads, and the size and page that a table needs
- ``annex``: which parts of an infobox come first, and which last
- ``formulas``: LaTeX as drawings
- ``libraries``: what WeasyPrint needs of the system
- ``fonts``: the fonts that come with wikibrief
- ``glyphs``: the characters that none of them can show
"""
