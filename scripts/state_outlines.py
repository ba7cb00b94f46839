"""Make briefs/compose/figures/us_states.py: the outlines of the US states, small enough to ship.

They are the cartographic boundaries of the US Census Bureau, which are in the public domain, as
the package plotly-geo bundles them. Neighbours are simplified together, so that their borders
still meet. Needs plotly-geo, pyshp and shapely, which no brief needs:

    pip install plotly-geo pyshp shapely
    python scripts/state_outlines.py
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import shapefile  # type: ignore[import-untyped,import-not-found,unused-ignore]
import shapely  # type: ignore[import-untyped,import-not-found,unused-ignore]
from shapely import Geometry, affinity  # type: ignore[import-untyped,import-not-found,unused-ignore]
from shapely.geometry import shape  # type: ignore[import-untyped,import-not-found,unused-ignore]

TARGET = Path(__file__).parents[1] / "briefs/compose/figures/us_states.py"
WIDTH = 1000
TOLERANCE = 1.8
"""Detail lost, as shapely.coverage_simplify takes it: the root of the area of a corner."""
LEAST_ISLAND = 9
"""In square units of the map; smaller ones are left out, but for a state's largest part."""

HEAD = '''"""Outlines of the US states and the District of Columbia, for maps.

Made by scripts/state_outlines.py from the cartographic boundaries of the US Census Bureau (2016,
public domain) in the package plotly-geo; not written by hand. Albers' equal-area conic projection;
Alaska, at about a third of its scale, and Hawaii stand below the south-west.
"""

from __future__ import annotations

'''


def main() -> None:
    """Write the module."""
    TARGET.write_text(made(), "utf-8")


def made() -> str:
    """The module's text."""
    states = _projected()
    names = sorted(states)
    simple = shapely.coverage_simplify([states[name] for name in names], TOLERANCE)
    outlines = {name: list(_rings(geometry)) for name, geometry in zip(names, simple, strict=True)}
    points = [point for rings in outlines.values() for ring in rings for point in ring]
    left, top = (min(point[axis] for point in points) for axis in (0, 1))
    width, height = (
        max(point[axis] for point in points) - low for axis, low in ((0, left), (1, top))
    )
    text = f"{HEAD}WIDTH, HEIGHT = {round(width)}, {round(height)}\n"
    text += '"""Of the map, in its own units, which the outlines count from the top left."""\n\n'
    text += "OUTLINES: dict[str, str] = {\n"
    for name, rings in outlines.items():
        written = [
            "M" + " ".join(f"{round(x - left)},{round(y - top)}" for x, y in ring) for ring in rings
        ]
        words = " ".join(written).split(" ")
        text += f'    "US-{name}": (\n'
        text += "".join(f'        "{line}"\n' for line in _lines(words))
        text += "    ),\n"
    text += "}\n"
    return (
        text + '"""By ISO 3166-2 code: closed rings of points, an M before the first of each."""\n'
    )


def _lines(words: list[str]) -> Iterator[str]:
    line = ""
    for word in words:
        if len(line) + len(word) > 84:
            yield line
            line = ""
        line += f"{word} "
    yield line.rstrip()


def _projected() -> dict[str, Geometry]:
    """The states on the sheet, by postal code, not yet simplified."""
    conus = _Albers(29.5, 45.5, 37.5, -96)
    alaska, hawaii = _Albers(55, 65, 50, -154), _Albers(8, 18, 13, -157)
    folder = files("_plotly_geo") / "package_data"
    parts = {
        end: BytesIO((folder / f"cb_2016_us_state_500k.{end}").read_bytes())
        for end in ("shp", "shx", "dbf")
    }
    found = {}
    for record in shapefile.Reader(**parts).iterShapeRecords():
        name = record.record["STUSPS"]
        if name in {"PR", "GU", "VI", "AS", "MP"}:
            continue
        projection = {"AK": alaska, "HI": hawaii}.get(name, conus)
        found[name] = shapely.transform(shape(record.shape.__geo_interface__), projection)
    low_x, low_y, high_x, _ = shapely.union_all(
        [one for name, one in found.items() if name not in {"AK", "HI"}]
    ).bounds
    scale = WIDTH / (high_x - low_x)
    placed = {
        name: affinity.affine_transform(one, [scale, 0, 0, scale, -low_x * scale, -low_y * scale])
        for name, one in found.items()
    }
    west = [x for x in placed["HI"].geoms if x.bounds[0] > placed["HI"].bounds[2] - 140]
    placed["HI"] = shapely.MultiPolygon(west)
    placed["AK"] = _moved(affinity.scale(placed["AK"], 0.36, 0.36), 0, 470)
    placed["HI"] = _moved(placed["HI"], 262, 555)
    return placed


def _moved(geometry: Geometry, x: float, y: float) -> Geometry:
    left, top, _, _ = geometry.bounds
    return affinity.translate(geometry, x - left, y - top)


def _rings(geometry: Geometry) -> Iterator[list[tuple[float, float]]]:
    parts = sorted(getattr(geometry, "geoms", [geometry]), key=lambda part: -part.area)
    for index, part in enumerate(parts):
        ring = [(x, y) for x, y in part.exterior.coords[:-1]]
        if index == 0 or (part.area >= LEAST_ISLAND and len(ring) > 2):
            yield ring


class _Albers:
    """Albers' equal-area conic projection, y downwards; degrees to radii of the earth."""

    def __init__(self, south: float, north: float, latitude: float, longitude: float) -> None:
        first, second = math.radians(south), math.radians(north)
        self.n = (math.sin(first) + math.sin(second)) / 2
        self.c = math.cos(first) ** 2 + 2 * self.n * math.sin(first)
        self.middle = longitude
        self.rho0 = self._rho(math.radians(latitude))

    def _rho(self, latitude: float) -> float:
        return math.sqrt(self.c - 2 * self.n * math.sin(latitude)) / self.n

    def __call__(self, points):  # type: ignore[no-untyped-def]
        out = points.copy()
        for index, (longitude, latitude) in enumerate(points):
            east = (longitude - self.middle + 540) % 360 - 180
            angle = self.n * math.radians(east)
            rho = self._rho(math.radians(latitude))
            out[index] = rho * math.sin(angle), rho * math.cos(angle) - self.rho0
        return out


if __name__ == "__main__":
    main()
