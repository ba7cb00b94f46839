"""What there is to say of each fact: how fresh it is, and which pages print it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from briefs.compose.page import Page
from briefs.compose.printer import Printer
from briefs.compose.wording import Wording
from briefs.model.edition import Edition
from briefs.model.errors import UsageError
from briefs.model.fact import Fact
from briefs.model.freshness import Calendar, Freshness
from briefs.model.guess import did_you_mean
from briefs.model.printed import Printed
from briefs.model.project import Project, plain
from briefs.model.text import fallbacks, in_locale
from briefs.model.topic import Topic
from briefs.model.value import Status
from briefs.publish import clock
from briefs.publish.check import calendar_of, pages_of
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject


@dataclass(frozen=True, slots=True)
class FactState:
    """A fact on one day.

    Attributes:
        topic: Its topic.
        fact: The fact.
        shown: Its value as it is printed, or its sentence.
        due: The day from which it needs a new look.
        refused_from: The day from which a build refuses it.
        state: Fresh, due or overdue.
    """

    topic: Topic
    fact: Fact
    shown: str
    due: date
    refused_from: date
    state: Freshness

    @property
    def printable(self) -> bool:
        """Whether any brief may print it."""
        return self.fact.status is Status.OK and self.fact.audiences != []

    @property
    def owner(self) -> str | None:
        """Who looks at it again: the owner of its source, or of its topic."""
        source = self.topic.sources.get(self.fact.source)
        return (source and source.owner) or self.topic.sheet.owner

    def plain(self) -> dict[str, Any]:
        """The fact as plain data: its entry, and what was worked out."""
        fact = self.fact
        entry = {key: value for key, value in plain(fact).items() if value is not None}
        worked_out = {
            "topic": self.topic.id,
            "shown": self.shown,
            "formula": fact.formula,
            "computed": None if fact.formula is None else str(fact.parsed),
            "due": self.due.isoformat(),
            "refused_from": self.refused_from.isoformat(),
            "state": self.state.value,
            "owner": self.owner,
            "place": str(fact.origin.at("id")),
        }
        return {**entry, **{key: value for key, value in worked_out.items() if value is not None}}


def list_facts(project: OpenProject, today: date | None = None) -> Iterator[FactState]:
    """Every fact of the project, in the order of its files.

    Args:
        project: The project.
        today: The day to judge them on; default: that of ``SOURCE_DATE_EPOCH``, or today's.
    """
    day = today or clock.today()
    for topic in project.content.topics.values():
        calendar = calendar_of(project.content, topic, day)
        wording = _wording(project.content, topic)
        for fact in topic.facts.values():
            yield _state(topic, fact, wording, calendar)


def due_within(
    project: OpenProject, days: int, today: date | None = None, *, unprinted: bool = False
) -> list[FactState]:
    """Facts that are due or come due within a number of days, the first one first.

    Args:
        project: The project.
        days: How many.
        today: The day to judge them on; default: that of ``SOURCE_DATE_EPOCH``, or today's.
        unprinted: Whether to list those as well that no brief prints.

    Raises:
        InputError: If a page cannot be composed, so that nobody knows what it prints.
    """
    day = today or clock.today()
    last = day + timedelta(days=min(days, (date.max - day).days))
    states = [one for one in list_facts(project, day) if one.printable and one.due <= last]
    if not unprinted:
        pages = pages_of(project, Selection(), day)
        printed = {(edition.topic, name) for edition, page in pages.items() for name in page.facts}
        states = [one for one in states if (one.topic.id, one.fact.id) in printed]
    return sorted(states, key=lambda one: (one.due, one.topic.id, one.fact.id))


def find_fact(project: OpenProject, name: str, today: date | None = None) -> FactState:
    """The fact of an id, or of ``topic/id`` where two topics have it.

    Raises:
        UsageError: If there is none, or more than one.
    """
    states = list(list_facts(project, today))
    found = [one for one in states if name in {one.fact.id, f"{one.topic.id}/{one.fact.id}"}]
    if len(found) == 1:
        return found[0]
    if found:
        both = " and ".join(f"{one.topic.id}/{name}" for one in found)
        raise UsageError(f'there are two facts "{name}"', f"name one of {both}")
    raise UsageError(
        f'there is no fact "{name}"',
        did_you_mean(name, [one.fact.id for one in states], "see briefs facts list"),
    )


def places_of(
    project: OpenProject, state: FactState, today: date | None = None
) -> Mapping[Edition, tuple[Printed, ...]]:
    """Where each edition prints a fact; editions that do not are left out.

    Raises:
        InputError: If a page of the topic cannot be composed, so that nobody knows what it prints.
    """
    pages = pages_of(project, Selection((state.topic.id,)), today)
    found = {edition: _at(page, state.fact.id) for edition, page in pages.items()}
    return {edition: places for edition, places in found.items() if places}


def _at(page: Page, name: str) -> tuple[Printed, ...]:
    return tuple(dict.fromkeys(place for place in page.printed if place.fact == name))


def _wording(project: Project, topic: Topic) -> Wording | None:
    """The wording of the project's first locale that has words."""
    for locale in project.settings.locales:
        for name in fallbacks(locale):
            if name in project.locales:
                return Wording(locale, project.locales[name], topic.sheet)
    return None


def _state(topic: Topic, fact: Fact, wording: Wording | None, calendar: Calendar) -> FactState:
    shown = fact.value or ""
    if wording is not None and fact.parsed is not None:
        shown = wording.with_noun(fact).replace("\u00a0", " ")
    elif wording is not None and fact.text:
        shown = _sentence(topic, fact, wording, calendar)
    return FactState(
        topic, fact, shown, calendar.due(fact), calendar.refused_from(fact), calendar.state(fact)
    )


def _sentence(topic: Topic, fact: Fact, wording: Wording, calendar: Calendar) -> str:
    """A fact's sentence with the facts that it names; as it is written if it cannot be filled."""
    texts = fact.text or {}
    text = in_locale(texts, wording.locale) or next(iter(texts.values()))
    if "{" not in text:
        return text
    printer = Printer(topic, wording, fact.origin.at("text").file, calendar)
    filled = printer.plain(text, fact, "text").replace("\u00a0", " ")
    return text if printer.diagnostics else filled
