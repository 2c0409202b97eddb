"""The infobox as key facts: its arguments sorted into facts, sides, and what is neither."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from wikibrief.inline.plain import plain_text
from wikibrief.model.document import Infobox

__all__ = ["Fact", "KeyFacts", "Picture", "SideRow", "infobox_title", "sorted_infobox"]

_TITLE_NAMES = {"conflict", "name", "title"}
_SIDES = "combatant"
_OF_A_SIDE = {_SIDES, "commander", "units", "strength", "casualties"}
_NUMBERED = re.compile(r"(?P<stem>.*[^\d_ ])[_ ]?(?P<side>[1-9])(?P<part>[a-z]?)")
_LAYOUT = re.compile(
    r"(?:image|imagesize|caption|alt|width|upright|map|mapsize|mapframe|pushpin|campaignbox|"
    r"combatants_header|style|bodyclass|bodystyle|embed|child|module)(?:[_ \d].*)?|"
    r".+[_ ](?:size|width|height|alt|link|upright|style|class|zoom|display)[_ ]?\d*"
)
_PICTURE = re.compile(
    r"(?P<what>image|img|photo|picture|bild|imagen|immagine|imagem|изображение|תמונה|صورة|تصویر|"
    r"图像|画像|map_image|image_map|map)(?:_?(?:name|file|skyline))?"
    r"_?(?P<number>\d?)"
)
_FILE = re.compile(
    r"(?:\[\[)?(?:[^\[\]{}<>|:/]+:)?(?P<file>[^\[\]{}<>|:/]+\.[A-Za-z]{3,4})(?:\|[^\[\]]*\]\])?"
)

_COORDINATE = re.compile(
    r"(?P<axis>lat|lon)g?_?(?P<part>d|deg|degrees|m|min|minutes|s|sec|seconds|ns|ew)"
)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Fact:
    """One labelled value; the label of ``name`` is the template's business."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class SideRow:
    """What one kind of argument says of each side; ``spanning`` when it is about none of them."""

    name: str
    values: tuple[str, ...]
    spanning: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A file, by its name in the wiki, or its HTML; and what is said of it."""

    file: str
    caption: str
    alt: str


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """An infobox as a reader wants it: nothing twice, nothing empty, nothing lost."""

    part_of: str
    when: str
    where: str
    facts: tuple[Fact, ...]
    sides: tuple[SideRow, ...]
    others: tuple[Fact, ...]
    pictures: tuple[Picture, ...] = ()

    @property
    def width(self) -> int:
        """Number of sides."""
        return max((len(row.values) for row in self.sides), default=0)

    def shown(self, show: Callable[[str], str], show_file: Callable[[str, str], str]) -> KeyFacts:
        """The same in HTML: ``show`` makes it of a value, ``show_file`` of a file and its alt.

        What shows nothing (a transclusion that only serves the wiki) has no line.
        """

        def lines(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
            html = (Fact(fact.name, show(fact.value)) for fact in facts)
            return tuple(fact for fact in html if fact.value.strip())

        return replace(
            self,
            facts=lines(self.facts),
            sides=tuple(replace(row, values=tuple(map(show, row.values))) for row in self.sides),
            others=lines(self.others),
            pictures=tuple(
                Picture(show_file(each.file, each.alt), show(each.caption), each.alt)
                for each in self.pictures
            ),
        )


def _no_file(_: str) -> bool:
    return False


def sorted_infobox(
    infobox: Infobox, title: str, has_file: Callable[[str], bool] = _no_file
) -> KeyFacts:
    """Sort the arguments of an infobox into facts, sides, pictures and what is none of them.

    Of repeated names the last one counts, as on the wiki; the others are kept among the rest, and
    so are pictures whose file is not at hand.
    """
    last: dict[str, Fact] = {}
    others: list[Fact] = []
    for position, argument in enumerate(infobox.arguments, 1):
        fact = Fact(argument.name or str(position), argument.value)
        key = fact.name.lower()
        if not fact.value.strip():
            continue
        if argument.name is None or _LAYOUT.fullmatch(key):
            others.append(fact)
            continue
        if key in last:
            others.append(last[key])
        last[key] = fact
    last = _with_coordinates(last)
    rows, used = _side_rows(last)
    used |= {"partof"} | {
        name
        for name in _TITLE_NAMES & last.keys()
        if plain_text(last[name].value) == plain_text(title)
    }
    facts = [fact for key, fact in last.items() if key not in used]
    pictures, shown = _pictures([*others, *facts], has_file)
    return KeyFacts(
        part_of=_value(last, "partof"),
        when=_value(last, "date"),
        where=_value(last, "place") or _value(last, "location"),
        facts=tuple(fact for fact in facts if fact not in shown),
        sides=rows,
        others=tuple(fact for fact in others if fact not in shown),
        pictures=tuple(pictures),
    )


def _with_coordinates(facts: dict[str, Fact]) -> dict[str, Fact]:
    """Make one fact of coordinates in parts: degrees (``latd``), minutes, seconds, hemispheres."""
    found = {key: part for key in facts if (part := _COORDINATE.fullmatch(key))}
    parts = {(part["axis"], part["part"][0]): _value(facts, key) for key, part in found.items()}
    if "coordinates" in facts or not {("lat", "d"), ("lon", "d")} <= parts.keys():
        return facts
    hemispheres = parts.pop(("lat", "n"), "N"), parts.pop(("lon", "e"), "E")
    if not all(map(_NUMBER.fullmatch, parts.values())) or not {*hemispheres} <= {*"NSEW"}:
        return facts
    precision = "dms"[: max("dms".find(part) for _, part in parts) + 1]
    numbers = {
        axis: [parts.get((axis, part), "0") for part in precision] for axis in ("lat", "lon")
    }
    call = "|".join((*numbers["lat"], hemispheres[0], *numbers["lon"], hemispheres[1]))
    joined: dict[str, Fact] = {}
    for key, fact in facts.items():
        if key in found:
            joined.setdefault("coordinates", Fact("coordinates", f"{{{{coord|{call}}}}}"))
        else:
            joined[key] = fact
    return joined


def _pictures(
    facts: list[Fact], has_file: Callable[[str], bool]
) -> tuple[list[Picture], set[Fact]]:
    """The pictures that can be shown, and the facts that they show: files, captions, alt texts."""
    named = {fact.name.lower(): fact for fact in facts}
    pictures: list[Picture] = []
    used: set[Fact] = set()
    for name, fact in named.items():
        key, value = _PICTURE.fullmatch(name), _FILE.fullmatch(fact.value.strip())
        if key is None or value is None or not has_file(value["file"]):
            continue
        told = [_said_of(key, kind, named) for kind in ("caption", "alt")]
        used.update(each for each in (fact, *told) if each)
        caption, alt = (each.value if each else "" for each in told)
        words = plain_text(alt) or plain_text(caption) or value["file"]
        pictures.append(Picture(value["file"], caption, words))
    return pictures, used


_CAPTIONS = {
    "caption": "caption legend légende legende leyenda pie didascalia legenda подпись כיתוב تعليق "
    "شرح 图像说明 画像説明",
    "alt": "alt",
}
"""What captions and alternative texts are called in infoboxes."""


def _said_of(picture: re.Match[str], kind: str, named: dict[str, Fact]) -> Fact | None:
    """The caption or alternative text of a picture: ``caption2``, ``image_caption2``."""
    what, number = picture["what"], picture["number"]
    for word in _CAPTIONS[kind].split():
        of_image = () if "map" in what else (f"{word}{number}",)
        for name in (f"{what}_{word}{number}", f"{picture[0]}_{word}", *of_image):
            if name in named:
                return named[name]
    return None


def _value(facts: dict[str, Fact], key: str) -> str:
    return facts[key].value if key in facts else ""


def _side_rows(facts: dict[str, Fact]) -> tuple[tuple[SideRow, ...], set[str]]:
    """Make rows of the numbered arguments, one column a side; also the keys they were made of.

    The sides are those that have a combatant (without any, those of which anything is said). What
    is numbered like a side but has none (``casualties3``: civilians) spans the columns, below its
    row.
    """
    numbered: dict[tuple[str, str], dict[str, str]] = {}
    for key in facts:
        if match := _NUMBERED.fullmatch(key):
            numbered.setdefault((match["stem"], match["part"]), {}).setdefault(match["side"], key)
    of_sides = {row: keys for row, keys in numbered.items() if row[0] in _OF_A_SIDE}
    combatants = [keys for (stem, _), keys in of_sides.items() if stem == _SIDES]
    sides = sorted({side for keys in combatants or of_sides.values() for side in keys})
    rows: list[SideRow] = []
    used: set[str] = set()
    for (stem, _), keys in sorted(numbered.items(), key=lambda row: row[0][0] != _SIDES):
        if not any(side in keys for side in sides):
            continue
        cells = tuple(_value(facts, keys.get(side, "")) for side in sides)
        rows.append(SideRow(stem, cells))
        apart = [key for side, key in keys.items() if side not in sides]
        rows += [SideRow(stem, (facts[key].value,), spanning=True) for key in apart]
        used.update(keys.values())
    return tuple(rows), used


def infobox_title(infobox: Infobox | None) -> str:
    """The name that an infobox gives its article, in words; empty when it gives none."""
    arguments = infobox.arguments if infobox else ()
    named = (each.value for each in arguments if (each.name or "").lower() in _TITLE_NAMES)
    return plain_text(next(named, ""))
