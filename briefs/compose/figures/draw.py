"""The drawing of each kind of figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefs.compose.figures.bars import bars
from briefs.compose.figures.comparison import comparison
from briefs.compose.figures.dot_range import dot_range
from briefs.compose.figures.line import line
from briefs.compose.figures.multiples import multiples
from briefs.compose.figures.sheet import Datum, Drawing, Group, Style
from briefs.compose.figures.state_map import state_map
from briefs.compose.figures.timeline import timeline
from briefs.compose.figures.units import units
from briefs.model.figure import FigureKind


def draw(kind: FigureKind, groups: Sequence[Group], whole: Datum | None, style: Style) -> Drawing:
    """Draw a figure.

    Args:
        kind: How its facts are shown; not ``table``.
        groups: Its facts; one group without a label where the figure has no groups.
        whole: The total that they are parts of.
        style: How it looks.
    """
    data = [datum for group in groups for datum in group.data]
    if kind is FigureKind.UNITS:
        return units(data, whole, style)
    if kind in _OF_GROUPS:
        return _OF_GROUPS[kind](groups, style)
    return _OF_DATA[kind](data, style)


_OF_DATA: dict[FigureKind, Callable[[Sequence[Datum], Style], Drawing]] = {
    FigureKind.BARS: bars,
    FigureKind.MAP: state_map,
    FigureKind.TIMELINE: timeline,
}
_OF_GROUPS: dict[FigureKind, Callable[[Sequence[Group], Style], Drawing]] = {
    FigureKind.COMPARISON: comparison,
    FigureKind.LINE: line,
    FigureKind.MULTIPLES: multiples,
    FigureKind.RANGE: dot_range,
}
