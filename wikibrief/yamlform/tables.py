"""Tables: data in YAML that wikibrief comes with, parsed once for all processes.

Parsing them takes longer than reading a short article. What the parser made of them is kept as
JSON, which is read in a hundredth of the time and can say no more than the YAML: if someone writes
into such a file, no code of theirs runs. A user's own tables are parsed in each process.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from wikibrief import keeping
from wikibrief.yamlform.parser import Parsed, parse

__all__ = ["load_table"]

_FOLDER = keeping.find_folder(__file__)


def load_table(text: str, path: Path, *, keep: bool) -> Parsed:
    """Read the table ``text`` of the file at ``path``. Raises ProblemError.

    With ``keep`` it is one that wikibrief comes with: it is kept, and may be returned without
    places, since nothing is wrong in it.
    """
    if not keep:
        return parse(text)
    file = _FOLDER / f"{path.stem}-{_digest(str(path))}.table"
    source = text.encode()
    data = keeping.recall(file, source)
    if data is not None:
        return Parsed(text, data)
    parsed = parse(text)
    keeping.remember(file, source, parsed.data)
    return parsed


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
