"""Sites that articles lead to: where their pages are, and how they are spoken of."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote

from wikibrief.filters.dates import Date, date_of

__all__ = ["Site", "archive_date", "archive_name", "site_of"]

_ON, _AT, _IN = "{title} on {site}", "{title} at {site}", "{title} in {site}"
_WORKS = "Works by {title} at {site}"
_MEDIA = "Media related to {title} at {site}"


class Site(NamedTuple):
    """A site: ``address`` has ``{}`` for a page's id, ``phrase`` says what is there."""

    name: str
    address: str
    phrase: str = _AT

    def address_of(self, page: str) -> str:
        """The address of a page on it."""
        return self.address.format(quote(page.replace(" ", "_"), safe="/:@-._~,()'!+"))


_SITES = {
    "allmovie": Site("AllMovie", "https://www.allmovie.com/movie/{}"),
    "allmusic": Site("AllMusic", "https://www.allmusic.com/{}"),
    "bluesky": Site("Bluesky", "https://bsky.app/profile/{}", _ON),
    "commons": Site("Wikimedia Commons", "https://commons.wikimedia.org/wiki/{}", _MEDIA),
    "c-span": Site("C-SPAN", "https://www.c-span.org/person/?{}", "{title} on {site}"),
    "cwgc": Site(
        "the Commonwealth War Graves Commission",
        "https://www.cwgc.org/find-records/find-war-dead/casualty-details/{}/",
    ),
    "dnb": Site("DNB", "https://d-nb.info/gnd/{}", _IN),
    "facebook": Site("Facebook", "https://www.facebook.com/{}", _ON),
    "find a grave": Site("Find a Grave", "https://www.findagrave.com/memorial/{}"),
    "gutenberg author": Site("Project Gutenberg", "https://www.gutenberg.org/author/{}", _WORKS),
    "gutenberg": Site("Project Gutenberg", "https://www.gutenberg.org/ebooks/{}"),
    "iep": Site("Internet Encyclopedia of Philosophy", "https://iep.utm.edu/{}/", _IN),
    "imdb name": Site("IMDb", "https://www.imdb.com/name/nm{}/"),
    "imdb title": Site("IMDb", "https://www.imdb.com/title/tt{}/"),
    "instagram": Site("Instagram", "https://www.instagram.com/{}/", _ON),
    "internet archive author": Site(
        "the Internet Archive",
        "https://archive.org/search?query=creator%3A%22{}%22",
        "Works by or about {title} at {site}",
    ),
    "internet archive": Site("the Internet Archive", "https://archive.org/details/{}"),
    "librivox author": Site("LibriVox", "https://librivox.org/author/{}", _WORKS),
    "linkedin": Site("LinkedIn", "https://www.linkedin.com/in/{}", _ON),
    "mobygames": Site("MobyGames", "https://www.mobygames.com/game/{}"),
    "musicbrainz": Site("MusicBrainz", "https://musicbrainz.org/artist/{}"),
    "open library": Site("Open Library", "https://openlibrary.org/{}"),
    "rotten tomatoes": Site("Rotten Tomatoes", "https://www.rottentomatoes.com/m/{}"),
    "sep": Site(
        "Stanford Encyclopedia of Philosophy", "https://plato.stanford.edu/entries/{}/", _IN
    ),
    "twitter": Site("Twitter", "https://x.com/{}", _ON),
    "vimeo": Site("Vimeo", "https://vimeo.com/{}", _ON),
    "wikibooks": Site("Wikibooks", "https://en.wikibooks.org/wiki/{}", _IN),
    "wikidata": Site("Wikidata", "https://www.wikidata.org/wiki/{}", _IN),
    "wikiquote": Site("Wikiquote", "https://en.wikiquote.org/wiki/{}", _IN),
    "wikisource": Site("Wikisource", "https://en.wikisource.org/wiki/{}", _IN),
    "wikispecies": Site("Wikispecies", "https://species.wikimedia.org/wiki/{}", _IN),
    "wikiversity": Site("Wikiversity", "https://en.wikiversity.org/wiki/{}", _IN),
    "wikivoyage": Site("Wikivoyage", "https://en.wikivoyage.org/wiki/{}", _IN),
    "wiktionary": Site("Wiktionary", "https://en.wiktionary.org/wiki/{}", _IN),
    "wikinews": Site("Wikinews", "https://en.wikinews.org/wiki/{}", _IN),
    "worldcat": Site("WorldCat", "https://search.worldcat.org/identities/{}", _AT),
    "youtube": Site("YouTube", "https://www.youtube.com/watch?v={}", _ON),
    "youtube channel": Site("YouTube", "https://www.youtube.com/channel/{}", _ON),
}


def site_of(name: str) -> Site:
    """The site that a layout's variant names."""
    return _SITES[name]


_ARCHIVES = {
    "archive.org": "the Wayback Machine",
    "archive.today": "archive.today",
    "archive.is": "archive.today",
    "archive.ph": "archive.today",
    "archive.fo": "archive.today",
    "archive.li": "archive.today",
    "webcitation.org": "WebCite",
    "loc.gov": "the Library of Congress",
    "nationalarchives.gov.uk": "the UK Government Web Archive",
    "perma.cc": "Perma.cc",
    "ghostarchive.org": "Ghost Archive",
}
_HOST = re.compile(r"(?:\w+:)?//([^/?#]*)")
_STAMP = re.compile(r"/(\d{4})(\d\d)(\d\d)\d{0,6}(?:[a-z_]{0,4})/")


def archive_name(address: str) -> str:
    """What the archive with a copy is called; its host where it is not known."""
    match = _HOST.match(address)
    host = match[1].lower() if match else ""
    known = (name for end, name in _ARCHIVES.items() if host == end or host.endswith(f".{end}"))
    return next(known, host or "the Wayback Machine")


def archive_date(address: str) -> Date | None:
    """When a copy was made, if its address says so."""
    match = _STAMP.search(address)
    return date_of(int(match[1]), int(match[2]), int(match[3])) if match else None
