"""What an article says as data, as pure functions of the document.

- ``model``: typed, immutable values that are a pure function of a document
- ``extract``: the one function that puts together what the other modules read
- ``infobox``: the infobox's arguments by what they mean, whatever the family and language of the
  infobox
- ``values``: values of the infobox as lines of words, without flags, notes and files
- ``shown``: how a transclusion reads in words, by the table ``transclusions.yaml``
- ``boxfacts``: date, place, sides, losses, and its own claims
- ``sides``: belligerents, commanders, strength
- ``losses``: a value of ``casualties`` as categories and numbers
- ``places``: those of the infobox, else those that the article shows at its title
- ``lexicon``: the file ``vocabulary/LANGUAGE.yaml``, ready for the grammar
- ``tokens``: a sentence as words, numbers and signs, each with its place in it
- ``numbers``: numbers in words and digits, with their bounds: "at least 20", "c. 1,200–1,500",
  "two dozen"
- ``dates``: dates in prose and in infoboxes, as EDTF
- ``prose``: the text of an article as sentences, each with its place and its references
- ``citations``: their names, addresses and the dates of their sources
- ``grammar``: a sentence as a row of tags, and rules that are patterns over it
- ``asides``: what is in brackets or after "including", to be read apart from its sentence
- ``rules``: patterns over the tags of a sentence, tried at every item in order
- ``conditions``: people are counted, it has happened, and to these
- ``claims``: what the text says of numbers of people killed, wounded, captured or missing
- ``groups``: who was hit, in the words of the sentence: "34 *civilians*", "*Axis* losses", "the
  *Dutch* lost"
- ``sources``: the subject of a reporting verb, or what follows "according to"
- ``names``: which of them mean the same source, or the same group
- ``timeline``: every dated sentence of the text, one statement for each of its dates
- ``totals``: for each category and group the range over its claims. Nothing is chosen here
- ``reviews``: what a person says of facts, in place of what was read
- ``deaths``: those of each side and of all, as the range over their claims
- ``tables``: a row for an incident, a row for a claim, and what their columns mean
- ``exports``: facts of many articles as CSV, GeoJSON and a data package
- ``jsonld``: an Event of schema.org, with Claims
- ``dump``: the keys of the labels, and what the project adds to them
- ``vocabulary/``: a language's words, one file each

The package can be called: ``wikibrief.facts(document)`` is ``extract.read_facts``. Its name is that
of the public function, and importing any of its modules sets it on ``wikibrief``.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from wikibrief.facts.model import Facts
    from wikibrief.model.document import Document


class _Package(ModuleType):
    """This package, as a function."""

    def __call__(self, document: Document, reviews: Mapping[str, object] | None = None) -> Facts:
        """Read the facts of a document; ``reviews`` are a person's corrections, by key."""
        read_facts = import_module("wikibrief.facts.extract").read_facts
        return cast("Facts", read_facts(document, reviews))


sys.modules[__name__].__class__ = _Package
