"""Identifiers of works: what their catalogues call them, and where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

from wikibrief.inline.words import words_of
from wikibrief.layouts.arguments import Arguments

__all__ = ["Identifier", "identifier", "identifiers"]


class Identifier(NamedTuple):
    """A work's number in a catalogue.

    ``label`` is what the catalogue is called, ``address`` where the number leads; a book's number
    leads to a page of the wiki instead.
    """

    label: str
    separator: str
    value: str
    address: str
    wiki_page: str


_SCHEMES = {
    "arxiv": ("arXiv", "https://arxiv.org/abs/{}"),
    "asin": ("ASIN", "https://www.amazon.com/dp/{}"),
    "bibcode": ("Bibcode", "https://ui.adsabs.harvard.edu/abs/{}"),
    "bnf": ("BNF", "https://catalogue.bnf.fr/ark:/12148/cb{}"),
    "biorxiv": ("bioRxiv", "https://doi.org/{}"),
    "ceeol": ("CEEOL", "https://www.ceeol.com/search/article-detail?id={}"),
    "citeseerx": ("CiteSeerX", "https://citeseerx.ist.psu.edu/viewdoc/summary?doi={}"),
    "doi": ("doi", "https://doi.org/{}"),
    "eissn": ("eISSN", "https://search.worldcat.org/issn/{}"),
    "hdl": ("hdl", "https://hdl.handle.net/{}"),
    "isbn": ("ISBN", ""),
    "ismn": ("ISMN", ""),
    "issn": ("ISSN", "https://search.worldcat.org/issn/{}"),
    "jfm": ("JFM", "https://zbmath.org/?format=complete&q=an:{}"),
    "jstor": ("JSTOR", "https://www.jstor.org/stable/{}"),
    "lccn": ("LCCN", "https://lccn.loc.gov/{}"),
    "medrxiv": ("medRxiv", "https://www.medrxiv.org/content/{}"),
    "mr": ("MR", "https://mathscinet.ams.org/mathscinet-getitem?mr={}"),
    "oclc": ("OCLC", "https://search.worldcat.org/oclc/{}"),
    "ol": ("OL", "https://openlibrary.org/search?q={}"),
    "osti": ("OSTI", "https://www.osti.gov/biblio/{}"),
    "pmc": ("PMC", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC{}"),
    "pmid": ("PMID", "https://pubmed.ncbi.nlm.nih.gov/{}"),
    "rfc": ("RFC", "https://datatracker.ietf.org/doc/html/rfc{}"),
    "s2cid": ("S2CID", "https://api.semanticscholar.org/CorpusID:{}"),
    "sbn": ("SBN", ""),
    "ssrn": ("SSRN", "https://papers.ssrn.com/sol3/papers.cfm?abstract_id={}"),
    "zbl": ("Zbl", "https://zbmath.org/?format=complete&q=an:{}"),
}
"""By the names of their arguments, in the order in which citations list them."""

_PREFIX = re.compile(
    r"\A(?:https?://(?:dx\.)?doi\.org/|https?://hdl\.handle\.net/|doi:|arxiv:"
    r"|(?:isbn|issn|oclc|pmid|pmc|lccn|jstor|s2cid)[:\s]|pmc(?=\d))\s*",
    re.IGNORECASE,
)
_WITH_COLON = frozenset(("arxiv", "bibcode", "doi", "hdl"))
_WITHOUT_BLANKS = frozenset(("eissn", "issn", "lccn", "oclc", "pmid"))


def identifier(kind: str, value: str) -> Identifier:
    """A number in the catalogue ``kind`` (as citations name it), without what it may begin with."""
    label, address = _SCHEMES[kind]
    value = _PREFIX.sub("", value.removeprefix("((").removesuffix("))").strip(), count=1)
    compact = value.replace(" ", "") if kind in _WITHOUT_BLANKS else value
    digits = re.sub(r"[^0-9Xx]", "", value)
    return Identifier(
        label,
        ":" if kind in _WITH_COLON else "\xa0",
        value,
        address.format(quote(compact, safe="/:;.()-+_<>@")) if address else "",
        f"Special:BookSources/{digits}" if kind == "isbn" and digits else "",
    )


def identifiers(args: Arguments) -> Iterator[Identifier]:
    """The identifiers that a citation gives."""
    for kind in _SCHEMES:
        names = (kind, "eprint") if kind == "arxiv" else (kind,)
        if args.has(*names) and (value := words_of(args.html(*names))):
            yield identifier(kind, value)
