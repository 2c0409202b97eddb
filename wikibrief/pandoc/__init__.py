"""A document as pandoc reads it, and from there in the formats that pandoc writes.

The page is parsed once and its elements become nodes of pandoc's AST: so transclusions, infoboxes
and facts are laid out as on the page, by the same templates. Notes are pandoc's own.

- ``writer``: a document → the JSON of its AST
- ``elements``: the elements of a page → blocks and inlines
- ``tables``: tables on a grid, as pandoc wants them
- ``notes``: the marks of notes → notes where they are first used
- ``nodes``: the nodes of the AST
- ``frame``: the marking and the attribution, without which nothing is written
- ``program``: finds pandoc, and makes it write a file
- ``running``: the marking at the top and the bottom of each page of a Word document
"""
