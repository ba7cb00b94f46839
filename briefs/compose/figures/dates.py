"""Dates on an axis that is to scale."""

from __future__ import annotations

from datetime import date

from briefs.model.value import CalendarDate


def position(when: CalendarDate) -> float:
    """A date in years; a year or a month alone stands at its middle."""
    if when.month is None:
        return when.year + 0.5
    if when.day is None:
        return when.year + (when.month - 0.5) / 12
    first = date(when.year, 1, 1)
    return when.year + (date(when.year, when.month, when.day) - first).days / 365.25


def order(when: CalendarDate) -> tuple[int, int, int]:
    """Where a date stands in a list: a year or a month alone before the days within it."""
    return when.year, when.month or 0, when.day or 0


def first_day(when: CalendarDate) -> date:
    """The first day of a date that may be a whole month or year."""
    return date(when.year, when.month or 1, when.day or 1)
