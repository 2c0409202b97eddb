"""The subject of a reporting verb as a name: before the verb, after it, or what "who" means."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import NamedTuple

from wikibrief.facts.language.grammar import Item, TaggedSentence
from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.text.speakers import UNKNOWN, Speaker

__all__ = ["Subject", "find_subject", "make_name", "read_name"]

_LONGEST = 12
"""Items of a name at most."""


class Subject(NamedTuple):
    """Who does what a verb says; ``inverted`` if the name is after the verb: ", *said HRW*"."""

    name: str
    inverted: bool = False


def find_subject(
    row: TaggedSentence, verb: tuple[int, int], lexicon: Lexicon, before: Callable[[], Speaker]
) -> Subject | None:
    """Find the subject of a verb, given by its first item and the one after it.

    ``before`` finds who spoke in the last sentence.
    """
    index, end = verb
    after = _names_reporter(row, verb, lexicon)
    if not after and (name := _before(row, index, lexicon, before)) is not None:
        return Subject(name)
    if inverted := _read_inverted(row, index, end, lexicon):
        return Subject(inverted, inverted=True)
    name = _read_apposition(row, index, lexicon) or _read_antecedent(row, index, lexicon)
    return Subject(name) if name is not None else None


def read_name(row: TaggedSentence, start: int, lexicon: Lexicon) -> str | None:
    """Read the name that begins at an item."""
    if start < len(row.items) and row.items[start].lower in lexicon.words("articles"):
        start += 1
    end = start
    if dated := re.match("X?Y", row.tags[start:]):
        end += dated.end()  # "according to *the 1897* report"
    while end < len(row.items) and end - start < _LONGEST:
        item = row.items[end]
        if item.tag in ",;:()QBYKVIL" or (
            item.tag == "F"
            and item.lower not in lexicon.words("name_links")
            and not _is_published(row.items[start:end], item, lexicon)
        ):
            break
        if item.tag == "C" and row.tags[end + 1 : end + 2] in {"X", "Q"}:
            break
        if item.text in {"!", "?"} or (end > start and item.tag == "r"):
            break
        if end > start and _begins_another(row, end, lexicon):
            break
        if item.text == "." and not _is_shortened(row.items[start:end], lexicon):
            break
        end += 1
    counts = row.tags[end : end + 1] == "Q"  # « a évoqué *un bilan de 13 morts* »
    return make_name(row, row.items[start:end], lexicon, after=not counts)


def _begins_another(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether an article begins the next name: "according to police *the* number was 20".

    Not so « des »: « la Ligue *des* droits de l'homme ».
    """
    item, following = row.items[index], row.items[index + 1 : index + 2]
    article = (
        item.tag == "X" and item.text.isalpha() and item.lower not in lexicon.words("name_links")
    )
    named = any(item.text[:1].isupper() for item in following)  # "Alexander *the* Great"
    return article and row.tags[index - 1] in "WPE" and not named


def _is_published(items: Sequence[Item], link: Item, lexicon: Lexicon) -> bool:
    """Whether a word is before who published what is named: "figures *from* the UN"."""
    published = any(item.lower in lexicon.words("publications") for item in items)
    return published and link.lower in lexicon.words("publishing_links")


def _is_shortened(items: Sequence[Item], lexicon: Lexicon) -> bool:
    """Whether a full stop ends no sentence: "according to *I.* Castle", "*Lt. Col.* Castle"."""
    if not items:
        return False
    word = items[-1].text
    is_title = word[:1].isupper() and word.lower() in lexicon.words("abbreviations")
    return is_title or (len(word) == 1 and word.isupper())


def _before(
    row: TaggedSentence, index: int, lexicon: Lexicon, before: Callable[[], Speaker]
) -> str | None:
    aside = _SAID_ASIDE.search(row.tags, max(0, index - _LONGEST), index)
    start = stop = aside.start() + 1 if aside else index
    while start > 0 and index - start < 3 * _LONGEST and not _is_before(row, start - 1, lexicon):
        start = _opening(row, start - 1) if row.tags[start - 1] == ")" else start - 1
    if row.tags[index + 1 :] in {"", "."} and (last := _LAST.search(row.tags, 0, index)):
        start = last.start("name")
    items = _without_brackets(row.items[start:stop])
    if not aside and (_is_joined(row, index, lexicon) or _goes_on(row, index, lexicon)):
        return _of_clause(row, index, lexicon)
    items = items[:1] + list(takewhile(lambda item: not _is_relative(item, lexicon), items[1:]))
    own = lexicon.words("reflexive")
    while items and (_is_no_end(items[-1], lexicon, "ABF") or items[-1].lower in own):
        items.pop()
    if not items or items[0].lower in lexicon.words("nobody"):
        return None
    words = [item.lower for item in items if item.tag not in "AC"]
    if words and words[0] in lexicon.words("pronouns"):
        return _meant(words[0], before(), lexicon) if len(words) <= 2 else None
    if explained := _explained(row, start, items, lexicon):
        items = list(explained)
    plain = _is_quoting(row, index, items, lexicon)
    name = make_name(row, items, lexicon, plain=plain)
    if name is None:
        return None
    weak = row.items[index].lower in lexicon.words("weak_reporting")
    return name if plain or not weak or _can_report(items, lexicon) else None


def _explained(
    row: TaggedSentence, start: int, items: Sequence[Item], lexicon: Lexicon
) -> Sequence[Item]:
    """Whom a name explains that has no comma after it: "*the GSIM*, a group in Mali has said …".

    Of one who reports it may be another's: "Gao Airport, an official said".
    """
    leading = _LEADING.fullmatch(row.tags, 0, start)
    after = row.items[row.items.index(items[-1]) + 1]
    described = len(items) >= _SHORT and "F" in [item.tag for item in items]
    if leading and described and (after.tag == "B" or items[0].tag != "X"):
        named = row.items[leading.start("name") : leading.end("name")]
        if not named[-1].text.islower():  # "*JNIM*, a group active in Mali has said …"
            return named
    match = _EXPLAINED.search(row.tags, 0, start)
    reporters = lexicon.words("reporter_nouns")
    others = any(item.lower in reporters and item.tag != "E" for item in items)
    if match is None or items[0].tag != "X" or others:
        return []
    named = row.items[match.start("name") : match.end("name")]
    acronym = len(named) == 1 and named[0].text.isupper()
    return named if acronym or (len(named) > 1 and all(i.text[:1].isupper() for i in named)) else []


_LEADING = re.compile(r"X?(?P<name>[WPEA]{1,12})(?:\(W\))?,")
_EXPLAINED = re.compile("(?:^|[;:.])X?(?P<name>[WP]{1,4}),$")


_SAID_ASIDE = re.compile("B,A+,$")
"""What is between commas within a verb: « le maire a*, de son côté, déclaré* … »."""


def _meant(pronoun: str, before: Speaker, lexicon: Lexicon) -> str:
    """Whom a pronoun means: "he" is not "officials"."""
    name = before.last or UNKNOWN
    last = name.rpartition(" ")[2]
    common = last.islower() or name.lower() in lexicon.words("reporter_nouns")
    several = common and last.endswith(lexicon.plural_endings)
    return UNKNOWN if several and pronoun in lexicon.words("pronouns_of_one") else name


_LAST = re.compile(r"[KI].*[WEPY](?P<name>X[WP]{1,3})$")
"""Who says what is before without a comma: "killed 20 in the province *the Observatory* said"."""


def _is_joined(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a verb goes on after another: "the army withdrew *but reported* …"."""
    last = len(row.tags[:index].rstrip("BA")) - 1
    return last >= 0 and (row.tags[last] == "C" or row.items[last].lower in lexicon.words("but"))


def _goes_on(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a verb says what a subject says besides: "Napoleon left, *stating* that …"."""
    endings = tuple(lexicon.list_of("participle_endings"))
    return row.tags[index - 1 : index] == "," and row.items[index].lower.endswith(endings)


def _of_clause(row: TaggedSentence, end: int, lexicon: Lexicon) -> str | None:
    """The subject of a clause that goes on: "*The army* took the hill, and said …".

    None where it is a toll of nobody: « *le bilan* s'est alourdi, et fait état de 20 morts ».
    """
    start = max(row.tags.rfind(sign, 0, end) for sign in ";:S") + 1
    if row.tags[start : start + 1] in {"F", "L"} and "," in row.tags[start:end]:
        start = row.tags.index(",", start) + 1  # "When they came, *the mayor* … and said …"
    start = _last_clause(row, start, end, lexicon)
    items = row.items[start:end]
    if items[0].lower in lexicon.words("clauses"):
        return UNKNOWN
    verb = next((at for at, item in enumerate(items) if at and _is_finite(item, lexicon)), 0)
    plain = verb <= _SHORT and items[0].tag == "X" and all(i.tag in "XWA" for i in items[:verb])
    name = make_name(row, items[:verb], lexicon, plain=plain) if verb else None
    is_toll = any(item.tag == "T" for item in items[:_FIRST])
    return name if name is not None or is_toll else UNKNOWN


_FIRST = 2
"""Items of a clause within which its subject begins."""


def _last_clause(row: TaggedSentence, start: int, end: int, lexicon: Lexicon) -> int:
    """Where the last clause begins: "Mali faces famine, *the UN warned* on Monday, saying …"."""
    clause = _SHORT_CLAUSE.search(row.tags, start, end)
    if clause is None:
        return start
    words = [item for item in row.items[clause.start("name") : end] if item.tag == "W"]
    said = words[-1].text.islower() and words[-1].lower.endswith(lexicon.verb_endings)
    return clause.start("name") if said else start


_SHORT_CLAUSE = re.compile(r",(?P<name>X?[WP]{1,4}W[XAWFY]{0,3}),$")


def _is_finite(item: Item, lexicon: Lexicon) -> bool:
    """Whether an item begins what the subject before it did."""
    if item.tag in "BKVILr" or item.lower in lexicon.words("never_nouns"):
        return True
    if item.lower in lexicon.words("reporting") - lexicon.words("reporter_nouns"):
        return True
    return item.tag in "WAU" and item.text.islower() and _is_verb(item, lexicon)


def _is_before(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether an item is before the subject of a verb, and no part of it."""
    item = row.items[index]
    if _is_within_name(row, index, lexicon):
        return False
    if (
        item.lower in lexicon.words("never_nouns")
        or item.tag in ";:(U,"
        or item.text in {".", "“", "!", "?"}
    ):
        return True
    if item.lower in lexicon.words("clause_links"):
        return True
    if item.tag == "C" and _has_verb(row, index, lexicon):
        return True  # "… was shelled and Taylor gave …"
    return item.tag == "F" and item.lower in lexicon.words("clauses")  # "were killed before HRW …"


def _is_within_name(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a word goes on with a name: "Doctors *Without* Borders", "allied *with* the army".

    So does what follows one who reports: "a doctor *with* the Red Cross".
    """
    near = row.items[max(0, index - 1) : index + 2]
    if len(near) == 3 and all(item.text[:1].isupper() for item in near):
        return True
    before, item = near[0], row.items[index]
    if item.lower not in lexicon.words("begins_part"):
        return False
    allied = before.tag in "WP" and before.lower.endswith(lexicon.verb_endings)
    return allied or before.lower in lexicon.words("reporter_nouns")


def _read_inverted(row: TaggedSentence, index: int, after: int, lexicon: Lexicon) -> str | None:
    """The subject after its verb: ", said the ministry"."""
    start = index
    while start > 0 and row.items[start - 1].tag in "BA":
        start -= 1
    start -= start > 0 and row.items[start - 1].lower in lexicon.words("reflexive")
    if row.items[index].lower in lexicon.words("never_inverted"):
        return None  # ", the mayor, told reporters", "Oliver, an eyewitness, gives the losses as …"
    marked = start > 0 and row.items[start - 1].text in {",", '"', "”", "»"}
    if not marked and not _names_reporter(row, (index, after), lexicon):
        return None
    if _COUNTED.match(row.tags, after):
        return None
    after = _skip_time(row, after, lexicon)
    if row.tags[after : after + 1] == "F":
        return None
    end = after
    while end < len(row.items) and row.tags[end] in "XWPA":
        end += 1
    if row.tags[end : end + 1] in {"K", "V", "B", "I", "L"}:
        return None  # ", Colonel Traoré, said the army had …": the subject of the next clause
    name = read_name(row, after, lexicon)
    if name is None and _SEVERAL.match(row.tags, after):  # ", said *three officials*"
        named = read_name(row, after + 1, lexicon)
        name = f"{row.items[after].text} {named}" if named else None
    return name


_COUNTED = re.compile("A*Q[WPA]*[DKIBVL]")
"""What a verb says after its subject: "ACLED, which tracks violence, recorded *20 deaths*"."""


_SEVERAL = re.compile("Q[WPA]{1,4}(?:[.,;:]|$)")


def _names_reporter(row: TaggedSentence, verb: tuple[int, int], lexicon: Lexicon) -> bool:
    """Whether one who reports is after a verb, and none before: « tués a dit *le préfet* »."""
    index, end = verb
    if index < 2 or row.tags[index - 1] != "B" or row.items[index].lower in lexicon.words("tells"):
        return False
    start = _skip_time(row, end, lexicon)
    named = row.tags[start : start + 1] == "X" and row.items[start + 1 : start + 2]
    if not named or named[0].lower not in lexicon.words("reporter_nouns"):
        return False
    clause = max(row.tags.rfind(sign, 0, index) for sign in ",;:()") + 1
    has_verb = not set("KI").isdisjoint(row.tags[clause:index])
    where = row.tags[clause : clause + 1] == "F"  # « lors d'un raid dans le *centre* a dit … »
    return has_verb or where or not _can_report(row.items[clause : index - 1], lexicon)


def _skip_time(row: TaggedSentence, index: int, lexicon: Lexicon) -> int:
    """Where a name may begin after a verb: « a dit *lundi soir* HRW », « a dit *à la radio* … »."""
    times = ("weekdays", "times", "parts_of_days")
    known = lexicon.numbers_of("months").keys() | set().union(*map(lexicon.words, times))
    end = index
    if row.tags[end : end + 3] == ",F," and row.items[end + 1].lower in known:
        return end + 3  # « ont dit*, jeudi,* les autorités »
    while end < len(row.items) and (
        row.tags[end] == "Y" or row.items[end].lower in known or row.items[end].text.isdigit()
    ):
        end += 1
    where = _WHERE.match(row.tags, end)
    if where is None:
        return end
    first = where.start("noun")
    rest = enumerate(row.items[first : where.end()])
    named = next((at for at, item in rest if _may_begin_name(item, lexicon)), 0)
    if named == 0 and _begins_name(row, first, first + 1, lexicon):
        named = 1  # « a dit sur *Twitter* le ministre »
    return first + named if named else end


def _may_begin_name(item: Item, lexicon: Lexicon) -> bool:
    return _is_article(item, lexicon) or item.text[:1].isupper()


def _begins_name(row: TaggedSentence, where: int, index: int, lexicon: Lexicon) -> bool:
    """Whether a name begins after where it is said: « a dit à l'*AFP Igor Krol* »."""
    named = row.items[index : index + 1]
    if any(item.tag == "X" or item.lower in lexicon.words("articles") for item in named):
        return True
    return row.items[where].text.isupper() and any(item.text[:1].isupper() for item in named)


_WHERE = re.compile("F[XQ]?(?P<noun>[WE]{1,2})[WXQ]")


def _read_apposition(row: TaggedSentence, index: int, lexicon: Lexicon) -> str | None:
    """The subject that an apposition explains: "*The mayor, Abdoulaye Sow*, said"."""
    while index > 0 and row.tags[index - 1] in "BA":
        index -= 1
    articles, contrasts = lexicon.words("articles"), lexicon.words("contrasts")
    tags = "".join("X" if item.lower in articles else item.tag for item in row.items[:index])
    for at, item in enumerate(row.items[:index]):
        if (
            item.lower in contrasts and tags[at + 1 : at + 2] != ","
        ):  # not "another, *however*, put"
            tags = f"{tags[:at]};{tags[at + 1 :]}"
        elif item.tag not in ",;:." and _is_within_name(row, at, lexicon):
            tags = f"{tags[:at]}W{tags[at + 1 :]}"  # "Doctors *Without* Borders"
    if row.items[0].lower in lexicon.words("reached") and "," in tags:
        tags = tags.replace(",", ";", 1)  # "*Reached by phone,* Amadou Sow, a farmer, said"
    match = _APPOSITION.search(tags)
    if match is None:
        return None
    if outer := _OUTER.search(tags, 0, match.start("first")):
        items = row.items[outer.start("first") : outer.end("first")]
        if any(item.lower in lexicon.words("reporter_nouns") for item in items):
            return make_name(row, items, lexicon)
    first = _without_brackets(row.items[match.start("first") : match.end("first")])
    second = row.items[match.start("second") : match.end("second")]
    if second[0].tag == "B" and not _is_relative(second[0], lexicon):
        return None
    whole = len(first) == len(match["first"])  # nothing of it is in brackets
    start = match.start("first")
    unnamed = any(
        i.lower in lexicon.words("article_before_multiplier") for i in row.items[start:][:1]
    )
    name = second[1] if unnamed and second[0].tag == "X" and len(second) > 1 else second[0]
    named = whole and name.text[:1].isupper() and second[0].tag not in "rB"  # "*a paper, the Sun*"
    comma = row.items[match.end("first")]
    return make_name(row, [*first, comma, *second] if named else first, lexicon)


_APPOSITION = re.compile(
    r"(?:^|[;:.(]|(?<=[YS]),|,C?(?=X)|r)(?P<first>(?:[XWPAF.]|E(?=[^,]*,)|\(W\))+),"
    r"(?P<second>[XWPAFEYO.]+|[rB][^,]+),$"
)


_OUTER = re.compile(r"(?:^|[;:.(])(?P<first>[XWPAF]+),$")
"""Whom an apposition explains that has one itself: « *un habitant*, le tailleur, qui a fui, »."""


def _read_antecedent(row: TaggedSentence, index: int, lexicon: Lexicon) -> str | None:
    """Whom a relative pronoun before a verb means: "*the mayor*, who said that …"."""
    who = index - 1
    while who > 0 and row.items[who].lower in lexicon.words("perfect"):
        who -= 1  # "who *had* said"
    if who < 1 or row.items[who].lower not in lexicon.words("relative"):
        return None
    end = who - (row.tags[who - 1] == ",")
    start = end
    links = lexicon.words("name_links")
    while start > 0 and (row.tags[start - 1] in "XWPA" or row.items[start - 1].lower in links):
        if row.items[start - 1].lower in lexicon.words("reporting"):
            break  # « a *dit* le colonel, qui évoque … »
        start -= 1
    return make_name(row, row.items[start:end], lexicon)


def _opening(row: TaggedSentence, index: int) -> int:
    """Where the brackets begin that an item closes."""
    start = row.tags.rfind("(", 0, index)
    return max(start, 0)


def _without_brackets(items: Sequence[Item]) -> list[Item]:
    out: list[Item] = []
    depth = 0
    for item in items:
        depth += item.tag == "("
        if depth == 0:
            out.append(item)
        depth -= item.tag == ")" and depth > 0
    return out


def _has_verb(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a clause with a verb ends before a conjunction."""
    for item in reversed(row.items[:index]):
        if item.tag in ",;:.()":
            return False
        if item.tag in "BKVIL" or item.lower in lexicon.words("irregular_verbs"):
            return True
    return False


def _can_report(items: Sequence[Item], lexicon: Lexicon) -> bool:
    return any(item.lower in lexicon.words("reporter_nouns") for item in items) or any(
        item.text[:1].isupper() and item.tag in "WP" for item in items[1:] or items
    )


def _is_quoting(row: TaggedSentence, index: int, items: Sequence[Item], lexicon: Lexicon) -> bool:
    """Whether a verb can only have a speaker before it: "*the airline* said", "… ruled that"."""
    verb, after = row.items[index], row.items[index + 1 : index + 2]
    that = bool(after) and after[0].lower in lexicon.words("says_that")
    plural = len(items) == 1 and items[0].lower.endswith(lexicon.plural_endings)
    marked = items[0].tag == "X" or plural
    short = len(items) <= _SHORT and marked and all(i.tag in "XWA" for i in items)
    return short and (that or verb.lower in lexicon.words("never_nouns"))


_SHORT = 4
"""Items of a speaker at most that has neither a capital nor a word for those who report."""


def make_name(
    row: TaggedSentence,
    items: Sequence[Item],
    lexicon: Lexicon,
    *,
    plain: bool = False,
    after: bool = False,
) -> str | None:
    """The words of a name, without article, dates and what was done besides.

    A name has a capital or a word for those who report, if it is not ``plain``; it may be a toll
    only ``after`` a verb: « selon *un nouveau bilan* ».
    """
    kept = _without_dates(list(items), lexicon)
    if opening := _OPENING.match("".join(item.tag for item in kept)):
        kept = kept[opening.end() :]
    kept = kept[: _verb_in(kept, lexicon)]
    lists = ("openers", "article_before_multiplier", "contrasts")
    left_out = frozenset[str]().union(*map(lexicon.words, lists))
    while kept and (kept[0].tag in "XCFA,S" or kept[0].lower in left_out):
        alone = "".join(item.tag for item in kept[1:2]) in {"", "F"}
        if alone and kept[0].lower in lexicon.words("reporter_nouns"):
            break  # "an *official* at a hospital"
        kept = kept[1:]
    published = lexicon.words("published")
    while kept and (_is_no_end(kept[-1], lexicon, "ACFX,S") or kept[-1].lower in published):
        kept.pop()
    if not after:
        kept = kept[_toll_in(kept, lexicon) :]
    if not kept or len(kept) > _LONGEST:
        return None
    if kept[0].lower in lexicon.words("irregular_verbs") and kept[0].text.islower():
        return None  # "floods that *swept down on the city*"
    is_initial = len(kept) > 1 and kept[1].text == "."
    if kept[0].lower in lexicon.words("first_person") and not is_initial:
        return None  # "*we* counted 17 bodies", but "*I.* Castle"
    text = "".join(
        row.text[item.start : item.end] + _gap(row, item, following)
        for item, following in zip(kept, [*kept[1:], None], strict=True)
    ).strip()
    text = re.sub(r"['’]s$", "", text).strip('"“”')
    word = text if text.isupper() else text.lower()  # "the WHO" is one
    if word in lexicon.words("not_sources") or word in lexicon.words("pronouns"):
        return None
    named = plain or any(
        item.text[:1].isupper() or item.tag == "P" or _reports(item, lexicon) for item in kept
    )
    return text if named else None


def _toll_in(items: Sequence[Item], lexicon: Lexicon) -> int:
    """Where those begin whose toll it is that a name begins with: « le bilan du *ministère* ».

    They may have published it: « un bilan publié par *l'armée* ». A toll of nobody says nothing:
    then it is where the name ends.
    """
    toll = next((at for at, item in enumerate(items[:_FIRST]) if item.tag == "T"), None)
    if toll is None:
        return 0
    links = lexicon.words("name_links") | lexicon.words("part_links")
    reporters = lexicon.words("reporter_nouns")
    by = lexicon.words("by_reporters")
    for at in range(toll + 1, len(items)):
        if (at == toll + 1 and items[at].lower in links) or items[at].lower in by:
            begins = at + 1
            while begins < len(items) and _is_article(items[begins], lexicon):
                begins += 1
            first = items[begins : begins + 1]
            if any(item.text.isupper() or item.lower in reporters for item in first):
                return begins
    return len(items)


def _is_article(item: Item, lexicon: Lexicon) -> bool:
    return item.tag == "X" or item.lower in lexicon.words("articles")


def _verb_in(items: Sequence[Item], lexicon: Lexicon) -> int:
    """Where a verb of the past is that ends a name: "the mayor *came* and said …"."""
    return next(
        (
            at
            for at, item in enumerate(items)
            if at
            and items[at - 1].tag != "X"  # but "a *leaked* report"
            and item.tag in "WAKVILO"
            and item.text.islower()
            and _is_verb(item, lexicon)
            and not any(_is_published(items[:at], link, lexicon) for link in items[at + 1 : at + 2])
        ),
        len(items),
    )


def _reports(item: Item, lexicon: Lexicon) -> bool:
    """Whether a word is one for those who report, or a toll with one: « *nouveau bilan* »."""
    words = lexicon.words("reporter_nouns")
    toll = item.tag == "T" and not words.isdisjoint(item.lower.split())
    return toll or item.lower.removesuffix("'s") in words


_OPENING = re.compile("F(?:X[WA]+|W{1,3})(?=X)")
"""What a sentence begins with before the name: "*In a statement* the group said"."""


def _is_verb(item: Item, lexicon: Lexicon) -> bool:
    """Whether a word is a verb of the past: "the Australians *took* the ridge and counted …"."""
    word = item.lower.partition(" ")[0]
    if word in lexicon.words("irregular_verbs"):
        return True
    return (
        word.endswith(lexicon.verb_endings)
        and "-" not in word
        and word not in lexicon.words("adjectives")
    )


def _is_relative(item: Item, lexicon: Lexicon) -> bool:
    return item.tag == "r" or item.lower in lexicon.words("relative")


def _is_no_end(item: Item, lexicon: Lexicon, tags: str) -> bool:
    """Whether an item with one of some tags cannot end a name: "official" can, as a noun."""
    return item.tag in tags and item.lower not in lexicon.words("reporter_nouns")


def _gap(row: TaggedSentence, item: Item, following: Item | None) -> str:
    if following is None:
        return ""
    between = row.text[item.end : following.start]
    return between if len(between) < 3 else " "


def _without_dates(items: list[Item], lexicon: Lexicon) -> list[Item]:
    """Leave out "in 2002", and what a sentence begins with: "On 24 February RFI"."""
    out: list[Item] = []
    for item in items:
        if item.tag == "Y":
            fillers = lexicon.words("date_fillers")
            while out and (out[-1].tag in "FA" or out[-1].lower in fillers):
                out.pop()
        else:
            out.append(item)
    return out
