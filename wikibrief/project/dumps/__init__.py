"""Dumps: the pages of a MediaWiki XML export, built as if they were files in ``content/``.

A dump is read twice, and never unpacked: first to learn which pages there are, so that links and
redirects lead to one another, then to build them. Neither holds more of it than the pages that are
being built.

- ``opening``: a dump as bytes, whatever it is packed with, and as pages
- ``selection``: which pages are wanted
- ``naming``: the names of files, for titles that cannot be one
- ``register``: which pages there are and what was built of them, on the disk
- ``building``: pages to artifacts
"""
