"""Read PDFs back: text by pdftotext, pages as pictures by pdftoppm, structure by pikepdf."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image


def text_of(path: Path, *, layout: bool = False) -> str:
    """The text of a PDF as a reader would copy it: blanks folded, hyphens joined."""
    options = ["-layout"] if layout else []
    raw = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", *options, path, "-"], capture_output=True, check=True
    ).stdout.decode()
    return re.sub(r"\s+", " ", raw.replace("\u00a0", " ").replace("\u2009", " "))


def pictures_of(path: Path, folder: Path, dots_per_inch: int) -> list[Image.Image]:
    """The pages of a PDF as greyscale pictures."""
    stem = folder / path.stem
    subprocess.run(["pdftoppm", "-r", str(dots_per_inch), "-gray", "-png", path, stem], check=True)
    return [Image.open(file).convert("L") for file in sorted(folder.glob(f"{path.stem}-*.png"))]


def elements_of(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """(type, element) of every structure element that the tree leads to, in order."""
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if "/S" in element:
            yield str(element.S).lstrip("/"), element
        kids = element.get("/K", [])
        listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        waiting += [
            kid
            for kid in reversed(listed)
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") != "/OBJR"
        ]
