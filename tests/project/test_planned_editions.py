"""An edition has the articles that it lists, in their order, each once."""

import subprocess
from pathlib import Path

import pytest

from wikibrief.briefing.news import News
from wikibrief.changes.model import Changes
from wikibrief.problems import ProblemError
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import Project
from wikibrief.project.editions import plan_edition
from wikibrief.project.news import find_news


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


def test_an_edition_is_compared_with_its_list_of_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    content = tmp_path / "content"
    content.mkdir()
    for name in ("kept", "left", "deleted", "joined"):
        (content / f"{name}.wiki").write_text(f"= {name.title()} =\n\nText.", "utf-8")
    (content / "left.meta.yaml").write_text("marking: TLP:RED\n", "utf-8")
    _describe(content, "[kept, left, deleted]")
    _commit()
    _describe(content, "[joined, kept]")
    (content / "deleted.wiki").unlink()
    news = _find_news(tmp_path)
    joined, kept = news.articles
    assert joined is None
    assert kept == Changes("kept", "Kept")
    assert [each.title for each in news.removed] == ["Left", "Deleted"]
    assert news.markings == ("TLP:RED",)


def test_what_cannot_be_read_of_then_is_a_problem_of_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    content = tmp_path / "content"
    content.mkdir()
    (content / "a.yaml").write_text("title: [\n", "utf-8")
    _describe(content, "[a]")
    _commit()
    (content / "a.yaml").write_text("title: A\n", "utf-8")
    with pytest.raises(ProblemError) as caught:
        _find_news(tmp_path)
    assert {problem.file for problem in caught.value.problems} == {"HEAD:content/a.yaml"}


def _find_news(root: Path) -> News:
    project = Project(root, root / "output")
    news = find_news(plan_edition("may", project), Settings(project=project, jobs=0))
    assert news
    return news


def _describe(content: Path, articles: str) -> None:
    text = f"editions:\n  may:\n    articles: {articles}\n    since: HEAD\n"
    (content / "_defaults.yaml").write_text(text, "utf-8")


def _commit() -> None:
    """Make the current folder a repository, with what is in content/ as its revision of then."""
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for arguments in (("init", "-q"), ("add", "content"), (*identity, "commit", "-qm", "then")):
        subprocess.run(["git", *arguments], check=True)
