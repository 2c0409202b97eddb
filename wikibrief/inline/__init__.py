"""Render inline wikitext to HTML in MediaWiki's order, and to plain words.

- ``passes``: the passes over inline wikitext, in MediaWiki's order
- ``links``: links to pages and to addresses
- ``quotes``: bold and italic
- ``variants``: texts in several scripts of a language
- ``tags``: HTML tags, attributes and character references in wikitext
- ``media``: the options of files
- ``formulas``: LaTeX as MathML
- ``code``: source code in colours
- ``flow``: lines to paragraphs
- ``plain``: the words of inline wikitext
- ``words``: the words of HTML
- ``markers``: finished HTML, out of the way of the passes
- ``context``: what a rendering knows of its page and its surroundings
"""
