"""When a schedule runs: read from words or a cron expression, said in words, set for systemd."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from cronsim import CronSim, CronSimError

from briefs.model.errors import UsageError

HOUR = 6
"""The hour (UTC) of a schedule that is given in words: before offices open in Europe."""

_MINUTES = [minute for minute in range(6, 55) if minute % 5]
"""Minutes that few others choose; most pick the full hour, a quarter, or five past."""

_DAYS = {"daily": "*", "weekly": "1"}

_FIELDS = {
    "minute": ("minute", "0 to 59"),
    "hour": ("hour", "0 to 23"),
    "day-of-month": ("day of the month", "1 to 31"),
    "month": ("month", "1 to 12, or JAN to DEC"),
    "day-of-week": ("day of the week", "0 (Sunday) to 6, or SUN to SAT"),
}
"""What each field of a cron expression is called and takes, by cronsim's name of it, in order."""

_NAMES = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")

_YEAR = 525_600
"""Minutes of a year: the gap of a schedule that runs once."""

_SOME_DAY = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class When:
    """When a schedule runs.

    Attributes:
        cron: The five fields, one blank between them.
        words: The same in plain words.
        minutes: Of each hour, ascending.
        hours: Of each day, ascending.
        days: Of each month, ascending; empty: every day.
        months: Of each year, ascending; empty: every month.
        weekdays: 0 is Sunday, ascending; empty: every day.
        both_days: Whether a day must be among both; else one of them is enough.
        shortest_gap: Minutes between two runs, the fewest of the first hundred.
    """

    cron: str
    words: str
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    both_days: bool
    shortest_gap: int

    @property
    def on_the_hour(self) -> bool:
        """Whether it runs at the start of an hour, when everybody's does."""
        return 0 in self.minutes


def parse_when(text: str, name: str) -> When:
    """When a schedule is to run.

    Args:
        text: ``daily``, ``weekly``, or a cron expression of five fields.
        name: The project's, from which ``daily`` and ``weekly`` take their minute.

    Raises:
        UsageError: If it is neither; it names the field that is wrong.
    """
    if text in _DAYS:
        text = f"{odd_minute(name)} {HOUR} * * {_DAYS[text]}"
    fields = text.upper().split()
    if len(fields) != len(_FIELDS):
        raise UsageError(
            f'"{text}" is no cron expression: it has {len(fields)} fields, and five are needed',
            "write minute, hour, day of the month, month and day of the week, such as "
            '"23 6 * * 1" (Mondays at 06:23), or daily, or weekly',
        )
    for known, field in zip(_FIELDS, fields, strict=True):
        if not _portable(known, field):
            raise _bad(known, field)
    expression = " ".join(fields)
    try:
        parsed = CronSim(expression, _SOME_DAY)
        runs = [run for run, _ in zip(parsed, range(100), strict=False)]
    except CronSimError as error:
        known = str(error).removeprefix("Bad ")
        raise _bad(known, fields[list(_FIELDS).index(known)]) from None
    gaps = [int((later - earlier).total_seconds() // 60) for earlier, later in pairwise(runs)]
    whole = CronSim(expression, _SOME_DAY)
    return When(
        cron=expression,
        words=whole.explain(),
        minutes=tuple(sorted(whole.minutes)),
        hours=tuple(sorted(whole.hours)),
        days=_restricted(fields[2], whole.days),
        months=_restricted(fields[3], whole.months),
        weekdays=_restricted(fields[4], {day for day in whole.weekdays if isinstance(day, int)}),
        both_days=whole.day_and,
        shortest_gap=min(gaps, default=_YEAR),
    )


def odd_minute(name: str) -> int:
    """A minute off the hour that is a project's own, so that not everybody runs at once."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
    return _MINUTES[int.from_bytes(digest[:8], "big") % len(_MINUTES)]


def calendar(when: When, zone: str = "UTC") -> Iterator[str]:
    """The same as calendar events of systemd, one or two.

    Systemd runs where the day of the month and the day of the week fit; cron mostly where either
    does, which takes an event for each.
    """
    clock = f"{_listed(when.hours, 24)}:{_listed(when.minutes, 60)}:00 {zone}"
    months = _listed(when.months, 0)
    days = _listed(when.days, 0)
    weekdays = ",".join(_NAMES[day].capitalize() for day in when.weekdays)
    if when.days and weekdays and not when.both_days:
        yield f"*-{months}-{days} {clock}"
        days = "*"
    yield f"{weekdays} *-{months}-{days} {clock}".lstrip()


def _listed(numbers: tuple[int, ...], every: int) -> str:
    """Numbers as systemd wants them; a star where none is left out."""
    if not numbers or len(numbers) == every:
        return "*"
    return ",".join(f"{number:02}" for number in numbers)


def _portable(known: str, field: str) -> bool:
    """Whether a field says only what cron, GitHub and GitLab all understand alike."""
    names = {"month": _MONTHS, "day-of-week": _NAMES}.get(known, ())
    pattern = "|".join((r"[\d*,/-]", *names))
    return re.fullmatch(f"(?:{pattern})+", field) is not None and not (
        known == "day-of-week" and "7" in field
    )


def _restricted(field: str, numbers: set[int]) -> tuple[int, ...]:
    return () if field == "*" else tuple(sorted(numbers))


def _bad(known: str, field: str) -> UsageError:
    name, takes = _FIELDS[known]
    return UsageError(
        f'"{field}" is no {name}',
        f"give {takes}; * for every one, a list (1,3), a range (1-5) or a step (*/2)",
    )
