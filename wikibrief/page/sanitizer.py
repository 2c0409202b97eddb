"""Sanitizer: the last gate before HTML that was made of wikitext reaches a page.

Whatever the code before it may miss, what leaves here has known elements, attributes, styles and
addresses only, asks for nothing from elsewhere and has no name of the page around it. The lists are
those of MediaWiki (``includes/Sanitizer.php``, ``$wgUrlProtocols``) and what our own templates
emit; nh3 parses and writes as browsers do.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from html import unescape

import nh3

from wikibrief.wiki.tags import Is, tags_with

__all__ = [
    "ATTRIBUTES",
    "ELEMENTS",
    "FRAME",
    "SCHEMES",
    "STYLES",
    "is_frame_id",
    "sanitize",
]

_MATHML = frozenset(  # MathML Core, without what takes HTML in or loads anything
    "math semantics annotation mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle merror "
    "mpadded mphantom msub msup msubsup munder mover munderover mmultiscripts mprescripts "
    "mtable mtr mtd menclose".split()
)
_INLINE = _MATHML | tags_with(Is.PHRASE)
ELEMENTS = _MATHML | tags_with(Is.HTML | Is.PAGE)
"""Elements that stay; of all others the tags go and the text stays, save scripts and styles."""

_MATHML_ATTRIBUTES = frozenset(
    "xmlns display alttext mathvariant mathsize mathcolor mathbackground displaystyle scriptlevel "
    "form fence separator stretchy symmetric largeop movablelimits accent accentunder lspace "
    "rspace minsize maxsize width height depth voffset linethickness columnalign rowalign "
    "columnspacing rowspacing columnlines rowlines frame columnspan rowspan notation encoding "
    "side align bevelled".split()
)
_ROW = frozenset({"align", "valign", "bgcolor", "height"})
_CELL = _ROW | set("abbr axis headers scope colspan rowspan nowrap width".split())
ATTRIBUTES: dict[str, frozenset[str]] = {
    "*": frozenset(
        "id class style lang dir title role tabindex "
        "about property resource datatype typeof itemid itemprop itemref itemscope itemtype".split()
    ),
    "a": frozenset({"href", "rel", "hreflang"}),
    "blockquote": frozenset({"cite"}),
    "br": frozenset({"clear"}),
    "caption": frozenset({"align"}),
    "col": frozenset({"span", "align", "valign", "width"}),
    "colgroup": frozenset({"span", "align", "valign", "width"}),
    "data": frozenset({"value"}),
    "del": frozenset({"cite", "datetime"}),
    "details": frozenset({"open"}),
    "div": frozenset({"align"}),
    "font": frozenset({"size", "color", "face"}),
    "hr": frozenset({"width", "size", "align", "noshade"}),
    "img": frozenset("alt src width height align border decoding loading".split()),
    "ins": frozenset({"cite", "datetime"}),
    "li": frozenset({"type", "value"}),
    "ol": frozenset({"type", "start", "reversed", "compact"}),
    "pre": frozenset({"width"}),
    "q": frozenset({"cite"}),
    "table": frozenset(
        "summary width border frame rules cellspacing cellpadding align bgcolor".split()
    ),
    "tbody": _ROW,
    "td": _CELL,
    "tfoot": _ROW,
    "th": _CELL,
    "thead": _ROW,
    "time": frozenset({"datetime"}),
    "tr": _ROW,
    "ul": frozenset({"type", "compact"}),
    "p": frozenset({"align"}),
    **dict.fromkeys(tags_with(Is.HEADING), frozenset({"align"})),
    **dict.fromkeys(_MATHML, _MATHML_ATTRIBUTES),
}
"""Attributes that stay, by element; ``aria-…`` and ``data-…`` stay on all."""
_LOOKS = frozenset("style color face size mathcolor mathbackground mathsize".split())
_PLAIN_ATTRIBUTES = {element: names - _LOOKS - {"id"} for element, names in ATTRIBUTES.items()}
"""Those that stay in a line that the page shows around the article."""
_NOTED_ATTRIBUTES = {**_PLAIN_ATTRIBUTES, "sup": {"id"}}
"""The same for a line with notes that are marked nowhere else."""

FRAME = frozenset(
    "attribution build categories contents dateline issued kicker marking preamble "
    "skip tlp-red tlp-amber-strict tlp-amber tlp-green tlp-clear marking-own "
    "article-body end of page spoken words wrap".split()
)
"""Names that are the page's own: classes of what is around the article, and data attributes (after
``data-``). The article's are dropped, as are its classes, ids and data attributes that begin with
``page-``: so no style sheet, script or margin box takes the article's for the page's."""


def is_frame_id(name: str) -> bool:
    """Return whether an id can be one of the page around the article."""
    return name.strip().lower().startswith("page-")


def _is_frame_name(name: str) -> bool:
    return name.lower() in FRAME or is_frame_id(name)


SCHEMES = frozenset(
    "bitcoin ftp ftps geo git gopher http https irc ircs magnet mailto matrix mms news nntp redis "
    "sftp sip sips sms ssh svn tel telnet urn worldwind xmpp".split()
)
"""Where a link may lead, besides relative addresses. Pictures come with the page: see ``_SRC``."""

_BOXES = [f"{box}{side}" for box in ("margin", "padding", "border") for side in
          ("", "-top", "-right", "-bottom", "-left", "-block", "-inline", "-block-start",
           "-block-end", "-inline-start", "-inline-end")]  # fmt: skip
STYLES = frozenset(_BOXES) | frozenset(
    f"border{part}-{what}"
    for part in ("", "-top", "-right", "-bottom", "-left")
    for what in ("color", "style", "width")
) | frozenset(
    "background background-color border-collapse border-radius border-spacing box-sizing "
    "break-after break-before break-inside caption-side clear color column-count column-gap "
    "column-rule column-width columns direction display empty-cells float font font-family "
    "font-size font-style font-variant font-weight height hyphens letter-spacing line-height "
    "list-style list-style-position list-style-type max-height max-width opacity orphans overflow "
    "overflow-wrap overflow-x overflow-y page-break-after page-break-before page-break-inside "
    "ruby-position table-layout text-align text-decoration text-decoration-color "
    "text-decoration-line text-decoration-style text-indent text-transform unicode-bidi "
    "vertical-align visibility white-space widows width word-break word-spacing writing-mode "
    "-moz-column-count -moz-column-width -webkit-column-count -webkit-column-width".split()
)  # fmt: skip
"""CSS properties that stay. None takes an element out of its place in the text, so that no article
covers what is not its own (a marking); where it grows out of its place, the page clips it.
``min-width`` would make narrow pages scroll."""

_VALUE = re.compile(
    r"""(?:(?:rgba?|hsla?|calc)\([\w\s%.,+*/-]*\)|!\s*important\b|"[\w\s.,-]*"|'[\w\s.,-]*'"""
    r"""|[\w\s%\#.,+/-])++""",
    re.ASCII | re.IGNORECASE,
)
"""Words, numbers, colours, names of fonts. What could load or run something needs more than that:
``url()``, ``expression()``, an escape, a comment, a brace."""
_NEGATIVE = re.compile(r"(?<!\w)-")
"""A sign, or a difference in ``calc()``."""
_SRC = re.compile(
    r"[\w.~%-][^:\\]*|data:image/(?:png|jpeg|gif|webp|svg\+xml)[;,].*", re.IGNORECASE | re.DOTALL
)
"""What a picture is shown from: a file next to the page, or data in it. (In an ``<img>`` an SVG can
neither run scripts nor load anything.)"""


def sanitize(html: str, *, inline: bool = False, notes: bool = False) -> str:
    """Return an HTML fragment with nothing in it but what the lists allow, its tags balanced.

    With ``inline`` it has no blocks either: it cannot end the element that it is put in; and no
    looks of its own, so that nothing next to the marking looks like one, and no ids, which the
    article may have; with ``notes``, marks of notes keep theirs, to which the notes lead back.
    HTML that is well-formed, allowed and written as browsers write it (quotes and ``'`` in text as
    they are, attributes in ``"…"``) comes back unchanged. Tags are balanced as HTML5 says, in time
    linear in the text's length: where its rules would take longer, in the simplest way.
    """
    text = _REFERENCE.sub(_mark_references, _MARKS.sub("\ufffd", html)).replace(
        ' href="', _MARKED_HREF
    )
    # Parsers drop the line end after <pre>, and writers do not put it back.
    text = _PRE.sub(r"\1\n\n", _bound_depth(text))
    clean = _cleaner(inline=inline, notes=notes).clean(text)
    if any(map(_holds_html, _FORMULA.findall(clean))):
        clean = _cleaner(inline=inline, notes=notes).clean(_MATHML_TAG.sub("", text))
    return clean.replace(_ADDRESS, "").replace("&nbsp;", "\xa0").replace(_AMPERSAND, "&amp;")


_REFERENCE = re.compile(r"&(?:#?\w{1,31};)?", re.ASCII)
_AMPERSAND = "\ufdd0"
"""Stands for ``&`` while the rest is cleaned (html5ever takes quadratic time on text with many): a
code point that no HTML may have."""
_ADDRESS = "\ufdd1"
"""Begins each address while it is cleaned: nh3 drops those that are no URLs (``http://x&y``), which
wikis show all the same. ``_filter_attribute`` judges an address by its scheme alone."""
_MARKED_HREF = f' href="{_ADDRESS}'
_MARKS = re.compile(f"[{_AMPERSAND}{_ADDRESS}]")
_BLANK = re.compile(r"[\0-\x20]")  # browsers ignore these in addresses, or some of them
_SCHEME = re.compile(r"([^/?#:]*):")
_PRE = re.compile(r"(<pre(?:\s[^<>]*)?>)\n", re.IGNORECASE)


def _mark_references(reference: re.Match[str]) -> str:
    """Put the mark for every ``&`` that is one, named or bare."""
    written = reference[0]
    meant = unescape(written)
    if meant == "&":
        return _AMPERSAND
    return written.replace("&", _AMPERSAND) if meant == written else written


def _filter_attribute(_element: str, attribute: str, value: str) -> str | None:
    """Return what stays of an attribute that is on the list."""
    match attribute:
        case "style":
            return _style(value)
        case "src":
            return value if _SRC.fullmatch(value) else None
        case "href" | "cite":
            scheme = _SCHEME.match(_BLANK.sub("", value.removeprefix(_ADDRESS)))
            return value if scheme is None or scheme[1].lower() in SCHEMES else None
        case "class":
            return _without_frame(value)
        case "id":
            return None if is_frame_id(value) else value
        case "rel":
            return value if set(value.lower().split()) <= _RELATIONS else None
        case (
            "aria-modal" | "aria-owns"
        ):  # would hide the page around from screen readers, or take it
            return None
        case _ if attribute.startswith("data-"):
            return None if _is_frame_name(attribute.removeprefix("data-")) else value
    return value


_RELATIONS = frozenset("external license nofollow noopener noreferrer ugc".split())
"""What a link may be to the page: ``attachment`` would put a file into the PDF."""


def _without_frame(classes: str) -> str | None:
    names = classes.split()
    kept = [name for name in names if not _is_frame_name(name)]
    return classes if kept == names else " ".join(kept) or None


def _style(value: str) -> str | None:
    """Return the declarations that are allowed; all of them as they are written."""
    declarations = value.split(";")
    kept = [each for each in declarations if not each.strip() or _is_allowed(each)]
    return ";".join(kept) if any(map(str.strip, kept)) else None


def _is_allowed(declaration: str) -> bool:
    name, _, value = declaration.partition(":")
    name = name.strip().lower()
    if name not in STYLES or not _VALUE.fullmatch(value):
        return False
    return not (name.startswith("margin") and _NEGATIVE.search(value))


@cache
def _cleaner(*, inline: bool, notes: bool) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_INLINE if inline else ELEMENTS,
        clean_content_tags={"script", "style"},
        attributes=(_NOTED_ATTRIBUTES if notes else _PLAIN_ATTRIBUTES) if inline else ATTRIBUTES,
        generic_attribute_prefixes={"aria-", "data-"},
        attribute_filter=_filter_attribute,
        url_schemes=SCHEMES | {"data"},
        link_rel=None,
    )


_FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)
_MATHML_TAG = re.compile(rf"</?(?:{'|'.join(_MATHML)})(?:[\s/][^<>]*)?>", re.IGNORECASE)


def _holds_html(formula: str) -> bool:
    """Return whether a formula holds more than MathML, another formula say.

    Parsers do not read such a one back as they have written it: the page around would get into it.
    """
    return any(name not in _MATHML for _, name in _TAG.findall(formula)) or "<math" in formula[1:]


# HTML5's rules for tags that overlap or stay open take quadratic time and space: each paragraph
# repeats every <b> that is open, each tag is looked for among all open elements.

DEPTH = 400
"""Elements within each other; browsers' own limit is 512, for the whole page."""
BUDGET = 2_000_000
"""Tags × those of them that overlap or stay open, for which HTML5's rules are followed."""

_TAG = re.compile(r"<(/?)([a-z][^\s/<>]*)[^<>]*>", re.IGNORECASE)
_FLAT = tags_with(Is.VOID | Is.OPTIONAL_END)
"""Elements that are empty, or that the next of their kind ends: they need no end tag."""


def _bound_depth(html: str) -> str:
    """Return ``html`` itself, or, where balancing it would take too long, properly nested."""
    opened: list[str] = []
    tags = overlaps = deepest = 0
    for slash, name in _TAG.findall(html):
        tags += 1
        if name in _FLAT:
            continue
        if not slash:
            opened.append(name)
            deepest = max(deepest, len(opened))
        elif opened and opened[-1] == name:
            opened.pop()
        else:
            overlaps += 1
    overlaps += len(opened)
    return html if deepest <= DEPTH and overlaps * tags <= BUDGET else _nest(html)


def _nest(html: str) -> str:
    """Let an element end at the latest with the one that it is in, and be not too deep."""
    opened: list[str] = []
    counts: Counter[str] = Counter()

    def ends(name: str) -> str:
        counts[name] -= 1
        return f"</{opened.pop()}>"

    def nested(tag: re.Match[str]) -> str:
        name = tag[2].lower()
        if name in _FLAT:
            return tag[0]
        if not tag[1]:
            if len(opened) >= DEPTH:
                return ""
            opened.append(name)
            counts[name] += 1
            return tag[0]
        closed = ""
        while counts[name]:
            last = opened[-1]
            closed += ends(last)
            if last == name:
                break
        return closed

    balanced = _TAG.sub(nested, html)
    return balanced + "".join(ends(name) for name in reversed(opened.copy()))
