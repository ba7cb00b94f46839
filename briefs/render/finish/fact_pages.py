"""Find out on which pages of a laid out document each fact stands."""

from __future__ import annotations

from collections.abc import Iterator

from weasyprint.document import Document
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from briefs.render.finish.laid_boxes import Box, Element


def fact_pages(document: Document) -> dict[str, list[int]]:
    """The numbers of the pages, from 1 and in order, on which something of a fact can be seen.

    Elements say with ``data-fact`` which fact they are of. The image of a figure shows the facts
    of the figure's table.

    Args:
        document: The document as it was laid out.
    """
    root = document.pages[0]._page_box.children[0].element
    facts = dict(_facts_of(root, ()))
    found: dict[str, dict[int, None]] = {}
    for number, page in enumerate(document.pages, 1):
        for element in _seen(page._page_box):
            for fact in facts.get(element, ()):
                found.setdefault(fact, {})[number] = None
    return {fact: list(numbers) for fact, numbers in found.items()}


def _facts_of(element: Element, around: tuple[str, ...]) -> Iterator[tuple[Element, list[str]]]:
    """Each element that shows facts, and which: its own, and those of what it stands in."""
    if fact := element.get("data-fact"):
        around = (*around, fact)
    if around:
        yield element, list(around)
    elif "figure" in element.get("class", "").split():
        drawn = [one.get("data-fact") for table in element.iter("table") for one in table.iter()]
        shown = [fact for fact in drawn if fact]
        yield from ((image, shown) for image in element.iter("img"))
    for child in element:
        yield from _facts_of(child, around)


def _seen(box: Box) -> Iterator[Element]:
    """The element of each text and image that can be seen."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if isinstance(box, boxes.TextBox):
        seen = bool(box.text.strip())
    else:
        seen = isinstance(box, boxes.ReplacedBox) and box.width > 0 and box.height > 0
    if seen and box.style["visibility"] == "visible":
        yield box.element
    for child in getattr(box, "children", ()):
        yield from _seen(child)
