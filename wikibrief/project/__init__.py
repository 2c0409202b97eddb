"""Where files and documents meet: folders, articles, formats, the build, checking, conversion.

What a project is:

- ``folders``: which files are sources, and where everything that belongs to them is
- ``discovery``: the sources in a folder, and their artifacts
- ``strays``: the files in ``content/`` that nothing reads, and what they were meant to be
- ``names``: what articles call other documents, files and templates of their wiki
- ``inputs``: files, observed as they are read
- ``sources``: where an article is read from
- ``articles``: a document with its metadata, as every command reads it
- ``surroundings``: what an article asks for by name while it is rendered
- ``deferred``: functions that are imported when they are first called
- ``formats``: what a document can be read from and made into
- ``outcomes``: what came of a build, of each document and of all
- ``shortcut``: an up-to-date build sees at a glance that it has nothing to do
- ``jobs``: what a build hands to a worker
- ``recipes``: an article → its artifacts, all in memory first
- ``settings``: what a build is asked to do
- ``packages``: the versions of everything installed that makes artifacts
- ``plan``: what is dirty, and the names of everything
- ``crew``: the workers of one build
- ``companions``: the files that belong next to artifacts
- ``protection``: what a person has edited is not overwritten
- ``gathering``: the files about all documents of a build
- ``pipeline``: a whole build: find, plan, run, log
- ``checking``: a build that writes nothing, and the check of a text
- ``judging``: whether PDFs meet the standards that they declare
- ``convert``: one file or stream to another format
- ``editions``: several sources to one PDF
- ``facts``: the facts of articles, as the command of that name writes them
- ``reviewing``: reviews of facts that are wrong, or out of date
- ``versions``: versions of articles to compare, from files, folders and git
- ``reports``: the problems of a run, for people and for programs
- ``kinds``: the codes of problems, and what each means
- ``templates``: read like all files of a project, and over the built-in ones
"""
