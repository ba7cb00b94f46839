"""The fonts of pages and figures: pinned packages, never the system's.

Chrome and WeasyPrint find fonts through fontconfig. Each engine gets a configuration that knows
our folders only, so that a page breaks at the same word on every machine.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from briefs.model.errors import EngineError

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

PACKAGES = {
    "Fira Sans": "fontpkg_fira_sans",
    "IBM Plex Serif": "fontpkg_ibm_plex_serif",
    "Atkinson Hyperlegible": "fontpkg_atkinson_hyperlegible",
}
"""Families by the module that carries them."""

_WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}


@cache
def folder(family: str) -> Path:
    """The folder with a family's files.

    Raises:
        EngineError: If the family is unknown or its package is not installed.
    """
    module = PACKAGES.get(family)
    if module is None:
        raise EngineError(
            f'the font family "{family}" is not among the packaged ones',
            f"use {', '.join(PACKAGES)} in assets/brand.yml",
        )
    spec = importlib.util.find_spec(module)
    files = Path(spec.origin).parent / "files" if spec and spec.origin else None
    if files is None or not any(files.glob("*.ttf")):
        raise EngineError(
            f'the font family "{family}" is missing', f"pip install {module.replace('_', '-')}"
        )
    return files


def families(folders: Iterable[Path] = ()) -> frozenset[str]:
    """The packaged families, and those of the font files in further folders.

    Args:
        folders: Such as a project's ``assets/fonts``; one that is not there has none.
    """
    paths = [path for folder in folders for path in sorted(folder.glob("**/*.[ot]tf"))]
    return frozenset(PACKAGES) | {name for path in paths if (name := _family(path))}


def _family(path: Path) -> str | None:
    """The family of a font file; None if it cannot be read."""
    from PIL import ImageFont

    try:
        return ImageFont.truetype(str(path)).getname()[0]
    except OSError:
        return None


def folders() -> tuple[Path, ...]:
    """The folders of all packaged families."""
    return tuple(folder(family) for family in PACKAGES)


def font_file(family: str, weight: int = 400) -> Path:
    """The file of an upright font; the next bolder one where a weight is missing."""
    files = folder(family)
    stem = family.replace(" ", "")
    for step in sorted(_WEIGHTS):
        path = files / f"{stem}-{_WEIGHTS[step]}.ttf"
        if step >= weight and path.is_file():
            return path
    raise EngineError(f'the font family "{family}" has no weight {weight} or above')


@cache
def digest() -> str:
    """A hash of every font file, so that a cached figure is of these very fonts."""
    summed = hashlib.sha256()
    for files in folders():
        for path in sorted(files.glob("*.ttf")):
            summed.update(path.name.encode() + path.read_bytes())
    return summed.hexdigest()


def write_configuration(target: Path, extra: Sequence[Path] = ()) -> Path:
    """Write the fontconfig file that knows our fonts only.

    Args:
        target: The folder to write it to.
        extra: Further folders with fonts, such as a project's ``assets/fonts``.
    """
    known = [*folders(), *(path for path in extra if path.is_dir())]
    cache_folder = Path(platformdirs.user_cache_dir("briefs")) / "fontconfig"
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
        "<fontconfig>",
        *(f"<dir>{escape(str(path))}</dir>" for path in known),
        f"<cachedir>{escape(str(cache_folder))}</cachedir>",
        # Hinted, Chrome's widths are up to 2.6 % off what text_width and WeasyPrint measure.
        '<match target="font"><edit name="hinting" mode="assign"><bool>false</bool></edit>',
        '<edit name="hintstyle" mode="assign"><const>hintnone</const></edit></match>',
        "</fontconfig>",
    ]
    path = target / "fonts.conf"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@cache
def _font(family: str, weight: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(font_file(family, weight)), 1000)


@cache
def text_width(text: str, family: str, size: float, weight: int = 400) -> float:
    """Width of a text in px, from the font's own measures.

    Args:
        text: One line.
        family: A packaged family.
        size: Font size in px.
        weight: 400 to 700.
    """
    return float(_font(family, weight).getlength(text)) * size / 1000
