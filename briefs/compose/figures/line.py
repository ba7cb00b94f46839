"""Lines: how a number changed over time, one line a series.

The axis of time is to scale and the one of values starts at zero. Each value has a mark, filled
for a result and open for a goal or a limit. Marks are joined only where the next one comes at the
usual step: a year without a value is a gap in the line. Lines differ in dash and mark as well as
in colour and are named where they end, so there is no legend.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from math import dist
from statistics import median

from briefs.compose.figures.dates import position
from briefs.compose.figures.placing import Box, Point, Room, crosses, nearest
from briefs.compose.figures.sheet import (
    Datum,
    Drawing,
    Group,
    Spec,
    Style,
    largest,
    sheet,
    stroke,
    words,
    wrapped,
)
from briefs.model.colour import MARK, mix, nearest_readable
from briefs.model.value import CalendarDate, Measure

FEW = 6
"""A series of no more values than this has them all printed where they have room."""

FAR = 6
"""How many times the size of its text a value may stand from its mark."""

_DASHES = "solid", "dash", "dot", "dashdot"
_SYMBOLS = "circle", "square", "diamond", "triangle-up"


def line(groups: Sequence[Group], style: Style) -> Drawing:
    """Lines over time, named at their ends.

    The first, the last and the highest value of each series are printed, all of them where they
    are few. The last one stands with the name of its line. The first and the highest stand apart
    where there is no room beside their marks, and a thin line leads to them; what has no room then
    is left to the data table.

    Args:
        groups: One to four series, all in one unit, no value below zero; a value without a time is
            left out.
        style: How it looks.
    """
    size = style.size
    groups = [group for group in map(_dated, groups) if group.data]
    if not groups:  # which the rules for figures have reported
        return Drawing(sheet(style, round(size)), style.width, round(size))
    series = [sorted(group.data, key=_time) for group in groups]
    ends = [_end(group, data[-1], style) for group, data in zip(groups, series, strict=True)]
    aside = max(_widest(end, style) for end in ends) + size * 1.1
    plot = Box(size * 0.7, size * 2.2, style.width - aside, size * 2.2 + _height(ends, style))
    height = round(plot.bottom + size * 1.9)
    spec = sheet(style, height)
    every = [datum for data in series for datum in data]
    times, most = [_time(datum) for datum in every], largest(every)
    points = [[_point(datum, times, most, plot) for datum in data] for data in series]
    room = Room(Box(1, 0, style.width - 1, plot.bottom - size * 0.3))
    spec["layout"]["shapes"].append(
        stroke(f"M 1,{plot.bottom:.1f} H {plot.right + size * 0.4:.1f}",
               style.brand.color.foreground, 1)
    )  # fmt: skip
    for number, (data, at) in enumerate(zip(series, points, strict=True)):
        spec["data"] += _traces(data, at, number, style)
        for one in at:
            room.taken.append(Box.around(*one, size * 0.8, size * 0.8))
        for run in _runs(data, at):
            for start, end in pairwise(run):
                room.take_line(start[1], end[1])
    _name(spec, ends, [at[-1] for at in points], plot, room, style)
    labels: list[Box] = []
    for data, at in zip(series, points, strict=True):
        _label(spec, data, at, room, labels, style)
    _date(spec, series, plot, style)
    return Drawing(spec, style.width, height)


def _dated(group: Group) -> Group:
    """A group without the values that have no time."""
    return replace(group, data=tuple(datum for datum in group.data if datum.when is not None))


def _time(datum: Datum) -> float:
    return position(_when(datum))


def _when(datum: Datum) -> CalendarDate:
    assert datum.when is not None  # the others are left out  # noqa: S101
    return datum.when


def _end(group: Group, last: Datum, style: Style) -> list[tuple[str, bool]]:
    """What stands at a line's end: its name and its last value, in lines, bold or not."""
    narrow = replace(style, width=round(style.width * 0.34))
    named = [(words, False) for words in wrapped(group.label, narrow)] if group.label else []
    return [*named, *((words, True) for words in wrapped(last.shown, narrow, bold=True))]


def _widest(end: Sequence[tuple[str, bool]], style: Style) -> float:
    return max(style.width_of(text, bold=bold) for text, bold in end)


def _height(ends: Sequence[Sequence[object]], style: Style) -> int:
    """Of the plot: in good proportion, and enough for the names beside it."""
    names = sum(len(end) * style.size * 1.3 + style.size * 0.4 for end in ends)
    return round(max(min(style.width * 0.32, style.size * 13), style.size * 7, names))


def _point(datum: Datum, times: Sequence[float], most: Decimal, plot: Box) -> Point:
    high = float((datum.value or Decimal(0)) / most)
    y = plot.bottom - high * (plot.bottom - plot.top)
    return round(_across(_time(datum), times, plot), 2), round(y, 2)


def _across(time: float, times: Sequence[float], plot: Box) -> float:
    """Px of a time on an axis from the first time to the last."""
    first, last = min(times), max(times)
    share = (time - first) / (last - first) if last > first else 0.5
    return plot.left + share * (plot.right - plot.left)


def _runs(data: Sequence[Datum], at: Sequence[Point]) -> Iterator[list[tuple[Datum, Point]]]:
    """The stretches of a series in which no value is missing."""
    times = [position(_when(datum)) for datum in data]
    steps = [later - sooner for sooner, later in pairwise(times)]
    usual = median(steps) if steps else 0.0
    run: list[tuple[Datum, Point]] = []
    for index, one in enumerate(zip(data, at, strict=True)):
        if run and steps[index - 1] > usual * 1.5:
            yield run
            run = []
        run.append(one)
    yield run


def _colour(number: int, style: Style) -> str:
    """The colour of a line: the brand's own ones, then one in between; all seen on the paper."""
    colour = style.brand.color
    between = mix(colour.primary, colour.background, 0.4)
    chosen = (colour.primary, colour.foreground, between, colour.muted)[number % 4]
    return nearest_readable(chosen, [colour.background], MARK) or colour.foreground


def _traces(
    data: Sequence[Datum], at: Sequence[Point], number: int, style: Style
) -> Iterator[Spec]:
    colour = _colour(number, style)
    for run in _runs(data, at):
        fills = [
            colour if datum.measure is Measure.RESULT else style.brand.color.background
            for datum, _ in run
        ]
        yield {
            "type": "scatter",
            "mode": "lines+markers",
            "x": [point[0] for _, point in run],
            "y": [point[1] for _, point in run],
            "cliponaxis": False,
            "customdata": [datum.fact for datum, _ in run],
            "line": {"color": colour, "width": 2, "dash": _DASHES[number % 4]},
            "marker": {
                "symbol": _SYMBOLS[number % 4],
                "size": round(style.size * 0.6, 2),
                "color": fills,
                "line": {"color": colour, "width": 1.6},
                "opacity": 1,
            },
        }


def _name(
    spec: Spec,
    ends: Sequence[Sequence[tuple[str, bool]]],
    last: Sequence[Point],
    plot: Box,
    room: Room,
    style: Style,
) -> None:
    """Name the lines beside the plot, at the height of their ends or as near as they can be."""
    step, gap = style.size * 1.3, style.size * 0.4
    left = plot.right + style.size * 0.9
    ranked = sorted(range(len(ends)), key=lambda index: (last[index][1], index))
    tops: list[float] = []
    floor = 0.0
    for index in ranked:
        tall = len(ends[index]) * step
        tops.append(max(floor, last[index][1] - tall / 2))
        floor = tops[-1] + tall + gap
    ceiling = plot.bottom + style.size * 0.3
    for place in reversed(range(len(ranked))):
        tall = len(ends[ranked[place]]) * step
        tops[place] = max(0.0, min(tops[place], ceiling - tall))
        ceiling = tops[place] - gap
    for index, top in zip(ranked, tops, strict=True):
        end = ends[index]
        x, y = last[index]
        wide = _widest(end, style)
        room.taken.append(Box(left, top, left + wide, top + len(end) * step))
        middle = top + len(end) * step / 2
        if x < plot.right - 1 or abs(middle - y) > style.size * 0.8:
            start = x + style.size * 0.5
            path = f"M {start:.1f},{y:.1f} L {left - style.size * 0.2:.1f},{middle:.1f}"
            spec["layout"]["shapes"].append(stroke(path, style.brand.color.muted, 0.8))
        for row, (text, bold) in enumerate(end):
            at = top + (row + 0.5) * step
            spec["layout"]["annotations"].append(words(text, left, at, style, bold=bold))


def _label(
    spec: Spec,
    data: Sequence[Datum],
    at: Sequence[Point],
    room: Room,
    labels: list[Box],
    style: Style,
) -> None:
    """Print the values of a series above or below their marks, the weightiest first."""
    highest = max(range(len(data)), key=lambda index: data[index].value or Decimal(0))
    wanted = dict.fromkeys(weighty := [0, highest])
    if len(data) <= FEW:
        wanted |= dict.fromkeys(range(len(data)))
    wanted.pop(len(data) - 1, None)  # which stands with the name of the line
    tall, away = style.size * 1.15, style.size * 1.05
    for index in wanted:
        x, y = at[index]
        wide = style.width_of(data[index].shown, bold=True) + style.size * 0.3
        centre = min(max(x, 1 + wide / 2), room.sheet.right - wide / 2)
        sides = (x + wide / 2 - style.size * 0.3, x - wide / 2 + style.size * 0.3)
        places = [
            Box.around(middle, y + side * away * far, wide, tall)
            for far in (1, 1.5)
            for side in (-1, 1)
            for middle in (centre, *sides)
        ]
        beside = wide / 2 + style.size * 0.5
        places += [Box.around(x + side * beside, y, wide, tall) for side in (-1, 1)]
        box = room.take(places)
        if box is None and index in weighty:
            box = _apart((x, y), (wide, tall), room, labels, style)
            if box is not None:
                _lead(spec, (x, y), box, room, style)
        if box is not None:
            labels.append(box)
            label = words(data[index].shown, *box.middle, style, bold=True, anchor="center")
            spec["layout"]["annotations"].append(label)


def _apart(mark: Point, area: Point, room: Room, labels: Sequence[Box], style: Style) -> Box | None:
    """The nearest room for a label, to which a line can lead that passes through no other one."""
    for box in nearest(room.sheet, *mark, *area):
        end = _edge(box, mark)
        if dist(end, mark) > style.size * FAR:
            return None
        if not any(crosses(mark, end, one) for one in labels) and room.take([box]):
            return box
    return None


def _edge(box: Box, point: Point) -> Point:
    """The point of a box that is nearest to another point."""
    x = min(max(point[0], box.left), box.right)
    return x, min(max(point[1], box.top), box.bottom)


def _lead(spec: Spec, mark: Point, box: Box, room: Room, style: Style) -> None:
    """Draw a thin line from the edge of a mark to its label."""
    end = _edge(box, mark)
    share = style.size * 0.4 / max(dist(mark, end), 1)
    x, y = (one + (other - one) * share for one, other in zip(mark, end, strict=True))
    path = f"M {x:.1f},{y:.1f} L {end[0]:.1f},{end[1]:.1f}"
    spec["layout"]["shapes"].append(stroke(path, style.brand.color.muted, 0.8))
    room.take_line((x, y), end)


def _date(spec: Spec, series: Sequence[Sequence[Datum]], plot: Box, style: Style) -> None:
    """Tick every time that there is a value of, and word the first, the last and what fits."""
    colour = style.brand.color.foreground
    times = {_when(one): one.when_shown for data in series for one in data}
    every = sorted(times, key=position)
    axis = [position(when) for when in every]
    space = style.size * 0.4
    room = Room(Box(-space, 0, style.width + space, 1))
    for when in dict.fromkeys([every[0], every[-1], *every]):
        x = _across(position(when), axis, plot)
        path = f"M {x:.1f},{plot.bottom:.1f} V {plot.bottom + style.size * 0.3:.1f}"
        spec["layout"]["shapes"].append(stroke(path, colour, 1))
        wide = style.width_of(times[when])
        middle = min(max(x, wide / 2 + 1), style.width - wide / 2 - 1)
        if room.take([Box(middle - wide / 2 - space, 0, middle + wide / 2 + space, 1)]):
            y = plot.bottom + style.size * 1.05
            label = words(times[when], middle, y, style, anchor="center")
            spec["layout"]["annotations"].append(label)
