"""Comparison, range, multiples and blocks of marks: what is drawn is to scale and stays in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

import plotly.graph_objects as go
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefs.compose.figures.comparison import comparison
from briefs.compose.figures.dot_range import dot_range
from briefs.compose.figures.multiples import multiples
from briefs.compose.figures.sheet import Datum, Drawing, Group, Style
from briefs.compose.figures.units import units
from briefs.model.value import CalendarDate, Measure, Qualifier

Make = Callable[..., Datum]
Texts = Callable[[Drawing], list[str]]
Draw = Callable[[Sequence[Group], Style], Drawing]
Rectangle = tuple[float, float, float, float]


def boxes(drawing: Drawing, style: Style) -> Iterator[tuple[str, Rectangle]]:
    """Where each label stands."""
    for note in drawing.spec["layout"]["annotations"]:
        lines = note["text"].split("<br>")
        bold = note["font"]["weight"] > 400
        wide = max(style.width_of(line, bold=bold) for line in lines)
        tall = style.size * (1.3 * (len(lines) - 1) + 0.96)
        left = note["x"] - wide * {"left": 0, "center": 0.5, "right": 1}[note["xanchor"]]
        top = note["y"] - tall * {"top": 0, "middle": 0.5, "bottom": 1}[note["yanchor"]]
        yield note["text"], (left, top, left + wide, top + tall)


def meet(one: Rectangle, two: Rectangle) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def unseen(drawing: Drawing, style: Style) -> list[str]:
    """What is clipped or covered."""
    found, labels = [], list(boxes(drawing, style))
    for index, (text, box) in enumerate(labels):
        if box[0] < 0 or box[1] < -1 or box[2] > drawing.width + 0.1 or box[3] > drawing.height + 1:
            found.append(f"{text!r} leaves the sheet")
        found += [f"{text!r} covers {other!r}" for other, two in labels[:index] if meet(box, two)]
    for trace in drawing.spec["data"]:
        if trace["type"] == "bar" and trace["orientation"] == "h":
            edges = [trace["base"][0], trace["base"][0] + trace["x"][0]]
        else:
            half = trace.get("marker", {}).get("size", 0) / 2 if trace["type"] != "bar" else 0
            edges = [x + side * half for x in trace["x"] for side in (-1, 1)]
        if edges and not 0 <= min(edges) <= max(edges) <= drawing.width:
            found.append(f"a mark leaves the sheet: {edges}")
    return found


values = st.integers(0, 10**9)
shown = st.sampled_from(["$5", "up to $50,000", "at least 1,000,000 people"])
names = st.sampled_from(["Goal", "Hired by the end of the year", "a long name of a value " * 4])
headings = st.sampled_from(["North", "The whole of the eastern county and its islands"])


def made(measures: Sequence[Measure]) -> st.SearchStrategy[tuple[Datum, ...]]:
    return st.tuples(*(
        st.builds(
            lambda label, words, value, qualifier, measure=measure: Datum(
                "id", label, words, Decimal(value), "July", measure, qualifier
            ),
            names, shown, values, st.sampled_from(Qualifier),
        )
        for measure in measures
    ))  # fmt: skip


def grouped(data: st.SearchStrategy[tuple[Datum, ...]], least: int = 1) -> st.SearchStrategy:
    return st.lists(st.builds(Group, headings, data), min_size=least, max_size=5)


RESULT, GOAL, LIMIT = Measure.RESULT, Measure.GOAL, Measure.LIMIT
SETTINGS = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@SETTINGS
@given(grouped(st.one_of(made([GOAL, RESULT]), made([RESULT, LIMIT]))))
def test_any_comparison_can_be_seen(style: Style, groups: list[Group]) -> None:
    assert unseen(comparison(groups, style), style) == []


@SETTINGS
@given(grouped(st.one_of(made([RESULT] * 2), made([RESULT, GOAL, LIMIT]), made([RESULT] * 5))))
def test_any_range_can_be_seen(style: Style, groups: list[Group]) -> None:
    assert unseen(dot_range(groups, style), style) == []


@SETTINGS
@given(grouped(st.one_of(made([RESULT]), made([RESULT, GOAL, LIMIT])), 2))
def test_any_panels_of_bars_can_be_seen(style: Style, groups: list[Group]) -> None:
    assert unseen(multiples(groups, style), style) == []


@SETTINGS
@given(
    st.lists(
        st.lists(st.tuples(st.integers(1990, 2030), values), min_size=1, max_size=12,
                 unique_by=lambda one: one[0]),
        min_size=2, max_size=5,
    )
)  # fmt: skip
def test_any_panels_of_columns_can_be_seen(
    style: Style, panels: list[list[tuple[int, int]]]
) -> None:
    groups = [
        Group("Panel", tuple(
            Datum("id", "x", f"{value:,}", Decimal(value), "July", RESULT, Qualifier.EXACTLY,
                  CalendarDate.parse(str(year)), str(year))
            for year, value in panel
        ))
        for panel in panels
    ]  # fmt: skip
    assert unseen(multiples(groups, style), style) == []


@SETTINGS
@given(st.lists(st.tuples(st.integers(0, 100), shown), min_size=1, max_size=4), st.booleans())
def test_any_marks_can_be_seen(style: Style, rows: list[tuple[int, str]], whole: bool) -> None:
    data = [
        Datum("id", "Homes", words, Decimal(count), "July", RESULT, Qualifier.EXACTLY)
        for count, words in rows
    ]
    assert unseen(units(data, data[0] if whole else None, style), style) == []


def test_goal_and_result_are_in_one_scale(datum: Make, style: Style) -> None:
    groups = [
        Group("a", (datum(400, measure=GOAL), datum(100))),
        Group("b", (datum(50), datum(200, measure=LIMIT))),
    ]
    traces = comparison(groups, style).spec["data"]
    lengths = [trace["x"][0] for trace in traces]
    assert [length / lengths[0] for length in lengths] == pytest.approx([1, 0.25, 0.5, 0.125])
    assert {trace["base"][0] for trace in traces} == {2}


def test_result_differs_from_goal_and_limit_in_shape(datum: Make, community: Style) -> None:
    def shape(measure: Measure) -> tuple[float, int, bool]:
        group = Group("", (datum(9, measure=measure), datum(4)))
        drawing = comparison([group], community)
        dashed = [one for one in drawing.spec["layout"]["shapes"] if one["line"]["dash"] != "solid"]
        return drawing.spec["data"][0]["width"][0], len(dashed), "H" in str(dashed)

    goal, limit = shape(GOAL), shape(LIMIT)
    assert goal != limit
    assert goal[0] > community.size * 1.5, "the result lies within it"


def test_ends_of_a_range_differ_in_shape(datum: Make, community: Style) -> None:
    drawing = dot_range([Group("", (datum(1), datum(2), datum(3)))], community)
    dots = [trace["marker"] for trace in drawing.spec["data"] if trace["mode"] == "markers"]
    colour = community.brand.color
    assert [dot["color"] for dot in dots] == [colour.background, colour.tint, colour.primary]
    assert [dot["symbol"] for dot in dots] == ["circle", "diamond", "circle"]


def test_a_range_starts_at_zero(datum: Make, style: Style) -> None:
    group = Group("", (datum(0), datum(50), datum(100)))
    traces = dot_range([group], style).spec["data"]
    x = [trace["x"][0] for trace in traces if trace["mode"] == "markers"]
    assert x[1] - x[0] == pytest.approx((x[2] - x[0]) / 2, abs=0.01)
    assert x[0] == pytest.approx(2 + style.size / 2, abs=0.01)


def test_values_that_differ_in_time_only_are_named_by_it(
    datum: Make, community: Style, texts_of: Texts
) -> None:
    group = Group("Deaths", (datum(3, when="2019"), datum(5, when="2024")))
    assert texts_of(dot_range([group], community)) == [
        "Deaths", "2019", "3\u00a0homes", "2024", "5\u00a0homes",
    ]  # fmt: skip


def test_panels_share_their_scale(datum: Make, style: Style) -> None:
    plain = [Group("a", (datum(100),)), Group("b", (datum(25),))]
    lengths = [trace["x"][0] for trace in multiples(plain, style).spec["data"]]
    assert lengths[0] == pytest.approx(4 * lengths[1])
    timed = [
        Group("a", (datum(100, when="2020"),)),
        Group("b", (datum(25, when="2020"), datum(50, when="2022"))),
    ]
    heights = [trace["y"][0] for trace in multiples(timed, style).spec["data"]]
    assert [height / heights[0] for height in heights] == pytest.approx([1, 0.25, 0.5], abs=0.01)


def test_panels_stand_side_by_side_where_there_is_room(
    datum: Make, community: Style, agency: Style
) -> None:
    def across(style: Style) -> int:
        groups = [Group(name, (datum(5),)) for name in "abcdef"]
        return len({trace["base"][0] for trace in multiples(groups, style).spec["data"]})

    assert (across(community), across(agency)) == (3, 2)


def test_many_marks_stand_in_rows_of_ten(datum: Make, style: Style) -> None:
    few, many = units([datum(25)], None, style), units([datum(26)], None, style)
    assert len(set(few.spec["data"][0]["y"])) == 1
    rows = [many.spec["data"][0]["y"].count(y) for y in sorted(set(many.spec["data"][0]["y"]))]
    assert rows == [10, 10, 6]


def test_plotly_accepts_each(datum: Make, style: Style) -> None:
    data = (datum(5, measure=GOAL), datum(3))
    timed = (datum(5, when="2020"), datum(3, when="2021", measure=LIMIT))
    for draw, group in (
        (comparison, data),
        (dot_range, data),
        (multiples, data),
        (multiples, timed),
    ):
        drawing = draw([Group("a", group), Group("b", group)], style)
        assert go.Figure(drawing.spec).layout.height == drawing.height


def test_a_long_value_stands_above_its_marks(datum: Make, agency: Style) -> None:
    long = "at least sixty applications from agencies in the whole of the county"
    drawing = units([datum(60, long)], None, agency)
    assert unseen(drawing, agency) == []
    assert " ".join(drawing.spec["layout"]["annotations"][1]["text"].split("<br>")) == long
