"""What paper asks of a page and no style sheet can say: HTML → a tree for the press.

- ``page``: all of it, in its order; which words and marks stay together
- ``headings``: which hang in the margin
- ``lists``: which are in columns
- ``rows``: which wiki templates without a layout are in rows
- ``trimming``: takes out of a page what paper does not need
- ``tables``: their heads, and the size and page that a table needs
- ``unfolding``: tables of too many columns, as a paragraph for each row
- ``directions``: runs of words of the other direction, in their order
- ``formulas``: LaTeX as drawings
"""
