"""Timelines: what happened or is due, one row an event, in the order of time.

A list with dates, not a scale: events crowd in one month and then leave years empty, and their
words need the same room each. So no line joins them, off which somebody could read how much time
lies between; each date is written out. A disc is filled for what has happened, and open for what
is an aim or a limit, or was still to come on the day for which the source says it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefs.compose.figures.dates import order
from briefs.compose.figures.sheet import Datum, Drawing, Style, sheet, words, wrapped
from briefs.model.value import Measure


def timeline(data: Sequence[Datum], style: Style) -> Drawing:
    """Events one below the other, the date before each and its words after it.

    On a narrow sheet, or where a date is long, the date stands above the words instead.

    Args:
        data: Each with a time; a value that is not that time stands below the label.
        style: How it looks.
    """
    size, step = style.size, style.size * 1.3
    events = sorted(data, key=lambda datum: order(datum.when) if datum.when else (0, 0, 0))
    dates = max(style.width_of(_date(datum), bold=True) for datum in events)
    beside = dates <= style.width * 0.32
    discs = dates + size * 1.3 if beside else size * 0.7
    left = discs + size * 1.1
    rows = [
        _row(datum, replace(style, width=round(style.width - left)), beside=beside)
        for datum in events
    ]
    tops = [0.0]
    for row in rows:
        tops.append(tops[-1] + row.lines * step + size * 0.75)
    height = round(tops[-1] - size * 0.35)
    spec = sheet(style, height)
    middles = [top + step / 2 + 1 for top in tops[:-1]]
    spec["data"].append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [round(discs, 2)] * len(middles),
            "y": [round(middle, 2) for middle in middles],
            "cliponaxis": False,
            "customdata": [datum.fact for datum in events],
            "marker": {
                "symbol": "circle",
                "size": round(size * 0.72, 2),
                "color": [_fill(datum, style) for datum in events],
                "line": {"color": style.brand.color.primary, "width": 2},
                "opacity": 1,
            },
        }
    )
    labels = spec["layout"]["annotations"]
    for datum, row, middle in zip(events, rows, middles, strict=True):
        if beside:
            labels.append(
                words(_date(datum), discs - size, middle, style, bold=True, anchor="right")
            )
        for number, (text, bold) in enumerate(row.texts):
            labels.append(words(text, left, middle + number * step, style, bold=bold))
    return Drawing(spec, style.width, height)


@dataclass(frozen=True, slots=True)
class _Row:
    """The words of an event in lines, each bold or not."""

    texts: tuple[tuple[str, bool], ...]

    @property
    def lines(self) -> int:
        return len(self.texts)


def _row(datum: Datum, style: Style, *, beside: bool) -> _Row:
    dated = [] if beside else [(text, True) for text in wrapped(_date(datum), style, bold=True)]
    named = [(text, False) for text in wrapped(datum.label, style)]
    value = "" if datum.shown == _date(datum) else datum.shown
    valued = [(text, True) for text in wrapped(value, style, bold=True)] if value else []
    return _Row((*dated, *named, *valued))


def _date(datum: Datum) -> str:
    """An event's date; with its qualifier where the date is the value."""
    is_value = datum.value is None and datum.when_shown in datum.shown
    return datum.shown if is_value else datum.when_shown


def _fill(datum: Datum, style: Style) -> str:
    colour = style.brand.color
    happened = datum.measure is Measure.RESULT and not datum.ahead
    return colour.primary if happened else colour.background
