"""What an editor wants to know about a source, each finding at its place.

- ``run``: all checks of a source
- ``markup``: headings, characters, and constructs that are never closed
- ``tags``: elements, tables, bold and italic that are never closed, or close nothing
- ``arguments``: given twice, unknown to the infobox, or without a name in it
- ``links``: those that lead nowhere, and missing files
- ``nearmisses``: Markdown, and slips in the plain dialect's infobox
- ``references``: named ones that are never defined, or defined twice
- ``transclusions``: which there are, how often, and how each is shown
- ``findings``: the source that all checks look at
- ``constructs``: every construct of a source, nested ones too
- ``citations``: checks of citations, those that Wikipedia's Citation Style 1 makes on the wiki
- ``together``: arguments of citations that need or exclude one another
- ``cited``: the same for citations that are values, as YAML has them
- ``dropped``: words that the wiki does not show either
- ``contradictions``: facts that do not fit together
- ``unread``: arguments that a transclusion's layout does not show
"""
