"""Maps: each state once, pale where nothing is known, every value printed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import plotly.graph_objects as go
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefs.compose.figures.sheet import Datum, Drawing, Style
from briefs.compose.figures.state_map import CLASSES, rings_of, state_map
from briefs.compose.figures.us_states import HEIGHT, OUTLINES, WIDTH
from briefs.model.colour import MARK, TEXT, contrast, luminance
from briefs.model.place import US_STATES

Make = Callable[..., Datum]
Faults = Callable[[Drawing, Style], list[str]]
Texts = Callable[[Drawing], list[str]]


def fills_of(drawing: Drawing) -> list[str]:
    """Colours of the states that have a value, in the order of the data."""
    shapes = drawing.spec["layout"]["shapes"]
    return [shape["fillcolor"] for shape in shapes if shape["line"]["width"] == 1.2]


def test_outlines_are_of_all_states_and_stay_on_the_map() -> None:
    assert set(OUTLINES) == US_STATES
    for name in OUTLINES:
        rings = rings_of(name)
        assert rings
        for ring in rings:
            assert len(ring) >= 3
            assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in ring)


def test_neighbours_share_their_border() -> None:
    points = {name: {point for ring in rings_of(name) for point in ring} for name in OUTLINES}
    for one, other in (("US-MT", "US-ND"), ("US-NJ", "US-PA"), ("US-DC", "US-MD")):
        assert len(points[one] & points[other]) >= 2, (one, other)
    assert not points["US-ME"] & points["US-CA"]


def test_outlines_are_as_the_package_has_them() -> None:
    pytest.importorskip("_plotly_geo")
    pytest.importorskip("shapely")
    pytest.importorskip("shapefile")
    root = Path(__file__).parents[3]
    sys.path.insert(0, str(root / "scripts"))
    try:
        from state_outlines import made  # type: ignore[import-not-found]
    finally:
        sys.path.remove(str(root / "scripts"))
    written: dict[str, dict[str, str]] = {}
    exec(made(), written)  # laid out otherwise than ruff does
    assert written["OUTLINES"] == OUTLINES


def test_lightness_falls_with_the_value_in_classes(datum: Make, community: Style) -> None:
    places = ["MT", "TX", "CO", "KS", "NV", "OR", "AL"]
    data = [
        datum(value, place=f"US-{place}")
        for place, value in zip(places, [0, 10, 30, 50, 70, 90, 100], strict=True)
    ]
    fills = fills_of(state_map(data, community))
    light = [luminance(fill) for fill in fills]
    assert light == sorted(light, reverse=True)
    assert len(set(fills)) == CLASSES + 1
    steps = sorted(set(light))
    assert all(high - low > 0.05 for low, high in pairwise(steps))


def test_no_figure_is_not_zero(datum: Make, community: Style) -> None:
    drawing = state_map([datum(0, place="US-MT"), datum(5, place="US-TX")], community)
    unknown = drawing.spec["layout"]["shapes"][0]
    assert unknown["fillcolor"] != fills_of(drawing)[0]
    assert unknown["line"]["width"] < 1


def test_every_value_is_printed(
    datum: Make, style: Style, texts_of: Texts, faults_of: Faults
) -> None:
    places = ["MI", "TX", "RI", "CT", "MT", "FL", "CA", "DC", "HI", "NJ", "OH", "DE", "AK"]
    data = [datum(100 + at, place=f"US-{place}") for at, place in enumerate(places)]
    drawing = state_map(data, style)
    texts = " ".join(" ".join(texts_of(drawing)).split())
    for at in range(len(places)):
        assert str(100 + at) in texts
    assert faults_of(drawing, style) == []


def test_values_without_room_are_listed_with_their_label(
    datum: Make, agency: Style, texts_of: Texts, faults_of: Faults
) -> None:
    data = [
        datum(at * 1000, label=f"homes in {name}", place=name)
        for at, name in enumerate(sorted(US_STATES))
    ]
    drawing = state_map(data, agency)
    texts = texts_of(drawing)
    assert any(text.startswith("homes in") for text in texts)
    assert drawing.height > state_map(data[:1], agency).height
    assert faults_of(drawing, agency) == []
    words = " ".join(texts).replace("\u00a0", " ")
    assert all(f"{at * 1000:,} homes" in words for at in range(len(data)))


def test_labels_can_be_read_and_outlines_seen(datum: Make, community: Style) -> None:
    names = ["US-MT", "US-TX", "US-CO", "US-KS", "US-NV", "US-OR"]
    data = [datum(at * 20, f"{at}", place=name) for at, name in enumerate(names)]
    drawing = state_map(data, community)
    paper = community.brand.color.background
    notes = drawing.spec["layout"]["annotations"]
    assert len(notes) == len(names)
    for note, fill in zip(notes, fills_of(drawing), strict=True):
        ground = note.get("bgcolor", fill)
        assert contrast(note["font"]["color"], ground) >= TEXT
    for shape in drawing.spec["layout"]["shapes"]:
        if shape["line"]["width"] == 1.2:
            assert contrast(shape["line"]["color"], paper) >= MARK


def test_plotly_accepts_it(datum: Make, style: Style) -> None:
    drawing = state_map([datum(5, place="US-MI"), datum(9, place="US-RI")], style)
    assert go.Figure(drawing.spec).layout.width == drawing.width


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dictionaries(st.sampled_from(sorted(US_STATES)), st.integers(0, 10**6), max_size=20))
def test_any_map_stays_on_the_sheet(
    datum: Make, agency: Style, faults_of: Faults, values: dict[str, int]
) -> None:
    data = [datum(value, place=name) for name, value in values.items()]
    assert faults_of(state_map(data, agency), agency) == []
