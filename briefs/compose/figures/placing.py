"""Room for labels: boxes on a sheet that neither leave it nor cover each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

Point = tuple[float, float]


class Box(NamedTuple):
    """A rectangle in px of the sheet."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> Box:
        """A box of a size about its middle."""
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    @property
    def middle(self) -> Point:
        """Its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def meets(self, other: Box) -> bool:
        """Whether it has room in common with another."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        """Whether it lies in another."""
        return (
            self.left >= other.left
            and self.top >= other.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )


@dataclass(slots=True)
class Room:
    """A sheet that fills up.

    Attributes:
        sheet: What no label may leave.
        taken: Where no other label may stand.
    """

    sheet: Box
    taken: list[Box] = field(default_factory=list)

    def free(self, box: Box) -> bool:
        """Whether a label may stand there."""
        return box.within(self.sheet) and not any(box.meets(other) for other in self.taken)

    def take(self, places: Iterable[Box]) -> Box | None:
        """Take the first free one of some places; None if none is free."""
        found = next((box for box in places if self.free(box)), None)
        if found is not None:
            self.taken.append(found)
        return found

    def take_line(self, start: Point, end: Point, thick: float = 2) -> None:
        """Keep labels off a line."""
        steps = max(1, round(max(abs(end[0] - start[0]), abs(end[1] - start[1])) / 5))
        for step in range(steps + 1):
            x = start[0] + (end[0] - start[0]) * step / steps
            y = start[1] + (end[1] - start[1]) * step / steps
            self.taken.append(Box.around(x, y, thick, thick))


def nearest(sheet: Box, x: float, y: float, width: float, height: float) -> Iterator[Box]:
    """Places for a box all over a sheet, those nearest to a point first."""
    step = 5.0
    places = []
    row = sheet.top + height / 2
    while row <= sheet.bottom - height / 2:
        column = sheet.left + width / 2
        while column <= sheet.right - width / 2:
            aside = max(0.0, abs(column - x) - width / 2)
            above = max(0.0, abs(row - y) - height / 2)
            places.append((aside**2 + above**2, abs(column - x) + abs(row - y), column, row))
            column += step
        row += step
    for _, _, column, row in sorted(places):
        yield Box.around(column, row, width, height)


def crosses(start: Point, end: Point, box: Box) -> bool:
    """Whether a line passes through a box."""
    low, high = 0.0, 1.0
    for axis in (0, 1):
        length = end[axis] - start[axis]
        sides = (box[axis] - start[axis], box[axis + 2] - start[axis])
        if length == 0:
            if not sides[0] <= 0 <= sides[1]:
                return False
            continue
        first, last = sorted(side / length for side in sides)
        low, high = max(low, first), min(high, last)
    return low <= high
