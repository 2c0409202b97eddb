"""Version: of wikibrief, in one place; pages say it, and the wheel takes it from here."""

__all__ = ["__version__"]

__version__ = "0.1.0"
