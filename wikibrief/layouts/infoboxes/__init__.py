"""Lay infoboxes out: sort their arguments into rows, sides, pictures and groups.

- ``arranging``: facts, sides, pictures, groups, and what is none of them
- ``families``: which rows a settlement's, a person's or a ship's box has, as data
- ``keyfacts``: an infobox as a reader wants it
- ``labels``: an argument's name as words, ``LuogoNascita`` as "Luogo nascita"
- ``pairs``: labels that a box gives in arguments of their own
- ``values``: join what infoboxes keep in several arguments: coordinates, units, years and ranks
  of values
"""
