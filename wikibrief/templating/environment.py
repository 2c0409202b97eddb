"""Templating: the Jinja templates, found file by file, and their errors as problems.

A template's name is its path inside the templates folder (``html/page.html.j2``). What is
before ``.j2`` says what it makes, and so how it is read: ``.html`` with Jinja's own delimiters and
escaping, ``.wikitext`` with ``<< >>``, ``<% %>`` and ``<# #>``, because braces belong to the wiki.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, ClassVar, TypeAlias, TypeVar

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.loaders import split_template_path
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from wikibrief.problems import LineMap, Problem, ProblemError, error, lacks_memory, warning
from wikibrief.templating.assets import Assets, Origin
from wikibrief.templating.bytecode import CompiledCode
from wikibrief.templating.files import read_inside
from wikibrief.templating.sheets import Sheet, close_sheet
from wikibrief.yamlform import tables
from wikibrief.yamlform.parser import Parsed

__all__ = ["BUILT_IN", "Macros", "Markup", "Origin", "Templates", "as_filter", "load_table"]

Result = TypeVar("Result")


def _built_in() -> Path:
    """Find the templates that come with wikibrief: in the wheel, else in the source tree."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


BUILT_IN = _built_in()


_UNCLOSED = "nothing closes what begins here: it takes in all that follows"

_KINDS: dict[str, dict[str, Any]] = {
    ".html": {
        "bytecode_cache": CompiledCode(".html", BUILT_IN),
        "autoescape": True,
        "trim_blocks": True,
        "lstrip_blocks": True,
    },
    ".wikitext": {
        "bytecode_cache": CompiledCode(".wikitext", BUILT_IN),
        "keep_trailing_newline": True,
        "variable_start_string": "<<",
        "variable_end_string": ">>",
        "block_start_string": "<%",
        "block_end_string": "%>",
        "comment_start_string": "<#",
        "comment_end_string": "#>",
    },
}
"""How each kind of template is read; each has its own cache, as one file can be read as either."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, which decides once for each type and attribute: that is all it looks at."""

    _decided: ClassVar[dict[tuple[type, str], bool]] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401
        """Whether templates may have an attribute."""
        key = type(obj), attr
        decided = self._decided.get(key)
        if decided is None:
            decided = self._decided[key] = super().is_safe_attribute(obj, attr, value)
        return decided

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template knows of itself: Jinja's chain of mappings takes long to go through."""
        return {**self.globals, **(d or {})}


Filter: TypeAlias = Callable[..., object]
"""A filter as Jinja calls it."""

Read: TypeAlias = Callable[[Path, Path], str]
"""Reads the text of a file in a folder of templates. Raises ProblemError."""


def _read_own(path: Path, folder: Path) -> str:
    """Read a user's file, through the door that all files of templates go through."""
    try:
        return read_inside(folder, path.relative_to(folder)).decode()
    except (FileNotFoundError, UnicodeDecodeError) as failure:
        problem = error(
            f"the template cannot be read: {failure}", file=str(path), code="unreadable"
        )
        raise ProblemError(problem) from failure


def _read_trusted(path: Path, _: Path) -> str:
    """Read a file that comes with wikibrief, wherever its installer has linked it to."""
    try:
        status = path.stat()
        signed = status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
        return _read_signed(path, signed)
    except (OSError, UnicodeDecodeError) as failure:
        problem = error(
            f"the template cannot be read: {failure}", file=str(path), code="unreadable"
        )
        raise ProblemError(problem) from failure


@lru_cache(maxsize=512)
def _read_signed(path: Path, _: tuple[int, ...]) -> str:
    """Read a file, once as long as it stays as it is: every page wants the same ones."""
    return path.read_text(encoding="utf-8")


@lru_cache(maxsize=4096)
def _place(directory: Path, name: str) -> Path:
    """Where a file of that name would be. Raises TemplateNotFound if that is not in the folder."""
    return directory.joinpath(*split_template_path(name))


def _is_absent(path: Path) -> bool:
    """Whether there is no file; a link to nothing and one to itself are there, and broken."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False


def load_table(text: str, path: Path) -> Parsed:
    """Read a table among the templates, as ``layers`` gives it. Raises ProblemError."""
    return tables.load_table(text, path, keep=path.is_relative_to(BUILT_IN))


class Templates:
    """The templates of the given folders, earlier folders first, the built-in one last.

    Each file is looked for and read once, so that all of a page is made of the same ones.
    ``read`` reads a file of a folder, and refuses what is not safe to read. ``observed`` are the
    files that were read; ``missed`` are those that would have overridden them, had they existed:
    what was rendered is out of date when one of either changes. ``problems`` are what templates and
    style sheets name and do not get, the files of ``media`` among it.
    """

    def __init__(
        self, *directories: Path, media: Path | None = None, read: Read | None = None
    ) -> None:
        self.directories = (*map(Path, directories), BUILT_IN)
        self._read = read or _read_own
        self.problems: list[Problem] = []
        self.observed: set[Path] = set()
        self.missed: set[Path] = set()
        self._origins: dict[str, Origin] = {}
        self._first: dict[str, tuple[str, Path] | None] = {}
        self._layers: dict[str, list[tuple[str, Path]]] = {}
        self._loaded: dict[str, Template] = {}
        folders = [*self.directories[:-1], *([media] if media else [])]
        self._assets = Assets(folders, self.problems, self.observed, self.missed)
        self._environments: dict[str, Environment] = {}
        self._make = partial(
            _Sandbox, loader=_Loader(self), undefined=StrictUndefined, auto_reload=False
        )
        self._filters: dict[str, Filter] = {}
        self.register("file", self._embed_file)

    @property
    def own_parts(self) -> list[Path]:
        """The templates and style sheets of the user's that were read: they may do anything."""
        return [
            path
            for path in sorted(self.observed)
            if path.suffix in {".j2", ".css"} and not path.is_relative_to(BUILT_IN)
        ]

    def find_own(self, text: str) -> Origin | None:
        """Find a text in one of the ``own_parts``."""
        for path in self.own_parts:
            written = self._read(path, self.directories[0])
            if text in written:
                return Origin(str(path), LineMap(written).place(written.index(text)))
        return None

    def take_problems(self) -> list[Problem]:
        """Return what has been found wrong since this was last asked, each once."""
        taken = list(dict.fromkeys(self.problems))
        self.problems.clear()
        return taken

    def register(self, name: str, function: Callable[..., object], *, given: str = "") -> None:
        """Make ``function`` the filter ``name``.

        With ``given`` it gets, after the filtered value, what the page knows by that name; macros
        that use such a filter are imported ``with context``.
        """
        self.register_all({name: as_filter(function, given=given)})

    def register_all(self, filters: Mapping[str, Filter]) -> None:
        """Make known what ``as_filter`` has made filters, by name."""
        self._filters.update(filters)
        for environment in self._environments.values():
            environment.filters.update(filters)

    def render(self, name: str, /, **values: object) -> str:
        """Return what template ``name`` makes of ``values``. Raises ProblemError."""
        return self._guard(name, lambda: self._template(name).render(values))

    def call(self, name: str, macro: str, /, *arguments: object, **values: object) -> str:
        """Return what one macro of template ``name`` makes. Raises ProblemError."""
        return self._guard(
            name, lambda: str(getattr(self._template(name).module, macro)(*arguments, **values))
        )

    def macros(self, name: str, /, **values: object) -> Macros:
        """The macros of template ``name``, which know ``values``. Raises ProblemError."""
        module = self._guard(name, lambda: self._template(name).make_module(values))
        return Macros(name, module, self._guard)

    def exists(self, name: str, *, own: bool = False) -> bool:
        """Whether there is a file of that name; with ``own`` in the user's own folders."""
        try:
            _, path = self.load(name)
        except TemplateNotFound:
            return False
        return not (own and path.is_relative_to(BUILT_IN))

    def read(self, name: str) -> str:
        """Read a file among the templates, as it is. Raises ProblemError."""
        return self.read_table(name)[0]

    def read_table(self, name: str) -> tuple[str, Path]:
        """Read a table for ``load_table``: text and path. Raises ProblemError."""
        return self._guard(name, lambda: self.load(name))

    def read_own(self, name: str) -> bytes | None:
        """Read a user's own file that is no text; None: there is none. Raises ProblemError."""
        for directory in self.directories[:-1]:
            path = _place(directory, name)
            if not _is_absent(path):
                self.observed.add(path)
                return read_inside(directory, path.relative_to(directory))
            self.missed.add(path)
        return None

    def read_style(self, name: str) -> Sheet:
        """Read a style sheet, with the files in it that it names. Raises ProblemError."""
        text, path = self.read_table(name)
        if path.is_relative_to(BUILT_IN):
            return Sheet(text)
        embedded = self._assets.embed_in_style(text, path, name)
        closed, unclosed = close_sheet(embedded)
        if unclosed:
            at = Sheet(embedded, text, path).place_in_source(*unclosed)
            self.problems += [warning(_UNCLOSED, at=at, file=str(path), code="style-sheet")]
        return Sheet(closed, text, path)

    def load_template(self, name: str) -> tuple[str, Path]:
        """Read a template, with the files in it that its elements name. Raises TemplateNotFound."""
        text, path = self.load(name)
        if path.is_relative_to(BUILT_IN) or ".html" not in path.suffixes:
            return text, path
        return self._assets.embed_in_template(text, path, name), path

    def _embed_file(self, name: object) -> str:
        here = Origin(str(self.directories[0]) if len(self.directories) > 1 else "")
        return self._assets.embed(str(name), self._origins.get(str(name), here))

    def note_origin(self, name: str, origin: Origin) -> None:
        """Say where the name of a file is from, for the case that there is no such file."""
        self._origins[name] = origin

    def load(self, name: str) -> tuple[str, Path]:
        """Read the first file of that name: text and path. Raises TemplateNotFound."""
        if name not in self._first:
            self._first[name] = next(self._files(name), None)
        found = self._first[name]
        if found is None:
            raise TemplateNotFound(name)
        return found

    def layers(self, name: str) -> list[tuple[str, Path]]:
        """Read every file of that name, the built-in one first: texts and paths."""
        if name not in self._layers:
            self._layers[name] = [*self._files(name)][::-1]
        return self._layers[name]

    def _files(self, name: str) -> Iterator[tuple[str, Path]]:
        for directory in self.directories:
            path = _place(directory, name)
            if _is_absent(path):
                self.missed.add(path)
                continue
            self.observed.add(path)
            read = _read_trusted if directory is BUILT_IN else self._read
            yield read(path, directory), path

    def _template(self, name: str) -> Template:
        if name not in self._loaded:
            kind = Path(name.removesuffix(".j2")).suffix
            self._loaded[name] = self._environment(kind, name).get_template(name)
        return self._loaded[name]

    def _environment(self, kind: str, name: str) -> Environment:
        """The environment of a kind of template, made when the first one is wanted."""
        if kind not in self._environments:
            if kind not in _KINDS:
                kinds = " or ".join(f"{kind}.j2" for kind in _KINDS)
                hint = f"use {kinds}"
                raise ProblemError(
                    error("unknown kind of template", file=name, hint=hint, code="template")
                )
            self._environments[kind] = self._make(**_KINDS[kind])
            self._environments[kind].filters.update(self._filters)
        return self._environments[kind]

    def _guard(self, name: str, work: Callable[[], Result]) -> Result:
        """Do ``work``; whatever a template gets wrong in it ends as a ProblemError."""
        try:
            return work()
        except ProblemError:
            raise
        except TemplateNotFound as failure:
            folders = ", ".join(map(str, self.directories))
            problem = error(
                f"no template {failure.name}",
                file=name,
                hint=f"looked in {folders}",
                code="template",
            )
            raise ProblemError(problem) from failure
        except TemplateSyntaxError as failure:
            file, line = failure.filename or name, failure.lineno
            message = f"template: {failure.message}"
            raise ProblemError(
                error(message, at=(line, 1), file=file, code="template")
            ) from failure
        except Exception as failure:  # a template can make any expression fail
            file, line = self._place(failure, name)
            kind = "" if isinstance(failure, TemplateError) else f"{type(failure).__name__}: "
            what = "ran out of memory" if lacks_memory(failure) else f"{kind}{failure}"
            message = f"template: {what}"
            raise ProblemError(
                error(message, at=(line, 1), file=file, code="template")
            ) from failure

    def _place(self, failure: Exception, name: str) -> tuple[str, int]:
        """Find the innermost template line that ``failure`` went through."""
        place = name, 1
        files = {str(path) for path in self.observed}
        step = failure.__traceback__
        while step is not None:
            if step.tb_frame.f_code.co_filename in files:
                place = step.tb_frame.f_code.co_filename, step.tb_lineno
            step = step.tb_next
        return place


class Macros:
    """The macros of one template: ``macros["table"](block)`` gives what one makes.

    Raises ProblemError.
    """

    def __init__(
        self, name: str, module: object, guarded: Callable[[str, Callable[[], str]], str]
    ) -> None:
        self._name, self._module, self._guard = name, module, guarded

    def __getitem__(self, macro: str) -> Callable[..., str]:
        """The macro of that name."""
        return partial(self._call, macro)

    def _call(self, macro: str, *arguments: object) -> str:
        return self._guard(
            self._name, lambda: str(getattr(self._module, macro)(*arguments)).strip("\n")
        )


class _Loader(BaseLoader):
    """Jinja's view of ``Templates.load``."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        del environment
        text, path = self._templates.load_template(template)
        return text, str(path), lambda: True


def as_filter(function: Callable[..., object], *, given: str = "") -> Filter:
    """Make ``function`` a filter for ``Templates.register_all``; ``given`` is as for ``register``.

    All are called in one way, and none while compiling: so that compiled code depends on the
    template's source alone, and can be shared.
    """
    return pass_context(partial(_call_filter, function, given))


def _call_filter(
    function: Callable[..., object],
    given: str,
    context: Context,
    value: object,
    *rest: object,
    **named: object,
) -> object:
    if not given:
        return function(value, *rest, **named)
    if given not in context:
        message = f"the page's '{given}' is not known here: import the macros `with context`"
        raise TemplateError(message)
    return function(value, context[given], *rest, **named)
