"""Draw the README's pictures: the first page of the sample's briefing, and the YAML next to it.

Needs pdftoppm (Debian's poppler-utils). When either has changed, run in the environment of `make`:

    .venv/bin/python docs/pictures/draw.py
"""

from __future__ import annotations

import subprocess
from functools import partial
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import YamlLexer

from wikibrief import dump_yaml, write_pdf
from wikibrief.briefing import fonts
from wikibrief.project.convert import load, open_input

HERE = Path(__file__).parent
SOURCE = HERE.parent.parent / "content" / "kobe-attack.wiki"
DOTS_PER_INCH = 110
COLOURS = 48
FRAME = "#c8c8c2"
PAGE = """
@page { size: A4; margin: 12mm }
body { font: 13pt/1.5 monospace; color: #1b1b19 }
p { margin: 0; white-space: pre-wrap }
"""


def main() -> None:
    """Draw both."""
    given = open_input(SOURCE)
    document, _ = load(given)
    draw("briefing", write_pdf(document, metadata=given.metadata))
    draw("yaml", yaml_page(dump_yaml(document)))


def yaml_page(text: str) -> bytes:
    """Return a page that shows YAML as it looks in an editor that wraps lines."""
    fonts.use_own_fonts()  # before WeasyPrint is imported
    from weasyprint import HTML  # noqa: PLC0415

    look = HtmlFormatter(style="friendly", nowrap=True)
    lines = "".join(map(partial(line_as_html, look), text.splitlines()))
    style = PAGE + look.get_style_defs()
    pdf: bytes = HTML(string=f"<style>{style}</style>{lines}").write_pdf()
    return pdf


def line_as_html(look: HtmlFormatter, line: str) -> str:
    """Return a line, highlighted; what is wrapped of it is indented as the line is."""
    indent = len(line) - len(line.lstrip(" -"))
    code = highlight(line, YamlLexer(stripnl=False), look)
    return f"<p style='padding-left: {indent}ch; text-indent: -{indent}ch'>{code}</p>"


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
