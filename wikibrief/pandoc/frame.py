"""The frame: what is around an article, and must be there whatever pandoc makes of it.

A user's template can take the marking or the attribution away without meaning to. So the finished
AST is looked at, and without them nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from wikibrief.model.marking import Marking
from wikibrief.model.metadata import Metadata
from wikibrief.page import tree
from wikibrief.pandoc.nodes import Node, Nodes, node, text_of
from wikibrief.problems import ProblemError, error

__all__ = ["demand_frame", "mark_chapters", "run_marking"]


def demand_frame(page: Element, blocks: Nodes, metadata: Metadata) -> None:
    """Raise ProblemError where the marking or the attribution of a page is not where it must be.

    The marking is the first and the last of its ``blocks``; the attribution is in the header or the
    footer of the page, which no article can have.
    """
    if metadata.marking:
        ends = {"beginning": blocks[:1], "end": blocks[-1:]}
        lacking = [end for end, found in ends.items() if text_of(found) != metadata.marking]
        if lacking:
            raise _lost(f"the page has no {metadata.marking} at its {' and '.join(lacking)}")
    around = (tree.text_of(each) for name in ("header", "footer") for each in page.iter(name))
    words = " ".join(" ".join(around).split())
    for value in filter(None, (metadata.source.name, metadata.source.licence)):
        if " ".join(value.split()) not in words:
            raise _lost(f"the page has no `{value}` in its header or footer, where its source is")


def mark_chapters(blocks: Nodes) -> Nodes:
    """Put the marking, which is the first block, at both ends of each chapter.

    A chapter begins at a heading of the first level.
    """
    marking = blocks[0]
    marked: Nodes = []
    for block in blocks:
        if block["t"] == "Header" and block["c"][0] == 1:
            marked += [] if marked[-1:] == [marking] else [marking]
            marked += [block, marking]
        else:
            marked.append(block)
    return marked


def _lost(message: str) -> ProblemError:
    hint = "your template `html/page.html.j2` takes it away: compare the built-in one"
    return ProblemError(error(message, hint=hint, code="lost-marking"))


def run_marking(marking: Marking) -> Iterator[Node]:
    """Put the marking at the top and the bottom of every page, in formats that have pages.

    Word has no such commands: see ``running``.
    """
    for name, text in _COMMANDS.items():
        yield node("MetaBlocks", [node("RawBlock", name, text.replace("@", marking))])


_COMMANDS = {
    "latex": r"""\usepackage{fancyhdr}
\setlength{\headheight}{14pt}
\fancypagestyle{plain}{\fancyhf{}\renewcommand{\headrulewidth}{0pt}%
\fancyhead[R]{\textbf{@}}\fancyfoot[C]{\thepage}\fancyfoot[R]{\textbf{@}}}
\pagestyle{plain}""",
    "typst": """#set page(
  header: align(right, strong("@")),
  footer: context [#counter(page).display() #h(1fr) #strong("@")],
)""",
}
