"""How what is built stands with ``approvals.yaml``: by the hashes of its facts and editions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from briefs.check.approvable import Register, part_of, whole_of
from briefs.compose.page import Page
from briefs.compose.record import record_of
from briefs.model import ledger
from briefs.model.approval import BRIEF
from briefs.model.edition import Edition
from briefs.model.freshness import Calendar
from briefs.model.issue import UNKNOWN_HASH, Issue
from briefs.model.project import Project
from briefs.model.record import Record
from briefs.publish.editions.keys import content_key
from briefs.publish.plan import Selection, asked


def content_of(edition: Edition, page: Page, project: Project, calendar: Calendar) -> str:
    """The content hash of an edition.

    Args:
        edition: Which.
        page: Its page as a check composes it, before it has a number.
        project: All that was read.
        calendar: Judges the facts of its topic.
    """
    record = record_of(
        page, edition, project, calendar, Issue(), content=UNKNOWN_HASH, engines={}, files={}
    )
    return content_key(edition, page, record)


def contents_of(
    project: Project,
    pages: Mapping[Edition, Page],
    page_of: Callable[[Edition], Page | None],
    calendars: Mapping[str, Calendar],
) -> dict[Edition, str]:
    """The content hashes that approvals are judged by; none where no brief is or must be approved.

    These are the hashes of the given pages, and of all other editions of the same briefs: who
    approved the whole brief approved them all.

    Args:
        project: All that was read.
        pages: The pages that are to be built.
        page_of: Composes another edition; None where that cannot be done.
        calendars: Judge the facts, by topic.
    """
    required = project.settings.policy.require_approval.of_briefs
    if not required and not any(one.of.startswith(BRIEF) for one in project.approvals):
        return {}
    known = dict(pages)
    briefs = {edition.brief for edition in pages}
    for edition in asked(project, Selection()):
        if edition.brief in briefs and edition not in known:
            page = page_of(edition)
            if page is not None:
                known[edition] = page
    return {
        edition: content_of(edition, page, project, calendars[edition.topic])
        for edition, page in known.items()
    }


def approvals_of(
    edition: Edition,
    record: Record,
    project: Project,
    contents: Mapping[Edition, str],
    today: date,
) -> tuple[ledger.Approval, ...]:
    """The approvals in force of an edition and of the facts that it prints, for the ledger.

    Args:
        edition: Which.
        record: What it prints.
        project: All that was read.
        contents: As :func:`contents_of` gives them.
        today: The day of the build.

    Returns:
        Those of the brief, those of its part, then those of the facts in the order of the page;
        of each, the latest first.
    """
    register = Register(project, contents, today)
    topic = project.topics[edition.topic]
    briefs = [register.subject(name) for name in (whole_of(edition), part_of(edition))]
    asked_for = edition in register.editions(part_of(edition))
    subjects = [one for one in briefs if one is not None and asked_for]
    subjects += [register.fact(topic, fact.id) for fact in record.facts]
    return tuple(
        ledger.Approval(by=one.by, of=one.of, hash=subject.hash, until=one.until)
        for subject in subjects
        if subject.is_approved
        for one in subject.approvals
    )
