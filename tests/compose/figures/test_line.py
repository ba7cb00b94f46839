"""Lines: to scale of time, from zero, with gaps where nothing is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import plotly.graph_objects as go
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefs.compose.figures.line import line
from briefs.compose.figures.sheet import Datum, Drawing, Group, Style
from briefs.model.value import Measure

Make = Callable[..., Datum]
Faults = Callable[[Drawing, Style], list[str]]
Texts = Callable[[Drawing], list[str]]


@pytest.fixture
def homes(datum: Make) -> Group:
    years = {2018: 1200, 2019: 1850, 2020: 900, 2022: 2400, 2023: 2650}
    return Group("", tuple(datum(value, when=str(year)) for year, value in years.items()))


def points_of(drawing: Drawing) -> list[tuple[float, float]]:
    return [
        point
        for trace in drawing.spec["data"]
        for point in zip(trace["x"], trace["y"], strict=True)
    ]


def test_time_and_value_are_to_scale(homes: Group, style: Style) -> None:
    points = points_of(line([homes], style))
    first, last = points[0][0], points[-1][0]
    shares = [(x - first) / (last - first) for x, _ in points]
    assert shares == pytest.approx([0, 0.2, 0.4, 0.8, 1], abs=0.001)
    (axis,) = [
        shape["path"].split()[1].split(",")[1]
        for shape in line([homes], style).spec["layout"]["shapes"]
        if shape["path"].startswith("M 1,")
    ]
    heights = [float(axis) - y for _, y in points]
    values = [float(datum.value or 0) for datum in homes.data]
    assert [height / heights[-1] for height in heights] == pytest.approx(
        [value / 2650 for value in values], abs=0.002
    )


def test_a_missing_year_is_a_gap(homes: Group, community: Style) -> None:
    traces = line([homes], community).spec["data"]
    assert [len(trace["x"]) for trace in traces] == [3, 2]
    assert {trace["mode"] for trace in traces} == {"lines+markers"}


def test_the_first_and_the_last_time_are_worded(
    homes: Group, style: Style, texts_of: Texts
) -> None:
    assert {"2018", "2023"} <= set(texts_of(line([homes], style)))


def test_order_of_the_file_does_not_matter(homes: Group, community: Style) -> None:
    turned = Group("", tuple(reversed(homes.data)))
    assert line([turned], community) == line([homes], community)


def test_few_values_are_all_printed(homes: Group, style: Style, texts_of: Texts) -> None:
    texts = " ".join(texts_of(line([homes], style)))
    for value in ("1,200", "1,850", "900", "2,400", "2,650"):
        assert value in texts


def test_of_many_values_first_highest_and_last_are_printed(
    datum: Make, community: Style, texts_of: Texts
) -> None:
    values = [10, 20, 90, 30, 35, 40, 30, 25, 50]
    data = tuple(datum(v, str(v), when=str(2010 + at)) for at, v in enumerate(values))
    texts = texts_of(line([Group("", data)], community))
    assert [one for one in texts if len(one) == 2] == ["50", "10", "90"]


def test_a_first_value_without_room_stands_apart_and_a_line_leads_to_it(
    datum: Make, agency: Style, texts_of: Texts, faults_of: Faults
) -> None:
    series = {
        "Alpha": (900, 1100, 1000, 1300, 1250),
        "Beta": (950, 1000, 1100, 1200, 1400),
        "Gamma": (925, 1010, 1050, 1250, 1350),
    }
    groups = [
        Group(name, tuple(datum(value, when=str(2010 + at)) for at, value in enumerate(values)))
        for name, values in series.items()
    ]
    drawing = line(groups, agency)
    assert {"900\u00a0homes", "950\u00a0homes"} <= set(texts_of(drawing))
    leaders = [
        shape["path"]
        for shape in drawing.spec["layout"]["shapes"]
        if shape["line"]["width"] == 0.8 and float(shape["path"].split()[1].split(",")[0]) < 60
    ]
    assert leaders
    assert faults_of(drawing, agency) == []


def test_lines_differ_without_colour_and_are_named(
    datum: Make, community: Style, texts_of: Texts
) -> None:
    groups = [
        Group(f"line {name}", tuple(datum(at * 9 + year, when=str(2000 + year)) for year in (1, 2)))
        for at, name in enumerate("abcd")
    ]
    drawing = line(groups, community)
    traces = drawing.spec["data"]
    assert len({trace["line"]["dash"] for trace in traces}) == 4
    assert len({trace["marker"]["symbol"] for trace in traces}) == 4
    assert len({trace["line"]["color"] for trace in traces}) == 4
    assert {f"line {name}" for name in "abcd"} <= set(texts_of(drawing))


def test_a_goal_is_an_open_mark(datum: Make, community: Style) -> None:
    data = (datum(5, when="2024"), datum(9, when="2025", measure=Measure.GOAL))
    (trace,) = line([Group("", data)], community).spec["data"]
    assert trace["marker"]["color"] == [
        community.brand.color.primary,
        community.brand.color.background,
    ]


def test_dates_of_any_precision_have_their_place(datum: Make, community: Style) -> None:
    data = tuple(datum(5, when=when) for when in ("2024", "2024-01", "2024-12-31"))
    points = [x for x, _ in points_of(line([Group("", data)], community))]
    assert points == sorted(points)
    assert points[1] - points[0] == pytest.approx((points[2] - points[0]) * 0.48, rel=0.01)


@pytest.mark.parametrize("values", [[0], [0, 0], [5]])
def test_zeros_and_single_values_are_drawn(
    datum: Make, values: Sequence[int], style: Style, faults_of: Faults
) -> None:
    data = tuple(datum(value, when=str(2020 + at)) for at, value in enumerate(values))
    assert faults_of(line([Group("", data)], style), style) == []


def test_values_without_a_time_are_left_out(datum: Make, community: Style) -> None:
    assert line([Group("", (datum(5), datum(6)))], community).spec["data"] == []
    (trace,) = line([Group("", (datum(5), datum(6, when="2024")))], community).spec["data"]
    assert len(trace["x"]) == 1


def test_plotly_accepts_it(homes: Group, style: Style) -> None:
    drawing = line([homes, Group("more", homes.data)], style)
    assert go.Figure(drawing.spec).layout.width == drawing.width


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.lists(st.text("abcdemw", min_size=1, max_size=8), max_size=6).map(" ".join),
            st.dictionaries(st.integers(1990, 2030), st.integers(0, 10**7), min_size=1, max_size=9),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_lines_stay_on_the_sheet(
    datum: Make, agency: Style, faults_of: Faults, groups: list[tuple[str, dict[int, int]]]
) -> None:
    drawn = line(
        [
            Group(name.strip(), tuple(datum(v, when=str(year)) for year, v in values.items()))
            for name, values in groups
        ],
        agency,
    )
    assert faults_of(drawn, agency) == []
