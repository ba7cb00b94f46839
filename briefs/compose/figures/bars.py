"""Horizontal bars: results, limits and goals.

What a bar says is fixed by the facts: a ceiling is a pale bar closed by a bracket, an aim a dashed
outline that ends in a target, a result a full bar; "at least" adds an arrow. The qualifier stands
in the label of the value itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from briefs.compose.figures.sheet import (
    Datum,
    Drawing,
    Spec,
    Style,
    sheet,
    stroke,
    words,
    wrapped,
)
from briefs.model.value import Measure, Qualifier


def bars(data: Sequence[Datum], style: Style) -> Drawing:
    """Horizontal bars from zero, one a row, each under its label.

    A value stands at the end of its bar, or above the bars where it would leave them no room.

    Args:
        data: All in one unit, all numbers not below zero.
        style: How it looks.
    """
    size = style.size
    lines = [wrapped(datum.label, style) for datum in data]
    bar = round(size * 1.35)
    room = max(style.width_of(datum.shown, bold=True) for datum in data) + size * 2.4
    beside = room <= style.width * 0.8
    values = [[] if beside else wrapped(datum.shown, style, bold=True) for datum in data]
    if not beside:
        room = size * 2.4
    rows = [len(label) + len(value) for label, value in zip(lines, values, strict=True)]
    heights = [round(row * size * 1.3 + bar + size * 1.35) for row in rows]
    height = sum(heights) - round(size * 0.6)
    largest = max((datum.value or Decimal(0) for datum in data), default=Decimal(1)) or Decimal(1)
    scale = (style.width - 3 - room) / float(largest)
    spec = sheet(style, height)
    top = 0
    labels = spec["layout"]["annotations"]
    for datum, label, value, row, tall in zip(data, lines, values, rows, heights, strict=True):
        middle = top + row * size * 1.3 + bar / 2 + 2
        length = float(datum.value or 0) * scale
        labels.append(words("<br>".join(label), 2, top, style, anchor="left", valign="top"))
        if value:
            below = top + len(label) * size * 1.3
            labels.append(words("<br>".join(value), 2, below, style, bold=True, valign="top"))
        draw_bar(spec, datum, 2, middle, length, bar, style)
        if not value:
            arrow = size if open_upwards(datum) else 0
            end = 2 + length + arrow + size * 0.7
            labels.append(words(datum.shown, end, middle, style, bold=True))
        top += tall
    return Drawing(spec, style.width, height)


def open_upwards(datum: Datum) -> bool:
    """Whether the true figure may be larger, which an arrow says."""
    return datum.qualifier in {Qualifier.AT_LEAST, Qualifier.MORE_THAN}


def draw_bar(
    spec: Spec, datum: Datum, x: float, middle: float, length: float, thick: float, style: Style
) -> None:
    """Draw one bar from x, as its measure and qualifier ask."""
    colour = style.brand.color
    fill = colour.primary if datum.measure is Measure.RESULT else colour.tint
    spec["data"].append(
        {
            "type": "bar",
            "orientation": "h",
            "base": [x],
            "x": [length],
            "y": [middle],
            "width": [thick],
            "marker": {"color": fill, "line": {"width": 0}},
            "cliponaxis": False,
        }
    )
    shapes = spec["layout"]["shapes"]
    upper, lower, end = middle - thick / 2, middle + thick / 2, x + length
    if datum.measure is Measure.GOAL:
        shapes.append(stroke(f"M {x},{upper} H {end:.1f} M {x},{lower} H {end:.1f}",
                            colour.primary, 1.1, dash="3px,2px"))  # fmt: skip
        shapes.append(stroke(f"M {end:.1f},{upper - 3} V {lower + 3}", colour.primary, 3))
    elif datum.measure is Measure.LIMIT:
        hook = thick * 0.35
        shapes.append(
            stroke(
                f"M {end - hook:.1f},{upper - 1} H {end:.1f} V {lower + 1} H {end - hook:.1f}",
                colour.primary,
                2.4,
            )
        )
    if open_upwards(datum):
        tip, half = end + style.size * 0.95, style.size * 0.36
        shapes.append(
            stroke(
                f"M {end:.1f},{middle} H {tip:.1f} M {tip - half:.1f},{middle - half:.1f} "
                f"L {tip:.1f},{middle} L {tip - half:.1f},{middle + half:.1f}",
                colour.primary,
                1.8,
            )
        )
    shapes.append(stroke(f"M {x},{upper - 3} V {lower + 3}", colour.foreground, 1))
