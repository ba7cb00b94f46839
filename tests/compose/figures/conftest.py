"""What the tests of drawings share: the looks, and where labels and marks stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from briefs.compose.figures.sheet import Datum, Drawing, Style
from briefs.model.value import CalendarDate, Measure, Qualifier
from briefs.read.brand import read_brand
from briefs.read.workspace import Workspace
from briefs.render.fonts import text_width

Rectangle = tuple[float, float, float, float]

SIZES = {
    "community": (642, 14.67, "Atkinson Hyperlegible"),
    "agency": (333, 11.2, "Fira Sans"),
    "large print": (700, 24.0, "Fira Sans"),
}
BRAND = read_brand(Workspace(Path(__file__).parents[3]))
assert BRAND is not None


def look(name: str) -> Style:
    assert BRAND is not None
    width, size, family = SIZES[name]
    return Style(BRAND, family, width, size, text_width)


@pytest.fixture(params=list(SIZES))
def style(request: pytest.FixtureRequest) -> Style:
    """The look of each size."""
    return look(request.param)


@pytest.fixture(scope="session")
def community() -> Style:
    """The look of the community's figures."""
    return look("community")


@pytest.fixture(scope="session")
def agency() -> Style:
    """The look of the agencies' figures, which are the narrowest."""
    return look("agency")


@pytest.fixture(scope="session")
def datum() -> Callable[..., Datum]:
    """Makes a value."""

    def make(
        value: object = 1,
        shown: str = "",
        label: str = "label",
        when: str = "",
        place: str = "",
        measure: Measure = Measure.RESULT,
        *,
        ahead: bool = False,
    ) -> Datum:
        number = None if value is None else Decimal(str(value))
        time = CalendarDate.parse(when) if when else None
        words = shown or f"{value:,} homes".replace(" ", "\u00a0")
        return Datum(
            "id", label, words, number, "July 2025", measure, Qualifier.EXACTLY, time, when, place,
            ahead,
        )  # fmt: skip

    return make


def rectangles(drawing: Drawing, style: Style) -> Iterator[Rectangle]:
    for note in drawing.spec["layout"]["annotations"]:
        bold = note["font"]["weight"] > 400
        wide = max(style.width_of(line, bold=bold) for line in note["text"].split("<br>"))
        tall = style.size * 0.96
        left = note["x"] - wide * {"left": 0, "center": 0.5, "right": 1}[note["xanchor"]]
        yield left, note["y"] - tall / 2, left + wide, note["y"] + tall / 2


def faults(drawing: Drawing, style: Style) -> list[str]:
    """Labels off the sheet or one over the other, and marks and lines off the sheet."""
    texts = [note["text"] for note in drawing.spec["layout"]["annotations"]]
    boxes = list(rectangles(drawing, style))
    found = [
        f"{text!r} leaves the sheet: {box}"
        for text, box in zip(texts, boxes, strict=True)
        if box[0] < -0.1
        or box[1] < -1
        or box[2] > drawing.width + 0.1
        or box[3] > drawing.height + 1
    ]
    for index, one in enumerate(boxes):
        for other, two in enumerate(boxes[:index]):
            if one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]:
                found.append(f"{texts[index]!r} covers {texts[other]!r}")
    for trace in drawing.spec["data"]:
        half = trace["marker"]["size"] / 2
        for x, y in zip(trace["x"], trace["y"], strict=True):
            if not (half <= x <= drawing.width - half and half <= y <= drawing.height - half):
                found.append(f"the mark at {x}, {y} leaves the sheet")
    for shape in drawing.spec["layout"]["shapes"]:
        for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", shape["path"]):
            if not (0 <= float(x) <= drawing.width and 0 <= float(y) <= drawing.height):
                found.append(f"a line at {x}, {y} leaves the sheet")
    return found


@pytest.fixture(scope="session")
def faults_of() -> Callable[[Drawing, Style], list[str]]:
    """Finds what is clipped or covered in a drawing."""
    return faults


@pytest.fixture(scope="session")
def texts_of() -> Callable[[Drawing], list[str]]:
    """The labels of a drawing."""
    return lambda drawing: [note["text"] for note in drawing.spec["layout"]["annotations"]]
