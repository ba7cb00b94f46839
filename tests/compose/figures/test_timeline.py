"""Timelines: one row an event, in the order of time, nothing clipped."""

from __future__ import annotations

from collections.abc import Callable

import plotly.graph_objects as go
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefs.compose.figures.sheet import Datum, Drawing, Style
from briefs.compose.figures.timeline import timeline
from briefs.model.value import Measure

Make = Callable[..., Datum]
Faults = Callable[[Drawing, Style], list[str]]
Texts = Callable[[Drawing], list[str]]


def test_events_stand_in_the_order_of_time(datum: Make, style: Style, texts_of: Texts) -> None:
    whens = ["2029-03-31", "2016", "2025-07"]
    drawing = timeline([datum(None, when, "label", when) for when in whens], style)
    assert [one for one in texts_of(drawing) if one != "label"] == ["2016", "2025-07", "2029-03-31"]


def test_no_line_joins_the_events_as_on_a_scale(datum: Make, style: Style) -> None:
    data = [datum(None, when, "x", when) for when in ("2016", "2025", "2029")]
    assert timeline(data, style).spec["layout"]["shapes"] == []


def test_what_is_to_come_is_an_open_disc(datum: Make, community: Style) -> None:
    data = [
        datum(None, "2016", "x", "2016"),
        datum(None, "2026", "x", "2026", ahead=True),
        datum(None, "2029", "x", "2029", measure=Measure.GOAL),
    ]
    (trace,) = timeline(data, community).spec["data"]
    colour = community.brand.color
    assert trace["marker"]["color"] == [colour.primary, colour.background, colour.background]
    assert trace["marker"]["line"]["color"] == colour.primary


def test_a_value_is_printed_and_a_date_not_twice(
    datum: Make, community: Style, texts_of: Texts
) -> None:
    data = [datum(None, "2016", "x", "2016"), datum(1200, "1,200 homes", "y", "2019")]
    assert texts_of(timeline(data, community)) == ["2016", "x", "2019", "y", "1,200 homes"]


def test_a_date_keeps_its_qualifier(datum: Make, community: Style, texts_of: Texts) -> None:
    data = [datum(None, "about 2016", "x", "2016")]
    assert texts_of(timeline(data, community)) == ["about 2016", "x"]


def test_a_long_date_stands_above_its_words(datum: Make, agency: Style, texts_of: Texts) -> None:
    long = "no sooner than September 30, 2025"
    drawing = timeline([datum(None, long, "x", "2025-09-30")], agency)
    notes = drawing.spec["layout"]["annotations"]
    assert texts_of(drawing) == ["2025-09-30", "x", long] or notes[0]["x"] == notes[1]["x"]


def test_plotly_accepts_it(datum: Make, style: Style) -> None:
    drawing = timeline([datum(None, "2016", "x " * 90, "2016"), datum(5, when="2017")], style)
    assert go.Figure(drawing.spec).layout.height == drawing.height


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.dates().map(str),
            st.lists(st.text("abcdemw", min_size=1, max_size=12), min_size=1, max_size=25).map(
                " ".join
            ),
            st.booleans(),
        ),
        min_size=1,
        max_size=9,
    )
)
def test_any_events_stay_on_the_sheet(
    datum: Make, agency: Style, faults_of: Faults, events: list[tuple[str, str, bool]]
) -> None:
    data = [
        datum(5 if counted else None, "5 homes" if counted else when, label, when)
        for when, label, counted in events
    ]
    assert faults_of(timeline(data, agency), agency) == []
