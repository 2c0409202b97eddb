"""An edition has the articles that it lists, in their order, each once."""

from pathlib import Path

from wikibrief.project.content.folders import Project
from wikibrief.project.editions import plan_edition


def test_an_edition_has_its_articles_in_their_order(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "2025").mkdir(parents=True)
    for name in ("a", "b [1]", "2025/c", "2025/d"):
        (content / f"{name}.wiki").write_text("Text.", "utf-8")
    defaults = "editions:\n  may:\n    articles: ['b [1]', 2025/*, 2025/c, a]\n"
    (content / "_defaults.yaml").write_text(defaults, "utf-8")
    planned = plan_edition("may", Project(tmp_path, tmp_path / "output"))
    assert planned.title == "May"
    assert planned.path == tmp_path / "output" / "may.pdf"
    assert [source.stem for source in planned.sources] == ["b [1]", "c", "d", "a"]
