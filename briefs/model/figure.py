"""Figures as they are declared: which facts are drawn, and how."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from pydantic import Field, model_validator

from briefs.model.entry import Entry, Id, Words

MOST_UNITS = 100
"""More marks than this in one field cannot be taken in at a glance."""


MOST_LINES = 4
"""More lines than this in one field cannot be told apart."""


class FigureKind(StrEnum):
    """How the facts of a figure are shown.

    Of these, ``comparison``, ``range``, ``line`` and ``multiples`` take their facts in groups.
    """

    BARS = "bars"
    COMPARISON = "comparison"
    LINE = "line"
    MAP = "map"
    MULTIPLES = "multiples"
    RANGE = "range"
    TABLE = "table"
    TIMELINE = "timeline"
    UNITS = "units"


class FigureGroup(Entry):
    """Facts of a figure that belong together: a goal and its result, a series, a panel."""

    label: Words = Field(description="What they are about; printed beside them")
    facts: list[Id] = Field(min_length=1, description="Drawn in this order")


class Figure(Entry):
    """A chart or table drawn from facts."""

    id: Id = Field(description="Its name in prose")
    kind: FigureKind = Field(description="How its facts are shown")
    facts: list[Id] = Field(
        default_factory=list,
        min_length=1,
        description="Drawn in this order, top to bottom; or give groups",
    )
    groups: list[FigureGroup] = Field(
        default_factory=list,
        min_length=1,
        description="Instead of facts: a goal and its result (comparison), the ends of a range, "
        "a series (line), a panel (multiples)",
    )
    caption: Words = Field(description="What it shows, without a verdict")
    note: Words | None = Field(None, description="What a reader must know to read it rightly")
    whole: Id | None = Field(
        None, description="Of kind units: the total that the facts are parts of"
    )
    audiences: list[Id] | None = Field(None, description="Who may be shown it; absent: all")

    @model_validator(mode="after")
    def _has_facts(self) -> Figure:
        if bool(self.facts) == bool(self.groups):
            raise ValueError("give facts: [...], or groups: with facts, and not both")
        return self

    @property
    def members(self) -> Iterator[tuple[tuple[str | int, ...], Id]]:
        """Each fact with the keys that lead to it."""
        for index, name in enumerate(self.facts):
            yield ("facts", index), name
        for number, group in enumerate(self.groups):
            for index, name in enumerate(group.facts):
                yield ("groups", number, "facts", index), name
