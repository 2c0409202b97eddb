"""The marking and the attribution are on a page, to be seen, or there is no page.

- ``marked``: looks for them, and for what would take them away
- ``hiding``: whether a style sheet hides an element
- ``contrast``: whether two colours differ, and whether a style sheet gives an element one alone
"""
