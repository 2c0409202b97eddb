"""The page on paper: WeasyPrint, fonts, maps, formulas as drawings.

- ``writer``: a document as a briefing
- ``claims``: what a briefing says of itself, and the files that it brings along
- ``conformance``: what makes it accessible and archivable
- ``edition``: several articles in one PDF
- ``layout``: WeasyPrint, and what it says of a page
- ``paper``: what paper asks of a page
- ``maps``: where an article's place is
- ``formulas``: LaTeX as drawings
- ``fonts``: the fonts that come with wikibrief
- ``glyphs``: the characters that none of them can show
- ``tree``: parsed once, changed in place, laid out by WeasyPrint as it is
"""
