"""The commands of the command line: options in, problems and exit codes out.

A module holds its command as ``command``; ``group`` imports it when it is run. What they share:

- ``group``: the commands by name
- ``repeating``: a build that has nothing to do prints what it printed before
- ``options``: the options of several commands
- ``terminal``: what commands read and print, and how they end
- ``extras``: packages that only some commands need
- ``editions``: one PDF of several articles, written
- ``watching``: build again whenever a file is saved

The commands:

- ``build``: bring artifacts up to date
- ``check``: a build that writes nothing
- ``convert``: from any format to any other
- ``diff``: what changed between two versions
- ``doctor``: what is there, and what is missing
- ``dump``: build the pages of a MediaWiki XML export
- ``facts``: what articles say, as data
- ``init``: start a project
- ``man``: the manual page
- ``publish``: all pages in one file, for Kiwix
- ``schema``: the JSON Schema of the YAML form
- ``serve``: documents in a browser while they are written
"""
