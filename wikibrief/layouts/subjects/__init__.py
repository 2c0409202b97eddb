"""Filters for what articles speak of: dates, languages, states, ships, symbols."""
