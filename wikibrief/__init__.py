"""wikibrief: wiki-style source → one typed document ⇄ YAML → wikitext, HTML and PDF briefings.

    document = wikibrief.read(text)
    text = wikibrief.dump_yaml(document)
    wikitext = wikibrief.write_wikitext(document, base=text_it_was_read_from)

The names below are the library, and stay; everything else may change.
"""

from __future__ import annotations

from wikibrief.version import __version__ as __version__

TYPE_CHECKING = False  # as in typing, which takes longer to import than a build with nothing to do
if TYPE_CHECKING:
    from wikibrief.briefing.writer import write_pdf as write_pdf
    from wikibrief.facts.extract import read_facts as facts
    from wikibrief.facts.forms.dump import dump_facts as dump_facts
    from wikibrief.facts.model import Facts as Facts
    from wikibrief.markup.references.lifting import read as read
    from wikibrief.markup.roundtrip import write_wikitext as write_wikitext
    from wikibrief.model.document import Document as Document
    from wikibrief.model.metadata import Metadata as Metadata
    from wikibrief.page.writer import write_html as write_html
    from wikibrief.problems import Problem as Problem
    from wikibrief.problems import ProblemError as ProblemError
    from wikibrief.project.checking import check as check
    from wikibrief.yamlform.documents import dump_yaml as dump_yaml
    from wikibrief.yamlform.documents import load_yaml as load_yaml

_HOMES = {
    "Document": "model.document",
    "Facts": "facts.model",
    "Metadata": "model.metadata",
    "Problem": "problems",
    "ProblemError": "problems",
    "check": "project.checking",
    "dump_facts": "facts.forms.dump",
    "dump_yaml": "yamlform.documents",
    "load_yaml": "yamlform.documents",
    "read": "markup.references.lifting",
    "write_html": "page.writer",
    "write_pdf": "briefing.writer",
    "write_wikitext": "markup.roundtrip",
}

__all__ = [  # noqa: RUF022  in the order of use
    "read",
    "dump_yaml",
    "load_yaml",
    "write_wikitext",
    "write_html",
    "write_pdf",
    "facts",
    "dump_facts",
    "check",
    "Document",
    "Facts",
    "Metadata",
    "Problem",
    "ProblemError",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: a build with nothing to do needs none of them."""
    from importlib import import_module  # noqa: PLC0415

    if name == "facts":  # the package itself can be called
        return import_module(f"{__name__}.facts")
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
