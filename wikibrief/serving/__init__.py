"""Serving: documents in a browser while they are written, each change as soon as it is saved.

Nothing of it is on the disk: pages are rendered in warm workers when they are looked at, and the
others in the background, so that their problems are known.

- ``watching``: which files have changed
- ``desk``: what is known of every document, and what a change makes stale
- ``workshop``: renders documents, those that are looked at first
- ``audience``: who looks at which page
- ``pages``: the list of documents, and pages in place of those that cannot be made
- ``guard``: what the server refuses, and what its pages may do
- ``application``: which address shows what
- ``server``: an address, an event loop and an end
"""
