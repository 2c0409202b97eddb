"""The program: pandoc writes a file from its AST.

It is ``pandoc`` on the path, the command that ``WIKIBRIEF_PANDOC`` names, or the one in the package
``pypandoc_binary`` (the extra ``pandoc``). It runs in its sandbox, with nothing of the user's own
settings: it reads no file that it is not handed, and asks for nothing from elsewhere.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from wikibrief.problems import Problem, ProblemError, error

__all__ = ["ADVICE", "find_missing", "find_pandoc", "name_version", "print_data_file", "run_pandoc"]

ADVICE = "pip install 'wikibrief[pandoc]', or see https://pandoc.org/installing.html"
_LONGEST_RUN = 300
_NOTHING: Mapping[str, bytes] = {}
_EARLIEST = 315_532_800
"""The first second of 1980, before which no file in a ZIP archive can be."""


def find_pandoc() -> str | None:
    """Return the command; None: there is none here."""
    return os.environ.get("WIKIBRIEF_PANDOC") or shutil.which("pandoc") or _find_packaged()


def _find_packaged() -> str | None:
    spec = find_spec("pypandoc")
    if spec is None or spec.origin is None:
        return None
    name = "pandoc.exe" if os.name == "nt" else "pandoc"
    return shutil.which(name, path=Path(spec.origin).parent / "files")


def find_missing() -> Problem | None:
    """Say that pandoc is missing, if it is."""
    if find_pandoc() is not None:
        return None
    message = "this format is written by pandoc, which is not installed"
    return error(message, file="pandoc", hint=ADVICE, code="not-installed")


@cache
def name_version() -> str:
    """Name pandoc's version: another one may write other files. Without pandoc it is empty."""
    try:
        with TemporaryDirectory() as folder:
            said, _ = _run(["--version"], b"", Path(folder))
    except ProblemError:
        return ""
    return said.decode("utf-8", "replace").partition("\n")[0].strip()


def run_pandoc(
    tree: str,
    target: str,
    *options: str,
    files: Mapping[str, bytes] = _NOTHING,
    seconds: int | None = None,
) -> tuple[bytes, Sequence[str]]:
    """Write an AST in the format ``target``; return the file and the warnings.

    ``files`` are handed over by the names of options: ``{"--reference-doc": …}``. ``seconds`` since
    1970 are the time that the file was made. Raises ProblemError.
    """
    with TemporaryDirectory() as folder:
        place = Path(folder)
        all_options = ["--from", "json", "--to", target, "--sandbox", "--output", "-", *options]
        all_options += ["--data-dir", str(place / "none"), "--wrap", "preserve"]
        for number, (option, data) in enumerate(files.items()):
            (place / str(number)).write_bytes(data)
            all_options.append(f"{option}={place / str(number)}")
        made, said = _run(all_options, tree.encode(), place, max(_EARLIEST, seconds or 0))
    return made, re.findall(r"^\[WARNING\] (.*)", said, re.MULTILINE)


def print_data_file(name: str) -> bytes:
    """Return a file that comes with pandoc. Raises ProblemError."""
    with TemporaryDirectory() as folder:
        return _run(["--print-default-data-file", name], b"", Path(folder))[0]


def _run(
    options: Sequence[str], text: bytes, place: Path, seconds: int = _EARLIEST
) -> tuple[bytes, str]:
    if problem := find_missing():
        raise ProblemError(problem)
    command = str(find_pandoc())
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  the user's own pandoc
            [command, *options],
            input=text,
            capture_output=True,
            check=False,
            cwd=place,
            env={
                **kept,
                "HOME": str(place),
                "LC_ALL": "C.UTF-8",
                "SOURCE_DATE_EPOCH": str(seconds),
            },
            timeout=_LONGEST_RUN,
        )
    except OSError as failure:
        reason = (failure.strerror or str(failure)).lower()
        raise _failed(command, reason) from failure
    except subprocess.TimeoutExpired as failure:
        raise _failed(command, f"it takes more than {_LONGEST_RUN} seconds") from failure
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode:
        raise _failed(command, " ".join(said.split()) or f"exit code {done.returncode}")
    return done.stdout, said


def _failed(command: str, reason: str) -> ProblemError:
    message = f"pandoc (`{command}`) writes no file: {reason[:300]}"
    hint = "it has to be version 3.0 or newer; `pandoc --version` says which it is"
    return ProblemError(error(message, hint=hint, code="pandoc"))
