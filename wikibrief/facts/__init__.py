"""What an article says as data, as pure functions of the document.

- ``model``: typed, immutable values that are a pure function of a document
- ``extract``: the one function that puts together what the other modules read
- ``language``: a language's words, and what a sentence is made of
- ``text``: what the sentences of an article say
- ``box``: what its infobox says
- ``totals``: for each category and group the range over its claims. Nothing is chosen here
- ``names``: which of them mean the same source, or the same group
- ``reviews``: what a person says of facts, in place of what was read
- ``forms``: YAML, CSV, GeoJSON, JSON-LD

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
