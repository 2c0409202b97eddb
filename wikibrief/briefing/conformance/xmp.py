"""XMP: what a file says of itself, as archives and libraries read it (ISO 16684-1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from wikibrief.briefing.conformance.standards import Standard

__all__ = ["DublinCore", "write_xmp"]


@dataclass(frozen=True, slots=True)
class DublinCore:
    """What a library would write on a card."""

    title: str
    language: str
    creators: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    description: str = ""
    subjects: tuple[str, ...] = ()
    rights: str = ""
    rights_address: str = ""
    date: str = ""
    """As ISO 8601 has it; empty: unknown."""
    identifier: str = ""
    source: str = ""
    """The address of what it was made from."""
    marking: str = ""
    """Who may read it."""
    tool: str = ""


_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
}
_EXTENSION = """\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file meets</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
"""PDF/A-3 wants a description of each schema that it does not know, that of PDF/UA among them."""


def write_xmp(record: DublinCore, standard: Standard, producer: str) -> bytes:
    """Write the packet that says what a file is, and which standards it meets."""
    lines = [
        *_plain("pdfaid", standard.archival),
        *_plain("pdfuaid", standard.accessible),
        *_alternatives("title", record.title),
        *_array("creator", "Seq", record.creators),
        *_array("publisher", "Bag", record.publishers),
        *_alternatives("description", record.description),
        *_array("subject", "Bag", record.subjects),
        *_array("language", "Bag", [record.language]),
        *_array("date", "Seq", filter(None, [record.date])),
        *_alternatives("rights", record.rights),
        *_plain("dc", {"identifier": record.identifier, "source": record.source}),
        *_plain("dc", {"format": "application/pdf"}),
        *_plain("pdf", {"Producer": producer, "Keywords": ", ".join(record.subjects)}),
        *_plain("xmp", {"CreatorTool": record.tool, "CreateDate": record.date}),
        *_plain("xmpRights", {"WebStatement": record.rights_address}),
        *_alternatives("UsageTerms", record.marking, "xmpRights"),
    ]
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in _NAMESPACES.items())
    body = "\n".join(lines)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f'<rdf:Description rdf:about="" {spaces}>\n{body}\n</rdf:Description>\n'
        f"{'' if standard.is_pdf2 else _EXTENSION}</rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="r"?>'
    ).encode()


def _plain(prefix: str, values: Mapping[str, str]) -> list[str]:
    return [
        f"<{prefix}:{name}>{escape(value, quote=False)}</{prefix}:{name}>"
        for name, value in values.items()
        if value
    ]


def _array(name: str, kind: str, values: Iterable[str]) -> list[str]:
    items = "".join(f"<rdf:li>{escape(value, quote=False)}</rdf:li>" for value in values)
    return [f"<dc:{name}><rdf:{kind}>{items}</rdf:{kind}></dc:{name}>"] if items else []


def _alternatives(name: str, value: str, prefix: str = "dc") -> list[str]:
    """Write a text that could be there in several languages."""
    if not value:
        return []
    item = f'<rdf:li xml:lang="x-default">{escape(value, quote=False)}</rdf:li>'
    return [f"<{prefix}:{name}><rdf:Alt>{item}</rdf:Alt></{prefix}:{name}>"]
