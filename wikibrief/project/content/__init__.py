"""What is in a project: folders, sources, metadata, and what an article reads of them.

- ``roots``: the folder of a project, found by what is in it
- ``folders``: which files are sources, and where everything that belongs to them is
- ``discovery``: the sources in a folder, and their artifacts
- ``strays``: the files in ``content/`` that nothing reads, and what they were meant to be
- ``names``: what articles call other documents, files and templates of their wiki
- ``inputs``: files, observed as they are read
- ``sources``: where an article is read from
- ``articles``: a document with its metadata, as every command reads it
- ``surroundings``: what an article asks for by name while it is rendered
- ``reviewing``: reviews of facts that are wrong, or out of date
- ``templates``: read like all files of a project, and over the built-in ones
"""
