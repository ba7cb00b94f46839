"""Days of review as a calendar that a desk subscribes to: one event a fact, the same bytes again.

Nothing in it depends on the day on which it is written: not which facts are due by then, and not
the stamps of the calendar itself. An event keeps its identity when its fact is looked at again; it
moves to the next day of review.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from icalendar import Calendar, Event

from briefs.publish.check import pages_of
from briefs.publish.facts import FactState, list_facts
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject

_EPOCH = date(1970, 1, 1)


class Review(NamedTuple):
    """A fact and where it is printed.

    Attributes:
        state: The fact; its state of no day.
        places: Each edition that prints it, with its sections and figures there.
    """

    state: FactState
    places: tuple[str, ...]


def reviews(
    project: OpenProject,
    today: date,
    within: int | None = None,
    *,
    unprinted: bool = False,
) -> list[Review]:
    """The facts that will have to be looked at again, the first one first.

    Args:
        project: The project.
        today: The day to compose pages on.
        within: Only those that come due within so many days of it.
        unprinted: Whether to list those as well that no brief prints.

    Raises:
        InputError: If a page cannot be composed, so that nobody knows what it prints.
    """
    printed = _printed(project, today)
    last = date.max
    if within is not None:
        last = today + timedelta(days=min(within, (date.max - today).days))
    found = [
        Review(state, printed.get((state.topic.id, state.fact.id), ()))
        for state in list_facts(project, date.min)  # fresh, so that no words say that it is stale
        if state.printable and state.due <= last
    ]
    listed = [one for one in found if unprinted or one.places]
    return sorted(listed, key=lambda one: (one.state.due, one.state.topic.id, one.state.fact.id))


def as_ics(found: Iterable[Review], name: str) -> bytes:
    """The reviews as an iCalendar file (RFC 5545).

    Args:
        found: The reviews, in the order in which they are written.
        name: What the calendar is called.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//briefs//Days of review//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    for one in found:
        calendar.add_component(_event(one))
    return bytes(calendar.to_ical())


def _event(review: Review) -> Event:
    state = review.state
    fact, source = state.fact, state.topic.sources.get(state.fact.source)
    days = [fact.as_of, fact.verified_on, source.retrieved if source else None]
    seen = max(day for day in days if day is not None)
    changed = datetime.combine(seen, time(), UTC)
    label = next(iter((fact.label or {}).values()), "")
    title = fact.id if "{" in label else label or fact.id
    owner = f" ({state.owner})" if state.owner else ""
    event = Event()
    event.add("uid", f"{fact.id}.{state.topic.id}@briefs")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", max(0, (state.due - _EPOCH).days))
    event.add("dtstart", state.due)
    if state.due < date.max:
        event.add("dtend", state.due + timedelta(days=1))
    event.add("summary", f"Review: {title}{owner}")
    event.add("description", "\n".join(_described(review)))
    event.add("categories", [state.topic.id])
    event.add("transp", "TRANSPARENT")
    if source is not None and source.url:
        event.add("url", source.url)
    return event


def _described(review: Review) -> Iterator[str]:
    state = review.state
    fact, source = state.fact, state.topic.sources.get(state.fact.source)
    yield state.shown
    yield f"Fact: {fact.id} in {fact.origin.file}, as of {fact.as_of}"
    if source is not None:
        yield f"Source: {source.publisher}, {source.title}, read on {source.retrieved}"
        if source.url:
            yield source.url
    if fact.evidence:
        yield f"Evidence: “{fact.evidence}”"
    if state.owner:
        yield f"Owner: {state.owner}"
    yield f"A build refuses it from {state.refused_from}."
    if review.places:
        yield "Printed in:"
        yield from (f"- {place}" for place in review.places)
    else:
        yield "Printed in no brief."


def _printed(project: OpenProject, today: date) -> dict[tuple[str, str], tuple[str, ...]]:
    """Where each fact is printed, by topic and fact."""
    found: dict[tuple[str, str], list[str]] = {}
    for edition, page in pages_of(project, Selection(), today).items():
        for fact in page.facts:
            places = [place for place in page.printed if place.fact == fact]
            parts = dict.fromkeys(
                part
                for place in places
                for part in (
                    place.section and f"section {place.section}",
                    place.figure and f"figure {place.figure}",
                )
                if part
            )
            name = edition.file.removesuffix(".pdf")
            where = f"{name}: {', '.join(parts)}" if parts else name
            found.setdefault((edition.topic, fact), []).append(where)
    return {key: tuple(places) for key, places in found.items()}
