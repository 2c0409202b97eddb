"""The register of a dump: which pages there are and what was built of them.

It is a database in the output folder, so that it takes no memory, however many pages there are, and
a build that was killed continues where it left off. What will be put in place is registered first:
at any instant a file in an artifact's place is the old one, a registered one, or a person's.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from wikibrief.engine.files import shown
from wikibrief.engine.graph import Names
from wikibrief.problems import ProblemError, error
from wikibrief.project.dumps.naming import fold_name, name_page
from wikibrief.wiki.titles import page_name

__all__ = ["REGISTER_NAME", "DumpNames", "Register"]

REGISTER_NAME = ".wikibrief.dump.sqlite"
_VERSION = "1"
_TABLES = """
create table if not exists meta (key text primary key, value text) without rowid;
create table if not exists pages
  (title text primary key, written text, fold text, name text) without rowid;
create index if not exists folds on pages (fold);
create table if not exists redirects (title text primary key, target text) without rowid;
create table if not exists made (name text primary key, key text, digests text) without rowid;
create temp table taken (name text primary key) without rowid;
"""
_MOST_REDIRECTS = 4


class Register:
    """The register in an output folder; a context manager. Raises ProblemError."""

    def __init__(self, output: Path) -> None:
        self.path = output / REGISTER_NAME
        try:
            self._open()
            if self._get("version") not in {None, _VERSION}:
                raise sqlite3.DatabaseError("it is another version's")  # noqa: TRY301
            self._set("version", _VERSION)
        except sqlite3.DatabaseError as failure:
            hint = "remove it: all pages are built again"
            problem = error(
                f"cannot be used: {failure}", hint=hint, file=shown(self.path), code="build-log"
            )
            raise ProblemError(problem) from failure

    def _open(self) -> None:
        self._database = sqlite3.connect(self.path, isolation_level=None)
        self._database.execute("pragma journal_mode = wal")
        self._database.execute("pragma synchronous = normal")
        self._database.executescript(_TABLES)

    def __enter__(self) -> Register:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def has_index(self, key: str) -> bool:
        """Whether the pages are those of ``key``: of a dump, and a selection."""
        return self._get("index") == key

    def index(self, key: str, pages: Iterable[tuple[str, str]]) -> None:
        """Take all titles, each with the one that it leads to, or with none.

        All of it holds, or nothing.
        """
        run = self._database.execute
        run("begin")
        try:
            run("delete from pages")
            run("delete from redirects")
            for title, target in pages:
                if target:
                    row = page_name(title), page_name(target)
                    run("insert or replace into redirects values (?, ?)", row)
                else:
                    page = page_name(title), title, fold_name(title)
                    run("insert or replace into pages values (?, ?, ?, null)", page)
            self._name_pages()
            self._set("index", key)
            self._set("names", self._digest_names())
            run("commit")
        except BaseException:
            run("rollback")
            raise

    def _name_pages(self) -> None:
        alone = "(select count(*) from pages as other where other.fold = pages.fold) = 1"
        self._database.create_function(
            "name_page", 2, lambda title, is_alone: name_page(title, is_alone=bool(is_alone))
        )
        self._database.execute(f"update pages set name = name_page(written, {alone})")  # noqa: S608

    def _digest_names(self) -> str:
        digest = sha256()
        for table in ("pages", "redirects"):
            for row in self._database.execute(f"select * from {table} order by title"):  # noqa: S608
                digest.update(repr(row).encode(errors="surrogatepass"))
        return digest.hexdigest()

    @property
    def names(self) -> str:
        """What all names depend on: the same for the same pages and redirects."""
        return self._get("names") or ""

    def count(self) -> int:
        """Count the pages."""
        return int(self._database.execute("select count(*) from pages").fetchone()[0])

    def name_of(self, title: str) -> str | None:
        """The name of a page's files; None if it is not wanted, or written in another way."""
        query = "select name from pages where title = ? and written = ?"
        row = self._database.execute(query, (page_name(title), title)).fetchone()
        return None if row is None else str(row[0])

    def take(self, name: str) -> bool:
        """Take a page up, once in a build; return False where that has happened."""
        taken = self._database.execute("insert or ignore into taken values (?)", (name,))
        return taken.rowcount == 1

    def is_made(self, name: str, key: str) -> bool:
        """Whether a page was built, and of what ``key`` names."""
        row = self._database.execute("select key from made where name = ?", (name,)).fetchone()
        return row is not None and row[0] == key

    def digests(self, name: str) -> dict[str, list[str]]:
        """By suffix, the digests that artifacts of a page can have without having been edited."""
        row = self._database.execute("select digests from made where name = ?", (name,)).fetchone()
        return json.loads(row[0]) if row else {}

    def announce(self, name: str, digests: Mapping[str, str]) -> None:
        """Register artifacts that are about to be put in place."""
        known = self.digests(name)
        for suffix, digest in digests.items():
            known[suffix] = sorted({*known.get(suffix, ()), digest})
        self._put(name, None, known)

    def finish(self, name: str, key: str, digests: Mapping[str, str]) -> None:
        """Register that artifacts were put in place; those of other formats stay registered."""
        known = {**self.digests(name), **{suffix: [each] for suffix, each in digests.items()}}
        self._put(name, key, known)

    def leftovers(self) -> Iterator[str]:
        """The names of what was built of pages that are gone, or are no longer wanted."""
        query = "select name from made where name not in (select name from pages)"
        yield from [row[0] for row in self._database.execute(query)]

    def forget(self, name: str) -> None:
        """Drop what is known of a page's artifacts."""
        self._database.execute("delete from made where name = ?", (name,))

    def _put(self, name: str, key: str | None, digests: Mapping[str, list[str]]) -> None:
        row = name, key, json.dumps(digests)
        self._database.execute("insert or replace into made values (?, ?, ?)", row)

    def _get(self, key: str) -> str | None:
        row = self._database.execute("select value from meta where key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def _set(self, key: str, value: str) -> None:
        self._database.execute("insert or replace into meta values (?, ?)", (key, value))


class DumpNames(Mapping[str, tuple[Path, ...]]):
    """What pages of a dump ask for by name: one another, by the register, and the project's files.

    To go through it shows the files alone: pages are too many, and only hints need more.
    """

    def __init__(self, output: Path, suffixes: tuple[str, ...], files: Names) -> None:
        self._output, self._suffixes, self._files = output, suffixes, files

    def __getitem__(self, name: str) -> tuple[Path, ...]:
        if name in self._files:
            return self._files[name]
        database = _connect(str(self._output / REGISTER_NAME))
        for _ in range(_MOST_REDIRECTS):
            row = database.execute("select name from pages where title = ?", (name,)).fetchone()
            if row is not None:
                return tuple(self._output / f"{row[0]}{suffix}" for suffix in self._suffixes)
            query = "select target from redirects where title = ?"
            row = database.execute(query, (name,)).fetchone()
            if row is None:
                break
            name = row[0]
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __bool__(self) -> bool:
        return True


@lru_cache(maxsize=2)
def _connect(path: str) -> sqlite3.Connection:
    """Open a register to read from it, once in each process."""
    return sqlite3.connect(f"{Path(path).as_uri()}?mode=ro", uri=True)
