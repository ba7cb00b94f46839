"""Judge how pages came out, from WeasyPrint's boxes; nothing is laid out again."""

from __future__ import annotations

import logging
from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby

from weasyprint.document import Document
from weasyprint.logger import PROGRESS_LOGGER

from briefs.model.layout import Flaw, FlawKind, LaidOutPage, Layout
from briefs.render.finish.laid_boxes import (
    Element,
    Filled,
    Walk,
    overlapping,
    whole_of,
    words_of,
)

PIXELS = 96 / 25.4
"""Of a millimetre."""

_LAID_OUT = "Step 5 - Creating layout - Page %d"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Passes(logging.Handler):
    """Counts how often each page is laid out, as WeasyPrint tells of its progress."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.of_page: Counter[object] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        """Count a page that is laid out; of one that is kept as it is, the words are others."""
        if record.msg == _LAID_OUT and isinstance(record.args, tuple):
            self.of_page[record.args[0]] += 1


@contextmanager
def counted_passes() -> Iterator[Passes]:
    """Count the layouts of the pages that are rendered meanwhile."""
    passes, level = Passes(), PROGRESS_LOGGER.level
    PROGRESS_LOGGER.addHandler(passes)
    PROGRESS_LOGGER.setLevel(logging.INFO)
    try:
        yield passes
    finally:
        PROGRESS_LOGGER.setLevel(level)
        PROGRESS_LOGGER.removeHandler(passes)


def judge(document: Document, passes: Passes) -> Layout:
    """How the pages of a document came out.

    Args:
        document: The document as it was laid out, before it is drawn.
        passes: What was counted while it was laid out.
    """
    walk, root = Walk(), None
    for number, page in enumerate(document.pages, 1):
        root = walk.page(number, page._page_box)
    return _Judge(walk, root).layout(passes)


class _Judge:
    """Judges what a walk has noted."""

    def __init__(self, walk: Walk, root: Element) -> None:
        self._walk = walk
        self._at = {element: at for at, element in enumerate(root.iter())}
        self._sections = [
            (at, element.get("id"))
            for element, at in self._at.items()
            if element.tag in _HEADINGS and element.get("id")
        ]

    def layout(self, passes: Passes) -> Layout:
        """Every page and every flaw, in the order of the text."""
        pages = [self._page(filled, passes) for filled in self._walk.pages]
        found = [
            *self._lone_lines(),
            *self._headings(),
            *self._splits(),
            *self._overflows(),
            *self._overlaps(),
        ]
        found.sort(key=lambda each: (self._at[each[0]], each[1].kind))
        flaws = [replace(flaw, section=self._section(element)) for element, flaw in found]
        return Layout(tuple(pages), tuple(flaws))

    def _page(self, filled: Filled, passes: Passes) -> LaidOutPage:
        frame = filled.frame
        begins = section = ""
        if filled.start is not None:
            element, line = filled.start
            begins = words_of(self._walk.lines.get(element, ())[line:]) or element.get("alt", "")
            section = self._section(element)
        return LaidOutPage(
            height=_millimetres(frame.bottom - frame.top),
            filled=_millimetres(min(filled.lowest, frame.bottom) - frame.top),
            begins=begins,
            section=section,
            forced=filled.forced,
            layouts=passes.of_page[frame.page],
        )

    def _section(self, element: Element) -> str:
        """The id of the heading under which an element stands, or of that heading itself."""
        before = bisect(self._sections, self._at[element], key=lambda section: section[0])
        return self._sections[before - 1][1] if before else ""

    def _lone_lines(self) -> Iterator[tuple[Element, Flaw]]:
        """Texts of which a single line stands on one side of a break."""
        for element, lines in self._walk.lines.items():
            parts = [list(part) for _, part in groupby(lines, key=lambda line: line.frame)]
            if len(parts) == 1:
                continue
            for kind, part in ((FlawKind.ORPHAN, parts[0]), (FlawKind.WIDOW, parts[-1])):
                if len(part) == 1:
                    page = part[0].frame.page
                    column = parts[0][0].frame.page == parts[-1][0].frame.page
                    yield element, Flaw(kind, page, words_of(part), column=column, last_page=page)

    def _headings(self) -> Iterator[tuple[Element, Flaw]]:
        """Headings whose text begins after a break."""
        below = None
        for element in sorted(self._walk.contents, key=self._at.__getitem__, reverse=True):
            if element.tag not in _HEADINGS:
                below = self._walk.contents[element]
            elif below and (lines := self._walk.lines[element]):
                frame = lines[-1].frame
                if not frame.leads_to(below):
                    yield (
                        element,
                        Flaw(
                            FlawKind.HEADING,
                            frame.page,
                            words_of(lines),
                            last_page=below.page,
                            column=frame.page == below.page,
                        ),
                    )

    def _splits(self) -> Iterator[tuple[Element, Flaw]]:
        """Figures, quotes and pairs that a break goes through."""
        for element, frames in self._walk.wholes.items():
            if len(frames) > 1:
                pages = [frame.page for frame in frames]
                first = next(one for one in element.iter() if one in self._walk.lines)
                yield (
                    element,
                    Flaw(
                        FlawKind.SPLIT,
                        min(pages),
                        words_of(self._walk.lines[first]),
                        thing=whole_of(element),
                        last_page=max(pages),
                        column=min(pages) == max(pages),
                    ),
                )

    def _overflows(self) -> Iterator[tuple[Element, Flaw]]:
        """What runs over an edge of its page, column or box."""
        for element, crossing in self._walk.crossings.items():
            yield (
                element,
                Flaw(
                    FlawKind.OVERFLOW,
                    crossing.page,
                    words_of(self._walk.lines.get(element, ())) or element.get("alt", ""),
                    thing=crossing.edge,
                    last_page=crossing.page,
                    column=not crossing.of_page,
                    excess=_millimetres(crossing.excess),
                ),
            )

    def _overlaps(self) -> Iterator[tuple[Element, Flaw]]:
        """Texts that are printed over one another; each two are told once, where they do most.

        What has run over an edge is told already.
        """
        worst: dict[tuple[Element, Element], tuple[float, int]] = {}
        for upper, lower, excess in overlapping(self._walk.areas):
            two = sorted((upper.element, lower.element), key=self._at.__getitem__)
            if not self._walk.crossings.keys().isdisjoint(two):
                continue
            told = (two[0], two[1])
            worst[told] = max(worst.get(told, (0.0, 0)), (excess, upper.page))
        for (first, second), (excess, page) in worst.items():
            yield (
                first,
                Flaw(
                    FlawKind.OVERLAP,
                    page,
                    words_of(self._walk.lines[first]),
                    thing=words_of(self._walk.lines[second]),
                    last_page=page,
                    excess=_millimetres(excess),
                ),
            )


def _millimetres(pixels: float) -> float:
    return round(pixels / PIXELS, 2)
