"""Blocks to HTML: the renderer, notes, figures, the sanitizer, the values of templates.

- ``writer``: a document as one self-contained page, or as the article's body alone
- ``inputs``: what the library's writers accept, made ready
- ``marking``: the marking is on a page, to be seen, or there is no page
- ``catalogue``: many documents: the page that lists them, the feed, the file for Kiwix
- ``media``: the files of a folder, as an article names them
- ``values``: what the templates of every page get
- ``silence``: whether a page has nothing to report, found without making it
- ``overview``: what an article says at a glance: figures, claims, events
- ``maps``: where an article's place is
- ``description``: what a page shows, in words: of a heading, and of how an article begins
- ``renderer``: the blocks of a page
- ``tables``: those some of whose marks only expansion brings
- ``extensions``: tags whose content is no wikitext
- ``figures``: files alone, in lines, in galleries and infoboxes
- ``footnotes``: the marks of notes, and the lists of what they say
- ``notes``: how notes are numbered, and which a list shows
- ``tidy``: what is bare in the body becomes a paragraph; the lead, and its first paragraph
- ``tree``: a page parsed, for what looks into it or changes it
- ``sanitizer``: the last gate before an article's HTML reaches a page
- ``images``: the bytes of a picture to what a page shows
"""
