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
- ``paper``: what paper asks of a page and no style sheet can say
- ``annex``: which parts of an infobox come first, and which last
- ``repeats``: what of an infobox the large figures say before it
- ``pictures``: how many pixels of a picture are worth printing
- ``libraries``: what WeasyPrint needs of the system
- ``fonts``: the fonts that come with wikibrief
- ``glyphs``: the characters that none of them can show
"""
