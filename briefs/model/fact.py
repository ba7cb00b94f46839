"""The fact: a value or a statement that somebody will check."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, cached_property
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from briefs.model.entry import Day, Entry, Id, Line, Words
from briefs.model.value import (
    ATTRIBUTED_KINDS,
    NUMERIC_KINDS,
    CalendarDate,
    Kind,
    Measure,
    Qualifier,
    Status,
    Value,
)


def _as_written(value: Any) -> Any:
    """Numbers reach us as text or int; a float would already have lost its digits."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class Fact(Entry):
    """One claim with its unit, qualifier, dates, source and attribution."""

    id: Id = Field(description="Its name in prose, templates and figures")
    kind: Kind = Field(
        description="What sort of claim it is: decides what it needs and how it is printed"
    )
    value: Annotated[Line | None, BeforeValidator(_as_written)] = Field(
        None,
        description="A number, a date (2029, 2029-03, 2029-03-31), a contact's words, "
        'or a formula over other facts ("= a + b")',
    )
    unit: Line | None = Field(
        None, description="A currency code (USD), percent, or a unit declared in topic.yaml"
    )
    qualifier: Qualifier = Field(
        Qualifier.EXACTLY,
        description="How the value relates to the true figure; printed with it, everywhere",
    )
    measure: Measure | None = Field(
        None,
        description="What the number measures; default: with the qualifier up to a limit, "
        "else a result",
    )
    label: Words | None = Field(None, description="What the value is called, in lower case")
    text: Words | None = Field(None, description="The claim as a sentence, attribution included")
    as_of: Day = Field(description="Day for which the source says it")
    review_by: Day | None = Field(
        None,
        description="Last day on which it is fresh; default: as_of, of a contact verified_on, "
        "plus the days of its kind",
    )
    source: Id = Field(description="Id of its source in sources.yaml")
    evidence: Line | None = Field(None, description="Short and verbatim from the source")
    absence: bool = Field(
        False, description="Whether it says what the source does not say; it then needs no evidence"
    )
    attribution: Words | None = Field(None, description="Who says so; stands in the text too")
    audiences: list[Id] | None = Field(
        None, description="Who may be shown it; absent: all; empty: nobody, with a reason"
    )
    pair_with: Id | None = Field(None, description="The view that must be printed beside this one")
    side: Id | None = Field(None, description="The side that a quote speaks for, as in topic.yaml")
    same_as: Id | None = Field(
        None, description="The fact that another source gives for the very same thing"
    )
    period: Line | None = Field(
        None,
        description="The time that the value is about (2024, 2024-07, 2024-07-01), where it is "
        "one of a series; as_of stays the day for which the source says it",
    )
    place: Line | None = Field(
        None,
        pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$",
        description="The place that the value is about, as ISO 3166-2 codes it (US-MI)",
    )
    part_of: Id | None = Field(None, description="The total that this count is a part of")
    derive: bool = Field(True, description="Whether formulas may use this fact")
    note: Words | None = Field(None, description="What a reader must know beside the value")
    reaches: Words | None = Field(None, description="Whom a contact reaches; printed beside it")
    verified_on: Day | None = Field(
        None, description="Day on which a person tried the contact; before that it is not printed"
    )
    vanity: Line | None = Field(
        None, description="A telephone number in letters, as published; its digits are the value"
    )
    status: Status = Field(
        Status.OK, description="Whether it may be printed; held and withdrawn ones never are"
    )
    reason: Line | None = Field(None, description="Why it is held, withdrawn or shown to nobody")

    @field_validator("value")
    @classmethod
    def _fits_the_kind(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and "kind" in info.data:
            parse_value(value, info.data["kind"])
        return value

    @field_validator("period")
    @classmethod
    def _is_a_date(cls, period: str | None) -> str | None:
        if period is not None:
            CalendarDate.parse(period)
        return period

    @property
    def when(self) -> CalendarDate | None:
        """The time that it is about: its period, or the date that is its value."""
        if self.period is not None:
            return CalendarDate.parse(self.period)
        return self.parsed if isinstance(self.parsed, CalendarDate) else None

    @cached_property
    def parsed(self) -> Value | None:
        """The value in the type of its kind; None for a formula not computed yet."""
        return None if self.value is None else parse_value(self.value, self.kind)

    @property
    def formula(self) -> str | None:
        """The formula that computes the value, without its equals sign."""
        if self.value is None or not self.value.startswith("=") or self.kind not in NUMERIC_KINDS:
            return None
        return self.value[1:].strip()

    @property
    def inputs(self) -> tuple[str, ...]:
        """Ids of the facts that its formula is computed from."""
        formula = self.formula
        return () if formula is None else tuple(_ID_IN_FORMULA.findall(formula))

    @property
    def nature(self) -> Measure:
        """What the number measures, with the default that its qualifier gives."""
        if self.measure is not None:
            return self.measure
        return Measure.LIMIT if self.qualifier is Qualifier.UP_TO else Measure.RESULT

    def allowed_for(self, audience: str) -> bool:
        """Whether a brief for this audience may print the fact."""
        return self.audiences is None or audience in self.audiences

    def computed(self, value: Decimal) -> Fact:
        """The same fact with the value that its formula gave."""
        fact = self.model_copy()
        fact.__dict__["parsed"] = value  # where the cached property would keep it
        return fact


_ID_IN_FORMULA = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,9})?", re.ASCII)


def parse_value(value: str, kind: Kind) -> Value | None:
    """A written value in the type that its kind asks for; None for a formula.

    Raises:
        ValueError: If the text cannot be such a value.
    """
    if kind in NUMERIC_KINDS:
        if value.startswith("="):
            return None
        if not _NUMBER.fullmatch(value):
            raise ValueError(f'"{value}" is not a number such as 50000 or 2.5')
        return Decimal(value)
    if kind is Kind.DATE:
        return CalendarDate.parse(value)
    return value


def missing_parts(fact: Fact) -> list[tuple[str, str]]:
    """What a fact of its kind needs and does not have.

    Returns:
        Pairs of the key and the reason, in the order in which an editor would fill them in.
    """
    wants = list(_wanted_of(fact.kind))
    if not fact.absence and not fact.formula:
        wants += [("evidence", "a reader must be able to check it")]
    if fact.status is not Status.OK or fact.audiences == []:
        wants += [("reason", "an editor must know why it is not printed")]
    return [(key, why) for key, why in wants if getattr(fact, key) is None]


@cache
def _wanted_of(kind: Kind) -> tuple[tuple[str, str], ...]:
    """What every fact of a kind needs, and why."""
    wants: list[tuple[str, str]] = []
    if kind in NUMERIC_KINDS | {Kind.DATE, Kind.CONTACT}:
        wants += [("value", f"a fact of kind {kind} is a value"), ("label", "it is printed")]
    if kind in NUMERIC_KINDS:
        wants += [("unit", "a number without a unit can be misread")]
    if kind in {Kind.DEFINITION, Kind.STATEMENT} | ATTRIBUTED_KINDS:
        wants += [("text", f"a fact of kind {kind} is a sentence")]
    if kind in ATTRIBUTED_KINDS:
        wants += [("attribution", f"a fact of kind {kind} is always somebody's")]
    if kind is Kind.CONTACT:
        wants += [
            ("reaches", "a reader must know whom a contact reaches"),
            ("audiences", "a contact is meant for some readers and may harm others"),
        ]
    return tuple(wants)
