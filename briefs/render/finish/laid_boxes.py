"""Walk through WeasyPrint's boxes, page after page, and note what stands where.

A *frame* is what a text runs through: a page's content area, or one column of it. Boxes belong to
elements of the HTML; an element that runs through several frames has a box in each of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

Box = Any
Element = Any

TOLERANCE = 1.0
"""Pixels by which something may leave its frame: less is rounding."""

WHOLE = ("figure", "blockquote", "pair")
"""Tags or classes of what is to stay in one frame."""

_REPEATED = frozenset({"thead", "tfoot"})
_FORCED = frozenset({"page", "always", "left", "right", "recto", "verso"})


@dataclass(frozen=True, eq=False, slots=True)
class Frame:
    """A page's content area or a column of it, its edges in pixels.

    Attributes:
        page: The page's number, from 1.
        around: The frame that a column stands in; None of a page.
    """

    page: int
    left: float
    top: float
    right: float
    bottom: float
    around: Frame | None = None

    def leads_to(self, other: Frame) -> bool:
        """Whether a text runs from this frame into the other without a break."""
        return other in self._outwards() or self in other._outwards()

    def _outwards(self) -> Iterator[Frame]:
        frame: Frame | None = self
        while frame:
            yield frame
            frame = frame.around


class Line(NamedTuple):
    """A line of text and the frame that it stands in."""

    frame: Frame
    box: Box


class Start(NamedTuple):
    """What a page begins with: an element, and which of its lines, from 0."""

    element: Element
    line: int = 0


class Crossing(NamedTuple):
    """How far something runs over an edge.

    Attributes:
        excess: In pixels.
        edge: ``left``, ``right``, ``upper`` or ``lower``.
        page: On which page.
        of_page: Whether it is the edge of the page's content area, not of a column or box in it.
    """

    excess: float
    edge: str
    page: int
    of_page: bool


class Area(NamedTuple):
    """Where the words of a line stand on a page, in pixels; the element they are of."""

    page: int
    top: float
    left: float
    right: float
    bottom: float
    element: Element


@dataclass(slots=True)
class Filled:
    """A page's frame, its lowest thing, and what it begins with."""

    frame: Frame
    lowest: float
    start: Start | None = None
    forced: bool = False


class _Edges(NamedTuple):
    """What a text may not leave: its frame, its own block, and a box of a fixed height."""

    frame: Frame
    left: float
    right: float
    bottom: float


@dataclass(slots=True)
class Walk:
    """What stands where.

    Attributes:
        pages: Every page.
        lines: The lines of each element that holds text of its own.
        contents: The first frame of each element that holds text, is an image or an empty box.
        wholes: The frames of each element that is to stay in one.
        crossings: The worst edge that an element runs over.
        areas: Where each line stands.
    """

    pages: list[Filled] = field(default_factory=list)
    lines: dict[Element, list[Line]] = field(default_factory=lambda: defaultdict(list))
    contents: dict[Element, Frame] = field(default_factory=dict)
    wholes: dict[Element, dict[Frame, None]] = field(default_factory=lambda: defaultdict(dict))
    crossings: dict[Element, Crossing] = field(default_factory=dict)
    areas: list[Area] = field(default_factory=list)
    _begun: set[Element] = field(default_factory=set)

    def page(self, number: int, page: Box) -> Element:
        """Walk through a page; the root element."""
        left, top = page.content_box_x(), page.content_box_y()
        frame = Frame(number, left, top, left + page.width, top + page.height)
        self.pages.append(Filled(frame, top))
        root = page.children[0]
        self._visit(root, None, _Edges(frame, frame.left, frame.right, frame.bottom))
        return root.element

    def _visit(self, box: Box, parent: Element, edges: _Edges) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if "::" in box.element_tag:
            return
        if isinstance(box, boxes.LineBox):
            self._line(box, edges)
            return
        element = box.element
        if element is not parent and not self._begin(box, element, edges.frame):
            return
        if not getattr(box, "children", ()):
            self._leaf(box, element, edges)
            return
        within = _within(box, edges)
        for child in box.children:
            self._visit(child, element, within)

    def _begin(self, box: Box, element: Element, frame: Frame) -> bool:
        """Note an element's own box; whether to look into it: not if it only says itself again."""
        if box.element_tag in _REPEATED:
            again = element in self._begun
            self._begun.add(element)
            return not again
        if whole_of(element):
            self.wholes[element][frame] = None
        if box.style["break_before"] in _FORCED and element not in self._begun:
            self._begun.add(element)
            page = self.pages[-1]
            page.forced = page.forced or page.start is None
        return True

    def _line(self, line: Box, edges: _Edges) -> None:
        element = line.element
        pieces = []
        for piece in _pieces(line.children):
            if piece.is_in_normal_flow():
                pieces.append(piece)
            else:
                self._visit(piece, element, edges)
        if not pieces:
            return
        left = min(piece.position_x for piece in pieces)
        right = max(piece.position_x + _width(piece) for piece in pieces)
        top, bottom = line.position_y, line.position_y + line.height
        self.areas.append(Area(edges.frame.page, top, left, right, bottom, element))
        lines = self.lines[element]
        self._note(Start(element, len(lines)), (left, top, right, bottom), edges)
        lines.append(Line(edges.frame, line))
        self._compare(element, "right", right - edges.right, edges.frame, of_page=False)
        self._compare(element, "left", edges.left - left, edges.frame, of_page=False)

    def _leaf(self, box: Box, element: Element, edges: _Edges) -> None:
        """An image, an empty cell, a line to write on: whatever has a size."""
        left, top, width, height = box.hit_area()
        if width > 0 and height > 0:
            self._note(Start(element), (left, top, left + width, top + height), edges)

    def _note(self, start: Start, area: tuple[float, float, float, float], edges: _Edges) -> None:
        left, top, right, bottom = area
        element, frame = start.element, edges.frame
        page = self.pages[-1]
        page.lowest = max(page.lowest, bottom)
        page.start = page.start or start
        self.contents.setdefault(element, frame)
        of_page = frame.around is None
        self._compare(element, "right", right - frame.right, frame, of_page=of_page)
        self._compare(element, "left", frame.left - left, frame, of_page=of_page)
        self._compare(element, "upper", frame.top - top, frame, of_page=of_page)
        of_page = edges.bottom == page.frame.bottom
        self._compare(element, "lower", bottom - edges.bottom, frame, of_page=of_page)

    def _compare(
        self, element: Element, edge: str, excess: float, frame: Frame, *, of_page: bool
    ) -> None:
        if excess > TOLERANCE:
            crossing = Crossing(excess, edge, frame.page, of_page)
            self.crossings[element] = max(self.crossings.get(element, crossing), crossing)


def overlapping(areas: Iterable[Area]) -> Iterator[tuple[Area, Area, float]]:
    """Lines of two elements that stand on one another by more than a quarter of the lower one.

    Args:
        areas: Where each line stands.

    Returns:
        The two lines, and by how much, in pixels; less than a quarter is the room between lines.
    """
    open_: list[Area] = []
    for area in sorted(areas, key=lambda one: one[:5]):
        open_ = [one for one in open_ if one.page == area.page and one.bottom > area.top]
        for one in open_:
            across = min(one.right, area.right) - max(one.left, area.left)
            down = min(one.bottom, area.bottom) - area.top
            lowest = min(one.bottom - one.top, area.bottom - area.top)
            if one.element is not area.element and across > TOLERANCE and down > lowest / 4:
                yield one, area, down
        open_.append(area)


def whole_of(element: Element) -> str:
    """What an element is that is to stay in one frame; empty of any other."""
    classes = element.get("class", "").split()
    return next((name for name in WHOLE if name == element.tag or name in classes), "")


def words_of(lines: Iterable[Line], most: int = 60) -> str:
    """The first words of lines, without the numbers of citations.

    Args:
        lines: The lines.
        most: How many characters; a text that goes on ends with three dots.
    """
    said = ""
    for line in lines:
        said = f"{said} {''.join(_texts(line.box))}"
        if len(said) > most:
            break
    said = " ".join(said.split())
    if len(said) <= most:
        return said
    return f"{said[:most].rpartition(' ')[0] or said[:most]} …"


def _within(box: Box, edges: _Edges) -> _Edges:
    """The edges that the children of a box have."""
    frame, left, right, bottom = edges
    if box.is_column:
        left = box.content_box_x()
        right = left + box.width
        frame = Frame(frame.page, left, box.content_box_y(), right, frame.bottom, frame)
    elif isinstance(box, boxes.BlockContainerBox):
        left = box.content_box_x()
        right = left + box.width
        if box.style["overflow"] != "visible" or box.style["height"] != "auto":
            bottom = min(bottom, box.padding_box_y() + box.padding_height())
    return _Edges(frame, left, right, bottom)


def _pieces(children: Iterable[Box]) -> Iterator[Box]:
    """What stands on a line: texts, boxes within it, and what was taken out of the flow there."""
    for child in children:
        if "::" in child.element_tag:
            continue
        if isinstance(child, boxes.InlineBox):
            yield from _pieces(child.children)
        elif not isinstance(child, boxes.TextBox) or child.text.strip():
            yield child


def _width(piece: Box) -> float:
    width: float = piece.width if isinstance(piece, boxes.TextBox) else piece.margin_width()
    return width


def _texts(box: Box) -> Iterator[str]:
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child.text
        elif child.element_tag != "sup" and "::" not in child.element_tag:
            yield from _texts(child)
