"""Small multiples: one panel a group, all of them in the same scale.

A panel has columns along time where every value has a time, and bars where not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from briefs.compose.figures.bars import Scale, open_upwards, scale_of, stack
from briefs.compose.figures.dates import position
from briefs.compose.figures.labels import names_of, plain
from briefs.compose.figures.placing import Box, Room
from briefs.compose.figures.sheet import (
    Datum,
    Drawing,
    Group,
    Spec,
    Style,
    largest,
    set_height,
    sheet,
    stroke,
    words,
)
from briefs.model.value import CalendarDate, Measure

MOST_COLUMNS = 3
"""Panels side by side at the most."""


def multiples(groups: Sequence[Group], style: Style) -> Drawing:
    """A grid of panels.

    Args:
        groups: Two or more; all in one unit, none below zero.
        style: How it looks.
    """
    every = [datum for group in groups for datum in group.data]
    panel, across = _panels(every, len(groups), style)
    in_time = all(datum.when is not None for datum in every)
    scale = scale_of(every, panel)
    axes = _Axes.of(every, panel) if in_time else None
    spec = sheet(style, 0)
    gap = (style.width - across * panel.width) / max(1, across - 1)
    top = 0.0
    for first in range(0, len(groups), across):
        row = groups[first : first + across]
        headings = [plain(group.label, panel, bold=True) for group in row]
        under = max(heading.height for heading in headings) + style.size * 0.9
        bottoms = []
        for place, (group, heading) in enumerate(zip(row, headings, strict=True)):
            left = round(place * (panel.width + gap), 2)
            path = f"M {left + 2},{top + 1:.1f} H {left + panel.width - 1}"
            spec["layout"]["shapes"].append(stroke(path, style.brand.color.muted, 1))
            heading.put(spec, left + 2, top + style.size * 0.4, panel)
            bottoms.append(_panel(spec, group, (left, top + under), scale, axes, panel))
        top = max(bottoms) + style.size * 1.4
    height = round(top - style.size * 1.2)
    set_height(spec, height)
    return Drawing(spec, style.width, height)


def _panels(data: Sequence[Datum], count: int, style: Style) -> tuple[Style, int]:
    """The style of a panel, and how many stand side by side: as many as have room for values."""
    gap = round(style.size * 1.6)
    widest = max(style.width_of(datum.shown, bold=True) for datum in data)
    least = max(widest + style.size * 4.5, style.size * 11)
    for across in range(min(MOST_COLUMNS, count), 1, -1):
        width = (style.width - gap * (across - 1)) // across
        if width >= least and (count, across) != (4, 3):
            return replace(style, width=width), across
    return style, 1


def _panel(
    spec: Spec,
    group: Group,
    corner: tuple[float, float],
    scale: Scale,
    axes: _Axes | None,
    style: Style,
) -> float:
    """Draw a panel under its heading; returns its lower edge in px."""
    if axes is None:
        return corner[1] + stack(spec, group.data, names_of(group.data), corner, scale, style)
    return _columns(spec, group.data, corner, axes, style)


@dataclass(frozen=True, slots=True)
class _Axes:
    """The axes that the panels share.

    Attributes:
        first: The first time, in years.
        per_year: Px for a year.
        per_unit: Px for a value of one.
        thick: Px across a column.
        tall: Px of the highest column.
    """

    first: float
    per_year: float
    per_unit: float
    thick: float
    tall: float

    @classmethod
    def of(cls, data: Sequence[Datum], style: Style) -> _Axes:
        times = sorted({position(_when(datum)) for datum in data})
        span = times[-1] - times[0]
        step = min((later - sooner for sooner, later in pairwise(times)), default=1.0)
        room = style.width - 4.0
        thick = min(style.size * 2.6, max(2.0, room / (span / step + 1) * 0.72))
        tall = min(max(style.size * 6, style.width * 0.42), style.size * 10)
        per_year = (room - thick - 4) / span if span else 0.0
        return cls(times[0], per_year, tall / float(largest(data)), thick, tall)

    def across(self, datum: Datum) -> float:
        """Px from a panel's left edge to the middle of a column."""
        return 4 + self.thick / 2 + (position(_when(datum)) - self.first) * self.per_year

    def up(self, datum: Datum) -> float:
        """Px that a column is high."""
        return float(datum.value or 0) * self.per_unit


def _when(datum: Datum) -> CalendarDate:
    assert datum.when is not None  # asked before columns are drawn  # noqa: S101
    return datum.when


def _columns(
    spec: Spec, data: Sequence[Datum], corner: tuple[float, float], axes: _Axes, style: Style
) -> float:
    left, top = corner
    size, shapes = style.size, spec["layout"]["shapes"]
    foot = round(top + size * 2.2 + axes.tall, 2)
    room = Room(Box(left, top, left + style.width, foot))
    ranked = sorted(data, key=lambda datum: position(_when(datum)))
    for datum in ranked:
        x = round(left + axes.across(datum), 2)
        _column(spec, datum, (x, foot), axes, style)
        head = foot - axes.up(datum)
        room.taken.append(Box(x - axes.thick / 2, head - 2, x + axes.thick / 2, foot))
    shapes.append(stroke(f"M {left + 2},{foot} H {left + style.width - 1}",
                         style.brand.color.foreground, 1))  # fmt: skip
    highest = max(ranked, key=lambda datum: datum.value or Decimal(0))
    for datum in dict.fromkeys([ranked[-1], highest, ranked[0], *ranked]):
        _value(spec, datum, left, foot, axes, room, style)
    dates = Room(Box(left, 0, left + style.width, 1))
    for datum in dict.fromkeys([ranked[0], ranked[-1], *ranked]):
        wide = style.width_of(datum.when_shown) + size * 0.4
        x = _clamped(left + axes.across(datum), wide, left, style)
        if dates.take([Box.around(x, 0.5, wide, 1)]):
            y = foot + size * 0.85
            annotation = words(datum.when_shown, x, y, style, anchor="center")
            spec["layout"]["annotations"].append(annotation)
    return foot + size * 1.5


def _clamped(x: float, wide: float, left: float, style: Style) -> float:
    """The middle of a text that stays in its panel."""
    return max(left + wide / 2, min(x, left + style.width - wide / 2))


def _value(
    spec: Spec, datum: Datum, left: float, foot: float, axes: _Axes, room: Room, style: Style
) -> None:
    """Print a value over its column where it has room; else the data table has it."""
    size = style.size
    wide = style.width_of(datum.shown, bold=True) + size * 0.3
    x = left + axes.across(datum)
    away = size * 1.5 if open_upwards(datum) else size * 0.75
    y = foot - axes.up(datum) - away
    middles = [x, x - wide / 2 + axes.thick / 2, x + wide / 2 - axes.thick / 2]
    boxes = [
        Box.around(_clamped(middle, wide, left, style), y, wide, size * 1.1) for middle in middles
    ]
    box = room.take(boxes)
    if box is not None:
        label = words(datum.shown, *box.middle, style, bold=True, anchor="center")
        spec["layout"]["annotations"].append(label)


def _column(spec: Spec, datum: Datum, base: tuple[float, float], axes: _Axes, style: Style) -> None:
    """Draw a column in the marks that bars have: full, dashed with a target, or bracketed."""
    colour, shapes = style.brand.color, spec["layout"]["shapes"]
    x, foot = base
    length = axes.up(datum)
    spec["data"].append(
        {
            "type": "bar",
            "orientation": "v",
            "base": [foot],
            "x": [x],
            "y": [round(-length, 2)],
            "width": [round(axes.thick, 2)],
            "marker": {
                "color": colour.primary if datum.measure is Measure.RESULT else colour.tint,
                "line": {"width": 0},
            },
            "cliponaxis": False,
            "meta": datum.fact,
        }
    )
    left, right, head = x - axes.thick / 2, x + axes.thick / 2, foot - length
    if datum.measure is Measure.GOAL:
        path = f"M {left:.1f},{foot} V {head:.1f} M {right:.1f},{foot} V {head:.1f}"
        shapes.append(stroke(path, colour.primary, 1.1, dash="3px,2px"))
        path = f"M {left - 2:.1f},{head:.1f} H {right + 2:.1f}"
        shapes.append(stroke(path, colour.primary, 3))
    elif datum.measure is Measure.LIMIT:
        hook = style.size * 0.4
        path = f"M {left:.1f},{head + hook:.1f} V {head:.1f} H {right:.1f} V {head + hook:.1f}"
        shapes.append(stroke(path, colour.primary, 2.4))
    if open_upwards(datum):
        tip, half = head - style.size * 0.8, style.size * 0.3
        path = (
            f"M {x:.1f},{head:.1f} V {tip:.1f} M {x - half:.1f},{tip + half:.1f} "
            f"L {x:.1f},{tip:.1f} L {x + half:.1f},{tip + half:.1f}"
        )
        shapes.append(stroke(path, colour.primary, 1.8))
