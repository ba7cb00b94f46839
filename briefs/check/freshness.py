"""Rules for time: dates that can be, and facts that are not past their review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Severity
from briefs.model.fact import Fact
from briefs.model.freshness import Calendar, Freshness
from briefs.model.plural import plural
from briefs.model.source import Source
from briefs.model.topic import Topic
from briefs.model.value import CalendarDate, Kind

FIRST_YEAR, LAST_YEAR = 1776, 2200
"""A year outside of these is a slip of the finger: 5025, 20026."""

_LATER = "after the day of this check,"
_NAME_A_DAY = "correct the day, or name a later one with --as-of"


def check_dates(topic: Topic, today: date) -> Iterator[Diagnostic]:
    """Dates of facts and sources that cannot be."""
    possible: dict[str, Source] = {}
    for source in topic.sources.values():
        found = list(_of_source(source, today))
        if not found:
            possible[source.id] = source
        yield from found
    for fact in topic.facts.values():
        found = list(_of_fact(fact, today))
        yield from found or _beside_others(fact, possible.get(fact.source))


def check_freshness(
    topic: Topic, printed: Mapping[str, Sequence[str]], calendar: Calendar, *, allow_stale: bool
) -> Iterator[Diagnostic]:
    """Printed facts that are past their review.

    Args:
        topic: The topic.
        printed: The editions that print a fact, by its id.
        calendar: Today, and how long facts live.
        allow_stale: Whether overdue facts may be printed all the same, with a stamp.
    """
    for name, editions in printed.items():
        fact = topic.facts[name]
        state = calendar.state(fact)
        if state is Freshness.FRESH:
            continue
        first = calendar.first_due(fact)
        keys = ("review_by", "verified_on", "as_of")
        place = first.origin.at(next(key for key in keys if getattr(first, key)))
        due, printed_in = calendar.due(fact), ", ".join(editions)
        whose = f'the fact "{name}"'
        if first is not fact:
            whose += f' is computed from "{first.id}", which'
        said = f"{whose} was due for review on {due} and is printed in {printed_in}"
        overdue = state is Freshness.OVERDUE
        if overdue:
            said += (
                f"; that was {plural((calendar.today - due).days, 'day')} ago, past the "
                f"{calendar.settings.grace}-day time of grace"
            )
        if overdue and not allow_stale:
            yield Diagnostic(
                Code.REVIEW_OVERDUE,
                said,
                place,
                f"{_again(first)}; or hold it; or build with --allow-stale, which stamps the page",
            )
        else:
            yield Diagnostic(
                Code.REVIEW_DUE,
                said,
                place,
                f"{_again(first)}; until then it is printed with its date",
                Severity.WARNING,
            )


def _again(fact: Fact) -> str:
    if fact.kind is Kind.CONTACT:
        return f"try it again and set verified_on{' and review_by' if fact.review_by else ''}"
    return "look at its source again and set value, as_of and review_by"


def _of_source(source: Source, today: date) -> Iterator[Diagnostic]:
    """The first date of a source that cannot be; what follows from it is no second finding.

    The day on which it was read may lie after the day of the check: an old edition can be built
    from what an editor has read since.
    """
    for key in ("published", "retrieved"):
        day = getattr(source, key)
        if day is None:
            continue
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            said = f'{key}: the source "{source.id}" names {day}, a year that cannot be meant'
            yield _impossible(source, key, said)
            return
    if source.published is not None and source.published > today:
        said = f'the source "{source.id}" is published on {source.published}, {_LATER} {today}'
        yield _impossible(source, "published", said, _NAME_A_DAY)
    elif source.published is not None and source.retrieved < source.published:
        yield _impossible(
            source,
            "retrieved",
            f'the source "{source.id}" was read on {source.retrieved}, before it was published on '
            f"{source.published}",
        )


def _of_fact(fact: Fact, today: date) -> Iterator[Diagnostic]:
    """Dates of a fact that cannot be, each by itself."""
    value = fact.parsed
    years = {"as_of": fact.as_of.year}
    if fact.review_by is not None:
        years["review_by"] = fact.review_by.year
    if isinstance(value, CalendarDate):
        years["value"] = value.year
    for key, year in years.items():
        if not FIRST_YEAR <= year <= LAST_YEAR:
            said = f'{key}: the fact "{fact.id}" names the year {year}, which cannot be meant'
            yield _impossible(fact, key, said)
    if today < fact.as_of and fact.as_of.year <= LAST_YEAR:
        said = f'the fact "{fact.id}" is of {fact.as_of}, {_LATER} {today}'
        yield _impossible(fact, "as_of", said, _NAME_A_DAY)
    if fact.verified_on is not None and fact.verified_on > today:
        said = f'the contact "{fact.id}" was tried on {fact.verified_on}, {_LATER} {today}'
        yield _impossible(fact, "verified_on", said, _NAME_A_DAY)


def _beside_others(fact: Fact, source: Source | None) -> Iterator[Diagnostic]:
    """Dates of a fact that do not fit one another, or its source's."""
    if source is not None and fact.as_of > source.retrieved:
        yield _impossible(
            fact,
            "as_of",
            f'the fact "{fact.id}" is of {fact.as_of}, but its source was read on '
            f"{source.retrieved}",
        )
    if fact.review_by is not None and fact.review_by < fact.as_of:
        yield _impossible(
            fact,
            "review_by",
            f'the fact "{fact.id}" comes due on {fact.review_by}, before its day {fact.as_of}',
        )


def _impossible(
    entry: Fact | Source, key: str, message: str, mend: str = "correct the date that is wrong"
) -> Diagnostic:
    return Diagnostic(Code.DATE_IMPOSSIBLE, message, entry.origin.at(key), mend)
