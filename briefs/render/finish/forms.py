"""Finish the form fields that WeasyPrint writes, in the objects of the PDF about to be written.

WeasyPrint 70.0 ties a field to its place in the structure tree, but leaves its look to the viewer,
which PDF/A forbids, and embeds a whole font that takes the numbers of glyphs for characters, in
which hardly a viewer can type. Here every field gets an empty appearance and a font of its own:
embedded, with the characters of Western European languages.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pydyf
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from briefs.render.finish.tags import object_at

STYLE = """
input { appearance: auto; font-variation-settings: "wght" 401 !important; display: block;
  box-sizing: border-box; width: 100%; min-width: 8mm; height: 5mm; margin: 0; border: 0;
  padding: 0; font-size: inherit }
"""
"""What makes a field of an ``input``, before a page's own styles.

The odd weight changes nothing in a font that is not variable, but gives the fields' font a name
of its own, so that the font of the text stays a subset.
"""

_ENCODING = "cp1252"
_CODES = range(32, 256)
_REMAPPED = {0xA0: " ", 0xAD: "-"}  # what WinAnsiEncoding has in the places of these two
_UNDEFINED = "\N{BULLET}"
_NONSYMBOLIC = 32
_FONT = re.compile(rb"/(\S+) (\S+) Tf")
_COLOUR = re.compile(rb"\S+ \S+ \S+ rg")
_BLACK = b"0 0 0 rg"


def _character(code: int) -> str:
    """What stands for a code in WinAnsiEncoding."""
    return _REMAPPED.get(code) or bytes([code]).decode(_ENCODING, "ignore") or _UNDEFINED


_CHARACTERS = tuple(_character(code) for code in _CODES)
_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin
12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <00> <ff> endcodespacerange
1 beginbfrange <%02x> <%02x> [%s] endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end""" % (
    _CODES[0],
    _CODES[-1],
    b" ".join(b"<%04x>" % ord(character) for character in _CHARACTERS),
)


def finish(pdf: pydyf.PDF) -> None:
    """Give each form field of a PDF an appearance and a font to type in.

    Args:
        pdf: The PDF that is about to be written; one without fields stays as it is.
    """
    form = pdf.catalog.get("AcroForm")
    if form is None:
        return
    fonts = object_at(pdf, object_at(pdf, form["DR"])["Font"])
    own = pydyf.Dictionary()
    for reference in form["Fields"]:
        field = object_at(pdf, reference)
        (name, size), colour = _text_style(field["DA"])
        if name not in own:
            own[name] = _simple_font(pdf, object_at(pdf, fonts[name])).reference
        field["DA"] = pydyf.String(b"/%s %s Tf %s" % (name.encode(), size, colour))
        del field["V"]
        _appear(pdf, field, own)
    for name in own:
        del fonts[name]
        _empty(pdf, name)
    form["DR"] = pydyf.Dictionary({"Font": own})
    del form["NeedAppearances"]


def _text_style(given: pydyf.String) -> tuple[tuple[str, bytes], bytes]:
    """Name and size of a field's font, and the operation that sets its colour."""
    operations = given.string
    font, colour = _FONT.search(operations), _COLOUR.search(operations)
    assert font is not None  # noqa: S101 - WeasyPrint always writes it
    return (font[1].decode(), font[2]), colour[0] if colour else _BLACK


def _appear(pdf: pydyf.PDF, field: pydyf.Dictionary, fonts: pydyf.Dictionary) -> None:
    """Make a field look empty: the page itself draws its box."""
    left, top, right, bottom = field["Rect"]
    field["Rect"] = pydyf.Array([left, bottom, right, top])
    look = pydyf.Stream(
        [b"/Tx BMC", b"EMC"],
        {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array([0, 0, right - left, top - bottom]),
            "Resources": pydyf.Dictionary({"Font": fonts}),
        },
    )
    pdf.add_object(look)
    field["AP"] = pydyf.Dictionary({"N": look.reference})


def _simple_font(pdf: pydyf.PDF, composite: pydyf.Dictionary) -> pydyf.Dictionary:
    """A font of one byte a character, of the same file as a composite one."""
    descriptor = object_at(pdf, _descendant(pdf, composite)["FontDescriptor"])
    key = "FontFile3" if "FontFile3" in descriptor else "FontFile2"
    whole = object_at(pdf, descriptor[key])
    content, widths = _western(whole.stream[0])
    length = {} if key == "FontFile3" else {"Length1": len(content)}
    file = pydyf.Stream([content], {**whole.extra, **length}, whole.compress)
    pdf.add_object(file)
    own = pydyf.Dictionary({**descriptor, "Flags": _NONSYMBOLIC, key: file.reference})
    pdf.add_object(own)
    characters = pydyf.Stream([_TO_UNICODE], compress=whole.compress)
    pdf.add_object(characters)
    font = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/Type1" if key == "FontFile3" else "/TrueType",
            "BaseFont": composite["BaseFont"],
            "Encoding": "/WinAnsiEncoding",
            "FirstChar": _CODES[0],
            "LastChar": _CODES[-1],
            "Widths": pydyf.Array(widths),
            "FontDescriptor": own.reference,
            "ToUnicode": characters.reference,
        }
    )
    pdf.add_object(font)
    return font


@lru_cache(maxsize=4)
def _western(file: bytes) -> tuple[bytes, tuple[float, ...]]:
    """A font file cut down to the characters of WinAnsiEncoding, and their widths in 1/1000 em."""
    font = TTFont(io.BytesIO(file), recalcTimestamp=False)
    for table in {"GDEF", "GPOS", "GSUB"} & set(font.keys()):
        del font[table]  # unread: to read them takes ten times as long as all the rest
    options = Options()
    options.hinting = False
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted({ord(character) for character in _CHARACTERS}))
    subsetter.subset(font)
    glyphs, metrics = font.getBestCmap(), font["hmtx"]
    scale = 1000 / font["head"].unitsPerEm
    widths = [metrics[glyphs.get(ord(one), ".notdef")][0] * scale for one in _CHARACTERS]
    cut = io.BytesIO()
    font.save(cut)
    return cut.getvalue(), tuple(widths)


def _empty(pdf: pydyf.PDF, name: str) -> None:
    """Empty all objects of a composite font.

    They stay as numbers: a freed object would shift what pydyf's index says of all behind it.
    """
    start = f"/{name}+".encode()
    composite = [
        item
        for item in pdf.objects
        if isinstance(item, pydyf.Dictionary)
        and item.get("Subtype") == "/Type0"
        and item["BaseFont"].startswith(start)
    ]
    for part in [part for font in composite for part in _parts(pdf, font)]:
        if isinstance(part, pydyf.Stream):
            part.stream, part.extra = [], {}
        else:
            part.clear()


def _parts(pdf: pydyf.PDF, font: pydyf.Dictionary) -> Iterator[Any]:
    descendant = _descendant(pdf, font)
    descriptor = object_at(pdf, descendant["FontDescriptor"])
    yield from (font, descendant, descriptor, object_at(pdf, font["ToUnicode"]))
    for key in ("FontFile2", "FontFile3"):
        if key in descriptor:
            yield object_at(pdf, descriptor[key])


def _descendant(pdf: pydyf.PDF, font: pydyf.Dictionary) -> Any:
    return object_at(pdf, font["DescendantFonts"][0])
