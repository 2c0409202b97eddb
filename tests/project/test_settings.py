"""What every artifact depends on, whatever its inputs are."""

from pathlib import Path

import wikibrief
from wikibrief.project.building.settings import OF_CODE, digest_of_code

NO_MATTER = {".js", ".typed"}
"""What makes no artifact: the script of the server, a mark for type checkers."""


def test_every_table_of_ours_is_part_of_the_code() -> None:
    package = Path(wikibrief.__file__).parent
    files = (path.relative_to(package) for path in package.rglob("*.*"))
    suffixes = {path.suffix for path in files if not {"__pycache__", "templates"} & {*path.parts}}
    assert suffixes <= {*OF_CODE, *NO_MATTER}


def test_what_is_compiled_from_the_code_is_no_part_of_it(tmp_path: Path) -> None:
    """Else the first build after an installation would make everything that the next one makes."""
    (tmp_path / "schema.yaml").write_text("a: 1")
    named = digest_of_code(tmp_path)
    compiled = tmp_path / "__pycache__" / "schemas.json"
    compiled.parent.mkdir()
    compiled.write_text("{}")
    assert digest_of_code(tmp_path) == named
    (tmp_path / "schema.yaml").write_text("a: 2")
    assert digest_of_code(tmp_path) != named


def test_code_has_one_name_however_it_is_installed(tmp_path: Path) -> None:
    """Else a clone and a wheel could not share a cache: only the wheel has templates inside."""
    (tmp_path / "schema.yaml").write_text("a: 1")
    named = digest_of_code(tmp_path)
    table = tmp_path / "templates" / "transclusions" / "words.yaml"
    table.parent.mkdir(parents=True)
    table.write_text("en: {}")
    assert digest_of_code(tmp_path) == named
