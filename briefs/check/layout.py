"""Rules for pages as they came out: the page budget, and what a designer would not pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import ceil

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place, Severity
from briefs.model.edition import Edition
from briefs.model.layout import Flaw, FlawKind, LaidOutPage, Layout
from briefs.model.plural import plural
from briefs.model.template import AudienceTemplate, Prose

LEAST_FULL = 0.2
"""How full the last page must be."""

_THINGS = {"figure": "a figure", "blockquote": "a quote", "pair": "a pair of views"}


def check_layout(
    layout: Layout, edition: Edition, template: AudienceTemplate, prose: Prose
) -> Iterator[Diagnostic]:
    """Findings in the pages of an edition.

    In large print it may have as many pages as it takes, and views that are paired stand one after
    the other, on two pages if need be.

    Args:
        layout: How its pages came out.
        edition: The edition.
        template: Its template, whose head has the budget.
        prose: Its words, whose sections the findings are placed at.
    """
    brief = f"the {edition.audience} brief in {edition.locale} on {edition.paper}"
    if edition.large_print:
        brief = f"{brief} in large print"

    def place_of(section: str) -> Place:
        placed = prose.sections.get(section)
        return placed.place if placed else Place(prose.source.file)

    budget = len(layout.pages) if edition.large_print else template.sheet.pages
    over = _over(layout.pages, len(layout.pages) - budget)
    if over:
        yield _budget(layout.pages, over, budget, brief, template)
    for at in _last_pages(layout.pages):
        if at not in over and layout.pages[at].share < LEAST_FULL:
            yield _empty(layout.pages[at], at + 1, brief, place_of(layout.pages[at].section))
    for flaw in layout.flaws:
        if not (edition.large_print and flaw.kind is FlawKind.SPLIT and flaw.thing == "pair"):
            yield _flaw(flaw, brief, place_of(flaw.section))


def _parts(pages: Sequence[LaidOutPage]) -> list[list[int]]:
    """The numbers of the pages, from 0, anew wherever something always begins a page."""
    parts: list[list[int]] = []
    for at, page in enumerate(pages):
        if page.forced or not parts:
            parts.append([])
        parts[-1].append(at)
    return parts


def _last_pages(pages: Sequence[LaidOutPage]) -> list[int]:
    """Pages on which a text ends, but for the first."""
    return [part[-1] for part in _parts(pages) if part[-1] > 0]


def _over(pages: Sequence[LaidOutPage], count: int) -> list[int]:
    """Pages that would be saved if as little as possible was taken out.

    Args:
        pages: All pages.
        count: How many there are too many.
    """
    parts = _parts(pages)
    over = []
    for _ in range(count):
        longer = [part for part in parts if len(part) > 1] or [part for part in parts[-1:] if part]
        part = min(longer, key=lambda part: pages[part[-1]].filled)
        over.append(part.pop())
        parts = [part for part in parts if part]
    return sorted(over)


def _budget(
    pages: Sequence[LaidOutPage],
    over: Sequence[int],
    budget: int,
    brief: str,
    template: AudienceTemplate,
) -> Diagnostic:
    runs = list(_runs(over))
    amounts = [_extent(pages, run) for run in runs]
    told = " and ".join(
        f'by {amount}, from "{pages[run[0]].begins}" on'
        for run, amount in zip(runs, amounts, strict=True)
    )
    return _warning(
        Code.PAGE_BUDGET,
        f"{brief} has {plural(len(pages), 'page')}, and its budget is {budget}: "
        f"it runs over {told}",
        template.sheet.origin.at("pages"),
        f"take out what fills {' and '.join(amounts)}, or let it have {len(pages)} pages",
    )


def _runs(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Sorted numbers, those together that follow each other."""
    for _, run in groupby(enumerate(numbers), lambda each: each[1] - each[0]):
        yield [number for _, number in run]


def _extent(pages: Sequence[LaidOutPage], run: Sequence[int]) -> str:
    """How much stands on pages that follow each other: ``1 page and 41 mm``."""
    rest = f"{ceil(pages[run[-1]].filled)} mm"
    return f"{plural(len(run) - 1, 'page')} and {rest}" if len(run) > 1 else rest


def _empty(page: LaidOutPage, number: int, brief: str, place: Place) -> Diagnostic:
    return _warning(
        Code.PAGE_EMPTY,
        f"page {number} of {brief} is only {int(page.share * 100)}% full: it begins with "
        f'"{page.begins}"',
        place,
        f"take out {ceil(page.filled)} mm, so that the text ends on page {number - 1}, or say more",
    )


def _flaw(flaw: Flaw, brief: str, place: Place) -> Diagnostic:
    page = f"page {flaw.page} of {brief}"
    where = f"a column on {page}" if flaw.column else page
    match flaw.kind:
        case FlawKind.ORPHAN | FlawKind.WIDOW:
            does = "ends" if flaw.kind is FlawKind.ORPHAN else "begins"
            return _warning(
                Code.PAGE_WIDOW,
                f'{where} {does} with a single line of a text: "{flaw.words}"',
                place,
                "make the text longer or shorter by a line, or let the style sheet keep two lines "
                "together (orphans and widows)",
            )
        case FlawKind.HEADING:
            then = "in the next one" if flaw.column else f"on page {flaw.last_page}"
            return _warning(
                Code.PAGE_HEADING,
                f'the heading "{flaw.words}" stands at the foot of {where}; its text begins {then}',
                place,
                "let the style sheet keep it with its text (break-after: avoid), or make what "
                "stands before it longer or shorter",
            )
        case FlawKind.SPLIT:
            pages = f"pages {flaw.page} and {flaw.last_page} of {brief}"
            over = f"columns on {page}" if flaw.column else pages
            return _warning(
                Code.PAGE_SPLIT,
                f'{_THINGS[flaw.thing]} is split over {over}: "{flaw.words}"',
                place,
                "let the style sheet keep it in one piece (break-inside: avoid), or make what "
                "stands before it longer or shorter",
            )
        case FlawKind.OVERFLOW:
            what = f'"{flaw.words}"' if flaw.words else "an empty box"
            edge = f"its column or box on {page}" if flaw.column else page
            return _warning(
                Code.PAGE_OVERFLOW,
                f"{what} runs {ceil(flaw.excess)} mm over the {flaw.thing} edge of {edge}",
                place,
                "make it shorter, or give it more room in the style sheet",
            )
        case FlawKind.OVERLAP:
            return _warning(
                Code.PAGE_OVERFLOW,
                f'"{flaw.words}" and "{flaw.thing}" are printed over one another by '
                f"{ceil(flaw.excess)} mm on {page}",
                place,
                "make one of them shorter, or give it more room in the style sheet",
            )


def _warning(code: Code, message: str, place: Place, mend: str) -> Diagnostic:
    return Diagnostic(code, message, place, mend, Severity.WARNING)
