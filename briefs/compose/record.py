"""The record of an edition, read off its composed page.

What only the set pages tell (the pages of each fact, the numbers on each page) is left to those who
set them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256

from briefs.compose.annexes import bare_value
from briefs.compose.figures.blocks import FIGURE_SCHEME
from briefs.compose.inputs import texts_of
from briefs.compose.page import Page
from briefs.compose.plain_words import PlainWords, with_blanks
from briefs.model.attachment import Attachment
from briefs.model.edition import Edition
from briefs.model.fact import Fact
from briefs.model.freshness import Calendar, Freshness
from briefs.model.issue import Issue
from briefs.model.project import Project
from briefs.model.record import Record, RecordedFact, RecordedSource
from briefs.model.source import Source
from briefs.model.topic import Topic
from briefs.model.value import Kind, Status
from briefs.version import VERSION

LOGO = "logo"
"""What the logo is called among the assets."""


def record_of(
    page: Page,
    edition: Edition,
    project: Project,
    calendar: Calendar,
    issue: Issue,
    *,
    content: str,
    engines: Mapping[str, str],
    files: Mapping[str, str],
    attachments: Iterable[Attachment] = (),
    web: bool = False,
) -> Record:
    """The record of an edition.

    Args:
        page: The composed page.
        edition: Which.
        project: All that was read.
        calendar: As the page was composed with.
        issue: The edition's number and what goes with it; as of no day, it is of the calendar's.
        content: SHA-256 of all that the pages say and how they look.
        engines: Versions by name.
        files: SHA-256 of the fonts that it is set in, by family, and of its images, by path.
        attachments: What else is embedded.
        web: Whether it is the record of a web page, which has a style sheet more.
    """
    topic = project.topics[edition.topic]
    words = PlainWords(edition, project, calendar)
    facts = [topic.facts[name] for name in page.facts]
    return Record(
        generator=f"briefs {VERSION}",
        brief=edition.brief,
        topic=edition.topic,
        audience=edition.audience,
        locale=edition.locale,
        paper=edition.paper,
        large_print=edition.large_print,
        title=words.title,
        edition=issue.number,
        replaces=issue.replaces or None,
        draft=issue.draft,
        built_on=issue.built_on or calendar.today,
        as_of=_span(facts),
        fact_base=issue.fact_base,
        content=content,
        templates={path: project.files[path] for path in texts_of(page, edition, project, web=web)},
        assets=_assets(page, project, files),
        engines=dict(engines),
        facts=tuple(_facts(page, facts, words, calendar)),
        sources=tuple(recorded_source(source) for source in _sources(page, facts, topic)),
        withdrawn=_withdrawn(topic),
        changes=issue.changes,
        attachments={one.name: sha256(one.data).hexdigest() for one in attachments},
    )


def _facts(
    page: Page, facts: Iterable[Fact], words: PlainWords, calendar: Calendar
) -> Iterator[RecordedFact]:
    shown: dict[str, dict[str, None]] = defaultdict(dict)
    for place in page.printed:
        shown[place.fact].setdefault(with_blanks(place.shown))
    for fact in facts:
        yield recorded_fact(
            fact,
            calendar,
            label=words.of(fact, "label"),
            shown=tuple(shown[fact.id]),
            attribution=words.of(fact, "attribution"),
        )


def recorded_fact(
    fact: Fact,
    calendar: Calendar,
    *,
    label: str | None,
    shown: tuple[str, ...],
    attribution: str | None,
) -> RecordedFact:
    """A fact as a record has it.

    Args:
        fact: The fact.
        calendar: Says when it is due, and whether it is stale.
        label: What it is called, in the record's language.
        shown: Each way in which a page says its value, once.
        attribution: Whose view it is, in the record's language.
    """
    return RecordedFact(
        id=fact.id,
        kind=fact.kind,
        value=bare_value(fact),
        unit=fact.unit,
        qualifier=fact.qualifier,
        label=label,
        shown=shown,
        as_of=fact.as_of,
        review_by=calendar.due(fact),
        stale=calendar.state(fact) is not Freshness.FRESH,
        source=fact.source,
        evidence=fact.evidence,
        attribution=attribution,
        formula=fact.formula,
    )


def _span(facts: Iterable[Fact]) -> tuple[date, date] | None:
    """The first and the last day that facts are of, definitions aside."""
    days = [fact.as_of for fact in facts if fact.kind is not Kind.DEFINITION]
    return (min(days), max(days)) if days else None


def _sources(page: Page, facts: Iterable[Fact], topic: Topic) -> Iterator[Source]:
    """The sources of a page: the cited ones by their numbers, then those of its other facts."""
    for name in dict.fromkeys([*page.sources, *(fact.source for fact in facts)]):
        yield topic.sources[name]


def recorded_source(source: Source) -> RecordedSource:
    """A source as a record has it."""
    return RecordedSource(
        id=source.id,
        title=source.title,
        publisher=source.publisher,
        kind=source.kind,
        published=source.published,
        retrieved=source.retrieved,
        url=source.url,
        sha256=source.sha256,
    )


def _withdrawn(topic: Topic) -> tuple[str, ...]:
    facts = topic.facts.values()
    return tuple(sorted(fact.id for fact in facts if fact.status is Status.WITHDRAWN))


def _assets(page: Page, project: Project, files: Mapping[str, str]) -> dict[str, str]:
    """Fonts and images as they were handed in, the logo, and the drawings."""
    assets = dict(files)
    if project.brand.logo is not None:
        assets[LOGO] = sha256(project.brand.logo.data).hexdigest()
    drawings = page.drawings.items()
    return assets | {f"{FIGURE_SCHEME}{key}": drawing.digest for key, drawing in drawings}
