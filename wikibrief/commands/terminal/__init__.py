"""What commands read and print, and how they end.

- ``streams``: standard input and output
- ``results``: how a command ends: its problems, its exit code
- ``printing``: a build, printed while it runs
- ``progress``: its bar on a terminal
"""
