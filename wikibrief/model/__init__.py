"""What an article is: the document, its metadata, and which values of two lists belong together.

- ``document``: the types of the article; everything else follows from them
- ``metadata``: the types of what its markup cannot hold
- ``marking``: the labels that say who may read it, and which of them is the strictest
- ``colours``: how far two colours are from each other
- ``texts``: the texts of a document, in order, and how to rewrite them
- ``garbage``: holds back Python's garbage collector while values are made
- ``alignment``: which items of a new list are which of the old one
"""
