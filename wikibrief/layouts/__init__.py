"""Show ``{{name}}`` without its wiki: find the layout, read its arguments, compute its values.

- ``transclusions``: show a transclusion by its layout, else with its arguments
- ``names``: which layout shows a name, on the wikis of each language
- ``places``: what the place of a transclusion says about it
- ``vocabulary``: what arguments are called in other languages
- ``arguments``: a transclusion's arguments, as its layout asks for them
- ``numbering``: numbered arguments of a template without a layout, as tables
- ``filters``: the table of filters that layouts use
- ``infoboxes``: the rows of an infobox inside a text
- ``text``: sentences of parts of which each may be absent
- ``tables``: the data files of filters
- ``works``: filters for what articles cite
- ``measures``: filters for what articles measure
- ``subjects``: filters for what articles speak of
- ``finding``: how a wiki's ``{{name|…}}`` is shown without the wiki
- ``hidden``: arguments that layouts leave out on purpose: the names are data, with the reasons
- ``reads``: which arguments a layout reads, as its template says it; what it never reads is not
  shown
"""
