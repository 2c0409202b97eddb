"""Ships: ``{{HMS|Hood|51|6}}`` → HMS *Hood*, as wikitext with its link.

The display options 1 to 6 are those of Wikipedia's Template:Ship.
"""

from __future__ import annotations

from collections.abc import Mapping

from wikibrief.layouts.arguments import list_positional

__all__ = ["ship", "ship_class"]

_PREFIXES = {"gs": "German submarine", "jsub": "Japanese submarine", "smu": "SM", "sm": "SM"}


def ship(words: Mapping[str, str], prefix: str = "") -> str:
    """A ship's name, linked to its page.

    Without a ``prefix`` (``{{ship}}``) the first argument is it; then come the name, what tells
    ships of one name apart (a hull number or a year), and how the name is shown: 1 only what tells
    it apart, 2 only the name, 3 without the prefix, 4 without the name, 6 prefix and name.
    """
    arguments = list_positional(words)
    if not prefix and arguments:
        prefix = arguments.pop(0)
    prefix = _PREFIXES.get(prefix.lower(), prefix)
    name, identification, how = (*arguments, "", "", "")[:3]
    if not name:
        return prefix
    title = " ".join(filter(None, (prefix, name)))
    if identification:
        title += f" ({identification})"
    shown = _shown(prefix, f"''{name}''", identification, how)
    return shown if words.get("nolink", words.get("up", "")) == "yes" else f"[[{title}|{shown}]]"


def _shown(prefix: str, name: str, identification: str, how: str) -> str:
    aside = f" ({identification})" if identification else ""
    before = f"{prefix}\u00a0" if prefix and len(prefix) <= 5 else f"{prefix} " if prefix else ""
    match how:
        case "1" if identification:
            return identification
        case "1" | "2":
            return name
        case "3":
            return f"{name}{aside}"
        case "4" if identification:
            return f"{prefix} {identification}"
        case "4" | "5" | "6":
            return f"{before}{name}"
    return f"{before}{name}{aside}"


def ship_class(words: Mapping[str, str], style: str = "italic") -> str:
    """A class of ships, ``{{sclass|Trento|cruiser}}`` → *Trento*-class cruiser.

    The third argument says what is shown and linked: 0 class and type, each linked (the default),
    1 the type not linked, 2 both with one link, 3 the class (*Trento* class), 4 the same with its
    hyphen, 5 the name alone. ``style`` is not ``italic`` for classes not named after a ship.
    """
    name, kind, how, nation, year = (*list_positional(words), "", "", "", "", "")[:5]
    page = f"{name}-class {kind}".strip()
    if nation or year:
        page += f" ({' '.join(filter(None, (nation, year)))})"
    named = f"''{name}''" if style == "italic" else name
    match how:
        case _ if not kind or how == "3":
            return f"[[{page}|{named} class]]"
        case "1":
            return f"[[{page}|{named}-class]] {kind}"
        case "2":
            return f"[[{page}|{named}-class {kind}]]"
        case "4":
            return f"[[{page}|{named}-class]]"
        case "5":
            return f"[[{page}|{named}]]"
    return f"[[{page}|{named}-class]] [[{kind}]]"
