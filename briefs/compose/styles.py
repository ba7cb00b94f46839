"""The style sheets of a page, and the style of its figures.

What is the same for every brief (the scale of type, spaces, lines) stands in
``assets/styles/tokens.css``. What depends on the brand and on the edition (colours, fonts, paper)
is written here as custom properties, for a page and its figures must agree on it.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping

from briefs.compose.figures.sheet import PX_PER_MM, PX_PER_POINT, MeasureText, Style
from briefs.model.brand import COLOUR_PARTS, Brand, Logo
from briefs.model.edition import Edition
from briefs.model.template import AudienceSheet

TOKENS, BASE, LARGE_PRINT, DRAFT = "tokens.css", "base.css", "large-print.css", "draft.css"

LARGE_TEXT = 18
"""Points of the smallest text in large print, but for the numbers of citations."""

LARGE_WIDTH = 176
"""Millimetres that a figure has in large print: the whole width of either paper."""

_GENERIC = {"base": "sans-serif", "headings": "serif", "plain": "sans-serif"}
"""What a browser takes where it has not the family, by the part that the family plays."""


def style_sheet(
    brand: Brand, edition: Edition, sheets: Mapping[str, str], style: str | None, draft: str = ""
) -> str:
    """All style sheets of a page in one: later ones count before earlier ones.

    Args:
        brand: Colours and fonts.
        edition: Its paper, and whether it is in large print.
        sheets: Style sheets by name.
        style: The name of the audience's own.
        draft: What every page of a draft is stamped with; empty for an edition.
    """
    names = [TOKENS, BASE, style or "", *([LARGE_PRINT] if edition.large_print else [])]
    css = [_of_brand(brand, edition), *(sheets.get(name, "") for name in names)]
    if draft:
        css.append(f":root {{\n  --draft: {in_quotes(draft)};\n}}\n{sheets.get(DRAFT, '')}")
    return "\n".join(css)


def _of_brand(brand: Brand, edition: Edition) -> str:
    own = {**brand_properties(brand), **weight_properties(brand)}
    properties = "\n".join(f"  {name}: {value};" for name, value in own.items())
    paper = edition.paper.value
    pages = f"@page {{ size: {paper}; }}\n@page wide {{ size: {paper} landscape; }}"
    return f":root {{\n{properties}\n}}\n{pages}"


def brand_properties(brand: Brand, *, generic: bool = False) -> dict[str, str]:
    """A brand's colours and font families as custom properties, by their names.

    Args:
        brand: Colours and fonts.
        generic: Whether each family has a generic one behind it, for browsers.
    """
    properties = {f"--{part}": getattr(brand.color, part) for part in COLOUR_PARTS}
    for part, other in _GENERIC.items():
        family = in_quotes(getattr(brand.typography, part))
        properties[f"--font-{part}"] = f"{family}, {other}" if generic else family
    return properties


def weight_properties(brand: Brand) -> dict[str, str]:
    """The weights of a brand's fonts as custom properties, by their names."""
    fonts = brand.typography
    return {
        "--weight-base": str(fonts.base_weight),
        "--weight-headings": str(fonts.headings_weight),
    }


def in_quotes(family: str) -> str:
    """A family's name as a CSS string, without what would end it."""
    name = family.replace("\\", "").replace('"', "").replace("\n", " ")
    return f'"{name}"'


def figure_style(
    brand: Brand, sheet: AudienceSheet, measure: MeasureText, *, large_print: bool = False
) -> Style:
    """How the figures of an audience's briefs look.

    Args:
        brand: Colours and fonts.
        sheet: The audience's: font, width and size of text in ordinary print.
        measure: Measures text.
        large_print: Whether figures are as wide as the page and their text as large as its.
    """
    fonts = brand.typography
    width, text = float(sheet.figure_width), sheet.figure_text
    if large_print:
        width, text = LARGE_WIDTH, max(LARGE_TEXT, text)
    return Style(
        brand,
        fonts.plain if sheet.font == "plain" else fonts.base,
        round(width * PX_PER_MM),
        round(text * PX_PER_POINT, 2),
        measure,
    )


def logo_address(logo: Logo) -> str:
    """A logo as the address of an image that holds all of it."""
    return f"data:{logo.kind};base64,{base64.b64encode(logo.data).decode('ascii')}"
