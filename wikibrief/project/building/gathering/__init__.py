"""The files about all documents of a build, of what each of these has left in the log.

- ``publishing``: the manifest of the output folder, and the sums of its files
- ``makers``: what makes these files, in a worker
- ``collecting``: which of them are dirty, and have them made
- ``issued``: what the log knows of editions, and which are out of date
"""
