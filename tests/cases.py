r"""Plain-text cases: the form of the files in ``corpus``, ``commands`` and other folders.

A file begins with prose. A line ``%%% case`` with a sentence begins a case, prose may follow, then
come its sections: a line ``%%% KIND`` (some take a name after it), and the text up to the next such
line, without blank lines at its end. A kind with ``escaped`` after it means that its text has
escapes: ``\r \n \t \0 \\ \xe9 \ufeff``, and a backslash at the end of a line joins it to the next.

A test makes of a case what it really is and compares the two. ``pytest --accept`` writes down what
it really is instead, to be read in the diff.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

__all__ = ["Case", "CaseFile", "Section", "confirm", "in_folder", "read_section", "visible"]

MARKER = "%%% "


@dataclass(frozen=True)
class Section:
    """A part of a case, such as a source or what is expected of it; ``text`` without escapes."""

    kind: str
    text: str
    name: str = ""

    def __str__(self) -> str:
        """As it is in the file: escaped only where it has to be."""
        escaped = must_be_escaped(self.text)
        head = " ".join(filter(None, [self.kind, self.name, "escaped" if escaped else ""]))
        return f"{MARKER}{head}\n{escape(self.text) if escaped else self.text}"


@dataclass(eq=False)
class Case:
    """One example; ``line`` is that of its name in its file."""

    name: str
    line: int
    prose: str = ""
    sections: list[Section] = field(default_factory=list)

    def __str__(self) -> str:
        parts = [f"{MARKER}case {self.name}\n{self.prose}", *map(str, self.sections)]
        return "".join(parts)


@dataclass(eq=False)
class CaseFile:
    """A file of cases."""

    path: Path
    text: str
    prose: str = ""
    cases: list[Case] = field(default_factory=list)

    def __str__(self) -> str:
        blocks = [self.prose, *map(str, self.cases)]
        return "\n".join(block.rstrip("\n") + "\n" for block in blocks if block)


def in_folder(name: str, files: str = "*.txt") -> list[object]:
    """Every case of a folder next to this file as a parameter, with ``file:line`` as its id."""
    folder = Path(__file__).parent / name
    return [
        pytest.param(file, case, id=f"{file.path.name}:{case.line}")
        for file in map(read_cases, sorted(folder.glob(files)))
        for case in file.cases
    ]


def confirm(file: CaseFile, case: Case, sections: Iterable[Section], *, accept: bool) -> None:
    """Assert that a case's sections are those that it really has; or make them so."""
    real = replace(case, sections=list(sections))
    if accept:
        case.sections = real.sections
        file.path.write_text(str(file), encoding="utf-8")
    assert str(real) == str(case)
    assert accept or str(file) == file.text, f"`pytest --accept` gives {file.path.name} its form"


def read_cases(path: Path) -> CaseFile:
    """Read a file of cases."""
    text = path.read_text(encoding="utf-8")
    prose, *parts = re.split(rf"^{MARKER}", text, flags=re.MULTILINE)
    file = CaseFile(path, text, prose)
    line = 1 + prose.count("\n")
    for part in parts:
        head, _, body = part.partition("\n")
        kind, _, name = head.partition(" ")
        if kind == "case":
            file.cases.append(Case(name, line, body))
        else:
            file.cases[-1].sections.append(read_section(kind, name, body))
        line += part.count("\n")
    return file


def read_section(kind: str, name: str, body: str) -> Section:
    body = body.rstrip("\n") + "\n" if body.strip("\n") else ""
    *rest, last = name.split(" ")
    if last == "escaped":
        return Section(kind, unescape(body), " ".join(rest))
    return Section(kind, body, name)


# ----------------------------------------------------------------------------------------- escapes

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]| (?=\n|\Z)")
"""What cannot be seen in an editor, or would not survive one."""

ESCAPES = {"r": "\r", "n": "\n", "t": "\t", "0": "\0", "\\": "\\", "\n": ""}
NAMES = {char: f"\\{name}" for name, char in ESCAPES.items() if name in {"r", "t", "0"}}


def must_be_escaped(text: str) -> bool:
    return bool(text) and bool(CONTROL.search(text) or not re.search(r"[^\n]\n\Z", text))


def escape(text: str) -> str:
    r"""Write ``text`` with escapes; its line ends stay line ends, for the eye."""
    shown = visible(text.replace("\\", "\\\\"))
    body = shown.rstrip("\n")
    ends = len(shown) - len(body)
    return body + ("\n" if body and ends == 1 else "\\n" * ends + "\\\n")


def visible(text: str) -> str:
    return CONTROL.sub(lambda match: name_of(match[0]), text)


def name_of(char: str) -> str:
    code = ord(char)
    return NAMES.get(char) or (f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}")


def unescape(text: str) -> str:
    def meant(match: re.Match[str]) -> str:
        return chr(int(match[1] or match[2], 16)) if match[1] or match[2] else ESCAPES[match[3]]

    return re.sub(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([rnt0\\\n]))", meant, text)
