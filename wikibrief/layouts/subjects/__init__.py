"""Filters for what articles speak of: dates, languages, states, ships, symbols.

- ``dates``: dates and ages
- ``languages``: names and codes of languages
- ``phrases``: set phrases
- ``ships``: names of ships
- ``states``: states, their adjectives and services
- ``symbols``: signs by name
"""
