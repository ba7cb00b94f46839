"""Drawings: what a fact is decides how it is drawn, and nothing leaves the sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.compose.figures.bars import bars
from briefs.compose.figures.sheet import Datum, Drawing, Style
from briefs.compose.figures.units import units
from briefs.model.value import Measure, Qualifier
from briefs.read.brand import read_brand
from briefs.read.workspace import Workspace
from briefs.render.fonts import text_width

BRAND = read_brand(Workspace(Path(__file__).parents[3]))
assert BRAND is not None
WIDE, NARROW = (642, 14.67), (333, 11.2)
"""Width and text size in px of the figures of the community's and the agencies' brief."""


def style(sheet: tuple[int, float] = WIDE, family: str = "Fira Sans") -> Style:
    assert BRAND is not None
    return Style(BRAND, family, *sheet, text_width)


def datum(
    value: object,
    shown: str,
    label: str = "label",
    measure: Measure = Measure.RESULT,
    qualifier: Qualifier = Qualifier.EXACTLY,
) -> Datum:
    number = None if value is None else Decimal(str(value))
    return Datum("id", label, shown, number, "July 2025", measure, qualifier)


MAX = datum(50000, "up to $50,000", "Bonus", Measure.LIMIT, Qualifier.UP_TO)
GOAL = datum(10000, "at least 10,000", "Goal", Measure.GOAL, Qualifier.AT_LEAST)
RESULT = datum(2500, "2,500", "Hired")


def words_of(drawing: Drawing) -> list[str]:
    return [note["text"] for note in drawing.spec["layout"]["annotations"]]


def paths_of(drawing: Drawing) -> list[dict[str, object]]:
    return list(drawing.spec["layout"]["shapes"])


def right_edges(drawing: Drawing, style: Style) -> list[float]:
    """The right edge of every bar, mark, line and word, in px."""
    edges = [float(drawing.spec["layout"]["xaxis"]["range"][0])]
    for trace in drawing.spec["data"]:
        if trace["type"] == "bar":
            edges.append(trace["base"][0] + trace["x"][0])
        else:
            half = trace["marker"]["size"] / 2
            edges += [x + half for x in trace["x"]]
    for shape in drawing.spec["layout"]["shapes"]:
        edges += [float(x) for x in re.findall(r"[MLH] (-?[\d.]+)", str(shape["path"]))]
    for note in drawing.spec["layout"]["annotations"]:
        bold = note["font"]["weight"] > 400
        widths = [style.width_of(line, bold=bold) for line in note["text"].split("<br>")]
        edges.append(note["x"] + max(widths))
    return edges


def test_a_result_is_a_full_bar() -> None:
    drawing = bars([RESULT], style())
    assert drawing.spec["data"][0]["marker"]["color"] == BRAND.color.primary  # type: ignore[union-attr]
    assert len(paths_of(drawing)) == 1  # the line at zero


def test_a_cap_is_a_pale_bar_with_a_bracket() -> None:
    drawing = bars([MAX], style())
    assert drawing.spec["data"][0]["marker"]["color"] == BRAND.color.tint  # type: ignore[union-attr]
    bracket = paths_of(drawing)[0]
    assert re.fullmatch(r"M [\d.]+,[\d.-]+ H ([\d.]+) V [\d.]+ H [\d.]+", str(bracket["path"]))
    assert bracket["line"]["dash"] == "solid"  # type: ignore[index]


def test_a_goal_is_a_dashed_outline_with_an_end() -> None:
    drawing = bars([datum(5, "5", "Goal", Measure.GOAL)], style())
    dashes = [shape["line"]["dash"] for shape in paths_of(drawing)]  # type: ignore[index]
    assert dashes == ["3px,2px", "solid", "solid"]
    assert drawing.spec["data"][0]["marker"]["color"] == BRAND.color.tint  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("qualifier", "arrow"),
    [
        (Qualifier.AT_LEAST, True),
        (Qualifier.MORE_THAN, True),
        (Qualifier.UP_TO, False),
        (Qualifier.EXACTLY, False),
        (Qualifier.ABOUT, False),
        (Qualifier.FEWER_THAN, False),
    ],
)
def test_what_is_open_upwards_has_an_arrow(qualifier: Qualifier, arrow: bool) -> None:
    drawing = bars([datum(5, "5", qualifier=qualifier)], style())
    assert any(" L " in str(shape["path"]) for shape in paths_of(drawing)) is arrow


def test_each_label_carries_its_qualifier() -> None:
    assert words_of(bars([MAX, GOAL], style())) == [
        "Bonus",
        "up to $50,000",
        "Goal",
        "at least 10,000",
    ]


def test_bars_start_at_zero_and_are_as_long_as_their_numbers() -> None:
    drawing = bars([GOAL, RESULT, datum(0, "none")], style())
    lengths = [trace["x"][0] for trace in drawing.spec["data"]]
    assert {trace["base"][0] for trace in drawing.spec["data"]} == {2}
    assert lengths[0] == pytest.approx(4 * lengths[1])
    assert lengths[2] == 0


def test_a_chart_of_zeros_is_drawn() -> None:
    assert [trace["x"] for trace in bars([datum(0, "0")], style()).spec["data"]] == [[0.0]]


def test_a_long_label_is_wrapped_and_makes_room() -> None:
    long = datum(5, "5", "officers, agents and support staff by the year that is meant " * 3)
    drawing = bars([long], style(NARROW))
    lines = words_of(drawing)[0].split("<br>")
    assert len(lines) == 3
    assert " ".join(lines) == long.label.strip()
    assert drawing.height > bars([RESULT], style(NARROW)).height + 2 * 11.2


def test_a_long_value_stands_above_its_bar() -> None:
    long = datum(5, "at least five applications from agencies in the whole of the county", "x")
    drawing = bars([long, RESULT], style(NARROW))
    assert all(trace["x"][0] > 0 for trace in drawing.spec["data"])
    assert words_of(drawing)[1].replace("<br>", " ") == long.shown
    assert max(right_edges(drawing, style(NARROW))) <= NARROW[0]


def test_units_are_one_mark_each_and_rows_differ_without_colour() -> None:
    drawing = units([datum(3, "3 homes"), datum(0, "0 homes"), datum(2, "2 homes")], None, style())
    rows = drawing.spec["data"]
    assert [len(row["x"]) for row in rows] == [3, 0, 2]
    assert len({row["marker"]["symbol"] for row in rows}) == 3


def test_a_total_stands_beside_its_rows_where_there_is_room() -> None:
    parts, whole = [datum(11, "11"), datum(11, "11")], datum(22, "22 applications", "All")
    beside = units(parts, whole, style(WIDE))
    plain = units(parts, None, style(WIDE))
    assert beside.height == plain.height
    assert words_of(beside)[-1] == "22 applications"
    assert len(paths_of(beside)) == 1


def test_a_total_stands_below_where_there_is_none() -> None:
    parts = [datum(11, "11 applications"), datum(11, "11 applications")]
    whole = datum(22, "22 applications", "All")
    below = units(parts, whole, style(NARROW))
    plain = units(parts, None, style(NARROW))
    assert below.height > plain.height
    assert below.spec["layout"]["yaxis"]["range"] == [below.height, 0]
    total = below.spec["layout"]["annotations"][-1]
    assert total["text"] == "22 applications"
    assert total["y"] >= plain.height


@pytest.mark.parametrize("sheet", [WIDE, NARROW, (227, 9.33), (718, 32.0)])
@pytest.mark.parametrize("family", ["Fira Sans", "Atkinson Hyperlegible"])
def test_nothing_is_wider_than_the_figure(sheet: tuple[int, float], family: str) -> None:
    look = style(sheet, family)
    full = [datum(25, "25 homes"), datum(1, "1 home")]
    whole = datum(26, "26 homes", "All homes of the county")
    for drawing in (
        bars([MAX, GOAL, RESULT], look),
        bars([GOAL], look),
        bars([datum(5, "at least 12,345,678 applications of the year", "w " * 80)], look),
        units(full, None, look),
        units(full, whole, look),
    ):
        assert max(right_edges(drawing, look)) <= sheet[0] + 0.1
        assert drawing.width == sheet[0]
        bottoms = [note["y"] for note in drawing.spec["layout"]["annotations"]]
        assert max(bottoms) < drawing.height


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.builds(
            datum,
            st.integers(0, 10**12),
            st.sampled_from(["$5", "up to $50,000", "at least 1,000,000 people"]),
            st.text("abcde ", min_size=1, max_size=120).filter(
                lambda words: max(map(len, words.split(" "))) < 30
            ),
            st.sampled_from(Measure),
            st.sampled_from(Qualifier),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_any_bars_stay_on_the_sheet(data: Sequence[Datum]) -> None:
    drawing = bars(data, style(NARROW))
    assert max(right_edges(drawing, style(NARROW))) <= NARROW[0] + 0.1
    assert min(trace["x"][0] for trace in drawing.spec["data"]) >= 0


def test_plotly_accepts_every_drawing() -> None:
    import plotly.graph_objects as go

    whole = datum(5, "5")
    for drawing in (
        bars([MAX, GOAL, RESULT], style()),
        bars([datum(5, "a long value " * 9, "l " * 90)], style(NARROW)),
        units([datum(3, "3"), datum(2, "2"), datum(0, "0")], whole, style()),
        units([datum(25, "25"), datum(25, "25")], whole, style(NARROW)),
    ):
        figure = go.Figure(drawing.spec)
        assert figure.layout.width == drawing.width
        assert len(figure.layout.annotations) == len(words_of(drawing))


def test_plotly_refuses_what_it_does_not_know() -> None:
    import plotly.graph_objects as go

    drawing = bars([RESULT], style())
    drawing.spec["layout"]["heigth"] = 5
    with pytest.raises(ValueError, match="heigth"):
        go.Figure(drawing.spec)
