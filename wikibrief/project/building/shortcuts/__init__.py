"""A build that can see from what the last one has left that nothing is to do, or little.

- ``looking``: at all that a plan depends on, and again at what a build has left
- ``summaries``: what is reported again where nothing is to do
- ``few``: few files have changed, and what is known of the others need not be read
- ``shortcut``: the note that a build leaves, and what the next one takes from it
"""
