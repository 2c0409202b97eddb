"""Page names: one reader for links, transclusions, files and documents.

The expectations are MediaWiki's: MediaWikiTitleCodec::splitTitleString, for a wiki that knows the
namespaces of all languages.
"""

from __future__ import annotations

import pytest

from wikibrief.layouts.names import layout_name
from wikibrief.wiki.expansion.inclusion import template_name
from wikibrief.wiki.namespaces import Namespace, find_prefix, prefix_at
from wikibrief.wiki.titles import Title, page_name, parse_link, parse_title, path_of

MAIN, TEMPLATE = Namespace.MAIN, Namespace.TEMPLATE
RLM, LRM = "\u200f", "\u200e"

PAGES: dict[str, Title | None] = {
    # blanks
    "Battle of Kursk": Title(MAIN, "Battle of Kursk"),
    "  battle__of _ Kursk_ ": Title(MAIN, "Battle of Kursk"),
    "Battle\u00a0of\u3000Kursk": Title(MAIN, "Battle of Kursk"),
    "Battle&nbsp;of Kursk": Title(MAIN, "Battle of Kursk"),
    "": None,
    " _ ": None,
    # colons
    ":Category:Rivers": Title(Namespace.CATEGORY, "Rivers"),
    ": Rivers": Title(MAIN, "Rivers"),
    "::Rivers": None,
    ":": None,
    "Rivers: a list": Title(MAIN, "Rivers: a list"),
    # invisible marks
    f"Bat{LRM}tle{RLM}": Title(MAIN, "Battle"),
    f"{LRM}File{LRM}: Map.png": Title(Namespace.FILE, "Map.png"),
    # characters
    "R&amp;D": Title(MAIN, "R&D"),
    "R&D": Title(MAIN, "R&D"),
    "A&copy=1": Title(MAIN, "A&copy=1"),
    "A&amp;copy;": None,
    "100%41": None,
    "100%": Title(MAIN, "100%"),
    "a[b]": None,
    "a{b}": None,
    "a<b": None,
    "a|b": None,
    "a\tb": None,
    "a\ufffdb": None,
    "Who~~~": None,
    "Who~~": Title(MAIN, "Who~~"),
    # paths
    ".": None,
    "..": None,
    "./a": None,
    "a/../b": None,
    "a/.": None,
    "a/b": Title(MAIN, "A/b"),
    ".a": Title(MAIN, ".a"),
    "...": Title(MAIN, "..."),
    # lengths
    "a" * 255: Title(MAIN, "A" + "a" * 254),
    "a" * 256: None,
    "é" * 128: None,
    f"Special:{'a' * 300}": Title(Namespace.SPECIAL, "A" + "a" * 299),
    # namespaces
    "template:lang": Title(TEMPLATE, "Lang"),
    "TEMPLATE _:_ lang": Title(TEMPLATE, "Lang"),
    "Vorlage:Lang": Title(TEMPLATE, "Lang"),
    "modèle:Lang": Title(TEMPLATE, "Lang"),
    "Шаблон:lang": Title(TEMPLATE, "Lang"),
    "الگو:lang": Title(TEMPLATE, "Lang"),
    "Benutzerin:Ada": Title(Namespace.USER, "Ada"),
    "wikipedia:Policy": Title(Namespace.PROJECT, "Policy"),
    "Diskussion:Kursk": Title(Namespace.TALK, "Kursk"),
    "Portail:Histoire": Title(Namespace.PORTAL, "Histoire"),
    "Модуль:Дата": Title(Namespace.MODULE, "Дата"),
    "Datei:Karte.svg": Title(Namespace.FILE, "Karte.svg"),
    "Image:Karte.svg": Title(Namespace.FILE, "Karte.svg"),
    "Média:Karte.svg": Title(Namespace.MEDIA, "Karte.svg"),
    "Template:": None,
    "Talk:File:Map.png": None,
    "File::Map.png": None,
    # fragments
    "Kursk#The  attack": Title(MAIN, "Kursk", "The attack"),
    "Kursk #_a_b": Title(MAIN, "Kursk", " a b"),
    "#Attack": Title(MAIN, "", "Attack"),
    "Kursk#": Title(MAIN, "Kursk", ""),
    "Template:#Attack": None,
    # other wikis
    "de:berlin": Title(MAIN, "berlin", None, "de"),
    "FR:Berlin#Histoire": Title(MAIN, "Berlin", "Histoire", "fr"),
    "wikt:word": Title(MAIN, "word", None, "wikt"),
    "de:Datei:Karte.svg": Title(MAIN, "Datei:Karte.svg", None, "de"),
    # first letters
    "kursk": Title(MAIN, "Kursk"),
    "éclair": Title(MAIN, "Éclair"),
    "ß": Title(MAIN, "ß"),
    "ßeta": Title(MAIN, "ßeta"),
    "İzmir": Title(MAIN, "İzmir"),
    "ბერლინი": Title(MAIN, "ბერლინი"),
    "ǆep": Title(MAIN, "ǅep"),
    "ŉ": Title(MAIN, "ŉ"),
    "e\u0301clair": Title(MAIN, "Éclair"),
    "東京": Title(MAIN, "東京"),
}


@pytest.mark.parametrize(("text", "title"), PAGES.items())
def test_parse_title(text: str, title: Title | None) -> None:
    assert parse_title(text) == title


@pytest.mark.parametrize("text", PAGES)
def test_a_full_name_names_the_same_page(text: str) -> None:
    title = parse_title(text)
    if title and title.name:
        again = parse_title(title.full_name)
        assert again == Title(title.namespace, title.name, None, title.interwiki)
        assert page_name(text) == title.full_name


TRANSCLUSIONS: dict[str, tuple[str | None, str]] = {
    # name → the template's name, the layout's
    "lang": ("Lang", "lang"),
    " lang_de ": ("Lang de", "lang de"),
    "Template:lang": ("Lang", "lang"),
    "Vorlage:Lang": ("Lang", "lang"),
    "Modèle:lang": ("Lang", "lang"),
    "قالب:Lang": ("Lang", "lang"),
    f"{LRM}lang": ("Lang", "lang"),
    f"la{LRM}ng{RLM}": ("Lang", "lang"),
    "lang<!-- de -->": (None, "lang"),
    "lang&#32;de": ("Lang de", "lang de"),
    "lang\u00a0de": ("Lang de", "lang de"),
    "lang#a": ("Lang", "lang"),
    "lang%20de": (None, "lang%20de"),
    ":Lang": (None, ":Lang"),
    "User:Ada/Box": (None, "user:Ada/Box"),
    "Benutzer:Ada/Box": (None, "user:Ada/Box"),
    "Wikipedia:Stub": (None, "project:Stub"),
    "İlgili": ("İlgili", "ilgili"),
    "ßeta": ("ßeta", "ßeta"),
    "{{{1}}}": (None, "{{{1}}}"),
    "": (None, ""),
    "a" * 256: (None, "a" * 256),
}


@pytest.mark.parametrize(("name", "expected"), TRANSCLUSIONS.items())
def test_names_of_transclusions(name: str, expected: tuple[str | None, str]) -> None:
    assert (template_name(name), layout_name(name)) == expected


def test_links_decode_percent_signs_and_names_do_not() -> None:
    assert parse_link("Caf%C3%A9") == Title(MAIN, "Café")
    assert parse_title("Caf%C3%A9") is None
    assert parse_link("a%5Bb") is None


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Datei:Karte 1.svg", "File:Karte_1.svg"),
        ("wikipédia:Le bistro", "Wikip%C3%A9dia:Le_bistro"),
        ("Template:a/b?c", "Template:A/b%3Fc"),
        ("Kursk#Der Angriff", "Kursk#Der_Angriff"),
        ("wikt:word", "wikt:word"),
    ],
)
def test_a_path_keeps_the_namespace_that_the_wiki_knows(text: str, path: str) -> None:
    title = parse_title(text)
    assert title is not None
    assert path_of(title) == path


def test_a_namespace_in_english_is_known_everywhere() -> None:
    for namespace in Namespace:
        if namespace:
            assert find_prefix(namespace.label) == namespace
            prefix = prefix_at(f"{namespace.label.upper()} : x")
            assert prefix is not None
            assert (prefix.namespace, prefix.interwiki) == (namespace, "")


def test_pages_and_what_is_said_of_them_are_in_pairs() -> None:
    page = parse_title("Discussion Portail:X")
    assert page is not None
    assert page.subject == Title(Namespace.PORTAL, "X")
    assert page.subject.talk == page == page.talk
