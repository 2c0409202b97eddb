"""What makes a briefing accessible and archivable: PDF/UA and PDF/A in one file.

WeasyPrint lays out and paints; what the file says of itself is made here, from what it painted.

- ``standards``: the pairs of standards that a briefing can meet
- ``elements``: an element of the structure tree, before it is a PDF object
- ``reading``: painted pages → elements in the order of reading; the rest is decoration
- ``rules``: elements → elements as the standards want them: lists, headings, links
- ``tables``: tables as a grid, and which headers belong to a cell
- ``tags``: elements → the PDF's structure tree
- ``navigation``: outline, page labels, destinations
- ``xmp``: what the file says of itself, as XMP
- ``attachments``: the files that it brings along
- ``saving``: how hard it is compressed, and how it is named
- ``finish``: all of it, before the PDF is written
- ``verapdf``: which of the standards that it declares a file misses
"""
