"""Filters for what articles speak of: dates, languages, states, ships, symbols.

- ``contests``: brackets of tournaments, tables of leagues
- ``dates``: dates and ages
- ``phrases``: set phrases
- ``pictures``: pictures that are shown together
- ``ships``: names of ships
- ``states``: states, their adjectives and services
- ``symbols``: signs by name
- ``foreign``: names and scripts, as Unicode's CLDR has them
"""
