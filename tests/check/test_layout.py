"""What is said of pages as they came out: how much too much, from where on, and at which place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefs.check.layout import check_layout
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place, Severity
from briefs.model.edition import Edition
from briefs.model.layout import Flaw, FlawKind, LaidOutPage, Layout
from briefs.model.origin import Origin
from briefs.model.project import Paper
from briefs.model.template import (
    AudienceSheet,
    AudienceTemplate,
    Prose,
    ProseSection,
    ProseSheet,
    TemplateSource,
)

EDITION = Edition("pipes", "lead-pipes", "resident", "en-US", Paper.LETTER)
TEMPLATE_FILE, PROSE_FILE = "templates/resident.html.j2", "text/resident.en.md"
BUDGET = Place(TEMPLATE_FILE, 3, 8)
NEWS = Place(PROSE_FILE, 6, 1)
PROSE = Prose(
    ProseSheet(title="Pipes", summary="Of pipes."),
    TemplateSource(PROSE_FILE, ""),
    {"news": ProseSection("news", "News", "", NEWS, 7)},
)


def template(pages: int = 2) -> AudienceTemplate:
    sheet = AudienceSheet(label={"en": "residents"}, pages=pages, sections=["news"])
    sheet.read_at(Origin(TEMPLATE_FILE, (), {("pages",): (3, 8)}))
    return AudienceTemplate("resident", sheet, TemplateSource(TEMPLATE_FILE, ""))


def page(
    filled: float, begins: str = "Words", section: str = "news", *, forced: bool = False
) -> LaidOutPage:
    return LaidOutPage(200, filled, begins, section, forced)


def found(
    *pages: LaidOutPage, flaws: tuple[Flaw, ...] = (), budget: int = 2, edition: Edition = EDITION
) -> list[Diagnostic]:
    return list(check_layout(Layout(pages, flaws), edition, template(budget), PROSE))


def test_pages_within_the_budget_and_well_filled_are_no_finding() -> None:
    assert found(page(200)) == []
    assert found(page(200), page(40)) == []


def test_one_page_of_little_is_no_finding() -> None:
    assert found(page(10)) == []


def test_a_page_too_many_is_told_with_how_much_and_from_where() -> None:
    (only,) = found(page(200), page(200), page(40.2, "Where to turn"))
    assert only == Diagnostic(
        Code.PAGE_BUDGET,
        "the resident brief in en-US on letter has 3 pages, and its budget is 2: it runs over by "
        '41 mm, from "Where to turn" on',
        BUDGET,
        "take out what fills 41 mm, or let it have 3 pages",
        Severity.WARNING,
    )


def test_several_pages_too_many_are_told_in_pages_and_millimetres() -> None:
    (only,) = found(page(200), page(200, "Views"), page(200), page(50), budget=1)
    assert 'by 2 pages and 50 mm, from "Views" on' in only.message


def test_a_last_page_over_the_budget_is_not_called_empty_too() -> None:
    (only,) = found(page(200), page(9), budget=1)
    assert only.code == Code.PAGE_BUDGET


def test_a_part_that_always_begins_a_page_is_not_what_is_too_much() -> None:
    """The worksheet has a page of its own: what runs over is the text before it."""
    (only,) = found(page(200), page(60, "Outlook"), page(190, "Worksheet", forced=True), budget=2)
    assert 'by 60 mm, from "Outlook" on' in only.message


def test_of_two_parts_the_one_is_named_that_runs_over_less() -> None:
    (only,) = found(
        page(200), page(45, "Text"), page(200, forced=True), page(90, "Sheet"), budget=3
    )
    assert 'by 45 mm, from "Text" on' in only.message
    pages = (page(200), page(90, "Text"), page(200, forced=True), page(50, "Sheet"))
    (only,) = found(*pages, budget=3)
    assert 'by 50 mm, from "Sheet" on' in only.message
    (only,) = found(*pages, budget=2)
    assert 'by 90 mm, from "Text" on and by 50 mm, from "Sheet" on' in only.message
    (only,) = found(*pages, budget=1)
    assert 'by 90 mm, from "Text" on' not in only.message
    assert 'by 2 pages and 50 mm, from "Text" on' in only.message


def test_more_parts_than_pages_are_told_all_the_same() -> None:
    (only,) = found(page(200), page(150, "Sheet", forced=True), budget=1)
    assert 'by 150 mm, from "Sheet" on' in only.message


def test_a_last_page_less_than_a_fifth_full() -> None:
    (only,) = found(page(200), page(39.9, "End"))
    assert (only.code, only.place, only.severity) == (Code.PAGE_EMPTY, NEWS, Severity.WARNING)
    assert only.message == (
        'page 2 of the resident brief in en-US on letter is only 19% full: it begins with "End"'
    )
    assert only.mend.startswith("take out 40 mm, so that the text ends on page 1")


def test_the_last_page_before_what_always_begins_a_page_is_a_last_page() -> None:
    (only,) = found(page(200), page(20), page(200, forced=True), budget=3)
    assert only.message.startswith("page 2 of")
    assert found(page(20), page(200, forced=True)) == []


FLAWS = {
    Flaw(FlawKind.ORPHAN, 1, "a line", "news", last_page=1): (
        Code.PAGE_WIDOW,
        'page 1 of BRIEF ends with a single line of a text: "a line"',
    ),
    Flaw(FlawKind.WIDOW, 2, "a line", "news", last_page=2, column=True): (
        Code.PAGE_WIDOW,
        'a column on page 2 of BRIEF begins with a single line of a text: "a line"',
    ),
    Flaw(FlawKind.HEADING, 1, "Views", "news", last_page=2): (
        Code.PAGE_HEADING,
        'the heading "Views" stands at the foot of page 1 of BRIEF; its text begins on page 2',
    ),
    Flaw(FlawKind.HEADING, 1, "Views", "news", last_page=1, column=True): (
        Code.PAGE_HEADING,
        'the heading "Views" stands at the foot of a column on page 1 of BRIEF; its text begins '
        "in the next one",
    ),
    Flaw(FlawKind.SPLIT, 1, "Some say", "news", "pair", 2): (
        Code.PAGE_SPLIT,
        'a pair of views is split over pages 1 and 2 of BRIEF: "Some say"',
    ),
    Flaw(FlawKind.SPLIT, 1, "Table 1", "news", "figure", 1, column=True): (
        Code.PAGE_SPLIT,
        'a figure is split over columns on page 1 of BRIEF: "Table 1"',
    ),
    Flaw(FlawKind.OVERFLOW, 1, "A word", "news", "right", 1, excess=3.2): (
        Code.PAGE_OVERFLOW,
        '"A word" runs 4 mm over the right edge of page 1 of BRIEF',
    ),
    Flaw(FlawKind.OVERFLOW, 1, "", "news", "lower", 1, column=True, excess=3): (
        Code.PAGE_OVERFLOW,
        "an empty box runs 3 mm over the lower edge of its column or box on page 1 of BRIEF",
    ),
    Flaw(FlawKind.OVERLAP, 1, "What is new", "news", "Law", 1, excess=1.2): (
        Code.PAGE_OVERFLOW,
        '"What is new" and "Law" are printed over one another by 2 mm on page 1 of BRIEF',
    ),
}


@pytest.mark.parametrize("flaw", FLAWS)
def test_a_flaw_is_told_at_the_heading_of_its_section(flaw: Flaw) -> None:
    (only,) = found(page(200), page(200), flaws=(flaw,))
    code, message = FLAWS[flaw]
    assert (only.code, only.place, only.severity) == (code, NEWS, Severity.WARNING)
    assert only.message == message.replace("BRIEF", "the resident brief in en-US on letter")
    assert only.mend
    assert not only.message.endswith(".")


@pytest.mark.parametrize("section", ["", "sources"])
def test_what_stands_under_no_heading_of_the_prose_is_told_at_the_prose(section: str) -> None:
    flaw = Flaw(FlawKind.WIDOW, 1, "a line", section, last_page=1)
    (only,) = found(page(200), flaws=(flaw,))
    assert only.place == Place(NEWS.file)


def test_large_print_has_as_many_pages_as_it_takes_and_its_pairs_may_be_parted() -> None:
    large = replace(EDITION, large_print=True)
    pages = (page(200),) * 5
    pair = Flaw(FlawKind.SPLIT, 1, "Some say", "news", "pair", 2)
    figure = replace(pair, thing="figure")
    assert found(*pages, flaws=(pair,), edition=large) == []
    (only,) = found(*pages, flaws=(figure,), edition=large)
    assert "of the resident brief in en-US on letter in large print" in only.message
    (only,) = found(*pages, page(3), edition=large)
    assert only.code == Code.PAGE_EMPTY
