"""The infobox: its date, place, sides and losses.

- ``infobox``: the infobox's arguments by what they mean, whatever the family and language of the
  infobox
- ``values``: values of the infobox as lines of words, without flags, notes and files
- ``boxfacts``: date, place, sides, losses, and its own claims
- ``sides``: belligerents, commanders, strength
- ``losses``: a value of ``casualties`` as categories and numbers
- ``leftovers``: numbers of a line that gave no figure, in whatever script
- ``segments``: the words around a number, and what they say that it counts
- ``places``: those of the infobox, else those that the article shows at its title
"""
