"""What did not happen, not once, or not to those who are counted: plans, rates, wholes, denials."""

from __future__ import annotations

import re

from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.text.rules import Hit, Span

__all__ = [
    "has_alternative",
    "is_excluded",
    "is_hearsay",
    "is_moved",
    "is_purpose",
    "is_raised",
    "is_rate",
    "is_unreal",
    "is_wish",
]

_NEAR = 5
"""How near a word is that says what is done with the dead."""


def is_excluded(number: Span, hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a number is that of a whole ("of the 55 men"), or of others ("all but 5")."""
    first = number[0]
    near = re.sub(r"[XA]", "", hit.tags[max(0, first - 3) : first])
    if near.endswith(("O", "M")) or (near.endswith("N") and hit.rule != "event"):
        return True  # "in exchange for 20 prisoners", "suspects in the killing of 20 people"
    before = [item.lower for item in hit.items[max(0, first - 3) : first]]
    if hit.rule != "toll" and before[-1:] and before[-1] in lexicon.words("agents"):
        return True  # "he was killed by 20 prisoners"
    if _is_share_of_whole(first, hit, lexicon):
        return True
    links = [item.lower for item in hit.items[max(0, first - 4) : first] if item.tag not in "XA"]
    if links[-1:] and links[-1] in lexicon.words("part_links"):
        parts = lexicon.words("parts")  # "most of 40 people", "15% of 2,000 troops"
        if not parts.isdisjoint(links[-2:-1]) or (near.endswith("QF") and _is_whole(hit, lexicon)):
            return True
    if links[-1:] and links[-1] in lexicon.words("wholes") and _LEADS.search(hit.tags[:first]):
        counted = hit.of("loss")
        if hit.rule == "counted" and counted[0].tag == "D":
            return True
    ends = {" ".join(before[-2:]), *before[-1:]}
    whole = not ends.isdisjoint(lexicon.words("of_the")) and "R" not in hit.tags
    return whole and _is_whole(hit, lexicon)


def _is_share_of_whole(first: int, hit: Hit, lexicon: Lexicon) -> bool:
    """Whether only a share is said of a number: "*half* its 600 men", "*most of* a force of 90"."""
    of, fractions = lexicon.words("part_links"), lexicon.words("fractions")
    parts = lexicon.words("parts") | fractions
    for at in range(first - 1, max(-1, first - _WITHIN - 1), -1):
        item, following = hit.items[at], hit.items[at + 1]
        if item.lower in parts and at < first - 1:
            return following.lower in of or (item.lower in fractions and following.tag == "X")
        if item.tag not in "XAWPE" and item.lower not in of:
            return False
    return False


_WITHIN = 7
"""How many words before a number a share of it may be."""


def _is_whole(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a number after "of" and another is not counted: but "one of 26 *killed*" is."""
    start = hit.match.start()
    first = next((item for item in reversed(hit.items[:start]) if item.tag == "Q"), None)
    alone = first is not None and first.lower in lexicon.words("articles")
    return not alone or hit.rule != "counted" or hit.of("loss")[0].tag != "K"


_LEADS = re.compile(r"(?:^|[,;:.C])F[XA]*$")
"""What a clause begins with that names the whole first: "*Of* 40 prisoners, 12 died"."""


def is_unreal(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether the loss was only planned, feared or denied, or is of some of them only."""
    if any(item.lower in lexicon.words("partly") for item in hit.of("aux")):
        return True  # "the 98 were mostly killed"
    start = hit.match.start()
    if _is_corrected(hit, lexicon) or _is_on_condition(hit, start, lexicon):
        return True
    if "w" in hit.tags[hit.tags.rfind(";", 0, start) + 1 :].partition(";")[0]:
        return True  # "reports that 20 were killed are false"
    clause = max((hit.tags.rfind(sign, 0, start) for sign in ",;:"), default=-1) + 1
    if start and hit.items[start - 1].lower in lexicon.words("begins_part"):
        clause = start  # "the toll could pass 75, *with 300 people missing*"
    near = _without_months(hit, max(clause, start - 7), start, lexicon)
    inside = hit.tags[start : hit.end]
    loss = hit.of("loss")[-1:]
    if loss and loss[0].tag in "DN" and re.match("[WPAB]*U", hit.tags[hit.end :]):
        return True  # "96 deaths *could have been* prevented"
    after = [item.lower for item in hit.items[hit.end :][:1]]
    if not lexicon.words("said_at_first").isdisjoint(after):
        return (
            True  # « les 14 soldats tués *initialement annoncés* », "300 dead *would be* a guess"
        )
    if hit.rule == "toll":  # "could have been as high as 300" is a bound
        first = hit.items[hit.numbers[0][0]].quantity
        return "U" in near or ("U" in inside and first is not None and first.low is not None)
    return "U" in near or "U" in inside


def _without_months(hit: Hit, start: int, end: int, lexicon: Lexicon) -> str:
    """The tags of some items without months that are words of doubt: "on 3 *May* seven died"."""
    months = lexicon.numbers_of("months")
    return "".join(
        item.tag
        for item in hit.items[start:end]
        if not (item.text[:1].isupper() and item.lower in months and item is not hit.items[0])
    )


def _is_on_condition(hit: Hit, end: int, lexicon: Lexicon) -> bool:
    """Whether a clause begins with a condition: "*If* they are dead, 105 people were killed"."""
    start = max((hit.tags.rfind(sign, 0, end) for sign in ";:"), default=-1) + 1
    conditions = lexicon.words("conditions")
    return any(
        item.lower in conditions
        and (
            _BEFORE_CONDITION.fullmatch(hit.tags, start, at)
            or hit.items[at - 1].lower in lexicon.words("says_that")
        )
        for at, item in enumerate(hit.items[start:end], start)
    )


_BEFORE_CONDITION = re.compile("[SAC,]*")


def _is_corrected(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a figure is put right after it: "95 died, which was later *revised to 35*"."""
    for match in _NEW_FIGURE.finditer(hit.tags, hit.end):
        verb, link = (hit.items[match.start(name)] for name in ("verb", "link"))
        if "E" in hit.tags[hit.end : match.start()]:
            continue  # "2,500 died and the army was reduced to 4,000"
        if verb.lower in lexicon.words("corrections") and link.lower in lexicon.words(
            "range_links"
        ):
            return True
    return False


_NEW_FIGURE = re.compile("(?P<verb>W)(?P<link>F)(?:X?W{1,2}F)?A?Q")


def is_hearsay(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a loss is only said to be, by the mood of its verb: "40 *auraient* péri"."""
    words = lexicon.words("hearsay")
    near = hit.items[max(0, hit.match.start() - 1) : hit.end]
    return any(item.lower in words for item in near)


def is_raised(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a toll has what was said before in it: "*bringing* the toll to 25"."""
    start = hit.match.start()
    before = hit.items[max(0, start - 3) : start]
    tolls = hit.rule in {"toll", "raised"}
    return tolls and any(item.lower in lexicon.words("raises") for item in before)


def is_rate(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a number is a rate or an average: "two casualties per squadron"."""
    end = max(hit.end, hit.numbers[-1][1]) if hit.numbers else hit.end
    for at in range(hit.match.start(), hit.end - 1):  # "40 people per day died"
        if hit.items[at].lower in lexicon.words("rates") and hit.tags[at + 1] == "E":
            return True
    start = max(hit.tags.rfind(sign, 0, hit.match.start()) for sign in ";:.") + 1
    if any(item.lower in lexicon.words("averages") for item in hit.items[start:end]):
        return True
    start = max(hit.tags.rfind(sign, 0, hit.match.start()) for sign in ",;:.") + 1
    if any(item.lower in lexicon.words("distributes") for item in hit.items[start:end]):
        return True  # "*every* raid killed 20 men"
    near = hit.items[max(start, hit.match.start() - _NEAR) : end]
    if any(item.lower in lexicon.words("yearly") for item in near):
        return True  # "the *annual* death toll is 170,000"
    words = [item.lower for item in hit.items[end : end + 3]]
    if not lexicon.words("not_rates").isdisjoint(words):
        return False  # "a week later"
    for rate in lexicon.list_of("rates"):
        if f"{' '.join(words)} ".startswith(f"{rate} "):  # but "34 were injured per HRW"
            return rate not in lexicon.words("according") or hit.tags[end + 1 :].startswith("E")
    ends = _CLAUSE_ENDS.search(hit.tags, end)
    begins = hit.tags.rfind(";", 0, hit.match.start()) + 1
    clause = hit.items[begins : ends.start() if ends else len(hit.items)]
    said = f" {' '.join(item.lower for item in clause)} "
    return any(f" {rate} " in said for rate in lexicon.list_of("rates_of_clauses"))


_CLAUSE_ENDS = re.compile("[,;:.]")


def has_alternative(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether something else may have happened instead: "killed*, sold or enslaved*"."""
    ends = {hit.match.end(name) for name in ("loss", "toll") if hit.tags_of(name)}
    for end in ends:
        after = _OTHER_FATE.match(hit.tags, end)
        if after is None:
            continue
        link = hit.items[after.start("or" if after["or"] else "link")]
        verbs = [hit.items[after.start(name)] for name in ("listed", "verb") if after[name]]
        if link.lower in lexicon.words("alternatives") and all(v.text.islower() for v in verbs):
            fates = lexicon.words("fates_of_the_living") | lexicon.words("irregular_verbs")
            return any(
                v.tag == "D" or v.lower in fates or v.lower.endswith(lexicon.verb_endings)
                for v in verbs
            )
    return False


_OTHER_FATE = re.compile(
    "(?:(?:,A*(?P<listed>W),?)?(?P<link>C)[AU]*|[^,;:.QB]{0,8}(?P<or>C)A*B[BA]*)(?P<verb>[WKID])"
)


def is_moved(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether something is done with the dead: "*exchanged* the bodies of 118 soldiers"."""
    if hit.rule != "event" or hit.of("loss")[0].lower not in lexicon.words("remains"):
        return False
    start, end = hit.match.start(), hit.match.end()
    near = [*hit.items[max(0, start - _NEAR) : start], *hit.items[end : end + _NEAR]]
    return any(item.lower in lexicon.words("moves") for item in near)


def is_wish(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a loss was only wanted: "he *ordered* 20 people killed"."""
    before = hit.items[max(0, hit.match.start() - 1) : hit.match.start()]
    return any(item.lower in lexicon.words("wishes") for item in before)


def is_purpose(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a verb is what somebody meant to do: "a plot *to kill* 20 people".

    Where the infinitive is a form of its own, it is not done unless something says so: « *fit
    exécuter* 20 otages », « a *permis d'abattre* … ».
    """
    start = hit.match.start()
    if start == 0 or hit.of("loss")[0].lower not in lexicon.words("infinitives"):
        return False
    before = [item.lower for item in hit.items[max(0, start - 2) : start]]
    causes = lexicon.words("causatives")
    achieved = before[-1] in causes or before[0] in lexicon.words("achieves")
    return (bool(causes) or before[-1] in lexicon.words("before_infinitives")) and not achieved
