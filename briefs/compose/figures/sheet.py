"""What all drawings share: the values, the style, and an empty sheet whose axes are its px.

A figure is Plotly's own plain form, ``{"data": [...], "layout": {...}}``; the engine that exports
it has Plotly validate it. Every width is worked out from the real font's measures, so that no
label is clipped and a drawing is the same on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from briefs.model.brand import Brand
from briefs.model.value import CalendarDate, Measure, Qualifier

Spec = dict[str, Any]

MeasureText = Callable[[str, str, float, int], float]
"""(text, font family, size in px, weight) → width in px."""

PX_PER_MM = 96 / 25.4
PX_PER_POINT = 96 / 72
BOLD = 600


@dataclass(frozen=True, slots=True)
class Datum:
    """One value of a figure, worded for the reader.

    Attributes:
        fact: The fact's id.
        label: What the value is called.
        shown: The value with its qualifier and noun: ``at least 10,000 people``.
        value: The number; None where the fact has no number.
        as_of: The fact's date, worded.
        measure: What the number measures.
        qualifier: How it relates to the true figure.
        when: The time that it is about, if it is one of a series or a date.
        when_shown: That time, worded.
        place: The ISO 3166-2 code of the place that it is about; empty if none is given.
        ahead: Whether its time was still to come on the day for which the source says it.
    """

    fact: str
    label: str
    shown: str
    value: Decimal | None
    as_of: str
    measure: Measure
    qualifier: Qualifier
    when: CalendarDate | None = None
    when_shown: str = ""
    place: str = ""
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Values that belong together.

    Attributes:
        label: What they are about; empty where the figure has no groups.
        data: At least one.
    """

    label: str
    data: tuple[Datum, ...]


@dataclass(frozen=True, slots=True)
class Style:
    """How drawings of one brief look.

    Attributes:
        brand: Colours.
        family: Font family.
        width: Width of the figure in px (1/96 inch).
        size: Size of its text in px.
        measure: Measures text.
    """

    brand: Brand
    family: str
    width: int
    size: float
    measure: MeasureText

    def width_of(self, text: str, *, bold: bool = False) -> float:
        """Width of a text in px."""
        return self.measure(text, self.family, self.size, BOLD if bold else 400)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing ready to be exported.

    Attributes:
        spec: The Plotly figure.
        width: In px.
        height: In px.
    """

    spec: Spec
    width: int
    height: int

    @property
    def family(self) -> str:
        """The family of its font."""
        family: str = self.spec["layout"]["font"]["family"]
        return family

    @property
    def digest(self) -> str:
        """SHA-256 of all that is in it."""
        parts = [self.spec, self.width, self.height]
        return sha256(json.dumps(parts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def largest(data: Iterable[Datum]) -> Decimal:
    """The largest value, for an axis from zero to be scaled by; one if there is none above zero."""
    return max((datum.value or Decimal(0) for datum in data), default=Decimal(0)) or Decimal(1)


def sheet(style: Style, height: int) -> Spec:
    """An empty drawing whose axes are the px of the sheet, from the top left."""
    axis = {"visible": False, "fixedrange": True, "showgrid": False, "zeroline": False}
    return {
        "data": [],
        "layout": {
            "width": style.width,
            "height": height,
            "autosize": False,
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "showlegend": False,
            "barmode": "overlay",
            "font": {
                "family": style.family,
                "size": style.size,
                "color": style.brand.color.foreground,
            },
            "xaxis": {**axis, "range": [0, style.width]},
            "yaxis": {**axis, "range": [height, 0]},
            "annotations": [],
            "shapes": [],
        },
    }


def set_height(spec: Spec, height: int) -> None:
    """Give a drawing the height that its rows came to, in px."""
    spec["layout"]["height"] = height
    spec["layout"]["yaxis"]["range"] = [height, 0]


def words(
    text: str,
    x: float,
    y: float,
    style: Style,
    *,
    bold: bool = False,
    anchor: str = "left",
    valign: str = "middle",
) -> Spec:
    """Text at a point of the sheet in px, as one of the layout's annotations."""
    return {
        "text": text,
        "x": round(x, 2),
        "y": round(y, 2),
        "xref": "x",
        "yref": "y",
        "xanchor": anchor,
        "yanchor": valign,
        "showarrow": False,
        "align": "left",
        "borderpad": 0,
        "font": {"size": style.size, "weight": BOLD if bold else 400},
    }


def stroke(path: str, colour: str, width: float, dash: str = "solid") -> Spec:
    """A line along an SVG path in px, as one of the layout's shapes."""
    return {
        "type": "path",
        "path": path,
        "xref": "x",
        "yref": "y",
        "line": {"color": colour, "width": width, "dash": dash},
        "fillcolor": "rgba(0,0,0,0)",
    }


def wrapped(text: str, style: Style, *, bold: bool = False) -> list[str]:
    """Words in lines that fit the figure."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and style.width_of(longer, bold=bold) > style.width - 4:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
