"""Maps of the US states: which places a number is known of, and what it is there.

A state of which nothing is known is left pale behind a hairline, for no figure is not zero. The
others have a firm outline and one of at most five steps of lightness, from zero to the largest
value. Each value is printed in its state; where that is too small, beside it at the end of a line;
and where there is no room at all, below the map.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, Decimal
from functools import cache
from math import dist

from briefs.compose.figures.placing import Box, Point, Room, crosses, nearest
from briefs.compose.figures.sheet import (
    Datum,
    Drawing,
    Spec,
    Style,
    largest,
    sheet,
    stroke,
    words,
    wrapped,
)
from briefs.compose.figures.us_states import HEIGHT, OUTLINES, WIDTH
from briefs.model.colour import MARK, TEXT, contrast, mix, nearest_readable

CLASSES = 5
"""Steps of lightness, which is as many as can be told apart."""

Ring = tuple[Point, ...]

NO_BREAK_SPACE = "\u00a0"


def state_map(data: Sequence[Datum], style: Style) -> Drawing:
    """A map of the states with the value of each one that has one.

    Args:
        data: Each with the code of a state as its place, no state twice; all in one unit, no value
            below zero.
        style: How it looks.
    """
    scale = (style.width - 3) / WIDTH
    tall = HEIGHT * scale + 3
    known = {datum.place: datum for datum in data if datum.place in OUTLINES}
    shapes: list[Spec] = [_unknown([name for name in OUTLINES if name not in known], scale, style)]
    most = largest(known.values())
    fills = {name: _fill(datum, most, style) for name, datum in known.items()}
    edge = nearest_readable(style.brand.color.primary, [style.brand.color.background], MARK)
    for name, fill in fills.items():
        line = stroke(_path(rings_of(name), scale), edge or style.brand.color.foreground, 1.2)
        shapes.append({**line, "fillcolor": fill})
    lettering = _Lettering(scale, fills, Room(Box(1, 1, style.width - 1, tall)), style)
    below = lettering.write(list(known.values()))
    annotations, height = lettering.annotations, round(tall) + 1
    if below:
        height = _list_below(below, annotations, height, style)
    spec = sheet(style, height)
    spec["layout"]["shapes"] = [*shapes, *lettering.leaders]
    spec["layout"]["annotations"] = annotations
    return Drawing(spec, style.width, height)


@cache
def rings_of(name: str) -> tuple[Ring, ...]:
    """The closed rings of a state, the largest first, in units of the map.

    Args:
        name: Its ISO 3166-2 code.
    """
    written = OUTLINES[name].split("M")[1:]
    return tuple(
        tuple((float(x), float(y)) for x, y in (point.split(",") for point in ring.split()))
        for ring in written
    )


def _path(rings: Sequence[Ring], scale: float) -> str:
    """Rings as an SVG path on the sheet."""
    return " ".join(
        "M" + " L".join(f"{1.5 + x * scale:.1f},{1.5 + y * scale:.1f}" for x, y in ring) + " Z"
        for ring in rings
    )


def _unknown(names: Sequence[str], scale: float, style: Style) -> Spec:
    colour = style.brand.color
    path = _path([ring for name in names for ring in rings_of(name)], scale)
    pale = mix(colour.background, colour.rule, 0.22)
    return {**stroke(path or "M 0,0", colour.rule, 0.7), "fillcolor": pale}


def _fill(datum: Datum, most: Decimal, style: Style) -> str:
    """The lightness of a value: the n-th of equal classes from zero to the largest value."""
    colour = style.brand.color
    share = (datum.value or Decimal(0)) / most
    step = int((share * CLASSES).to_integral_value(ROUND_CEILING))
    return mix(colour.background, colour.primary, (0, 0.12, 0.3, 0.5, 0.74, 1)[step])


@dataclass(slots=True)
class _Lettering:
    """Puts the values on a map.

    Attributes:
        scale: Px to a unit of the map.
        fills: Colours of the states that have a value.
        room: The sheet as it fills up.
        style: How it looks.
        annotations: The labels put.
        leaders: The lines from states to the labels beside them.
        labels: Where the labels stand.
        areas: What the states that have a value cover, roughly.
        rings: Outlines of states in px, as far as they were asked for.
    """

    scale: float
    fills: dict[str, str]
    room: Room
    style: Style
    annotations: list[Spec] = field(default_factory=list)
    leaders: list[Spec] = field(default_factory=list)
    labels: list[Box] = field(default_factory=list)
    areas: dict[str, list[Box]] = field(default_factory=dict)
    rings: dict[tuple[str, int], Sequence[Point]] = field(default_factory=dict)

    def write(self, data: Sequence[Datum]) -> list[Datum]:
        """Put as many values as there is room for.

        Returns:
            Those that there is no room for.
        """
        beside = [datum for datum in data if not self._inside(datum)]
        places = {datum.place: self._middle(datum.place) for datum in beside}
        for name in self.fills:
            self.areas[name] = self._covered(name)
            self.room.taken += self.areas[name]
        for x, y in places.values():
            self.room.taken.append(Box.around(x, y, self.style.size, self.style.size))
        order = sorted(beside, key=lambda datum: places[datum.place])
        return [datum for datum in reversed(order) if not self._beside(datum)]

    def _inside(self, datum: Datum) -> bool:
        """Put a value in its state, if it fits there."""
        for lines in self._shapes_of(datum):
            wide, tall = self._size_of(lines)
            box = self._box_in(datum.place, wide + 4, tall + 2)
            if box is not None:
                self.room.taken.append(box)
                self.labels.append(box)
                fill = self.fills[datum.place]
                self._put(lines, *box.middle, fill)
                return True
        return False

    def _beside(self, datum: Datum) -> bool:
        """Put a value near its state with a line to it, if there is room."""
        spot = self._middle(datum.place)
        others = [
            Box.around(*box.middle, 1, 1)
            for name, boxes in self.areas.items()
            if name != datum.place
            for box in boxes
        ]
        avoided = [*self.labels, *others]
        farthest = self.style.width * 0.25
        found: list[tuple[float, Box, list[str]]] = []
        for lines in self._shapes_of(datum):
            wide, tall = self._size_of(lines)
            for box in nearest(self.room.sheet, *spot, wide + 4, tall + 2):
                end = _edge(box, spot)
                if dist(end, spot) > farthest:
                    break
                if self.room.free(box) and not any(crosses(spot, end, one) for one in avoided):
                    found.append((dist(end, spot), box, lines))
                    break
        if not found:
            return False
        _, box, lines = min(found, key=lambda one: (round(one[0] / self.style.size), one[0]))
        end = _edge(box, spot)
        self.room.taken.append(box)
        self.labels.append(box)
        self.room.take_line(spot, end)
        self._lead(spot, end)
        self._put(lines, *box.middle, self.style.brand.color.background, paper=True)
        return True

    def _lead(self, start: Point, end: Point) -> None:
        colour = self.style.brand.color.foreground
        path = f"M {start[0]:.1f},{start[1]:.1f} L {end[0]:.1f},{end[1]:.1f}"
        dot = self.style.size * 0.14
        disc = (
            f"M {start[0] - dot:.1f},{start[1] - dot:.1f} H {start[0] + dot:.1f} "
            f"V {start[1] + dot:.1f} H {start[0] - dot:.1f} Z"
        )
        halo = self.style.brand.color.background
        self.leaders.insert(0, stroke(f"{path} {disc}", halo, 3.2))
        self.leaders.append(stroke(path, colour, 0.9))
        self.leaders.append({**stroke(disc, colour, 1), "fillcolor": colour})

    def _put(
        self, lines: Sequence[str], x: float, y: float, ground: str, *, paper: bool = False
    ) -> None:
        """Put lines about a point, in a colour that can be read on what is below them."""
        step = self.style.size * 1.15
        colour = self.style.brand.color
        choice = [colour.foreground, colour.background]
        best = max(choice, key=lambda one: contrast(one, ground))
        ink = nearest_readable(best, [ground], TEXT) or best
        for row, text in enumerate(lines):
            at = y + (row - (len(lines) - 1) / 2) * step
            note = words(text, x, at, self.style, bold=True, anchor="center")
            note["font"]["color"] = ink
            if paper:
                note["bgcolor"] = colour.background
            self.annotations.append(note)

    def _shapes_of(self, datum: Datum) -> list[list[str]]:
        """A label in one line, and in as few narrow ones as its words allow."""
        text = datum.shown.replace(NO_BREAK_SPACE, " ")
        whole = self.style.width_of(text, bold=True)
        shapes = []
        for share in (1, 2, 3):
            lines = wrapped(text, replace(self.style, width=round(whole / share) + 5), bold=True)
            if lines not in shapes and len(lines) <= 3:
                shapes.append(lines)
        return shapes

    def _size_of(self, lines: Sequence[str]) -> tuple[float, float]:
        wide = max(self.style.width_of(line, bold=True) for line in lines)
        return wide, len(lines) * self.style.size * 1.15

    def _middle(self, name: str) -> Point:
        """A point well within a state, in px."""
        spots = [(x, y) for x, y in self._spots(name) if self._holds(name, x, y)]
        if not spots:
            ring = self._outline(name)
            x, y = (sum(point[axis] for point in ring) / len(ring) for axis in (0, 1))
            return x, y
        edges = self._outline(name)
        return max(
            spots, key=lambda spot: min((spot[0] - x) ** 2 + (spot[1] - y) ** 2 for x, y in edges)
        )

    def _box_in(self, name: str, wide: float, tall: float) -> Box | None:
        """Where a box lies wholly within a state; nearest to its middle."""
        edges = self._extent(name)
        if wide > edges.right - edges.left or tall > edges.bottom - edges.top:
            return None
        x, y = self._middle(name)
        spots = sorted(self._spots(name), key=lambda spot: (spot[0] - x) ** 2 + (spot[1] - y) ** 2)
        ring = self._outline(name)
        for spot in [(x, y), *spots]:
            box = Box.around(*spot, wide, tall)
            sides = zip(ring, [*ring[1:], ring[0]], strict=True)
            if self._holds(name, *spot) and not any(crosses(*side, box) for side in sides):
                return box
        return None

    def _covered(self, name: str) -> list[Box]:
        """The area of a state, roughly, as boxes; an island is one."""
        step = max(3.0, self.style.size * 0.4)
        edges = self._extent(name)
        boxes = [self._extent(name, part) for part in range(1, len(rings_of(name)))]
        y = edges.top + step / 2
        while y < edges.bottom:
            x = edges.left + step / 2
            while x < edges.right:
                if self._holds(name, x, y):
                    boxes.append(Box.around(x, y, step * 1.6, step * 1.6))
                x += step
            y += step
        return boxes

    def _spots(self, name: str) -> list[Point]:
        """A grid of points over a state, in px."""
        edges = self._extent(name)
        across, down = edges.right - edges.left, edges.bottom - edges.top
        return [
            (edges.left + across * (column + 0.5) / 16, edges.top + down * (row + 0.5) / 16)
            for row in range(16)
            for column in range(16)
        ]

    def _extent(self, name: str, part: int = 0) -> Box:
        points = self._outline(name, part)
        across, down = [x for x, _ in points], [y for _, y in points]
        return Box(min(across), min(down), max(across), max(down))

    def _outline(self, name: str, part: int = 0) -> Sequence[Point]:
        """The ring about a part of a state in px, the largest part first."""
        if (name, part) not in self.rings:
            ring = rings_of(name)[part]
            self.rings[name, part] = [(1.5 + x * self.scale, 1.5 + y * self.scale) for x, y in ring]
        return self.rings[name, part]

    def _holds(self, name: str, x: float, y: float) -> bool:
        """Whether a point lies in the largest part of a state."""
        inside = False
        ring = self._outline(name)
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                inside = not inside
        return inside


def _edge(box: Box, point: Point) -> Point:
    """The point of a box that is nearest to another."""
    x, y = point
    return min(max(x, box.left), box.right), min(max(y, box.top), box.bottom)


def _list_below(data: Sequence[Datum], annotations: list[Spec], height: int, style: Style) -> int:
    """Write values below the map, each with its label.

    Returns:
        The new height of the sheet.
    """
    step = style.size * 1.3
    top = height + style.size * 0.4
    for datum in data:
        for text, bold in (
            *((line, False) for line in wrapped(datum.label, style)),
            *((line, True) for line in wrapped(datum.shown, style, bold=True)),
        ):
            annotations.append(words(text, 2, top + step / 2, style, bold=bold))
            top += step
        top += style.size * 0.3
    return round(top)
