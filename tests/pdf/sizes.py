"""How large the text of a PDF is on paper, figures' text as well."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pikepdf

from tests.pdf.reading import _Font


def sizes_of(path: Path) -> list[tuple[float, str]]:
    """(points, words) of every run of text, with all that scales it taken into account."""
    with pikepdf.open(path) as pdf:
        return [run for page in pdf.pages for run in _sizes(page)]


def _sizes(page: pikepdf.Page) -> Iterator[tuple[float, str]]:
    fonts = {name: _Font(font) for name, font in page.Resources.get("/Font", {}).items()}
    font, size = _Font(), 0.0
    outer, text = pikepdf.Matrix(), pikepdf.Matrix()
    kept: list[pikepdf.Matrix] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                kept.append(outer)
            case "Q":
                outer = kept.pop()
            case "cm":
                outer = pikepdf.Matrix(*(float(value) for value in operands)) @ outer
            case "BT":
                text = pikepdf.Matrix()
            case "Tm":
                text = pikepdf.Matrix(*(float(value) for value in operands))
            case "Tf":
                font, size = fonts[str(operands[0])], float(operands[1])
            case "Tj" | "TJ":
                parts = operands[0] if str(operator) == "TJ" else operands
                words = "".join(font.read(part) for part in parts)
                if words.strip():
                    shown = text @ outer
                    yield round(size * (shown.c**2 + shown.d**2) ** 0.5, 2), words
            case _:
                pass
