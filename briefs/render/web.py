"""What a web page carries with it: its fonts cut to its letters, its images, and Plotly packed.

Nothing is fetched: fonts come from our packages and the project, Plotly from its own package.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import importlib.util
import logging
import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from briefs.compose.styles import in_quotes
from briefs.compose.web_page import PackedScript
from briefs.model.brand import Fonts
from briefs.model.errors import EngineError
from briefs.render import fonts

_USED = re.compile(r"var\(--font-(base|headings|plain)\)")
_BOLD = 600
_LETTERS = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2010, 0x2027)]))
"""Letters that every font keeps: Western Europe's, for a reader may type into a field. Most pages
need no others, so that most pages share their fonts."""

_cutting = threading.Lock()

_LICENCE_NAMES = [0, 13, 14]
"""Of a font's names, its copyright and licence; the cut font does not bear the family's name."""


@dataclass(frozen=True, slots=True)
class _Face:
    """One font file.

    Attributes:
        path: The file.
        weight: 100 to 900.
        italic: Whether it is slanted.
    """

    path: Path
    weight: int
    italic: bool


def font_faces(css: str, brand: Fonts, text: str, folders: Iterable[Path] = ()) -> str:
    """``@font-face`` rules for the families that a style sheet names, with the fonts in them.

    Args:
        css: All style sheets of the page.
        brand: Families by the part that they play, and their weights.
        text: All letters that the page shows.
        folders: The project's own font files.

    Raises:
        EngineError: If a family is neither packaged nor in the folders.
    """
    letters = "".join(sorted(_LETTERS | set(text)))
    weights = {"base": (brand.base_weight, _BOLD), "headings": (brand.headings_weight,)}
    wanted: dict[str, set[int]] = {}
    for part in dict.fromkeys(_USED.findall(css)):
        wanted.setdefault(getattr(brand, part), set()).update(weights.get(part, (400, _BOLD)))
    return "\n".join(
        _rule(family, face, letters)
        for family, needed in wanted.items()
        for face in _chosen(_faces(family, tuple(folders)), needed)
    )


def _chosen(faces: Sequence[_Face], weights: Iterable[int]) -> Iterator[_Face]:
    """The upright face of each weight, or the next bolder one, and the slanted one for text."""
    upright = sorted((one for one in faces if not one.italic), key=lambda one: one.weight)
    taken = {
        next((one for one in upright if one.weight >= weight), upright[-1]): None
        for weight in sorted(weights)
        if upright
    }
    yield from taken
    slanted = [one for one in faces if one.italic]
    yield from sorted(slanted, key=lambda one: (abs(one.weight - 400), one.weight))[:1]


def _rule(family: str, face: _Face, letters: str) -> str:
    with _cutting:  # what two pages want at once is cut once
        data = base64.b64encode(_cut(face.path, letters)).decode("ascii")
    return (
        f"@font-face {{ font-family: {in_quotes(family)}; font-weight: {face.weight}; "
        f"font-style: {'italic' if face.italic else 'normal'}; font-display: block; "
        f'src: url(data:font/woff2;base64,{data}) format("woff2"); }}'
    )


@lru_cache(maxsize=64)
def _cut(path: Path, letters: str) -> bytes:
    """A font with these letters only, as WOFF2."""
    from fontTools import subset

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["*"]
    options.name_IDs = _LICENCE_NAMES
    options.notdef_outline = True
    options.hinting = False
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    target = BytesIO()
    with subset.load_font(str(path), options) as font:
        cutter.subset(font)
        subset.save_font(font, target, options)
    return target.getvalue()


@lru_cache(maxsize=32)
def _faces(family: str, folders: tuple[Path, ...]) -> tuple[_Face, ...]:
    """The files of a family: the project's own, else those of its package."""
    own = [path for folder in folders for path in sorted(folder.glob("**/*.[ot]tf"))]
    found = tuple(face for path in own if (face := _face(path, family)))
    if found:
        return found
    files = sorted(fonts.folder(family).glob("*.ttf"))
    return tuple(face for path in files if (face := _face(path, family)))


def _face(path: Path, family: str) -> _Face | None:
    """A font file of a family; None if it is of another."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(path, lazy=True) as font:
            names: Any = font["name"]
            if family not in {names.getDebugName(16), names.getDebugName(1)}:
                return None
            return _Face(path, font["OS/2"].usWeightClass, bool(font["OS/2"].fsSelection & 1))
    except (OSError, TTLibError, KeyError):
        return None


@cache
def plotly() -> PackedScript:
    """Plotly for browsers, packed; 4.8 MB come to 2.0 MB of the page.

    Raises:
        EngineError: If the plotly package lacks it.
    """
    spec = importlib.util.find_spec("plotly")
    root = Path(spec.origin).parent if spec and spec.origin else Path()
    try:
        script = (root / "package_data" / "plotly.min.js").read_bytes()
    except OSError as error:
        raise EngineError(
            "plotly.min.js is missing", "pip install --force-reinstall plotly"
        ) from error
    digest = base64.b64encode(hashlib.sha256(script).digest()).decode("ascii")
    packed = base64.b64encode(gzip.compress(script, 9, mtime=0)).decode("ascii")
    return PackedScript(packed, f"'sha256-{digest}'")


@cache
def explorer() -> str:
    """The script that opens figures."""
    return Path(__file__).with_name("explore.js").read_text("utf-8")


def images(html: str, folders: Sequence[Path], drawn: Mapping[str, bytes]) -> dict[str, str]:
    """Images that a page shows, as ``data:`` addresses by the address that it has for them.

    Args:
        html: The page.
        folders: Folders whose images it may show.
        drawn: Figures, which stand in line.

    Raises:
        EngineError: If it shows what it may not, or what is not there.
    """
    addresses = [
        address
        for address in dict.fromkeys(re.findall(r'<img\b[^>]*?\bsrc="([^"]*)"', html))
        if address not in drawn and not address.startswith("data:")
    ]
    if not addresses:
        return {}
    from briefs.render.fetcher import ProjectFetcher

    fetcher = ProjectFetcher(folders, {})
    found: dict[str, str] = {}
    for address in addresses:
        try:
            answer = fetcher.fetch(address)
        except (OSError, ValueError) as error:
            raise EngineError(f"the page shows an image that it may not: {error}") from error
        kind = answer.headers.get("Content-Type", "application/octet-stream")
        data = base64.b64encode(answer.read()).decode("ascii")
        found[address] = f"data:{kind};base64,{data}"
    return found
