"""Who says so: the subject of a reporting verb, or what follows "according to".

    source = according to NAME | reported by NAME | NAME reporting-verb

"They" and "he" are the source of the sentence before; without one there it is unknown who speaks.
Without a source the article itself speaks.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, takewhile

from wikibrief.facts.language.grammar import Item, TaggedSentence
from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.text.speakers import UNKNOWN, Report, Speaker
from wikibrief.facts.text.subjects import find_subject, make_name, read_name

__all__ = ["find_source"]


def find_source(row: TaggedSentence, lexicon: Lexicon, before: Callable[[], Speaker]) -> Speaker:
    """Find who states what a sentence says; ``before`` finds it for the sentence before."""
    cited = list(_according(row, lexicon, before))
    speaking = list(_subjects(row, lexicon, before))
    named = [each for each in cited if not each.name or _is_known(each.name, lexicon)]
    reports = {*(named or ([] if speaking else cited)), *speaking, *_owners(row, lexicon)}
    if speaking:
        reports.update(_gapped(row, lexicon, speaking[0].start))
    reports.update(_unclear(row, speaking, lexicon))
    reports.update(_others(row, lexicon))
    clauses, contrasts, breaks = _clauses(row, lexicon)
    if len(reports) == 1 and len(speaking) == 1 and _is_after_quotation(row, speaking[0]):
        contrasts = ()
    elif len(reports) == 1 and len(speaking) == 1 and speaking[0].looks_back:
        additions = list(_additions(row, contrasts, speaking[0].start, lexicon))
        opposed = set(contrasts) - set(additions) - set(breaks)
        if _is_toll_before(row, additions) or any(at < speaking[0].start for at in opposed):
            reports.add(Report(0, UNKNOWN, looks_back=False))
        else:
            contrasts = tuple(at for at in contrasts if at not in additions)
    return Speaker(tuple(sorted(reports)), clauses, contrasts, breaks)


def _unclear(row: TaggedSentence, speaking: Sequence[Report], lexicon: Lexicon) -> Iterator[Report]:
    """Those of whom it is not known whether they say what is before a comma, too.

    In "20 people died, *police said* it was a trap" they may; not in "*After* 20 people died, …".
    """
    first = row.items[0].lower if row.items else ""
    if first in lexicon.words("clauses"):
        return
    for each in speaking[:1]:
        index = sum(item.start < each.start for item in row.items)
        subject = _JOINED_BY_COMMA.search(row.tags[:index])
        if each.name and not each.looks_back and subject:
            yield Report(each.start, UNKNOWN, looks_back=True)


def _others(row: TaggedSentence, lexicon: Lexicon) -> Iterator[Report]:
    """Others who report besides: « l'armée compte 12 morts, *l'ONU évoquant* 30 morts »."""
    besides = lexicon.words("reporting_besides")
    for index, item in enumerate(row.items if besides else ()):
        if item.lower in besides:
            others = _NAMED_AFTER_COMMA.search(row.tags, 0, index)
            named = row.items[others.start("name") : index] if others else []
            if named:
                yield Report(
                    named[0].start, make_name(row, named, lexicon) or UNKNOWN, looks_back=False
                )


_NAMED_AFTER_COMMA = re.compile(",(?P<name>X?[WPE]{1,4})$")
_JOINED_BY_COMMA = re.compile("(?:[^CFX]|F[^,]*),X?[WPE]{1,4}$")


def _is_after_quotation(row: TaggedSentence, report: Report) -> bool:
    """Whether all before who speaks is one quotation: "“20 died, but …,” *said the mayor*"."""
    quotation = _QUOTATION.match(row.tags)
    if quotation is None or not report.looks_back:
        return False
    first, last = row.items[0], row.items[quotation.end() - 1]
    quotes = first.text in _OPENING and last.text in _CLOSING
    return quotes and last.start < report.start


_OPENING = frozenset('"“«')
_CLOSING = frozenset('"”»')
_QUOTATION = re.compile("S[^S]+S(?!.*S)")


def _additions(
    row: TaggedSentence, contrasts: Sequence[int], said: int, lexicon: Lexicon
) -> Iterator[int]:
    """The contrasts that only go on: "two died *while* five were hurt, police said"."""
    words = lexicon.words("goes_on")
    for item in row.items:
        if item.start in contrasts and item.lower in words and item.start < said:
            yield item.start


def _is_toll_before(row: TaggedSentence, additions: Sequence[int]) -> bool:
    """Whether it is not known who gives a toll: "the toll was 20, *while* 34 died, HRW said"."""
    tolls = [item.start for item in row.items if item.tag in "T#"]
    return any(toll < addition for toll in tolls for addition in additions)


def _clauses(row: TaggedSentence, lexicon: Lexicon) -> tuple[tuple[int, ...], ...]:
    """Where clauses begin, where those that are set against another, and where statements do."""
    words = lexicon.words("contrasts")
    contrasts = [
        item.start
        for at, item in enumerate(row.items)
        if item.tag == ";"
        or (at and item.lower in words and "B" not in row.tags[at - 1 : at + 2 : 2])  # "has *yet*"
    ]
    joined = (
        row.items[match.start()].start
        for match in re.finditer(",C", row.tags)
        if not _goes_on_saying(row, match.end(), lexicon)
    )
    listed = row.tags.find(":")  # "HRW said: 34 killed; 20 hurt"
    breaks = [
        item.start
        for index, item in enumerate(row.items)
        if (item.tag == ";" and not 0 <= listed < index)
        or (row.tags[index - 1 : index] == "," and _begins_statement(row, index, lexicon))
    ]
    return tuple(sorted((*joined, *contrasts))), tuple(contrasts), tuple(breaks)


def _goes_on_saying(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether who spoke goes on after "and": "HRW said that 34 died, and *that* …"."""
    return any(item.lower in lexicon.words("says_that") for item in row.items[index : index + 1])


def _begins_statement(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a word after a comma begins another statement: not « , *alors que* 20 … »."""
    after = row.items[index + 1 : index + 2]
    joins = bool(after) and after[0].lower in lexicon.words("says_that")
    return row.items[index].lower in lexicon.words("new_statements") and not joins


def _is_known(name: str, lexicon: Lexicon) -> bool:
    """Whether a name has a capital, or a word for those who report: not "according to plan"."""
    lists = ("reporter_nouns", "own_figures", "people")
    return any(
        word[:1].isupper() or any(word.lower() in lexicon.words(key) for key in lists)
        for word in name.split()
    )


def _according(
    row: TaggedSentence, lexicon: Lexicon, before: Callable[[], Speaker]
) -> Iterator[Report]:
    """The name after "according to", "per", or after "reported by"; whom a pronoun means."""
    phrases = _phrases_in(row, lexicon, "according")
    for index, item in enumerate(row.items):
        if length := phrases.get(index, 0):
            named = row.items[index + length - 1].lower in lexicon.words("reporter_nouns")
            start = index + length - named  # « de *sources* sécuritaires »
        elif item.lower in lexicon.words("by_reporters") and _is_passive(row, index, lexicon):
            start = index + 1
        else:
            continue
        name = read_name(row, start, lexicon)
        if start == index + length and _is_person(row, start, lexicon):
            name = before().last or UNKNOWN
        elif name is None and length:
            name = _several(row, start, lexicon)
            if name is None and _UNNAMED.match(row.tags, start):
                name = UNKNOWN  # « selon les convives »
        if name is not None:
            yield Report(item.start, name, not _leads_on(row, index, start))


def _owners(row: TaggedSentence, lexicon: Lexicon) -> Iterator[Report]:
    """Whose figure it is that is given: "the *ministry*'s count is 715 dead"."""
    for index, owner in enumerate(row.items):
        given = _OWN_FIGURE.match(row.tags, index) if owner.text.endswith(_POSSESSIVES) else None
        if given is None:
            continue
        start = index
        while start > 0 and row.tags[start - 1] == "W" and owner.text[:1].isupper():
            start -= 1
        name = row.text[row.items[start].start : owner.end - 2]
        figure = row.items[given.start("figure")].lower
        given_by = any(figure in lexicon.words(key) for key in ("own_figures", "publications"))
        if given_by and _is_known(name, lexicon):
            yield Report(row.items[start].start, name, looks_back=False)


_OWN_FIGURE = re.compile("[WPE][AW]?(?P<figure>W)(?:F[XA]*[WPDT]{1,4})?(?:B|WF)A*Q")
_POSSESSIVES = ("'s", "’s")
_UNNAMED = re.compile("X[WP]{1,3}(?=[.,;)F]|$)")


def _several(row: TaggedSentence, start: int, lexicon: Lexicon) -> str | None:
    """Several who are counted: "according to *two security sources*"."""
    if row.tags[start : start + 1] != "Q" or row.items[start].lower in lexicon.words("articles"):
        return None
    named = read_name(row, start + 1, lexicon)
    return f"{row.items[start].text} {named}" if named else UNKNOWN


def _is_person(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a pronoun alone is where a name may be: "according to *him*, …"."""
    ends = row.tags[index + 1 : index + 2] in {"", ",", ".", ";", ")"}
    named = (item.lower for item in row.items[index : index + 1])
    return ends and not lexicon.words("pronouns_cited").isdisjoint(named)


def _leads_on(row: TaggedSentence, index: int, start: int) -> bool:
    """Whether "according to X" is said of what follows: "20 died, and, *according to X*, …"."""
    name = re.match(r"[XWPF]*[XWP](?=[XA]*Q)", row.tags[start:])
    return re.search(r"(?:^|C,?|;)$", row.tags[:index]) is not None or (
        name is not None and row.tags[index - 1] == ","
    )


_LONGEST = 6
"""Items of a phrase at most: « selon un bilan communiqué par »."""


def _phrases_in(row: TaggedSentence, lexicon: Lexicon, key: str) -> dict[int, int]:
    """Where one of the phrases of a list begins, and how many items make it."""
    phrases, words = lexicon.phrases(key), lexicon.words(key)
    found: dict[int, int] = {}
    for index, item in enumerate(row.items):
        if phrases.may_begin(_first_word(item.lower)):
            ends = enumerate(row.items[index : index + _LONGEST], 1)
            texts = [(row.text[item.start : last.end].lower(), length) for length, last in ends]
            lengths = [length for text, length in texts if text.replace("’", "'") in words]
            if lengths:
                found[index] = lengths[-1]
    return found


@lru_cache(maxsize=4096)
def _first_word(text: str) -> str:
    """The first word of an item."""
    first = _FIRST.match(text)
    return first[0] if first else ""


_FIRST = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*'?")


def _is_passive(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether "by" is before who reports; a date may be before it: "estimated *in 1947* by"."""
    if dated := re.search("F?Y$", row.tags[:index]):
        index = dated.start()
    return index > 0 and (_is_reported(row, index, lexicon) or _is_put(row, index, lexicon))


def _is_reported(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether numbers are reported by whom an item names: not "the raid, …, was claimed *by*"."""
    if _is_claimed_deed(row, index - 1, lexicon):
        return False
    if row.items[index - 1].lower in lexicon.words("accusing"):
        return _is_accused(row, index, lexicon)  # not "the raid, *blamed by* HRW on the army, …"
    clause = re.search(r"[^,;:]*$", row.tags[: index - 1])
    said = clause[0] if clause else ""
    deeds = row.items[index - 1].lower in lexicon.words("claiming_deeds") and not said.strip("A")
    passive = said.rstrip("A").endswith("B") or deeds
    verb = row.items[index - 1]
    found = verb.lower.split()[0] in lexicon.words("reporting")  # "*confirmed* dead by"
    return (found or _reports(verb, lexicon)) and (not passive or not set("QDTNK").isdisjoint(said))


def _is_claimed_deed(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a verb claims no number but a deed: "20 died in an attack *claimed* by …"."""
    if row.items[index].lower not in lexicon.words("claiming_deeds"):
        return False
    claimed = re.search(r".?[ABXr]*$", row.tags[:index])
    return claimed is not None and claimed[0][:1] not in set("QDTNKIP#")


def _is_put(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a number before an item was put there: "the toll was put at 160 *by*"."""
    before = re.search(r"(.)[AX]*F?A*Q$", row.tags[:index])
    if before is None:
        return False
    verb, first = row.items[before.start()], row.tags[max(0, before.start() - 1)]
    return first == "B" and _reports(verb, lexicon)


def _reports(item: Item, lexicon: Lexicon) -> bool:
    last = item.lower.split()[-1]
    return last in lexicon.words("reporting")


def _subjects(
    row: TaggedSentence, lexicon: Lexicon, before: Callable[[], Speaker]
) -> Iterator[Report]:
    """The subjects of reporting verbs, and where they begin to speak."""
    phrases = _phrases_in(row, lexicon, "reporting")
    last: Speaker | None = None  # whom "he" means: "the mayor was hurt, and later *he* said"
    for index, item in enumerate(row.items):
        if item.text[:1].isupper():  # "the United *States*"
            continue
        if _has_joined_pronoun(row, index, lexicon):
            yield Report(item.start, before().last or UNKNOWN, looks_back=True)
            continue
        length = phrases.get(index, 0)
        if not length and not _reports(item, lexicon):
            continue
        end = index + max(length, 1)
        if _is_noun(row, index, lexicon) or _says_no_number(row, index, lexicon):
            continue
        if _calls_it_so(row, index, lexicon):
            continue
        if item.lower in lexicon.words("announcing") and _is_of_thing(row, index + 1, lexicon):
            yield Report(item.start, UNKNOWN, looks_back=False)
        elif subject := find_subject(row, (index, end), lexicon, _latest(last, before)):
            looks_back = subject.inverted or _ends_clause(row, index, lexicon)
            looks_back = looks_back and not _is_only_of_subject(row, index)
            report = Report(
                item.start, subject.name, looks_back, _end_of_aside(row, index, lexicon)
            )
            last = Speaker((report,)) if subject.name else last
            yield report
        elif _is_said(row, (index, end), last, lexicon):
            inverted = _INVERTED.search(row.tags, 0, index) is not None
            yield Report(item.start, UNKNOWN, inverted or _ends_clause(row, index, lexicon))


def _is_said(
    row: TaggedSentence, verb: tuple[int, int], last: Speaker | None, lexicon: Lexicon
) -> bool:
    """Whether somebody speaks by a verb, though it is not known who."""
    index, end = verb
    item = row.items[index]
    after_aside = last is not None and row.items[index - 1].start == last.reports[0].until
    return (
        after_aside
        or _says_that(row, end, lexicon)
        or _PUTS_TOLL.match(row.tags, end) is not None
        or (end - index > 1 and _has_subject(row, index, lexicon))
        or any(item.lower in lexicon.words(key) for key in ("never_nouns", "tells", "accusing"))
        or (_is_participle_of(item, lexicon) and _OTHERS.search(row.tags, 0, index) is not None)
    )


def _latest(last: Speaker | None, before: Callable[[], Speaker]) -> Callable[[], Speaker]:
    """Who spoke last: in the sentence, or in the one before."""
    return (lambda: last) if last else before


def _end_of_aside(row: TaggedSentence, index: int, lexicon: Lexicon) -> int:
    """Where a relative clause between commas ends that a verb is in."""
    opens = row.tags.rfind(",", 0, index)
    closes = row.tags.find(",", index)
    if opens < 0 or closes < 0:
        return sys.maxsize
    within = _RELATIVE.match(row.tags, opens + 1) or _is_after_relative(row, index, lexicon)
    return row.items[closes].start if within else sys.maxsize


def _is_after_relative(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a relative pronoun is before a verb: "unlike the UN*, which has* counted 40"."""
    start = len(row.tags[:index].rstrip("BA"))
    relative = lexicon.words("relative")  # of "who have" it is the first word
    return any(
        item.tag == "r" or item.lower.split()[0] in relative
        for item in row.items[max(0, start - 1) : index]
    )


def _is_only_of_subject(row: TaggedSentence, index: int) -> bool:
    """Whether all numbers before a verb are in what is said of its subject between commas.

    "The mayor, *who fled a raid that killed 20*, said nothing".
    """
    aside = _SAID_OF_SUBJECT.search(row.tags, 0, index)
    return aside is not None and "Q" not in row.tags[: aside.start()]


_RELATIVE = re.compile("F?r")
_SAID_OF_SUBJECT = re.compile("(?<=[WPE]),F?[rB][^,;:]*Q[^,;:]*,[BA]*$")
_INVERTED = re.compile("(?:S,?|,A*B)[BA]*$")
"""What is before a verb whose subject follows: « 20 morts*, a* indiqué … », « … *”,* dit … »."""
_OTHERS = re.compile(",X[WP]{1,3}$")
"""Others whose name is not known: "HRW said 12 died, *the latter* claiming to have …"."""
_PUTS_TOLL = re.compile("X?A*TFA*Q|FA*QX?A*T")
"""What only one who reports does: "put *the toll at 20*", « estime *à 20 le nombre de tués* »."""


def _has_subject(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether somebody does what a verb says: no toll, and not « *on* fait état de 20 morts »."""
    start = index
    while start > 0 and row.tags[start - 1] in "AB":
        start -= 1
    subject = row.items[start - 1].lower if start else ""
    return subject not in lexicon.words("not_sources") and "T" not in row.tags[:index]


def _says_that(row: TaggedSentence, end: int, lexicon: Lexicon) -> bool:
    """Whether "that" follows a verb: then somebody speaks, even if it is not known who."""
    after = row.items[end : end + 1]
    return bool(after) and after[0].lower in lexicon.words("says_that")


def _says_no_number(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether something else is reported: "claimed *responsibility for a raid* that killed 20"."""
    verb = row.items[index].lower
    if verb in lexicon.words("claiming_deeds") and _is_deed(row, index + 1, lexicon):
        return True
    if verb in lexicon.words("accusing") and not _is_accused(row, index, lexicon):
        return True
    if verb in lexicon.words("giving") and not _gives_number(row, index, lexicon):
        return True
    return _lacks_that(row, index, lexicon)


def _gives_number(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a number, a toll or figures are given: not "who *gave* him that grade"."""
    clause = re.match(r"[^,;:()]*", row.tags[index + 1 :])
    given = row.items[index + 1 : index + 1 + (clause.end() if clause else 0)]
    figures = lexicon.words("own_figures")
    return any(item.tag in "QTD#H" or item.lower in figures for item in given)


def _has_joined_pronoun(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a pronoun is joined to a verb that reports: « ajoute-*t-il* », « a-*t-elle* dit »."""
    word = row.items[index].lower
    pronouns = lexicon.list_of("joined_pronouns")
    if not word.endswith(pronouns):
        return False
    ending = max(filter(word.endswith, pronouns), key=len)
    verbs = {word.removesuffix(ending), *(item.lower for item in row.items[index + 1 : index + 2])}
    return not verbs.isdisjoint(lexicon.words("reporting"))


def _is_deed(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a deed is claimed, and no figure: also "claimed *two attacks* that killed 20"."""
    deeds = _DEEDS.match(row.tags, index)
    if deeds and row.items[deeds.end() - 1].lower in lexicon.words("deeds"):
        return True
    deed = _DEED.match(row.tags, index)
    following = row.items[deed.end() : deed.end() + 1] if deed else []
    relative = lexicon.words("relative")  # of "who had been" it is the first word
    acts = any(i.tag == "B" and relative.isdisjoint(i.lower.split()) for i in following)
    return deed is not None and not acts  # not "claimed government forces *have* killed 20"


_DEED = re.compile("[XA]*[WE]{1,2}(?![WEPDTKQ])")
_DEEDS = re.compile("QW?E")


def _is_accused(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether an accuser says of what: "the army accused them *of* killing 20 people"."""
    if re.match("A?Q", row.tags[index + 1 :]):
        return True  # « accusent *34 300 tués* »
    clause = re.match(r"[^,;:]*", row.tags[index + 1 :])
    after = row.items[index + 1 : index + 1 + (clause.end() if clause else 0)]
    articles = lexicon.words("articles")  # "accused them of *a* raid, in which 20 died"
    counts = any(item.tag == "Q" and item.lower not in articles for item in after)
    if counts and any(item.lower in lexicon.words("accused_of") for item in after):
        return True
    having = lexicon.words("having")  # "accused the army, which denied it, of *having* killed 20"
    return any(
        item.lower in having and of.lower in lexicon.words("accused_of")
        for of, item in pairwise(row.items[index + 1 :])
    )


def _is_of_thing(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a thing is announced, and no loss: "announced *a series of measures*"."""
    thing = _THING.match(row.tags, index)
    return thing is not None and row.items[index].lower not in lexicon.words("says_that")


_THING = re.compile(r"(?:F?X?Y)?A*X?A*[WE]+F")


def _ends_clause(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether nothing follows a verb that is said: "20 died, *he told AFP on Friday*"."""
    verb = row.items[index]
    if _is_asked(row, index, lexicon):
        return False
    rest = re.match(r"[^,;:.)r]*", row.tags[index + 1 :])
    after = row.items[index + 1 : index + 1 + (rest.end() if rest else 0)]
    what = lexicon.words("what")  # "he said in *what was* his third speech"
    after = list(takewhile(lambda item: item.lower not in what, after))
    if any(item.lower in lexicon.words("clause_links") for item in after):
        return False
    if not set("QKVDINBTU").isdisjoint(item.tag for item in after):
        return False
    heard = verb.lower in lexicon.words("tells") or verb.lower in lexicon.words("never_nouns")
    cites = any(item.lower in lexicon.words("citing") for item in after[:1])
    return heard or cites or not after or after[0].tag in "AFYSr" or _is_day(after[0], lexicon)


def _is_asked(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a verb is in a clause about something else: "the raid, *which* RFI said was …"."""
    start = index
    while start > 0 and row.tags[start - 1] in "WPXAB":
        start -= 1
    return start > 0 and row.items[start - 1].lower in lexicon.words("relative")


def _calls_it_so(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether only what something is called is said: "in *what* police *called* an ambush"."""
    start = index
    while start > 0 and row.tags[start - 1] in "WPXAE":
        start -= 1
        if row.items[start].lower in lexicon.words("what"):
            return start > 0 and row.tags[start - 1] == "F"
    return False


def _is_day(item: Item, lexicon: Lexicon) -> bool:
    month = item.text[:1].isupper() and item.lower in lexicon.numbers_of("months")
    return month or item.lower in lexicon.words("weekdays")


def _gapped(row: TaggedSentence, lexicon: Lexicon, first: int) -> Iterator[Report]:
    """Those who report without a verb: "the army said 10 died and *HRW that* 34 did".

    Of "the army reported 10 killed, *the rebels* 34 killed" it is not known who says so.
    """
    for match in _GAPPED.finditer(row.tags):
        items = row.items[match.start("name") : match.end("name")]
        if len(items) > 1 and _is_participle_of(items[-1], lexicon):
            items = items[:-1]  # « l'ONU *affirmant* que 30 … »
        if items[0].start < first or any(_is_day(item, lexicon) for item in items):
            continue
        link = row.items[match.end("name")]
        if items[0].tag != "X" and not items[0].text[:1].isupper():
            continue  # "and taken 120 prisoners"
        if link.tag == "Q":
            yield Report(items[0].start, UNKNOWN, looks_back=False)
        elif link.lower in lexicon.words("says_that") and (name := make_name(row, items, lexicon)):
            yield Report(items[0].start, name, looks_back=False)


def _is_participle_of(item: Item, lexicon: Lexicon) -> bool:
    """Whether a word has the ending of what somebody does besides: "saying", « affirmant »."""
    return item.text.islower() and item.lower.endswith(lexicon.list_of("participle_endings"))


_GAPPED = re.compile(r"[,C](?P<name>X?[WP]{1,4})(?=[QFrX])")


def _is_noun(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether "report", "claims", "estimates" is a noun here, or the verb is passive."""
    item = row.items[index]
    if _takes_lives(row, index, lexicon):
        return True
    before = row.items[index - 1] if index else None
    if _is_participle(row, index, lexicon) or _lacks_perfect(row, index, lexicon):
        return True
    if _is_passive_verb(row, index, lexicon):
        return True
    subject = before is not None and before.lower in lexicon.words("subject_pronouns")  # "it"
    not_before = lexicon.words("times") | lexicon.words("but") | lexicon.words("weekdays")
    if before is None or (before.tag in "XFQ" and not subject and before.lower not in not_before):
        return item.lower not in lexicon.words("never_nouns")
    after = row.items[index + 1] if index + 1 < len(row.items) else None
    if after is not None and after.lower in lexicon.words("reporting") and item.tag != "A":
        return True
    weak = item.lower in lexicon.words("weak_reporting")
    return weak and (
        after is None or after.lower in lexicon.words("after_nouns") or after.tag in ",;:)BKL"
    )


def _is_participle(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a verb is of those before it: "20 dead *confirmed* by …", "the dead *found* are"."""
    if not row.items[index].lower.endswith(lexicon.verb_endings):
        return False
    before, after = row.tags[max(0, index - 1) : index], row.tags[index + 1 : index + 2]
    by = any(
        each.lower in lexicon.words("by_reporters") for each in row.items[index + 1 : index + 2]
    )
    return before == "K" or by or (after == "B" and before in {"D", "T"})


def _lacks_perfect(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a participle is of the noun before it: « un rapport *publié* lundi »."""
    endings = tuple(lexicon.list_of("perfect_endings"))
    if not row.items[index].lower.endswith(endings):
        return False
    before = re.search("[^A,]?[A,]*$", row.tags[:index])
    verb = row.items[before.start()] if before and index else None
    return verb is None or (verb.tag not in "BC" and "-" not in verb.lower)  # « a-t-il dit »


def _is_passive_verb(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether something is said by others: "losses *have been* variously stated"."""
    start = index - 1
    adverbs = lexicon.adverb_endings
    while start > 0 and any(each.lower.endswith(adverbs) for each in row.items[start : start + 2]):
        start -= 1  # also of "*very* variously"
    active = lexicon.words("perfect") | lexicon.words("relative")
    before = row.items[start] if start >= 0 else None
    if before is None or before.tag != "B" or before.lower in active:
        return False
    own = row.items[start - 1 : start] if start else []
    return not any(item.lower in lexicon.words("reflexive") for item in own)


def _lacks_that(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a verb reports only what follows "that": "found *that* 19 were killed"."""
    verb = row.items[index].lower
    if verb in lexicon.words("reporting_tolls"):
        return re.match("[AX]*[TD]", row.tags[index + 1 :]) is None
    if verb in lexicon.words("reporting_with_clause"):  # not "in Oaxaca and Guerrero *states*"
        return row.tags[index + 1 : index + 2] not in {"Q", "X"}
    if verb not in lexicon.words("reporting_with_that") or _QUOTED.search(row.tags, 0, index):
        return False
    after = row.items[index + 1 : index + 2]
    published = row.items[max(0, index - 5) : index]  # "*data* from the UN show 7 dead"
    if any(item.lower in lexicon.words("publications") for item in published):
        return False
    return not after or after[0].lower not in lexicon.words("clause_links")


_QUOTED = re.compile("S,?A*B[BA]*$")
"""A quotation and what its speaker's verb begins with: « *“20 morts”, a* constaté la radio »."""


def _takes_lives(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether a verb is one of killing here: "the militants claimed 20 lives"."""
    after = re.match(r"[AX]*Q[AW]*", row.tags[index + 1 :])
    counted = row.items[index + 1 + after.end() :][:1] if after else []
    return any(item.lower in lexicon.words("lives") for item in counted)
