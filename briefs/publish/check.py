"""Check what is asked for: judge the fact base, compose the pages, judge the pages.

The same for ``briefs check`` and ``briefs build``; no engine is started.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from babel.numbers import list_currencies
from pydantic_core import to_json

from briefs.check.approval import check_approvals
from briefs.check.brand import check_brand
from briefs.check.edition import check_composed, check_named, check_uncomposed
from briefs.check.evidence import check_evidence
from briefs.check.freshness import check_freshness
from briefs.check.project import check_settings, check_topic
from briefs.check.unused import check_unused
from briefs.compose.page import Page, compose, find_prose
from briefs.model.diagnostic import Diagnostic, Severity, in_order
from briefs.model.edition import Edition
from briefs.model.errors import InputError
from briefs.model.freshness import Calendar
from briefs.model.project import Project
from briefs.model.topic import Topic
from briefs.publish import clock
from briefs.publish.approvals import contents_of
from briefs.publish.plan import Selection, asked, composable, plan
from briefs.publish.project import OpenProject, no_collection
from briefs.read.copies import read_copies
from briefs.read.topic import TOPICS
from briefs.render.fonts import families, text_width


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.

    Attributes:
        pages: The composed pages, by edition, of those that can be composed.
        findings: Errors and warnings, sorted.
        contents: SHA-256 of what editions say and look like, by which approvals are judged; none
            where no brief is approved or has to be.
    """

    pages: Mapping[Edition, Page]
    findings: tuple[Diagnostic, ...]
    contents: Mapping[Edition, str] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether there are errors."""
        return _any_error(self.findings)


def check(
    project: OpenProject,
    selection: Selection = Selection(),  # noqa: B008 - frozen
    *,
    today: date | None = None,
    allow_stale: bool = False,
    sources: Path | None = None,
    draft: bool = False,
) -> Checked:
    """Judge the briefs that a selection asks for, with all that goes into them.

    Args:
        project: The project.
        selection: Which briefs.
        today: The day to judge them on; default: that of ``SOURCE_DATE_EPOCH``, or today's.
        allow_stale: Whether facts past their review and its time of grace may be printed.
        sources: A folder with copies of the sources, to find the facts' evidence in.
        draft: Whether drafts are to be built, which nobody needs to have approved.

    Raises:
        UsageError: If the selection names what the project does not have.
    """
    with no_collection():
        return _checked(project, selection, today, sources, allow_stale=allow_stale, draft=draft)


def _checked(
    project: OpenProject,
    selection: Selection,
    today: date | None,
    sources: Path | None,
    *,
    allow_stale: bool,
    draft: bool,
) -> Checked:
    content = project.content
    editions, missing = plan(content, selection)
    day = today or clock.today()
    wanted = selection.topics(content.settings)
    topics = [topic for topic in content.topics.values() if topic.id in wanted]
    findings = [
        *(found for found in project.findings if not _of_another_topic(found, content, wanted)),
        *check_settings(content),
        *missing,
    ]
    unset = _brand_findings(project)
    findings += unset
    drawable = not unset and "brand" not in content.incomplete
    for topic in topics:
        findings += check_topic(topic, content, _is_currency, day)
        if sources is not None:
            copies, unreadable = read_copies(sources, topic.sources)
            findings += [*unreadable, *check_evidence(topic, copies)]
    pages: dict[Edition, Page] = {}
    calendars = {topic.id: calendar_of(content, topic, day) for topic in topics}
    hashes = {topic.id: fact_base_hash(topic) for topic in topics}
    for edition in editions if drawable else ():
        topic_id = edition.topic
        page, found = _judged(edition, content, hashes[topic_id], calendars[topic_id])
        findings += found
        if page is not None:
            pages[edition] = page
    for edition in asked(content, selection):
        if edition not in pages and edition.topic in content.topics:
            topic = content.topics[edition.topic]
            findings += check_uncomposed(topic, edition.audience, content)
    for topic in topics:
        printed = _printed(topic, pages)
        findings += check_freshness(topic, printed, calendars[topic.id], allow_stale=allow_stale)
    if not _any_error(findings):  # what an error keeps from its page is not unused
        for topic in topics:
            whole = Selection((topic.id,), paper=selection.paper, large_print=selection.large_print)
            if set(asked(content, whole)) <= {*pages}:
                findings += _unused(topic, pages)

    def other(edition: Edition) -> Page | None:
        """Another edition of a brief of which only a part is asked for."""
        if not composable(content, edition):
            return None
        return _judged(edition, content, hashes[edition.topic], calendars[edition.topic])[0]

    contents = contents_of(content, pages, other, calendars)
    printed_by = {edition: page.facts for edition, page in pages.items()}
    findings += check_approvals(content, printed_by, contents, day, draft=draft)
    return Checked(pages, in_order(findings), contents)


def _brand_findings(project: OpenProject) -> list[Diagnostic]:
    """What is wrong with the brand's fonts; figures can only be drawn in packaged ones."""
    brand = project.content.brand
    return list(check_brand(brand, families(project.fonts), families()))


def pages_of(
    project: OpenProject,
    selection: Selection,
    today: date | None = None,
    unwritten: Collection[Edition] = (),
) -> Mapping[Edition, Page]:
    """The page of every edition that a selection asks for, stale facts allowed.

    Args:
        project: The project.
        selection: Which editions.
        today: The day to judge facts on; default: that of ``SOURCE_DATE_EPOCH``, or today's.
        unwritten: Editions that nobody has written yet, and that need no page.

    Raises:
        InputError: If another one cannot be composed, so that nobody knows what it prints.
    """
    checked = check(project, selection, today=today, allow_stale=True)
    if not set(asked(project.content, selection)) <= {*checked.pages, *unwritten}:
        raise InputError(checked.findings)
    return checked.pages


def _any_error(findings: Iterable[Diagnostic]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def calendar_of(project: Project, topic: Topic, today: date) -> Calendar:
    """The calendar that judges a topic's facts on a day."""
    law = frozenset(source.id for source in topic.sources.values() if source.kind == "law")
    return Calendar(today, project.settings.freshness, law, topic.facts)


def fact_base_hash(topic: Topic) -> str:
    """The SHA-256 of a topic's facts and sources as they were read."""
    entries = {"facts": list(topic.facts.values()), "sources": list(topic.sources.values())}
    return hashlib.sha256(to_json(entries)).hexdigest()


def _is_currency(unit: str) -> bool:
    return unit in list_currencies()


def _of_another_topic(finding: Diagnostic, project: Project, asked: set[str]) -> bool:
    others = {brief.topic for brief in project.settings.brief} - asked
    return any(finding.place.file.startswith(f"{TOPICS}/{name}/") for name in others)


def _judged(
    edition: Edition, project: Project, fact_base: str, calendar: Calendar
) -> tuple[Page | None, list[Diagnostic]]:
    """An edition's page, if it can be composed, and all that is wrong with it."""
    topic = project.topics[edition.topic]
    words = find_prose(topic, edition.audience, edition.locale)
    assert words is not None  # the planner saw to it  # noqa: S101
    found = list(check_named(edition, project, words))
    whole = not topic.incomplete & {"topic", "facts", "sources", "figures", "words"}
    if not whole or _any_error(found):
        return None, found
    page = compose(edition, project, text_width, fact_base, calendar)
    found += page.diagnostics
    if page.diagnostics:
        return None, found
    found += check_composed(
        edition,
        project,
        words,
        html=page.html,
        loose=page.loose,
        printed=page.printed,
        asked=page.asked,
    )
    return page, found


def _printed(topic: Topic, pages: Mapping[Edition, Page]) -> Mapping[str, Sequence[str]]:
    """The editions that print each fact of a topic."""
    printed: dict[str, list[str]] = defaultdict(list)
    for edition, page in pages.items():
        for name in page.facts if edition.topic == topic.id else ():
            printed[name].append(edition.file.removesuffix(".pdf"))
    return printed


def _unused(topic: Topic, pages: Mapping[Edition, Page]) -> Iterator[Diagnostic]:
    own = {edition: page for edition, page in pages.items() if edition.topic == topic.id}
    facts = {name for page in own.values() for name in page.asked}
    figures = {place.figure for page in own.values() for place in page.printed}
    yield from check_unused(topic, facts, figures, {edition.audience for edition in own})
