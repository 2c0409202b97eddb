"""Cut the map data that briefings draw: Natural Earth's shapes → ``atlas.json``.

    python tools/cut_map.py countries-50m.json land-110m.json zone.tab

The first two are files of the npm package ``world-atlas`` 2.0.2 (Natural Earth 4.1, public domain);
the third comes with every ``tzdata`` (public domain) and says where large cities are. This runs
when the data changes, not when wikibrief is built.

Borders are drawn as Natural Earth has them, but which of them are disputed is ours to say, because
its small files do not: ``DISPUTED``. Crimea is an area of its own here, part of no state's shape;
Western Sahara is whole, as maps of the United Nations have it, not parted where armies stand.
"""

from __future__ import annotations

import itertools
import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from babel.core import get_global

Point: TypeAlias = tuple[float, float]
Line: TypeAlias = list[Point]

TARGET = Path(__file__).parents[1] / "wikibrief" / "page" / "maps" / "atlas.json"
STEPS = 200
"""Steps of a degree: half a kilometre."""
SMALLEST = 0.00025
"""The triangle, in square degrees, whose tip is left out of a line."""


class Dispute(NamedTuple):
    """A border between two areas that is not agreed on, all of it or what is inside a box."""

    one: str
    other: str
    box: tuple[float, float, float, float] | None = None
    """West, south, east, north."""


MOROCCO, SAHARA = "Morocco", "W. Sahara"
DISPUTED = (
    Dispute("India", "Pakistan", (72.5, 32.2, 78.5, 37.5)),  # Jammu and Kashmir: Line of Control
    Dispute("India", "China", (76.0, 31.0, 80.5, 36.5)),  # Aksai Chin and west of Nepal
    Dispute("India", "China", (88.0, 26.0, 98.0, 30.0)),  # Arunachal Pradesh
    Dispute("Bhutan", "China"),
    Dispute("Siachen Glacier", "India"),
    Dispute("Siachen Glacier", "Pakistan"),
    Dispute("Siachen Glacier", "China"),
    Dispute("Pakistan", "China", (74.5, 35.0, 78.5, 37.5)),  # Shaksgam
    Dispute("Crimea", "Ukraine"),
    Dispute(SAHARA, MOROCCO),
    Dispute("Kosovo", "Serbia"),
    Dispute("Palestine", "Israel"),
    Dispute("Palestine", "Jordan"),
    Dispute("Palestine", "Egypt"),
    Dispute("Israel", "Syria"),  # the Golan Heights
    Dispute("Israel", "Lebanon"),  # the Blue Line
    Dispute("Somaliland", "Somalia"),
    Dispute("Somaliland", "Ethiopia"),
    Dispute("Somaliland", "Djibouti"),
    Dispute("N. Cyprus", "Cyprus"),
    Dispute("Sudan", "S. Sudan"),
    Dispute("Sudan", "Egypt", (31.0, 21.5, 37.5, 24.0)),  # Halaib, Bir Tawil
    Dispute("Kenya", "S. Sudan"),  # Ilemi
    Dispute("North Korea", "South Korea"),
    Dispute("Guyana", "Venezuela"),
    Dispute("Guyana", "Suriname"),
)
CRIMEA = (34.2, 45.3)
NO_ORIENTATION = ("America/Indiana/", "America/Kentucky/", "America/North_Dakota/")
"""Zones that are called after small towns."""


def main(countries: str, land: str, zones: str) -> None:
    """Write ``TARGET``."""
    topology = json.loads(Path(countries).read_text("utf-8"))
    arcs = [_simplify(line) for line in _decode(topology)]
    areas = _whole_sahara(_part_crimea(_areas(topology), arcs), arcs)
    owners = _owners(areas)
    pieces, renamed, disputed = _split(arcs, owners)
    shared = [new for old, who in owners.items() if len(who) > 1 for new in renamed[old]]
    alone = [new for old, who in owners.items() if len(who) == 1 for new in renamed[old]]
    atlas = {
        "about": "Natural Earth by way of world-atlas; SPDX-License-Identifier: ISC .",
        "steps": STEPS,
        "areas": [_area(name, code, rings, renamed, pieces) for name, code, rings in areas],
        "borders": [arc for arc in shared if arc not in disputed],
        "disputed": sorted(disputed),
        "coasts": alone,
        "cities": list(_cities(zones)),
        "world": _world(json.loads(Path(land).read_text("utf-8"))),
        "arcs": [_encode(line) for line in pieces],
        "boxes": [_whole_box(line) for line in pieces],
    }
    text = json.dumps(atlas, ensure_ascii=False, separators=(",", ":"))
    TARGET.write_text(text + "\n", "utf-8")
    sys.stdout.write(f"{TARGET}: {len(text) // 1024} KB, {sum(map(len, pieces))} points\n")


# --------------------------------------------------------------------------------- the topology


def _decode(topology: Any) -> Iterator[Line]:  # noqa: ANN401  JSON
    scale, origin = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for across, up in arc:
            x, y = x + across, y + up
            line.append((x * scale[0] + origin[0], y * scale[1] + origin[1]))
        yield line


def _areas(topology: Any) -> list[tuple[str, str, list[list[int]]]]:  # noqa: ANN401
    """Return the name, ISO 3166's two letters and the rings of each area."""
    two_letters = get_global("territory_aliases")
    found = []
    for each in topology["objects"]["countries"]["geometries"]:
        polygons = [each["arcs"]] if each["type"] == "Polygon" else each.get("arcs", [])
        name, number = each["properties"]["name"], each.get("id", "")
        code = "XK" if name == "Kosovo" else "".join(two_letters.get(number, [""])[:1])
        found.append((name, code, [ring for polygon in polygons for ring in polygon]))
    return found


def _part_crimea(
    areas: list[tuple[str, str, list[list[int]]]], arcs: list[Line]
) -> list[tuple[str, str, list[list[int]]]]:
    parted = []
    for name, code, rings in areas:
        inside = [ring for ring in rings if _contains(_outline(ring, arcs), CRIMEA)]
        if inside:
            parted.append(("Crimea", "", inside))
        parted.append((name, code, [ring for ring in rings if ring not in inside]))
    return parted


def _whole_sahara(
    areas: list[tuple[str, str, list[list[int]]]], arcs: list[Line]
) -> list[tuple[str, str, list[list[int]]]]:
    """Give Western Sahara what Natural Earth has as Morocco's, up to the parallel of its border."""
    rings = {name: own[0] for name, _, own in areas if name in {MOROCCO, SAHARA}}
    inland, line, coast = rings[MOROCCO]
    if line < 0 or ~line not in rings[SAHARA]:
        sys.exit("Western Sahara is not parted as it was")
    (lon, lat), shore = arcs[line][0], arcs[coast]
    cut = min(range(len(shore)), key=lambda at: (shore[at][0] > lon, abs(shore[at][1] - lat)))
    west = shore[cut][0]
    steps = range(10)
    parallel = [(lon + (west - lon) * step / 10, lat) for step in steps] + [shore[cut]]
    south, border = len(arcs), len(arcs) + 1
    arcs += [shore[: cut + 1], parallel]
    arcs[coast] = shore[cut:]
    made = {
        MOROCCO: [inland, border, coast],
        SAHARA: [each for each in rings[SAHARA] if each != ~line] + [south, ~border],
    }
    return [(name, code, [made[name]] if name in made else own) for name, code, own in areas]


def _outline(ring: Sequence[int], arcs: list[Line]) -> Line:
    return [point for arc in ring for point in (arcs[arc] if arc >= 0 else arcs[~arc][::-1])]


def _contains(outline: Line, point: Point) -> bool:
    (x, y), inside = point, False
    for (x0, y0), (x1, y1) in itertools.pairwise(outline):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            inside = not inside
    return inside


def _owners(areas: list[tuple[str, str, list[list[int]]]]) -> dict[int, set[str]]:
    """Return the names of the areas that each arc bounds."""
    owners: dict[int, set[str]] = {}
    for name, _, rings in areas:
        for arc in (arc for ring in rings for arc in ring):
            owners.setdefault(arc if arc >= 0 else ~arc, set()).add(name)
    return owners


def _split(
    arcs: list[Line], owners: dict[int, set[str]]
) -> tuple[list[Line], dict[int, list[int]], set[int]]:
    """Split arcs where they enter or leave a dispute. Return pieces, new numbers, disputed ones."""
    pieces: list[Line] = []
    renamed: dict[int, list[int]] = {}
    disputed: set[int] = set()
    met: Counter[Dispute] = Counter()
    for arc, line in enumerate(arcs):
        if arc not in owners:
            continue
        found = [each for each in DISPUTED if {each.one, each.other} == owners[arc]]
        renamed[arc] = []
        for is_disputed, piece in _runs(line, lambda point, found=found: _is_in(point, found)):
            if is_disputed:
                disputed.add(len(pieces))
                met.update(found)
            renamed[arc].append(len(pieces))
            pieces.append(piece)
    if missing := [each for each in DISPUTED if not met[each]]:
        sys.exit(f"no such border: {missing}")
    return pieces, renamed, disputed


def _is_in(point: Point, disputes: Sequence[Dispute]) -> bool:
    x, y = point
    return any(
        each.box is None or (each.box[0] <= x <= each.box[2] and each.box[1] <= y <= each.box[3])
        for each in disputes
    )


def _runs(line: Line, holds: Callable[[Point], bool]) -> Iterator[tuple[bool, Line]]:
    """Yield stretches of a line whose segments begin where ``holds`` says the same."""
    piece, now = [line[0]], holds(line[0])
    for point in line[1:]:
        piece.append(point)
        if holds(point) != now and point != line[-1]:
            yield now, piece
            piece, now = [point], not now
    yield now, piece


def _area(
    name: str, code: str, rings: list[list[int]], renamed: dict[int, list[int]], pieces: list[Line]
) -> dict[str, object]:
    new = []
    for ring in rings:
        arcs: list[int] = []
        for arc in ring:
            arcs += renamed[arc] if arc >= 0 else [~each for each in renamed[~arc][::-1]]
        new.append(arcs)
    boxes = [_box(_outline(ring, pieces)) for ring in new]
    return {"name": name, "code": code, "rings": new, "boxes": boxes}


def _box(line: Line) -> list[float]:
    xs, ys = [x for x, _ in line], [y for _, y in line]
    return [round(value, 2) for value in (min(xs), min(ys), max(xs), max(ys))]


def _whole_box(line: Line) -> list[int]:
    """The box of a line in whole degrees: what is far from it need not be decoded."""
    xs, ys = [x for x, _ in line], [y for _, y in line]
    low, high = (min(xs), min(ys)), (max(xs), max(ys))
    return [*map(math.floor, low), *map(math.ceil, high)]


# --------------------------------------------------------------------------------- lines


def _simplify(line: Line, smallest: float = SMALLEST) -> Line:
    """Leave out the points that matter least (Visvalingam and Whyatt), never the ends."""
    kept = list(line)
    least = 4 if line[0] == line[-1] else 2
    while len(kept) > least:
        sizes = [_triangle(*kept[at : at + 3]) for at in range(len(kept) - 2)]
        size = min(sizes)
        if size > smallest:
            break
        del kept[sizes.index(size) + 1]
    return kept


def _triangle(a: Point, b: Point, c: Point) -> float:
    if any(abs(x) > 179.99 for x, _ in (a, b, c)):
        return math.inf
    area = abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2
    return area * math.cos(math.radians(b[1]))


def _encode(line: Line) -> str:
    """Encode a line as the *encoded polyline format* does, in ``STEPS`` of a degree."""
    text, x, y = "", 0, 0
    for lon, lat in line:
        to_x, to_y = round(lon * STEPS), round(lat * STEPS)
        for delta in (to_x - x, to_y - y):
            value = ~(delta << 1) if delta < 0 else delta << 1
            while value >= 0x20:
                text += chr((0x20 | (value & 0x1F)) + 63)
                value >>= 5
            text += chr(value + 63)
        x, y = to_x, to_y
    return text


# --------------------------------------------------------------------------------- cities, world


def _cities(zones: str) -> Iterator[list[object]]:
    """Yield the state, the zone that is called after it, and the place of each large city."""
    for line in Path(zones).read_text("utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        code, place, zone = line.split("\t")[:3]
        if not zone.startswith(NO_ORIENTATION):
            cut = max(place.rfind("+"), place.rfind("-"))
            yield [code, zone, _angle(place[cut:], 3), _angle(place[:cut], 2)]


def _angle(text: str, digits: int) -> float:
    sign = -1 if text[0] == "-" else 1
    degrees, minutes = text[1 : 1 + digits], text[1 + digits : 3 + digits]
    return sign * round(int(degrees) + int(minutes) / 60, 2)


_LEAST_STEP = 3
"""Units between two points of the world's outlines: a tenth of a millimetre on paper."""


def _world(topology: Any) -> str:  # noqa: ANN401
    """Draw the world's land as one path, 360 units wide, on the Equal Earth projection."""
    from wikibrief.page.maps.projections import equal_earth  # noqa: PLC0415

    arcs = list(_decode(topology))
    path = ""
    for polygon in topology["objects"]["land"]["geometries"][0]["arcs"]:
        outline = _simplify(_outline(polygon[0], arcs), 0.8)
        west, south, east, north = _box(outline)
        is_speck = (east - west) * (north - south) < 4
        is_torn = east - west > 350 and north - south < 10
        if is_speck or is_torn:
            continue
        points: list[tuple[int, int]] = []
        for lon, lat in outline:
            x, y = (round(each) for each in equal_earth(lon, lat))
            if not points or abs(x - points[-1][0]) + abs(y - points[-1][1]) >= _LEAST_STEP:
                points.append((x, y))
        if len(points) > 2:
            path += f"M{'L'.join(f'{x} {y}' for x, y in points)}Z"
    return path


if __name__ == "__main__":
    main(*sys.argv[1:])
