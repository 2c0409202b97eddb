"""Many documents: the page that lists them, the feed, the file for Kiwix.

- ``cards``: what a list of documents says of each
- ``listing``: the page that lists all documents
- ``feed``: the documents for feed readers, in Atom
- ``zim``: pages in one file, for Kiwix
"""
