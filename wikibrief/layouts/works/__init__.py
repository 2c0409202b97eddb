"""Filters for what articles cite: citations, short references, identifiers, people, sites.

- ``citations``: citations of every kind
- ``harvard``: short references
- ``identifiers``: ISBN, DOI and their kin
- ``people``: authors and editors
- ``sites``: web sites and archives
- ``sources``: works whose text wikis took over, and offices whose works are in the public domain
"""
