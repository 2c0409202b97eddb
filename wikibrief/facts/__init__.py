"""What an article says as data, as pure functions of the document.

- ``keyfacts``: the infobox sorted into facts, sides, pictures and the rest
- ``model``: the values: facts, sides, losses, claims, statements, totals
- ``lexicon``, ``vocabulary/``: a language's words, one file each
- ``tokens``, ``numbers``, ``dates``: a sentence's words, its quantities, its dates
- ``infobox``, ``values``, ``shown``: arguments by meaning, their values in words
- ``boxfacts``, ``sides``, ``losses``, ``places``: what the infobox says
- ``prose``, ``citations``: the text as sentences, and their references
- ``grammar``, ``asides``, ``rules``, ``conditions``: how the text says that people were lost
- ``claims``, ``groups``, ``sources``: its claims, who was hit, who says so
- ``timeline``, ``totals``: dated sentences; ranges over the claims
- ``extract``, ``reviews``, ``dump``: all of it, a person's corrections, and YAML

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
