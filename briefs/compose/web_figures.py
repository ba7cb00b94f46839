"""Figures of a web page: the drawing in line, and what a reader finds when exploring it.

The static drawing is the same SVG as in the PDF. What the interactive one says is read off the
figure's own data table, so it has every qualifier that the table has. Its axes are the px of the
sheet and never show: a mark says what its fact says, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from html import escape, unescape
from math import ceil
from textwrap import wrap
from xml.etree import ElementTree as ET

from briefs.compose.figures.sheet import Drawing, Spec
from briefs.model.brand import Colours
from briefs.model.colour import channels

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\b")

_NAMESPACE = re.compile(r"\{[^}]*\}")
_RGB = re.compile(r"rgb\((\d+), ?(\d+), ?(\d+)\)")
_REFERENCE = re.compile(r"url\(\s*['\"]?#([^)'\"]+)['\"]?\s*\)")
_TAG = re.compile(r"<[^>]*>")
_LETTER = 0.52
"""Width of a letter as a share of the text's size, about."""

_LINE = 1.3
"""Height of a label's line as a multiple of the text's size."""

_LABEL_SHARE = 0.42
"""Share of a drawing's width that what a mark says may take, so that it fits on either side."""

_READ_SIZE, _LEAST_SIZE = 16, 9.5
"""Px of a drawing's text where there is room for it, and the least before it is scrolled."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a figure's data table.

    Attributes:
        fact: The fact's id.
        label: What the value is called.
        shown: The value with its qualifier.
        as_of: The day that it is of, if the table says so.
        group: What it belongs to, if the table has groups.
    """

    fact: str
    label: str
    shown: str
    as_of: str = ""
    group: str = ""

    @property
    def said(self) -> str:
        """The row in words."""
        group = f"{self.group}. " if self.group else ""
        as_of = f" ({self.as_of})" if self.as_of else ""
        return f"{group}{self.label}: {self.shown}{as_of}"


def inline_svg(svg: bytes, drawing: Drawing, alt: str, name: str) -> ET.Element:
    """A drawing as an element of the page: one picture with an alt text.

    Its styles become attributes, which a strict policy allows; its colours become custom
    properties (``--c-14466b``), which a dark page sets anew.

    Args:
        svg: As it stands in the PDF.
        drawing: What it was drawn from.
        alt: What it shows.
        name: What its ids begin with, so that each is the only one of the page.
    """
    root = ET.fromstring(svg)  # noqa: S314 - our own, sanitised
    for element in list(root.iter()):
        element.tag = _NAMESPACE.sub("", element.tag)
        for key, value in list(element.attrib.items()):
            del element.attrib[key]
            plain = _NAMESPACE.sub("", key)
            pairs = _declarations(value) if plain == "style" else [(plain, value)]
            for property_name, words in pairs:
                element.set(property_name, _own(property_name, words, name))
    _drop_unseen(root)
    scale = _READ_SIZE / _text_size(drawing)
    root.attrib |= {
        "class": "drawing",
        "role": "img",
        "aria-label": alt,
        "width": f"{drawing.width * scale:.0f}",
        "height": f"{drawing.height * scale:.0f}",
    }
    return root


def least_width(drawing: Drawing) -> int:
    """The width in px below which its text can no longer be read."""
    return round(drawing.width * _LEAST_SIZE / _text_size(drawing))


def colours_of(svg: ET.Element) -> set[str]:
    """The colours that a drawing in line is made of."""
    return {
        found.upper()
        for element in svg.iter()
        for value in element.attrib.values()
        for found in COLOUR.findall(value)
    }


def explorable(drawing: Drawing, rows: Sequence[Row], colours: Colours) -> Spec:
    """The drawing for Plotly in a browser: its marks say what their facts say.

    A mark is known for a fact's by ``customdata`` (a fact's id for each point) or ``meta`` (one
    for the trace), or because the fact's value stands beside it on the same line. Where no mark
    is known, the value itself says it.

    Args:
        drawing: As it is exported.
        rows: The rows of its data table.
        colours: The brand's.
    """
    spec = deepcopy(drawing.spec)
    labels = [_TAG.sub(" ", note.get("text", "")) for note in spec["layout"]["annotations"]]
    room = drawing.width * _LABEL_SHARE / (_text_size(drawing) * _LETTER)
    most = ceil(drawing.height / (_text_size(drawing) * _LINE))
    said = {row.fact: _hover(row, max(12, int(room)), most) for row in rows}
    told: set[str] = set()
    for trace in spec["data"]:
        facts = list(_facts_of(trace, spec["layout"]["annotations"], labels, rows))
        told |= set(facts)
        texts = [said.get(fact, "") for fact in facts]
        if any(texts):
            trace |= {"hoverinfo": "text", "hovertext": texts, "customdata": facts}
        else:
            trace["hoverinfo"] = "skip"
    spots = [
        (note, row)
        for row in rows
        if row.fact not in told
        for note, label in zip(spec["layout"]["annotations"], labels, strict=True)
        if _same(label, row.shown)
    ]
    if spots:
        spec["data"].append(_hot_spots(spots, said))
    spec["layout"] |= {
        "hovermode": "closest",
        "hoverdistance": 24,
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": colours.background,
            "bordercolor": colours.primary,
            "align": "left",
            "namelength": 0,
            "font": {
                "family": spec["layout"]["font"]["family"],
                "size": spec["layout"]["font"]["size"],
                "color": colours.foreground,
            },
        },
    }
    return spec


def _facts_of(
    trace: Spec, notes: Sequence[Spec], labels: Sequence[str], rows: Sequence[Row]
) -> Iterator[str]:
    """The fact of each point of a trace; empty where it is not known."""
    ids = {row.fact for row in rows}
    points = len(trace.get("x") or trace.get("y") or ())
    custom = trace.get("customdata")
    if isinstance(custom, (list, tuple)):
        names = [one[0] if isinstance(one, (list, tuple)) and one else one for one in custom]
        yield from (name if name in ids else "" for name in names)
    elif trace.get("meta") in ids:
        yield from [trace["meta"]] * points
    else:
        lines = {y for y in trace.get("y") or () if isinstance(y, (int, float))}
        beside = [
            row.fact
            for row in rows
            for note, label in zip(notes, labels, strict=True)
            if len(lines) == 1 and abs(note["y"] - min(lines)) < 0.01 and _same(label, row.shown)
        ]
        yield from (beside if len(beside) == 1 else [""]) * points


def _hot_spots(spots: Sequence[tuple[Spec, Row]], said: Mapping[str, str]) -> Spec:
    """Unseen points on the values of facts whose marks are not known."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [note["x"] for note, _ in spots],
        "y": [note["y"] for note, _ in spots],
        "customdata": [row.fact for _, row in spots],
        "marker": {"size": 28, "opacity": 0},
        "hoverinfo": "text",
        "hovertext": [said[row.fact] for _, row in spots],
    }


def _hover(row: Row, letters: int, most: int) -> str:
    """What a mark says in lines of so many letters, in the markup of Plotly's labels.

    The lines are longer where there would be more than ``most`` of them: Plotly leaves out a label
    that is taller than the drawing.
    """
    parts = (row.group, row.label, row.shown, row.as_of)
    for width in range(letters, max(letters, *map(len, parts)) + 1):
        lines = [line for words in parts for line in wrap(words, width, break_long_words=False)]
        if len(lines) <= most:
            break
    return "<br>".join(escape(line, quote=False) for line in lines)


def _same(label: str, shown: str) -> bool:
    return " ".join(unescape(label).split()) == " ".join(shown.split())


def _text_size(drawing: Drawing) -> float:
    return float(drawing.spec["layout"]["font"]["size"])


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for part in style.split(";"):
        name, _, value = part.partition(":")
        if value.strip():
            yield name.strip(), value.strip()


def _own(key: str, value: str, name: str) -> str:
    """An attribute's value with the page's own ids and colours."""
    if key == "id":
        return f"{name}-{value}"
    if key == "href":
        return f"#{name}-{value.removeprefix('#')}"
    value = _REFERENCE.sub(lambda found: f"url(#{name}-{found[1]})", value)
    if key not in {"fill", "stroke"}:
        return value
    value = _RGB.sub(lambda found: "#{:02X}{:02X}{:02X}".format(*map(int, found.groups())), value)
    return COLOUR.sub(lambda found: f"var({property_of(found[0])}, {found[0].upper()})", value)


def property_of(colour: str) -> str:
    """The custom property that a drawing takes a colour from."""
    return "--c-{:02x}{:02x}{:02x}".format(*channels(colour))


def _drop_unseen(parent: ET.Element) -> None:
    """Take out what is there for the pointer only: shapes without a fill and a stroke."""
    for child in list(parent):
        _drop_unseen(child)
        bare = not len(child) and not (child.text or "").strip()
        no_fill = child.get("fill") == "none" or child.get("fill-opacity") == "0"
        no_stroke = "stroke" not in child.attrib or child.get("stroke-opacity") == "0"
        shape = child.tag in {"rect", "path"} and parent.tag not in {"clipPath"}
        unseen = shape and ((no_fill and no_stroke) or set(child.attrib) <= {"id"})
        if bare and (unseen or child.tag in {"g", "defs"}):
            parent.remove(child)
