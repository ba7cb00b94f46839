"""Lines, timelines and maps as Chrome draws them: small, unclipped, readable in colour and grey."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from briefs.compose.figures.line import line
from briefs.compose.figures.sheet import Datum, Drawing, Group, Style
from briefs.compose.figures.state_map import state_map
from briefs.compose.figures.timeline import timeline
from briefs.model.colour import MARK, TEXT, contrast
from briefs.model.value import CalendarDate, Measure, Qualifier
from briefs.read.brand import read_brand
from briefs.read.workspace import Workspace
from briefs.render.figures import FigureExporter
from briefs.render.fonts import text_width

pytestmark = pytest.mark.chrome

BRAND = read_brand(Workspace(Path(__file__).parents[2]))
assert BRAND is not None
COLOUR = BRAND.color
STYLES = {
    "community": Style(BRAND, "Atkinson Hyperlegible", 642, 14.67, text_width),
    "agency": Style(BRAND, "Fira Sans", 333, 11.2, text_width),
}
LARGEST = 60_000
"""Bytes of an SVG: a page of figures must stay light."""


def datum(
    value: int | None,
    shown: str,
    label: str = "label",
    when: str = "",
    place: str = "",
    measure: Measure = Measure.RESULT,
) -> Datum:
    return Datum(
        "id", label, shown.replace(" ", "\u00a0"), None if value is None else Decimal(value),
        "July 2025", measure, Qualifier.EXACTLY, CalendarDate.parse(when) if when else None, when,
        place,
    )  # fmt: skip


LINES = [
    Group(
        "replaced by the county",
        tuple(
            datum(value, f"{value} homes", when=str(year))
            for year, value in {2018: 120, 2019: 185, 2020: 90, 2022: 240, 2023: 265}.items()
        ),
    ),
    Group(
        "goal of the plan",
        tuple(datum(v, f"at least {v} homes", when=str(y), measure=Measure.GOAL)
              for y, v in {2022: 200, 2023: 300}.items()),
    ),
]  # fmt: skip
EVENTS = [
    datum(None, "2016", "lead was found in the water of several schools", "2016"),
    datum(1200, "about 1,200 homes", "homes with a lead pipe in the first survey", "2019-05"),
    datum(None, "2029", "last pipe is to be replaced", "2029", measure=Measure.GOAL),
]
STATES = [
    datum(value, f"{value} homes", f"homes in {place}", place=f"US-{place}")
    for place, value in {
        "MI": 1200, "TX": 300, "RI": 90, "CT": 420, "MT": 600, "FL": 800, "CA": 0, "DC": 55,
        "HI": 15, "NJ": 700, "OH": 1000, "DE": 40,
    }.items()
]  # fmt: skip


def drawn(name: str, style: Style) -> Drawing:
    if name == "line":
        return line(LINES, style)
    return timeline(EVENTS, style) if name == "timeline" else state_map(STATES, style)


@pytest.fixture(scope="module")
def exporter(configuration: Path) -> Iterator[FigureExporter]:
    with FigureExporter(configuration) as warm:
        yield warm


@pytest.fixture(params=list(STYLES))
def style(request: pytest.FixtureRequest) -> Style:
    return STYLES[request.param]


@pytest.fixture(params=["line", "timeline", "map"])
def exported(
    request: pytest.FixtureRequest, style: Style, exporter: FigureExporter
) -> tuple[Drawing, ET.Element, bytes]:
    """A drawing with its SVG, parsed and as it is."""
    drawing = drawn(request.param, style)
    svg = exporter.svg(drawing.spec, style.family, request.param)
    return drawing, ET.fromstring(svg), svg


def properties(element: ET.Element) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    return {**element.attrib, **{name.strip(): value.strip() for name, value in pairs}}


def as_hex(colour: str) -> str:
    numbers = re.findall(r"\d+", colour)
    if colour.startswith("rgb"):
        return "#" + "".join(f"{int(number):02X}" for number in numbers[:3])
    return colour.upper()


def placed(
    element: ET.Element, x: float = 0, y: float = 0
) -> Iterator[tuple[ET.Element, float, float]]:
    """Each element with how far the groups around it move it."""
    for across, down in re.findall(
        r"translate\(([-\d.]+)[, ]+([-\d.]+)\)", element.get("transform", "")
    ):
        x, y = x + float(across), y + float(down)
    yield element, x, y
    for child in element:
        yield from placed(child, x, y)


def texts(root: ET.Element) -> Iterator[tuple[str, tuple[float, float, float, float], str]]:
    """Each text with its box and colour, as Chrome has it."""
    for element, across, down in placed(root):
        if not element.tag.endswith("}text"):
            continue
        own = properties(element)
        x, y, size = float(own["x"]), float(own["y"]), float(own["font-size"].removesuffix("px"))
        text = "".join(element.itertext()).strip("\u200b")
        weight = int(own.get("font-weight", "400"))
        family = own["font-family"].strip("\"'")
        wide = text_width(text, family, size, weight)
        left = across + x - wide * _ANCHORS[own.get("text-anchor", "start")]
        box = left, down + y - size * 0.72, left + wide, down + y + size * 0.05
        yield text, box, as_hex(own["fill"])


_ANCHORS = {"start": 0, "middle": 0.5, "end": 1}


def moved(root: ET.Element) -> bool:
    """Whether a label was turned, which its box does not know of."""
    turned = r"rotate\((?!0[,)])"
    return any(re.search(turned, element.get("transform", "")) for element in root.iter())


def test_every_label_is_there_whole_and_apart(
    exported: tuple[Drawing, ET.Element, bytes],
) -> None:
    drawing, root, _ = exported
    found = list(texts(root))
    wanted = [note["text"] for note in drawing.spec["layout"]["annotations"]]
    plain = [text.replace("\u00a0", " ") for text, _, _ in found]
    assert sorted(plain) == sorted(text.replace("\u00a0", " ") for text in wanted)
    assert not moved(root)
    for index, (text, box, _) in enumerate(found):
        assert box[0] >= -0.5, text
        assert box[1] >= -0.5, text
        assert box[2] <= drawing.width + 0.5, text
        assert box[3] <= drawing.height + 0.5, text
        for other, two, _ in found[:index]:
            apart = box[0] >= two[2] or two[0] >= box[2] or box[1] >= two[3] or two[1] >= box[3]
            assert apart, f"{text} covers {other}"


def test_text_and_marks_can_be_seen(exported: tuple[Drawing, ET.Element, bytes]) -> None:
    drawing, root, _ = exported
    inside = [
        shape["fillcolor"]
        for shape in drawing.spec["layout"]["shapes"]
        if shape["fillcolor"].startswith("#")
    ]
    for text, _, colour in texts(root):
        best = max(contrast(colour, ground) for ground in [COLOUR.background, *inside])
        assert best >= TEXT, text
    for trace in drawing.spec["data"]:
        assert contrast(trace["marker"]["line"]["color"], COLOUR.background) >= MARK
        if "line" in trace:
            assert contrast(trace["line"]["color"], COLOUR.background) >= MARK


def test_svg_is_light(exported: tuple[Drawing, ET.Element, bytes]) -> None:
    assert len(exported[2]) < LARGEST


def test_every_mark_and_state_is_drawn(exported: tuple[Drawing, ET.Element, bytes]) -> None:
    drawing, root, svg = exported
    points = sum(len(trace["x"]) for trace in drawing.spec["data"])
    marks = [
        element for element in root.iter()
        if element.tag.endswith("}path") and "translate" in element.get("transform", "")
    ]  # fmt: skip
    assert len(marks) >= points
    for shape in drawing.spec["layout"]["shapes"]:
        if shape["line"]["width"] == 1.2 and shape["fillcolor"].startswith("#"):
            red, green, blue = (int(shape["fillcolor"][at : at + 2], 16) for at in (1, 3, 5))
            assert f"rgb({red}, {green}, {blue})".encode() in svg
