"""Each kind of figure with groups as Chrome exports it: labels apart, marks told apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from briefs.compose.figures.draw import draw
from briefs.compose.figures.sheet import Datum, Drawing, Group, Style
from briefs.model.brand import Brand
from briefs.model.colour import MARK, TEXT, channels, contrast, luminance
from briefs.model.figure import FigureKind
from briefs.model.value import CalendarDate, Measure, Qualifier
from briefs.read.brand import read_brand
from briefs.read.workspace import Workspace
from briefs.render.figures import FigureExporter
from briefs.render.fonts import text_width

pytestmark = pytest.mark.chrome

SIZES = {
    "community": (642, 14.67, "Atkinson Hyperlegible"),
    "agency": (333, 11.2, "Fira Sans"),
}
GOAL, LIMIT, RESULT = Measure.GOAL, Measure.LIMIT, Measure.RESULT


def datum(
    value: int,
    shown: str,
    label: str = "Homes",
    measure: Measure = RESULT,
    qualifier: Qualifier = Qualifier.EXACTLY,
    when: str = "",
) -> Datum:
    time = CalendarDate.parse(when) if when else None
    return Datum(
        "id", label, shown, Decimal(value), "July", measure, qualifier, time, when
    )  # fmt: skip


COMPARED = [
    Group("Staff", (
        datum(10000, "at least 10,000 people", "Goal of the county", GOAL, Qualifier.AT_LEAST),
        datum(2500, "2,500 people", "Hired"),
    )),
    Group("Beds", (
        datum(8000, "up to 8,000 beds", "Limit in the law", LIMIT, Qualifier.UP_TO),
        datum(7600, "about 7,600 beds", "In use", qualifier=Qualifier.ABOUT),
    )),
]  # fmt: skip
RANGED = [
    Group("Pay", (
        datum(61000, "$61,000", "Lowest"),
        datum(66000, "about $66,000", "Median", qualifier=Qualifier.ABOUT),
        datum(70000, "$70,000", "Mean"),
        datum(103000, "at least $103,000", "Highest", qualifier=Qualifier.AT_LEAST),
    )),
    Group("Homes", (datum(30000, "30,000", when="2019"), datum(31000, "31,000", when="2024"))),
]  # fmt: skip
BARS = [
    Group(name, (
        datum(12 * at, f"{12 * at} homes", "Owners"),
        datum(30, "up to 30 homes", "Limit", LIMIT, Qualifier.UP_TO),
    ))
    for at, name in enumerate(("North", "South", "East", "West"))
]  # fmt: skip
COLUMNS = [
    Group(name, tuple(
        datum(at * year % 97, f"{at * year % 97}", measure=GOAL if year == 2024 else RESULT,
              when=str(year))
        for year in range(2019, 2025)
    ))
    for at, name in ((3, "North Marlow"), (7, "South Marlow"), (5, "The islands in the east"))
]  # fmt: skip
WAFFLE = [Group("", (datum(62, "62 homes"), datum(38, "about 38 homes"), datum(7, "7 homes")))]
KINDS: dict[str, tuple[FigureKind, list[Group], Datum | None]] = {
    "comparison": (FigureKind.COMPARISON, COMPARED, None),
    "range": (FigureKind.RANGE, RANGED, None),
    "panels of bars": (FigureKind.MULTIPLES, BARS, None),
    "panels of columns": (FigureKind.MULTIPLES, COLUMNS, None),
    "waffle": (FigureKind.UNITS, WAFFLE, datum(107, "107 homes")),
}

PROTANOPIA = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
              (-0.003882, -0.048116, 1.051998))  # fmt: skip
DEUTERANOPIA = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
                (-0.011820, 0.042940, 0.968881))  # fmt: skip
TRITANOPIA = ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
              (0.004733, 0.691367, 0.303900))  # fmt: skip
"""Machado, Oliveira and Fernandes 2009, severity 1.0, for linear RGB."""


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _encoded(value: float) -> int:
    bounded = min(max(value, 0.0), 1.0)
    coded = bounded * 12.92 if bounded <= 0.0031308 else 1.055 * bounded ** (1 / 2.4) - 0.055
    return round(coded * 255)


def seen_as(colour: str, eye: tuple[tuple[float, ...], ...] | None) -> str:
    """A colour as an eye sees it; None sees grey only."""
    if eye is None:
        return "#" + f"{_encoded(luminance(colour)):02X}" * 3
    linear = [_linear(value / 255) for value in channels(colour)]
    mixed = (sum(a * b for a, b in zip(row, linear, strict=True)) for row in eye)
    return "#" + "".join(f"{_encoded(value):02X}" for value in mixed)


def lightness(colour: str) -> float:
    """CIE L*: black 0, white 100."""
    y = luminance(colour)
    return 903.3 * y if y <= 0.008856 else 116 * y ** (1 / 3) - 16


@pytest.fixture(scope="module")
def brand() -> Brand:
    found = read_brand(Workspace(Path(__file__).parents[2]))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def export(configuration: Path) -> Iterator[Callable[[Drawing, str], ET.Element]]:
    with FigureExporter(configuration) as exporter:
        yield lambda drawing, family: ET.fromstring(exporter.svg(drawing.spec, family))


def texts(
    element: ET.Element, size: float, x: float = 0, y: float = 0
) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Where Chrome set each text: as wide as it found it to be, as high as its letters."""
    moved = re.match(r"translate\((-?[\d.]+), ?(-?[\d.]+)\)", element.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    children = list(element)
    kinds = [child.tag.rpartition("}")[2] for child in children]
    if kinds == ["rect", "text"]:
        wide = float(children[0].get("width", 0))
        lines = list(children[1]) or [children[1]]
        first = y + float(children[1].get("y", 0))
        last = first + size * 1.3 * (len(lines) - 1)
        words = "".join(children[1].itertext())
        yield words, (x + 1, first - size * 0.7, x + wide - 1, last + size * 0.2)
    for child in children:
        yield from texts(child, size, x, y)


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("kind", list(KINDS))
def test_labels_are_whole_and_apart_as_chrome_sets_them(
    kind: str, size: str, brand: Brand, export: Callable[[Drawing, str], ET.Element]
) -> None:
    width, text, family = SIZES[size]
    style = Style(brand, family, width, text, text_width)
    drawing = draw(*KINDS[kind], style)
    labels = list(texts(export(drawing, family), text))
    assert {words for words, _ in labels} == {
        note["text"].replace("<br>", "") for note in drawing.spec["layout"]["annotations"]
    }
    for words, (left, top, right, bottom) in labels:
        assert min(left, top) >= -1, words
        assert right <= drawing.width + 1, words
        assert bottom <= drawing.height + 1, words
    for (one, a), (two, b) in combinations(labels, 2):
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, f"{one} covers {two}"


@pytest.mark.parametrize(
    "eye", [PROTANOPIA, DEUTERANOPIA, TRITANOPIA, None], ids=["protan", "deutan", "tritan", "grey"]
)
def test_full_and_open_marks_are_told_apart_by_every_eye(
    eye: tuple[tuple[float, ...], ...] | None, brand: Brand
) -> None:
    colour = brand.color
    full, pale, paper = (
        lightness(seen_as(one, eye)) for one in (colour.primary, colour.tint, colour.background)
    )
    assert abs(full - pale) > 40
    assert abs(full - paper) > 40
    for line in (colour.primary, colour.muted, colour.foreground):
        assert contrast(seen_as(line, eye), seen_as(colour.background, eye)) >= MARK


def test_marks_and_text_have_contrast(brand: Brand) -> None:
    colour = brand.color
    for on in (colour.background, colour.tint):
        assert contrast(colour.primary, on) >= MARK
        assert contrast(colour.muted, on) >= MARK
    assert contrast(colour.foreground, colour.background) >= TEXT


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_outline_of_a_pale_mark_is_seen(kind: str, brand: Brand) -> None:
    """No mark is pale alone: a line in a strong colour says where it ends."""
    style = Style(brand, "Fira Sans", 642, 14.67, text_width)
    spec = draw(*KINDS[kind], style).spec
    for shape in spec["layout"]["shapes"]:
        assert contrast(shape["line"]["color"], brand.color.background) >= MARK
    for trace in spec["data"]:
        if trace["type"] == "scatter":
            line = trace["line"] if trace["mode"] == "lines" else trace["marker"]["line"]
            assert contrast(line["color"], brand.color.background) >= MARK
        elif trace["marker"]["color"] != brand.color.primary:
            end = trace["x"][0] + trace["base"][0] if trace["orientation"] == "h" else None
            paths = [shape["path"] for shape in spec["layout"]["shapes"]]
            assert end is None or any(f"{end:.1f}" in path for path in paths)
