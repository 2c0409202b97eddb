"""``python -m wikibrief``: the command line, wherever its script is not on the path."""

from __future__ import annotations

from wikibrief.cli import main

if __name__ == "__main__":
    main()
