"""Templates are found file by file, and their mistakes are problems with a place."""

import os
from pathlib import Path
from types import CodeType

import pytest
from jinja2 import Environment

from wikibrief.model.document import Document
from wikibrief.page.writer import write_html
from wikibrief.problems import ProblemError
from wikibrief.templating.environment import BUILT_IN, Templates


def folder(path: Path, **files: str) -> Path:
    """A templates folder; ``a__b`` stands for the file ``a.b.j2``."""
    path.mkdir(exist_ok=True)
    for name, text in files.items():
        (path / (name.replace("__", ".") + ".j2")).write_text(text, encoding="utf-8")
    return path


def problem_of(templates: Templates, name: str, **values: object) -> str:
    with pytest.raises(ProblemError) as caught:
        templates.render(name, **values)
    return str(caught.value)


def test_html_values_are_escaped(tmp_path: Path) -> None:
    templates = Templates(folder(tmp_path, a__html="<p>{{ text }}</p>"))
    assert templates.render("a.html.j2", text="<b> & co") == "<p>&lt;b&gt; &amp; co</p>"


def test_wikitext_keeps_braces_and_the_last_line_end(tmp_path: Path) -> None:
    source = "<# note #>{{<< name >>|<% if x %>{#a#}<% endif %>}}\n"
    templates = Templates(folder(tmp_path, a__wikitext=source))
    assert templates.render("a.wikitext.j2", name="R&D", x=True) == "{{R&D|{#a#}}}\n"


def test_a_macro_can_be_called_by_its_name(tmp_path: Path) -> None:
    templates = Templates(
        folder(tmp_path, a__wikitext="<% macro h(t) %>== << t >> ==<% endmacro %>")
    )
    assert templates.call("a.wikitext.j2", "h", "Title") == "== Title =="


def test_filters_take_arguments_by_name(tmp_path: Path) -> None:
    source = "{{ 'a'|put(after='b') }} {{ 'a'|frame(by='-') }}"
    templates = Templates(folder(tmp_path, a__html=source))
    templates.register("put", lambda text, after="": text + after)
    templates.register("frame", lambda text, mark, by="": mark + by + text, given="mark")
    assert templates.render("a.html.j2", mark="!") == "ab !-a"


def test_a_users_file_goes_before_the_built_in_one_and_the_others_stay(tmp_path: Path) -> None:
    own = folder(
        tmp_path / "html", values__html="{% macro value_lines(x) %}my {{ x }}{% endmacro %}"
    )
    templates = Templates(own.parent)
    assert templates.call("html/values.html.j2", "value_lines", "a") == "my a"
    assert templates.read("html/style.css") == (BUILT_IN / "html/style.css").read_text("utf-8")


def test_what_was_read_and_what_would_have_gone_before_it_are_observed(tmp_path: Path) -> None:
    templates = Templates(folder(tmp_path))
    templates.read("html/style.css")
    assert templates.observed == {BUILT_IN / "html/style.css"}
    assert templates.missed == {tmp_path / "html/style.css"}


def test_layers_are_all_files_of_a_name_the_built_in_one_first(tmp_path: Path) -> None:
    built_in = BUILT_IN / "words.yaml"
    assert [path for _, path in Templates(tmp_path).layers("words.yaml")] == [built_in]
    (tmp_path / "words.yaml").write_text("en: {}")
    templates = Templates(tmp_path)
    assert templates.layers("words.yaml")[1:] == [("en: {}", tmp_path / "words.yaml")]
    assert templates.observed == {built_in, tmp_path / "words.yaml"}


def test_all_of_a_page_is_made_of_the_same_templates(tmp_path: Path) -> None:
    templates = Templates(folder(tmp_path, a__html="one"))
    assert templates.render("a.html.j2") == "one"
    folder(tmp_path, a__html="another")
    assert templates.render("a.html.j2") == "one"
    assert Templates(tmp_path).render("a.html.j2") == "another"


def test_a_template_is_compiled_once_for_as_long_as_its_source_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rendered(source: str) -> str:
        templates = Templates(folder(tmp_path, a__html=source))
        text = templates.render("a.html.j2")
        assert templates.observed == {tmp_path / "a.html.j2"}  # also when nothing is compiled
        return text

    compiled: list[str | None] = []
    compile_ = Environment.compile

    def noting(self: Environment, source: str, name: str, filename: str) -> CodeType:
        compiled.append(source)
        return compile_(self, source, name, filename)

    monkeypatch.setattr(Environment, "compile", noting)
    for source in ("one", "one", "two", "two", "one"):
        assert rendered(source) == source
    assert compiled == ["one", "two", "one"]


def test_compiled_code_depends_on_no_filter_and_on_how_the_file_is_read(tmp_path: Path) -> None:
    files = {"a__html": "{{ 'x'|mark }}<< 'y' >>", "b__wikitext": "<% include 'a.html.j2' %>"}
    path = folder(tmp_path, **files)
    for mark in "!?":
        templates = Templates(path)
        templates.register("mark", lambda text, mark=mark: text + mark)
        assert templates.render("a.html.j2") == f"x{mark}<< 'y' >>"
        templates.register("mark", lambda text, page: text + page, given="page")
        assert templates.render("a.html.j2", page=mark * 2) == f"x{mark * 2}<< 'y' >>"
        assert templates.render("b.wikitext.j2") == "{{ 'x'|mark }}y"
    assert "'mark'" in problem_of(Templates(path), "a.html.j2")


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("\n{% if %}", 2, "Expected an expression"),
        ("a\n\n{{ nothing }}", 3, "'nothing' is undefined"),
        ("{{ 1 + 'a' }}", 1, "TypeError"),
        ("\n{% include 'gone.html.j2' %}", 0, "no template gone.html.j2"),
        ("{% extends '../secret.html.j2' %}", 0, "no template ../secret.html.j2"),
        ("{{ ''.__class__.__mro__ }}", 1, "unsafe"),
        ("\n{% for i in range(10 ** 9) %}{% endfor %}", 2, "OverflowError"),
    ],
)
def test_mistakes_are_problems_with_file_and_line(
    tmp_path: Path, source: str, line: int, message: str
) -> None:
    templates = Templates(folder(tmp_path, bad__html=source))
    text = problem_of(templates, "bad.html.j2")
    assert message in text
    place = f"{tmp_path / 'bad.html.j2'}:{line}:" if line else "bad.html.j2"
    assert text.startswith(place)


def test_the_place_is_that_of_the_macro_which_fails(tmp_path: Path) -> None:
    files = {
        "macros__html": "{% macro m(x) %}\n{{ x.gone }}{% endmacro %}",
        "page__html": "{% from 'macros.html.j2' import m %}{{ m(1) }}",
    }
    templates = Templates(folder(tmp_path, **files))
    assert problem_of(templates, "page.html.j2").startswith(f"{tmp_path / 'macros.html.j2'}:2:")


def test_an_unreadable_template_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.html.j2").write_bytes(b"\xff")
    assert "cannot be read" in problem_of(Templates(tmp_path), "a.html.j2")


def test_a_name_without_a_known_kind_is_a_problem() -> None:
    assert "use .html.j2 or .wikitext.j2" in problem_of(Templates(), "a.txt.j2")


def test_a_filter_can_use_a_value_of_the_page_and_says_when_it_has_none(tmp_path: Path) -> None:
    files = {
        "macros__html": "{% macro m(x) %}{{ x|after }}{% endmacro %}",
        "good__html": "{% from 'macros.html.j2' import m with context %}{{ m('b') }}",
        "bad__html": "{% from 'macros.html.j2' import m %}{{ m('b') }}",
    }
    templates = Templates(folder(tmp_path, **files))
    templates.register("after", lambda text, prefix: prefix + text, given="prefix")
    assert templates.render("good.html.j2", prefix="a") == "ab"
    assert "with context" in problem_of(templates, "bad.html.j2", prefix="a")


@pytest.mark.parametrize("kind", ["pipe", "device", "loop", "dangling", "outside", "large"])
def test_a_folder_of_the_librarys_user_is_read_through_the_same_door(
    tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "look" / "html" / "page.html.j2"
    file.parent.mkdir(parents=True)
    match kind:
        case "pipe":
            os.mkfifo(file)
        case "device":
            file.symlink_to("/dev/zero")
        case "loop":
            file.symlink_to(file)
        case "dangling":
            file.symlink_to("nowhere")
        case "outside":
            (tmp_path / "secret").write_text("secret")
            file.symlink_to(tmp_path / "secret")
        case _:
            with file.open("wb") as sparse:
                sparse.truncate(3 * 1024**3)
    with pytest.raises(ProblemError) as caught:
        write_html(Document(), templates=tmp_path / "look")
    assert str(file) in str(caught.value)
