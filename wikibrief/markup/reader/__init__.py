"""Read source text into a document and its source map, going through it once, line by line.

- ``reading``: the whole source: its pieces, and the document they make
- ``blocks``: which block a line begins, and where it ends
- ``marks``: marks of lines, after the comments and inclusion tags that the wiki takes out
- ``place``: how far the text of blocks reaches, and how deep they are
- ``infoboxes``: the search for the infobox
- ``elements``: HTML elements around blocks, and tags that make a block
- ``tables``: ``{|`` to ``|}``
- ``lists``: runs of ``*``, ``#``, ``;`` and ``:`` lines
- ``preformatted``: lines that begin with a blank
- ``media``: files, categories, and links to other languages
- ``transclusions``: ``{{…}}``, and the infobox in both dialects
- ``lines``: lines of a text, where a line end that a construct hides does not count
- ``pieces``: stretches of source and the units they represent
"""
