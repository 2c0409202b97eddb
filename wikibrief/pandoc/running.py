"""Running heads of Word documents: the marking at the top and the bottom of each page.

Pandoc takes them, as it takes styles, from a document of reference. It is pandoc's own one or a
user's, with the marking in the place of the header and the footer that it has.
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import lru_cache

from wikibrief.model.marking import Marking
from wikibrief.problems import ProblemError, error

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
_PART = '<Override PartName="/word/{0}-marking.xml" ContentType="{1}.{0}+xml"/>'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = '<Relationship Id="marking-{0}" Type="{1}/{0}" Target="{0}-marking.xml"/>'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_USE = '<w:{0}Reference xmlns:r="{1}" w:type="default" r:id="marking-{0}"/>'
_OTHERS = re.compile(r"<w:(?:headerReference|footerReference|titlePg|evenAndOddHeaders)\b[^>]*/>")
"""What would show another line on a page: on the first one, on even ones."""
_SECTION = re.compile(r"<w:sectPr\b([^>]*?)(/?)>")
_LARGEST = 50_000_000


@lru_cache(maxsize=8)
def make_reference(marking: Marking, document: bytes) -> bytes:
    """Put the marking at both ends of each page of a document. Raises ProblemError."""
    made = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(document)) as own,
            zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            if sum(entry.file_size for entry in own.infolist()) > _LARGEST:
                raise _refuse("it is too large")
            changed = {name: change(own.read(name).decode()) for name, change in _CHANGES.items()}
            for entry in own.infolist():
                text = changed.get(entry.filename)
                archive.writestr(entry, own.read(entry) if text is None else text)
            for name, tag in _NAMES.items():
                after = _PAGE if name == "footer" else ""
                line = _LINE.format(tag=tag, marking=marking, after=after)
                archive.writestr(zipfile.ZipInfo(f"word/{name}-marking.xml"), line)
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError, NotImplementedError) as failure:
        raise _refuse("it is damaged, or no Word document") from failure
    return made.getvalue()


def _refuse(reason: str) -> ProblemError:
    message = f"the document of reference cannot be used: {reason}"
    return ProblemError(error(message, file="pandoc/reference.docx", code="template"))


def _list_parts(text: str) -> str:
    lines = "".join(_PART.format(name, _TYPE) for name in _NAMES)
    return text.replace("</Types>", f"{lines}</Types>")


def _list_relations(text: str) -> str:
    lines = "".join(_RELATION.format(name, _RELATIONS) for name in _NAMES)
    return text.replace("</Relationships>", f"{lines}</Relationships>")


def _use_lines(text: str) -> str:
    """Use the lines in every section, and no others."""
    lines = "".join(_USE.format(name, _RELATIONS) for name in _NAMES)
    text = _drop_others(text)
    if not _SECTION.search(text):
        return text.replace("</w:body>", f"<w:sectPr>{lines}</w:sectPr></w:body>")

    def use(section: re.Match[str]) -> str:
        return f"<w:sectPr{section[1]}>{lines}{'</w:sectPr>' if section[2] else ''}"

    return _SECTION.sub(use, text)


def _drop_others(text: str) -> str:
    return _OTHERS.sub("", text)


_CHANGES = {
    "[Content_Types].xml": _list_parts,
    "word/_rels/document.xml.rels": _list_relations,
    "word/document.xml": _use_lines,
    "word/settings.xml": _drop_others,
}
