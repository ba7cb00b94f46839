"""Colours are measured as WCAG says; what cannot be read gets a near one that can."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.model.colour import TEXT, contrast, is_dark, luminance, mix, nearest_readable, shades

colours = st.integers(0, 0xFFFFFF).map("#{:06X}".format)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#777777", "#FFFFFF", 4.48),  # the pair that is always quoted as just too pale
        ("#767676", "#FFFFFF", 4.54),
        ("#FF0000", "#FFFFFF", 4.00),
        ("#0000FF", "#FFFFFF", 8.59),
        ("#14466B", "#14466B", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.006)


def test_white_is_one_and_black_nothing() -> None:
    assert (luminance("#FFFFFF"), luminance("#000000")) == (pytest.approx(1), 0)


def test_a_mix_goes_from_one_colour_to_the_other() -> None:
    assert [mix("#000000", "#FF8000", share) for share in (0, 0.5, 1)] == [
        "#000000", "#804000", "#FF8000",
    ]  # fmt: skip
    assert list(shades("#FFFFFF", "#000000", 0.2))[::10] == ["#CCCCCC", "#FFFFFF"]


@given(colours, colours)
def test_the_nearest_readable_colour_can_be_read(colour: str, paper: str) -> None:
    found = nearest_readable(colour, [paper], TEXT)
    assert found is not None
    assert contrast(found, paper) >= TEXT
    assert (found == colour) == (contrast(colour, paper) >= TEXT)


@given(colours)
def test_dark_paper_is_that_on_which_white_is_read_better(paper: str) -> None:
    assert is_dark(paper) == (contrast("#FFFFFF", paper) > contrast("#000000", paper))


def test_no_colour_can_be_read_on_black_and_on_white() -> None:
    assert nearest_readable("#808080", ["#000000", "#FFFFFF"], 5) is None
