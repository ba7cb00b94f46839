"""Figures as they are declared: which facts are drawn, and how."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from briefs.model.entry import Entry, Id, Words

MOST_UNITS = 25
"""More marks than this in a row cannot be counted by eye."""


class FigureKind(StrEnum):
    """How the facts of a figure are shown."""

    BARS = "bars"
    UNITS = "units"
    TABLE = "table"


class Figure(Entry):
    """A chart or table drawn from facts."""

    id: Id = Field(description="Its name in prose")
    kind: FigureKind
    facts: list[Id] = Field(min_length=1, description="Drawn in this order, top to bottom")
    caption: Words = Field(description="What it shows, without a verdict")
    note: Words | None = Field(None, description="What a reader must know to read it rightly")
    whole: Id | None = Field(None, description="units: the total that the facts are parts of")
    audiences: list[Id] | None = Field(None, description="Who may be shown it; absent: all")
