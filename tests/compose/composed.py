"""Composed editions of the example and of the tests' projects, with what their records need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from briefs.compose.annexes import annexes
from briefs.compose.page import Page
from briefs.compose.record import record_of
from briefs.model.attachment import Attachment
from briefs.model.edition import Edition
from briefs.model.freshness import Calendar
from briefs.model.issue import Issue
from briefs.model.record import Record
from briefs.model.topic import Topic
from briefs.publish.check import calendar_of, check
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject, open_project

ROOT = Path(__file__).resolve().parents[2]
PROJECTS = ROOT / "tests" / "projects"
DAYS = {
    ROOT: date(2025, 8, 15),
    PROJECTS / "pipes": date(2026, 3, 20),
    PROJECTS / "bilingual": date(2026, 3, 20),
    PROJECTS / "brands" / "harbor": date(2025, 8, 15),
}
"""Projects, each with a day on which its facts are fresh."""

HASH = "0123456789abcdef" * 4


@dataclass(frozen=True, slots=True)
class Composed:
    """An edition with its page and what it was composed from."""

    project: OpenProject
    edition: Edition
    page: Page
    calendar: Calendar

    @property
    def topic(self) -> Topic:
        return self.project.content.topics[self.edition.topic]

    def annexes(self) -> dict[str, Attachment]:
        found = annexes(self.page, self.edition, self.project.content, self.calendar)
        return {one.name: one for one in found}

    def record(
        self,
        issue: Issue = Issue(),  # noqa: B008 - frozen
        *,
        files: Mapping[str, str] | None = None,
        attachments: Iterable[Attachment] = (),
        web: bool = False,
    ) -> Record:
        return record_of(
            self.page,
            self.edition,
            self.project.content,
            self.calendar,
            issue,
            content=HASH,
            engines={"weasyprint": "70.0"},
            files=files or {},
            attachments=attachments,
            web=web,
        )


def composed(
    root: Path,
    day: date = date(2025, 8, 15),
    selection: Selection = Selection(),  # noqa: B008 - frozen
) -> list[Composed]:
    """Every edition of a project, composed on a day; it must be without fault."""
    project = open_project(root)
    checked = check(project, selection, today=day, allow_stale=True)
    assert not checked.failed, [str(found) for found in checked.findings]
    return [
        Composed(
            project,
            edition,
            page,
            calendar_of(project.content, project.content.topics[edition.topic], day),
        )
        for edition, page in checked.pages.items()
    ]


@cache
def examples(root: Path) -> tuple[Composed, ...]:
    """Every edition of one of the projects, in ordinary and in large print."""
    prints = [Selection(large_print=large) for large in (False, True)]
    return tuple(one for which in prints for one in composed(root, DAYS[root], which))


def example(root: Path, audience: str, locale: str = "en-US") -> Composed:
    """The edition of an audience in ordinary print."""
    return next(
        one
        for one in examples(root)
        if (one.edition.audience, one.edition.locale) == (audience, locale)
        and not one.edition.large_print
    )
