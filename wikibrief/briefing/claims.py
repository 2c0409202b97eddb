"""Claims: what a briefing says of itself, and the files that it brings along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wikibrief.briefing.conformance.attachments import Attachment
from wikibrief.briefing.conformance.finish import Claims
from wikibrief.briefing.conformance.standards import STANDARDS
from wikibrief.briefing.conformance.xmp import DublinCore
from wikibrief.facts.forms.dump import dump_facts
from wikibrief.facts.model import Facts
from wikibrief.inline.passes import printable
from wikibrief.markup.roundtrip import write_wikitext
from wikibrief.model.document import Document
from wikibrief.model.marking import Marking
from wikibrief.model.metadata import Metadata
from wikibrief.page.values import CategoryLink
from wikibrief.problems import ProblemError, error
from wikibrief.version import __version__
from wikibrief.yamlform.documents import dump_yaml

__all__ = ["make_claims"]


def make_claims(
    document: Document,
    metadata: Metadata,
    values: Mapping[str, object],
    source: Attachment | None = None,
) -> Claims:
    """Collect what the PDF of ``document`` says of itself; ``values`` are those of its page.

    Raises ProblemError for standards that no file can meet together.
    """
    standard = STANDARDS.get(metadata.pdf.standard)
    if standard is None:
        known = " or ".join(f"[{', '.join(names)}]" for names in STANDARDS)
        message = f"no PDF meets [{', '.join(metadata.pdf.standard)}] together"
        raise ProblemError(error(message, hint=f"set `pdf.standard` to {known}", code="bad-value"))
    wanted = metadata.pdf.attachments
    found = _attachments(document, source, values["facts"], metadata.marking) if wanted else ()
    attachments = tuple(attachment for form, attachment in found if form in wanted)
    return Claims(standard, _record(metadata, values), attachments)


def _record(metadata: Metadata, values: Mapping[str, object]) -> DublinCore:
    source, date = metadata.source, values["date"]
    name = metadata.publisher or source.name or ""
    revision = f"oldid={source.revision}" if source.revision else ""
    address = str(values["address"] or "")
    subjects = [each.name for each in _categories(values)]
    return DublinCore(
        title=_clean(str(values["title"])),
        language=str(values["language"]),
        creators=(name,) if name else (),
        description=_clean(str(values["description"] or "")),
        subjects=tuple(filter(None, (metadata.marking, *subjects))),
        rights=_clean(source.licence or ""),
        rights_address=source.licence_url or "",
        date=date.isoformat() if hasattr(date, "isoformat") else "",
        identifier=f"{address}?{revision}" if address and revision else address,
        source=address,
        marking=metadata.marking or "",
        tool=f"wikibrief {__version__}",
    )


def _categories(values: Mapping[str, object]) -> list[CategoryLink]:
    found = values["categories"]
    if not isinstance(found, list):
        return []
    return [each for each in found if isinstance(each, CategoryLink)]


def _clean(text: str) -> str:
    return " ".join(printable(text).split())


def _attachments(
    document: Document, source: Attachment | None, facts: object, marking: Marking | None
) -> Iterator[tuple[str, Attachment]]:
    """Yield the article's source, its YAML and its facts, each with the name of its form."""
    source = source or _canonical(document)
    if source is not None:
        yield "source", source
    if source is None or not source.name.endswith((".yaml", ".yml")):
        yaml = dump_yaml(document).encode()
        yield "yaml", Attachment("article.yaml", yaml, _YAML, "Data", "The article as data")
    if isinstance(facts, Facts):
        about = "What the article says, as data"
        text = dump_facts(facts, marking).encode()
        yield "facts", Attachment("article.facts.yaml", text, _YAML, "Data", about)


_YAML = "application/yaml"


def _canonical(document: Document) -> Attachment | None:
    """Return the wikitext of a document whose source is not known, where there is one."""
    try:
        text = write_wikitext(document)
    except ProblemError:
        return None
    return Attachment("article.wiki", text.encode(), "text/plain", "Source", "The article's source")
