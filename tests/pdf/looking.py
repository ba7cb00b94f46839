"""Pages as pictures, compared with those that somebody has looked at."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageChops, ImageStat

from tests.pdf.reading import pictures_of

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "pages"
DOTS = 50
"""Dots an inch of the pictures."""


def assert_looks_as_kept(name: str, path: Path, scratch: Path, *, update: bool) -> None:
    """Each page is its picture but for a hair (another Pango), not for a line.

    Args:
        name: What its pictures are called before the number of the page.
        path: The PDF.
        scratch: A folder to draw in.
        update: Keep the pictures of now instead.
    """
    pages = pictures_of(path, scratch, DOTS)
    kept = sorted(GOLDEN.glob(f"{name}.?.png"))
    if update:
        GOLDEN.mkdir(parents=True, exist_ok=True)
        for file in kept:
            file.unlink()
        for number, page in enumerate(pages, 1):
            page.quantize(16).save(GOLDEN / f"{name}.{number}.png", optimize=True)
        return
    assert len(kept) == len(pages), f"{name} has {len(pages)} pages: look, then make golden"
    for golden, page in zip(kept, pages, strict=True):
        with Image.open(golden) as picture:
            expected = picture.convert("L")
        assert expected.size == page.size
        assert differing(expected, page) < 0.01, f"{golden.name} differs: look, then make golden"


def differing(one: Image.Image, other: Image.Image) -> float:
    """The share of a page that looks different at a glance."""
    soft = [picture.resize((picture.width // 3, picture.height // 3)) for picture in (one, other)]
    difference = ImageChops.difference(*soft).point(lambda value: 255 if value > 40 else 0)
    return float(ImageStat.Stat(difference).mean[0]) / 255
