"""Marks that can be counted: one for each of a small number of things."""

from __future__ import annotations

from collections.abc import Sequence

from briefs.compose.figures.sheet import Datum, Drawing, Spec, Style, sheet, stroke, words, wrapped


def units(data: Sequence[Datum], whole: Datum | None, style: Style) -> Drawing:
    """One mark for each of a small number of things, a row a fact, with their total.

    Args:
        data: Counts, each at most :data:`briefs.model.figure.MOST_UNITS`.
        whole: The total that they are parts of.
        style: How it looks.
    """
    size = style.size
    gap = _gap(data, style)
    lines = [wrapped(datum.label, style) for datum in data]
    heights = [round(len(label) * size * 1.3 + gap + size * 1.1) for label in lines]
    height = sum(heights) - round(size * 0.4)
    spec = sheet(style, height)
    top, right = 0, 0.0
    ends: list[float] = []
    for row, (datum, label, tall) in enumerate(zip(data, lines, heights, strict=True)):
        number = int(datum.value or 0)
        middle = top + len(label) * size * 1.3 + gap / 2 + 1
        spec["layout"]["annotations"].append(
            words("<br>".join(label), 2, top, style, anchor="left", valign="top")
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
        spec["layout"]["annotations"].append(words(datum.shown, end, middle, style, bold=True))
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
        shapes.append(stroke(path, style.brand.color.muted, 1.2))
        middle = (rows[0] + rows[-1]) / 2
        annotations.append(words(whole.shown, x + size * 0.7, middle, style, bold=True))
        return 0
    line = height + size * 0.1
    shapes.append(stroke(f"M 2,{line:.1f} H {right:.1f}", style.brand.color.muted, 1.2))
    annotations.append(words(whole.shown, 2, line + size * 0.3, style, bold=True, valign="top"))
    return round(size * 2)


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
