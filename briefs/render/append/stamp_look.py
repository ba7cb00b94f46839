"""Draw the look of a stamp: one line of words in a box, with a font of its own embedded.

The look is fixed, since a stamp that is read back is only taken for one of ours where it looks
like this. Who changes it must still know the older looks.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from briefs.model.errors import EngineError
from briefs.render.fonts import PACKAGES, font_file

_WEIGHT = 600
_HEIGHT, _PADDING, _BORDER = 1.6, 0.75, 0.1  # in type sizes
_PAPER, _INK = b"1 1 1", b"0.56 0.11 0.08"


@dataclass(frozen=True, slots=True)
class Face:
    """A font cut down to some words, and those words in it.

    Attributes:
        file: The TrueType file.
        name: Its PostScript name.
        glyphs: The number of each character's glyph, one a character.
        widths: The width of each glyph that is used, in 1/1000 em.
        characters: The character that each glyph stands for.
        metrics: Values of the font descriptor, in 1/1000 em.
    """

    file: bytes
    name: str
    glyphs: tuple[int, ...]
    widths: dict[int, float]
    characters: dict[int, str]
    metrics: dict[str, Any]

    @property
    def width(self) -> float:
        """Width of the words, in type sizes."""
        return sum(self.widths[glyph] for glyph in self.glyphs) / 1000


@lru_cache(maxsize=32)
def face(words: str) -> Face:
    """The first packaged font that has all characters of some words.

    Raises:
        EngineError: If none has them.
    """
    for family in PACKAGES:
        found = _cut(font_file(family, _WEIGHT), words)
        if found is not None:
            return found
    raise EngineError(
        f'no packaged font has all characters of the stamp "{words}"',
        "word it in Latin letters",
    )


def box(words: str, size: float) -> tuple[float, float]:
    """Width and height of a stamp, in points."""
    return (
        round((face(words).width + 2 * _PADDING) * size, 2),
        round(_HEIGHT * size, 2),
    )


def type_size(height: float) -> float:
    """The type size of a stamp from its height."""
    return round(height / _HEIGHT, 2)


def drawing(words: str, size: float) -> bytes:
    """The operations that draw a stamp; the font is called ``F``."""
    own = face(words)
    width, height = box(words, size)
    line = round(_BORDER * size, 2)
    baseline = (height - own.metrics["CapHeight"] / 1000 * size) / 2
    codes = b"".join(b"%04x" % glyph for glyph in own.glyphs)
    return b"\n".join(
        [
            b"q",
            b"%s rg %s RG %g w" % (_PAPER, _INK, line),
            b"%g %g %g %g re B" % (line / 2, line / 2, width - line, height - line),
            b"BT /F %g Tf %s rg %g %g Td <%s> Tj ET"
            % (size, _INK, _PADDING * size, round(baseline, 2), codes),
            b"Q",
        ]
    )


def to_unicode(own: Face) -> bytes:
    """The map from glyphs to characters, as PDF/A wants it."""
    rows = b"".join(
        b"<%04x> <%s>\n" % (glyph, character.encode("utf-16-be").hex().encode())
        for glyph, character in sorted(own.characters.items())
    )
    return b"""/CIDInit /ProcSet findresource begin
12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
%d beginbfchar
%sendbfchar
endcmap CMapName currentdict /CMap defineresource pop end end""" % (len(own.characters), rows)


def _cut(path: Path, words: str) -> Face | None:
    """A font cut down to some words; None if it lacks one of their characters."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    with TTFont(path, recalcTimestamp=False) as font:
        known = font.getBestCmap()
        if any(ord(character) not in known for character in words):
            return None
        for table in {"GDEF", "GPOS", "GSUB"} & set(font.keys()):
            del font[table]  # unread: to read them takes ten times as long as all the rest
        options = Options()
        options.hinting = False
        options.notdef_outline = True
        subsetter = Subsetter(options)
        subsetter.populate(unicodes={ord(character) for character in words})
        subsetter.subset(font)
        file = io.BytesIO()
        font.save(file)
        return _face(font, file.getvalue(), words)


def _face(font: Any, file: bytes, words: str) -> Face:
    scale = 1000 / font["head"].unitsPerEm
    numbers = {
        character: font.getGlyphID(font.getBestCmap()[ord(character)]) for character in words
    }
    used = [font.getGlyphOrder()[number] for number in numbers.values()]
    head, lines, shape = font["head"], font["hhea"], font["OS/2"]
    tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(file).digest()[:6])
    return Face(
        file=file,
        name=f"{tag}+{font['name'].getDebugName(6)}",
        glyphs=tuple(numbers[character] for character in words),
        widths={
            number: round(font["hmtx"][name][0] * scale, 3)
            for number, name in zip(numbers.values(), used, strict=True)
        },
        characters={number: character for character, number in numbers.items()},
        metrics={
            "Ascent": round(lines.ascent * scale),
            "Descent": round(lines.descent * scale),
            "CapHeight": round(shape.sCapHeight * scale),
            "FontBBox": [
                round(value * scale) for value in (head.xMin, head.yMin, head.xMax, head.yMax)
            ],
        },
    )
