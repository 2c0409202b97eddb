"""The build: what is dirty and why, run it, remember it. It knows nothing of documents or wikis.

- ``files``: read, digest and atomically write files; every error names its file
- ``graph``: which recipes are dirty, and the reason in words; pure
- ``log``: what the last build of each recipe read and wrote
- ``workers``: run tasks in worker processes within their limits
"""
