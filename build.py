#!/usr/bin/env python3
"""Build ``content/`` into ``output/``: the same as ``wikibrief build``."""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Run the command line with the project's own Python, which `make` sets up."""
    python = HERE / ".venv" / "bin" / "python"
    if python.exists() and Path(sys.prefix).resolve() != python.parent.parent.resolve():
        os.execv(python, [str(python), __file__, *sys.argv[1:]])  # noqa: S606  our own path
    sys.path.insert(0, str(HERE))
    try:
        from wikibrief.cli import main as cli_main  # noqa: PLC0415  it may not be installed here
    except ModuleNotFoundError as missing:
        sys.exit(f"build.py: {missing.name} is not installed; run `make` once to set up")
    cli_main(["build", *sys.argv[1:]])


if __name__ == "__main__":
    main()
