"""What the French Wikipedia writes by transclusions of its own: centuries, and measures."""

from __future__ import annotations

import re
from collections.abc import Mapping

from wikibrief.layouts.arguments import Arguments, list_positional
from wikibrief.layouts.measures.numbers import format_measure
from wikibrief.templating.environment import Markup

__all__ = ["centuries", "with_unit"]

_ROMAN = re.compile(r"[IVXLCDM]{1,8}", re.IGNORECASE)
_ENDINGS = frozenset(("e", "er", "re", "ère", "ème", "s", ""))
_JOINTS = {"et": " et ", "au": " au ", "ou": " ou ", "-": "-", "–": "–"}
_POWER = re.compile(r"[-−]?[0-9]")
_MOST = 8


def centuries(words: Mapping[str, str], variant: str = "") -> Markup:
    """Centuries: ``{{s|XX}}`` is XXᵉ siècle, ``{{sp|XVI|e|et|XVII|e|s}}`` XVIᵉ et XVIIᵉ siècles.

    ``variant`` is ``short`` without the word, ``BC`` before our era; it may hold the number itself.
    Words that are neither numbers nor endings nor between them are shown after it.
    """
    *_, number = variant.split(" ")
    given = [number] if _ROMAN.fullmatch(number) else list_positional(words)
    shown: list[str] = []
    others: list[str] = []
    count, joint = 0, " et "
    for word in given[:_MOST]:
        if _ROMAN.fullmatch(word) and word.lower() not in {"d", "l", "c"}:
            number = word.upper()
            ending = "er" if number == "I" else "e"
            shown.append(f"{joint if shown else ''}{number}<sup>{ending}</sup>")
            count += 1
        elif (key := word.strip().lower()) in _JOINTS:
            joint = _JOINTS[key]
        elif key not in _ENDINGS:
            others.append(word.strip())
    after = Markup(" ").join(filter(None, others))
    if not shown:
        return after
    name = "" if variant == "short" else " siècles" if count > 1 else " siècle"
    era = " av. J.-C." if variant.startswith("BC") else ""
    text = Markup("".join(shown) + f"{name}{era}".replace(" ", "\u00a0"))
    return text + Markup(" ") + after if after else text


def with_unit(args: Arguments, language: str = "fr") -> Markup:
    """A number and its unit, ``{{unité|5|km|2}}``: 5 km²; ``{{nombre|1200|hommes}}``: 1 200 hommes.

    Units and their powers take turns; a number alone between two units is the power of the first.
    """
    number, *rest = args.positional or ["1"]
    text = Markup.escape(format_measure(args.text(number), language))
    if power := args.text("e"):
        text += Markup("×10<sup>{}</sup>").format(power.replace("-", "−"))
    units: list[Markup] = []
    for each in filter(args.has, rest[:_MOST]):
        if _POWER.fullmatch(args.text(each)) and units:
            units[-1] += Markup("<sup>{}</sup>").format(args.text(each).replace("-", "−"))
        else:
            units.append(args.html(each))
    return text + Markup("\u00a0" if units else "") + Markup("⋅").join(units)
