"""Facts to drawings: pure functions that yield a Plotly figure, its alt text and its data table.

A figure is Plotly's own plain form, ``{"data": [...], "layout": {...}}``; the engine that exports
it has Plotly validate it. Every width is worked out here from the real font's measures, so that
no label is clipped and a drawing is the same on every machine.

What a drawing says is fixed by the facts: a ceiling is a pale bar closed by a bracket, an aim a
dashed outline that ends in a target, a result a full bar; "at least" adds an arrow. The qualifier
stands in the label of the value itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from briefs.model.project import Brand
from briefs.model.value import Measure, Qualifier

Spec = dict[str, Any]

MeasureText = Callable[[str, str, float, int], float]
"""(text, font family, size in px, weight) → width in px."""

PX_PER_MM = 96 / 25.4
PX_PER_POINT = 96 / 72
BOLD = 600


@dataclass(frozen=True, slots=True)
class Datum:
    """One value of a figure, worded for the reader.

    Attributes:
        fact: The fact's id.
        label: What the value is called.
        shown: The value with its qualifier and noun: ``at least 10,000 people``.
        value: The number; None where the fact has no number.
        as_of: The fact's date, worded.
        measure: What the number measures.
        qualifier: How it relates to the true figure.
    """

    fact: str
    label: str
    shown: str
    value: Decimal | None
    as_of: str
    measure: Measure
    qualifier: Qualifier


@dataclass(frozen=True, slots=True)
class Style:
    """How drawings of one brief look.

    Attributes:
        brand: Colours.
        family: Font family.
        width: Width of the figure in px (1/96 inch).
        size: Size of its text in px.
        measure: Measures text.
    """

    brand: Brand
    family: str
    width: int
    size: float
    measure: MeasureText

    def width_of(self, text: str, *, bold: bool = False) -> float:
        """Width of a text in px."""
        return self.measure(text, self.family, self.size, BOLD if bold else 400)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing ready to be exported.

    Attributes:
        spec: The Plotly figure.
        width: In px.
        height: In px.
    """

    spec: Spec
    width: int
    height: int


def bars(data: Sequence[Datum], style: Style) -> Drawing:
    """Horizontal bars from zero, one a row, each under its label.

    A value stands at the end of its bar, or above the bars where it would leave them no room.

    Args:
        data: All in one unit, all numbers not below zero.
        style: How it looks.
    """
    size = style.size
    lines = [_wrapped(datum.label, style) for datum in data]
    bar = round(size * 1.35)
    room = max(style.width_of(datum.shown, bold=True) for datum in data) + size * 2.4
    beside = room <= style.width * 0.8
    values = [[] if beside else _wrapped(datum.shown, style, bold=True) for datum in data]
    if not beside:
        room = size * 2.4
    rows = [len(label) + len(value) for label, value in zip(lines, values, strict=True)]
    heights = [round(row * size * 1.3 + bar + size * 1.35) for row in rows]
    height = sum(heights) - round(size * 0.6)
    largest = max((datum.value or Decimal(0) for datum in data), default=Decimal(1)) or Decimal(1)
    scale = (style.width - 3 - room) / float(largest)
    spec = _sheet(style, height)
    top = 0
    words = spec["layout"]["annotations"]
    for datum, label, value, row, tall in zip(data, lines, values, rows, heights, strict=True):
        middle = top + row * size * 1.3 + bar / 2 + 2
        length = float(datum.value or 0) * scale
        words.append(_words("<br>".join(label), 2, top, style, anchor="left", valign="top"))
        if value:
            below = top + len(label) * size * 1.3
            words.append(_words("<br>".join(value), 2, below, style, bold=True, valign="top"))
        _bar(spec, datum, 2, middle, length, bar, style)
        if not value:
            arrow = size if _open_upwards(datum) else 0
            end = 2 + length + arrow + size * 0.7
            words.append(_words(datum.shown, end, middle, style, bold=True))
        top += tall
    return Drawing(spec, style.width, height)


def units(data: Sequence[Datum], whole: Datum | None, style: Style) -> Drawing:
    """One mark for each of a small number of things, a row a fact, with their total.

    Args:
        data: Counts, each at most :data:`briefs.model.figure.MOST_UNITS`.
        whole: The total that they are parts of.
        style: How it looks.
    """
    size = style.size
    gap = _gap(data, style)
    lines = [_wrapped(datum.label, style) for datum in data]
    heights = [round(len(label) * size * 1.3 + gap + size * 1.1) for label in lines]
    height = sum(heights) - round(size * 0.4)
    spec = _sheet(style, height)
    top, right = 0, 0.0
    ends: list[float] = []
    for row, (datum, label, tall) in enumerate(zip(data, lines, heights, strict=True)):
        number = int(datum.value or 0)
        middle = top + len(label) * size * 1.3 + gap / 2 + 1
        spec["layout"]["annotations"].append(
            _words("<br>".join(label), 2, top, style, anchor="left", valign="top")
        )
        spec["data"].append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [2 + size * 0.6 + gap * step for step in range(number)],
                "y": [middle] * number,
                "cliponaxis": False,
                "marker": _unit_marker(row, gap, style),
            }
        )
        end = 2 + size * 0.6 + gap * number
        spec["layout"]["annotations"].append(_words(datum.shown, end, middle, style, bold=True))
        right = max(right, end + style.width_of(datum.shown, bold=True))
        ends.append(middle)
        top += tall
    if whole is not None and len(ends) > 1:
        height += _total(spec, whole, ends, right, height, style)
        spec["layout"]["height"] = height
        spec["layout"]["yaxis"]["range"] = [height, 0]
    return Drawing(spec, style.width, height)


def _gap(data: Sequence[Datum], style: Style) -> float:
    """Px from one mark to the next: less than usual where the longest row would not fit."""
    size = style.size
    rows = [
        (style.width - 3 - size * 0.6 - style.width_of(datum.shown, bold=True)) / number
        for datum in data
        if (number := int(datum.value or 0))
    ]
    return max(size * 0.4, min([size * 1.55, *rows]))


def _total(
    spec: Spec, whole: Datum, rows: Sequence[float], right: float, height: int, style: Style
) -> int:
    """The total beside a bracket, or in a line below where the figure is too narrow for it.

    Returns:
        The px that it added to the height.
    """
    size = style.size
    shapes, annotations = spec["layout"]["shapes"], spec["layout"]["annotations"]
    x = right + size * 1.4
    if x + size + style.width_of(whole.shown, bold=True) <= style.width:
        upper, lower, hook = rows[0] - size * 0.6, rows[-1] + size * 0.6, x - size * 0.5
        path = f"M {hook:.1f},{upper:.1f} H {x:.1f} V {lower:.1f} H {hook:.1f}"
        shapes.append(_path(path, style.brand.color.muted, 1.2))
        middle = (rows[0] + rows[-1]) / 2
        annotations.append(_words(whole.shown, x + size * 0.7, middle, style, bold=True))
        return 0
    line = height + size * 0.1
    shapes.append(_path(f"M 2,{line:.1f} H {right:.1f}", style.brand.color.muted, 1.2))
    annotations.append(_words(whole.shown, 2, line + size * 0.3, style, bold=True, valign="top"))
    return round(size * 2)


def _open_upwards(datum: Datum) -> bool:
    return datum.qualifier in {Qualifier.AT_LEAST, Qualifier.MORE_THAN}


def _bar(
    spec: Spec, datum: Datum, x: float, middle: float, length: float, thick: float, style: Style
) -> None:
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
        shapes.append(_path(f"M {x},{upper} H {end:.1f} M {x},{lower} H {end:.1f}",
                            colour.primary, 1.1, dash="3px,2px"))  # fmt: skip
        shapes.append(_path(f"M {end:.1f},{upper - 3} V {lower + 3}", colour.primary, 3))
    elif datum.measure is Measure.LIMIT:
        hook = thick * 0.35
        shapes.append(
            _path(
                f"M {end - hook:.1f},{upper - 1} H {end:.1f} V {lower + 1} H {end - hook:.1f}",
                colour.primary,
                2.4,
            )
        )
    if _open_upwards(datum):
        tip, half = end + style.size * 0.95, style.size * 0.36
        shapes.append(
            _path(
                f"M {end:.1f},{middle} H {tip:.1f} M {tip - half:.1f},{middle - half:.1f} "
                f"L {tip:.1f},{middle} L {tip - half:.1f},{middle + half:.1f}",
                colour.primary,
                1.8,
            )
        )
    shapes.append(_path(f"M {x},{upper - 3} V {lower + 3}", colour.foreground, 1))


def _unit_marker(row: int, gap: float, style: Style) -> Spec:
    colour = style.brand.color
    shapes = ("square", "circle", "diamond")
    filled = row % 2 == 0
    return {
        "symbol": shapes[row % len(shapes)],
        "size": min(style.size * 1.1, gap * 0.72),
        "color": colour.primary if filled else colour.tint,
        "line": {"color": colour.primary, "width": 1.5},
        "opacity": 1,
    }


def _sheet(style: Style, height: int) -> Spec:
    """An empty drawing whose axes are the px of the sheet, from the top left."""
    axis = {"visible": False, "fixedrange": True, "showgrid": False, "zeroline": False}
    return {
        "data": [],
        "layout": {
            "width": style.width,
            "height": height,
            "autosize": False,
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "showlegend": False,
            "barmode": "overlay",
            "font": {
                "family": style.family,
                "size": style.size,
                "color": style.brand.color.foreground,
            },
            "xaxis": {**axis, "range": [0, style.width]},
            "yaxis": {**axis, "range": [height, 0]},
            "annotations": [],
            "shapes": [],
        },
    }


def _words(
    text: str,
    x: float,
    y: float,
    style: Style,
    *,
    bold: bool = False,
    anchor: str = "left",
    valign: str = "middle",
) -> Spec:
    return {
        "text": text,
        "x": round(x, 2),
        "y": round(y, 2),
        "xref": "x",
        "yref": "y",
        "xanchor": anchor,
        "yanchor": valign,
        "showarrow": False,
        "align": "left",
        "borderpad": 0,
        "font": {"size": style.size, "weight": BOLD if bold else 400},
    }


def _path(path: str, colour: str, width: float, dash: str = "solid") -> Spec:
    return {
        "type": "path",
        "path": path,
        "xref": "x",
        "yref": "y",
        "line": {"color": colour, "width": width, "dash": dash},
        "fillcolor": "rgba(0,0,0,0)",
    }


def _wrapped(text: str, style: Style, *, bold: bool = False) -> list[str]:
    """Words in lines that fit the figure."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and style.width_of(longer, bold=bold) > style.width - 4:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
