"""Where files and documents meet: folders, formats, recipes, the build, conversion.

- ``pipeline``: a whole build: find, plan, run, log
- ``convert``: one file or stream to another format
- ``recipes``: a source to its artifacts, all in memory first
- ``formats``: the table of formats; whatever differs between two formats is in their rows
- ``discovery``: the sources in a folder, and their artifacts
- ``surroundings``: what a document asks for by name: other documents, pictures, templates of its
  wiki
- ``names``: what other documents call a document
- ``folders``: which files are sources, and where what belongs to them is
"""
