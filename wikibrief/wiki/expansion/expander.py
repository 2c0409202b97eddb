"""The expander: from a text to the text that MediaWiki's preprocessor would make of it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field

from wikibrief.wiki.expansion.braces import Node, Stretch, armour, parse
from wikibrief.wiki.expansion.calls import FunctionCall, Steps
from wikibrief.wiki.expansion.functions import plain_function, step_function, variable
from wikibrief.wiki.expansion.inclusion import redirect_of, template_name, transcluded_part
from wikibrief.wiki.expansion.markers import DELIMITER, Markers
from wikibrief.wiki.expansion.page import PageVariables
from wikibrief.wiki.scanner import TRIMMED

__all__ = ["Expander"]

# MediaWiki's limits, of which all but the first two are a page's:
MAX_DEPTH = 100
"""How deep expansions are nested ($wgMaxPPExpandDepth)."""
MAX_TEMPLATE_DEPTH = 40
"""How deep templates are nested ($wgMaxTemplateDepth)."""
MAX_SIZE = 2 * 1024 * 1024
"""How many characters expansions make, those in others counted again ($wgMaxArticleSize)."""
MAX_STEPS = 1_000_000
"""How many texts are expanded ($wgMaxPPNodeCount)."""

_TOO_DEEP = '<span class="error">Expansion depth limit exceeded</span>'
_TEMPLATES_TOO_DEEP = (
    f'<span class="error">Template recursion depth limit exceeded ({MAX_TEMPLATE_DEPTH})</span>'
)
_PREFIX = re.compile(r"(?:(?:safesubst|subst|msg|raw):\s*)*", re.IGNORECASE)
_BLOCK = re.compile(r"\{\||[:;#*]")

# The extension tags whose content sees the parameters of the template that they are in: their
# hooks hand the frame on (Poem.php, CoreTagHooks.php). Cite's, notably, does not.
_TAG_WITH_PARAMETERS = re.compile(
    r"(?P<start><(?:poem|indicator)\b[^>]*>)(?P<content>.*)(?P<end></[^<>]*>)",
    re.DOTALL | re.IGNORECASE,
)


class _LimitError(Exception):
    """A page's limit is reached: nothing more is expanded of what is being expanded."""


@dataclass(slots=True, eq=False)
class _Frame:
    """Where parameters have values: in a template, while it is expanded. The page has none."""

    template: str = ""
    parent: _Frame | None = None
    arguments: dict[str, Stretch] = field(default_factory=dict)
    """Not expanded; in terms of the parent."""
    positional: set[str] = field(default_factory=set)
    """Those of the arguments whose white space counts."""
    values: dict[str, str] = field(default_factory=dict)
    templates: frozenset[str] = frozenset()
    """All that are being expanded."""


def _no_source(_: str) -> None:
    """The source of templates where there are none."""


def _no_report(_call: str, _error: str) -> None:
    """The report of errors where they are of no matter."""


_ERROR = re.compile(
    r'<(?P<tag>span|strong) class="error">(?P<words>.{,1000}?)</(?P=tag)>', re.DOTALL
)
"""How MediaWiki shows what is wrong with a call; no message of it is longer."""
_BRACKETS = re.compile(r"\[\[|\]\]|<[^<>]*>")


class Expander:
    """Expands the texts of one page.

    ``source_of`` gives the wikitext of a user's own template (its name as a page has it, without
    namespace: ``Flag data``), or None. What is neither such a template nor a parser function nor a
    variable stays as it is, as do calls whose result only the wiki knows. In a template,
    parameters are put into what stays. ``report`` is called with the wikitext of each call that
    shows an error, and what that says.
    """

    def __init__(
        self,
        page: PageVariables,
        source_of: Callable[[str], str | None] = _no_source,
        report: Callable[[str, str], None] = _no_report,
    ) -> None:
        self._page = page
        self._source_of = source_of
        self._report = report
        self._markers = Markers()
        self._bodies: dict[str, tuple[str, Stretch] | None] = {}
        self._steps = 0
        self._size = 0

    def expand(self, text: str) -> str:
        """The text with everything expanded that can be; never raises.

        Comments and extension tags stay; so does what is too large or takes too long.
        """
        if "{{" not in text:
            return text
        frame = _Frame()
        whole = parse(text.replace(DELIMITER, "?"))
        pieces = [
            piece if isinstance(piece, str) else self._outermost(piece, frame)
            for piece in whole.pieces()
        ]
        expanded = _disarm("".join(pieces))
        return self._markers.restore(expanded).replace(DELIMITER, "?")

    def _outermost(self, node: Node, frame: _Frame) -> str:
        if node.kind == "!" or _is_hidden(node):  # a page's, left out by what shows it
            return self._markers.tag(node.source)
        try:
            text = self._run(self._expand_node(node, frame))
        except _LimitError:
            return self._markers.keep(node.source)
        self._report_errors(text, node.source)
        return text

    def _report_errors(self, text: str, source: str) -> None:
        if "error" in text:
            for found in _ERROR.finditer(text):
                if found[0] not in source:
                    self._report(source, html.unescape(_BRACKETS.sub("", found["words"])))

    def _run(self, steps: Steps) -> str:
        """Run the stack of what waits for what (see ``calls``)."""
        stack = [steps]
        text: str | None = None
        while stack:
            try:
                needed = stack[-1].send(text)  # type: ignore[arg-type]  # None starts it
            except StopIteration as done:
                stack.pop()
                text = done.value
                continue
            self._steps += 1
            if self._steps > MAX_STEPS:
                raise _LimitError
            if len(stack) > MAX_DEPTH:
                text = _TOO_DEEP
                needed.close()
            else:
                stack.append(needed)
                text = None
        return text or ""

    def _count_size(self, text: str) -> str:
        self._size += self._markers.size(text)
        if self._size > MAX_SIZE:
            raise _LimitError
        return text

    # ------------------------------------------------------------------------------ kinds of nodes

    def _text(self, stretch: Stretch, frame: _Frame) -> Steps:
        """A stretch, expanded; without its comments."""
        pieces: list[str] = []
        for piece in stretch.pieces():
            if isinstance(piece, str):
                pieces.append(piece)
            else:
                pieces.append((yield from self._expand_node(piece, frame)))
        return "".join(pieces)

    def _expand_node(self, node: Node, frame: _Frame) -> Steps:
        match node.kind:
            case "{{":
                return (yield from self._transclusion(node, frame))
            case "{{{":
                return (yield from self._parameter(node, frame))
            case "<" if not _is_hidden(node):
                return (yield from self._tag(node, frame))
        return ""

    def _tag(self, node: Node, frame: _Frame) -> Steps:
        """An extension tag: to the letter, but for those that see a template's parameters."""
        match = _TAG_WITH_PARAMETERS.fullmatch(node.source) if frame.parent else None
        if match is None or "{{" not in match["content"]:
            return self._markers.tag(node.source)
        content = yield self._text(parse(match["content"]), frame)
        return self._markers.tag(f"{match['start']}{content}{match['end']}")

    def _parameter(self, node: Node, frame: _Frame) -> Steps:
        """``{{{name|default}}}``; without a value and a default, it shows as it is."""
        name, *rest = node.inside.split()
        written = yield self._text(name, frame)
        value = yield from self._argument(written.strip(TRIMMED), frame)
        if value is not None:
            return value
        if rest:
            return (yield self._text(rest[0], frame))
        return f"{{{{{{{written}}}}}}}"

    def _argument(self, name: str, frame: _Frame) -> Generator[Steps, str, str | None]:
        """The value that a parameter has in a frame, if it has one."""
        if name not in frame.arguments or frame.parent is None:
            return None
        if name not in frame.values:
            value = yield self._text(frame.arguments[name], frame.parent)
            frame.values[name] = value if name in frame.positional else value.strip(TRIMMED)
        return self._count_size(frame.values[name])

    # ------------------------------------------------------------------------------- transclusions

    def _transclusion(self, node: Node, frame: _Frame) -> Steps:
        """``{{name|…}}``: a variable, a function, a template, or what stays as it is.

        What begins a list or a table is on a line of its own (phabricator T2529).
        """
        name, *arguments = node.inside.split()
        written = yield self._text(name, frame)
        if written == _TOO_DEEP:
            return written
        found = yield from self._find(written, arguments, frame)
        if found is None:
            return (yield from self._keep(node, written, frame))
        if _BLOCK.match(found) and not node.begins_line:
            found = f"\n{found}"
        return self._count_size(found)

    def _find(
        self, written: str, arguments: Sequence[Stretch], frame: _Frame
    ) -> Generator[Steps, str, str | None]:
        name = _PREFIX.sub("", written.strip(TRIMMED), count=1)
        if not arguments:
            value = variable(name, self._page)
            if value is not None:
                return value
        function, colon, first = name.partition(":")
        if colon:
            call = FunctionCall(
                self._page,
                first.strip(TRIMMED),
                arguments,
                lambda stretch: self._text(stretch, frame),
                self._markers,
                lambda template: self._body(template) is not None,
            )
            if choose := step_function(function):
                return (yield from choose(call))
            if plain_function(function, ()):
                return (yield from _call(function, call))
        return (yield from self._template(name, arguments, frame))

    def _template(
        self, name: str, arguments: Sequence[Stretch], frame: _Frame
    ) -> Generator[Steps, str, str | None]:
        """A template of the user's own, with these arguments."""
        body = self._body(template_name(name) or "")
        if body is None:
            return None
        template, source = body
        if template in frame.templates:
            return f'<span class="error">Template loop detected: [[Template:{template}]]</span>'
        if len(frame.templates) >= MAX_TEMPLATE_DEPTH:
            return _TEMPLATES_TOO_DEEP
        inner = _Frame(template, frame, templates=frame.templates | {template})
        position = 0
        for argument in arguments:
            key, value = argument.named()
            if key is None:
                position += 1
                name = str(position)
                inner.positional.add(name)
            else:
                name = (yield self._text(key, frame)).strip(TRIMMED)
                inner.positional.discard(name)
            inner.arguments[name] = value
        return (yield self._text(source, inner))

    def _body(self, template: str) -> tuple[str, Stretch] | None:
        """The name of a template that another name may stand for, and what it shows; or None."""
        if template not in self._bodies:
            source = self._source_of(template) if template else None
            target = redirect_of(source) if source is not None else None
            if target is not None:
                template_source = self._source_of(target)
                found = None if template_source is None else (target, template_source)
            else:
                found = None if source is None else (template, source)
            self._bodies[template] = found and (
                found[0],
                parse(transcluded_part(found[1].replace(DELIMITER, "?"))),
            )
        return self._bodies[template]

    # ------------------------------------------------------------------------------- what is kept

    def _keep(self, node: Node, written: str, frame: _Frame) -> Steps:
        """A transclusion that stays, the values of a template's parameters put into it."""
        name, *arguments = node.inside.split()
        if frame.parent is None:
            rest = node.text[name.end : node.end]
            return self._markers.keep(f"{{{{{written if name.nodes else name.source}{rest}")
        parts = [armour(written, "|")]
        for argument in arguments:
            part = yield self._substitute_part(argument, frame)
            parts.append(part)
        return self._markers.keep("{{" + "|".join(parts) + "}}")

    def _substitute_part(self, part: Stretch, frame: _Frame) -> Steps:
        """A part of what stays. A ``=`` in a value does not make a name of what is before it."""
        name, value = part.named()
        if name is None:
            return (yield from self._substitute(part, frame, "|="))
        before = yield from self._substitute(name, frame, "|=")
        return f"{before}={(yield from self._substitute(value, frame, '|'))}"

    def _substitute(self, whole: Stretch, frame: _Frame, dividing: str) -> Steps:
        pieces: list[str] = []
        for piece in whole.pieces():
            if isinstance(piece, str):
                pieces.append(piece)
            elif piece.kind == "{{":
                parts = []
                for stretch in piece.inside.split():
                    part = yield self._substitute_part(stretch, frame)
                    parts.append(part)
                pieces.append("{{" + "|".join(parts) + "}}")
            elif piece.kind == "{{{":
                pieces.append(armour((yield from self._parameter(piece, frame)), dividing))
            else:
                pieces.append((yield from self._expand_node(piece, frame)))
        return "".join(pieces)


def _call(name: str, call: FunctionCall) -> Generator[Steps, str, str | None]:
    """Call a function with the texts of all its arguments."""
    texts = [call.first]
    for argument in call.arguments:
        text = yield from call.value(argument)
        texts.append(text)
    function = plain_function(name, texts)
    return function(call.page, texts) if function else None


def _is_hidden(node: Node) -> bool:
    """Whether it is ``<includeonly>``: what is in it is for other pages, and not shown."""
    return node.kind == "<" and node.source[1:12].lower() == "includeonly"


def _disarm(text: str) -> str:
    """Make letters of braces that only expansion has brought together: they transclude nothing."""
    if "{{" not in text:
        return text
    pieces: list[str] = []
    done = 0
    nodes = parse(text).nodes[::-1]
    while nodes:
        node = nodes.pop()
        nodes.extend(reversed(node.inside.nodes))
        if node.kind == "{{":
            pieces += [text[done : node.start], "&#123;&#123;"]
            done = node.start + 2
    return "".join([*pieces, text[done:]])
