"""Where files and documents meet: folders, articles, formats, the build, checking, conversion.

What a project is:

- ``starting``: the files of a new project
- ``equipment``: what is installed, what is missing, and what that is needed for
- ``kinds``: the codes of problems, and what each means
- ``deferred``: functions that are imported when they are first called
- ``formats``: what a document can be read from and made into
- ``content``: what is in a project, and what an article reads of it
- ``building``: what is dirty, the work on it, and what came of it
- ``dumps``: the pages of a MediaWiki XML export, built like files
- ``checking``: a build that writes nothing, and the check of a text
- ``verifying``: whether the output folder is what a build makes
- ``packing``: all pages in one file for Kiwix
- ``judging``: whether PDFs meet the standards that they declare
- ``convert``: one file or stream to another format
- ``editions``: several sources to one PDF
- ``news``: what changed in an edition since a revision in git
- ``issuing``: make an edition that a project describes, and put it into the output folder
- ``facts``: the facts of articles, as the command of that name writes them
- ``timing``: how a line says what time a build took
- ``versions``: versions of articles to compare, from files, folders and git
- ``reports``: the problems of a run, for people and for programs
"""
