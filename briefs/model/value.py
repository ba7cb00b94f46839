"""What a fact's value can be: a number with a unit, a calendar date, or words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What sort of claim a fact is. The kind decides how it may be shown."""

    AMOUNT = "amount"
    COUNT = "count"
    RATE = "rate"
    DATE = "date"
    DEFINITION = "definition"
    STATEMENT = "statement"
    VIEW = "view"
    QUOTE = "quote"
    FORECAST = "forecast"
    ADVICE = "advice"
    CONTACT = "contact"


NUMERIC_KINDS = frozenset({Kind.AMOUNT, Kind.COUNT, Kind.RATE})
ATTRIBUTED_KINDS = frozenset({Kind.VIEW, Kind.FORECAST, Kind.ADVICE, Kind.QUOTE})


class Qualifier(StrEnum):
    """How a value relates to the true figure. Printed with the value, everywhere."""

    EXACTLY = "exactly"
    AT_LEAST = "at least"
    UP_TO = "up to"
    ABOUT = "about"
    MORE_THAN = "more than"
    FEWER_THAN = "fewer than"


class Measure(StrEnum):
    """What a number measures: something that happened, an aim, or a ceiling."""

    RESULT = "result"
    GOAL = "goal"
    LIMIT = "limit"


class Status(StrEnum):
    """Whether a fact may be printed at all."""

    OK = "ok"
    HELD = "held"
    WITHDRAWN = "withdrawn"


_CALENDAR_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class CalendarDate:
    """A date as precise as its source: a year, a month of a year, or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> CalendarDate:
        """Read ``2029``, ``2029-03`` or ``2029-03-31``.

        Raises:
            ValueError: If the text has another form or names no real day.
        """
        match = _CALENDAR_DATE.match(text)
        if match is None:
            raise ValueError("a date is written 2029, 2029-03 or 2029-03-31")
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None  # the expression requires it  # noqa: S101
        date(year, month or 1, day or 1)
        return cls(year, month, day)

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


Value = Decimal | CalendarDate | str
