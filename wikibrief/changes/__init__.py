"""What changed between two versions of an article: block by block, and fact by fact.

- ``model``: a change, and all changes of an article
- ``blocks``: blocks and their parts, aligned as the round trip aligns them
- ``figures``: facts, claims and dated statements, as a reader of the article would put it
- ``compare``: two documents → their changes
- ``show``: changes as text, as plain data, and as a page
"""
