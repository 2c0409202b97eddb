"""Draw the README's pictures: the first page of the sample's briefing, and the YAML beside it.

Needs pdftoppm (poppler-utils). Run it in the project's environment when either has changed:

    .venv/bin/python docs/pictures/draw.py
"""

from __future__ import annotations

import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import YamlLexer

from wikibrief import dump_yaml, fonts, formats, write_pdf
from wikibrief.convert import load, open_input
from wikibrief.document import Document
from wikibrief.metadata import Metadata

HERE = Path(__file__).parent
SOURCE = HERE.parent.parent / "content" / "kobe-attack.wiki"
DOTS_PER_INCH = 110
COLOURS = 48
FRAME = "#c8c8c2"
PAGE = """
@page { size: A4; margin: 12mm }
body { font: 13.5pt/1.5 monospace; color: #1b1b19 }
pre { font: inherit; margin: 0; white-space: pre-wrap; overflow-wrap: break-word }
"""


def main() -> None:
    """Draw both."""
    given = open_input(SOURCE)
    document, _ = load(given)
    draw("briefing", write_pdf(document, metadata=given.metadata))
    draw("yaml", yaml_page(document, given.metadata))


def yaml_page(document: Document, metadata: Metadata) -> bytes:
    """Return a page that looks like the YAML in an editor that wraps lines."""
    fonts.use_own_fonts()  # before WeasyPrint is imported
    from weasyprint import HTML  # noqa: PLC0415

    document = replace(document, language=document.language or metadata.language)
    look = HtmlFormatter(style="friendly", nobackground=True)
    code = highlight(dump_yaml(document), YamlLexer(), look)
    style = PAGE + look.get_style_defs()
    pdf: bytes = HTML(string=f"<style>{style}</style>{code}").write_pdf()
    return pdf


def draw(name: str, pdf: bytes) -> None:
    """Save the first page of a PDF as a small picture with a thin frame."""
    command = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-png", "-singlefile", "-"]
    drawn = subprocess.run(command, input=pdf, capture_output=True, check=True)  # noqa: S603
    page = Image.open(BytesIO(drawn.stdout)).convert("RGB")
    framed = ImageOps.expand(page, border=1, fill=FRAME)
    few = framed.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(HERE / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
