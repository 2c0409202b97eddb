"""Kinds of problems: the codes that reports for programs use, and what each means.

A code stays the same when the words of a message change, so that other tools can count and filter.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["KINDS"]

KINDS: Mapping[str, str] = {
    # Files and folders
    "not-found": "There is no file or folder of this name.",
    "not-a-source": "A file that was named is not one that articles can be read from.",
    "no-sources": "A folder has no articles in it.",
    "unreadable": "A file cannot be read: it is not UTF-8, too large, a pipe, or not permitted.",
    "unwritable": "A file cannot be written: it is read-only, or a folder is in its place.",
    "changed-meanwhile": "Somebody saved a file while it was being converted.",
    "edited-artifact": "Somebody edited a file in the output folder; a build leaves it alone.",
    "output-clash": "Several sources would be built into the same file, or over a source.",
    "output-folder": "The output folder cannot be used.",
    "stale-artifact": "A file in the output folder is not what a build of the sources makes.",
    "old-edition": "Something that an edition is made of is newer than the edition.",
    "leftover": "A source is gone, and so is what was built from it, unless that was edited.",
    "link-out": "A link leads out of its folder, so it is not followed.",
    "linked-folder": "A folder is a link, so nothing in it is read.",
    "misnamed-folder": "A folder has almost the name of one with a special meaning.",
    "misnamed-metadata": "A file looks like metadata, but is not read under its name.",
    "unread-file": "Nothing reads this file.",
    "unknown-format": "No format has this suffix, or the format can only be written.",
    "bad-option": "An option, an argument or a variable of the environment cannot be used.",
    "schema-not-written": "The JSON Schema for editors could not be written.",
    "build-log": "The build log cannot be read, so everything is built again.",
    "cache": "The cache of `--cache` cannot be used, or what was in it is damaged.",
    "cluster": "The scheduler or a worker of `--scheduler` cannot be used.",
    "not-installed": "A package that the command needs is not installed.",
    "not-finished": "The work on an article was ended: it took too much time or memory.",
    # YAML, JSON and metadata
    "bad-edition": "An edition is not described, or names articles that there are not.",
    "unknown-origin": "A file among artifacts was not built, so no article's metadata is known.",
    "bad-yaml": "This is not YAML, or YAML of a kind that documents do not use.",
    "bad-json": "This is not JSON.",
    "bad-value": "A key is unknown, or its value is not of the kind that it must be.",
    "unknown-reference": "A mark in a text refers to a reference that the document does not have.",
    "missing-metadata": "An article lacks what the metadata of its folder requires.",
    "lost-comment": "A comment in YAML is not kept, because its value is gone.",
    "outdated-review": "A fact was reviewed, and the text that it was made from has changed.",
    "review-without-text": "A review does not say which text it was made from.",
    "contradiction": "What an article says in one place does not fit what it says in another.",
    # What a format can hold
    "cannot-hold": "Wikitext, or the format that is written, cannot say this value.",
    "not-in-markup": "The title or the language is not part of the markup that is written.",
    # Wikitext
    "empty-source": "A source has nothing in it.",
    "no-text": "A source has a title, but no text.",
    "no-title": "An article in the plain dialect has no title line.",
    "unbalanced-heading": "A heading has more equals signs on one side than on the other.",
    "skipped-level": "A heading is more than one level below the one before it.",
    "empty-heading": "A heading has no words.",
    "odd-character": "A character that wikis do not store.",
    "unclosed-construct": "Braces, brackets, a comment or a tag that is never closed.",
    "unclosed-tag": "An HTML element that is never closed.",
    "stray-closing-tag": "A closing tag without an opening one before it.",
    "unclosed-table": "A table that is never closed.",
    "unclosed-quotes": "Bold or italic text that is not closed on its line.",
    "kept-raw": "A block that is not taken apart: it is kept and shown as wikitext.",
    "repeated-argument": "A transclusion has the same argument twice; the wiki shows the last.",
    "unnamed-argument": "An argument of an infobox has no name, so it is not shown.",
    "unknown-argument": "An infobox has no parameter of this name.",
    "argument-not-shown": "A transclusion's layout does not show this argument.",
    "unused-reference": "No text refers to a reference, so that only YAML and JSON have it.",
    "undefined-reference": "A named reference is used, but never defined.",
    "repeated-reference": "A named reference is defined again, with other content.",
    "empty-link": "A link or a line of a gallery names nothing that a page can show.",
    "missing-file": "A file that the article shows is not among its media.",
    "infobox-near-miss": "Lines that look like an infobox of the plain dialect, but are not.",
    "markdown": "Markdown, which a wiki shows as it is or reads as something else.",
    "citation-title": "A citation has no title.",
    "citation-address": "A citation's address has no scheme.",
    "citation-date": "A citation's date is not a date.",
    "citation-missing": "A citation lacks an argument that the wiki asks for.",
    "citation-number": "A citation's ISBN or ISSN has a slip in it.",
    "citation-argument": "A citation has no argument of this name.",
    # What pages and briefings show
    "no-layout": "There is no layout for a transclusion: it is shown as its arguments.",
    "only-on-wiki": "Only the wiki can compute or draw this.",
    "error-shown": "A call shows an error, as on the wiki: a template contains itself.",
    "not-shown": "Something else is not shown as it should be.",
    "image-not-shown": "An image is there, but cannot be shown.",
    "missing-glyph": "No font of the briefing has these characters.",
    "lost-marking": "A page would lack the marking or the attribution, so nothing is made.",
    "not-on-paper": "A part of the page cannot be laid out on paper.",
    "misses-standard": "A PDF does not meet a standard that it declares, or declares none.",
    "pandoc": "pandoc cannot write a file, or leaves something out of it.",
    "no-verapdf": "veraPDF, which judges PDFs, is not installed or does not work.",
    # Templates
    "template": "A template fails, or is not there.",
    "bad-words": "A file of words is wrong.",
    "missing-asset": "A file that a template or a style sheet names is not part of the page.",
    "style-sheet": "An error or an unknown property in a style sheet.",
    "unknown-font": "A style sheet names a font that the briefing does not have.",
}
"""What each code means, in one sentence."""
