"""wikibrief: wiki-style source → one typed document ⇄ YAML → wikitext, HTML and PDF briefings."""

__version__ = "0.1.0"
