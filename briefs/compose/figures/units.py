"""Marks that can be counted: one for each of a small number of things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefs.compose.figures.sheet import (
    Datum,
    Drawing,
    Spec,
    Style,
    set_height,
    sheet,
    stroke,
    words,
    wrapped,
)

_ROW = 10
"""Marks in a row of a block."""

_MOST_IN_LINE = 25
"""More marks than this are counted in rows of ten, not along a line."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """How marks stand.

    Attributes:
        gap: Px from one mark to the next.
        in_rows: Whether they stand in rows of ten, parted after every fifth.
        beside: Whether a value stands beside its marks, rather than above.
    """

    gap: float
    in_rows: bool
    beside: bool

    def at(self, number: int) -> tuple[float, float]:
        """Px from the first mark to a mark."""
        if not self.in_rows:
            return self.gap * number, 0.0
        row, column = divmod(number, _ROW)
        return self.gap * (column + 0.5 * (column >= 5)), self.gap * (row + 0.5 * (row >= 5))

    def wide(self, number: int) -> float:
        """Px that a number of marks takes, with the gap after the last."""
        last = min(number, _ROW) if self.in_rows else number
        return self.at(last - 1)[0] + self.gap if last else 0.0

    def tall(self, number: int) -> float:
        """Px that a number of marks takes."""
        return self.at(max(number - 1, 0))[1] + self.gap


def units(data: Sequence[Datum], whole: Datum | None, style: Style) -> Drawing:
    """One mark for each of a small number of things, a row a fact, with their total.

    Where any of them is more than can be counted along a line, all stand in blocks, with ten
    marks a row.

    Args:
        data: Counts, each at most :data:`briefs.model.figure.MOST_UNITS`.
        whole: The total that they are parts of.
        style: How it looks.
    """
    size = style.size
    grid = _grid(data, style)
    spec = sheet(style, 0)
    annotations = spec["layout"]["annotations"]
    height, right = 0, 0.0
    ends: list[tuple[float, float]] = []
    for row, datum in enumerate(data):
        number = int(datum.value or 0)
        label = wrapped(datum.label, style)
        annotations.append(words("<br>".join(label), 2, height, style, valign="top"))
        top = height + len(label) * size * 1.3
        if not grid.beside:
            value = wrapped(datum.shown, style, bold=True)
            annotations.append(words("<br>".join(value), 2, top, style, bold=True, valign="top"))
            top += len(value) * size * 1.3
        first = (2 + size * 0.6, top + grid.gap / 2 + 1)
        spec["data"].append(_marks(datum, row, first, grid, style))
        end = first[0] + grid.wide(number)
        lower = first[1] + grid.tall(number) - grid.gap
        if grid.beside:
            middle = (first[1] + lower) / 2
            annotations.append(words(datum.shown, end, middle, style, bold=True))
            end += style.width_of(datum.shown, bold=True)
        right = max(right, end)
        ends.append((first[1], lower))
        height += round(top - height + grid.tall(number) + size * 1.1)
    height -= round(size * 0.4)
    if whole is not None and len(ends) > 1:
        height += _total(spec, whole, (ends[0][0], ends[-1][1]), right, height, style)
    set_height(spec, height)
    return Drawing(spec, style.width, height)


def _grid(data: Sequence[Datum], style: Style) -> _Grid:
    """Marks nearer to each other than usual where they and their value would not fit."""
    size = style.size
    in_rows = any(int(datum.value or 0) > _MOST_IN_LINE for datum in data)
    usual, least = (size * 1.3, size * 0.9) if in_rows else (size * 1.55, size * 0.4)
    gaps, alone = [usual], [usual]
    for datum in data:
        number = int(datum.value or 0)
        steps = _Grid(1, in_rows, beside=True).wide(number)
        room = style.width - 3 - size * 0.6
        if steps:
            gaps.append((room - style.width_of(datum.shown, bold=True)) / steps)
            alone.append(room / steps)
    if min(gaps) >= least:
        return _Grid(min(gaps), in_rows, beside=True)
    return _Grid(min(alone), in_rows, beside=False)


def _marks(datum: Datum, row: int, first: tuple[float, float], grid: _Grid, style: Style) -> Spec:
    places = [grid.at(step) for step in range(int(datum.value or 0))]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [first[0] + x for x, _ in places],
        "y": [first[1] + y for _, y in places],
        "cliponaxis": False,
        "meta": datum.fact,
        "marker": _unit_marker(row, grid.gap, style),
    }


def _total(
    spec: Spec,
    whole: Datum,
    ends: tuple[float, float],
    right: float,
    height: int,
    style: Style,
) -> int:
    """The total beside a bracket, or in a line below where the figure is too narrow for it.

    Returns:
        The px that it added to the height.
    """
    size = style.size
    shapes, annotations = spec["layout"]["shapes"], spec["layout"]["annotations"]
    x = right + size * 1.4
    if x + size + style.width_of(whole.shown, bold=True) <= style.width:
        upper, lower, hook = ends[0] - size * 0.6, ends[1] + size * 0.6, x - size * 0.5
        path = f"M {hook:.1f},{upper:.1f} H {x:.1f} V {lower:.1f} H {hook:.1f}"
        shapes.append(stroke(path, style.brand.color.muted, 1.2))
        middle = (ends[0] + ends[1]) / 2
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
    symbol = shapes[row % len(shapes)]
    share = 0.6 if symbol == "diamond" else 0.72  # a diamond is wider than its size
    return {
        "symbol": symbol,
        "size": min(style.size * 1.1, gap * share),
        "color": colour.primary if filled else colour.tint,
        "line": {"color": colour.primary, "width": 1.5},
        "opacity": 1,
    }
