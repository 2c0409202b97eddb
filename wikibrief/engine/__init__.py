"""The build: what is dirty and why, run it, remember it.

It turns sources into artifacts and knows nothing of what is in them. ``graph`` decides what to make
and is pure; ``workers`` run it within limits; ``log`` remembers what was read and written;
``files`` is the border to the disk.
"""
