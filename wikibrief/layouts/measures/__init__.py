"""Filters for what articles measure: numbers, units and their conversion, coordinates, prices.

- ``conversion``: ``{{convert}}``
- ``conversion_call``: read its arguments
- ``conversion_results``: the converted values
- ``units``: units and their scales
- ``numbers``: numbers as they are written
- ``coordinates``: latitude and longitude
- ``prices``: prices of other years
- ``months``: values by month
- ``french``: French centuries and units
"""
