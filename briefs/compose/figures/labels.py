"""Labels that name a value: what it is, then the value itself with its qualifier, in bold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefs.compose.figures.sheet import Datum, Spec, Style, words, wrapped

LEADING = 1.3
"""Height of a line in sizes of its text."""

_GAP = 0.45
"""Between a name and its value, in sizes of the text."""


@dataclass(frozen=True, slots=True)
class Label:
    """Text in lines, of one or two parts each.

    Attributes:
        rows: Parts of each line: words, and whether they are bold.
        width: Of the widest line in px.
        height: In px.
    """

    rows: tuple[tuple[tuple[str, bool], ...], ...]
    width: float
    height: float

    def put(
        self, spec: Spec, left: float, top: float, style: Style, *, right: bool = False
    ) -> None:
        """Write it on a sheet.

        Args:
            spec: The sheet.
            left: Its left edge in px.
            top: Its upper edge in px.
            style: How it looks.
            right: Whether its lines end at its right edge, rather than begin at its left one.
        """
        for number, row in enumerate(self.rows):
            x = left + (self.width - _width(row, style) if right else 0)
            y = top + (number + 0.5) * style.size * LEADING
            for text, bold in row:
                spec["layout"]["annotations"].append(words(text, x, y, style, bold=bold))
                x += style.width_of(text, bold=bold) + style.size * _GAP


def plain(text: str, style: Style, *, bold: bool = False, width: float | None = None) -> Label:
    """A text in lines that fit a width, by default that of the figure."""
    narrow = _within(style, width)
    return _label([((line, bold),) for line in wrapped(text, narrow, bold=bold)], style)


def named(name: str, datum: Datum, style: Style, width: float | None = None) -> Label:
    """A name and its value: in one line where they fit, else one below the other."""
    narrow = _within(style, width)
    row = ((name, False), (datum.shown, True))
    if _width(row, style) <= narrow.width - 4:
        return _label([row], style)
    names = [((line, False),) for line in wrapped(name, narrow)]
    values = [((line, True),) for line in wrapped(datum.shown, narrow, bold=True)]
    return _label([*names, *values], style)


def names_of(data: Sequence[Datum]) -> list[str]:
    """What each value is called beside the others: its label, its time or both."""
    alike = len({datum.label for datum in data}) == 1 and len(data) > 1
    if alike and all(datum.when_shown for datum in data):
        return [datum.when_shown for datum in data]
    return [", ".join(filter(None, (datum.label, datum.when_shown))) for datum in data]


def _within(style: Style, width: float | None) -> Style:
    return style if width is None else replace(style, width=int(width))


def _width(row: Sequence[tuple[str, bool]], style: Style) -> float:
    parts = sum(style.width_of(text, bold=bold) for text, bold in row)
    return parts + style.size * _GAP * (len(row) - 1)


def _label(rows: Sequence[tuple[tuple[str, bool], ...]], style: Style) -> Label:
    widest = max(_width(row, style) for row in rows)
    return Label(tuple(rows), widest, len(rows) * style.size * LEADING)
