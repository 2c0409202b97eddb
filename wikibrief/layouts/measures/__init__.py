"""Filters for what articles measure: numbers, units and their conversion, coordinates, prices."""
