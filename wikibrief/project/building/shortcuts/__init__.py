"""A build that can see from what the last one has left that nothing is to do, or little.

- ``shortcut``: an up-to-date build sees at a glance that it has nothing to do
- ``few``: few files have changed, and what is known of the others need not be read
"""
