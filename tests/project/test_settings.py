"""What every artifact depends on, whatever its inputs are."""

from pathlib import Path

import wikibrief
from wikibrief.project.building.settings import OF_CODE

NO_MATTER = {".js", ".typed"}
"""What makes no artifact: the script of the server, a mark for type checkers."""


def test_every_table_of_ours_is_part_of_the_code() -> None:
    package = Path(wikibrief.__file__).parent
    files = (path.relative_to(package) for path in package.rglob("*.*"))
    suffixes = {path.suffix for path in files if not {"__pycache__", "templates"} & {*path.parts}}
    assert suffixes <= {*OF_CODE, *NO_MATTER}
