"""What a worker does: an article → its artifacts, all in memory first.

- ``jobs``: what a build hands to a worker
- ``handing``: the names of all documents to workers, once for a build
- ``sharing``: what others have built of the same inputs
- ``recipes``: read, render, and stage what came of it
"""
