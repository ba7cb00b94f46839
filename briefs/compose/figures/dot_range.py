"""Ranges: two or more values of one thing as dots on an axis from zero, joined by a line.

The first value of a group is an open dot and the last a full one; those between are diamonds. A
goal has a target through its dot, a limit a bracket after it and "at least" an arrow. Each dot is
named beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefs.compose.figures.bars import arrow, open_upwards
from briefs.compose.figures.labels import Label, named, names_of, plain
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
)
from briefs.model.value import Measure

_FAR = 10_000.0
"""Px above and below the axis in which labels look for room."""

_MARGIN = 0.35
"""Room to the left and right of a label, in sizes of its text."""

_TRIES = 20_000
"""Places that are tried before labels are merely stacked."""


def dot_range(groups: Sequence[Group], style: Style) -> Drawing:
    """Dots on one axis for each group, named above or below.

    Args:
        groups: Each with two or more values; all in one unit, none below zero.
        style: How it looks.
    """
    every = [datum for group in groups for datum in group.data]
    left = 2 + style.size * 0.5
    scale = (style.width - left - style.size * 1.6) / float(largest(every))
    spec = sheet(style, 0)
    top = 0.0
    for number, group in enumerate(groups):
        top += style.size * 1.1 if number else 0
        if group.label:
            heading = plain(group.label, style, bold=True)
            heading.put(spec, 2, top, style)
            top += heading.height + style.size * 0.1
        at = [left + float(datum.value or 0) * scale for datum in group.data]
        top = _group(spec, group.data, at, top, style)
    height = round(top + style.size * 0.2)
    set_height(spec, height)
    return Drawing(spec, style.width, height)


def _group(
    spec: Spec, data: Sequence[Datum], at: Sequence[float], top: float, style: Style
) -> float:
    """Draw a group whose dots stand at some px; returns its lower edge in px."""
    size = style.size
    labels = [
        named(name, datum, style, style.width - style.size)
        for name, datum in zip(names_of(data), data, strict=True)
    ]
    places = _places(labels, at, style)
    above = min(-size * 0.9, *(box.top for box in places))
    below = max(size * 0.9, *(box.bottom for box in places))
    axis = round(top - above, 2)
    colour, shapes = style.brand.color, spec["layout"]["shapes"]
    track = stroke(f"M 2,{axis} H {style.width - 2}", colour.muted, 0.8)
    shapes.append({**track, "layer": "below"})
    path = f"M 2,{axis - size * 0.7:.1f} V {axis + size * 0.7:.1f}"
    shapes.append(stroke(path, colour.foreground, 1))
    for label, box, x in zip(labels, places, at, strict=True):
        label.put(spec, box.left, axis + box.top, style)
        near = box.bottom if box.bottom < 0 else box.top
        if abs(near) > size:
            start = axis + (size * 0.5 if near > 0 else -size * 0.5)
            shapes.append(stroke(f"M {x:.1f},{start:.1f} V {axis + near:.1f}", colour.muted, 0.8))
    if max(at) > min(at):
        spec["data"].append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [round(min(at), 2), round(max(at), 2)],
                "y": [axis, axis],
                "line": {"color": colour.primary, "width": round(size * 0.2, 2)},
                "cliponaxis": False,
            }
        )
    for number, (datum, x) in enumerate(zip(data, at, strict=True)):
        end = "first" if number == 0 else "last" if number == len(data) - 1 else "between"
        spec["data"].append(_dot(datum, x, axis, end, style))
        _qualify(spec, datum, x, axis, style)
    return axis + below


def _places(labels: Sequence[Label], at: Sequence[float], style: Style) -> list[Box]:
    """Room for each label, as if the axis were at zero; the ends are served first."""
    ranked = sorted(range(len(at)), key=lambda index: at[index])
    queue = list(dict.fromkeys([ranked[0], ranked[-1], *ranked]))
    rows = sum(len(label.rows) for label in labels)
    choices = [list(_candidates(labels[index], at[index], rows, style)) for index in queue]
    stems = [at[index] for index in queue]
    found = _fit(choices, stems, [], style, iter(range(_TRIES))) or _stacked(choices, style)
    margin = style.size * _MARGIN
    return [
        Box(box.left + margin, box.top, box.right - margin, box.bottom)
        for _, box in sorted(zip(queue, found, strict=True))
    ]


def _fit(
    choices: Sequence[Sequence[Box]],
    stems: Sequence[float],
    taken: Sequence[Box],
    style: Style,
    tries: Iterator[int],
) -> list[Box] | None:
    """One place for each label so that nothing covers another, or None if none is found."""
    if not choices:
        return []
    for box in choices[0]:
        if next(tries, None) is None:
            return None
        needs = [box, _leader(box, stems[0], style)] if _is_far(box, style) else [box]
        if any(one.meets(other) for one in needs for other in taken):
            continue
        rest = _fit(choices[1:], stems[1:], [*taken, *needs], style, tries)
        if rest is not None:
            return [box, *rest]
    return None


def _stacked(choices: Sequence[Sequence[Box]], style: Style) -> list[Box]:
    """Places for labels of dots too close for clear leaders: each in the first free one."""
    room = Room(Box(0, -_FAR, style.width, _FAR))
    found = [room.take(boxes) for boxes in choices]
    return [box for box in found if box is not None]


def _candidates(label: Label, x: float, rows: int, style: Style) -> Iterator[Box]:
    """Places for a label that touch the upright line through its dot, the nearest first."""
    margin = style.size * _MARGIN
    wide, tall = label.width + 2 * margin, label.height
    lefts = [x - wide / 2, x - wide + style.size * 0.5, x - style.size * 0.5]
    most = style.width - 1 - wide
    step = style.size * 1.3
    for row in range(rows):
        away = style.size * 0.65 + row * step
        for top in (-away - tall, away):
            for left in dict.fromkeys(max(1.0, min(left, most)) for left in lefts):
                yield Box(left, top, left + wide, top + tall)


def _is_far(box: Box, style: Style) -> bool:
    return min(abs(box.top), abs(box.bottom)) > style.size


def _leader(box: Box, x: float, style: Style) -> Box:
    """The line from a dot to a label that stands farther off."""
    edge = style.size * 0.61
    if box.bottom < 0:
        return Box(x - 2, box.bottom + 0.01, x + 2, -edge)
    return Box(x - 2, edge, x + 2, box.top - 0.01)


def _dot(datum: Datum, x: float, y: float, end: str, style: Style) -> Spec:
    colour = style.brand.color
    symbol = "diamond" if end == "between" else "circle"
    share = {"first": 1.05, "between": 0.85, "last": 0.85}[end]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [round(x, 2)],
        "y": [y],
        "cliponaxis": False,
        "meta": datum.fact,
        "marker": {
            "symbol": symbol,
            "size": round(style.size * share, 2),
            "color": {"first": colour.background, "between": colour.tint, "last": colour.primary}[
                end
            ],
            "line": {"color": colour.primary, "width": 2},
            "opacity": 1,
        },
    }


def _qualify(spec: Spec, datum: Datum, x: float, y: float, style: Style) -> None:
    """Draw what kind of value a dot is, in the marks that bars have for it."""
    colour, shapes, half = style.brand.color.primary, spec["layout"]["shapes"], style.size * 0.6
    if datum.measure is Measure.GOAL:
        shapes.append(stroke(f"M {x:.1f},{y - half * 1.3:.1f} V {y + half * 1.3:.1f}", colour, 3))
    elif datum.measure is Measure.LIMIT:
        end, hook = x + style.size * 0.85, style.size * 0.3
        path = f"M {end - hook:.1f},{y - half:.1f} H {end:.1f} V {y + half:.1f} H {end - hook:.1f}"
        shapes.append(stroke(path, colour, 2))
    if open_upwards(datum):
        arrow(spec, x + style.size * 0.5, y, style)
