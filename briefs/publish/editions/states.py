"""The facts of a topic as claims, printed or not: to compare fact bases without composing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from briefs.compose.plain_words import PlainWords, with_blanks
from briefs.compose.record import recorded_fact, recorded_source
from briefs.model.changes import Claims
from briefs.model.edition import Edition
from briefs.model.fact import Fact
from briefs.model.freshness import Calendar
from briefs.model.project import Project
from briefs.model.record import RecordedFact
from briefs.model.text import fallbacks, in_locale
from briefs.model.topic import Topic
from briefs.model.value import Status
from briefs.publish.check import calendar_of

_ALWAYS_FRESH = date.min


class State(NamedTuple):
    """A topic's facts at one time.

    Attributes:
        claims: All that are not withdrawn, in the order of the file.
        held: Ids of those that may not be printed.
        reasons: Why a fact is held, withdrawn or shown to nobody, by id.
    """

    claims: Claims
    held: frozenset[str]
    reasons: Mapping[str, str]


def state_of(
    project: Project,
    topic: Topic,
    *,
    locale: str = "",
    only: Collection[str] | None = None,
    today: date | None = None,
) -> State:
    """A topic's facts.

    Args:
        project: What was read.
        topic: The topic.
        locale: The language of the words; default: the project's first one that it has words for.
        only: The facts that count; default: all.
        today: The day on which they are stale or not; default: they are not judged.
    """
    locale = _locale(project, locale)
    facts = [fact for fact in topic.facts.values() if only is None or fact.id in only]
    withdrawn = [fact.id for fact in facts if fact.status is Status.WITHDRAWN]
    stated = _Stated(project, topic, locale, today)
    claims = Claims(
        tuple(stated.fact(fact) for fact in facts if fact.status is not Status.WITHDRAWN),
        tuple(recorded_source(source) for source in topic.sources.values()),
        frozenset(withdrawn),
        locale,
        stated.absent,
    )
    held = frozenset(fact.id for fact in facts if fact.status is Status.HELD)
    return State(claims, held, {fact.id: fact.reason for fact in facts if fact.reason})


def _locale(project: Project, wanted: str) -> str:
    """The locale itself, or the project's first one, of those that there are words for."""
    for locale in filter(None, [wanted, *project.settings.locales]):
        if set(fallbacks(locale)) & set(project.locales):
            return locale
    return next(iter(project.locales))


class _Stated:
    """Words the facts of one topic."""

    def __init__(self, project: Project, topic: Topic, locale: str, today: date | None) -> None:
        fresh = calendar_of(project, topic, _ALWAYS_FRESH)  # no stamps in the words
        edition = Edition("", topic.id, "", locale, project.settings.paper)
        self._words = PlainWords(edition, project, fresh)
        self._calendar: Calendar = calendar_of(project, topic, today or _ALWAYS_FRESH)
        self._locale = locale

    @property
    def absent(self) -> str:
        """What a table says of a fact that has no value."""
        return with_blanks(self._words.wording.message("no-amount", {}))

    def fact(self, fact: Fact) -> RecordedFact:
        """A fact as a record has it, in all the forms in which a sentence may print its value."""
        return recorded_fact(
            fact,
            self._calendar,
            label=self._said(fact, "label"),
            shown=self._shown(fact),
            attribution=self._said(fact, "attribution"),
        )

    def _shown(self, fact: Fact) -> tuple[str, ...]:
        if fact.parsed is None:
            return (self._said(fact, "text") or "",)
        wording = self._words.wording
        forms = (wording.with_noun(fact), wording.qualified(fact), wording.bare(fact))
        return tuple(dict.fromkeys(map(with_blanks, forms)))

    def _said(self, fact: Fact, key: str) -> str | None:
        """A fact's words; as they are written where they cannot be filled in."""
        written = in_locale(getattr(fact, key) or {}, self._locale)
        return written and (self._words.of(fact, key) or written)
