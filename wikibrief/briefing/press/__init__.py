"""The press: WeasyPrint, where it lays out and paints, and where it is made to do that otherwise.

It takes half a second to import and needs libraries of the system: ``opening`` alone loads it.

- ``layout``: a page as a tree → a PDF, and what WeasyPrint says of it
- ``fitting``: what keeps the last page from being almost empty
- ``lines``: where lines are broken
- ``columns``: lists in columns, each item of which is laid out once
- ``matching``: which rules may be for an element
- ``variables``: what a theme sets once, put into the style sheet once
- ``shortcuts``: what WeasyPrint works out again and again, worked out once
- ``shaping``: texts shaped once for all of their lines, and kept until they are drawn
- ``glyphs``: a line of text as PDF has it
"""
