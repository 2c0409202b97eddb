"""Names go to workers once for a build, however many documents it has."""

from __future__ import annotations

import pickle
from pathlib import Path

from wikibrief.project.building.making.handing import HandedNames

NAMES = {
    "Raid on Ménaka": (Path("/a/raid.html"), Path("/a/raid.pdf")),
    "odd \udcff": (Path("/a/\udcff.html"),),
    **{f"Page {number}": (Path(f"/a/{number}.html"),) for number in range(1000)},
}


def test_names_are_the_same_in_a_worker_and_small_on_the_way() -> None:
    names = HandedNames(NAMES)
    sent = pickle.dumps(names)
    assert len(sent) < 300
    assert pickle.loads(sent) == NAMES == dict(names)  # noqa: S301  our own
    assert pickle.loads(sent) is pickle.loads(pickle.dumps(names)), "it is read once"  # noqa: S301


def test_the_file_goes_with_the_names() -> None:
    names = HandedNames(NAMES)
    pickle.dumps(names)
    assert names._file is not None  # noqa: SLF001
    file = Path(names._file.name)  # noqa: SLF001
    assert file.stat().st_mode & 0o77 == 0
    del names
    assert not file.exists()
