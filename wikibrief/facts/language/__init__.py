"""A language's words, and what a sentence is made of.

A new language is a new file in ``vocabulary/``.

- ``lexicon``: the file ``vocabulary/LANGUAGE.yaml``, ready for the grammar
- ``tokens``: a sentence as words, numbers and signs, each with its place in it
- ``numerals``: numbers in words and digits: "1,200", "two dozen"
- ``numbers``: numbers with their bounds: "at least 20", "c. 1,200–1,500"
- ``calendars``: the year or month that a date leaves out, from the dates before it
- ``dates``: dates in prose, as EDTF
- ``datevalues``: values that are a date, of infoboxes and citations
- ``grammar``: a sentence as a row of tags, and rules that are patterns over it
- ``shown``: how a transclusion reads in words, by the table ``transclusions.yaml``
- ``vocabulary/``: a language's words, one file each; in ``boxes/`` those of infoboxes alone
"""
