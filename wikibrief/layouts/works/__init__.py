"""Filters for what articles cite: citations, short references, identifiers, people, sites."""
