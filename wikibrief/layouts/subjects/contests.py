"""Contests: brackets of knockout tournaments, and tables of leagues.

Templates of brackets draw the tree in which winners meet; what it says is who met whom in which
round, and how that ended. These filters find it in the names of arguments; values are shown by the
layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["Bracket", "Match", "Round", "Side", "Standings", "bracket", "rounds", "standings"]

_NAME = re.compile(
    r"(?P<round>[^-]+)-(?P<what>seed|team|player|score)(?P<number>\d{1,3})(?:-?(?P<part>\w{1,9}))?",
    re.IGNORECASE,
)
_ROUND = re.compile(r"RD(\d{1,3})(.*)", re.IGNORECASE)
_MATCH = 5
"""Arguments of a match where they have no names: when, a team and its score, another and its."""


@dataclass(slots=True)
class Side:
    """The names of the arguments that tell of one side of a match, and of its scores by part."""

    seed: str = ""
    team: str = ""
    scores: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Match:
    """A match between two sides; ``when`` names the argument with its date and place."""

    first: Side = field(default_factory=Side)
    second: Side = field(default_factory=Side)
    when: str = ""

    @property
    def results(self) -> list[tuple[str, str, str]]:
        """The parts of the result: which part, and the names of both scores."""
        parts = dict.fromkeys([*self.first.scores, *self.second.scores])
        return [
            (part, self.first.scores.get(part, ""), self.second.scores.get(part, ""))
            for part in parts
        ]


class Round(NamedTuple):
    """A round: its name, which is also that of the argument with its title, and its matches."""

    name: str
    matches: list[Match]

    @property
    def number(self) -> int:
        """Which round it is; 0 when it is none of those to the final."""
        match = _ROUND.fullmatch(self.name)
        return int(match[1]) if match and not match[2] else 0

    @property
    def is_for_third_place(self) -> bool:
        """Whether those meet who lost the matches before the final."""
        return self.name.lower().startswith("3rd") or self.name.lower().endswith("b")

    @property
    def has_dates(self) -> bool:
        """Whether there is more to say of a match than who met and how it ended."""
        return any(match.when for match in self.matches)


class Bracket(NamedTuple):
    """A tournament's rounds, and the names of the arguments that tell of no match."""

    rounds: list[Round]
    others: list[str]


def bracket(names: Iterable[str]) -> Bracket:
    """Sort names of arguments (``RD1-team1``, ``RD1-score1-2``) into rounds of matches."""
    names = list(names)
    found: dict[str, dict[int, Match]] = {}
    others: list[str] = []
    for name in names:
        match = _NAME.fullmatch(name)
        if match is None:
            others.append(name)
            continue
        number = max(int(match["number"]) - 1, 0)
        meeting = found.setdefault(match["round"], {}).setdefault(number // 2, Match())
        side = meeting.second if number % 2 else meeting.first
        if not _take(side, match["what"].lower(), match["part"] or "", name):
            others.append(name)
    made = [
        Round(name, [each[key] for key in sorted(each)])
        for name, each in sorted(found.items(), key=lambda item: _order(item[0]))
    ]
    return Bracket(made, [name for name in others if name not in found])


_FIELDS = {"seed": "seed", "team": "team", "player": "team"}


def _take(side: Side, what: str, part: str, name: str) -> bool:
    """Note the name of what is said of a side, unless another name has said it."""
    if what == "score":
        return side.scores.setdefault(part or "1", name) == name
    if part or getattr(side, _FIELDS[what]):
        return False
    setattr(side, _FIELDS[what], name)
    return True


def _order(title: str) -> tuple[int, str]:
    """Rounds by their number; those without one, such as that for the third place, are last."""
    match = _ROUND.fullmatch(title)
    return (int(match[1]), match[2]) if match else (1000, "")


def rounds(names: Iterable[str], positional: Iterable[str]) -> Bracket:
    """Sort positional arguments, five for each match, into the rounds of a tournament.

    Of ``{{Round4|when|A|1|B|0|…}}``: half as many matches in each round, then that for the third
    place.
    """
    titles = [name for name in names if not name.isdecimal()]
    each = list(positional)
    matches = [_match(each[at : at + _MATCH]) for at in range(0, len(each), _MATCH)]
    size = 1 << max((len(matches) - 1).bit_length() - 1, 0)
    made: list[Round] = []
    while matches:
        name = f"RD{len(made) + 1}" if size else "3rd"
        made.append(Round(name, matches[: size or None]))
        del matches[: size or None]
        size //= 2
    used = {each.name for each in made}
    return Bracket(made, [title for title in titles if title not in used])


def _match(names: list[str]) -> Match:
    when, first, one, second, two = (*names, "", "", "", "")[:_MATCH]
    return Match(Side("", first, {"1": one}), Side("", second, {"1": two}), when)


class TeamRow(NamedTuple):
    """A team of a league table: its place, the code that its arguments end with, its sums.

    A sum that cannot be computed is None.
    """

    place: int
    code: str
    played: int | None
    difference: int | None
    points: int | None


class Standings(NamedTuple):
    """The rows of a league table, the figures that they have, and the names that it leaves."""

    rows: list[TeamRow]
    columns: list[str]
    others: list[str]


_COLUMNS = ("win", "OTW", "draw", "tie", "OTL", "loss", "gf", "ga")
_RESULTS = frozenset(("win", "OTW", "draw", "tie", "OTL", "loss"))
_TEAM = re.compile(r"team(\d{1,3})")
_ORDER_OF_TEAMS = "team_order"
_COUNT = re.compile(r"\d{1,6}")
_CHANGE = re.compile(r"[-−+]?\d{1,3}")
_POINTS = {"win": "3", "draw": "1", "loss": "0"}
"""What each result is worth where the table says nothing else."""


def standings(words: Mapping[str, str]) -> Standings:
    """Sort the arguments of a league table into rows, with the sums that it shows.

    They are those of Module:Sports table. Teams are in the order of ``team1``, ``team2`` …, or in
    that of ``team_order``.
    """
    teams = sorted(
        (int(match[1]), code)
        for name, code in words.items()
        if code and (match := _TEAM.fullmatch(name))
    )
    used = set()
    if not teams:
        used.add(_ORDER_OF_TEAMS)
        codes = re.findall(r"[^\s,;]+", words.get(_ORDER_OF_TEAMS, ""))
        teams = list(enumerate(dict.fromkeys(codes), 1))
    columns = [name for name in _COLUMNS if any(words.get(f"{name}_{code}") for _, code in teams)]
    own = ("name", "result", "status", "note", *columns)
    used |= {f"{name}_{code}" for _, code in teams for name in own}
    used |= {f"{name}{place}" for place, _ in teams for name in ("team", "result")}
    used |= {f"text_{words.get(f'result{place}')}" for place, _ in teams}
    rows = [_row(words, place, code) for place, code in teams]
    return Standings(rows, columns, [name for name in words if words[name] and name not in used])


def _row(words: Mapping[str, str], place: int, code: str) -> TeamRow:
    counts = {
        name: int(value)
        for name in _COLUMNS
        if _COUNT.fullmatch(value := words.get(f"{name}_{code}", ""))
    }
    given = {name for name in _RESULTS if words.get(f"{name}_{code}")}
    played = sum(counts[name] for name in given) if given and given <= counts.keys() else None
    difference = counts["gf"] - counts["ga"] if {"gf", "ga"} <= counts.keys() else None
    return TeamRow(place, code, played, difference, _points(words, code, counts))


def _points(words: Mapping[str, str], code: str, counts: Mapping[str, int]) -> int | None:
    """A team's points, where wins, draws and losses alone make them."""
    is_usual = _POINTS.keys() <= counts.keys() and not {"OTW", "OTL"} & counts.keys()
    if not is_usual or words.get("style", "WDL") != "WDL":
        return None
    points = 0
    for result, usual in _POINTS.items():
        each = words.get(f"{result}points") or words.get(f"{result}_points") or usual
        if not _COUNT.fullmatch(each):
            return None
        points += counts[result] * int(each)
    for name in (f"startpoints_{code}", f"adjust_points_{code}"):
        more = words.get(name) or "0"
        if not _CHANGE.fullmatch(more):
            return None
        points += int(more.replace("−", "-"))
    return points
