"""Horizontal bars: results, limits and goals.

What a bar says is fixed by the facts: a ceiling is a pale bar closed by a bracket, an aim a dashed
outline that ends in a target, a result a full bar; "at least" adds an arrow. The qualifier stands
in the label of the value itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefs.compose.figures.sheet import (
    Datum,
    Drawing,
    Spec,
    Style,
    largest,
    set_height,
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
    spec = sheet(style, 0)
    labels = [datum.label for datum in data]
    height = stack(spec, data, labels, (0, 0), scale_of(data, style), style)
    set_height(spec, height)
    return Drawing(spec, style.width, height)


@dataclass(frozen=True, slots=True)
class Scale:
    """How values become lengths.

    Attributes:
        per_unit: Px for a value of one.
        beside: Whether values stand at the ends of their bars, rather than above.
    """

    per_unit: float
    beside: bool


def scale_of(data: Sequence[Datum], style: Style) -> Scale:
    """The scale in which bars from zero fill the width with their values."""
    room = max(style.width_of(datum.shown, bold=True) for datum in data) + style.size * 2.4
    beside = room <= style.width * 0.8
    if not beside:
        room = style.size * 2.4
    return Scale((style.width - 3 - room) / float(largest(data)), beside)


def stack(
    spec: Spec,
    data: Sequence[Datum],
    names: Sequence[str],
    corner: tuple[float, float],
    scale: Scale,
    style: Style,
) -> int:
    """Draw bars one below the other.

    Args:
        spec: The sheet.
        data: Values.
        names: What each of them is called.
        corner: Left and upper edge in px.
        scale: How values become lengths.
        style: How they look; its width is the room that there is.

    Returns:
        The height in px.
    """
    size = style.size
    left, top = corner
    thick = round(size * 1.35)
    annotations = spec["layout"]["annotations"]
    for datum, name in zip(data, names, strict=True):
        label = wrapped(name, style)
        value = [] if scale.beside else wrapped(datum.shown, style, bold=True)
        annotations.append(words("<br>".join(label), left + 2, top, style, valign="top"))
        if value:
            below = top + len(label) * size * 1.3
            text = "<br>".join(value)
            annotations.append(words(text, left + 2, below, style, bold=True, valign="top"))
        under = (len(label) + len(value)) * size * 1.3
        middle = top + under + thick / 2 + 2
        length = float(datum.value or 0) * scale.per_unit
        draw_bar(spec, datum, left + 2, middle, length, thick, style)
        if scale.beside:
            end = left + 2 + length + (size if open_upwards(datum) else 0) + size * 0.7
            annotations.append(words(datum.shown, end, middle, style, bold=True))
        top += round(under + thick + size * 1.35)
    return round(top - corner[1]) - round(size * 0.6)


def open_upwards(datum: Datum) -> bool:
    """Whether the true figure may be larger, which an arrow says."""
    return datum.qualifier in {Qualifier.AT_LEAST, Qualifier.MORE_THAN}


def draw_bar(
    spec: Spec, datum: Datum, x: float, middle: float, length: float, thick: float, style: Style
) -> None:
    """Draw one bar from x, as its measure and qualifier ask."""
    bar(spec, datum, x, middle, length, thick, style)
    close_bar(spec, datum, x, middle, length, thick, style)
    if open_upwards(datum):
        arrow(spec, x + length, middle, style)
    zero_line(spec, x, middle, thick, style)


def bar(
    spec: Spec, datum: Datum, x: float, middle: float, length: float, thick: float, style: Style
) -> None:
    """Draw the body of a bar: full for a result, pale for a goal or limit."""
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
            "meta": datum.fact,
        }
    )


def close_bar(
    spec: Spec, datum: Datum, x: float, middle: float, length: float, thick: float, style: Style
) -> None:
    """Close a goal by a dashed outline and a target, a limit by a bracket."""
    colour, shapes = style.brand.color, spec["layout"]["shapes"]
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


def arrow(spec: Spec, end: float, middle: float, style: Style) -> None:
    """Draw the arrow of a value that may be larger."""
    tip, half = end + style.size * 0.95, style.size * 0.36
    spec["layout"]["shapes"].append(
        stroke(
            f"M {end:.1f},{middle} H {tip:.1f} M {tip - half:.1f},{middle - half:.1f} "
            f"L {tip:.1f},{middle} L {tip - half:.1f},{middle + half:.1f}",
            style.brand.color.primary,
            1.8,
        )
    )


def zero_line(spec: Spec, x: float, middle: float, thick: float, style: Style) -> None:
    """Draw the line at zero across a bar."""
    path = f"M {x},{middle - thick / 2 - 3} V {middle + thick / 2 + 3}"
    spec["layout"]["shapes"].append(stroke(path, style.brand.color.foreground, 1))
