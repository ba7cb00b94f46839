"""Drawings say what their facts say: qualifiers, limits and goals, within the figure's width."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import plotly.graph_objects as go
import pytest

from briefs.compose.figures import Datum, Drawing, Style, bars, units
from briefs.model.value import Measure, Qualifier
from briefs.publish.project import open_project
from briefs.render.fonts import text_width

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def style() -> Style:
    return Style(open_project(ROOT).content.brand, "Fira Sans", 330, 11.2, text_width)


def datum(
    shown: str,
    value: int,
    measure: Measure = Measure.RESULT,
    qualifier: Qualifier = Qualifier.EXACTLY,
    label: str = "A label",
) -> Datum:
    return Datum("id", label, shown, Decimal(value), "August 1", measure, qualifier)


CAP = datum("up to $50,000", 50000, Measure.LIMIT, Qualifier.UP_TO)
FLOOR = datum("at least 10,000 people", 10000, Measure.GOAL, Qualifier.AT_LEAST)
GOAL = datum("2,500 people", 2500, Measure.GOAL)
RESULT = datum("1,200 people", 1200)


def texts(drawing: Drawing) -> list[str]:
    return [note["text"] for note in drawing.spec["layout"]["annotations"]]


def shapes(drawing: Drawing, dash: str = "solid") -> list[str]:
    return [
        shape["path"] for shape in drawing.spec["layout"]["shapes"] if shape["line"]["dash"] == dash
    ]


@pytest.mark.parametrize("data", [[CAP], [FLOOR, GOAL], [RESULT, FLOOR]])
def test_plotly_accepts_the_drawing(data: list[Datum], style: Style) -> None:
    drawing = bars(data, style)
    figure = go.Figure(drawing.spec)
    assert figure.layout.width == drawing.width == style.width


def test_the_qualifier_stands_in_the_label_of_the_value(style: Style) -> None:
    assert "up to $50,000" in texts(bars([CAP], style))
    assert "at least 10,000 people" in texts(bars([FLOOR], style))


def test_bars_start_at_zero_and_keep_their_proportion(style: Style) -> None:
    drawing = bars([GOAL, FLOOR], style)
    small, large = (trace["x"][0] for trace in drawing.spec["data"])
    assert [trace["base"] for trace in drawing.spec["data"]] == [[2], [2]]
    assert large / small == pytest.approx(4)


def test_limits_goals_and_results_are_drawn_apart(style: Style) -> None:
    assert shapes(bars([GOAL], style), dash="3px,2px")
    assert not shapes(bars([CAP], style), dash="3px,2px")
    fills = [bars([one], style).spec["data"][0]["marker"]["color"] for one in (RESULT, CAP, GOAL)]
    assert fills[0] != fills[1] == fills[2]
    assert len(shapes(bars([FLOOR], style))) == len(shapes(bars([GOAL], style))) + 1  # an arrow


@pytest.mark.parametrize("width", [230, 330, 640])
def test_no_label_leaves_the_figure(width: int, style: Style) -> None:
    narrow = Style(style.brand, style.family, width, style.size, style.measure)
    long = datum("at least 10,000 people", 10000, label="officers, agents and support staff " * 3)
    for drawing in (bars([CAP, long], narrow), units([datum("7 homes", 7)], None, narrow)):
        for note in drawing.spec["layout"]["annotations"]:
            for line in note["text"].split("<br>"):
                bold = note["font"]["weight"] > 400
                right = note["x"] + narrow.width_of(line, bold=bold)
                assert right <= width + 0.5, line


def test_a_unit_chart_has_one_mark_a_unit_and_its_total(style: Style) -> None:
    whole = datum("22 applications", 22)
    drawing = units([datum("11 applications", 11), datum("11 applications", 11)], whole, style)
    assert [len(trace["x"]) for trace in drawing.spec["data"]] == [11, 11]
    symbols = {trace["marker"]["symbol"] for trace in drawing.spec["data"]}
    assert len(symbols) == 2
    assert "22 applications" in texts(drawing)
    go.Figure(drawing.spec)
