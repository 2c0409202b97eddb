"""The page on paper: WeasyPrint, fonts, formulas as drawings.

- ``writer``: the briefing, laid out by WeasyPrint
- ``paper``: what paper asks of a page
- ``formulas``: LaTeX as drawings
- ``fonts``: the fonts that come with wikibrief
- ``glyphs``: the characters that none of them can show
- ``tree``: parsed once, changed in place, laid out by WeasyPrint as it is
"""
