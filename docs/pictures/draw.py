"""Draw the pictures of the documentation: the sample's briefing, its web page, and its YAML.

Needs pdftoppm (Debian's poppler-utils) and Chromium. When one of them has changed, run in the
environment of `make`:

    .venv/bin/python docs/pictures/draw.py
"""

from __future__ import annotations

import subprocess
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from PIL import Image, ImageOps
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import YamlLexer

from wikibrief import dump_yaml, read, write_html, write_pdf
from wikibrief.briefing import fonts

HERE = Path(__file__).parent
CONTENT = HERE.parent.parent / "content"
DOTS_PER_INCH = 110
WINDOW = "1000,1414"
COLOURS = 48
FRAME = "#c8c8c2"
PAGE = """
@page { size: A4; margin: 12mm }
body { font: 13pt/1.5 monospace; color: #1b1b19 }
p { margin: 0; white-space: pre-wrap }
"""


def main() -> None:
    """Draw all."""
    document = read((CONTENT / "kobe-attack.wiki").read_text("utf-8"))
    metadata = yaml.safe_load((CONTENT / "_defaults.yaml").read_text("utf-8"))
    briefing = write_pdf(document, metadata=metadata)
    draw("briefing", briefing)
    draw("briefing-2", briefing, page=2)
    draw("yaml", yaml_page(dump_yaml(document)))
    draw_web_page("web", write_html(document, metadata=metadata))


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


def draw(name: str, pdf: bytes, page: int = 1) -> None:
    """Save a page of a PDF as a small picture with a thin frame."""
    command = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-f", str(page), "-png", "-singlefile", "-"]
    drawn = subprocess.run(command, input=pdf, capture_output=True, check=True)  # noqa: S603
    save(name, Image.open(BytesIO(drawn.stdout)))


def draw_web_page(name: str, html: str) -> None:
    """Save the upper part of a web page as a small picture, as high as a sheet of paper.

    It is in the fonts of the briefing, which are the same on every machine.
    """
    html = html.replace("</head>", "<style>:root { --sans: sans-serif }</style></head>")
    with TemporaryDirectory() as folder:
        page, picture = Path(folder, "page.html"), Path(folder, "page.png")
        page.write_text(html, encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--hide-scrollbars"]
        command += [f"--window-size={WINDOW}", f"--screenshot={picture}", page.as_uri()]
        subprocess.run(command, capture_output=True, check=True)  # noqa: S603
        save(name, Image.open(picture))


def save(name: str, picture: Image.Image) -> None:
    """Save a picture in a few colours, with a thin frame."""
    framed = ImageOps.expand(picture.convert("RGB"), border=1, fill=FRAME)
    few = framed.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(HERE / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
