"""Infoboxes inside an article: their arguments in the order they are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["Row", "infobox_rows"]

_TITLES = (
    "name", "title", "conflict", "ship name", "unit_name", "event_name", "official_name", "nome",
    "nom", "nombre", "titre", "titolo", "above", "header caption",
    "naam", "namn", "navn", "nimi", "název", "név", "nazwa", "adı", "konflikt", "conflit",
    "conflicto", "conflitto", "título", "название", "имя", "конфликт", "назва", "конфлікт",
    "الاسم", "اسم", "نام", "שם", "名称", "名前", "战役名称", "이름", "전쟁", "όνομα",
)  # fmt: skip
_LAYOUT = re.compile(
    r"(?:(?:image|img|photo|pic|map|logo|flag|coa|seal|bild|karte)[ _]?"
    r"(?:size|width|upright|style|class|height|type|relief|zoom)\w*|"
    r"(?:body|title|label|data|header|above)(?:style|class)\w*|width|style|embed|child|"
    r"hide[ _]header|pushpin[ _]\w*|upright|alt|\w+[ _](?:alt|size|width))",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"(?<=[^\W\d_A-ZА-Я])[A-ZА-Я](?=[^\W\d_A-ZА-Я])")
"""A word that begins inside of a name: ``LuogoNascita``."""
_PICTURE = re.compile(
    r"(?:ship )?(?:image|img|photo|picture|bild|imagen|immagine|изображение|صورة|تصویر)"
    r"(?:[ _]?(?:name|file|skyline))?[0-9]?",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"(?:[^\[\]{}|:]+:)?([^\[\]{}|:/]+\.(?:jpe?g|png|gif|svg|webp|tiff?))", re.IGNORECASE
)


class Row(NamedTuple):
    """An argument of an infobox: what it is (``title``, ``picture``, ``fact``), its label."""

    kind: str
    name: str
    label: str


def infobox_rows(words: Mapping[str, str], sources: Mapping[str, str]) -> list[Row]:
    """The arguments of an infobox that say something: title, pictures, then facts in their order.

    Left out is what only says how the box looks.
    """
    title = next((name for name in words if name.strip().lower() in _TITLES and words[name]), "")
    rows = [Row("title", title, "")] if title else []
    for name, source in sources.items():
        if name == title or not source or _LAYOUT.fullmatch(name):
            continue
        kind = "fact"
        if _PICTURE.fullmatch(name) and _FILE.fullmatch(source.strip()):
            kind = "picture"
        label = _INSIDE.sub(lambda match: f" {match[0].lower()}", name.replace("_", " ")).strip()
        rows.append(Row(kind, name, label[:1].upper() + label[1:]))
    return sorted(rows, key=lambda row: ("title", "picture", "fact").index(row.kind))
