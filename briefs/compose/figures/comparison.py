"""Comparison: a goal, or a limit, with its result, all on one axis from zero.

The goal is the open bar behind and ends in a target; the result is the full bar within it, so that
the two differ in shape whatever their colours. Both are named where they stand: the goal above,
the result below.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefs.compose.figures.bars import arrow, bar, close_bar, open_upwards, zero_line
from briefs.compose.figures.labels import Label, named, names_of, plain
from briefs.compose.figures.sheet import Drawing, Group, Spec, Style, largest, set_height, sheet
from briefs.model.value import Measure


def comparison(groups: Sequence[Group], style: Style) -> Drawing:
    """A goal or limit with its result for each group.

    Args:
        groups: Each with a result and a goal or limit; all in one unit, none below zero.
        style: How it looks.
    """
    every = [datum for group in groups for datum in group.data]
    scale = (style.width - 4 - style.size * 1.3) / float(largest(every))
    spec = sheet(style, 0)
    top = 0.0
    for number, group in enumerate(groups):
        top += style.size * 1.1 if number else 0
        top = _group(spec, group, top, scale, style)
    height = round(top + style.size * 0.2)
    set_height(spec, height)
    return Drawing(spec, style.width, height)


def _group(spec: Spec, group: Group, top: float, scale: float, style: Style) -> float:
    """Draw a group; returns its lower edge in px."""
    size = style.size
    outer, inner = size * 1.9, size * 0.9
    names = dict(zip(group.data, names_of(group.data), strict=True))
    behind = [datum for datum in group.data if datum.measure is not Measure.RESULT]
    within = [datum for datum in group.data if datum.measure is Measure.RESULT]
    if group.label:
        heading = plain(group.label, style, bold=True)
        heading.put(spec, 2, top, style)
        top += heading.height
    for datum in behind:
        label = named(names[datum], datum, style)
        _above(spec, label, 2 + float(datum.value or 0) * scale, top, style)
        top += label.height
    top += size * 0.5
    middle = top + outer / 2
    for datum in behind:
        bar(spec, datum, 2, middle, float(datum.value or 0) * scale, outer, style)
    for datum in within:
        length = float(datum.value or 0) * scale
        bar(spec, datum, 2, middle, length, inner, style)
        if open_upwards(datum):
            arrow(spec, 2 + length, middle, style)
    for datum in behind:
        length = float(datum.value or 0) * scale
        close_bar(spec, datum, 2, middle, length, outer, style)
        if open_upwards(datum):
            arrow(spec, 2 + length, top, style)
    zero_line(spec, 2, middle, outer, style)
    top += outer + size * 0.35
    for datum in within:
        label = named(names[datum], datum, style)
        label.put(spec, 2, top, style)
        top += label.height
    return top


def _above(spec: Spec, label: Label, end: float, top: float, style: Style) -> None:
    """Put a label so that it ends above the end of its bar, where there is room for that."""
    left = max(2.0, end - label.width)
    label.put(spec, left, top, style, right=left > 2)
