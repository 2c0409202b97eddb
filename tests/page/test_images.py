"""Images: what of them is given to pages, how large it is shown, and what is refused."""

from __future__ import annotations

import io
from base64 import b64decode

import pytest
from PIL import Image as Pillow
from PIL import ImageFile

from wikibrief.inline.context import Image
from wikibrief.inline.media import gallery_box, read_options, shown
from wikibrief.markup.references.lifting import read
from wikibrief.page.images import UnreadableImageError, read_image
from wikibrief.page.writer import write_html

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"{}>{}</svg>'


def drawing(content: str = "", attributes: str = "") -> bytes:
    return SVG.format(attributes, content).encode()


def bitmap(format_: str, size: tuple[int, int], mode: str = "RGB", **options: object) -> bytes:
    file = io.BytesIO()
    Pillow.effect_mandelbrot(size, (-3, -2.5, 2, 2.5), 100).convert(mode).save(
        file, format_, **options
    )
    return file.getvalue()


def held(address: str) -> Pillow.Image:
    return Pillow.open(io.BytesIO(b64decode(address.partition(",")[2])))


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP"])
def test_bitmaps_are_made_smaller_when_they_are_far_too_large(format_: str) -> None:
    image = read_image(bitmap(format_, (1000, 500)))
    assert (image.width, image.height) == (1000, 500)
    assert held(image.address(100)).size == (200, 100)
    assert held(image.address(600)).size == (1000, 500)
    assert image.address(100) == read_image(bitmap(format_, (1000, 500))).address(100)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_bitmaps_of_every_kind_are_read(mode: str) -> None:
    file = bitmap("TIFF" if mode == "CMYK" else "PNG", (300, 300), mode)
    assert read_image(file).address(20).startswith("data:image/png;base64,")


def test_a_photo_is_shown_as_its_camera_was_held() -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6
    image = read_image(bitmap("JPEG", (400, 100), exif=exif))
    assert (image.width, image.height) == (100, 400)
    assert held(image.address(20)).size == (40, 160)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        (' width="30" height="20"', (30, 20)),
        (' width="1in" height="2.54cm"', (96, 96)),
        (' viewBox="0 0 900 600"', (900, 600)),
        (' width="100%" height="100%" viewBox="0,0,900,600"', (900, 600)),
        (' width="90px" viewBox="0 0 900 600"', (90, 60)),
        (' height="60" viewBox="0 0 900 600"', (90, 60)),
        ("", (512, 512)),
        (' width="1e99" height="-4" viewBox="0 0 0 nan"', (512, 512)),
    ],
)
def test_drawings_say_how_large_they_are(attributes: str, size: tuple[int, int]) -> None:
    image = read_image(drawing(attributes=attributes))
    assert (image.width, image.height) == size
    assert image.is_drawing


@pytest.mark.parametrize(
    "content",
    [
        '<a x:href="https://example.org/"><rect fill="url(#g)"/></a><use x:href="#g"/>',
        '<style>rect { fill: url("#g"); }</style><image href="data:image/png;base64,AA=="/>',
        '<g id="a"><use href="#a"/></g>',
    ],
)
def test_drawings_that_keep_to_themselves_are_shown(content: str) -> None:
    assert read_image(drawing(content)).address(10).startswith("data:image/svg+xml;base64,")


REPEATED = "".join(f'<g id="g{n}">{f"""<use href="#g{n + 1}"/>""" * 10}</g>' for n in range(9))


@pytest.mark.parametrize(
    "content",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
        '<image href="http://example.org/a.png"/>',
        '<image x:href=" file:///etc/passwd"/>',
        '<use href="other.svg#a"/>',
        '<a href="javascript:alert(1)"><rect/></a>',
        '<image href="data:image/svg+xml,x"/>',
        '<rect fill="url(http://example.org/a)"/>',
        "<rect style=\"fill: u\\72l('http://example.org/a')\"/>",
        "<style>@import 'http://example.org/a.css';</style>",
        "<style>@im<!-- a -->port url(//example.org/a.css);</style>",
        "<style>@im<![CDATA[port url(//example.org/a.css);]]></style>",
        "<style>@&#105;mport url(//example.org/a.css);</style>",
        "<style>@im<title>port</title> url(//example.org/a.css);</style>",
        "<style><a>@import url(//example.org/a.css);</a></style>",
        "<path fill='red'/>" * 60_000,
        "<style>rect { fill: u\\000072 l(//example.org/a) }</style>",
        "<style><![CDATA[rect { fill: url(a.png) }]]></style>",
        '<set attributeName="href" to="http://example.org/"/>',
        '<animate attributeName="x:href" values="javascript:alert(1)"/>',
        '<g xml:base="http://example.org/"><use href="#a"/></g>',
        "<g>" * 300 + "</g>" * 300,
        REPEATED,
        "".join(f'<g id="g{n}"><use href="#g{n + 1}"/></g>' for n in range(5000)),
        "<unclosed>",
        "&undefined;",
    ],
)
def test_drawings_that_run_or_ask_for_something_are_refused(content: str) -> None:
    with pytest.raises(UnreadableImageError):
        read_image(drawing(content))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text",
        b"<?xml version='1.0'?><html/>",
        b"<?xml version='1.0'?><?xml-stylesheet href='http://example.org/a.css'?>" + drawing(),
        b"<!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '"
        + b"&a;" * 9999
        + b"'><!ENTITY c '"
        + b"&b;" * 9999
        + b"'>]>"
        + drawing("<text>&c;</text>"),
        bitmap("PNG", (100, 100))[:-5000],
        bitmap("JPEG", (100, 100))[:200],
        b"\x89PNG\r\n\x1a\n" + bytes(50),
    ],
)
def test_what_is_no_image_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableImageError):
        read_image(data)


def test_an_image_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    file = io.BytesIO()
    Pillow.new("1", (20_000, 20_000)).save(file, "PNG")
    with pytest.raises(UnreadableImageError, match="too many pixels"):
        read_image(file.getvalue())


# ------------------------------------------------------------------------------------------- sizes

PHOTO = Image(str, 1941, 220)
SMALL = Image(str, 100, 50)
DRAWING = Image(str, 100, 50, is_drawing=True)


@pytest.mark.parametrize(
    ("image", "options", "size"),
    [
        (PHOTO, "", (1941, 220)),
        (PHOTO, "thumb", (220, 25)),
        (PHOTO, "frameless", (220, 25)),
        (PHOTO, "frame|100px", (1941, 220)),
        (PHOTO, "thumb|upright", (170, 19)),
        (PHOTO, "thumb|upright=1.3", (290, 33)),
        (PHOTO, "upright=1.3", (1941, 220)),
        (PHOTO, "500px", (500, 57)),
        (PHOTO, "thumb|x50px", (442, 50)),
        (PHOTO, "200x10px", (89, 10)),
        (PHOTO, "thumb|0px", (220, 25)),
        (SMALL, "thumb", (100, 50)),
        (SMALL, "thumb|500px", (100, 50)),
        (SMALL, "x500px", (100, 50)),
        (DRAWING, "thumb", (220, 110)),
        (DRAWING, "500px", (500, 250)),
        (DRAWING, "x500px", (1000, 500)),
        (DRAWING, "500x100px", (200, 100)),
    ],
)
def test_files_are_shown_as_their_options_say(
    image: Image, options: str, size: tuple[int, int]
) -> None:
    found = shown(image, read_options(options.split("|"), "en"))
    assert (found.width, found.height) == size
    assert found.address == str(size[0])


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ({}, (120, 14)),
        ({"widths": "200px", "heights": "10"}, (89, 10)),
        ({"mode": "packed", "heights": "100"}, (883, 100)),
        ({"mode": "slideshow"}, (1941, 220)),
    ],
)
def test_images_fit_in_the_boxes_of_their_gallery(
    attributes: dict[str, str], size: tuple[int, int]
) -> None:
    found = shown(PHOTO, gallery_box(attributes))
    assert (found.width, found.height) == size


def test_a_picture_that_ends_too_early_is_damaged_whatever_others_make_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """WeasyPrint lets Pillow fill up such pictures, wherever it has been loaded."""
    file = io.BytesIO()
    Pillow.effect_noise((90, 90), 60).save(file, "JPEG")
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(UnreadableImageError, match="damaged"):
        read_image(file.getvalue()[:-900])
    assert ImageFile.LOAD_TRUNCATED_IMAGES
    assert read_image(file.getvalue()).width == 90


@pytest.mark.parametrize(
    ("language", "options", "caption"),
    [
        ("en", "thumb|cap", "cap"),
        ("ca", "thumb|cap", ""),
        ("en", "thumb|no", "no"),
        ("an", "thumb|no", ""),  # as in Spanish
        ("en", "thumb|cap|Words", "Words"),
        ("en", "thumb|Words|cap", "Words"),
        ("en", "thumb|side view", "side view"),
        ("en", "thumb|page from a book", "page from a book"),
        ("en", "thumb|page 4", ""),
        ("nb", "miniatyr|side 4|høyre", ""),
        ("en", "thumb|20p", "20p"),
        ("sr", "thumb|20p", ""),
        ("zh-Hant-TW", "縮圖|左", ""),
        ("fr", "vignette|gauche", ""),
        ("en", "vignette|gauche|Le gué", "Le gué"),
        ("en", "thumb|cap|", ""),
        (None, "thumb|cap", ""),
    ],
)
def test_options_are_those_of_the_wiki_before_other_captions(
    language: str | None, options: str, caption: str
) -> None:
    assert read_options(options.split("|"), language).caption == caption


def test_options_of_other_wikis_count_where_there_is_a_caption() -> None:
    assert read_options(["vignette", "gauche", "Le gué"], "en").form == "thumb"
    assert read_options(["vignette", "gauche"], "en", has_caption=True).side == "left"
    assert read_options(["thumb", "cap"], "en").side == ""


@pytest.mark.parametrize(
    "text",
    [
        "[[File:A.jpg|thumb|cap]]",
        "[[File:A.jpg|thumb{{!}}cap]]",
        "A [[File:A.jpg|20px|cap]] in a line",
        "<gallery>\nA.jpg|cap\n</gallery>",
        "{{Infobox person|name=A|image=[[File:A.jpg|thumb|cap]]}}",
        "<imagemap>\nFile:A.jpg|thumb|cap\n</imagemap>",
    ],
)
def test_a_caption_that_is_an_option_on_another_wiki_is_shown(text: str) -> None:
    assert ">cap<" in write_html(read(text, "Kvam"), fragment=True)
