"""How long a fact may be relied on: fresh, due for review, or overdue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from pydantic import Field, field_validator

from briefs.model.entry import Entry
from briefs.model.fact import Fact
from briefs.model.value import Kind

LAW = "law"
"""Stands for every fact from a source of kind law, whatever the fact's own kind."""

TIME_TO_LIVE: Mapping[str, int] = {
    Kind.AMOUNT: 60,
    Kind.COUNT: 30,
    Kind.RATE: 60,
    Kind.DATE: 365,
    Kind.DEFINITION: 365,
    Kind.STATEMENT: 60,
    Kind.VIEW: 60,
    Kind.QUOTE: 365,
    Kind.FORECAST: 60,
    Kind.ADVICE: 60,
    Kind.CONTACT: 30,
    LAW: 90,
}
"""Days from a fact's as-of date until an editor looks at it again, where nothing else is said."""


class Freshness(StrEnum):
    """Where a fact stands between its as-of date and the end of its time of grace."""

    FRESH = "fresh"
    DUE = "due"
    OVERDUE = "overdue"


class FreshnessSettings(Entry):
    """The ``[freshness]`` table of ``briefs.toml``."""

    grace: int = Field(
        30, ge=0, le=3650, description="Days after its review-by date until a fact stops a build"
    )
    time_to_live: dict[str, int] = Field(
        default_factory=dict,
        description="Days until review by kind of fact, and for facts from sources of kind law",
    )

    @field_validator("time_to_live")
    @classmethod
    def _of_known_kinds(cls, days: dict[str, int]) -> dict[str, int]:
        for kind, number in days.items():
            if kind not in TIME_TO_LIVE:
                raise ValueError(f'"{kind}" is not one of {", ".join(TIME_TO_LIVE)}')
            if not 1 <= number <= 3650:
                raise ValueError(f"{kind}: {number} is not a number of days from 1 to 3650")
        return days


@dataclass(frozen=True, slots=True)
class Calendar:
    """Judges facts on one day.

    Attributes:
        today: The day; handed in, so that an old edition can be built again.
        settings: Grace and times to live.
        law: Ids of the sources that are law.
        facts: The fact base, for the facts that formulas are computed from.
    """

    today: date
    settings: FreshnessSettings = field(default_factory=FreshnessSettings)
    law: frozenset[str] = frozenset()
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def due(self, fact: Fact) -> date:
        """The day from which a fact needs a new look; of a computed one the first of its facts."""
        return self._own(self.first_due(fact))

    def first_due(self, fact: Fact) -> Fact:
        """Which comes due first: the fact, or one of those that it is computed from."""
        return min(self._with_inputs(fact), key=self._own) if fact.inputs else fact

    def _with_inputs(self, fact: Fact) -> list[Fact]:
        """A fact and all that it is computed from, each once."""
        found = {fact.id: fact}
        waiting = list(fact.inputs)
        while waiting:
            name = waiting.pop()
            if name in self.facts and name not in found:
                found[name] = self.facts[name]
                waiting += self.facts[name].inputs
        return list(found.values())

    def _own(self, fact: Fact) -> date:
        """The day that the fact itself gives, or its time to live."""
        if fact.review_by is not None:
            return fact.review_by
        kind = LAW if fact.source in self.law else fact.kind.value
        days = self.settings.time_to_live.get(kind, TIME_TO_LIVE[kind])
        seen = fact.verified_on or fact.as_of
        return seen + timedelta(days=min(days, (date.max - seen).days))

    def refused_from(self, fact: Fact) -> date:
        """The day from which a build refuses the fact: due, and the time of grace over."""
        due = self.due(fact)
        return due + timedelta(days=min(self.settings.grace + 1, (date.max - due).days))

    def state(self, fact: Fact) -> Freshness:
        """Where a fact stands today."""
        if self.today <= self.due(fact):
            return Freshness.FRESH
        return Freshness.DUE if self.today < self.refused_from(fact) else Freshness.OVERDUE
