"""Facts as data for other programs.

- ``dump``: the keys of the labels, and what the project adds to them
- ``tables``: a row for an incident, a row for a claim, and what their columns mean
- ``deaths``: those of each side and of all, as the range over their claims
- ``exports``: facts of many articles as CSV, GeoJSON and a data package
- ``jsonld``: an Event of schema.org, with Claims
"""
