"""What a page prints beside facts that are past their review, composed on different days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from briefs.compose.page import Page, compose
from briefs.model.edition import Edition
from briefs.model.freshness import Calendar, FreshnessSettings
from briefs.model.project import Paper, Project
from briefs.read.project import read_project

BASE = Path(__file__).parents[1] / "mistakes" / "_base"


@pytest.fixture(scope="module")
def project() -> Project:
    """The base."""
    project, _ = read_project(BASE)
    assert project is not None
    return project


def composed(project: Project, day: str, **settings: object) -> Page:
    edition = Edition("lead-pipes", "lead-pipes", "resident", "en-US", Paper.LETTER)
    calendar = Calendar(date.fromisoformat(day), FreshnessSettings.model_validate(settings))
    page = compose(edition, project, lambda text, *_: 6.0 * len(text), "0" * 64, calendar)
    assert not page.diagnostics
    return page


def test_fresh_page_says_nothing_of_freshness(project: Project) -> None:
    page = composed(project, "2025-09-01")
    assert "stale" not in page.html
    assert page.overdue == ()


def test_stamps_follow_the_first_day_after_the_review(project: Project) -> None:
    page = composed(project, "2025-09-02")
    assert page.html.count('class="stale"') == 1  # homes-all in the prose; a figure has its own
    assert "stale-stamp" not in page.html
    assert page.overdue == ()


def test_time_of_grace_decides_on_the_box(project: Project) -> None:
    assert composed(project, "2025-10-01").overdue == ()
    names = ("homes-all", "homes-north", "homes-south")
    assert sorted(composed(project, "2025-10-02").overdue) == sorted(names)
    page = composed(project, "2025-09-02", grace=0)
    assert sorted(page.overdue) == sorted(names)
    assert page.html.count('class="stale-stamp"') == 1
    named = "homes on the list; homes in the north; homes in the south"
    assert f"Printed past review: {named}." in page.html


def test_facts_and_their_words_are_the_same_on_every_day(project: Project) -> None:
    fresh, stale = composed(project, "2025-08-15"), composed(project, "2027-01-01")
    assert fresh.printed == stale.printed
    assert fresh.drawings == stale.drawings
    assert not [place for place in stale.printed if "as of" in place.shown]


def test_stamps_are_marks_of_ours_and_no_loose_words(project: Project) -> None:
    fresh, stale = composed(project, "2025-08-15"), composed(project, "2027-01-01")
    assert stale.loose.split() == fresh.loose.split()


def test_same_day_gives_the_same_page(project: Project) -> None:
    assert composed(project, "2026-01-01") == composed(project, "2026-01-01")
