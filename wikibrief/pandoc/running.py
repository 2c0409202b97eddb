"""Running heads of Word documents: the marking at the top and the bottom of each page.

Pandoc takes them, as it takes styles, from a document of reference. It is pandoc's own one, with a
header and a footer put in.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import lru_cache

from wikibrief.model.metadata import Marking

__all__ = ["make_reference"]

_NAMES = {"header": "hdr", "footer": "ftr"}
_PAGE = (
    '<w:r><w:t xml:space="preserve">    </w:t></w:r>'
    '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
)
_LINE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<w:{tag} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:p><w:pPr><w:jc w:val="right"/></w:pPr>'
    "<w:r><w:rPr><w:b/></w:rPr><w:t>{marking}</w:t></w:r>{after}</w:p></w:{tag}>"
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@lru_cache
def make_reference(marking: Marking, print_data_file: Callable[[str], bytes]) -> bytes:
    """Return a document of reference whose pages have the marking at both ends."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(print_data_file("reference.docx"))) as own,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for entry in own.infolist():
            archive.writestr(entry, _add_lines(entry.filename, own.read(entry)))
        for name, tag in _NAMES.items():
            after = _PAGE if name == "footer" else ""
            line = _LINE.format(tag=tag, marking=marking, after=after)
            archive.writestr(zipfile.ZipInfo(f"word/{name}1.xml"), line)
    return made.getvalue()


def _add_lines(name: str, data: bytes) -> bytes:
    """Name the header and the footer where a document lists its parts, and where it uses them."""
    match name:
        case "[Content_Types].xml":
            end, line = (
                "</Types>",
                '<Override PartName="/word/{0}1.xml" ContentType="{2}.{0}+xml"/>',
            )
        case "word/_rels/document.xml.rels":
            line = '<Relationship Id="{0}1" Type="{1}/{0}" Target="{0}1.xml"/>'
            end = "</Relationships>"
        case "word/document.xml":
            line = '<w:{0}Reference xmlns:r="{1}" w:type="default" r:id="{0}1"/>'
            end = "<w:footnotePr>"
        case _:
            return data
    text = data.decode()
    before, found, after = text.rpartition(end)
    if not found:
        message = f"pandoc's {name} has no {end}"
        raise ValueError(message)
    lines = "".join(line.format(each, _RELATION, _TYPE) for each in _NAMES)
    return f"{before}{lines}{found}{after}".encode()
