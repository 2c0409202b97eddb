"""The build: what is dirty and why, run it, remember it. It knows nothing of what it builds.

- ``files``: read, digest and write files whole; every error names its file
- ``staging``: write several files, and put them in their places together
- ``graph``: which recipes are dirty, and the reason in words; pure
- ``entries``: what is remembered of one source, and its form in JSON
- ``repeats``: what many entries have alike, written once
- ``log``: what the last build of each source read, and what it has put in place or is about to
- ``cache``: what several people share: values by key, in files that are whole or absent
- ``glance``: whether anything that an up-to-date build looked at has changed since
- ``workers``: run tasks within their limits, one in a process of its own
- ``hush``: workers die without a traceback
- ``pool``: run them in several processes
- ``cluster``: run them in several processes on each of several machines
"""
