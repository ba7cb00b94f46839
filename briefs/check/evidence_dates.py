"""The dates in the words of a source, in the language of the source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError

from briefs.check.number_words import Span, without_accents
from briefs.model.value import CalendarDate

_DAY = r"\d{1,2}(?:st|nd|rd|th|er|[ºª°.])?"
_DAYS = rf"{_DAY}(?:\s*(?:[-\u2013,/&]|to|and|y|al?)\s*{_DAY})*"
_YEAR = r"(?:1[6-9]|20|21)\d\d"
_OF = r"(?:\s*(?:of|de|del)\s+|[,.]?\s*)"

_ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d)(?:-(\d\d))?(?!\d)")
_SLASHED = re.compile(r"(?<![\d/.])(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d\d)(?![\d/])")
_BARE_YEAR = re.compile(
    rf"(?<![\d.,$€£¥#/])({_YEAR})(?!\d|[.,]\d|\s?[%‰])(?:\s?[-\u2013/]\s?(\d\d)(?![\d-]))?"
)
_NUMBER = re.compile(r"\d+")
_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class Dates:
    """What the dates of a text say.

    Attributes:
        spans: Where their digits stand.
        years: The years that it names.
        months: The months beside a day or a year.
        days: The days beside a month.
        others: Months and days that it may name besides, each alone.
    """

    spans: tuple[Span, ...]
    years: frozenset[int]
    months: frozenset[int]
    days: frozenset[int]
    others: tuple[frozenset[int], frozenset[int]]

    @property
    def single(self) -> bool:
        """Whether it is one date and no more."""
        return max(len(self.years), len(self.months), len(self.days)) <= 1

    def hold(self, value: CalendarDate) -> bool:
        """Whether they name a date, as far as they say year, month and day at all."""
        months, days = self.others
        parts = (
            (value.year, self.years, frozenset[int]()),
            (value.month, self.months, months),
            (value.day, self.days, days),
        )
        return all(part is None or not named or part in named | more for part, named, more in parts)


def dates_in(text: str, language: str) -> Dates:
    """The dates of a text: "July 31, 2025", "31 de julio", "2025-07-31", "7/31/2025", "2025".

    Args:
        text: Plain text of one line.
        language: The language; in one that Unicode's data do not have, no month's name is known.
    """
    plain = without_accents(text.lower())
    spans: list[Span] = []
    years: set[int] = set()
    months: set[int] = set()
    days: set[int] = set()
    more_months: set[int] = set()
    more_days = {int(one) for one in _NUMBER.findall(plain) if len(one) <= 2}
    for match in _ISO.finditer(plain):
        spans.append(match.span())
        years.add(int(match[1]))
        months.add(int(match[2]))
        days |= {int(match[3])} if match[3] else set()
    for match in _SLASHED.finditer(plain):
        spans.append(match.span())
        years.add(int(match[4]) + (_CENTURY if len(match[4]) == 2 else 0))
        months |= {int(match[1]), int(match[3])}  # some write the month first, others the day
        days |= {int(match[1]), int(match[3])}
    names = _months(language)
    if names:
        for match in _with_month(language).finditer(plain):
            before, after, year = match["before"], match["after"], match["year"]
            if not (before or after or year):
                more_months.add(names[match["month"]])
                continue
            spans.append(match.span())
            months.add(names[match["month"]])
            days |= {int(one) for one in _NUMBER.findall(f"{before or ''} {after or ''}")}
    for match in _BARE_YEAR.finditer(plain):
        spans.append(match.span())
        years.add(int(match[1]))
        years |= {int(match[1][:2] + match[2])} if match[2] else set()
    return Dates(
        tuple(spans),
        frozenset(years),
        frozenset(months),
        frozenset(days),
        (frozenset(more_months), frozenset(more_days)),
    )


@cache
def _months(language: str) -> dict[str, int]:
    """The names of the months and their short forms, in small letters without accents."""
    try:
        locale = Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return {}
    names = {"sept": 9} if locale.language in {"en", "es"} else {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                names[without_accents(name.lower()).rstrip(".")] = number
    return names


@cache
def _with_month(language: str) -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(_months(language), key=len, reverse=True)))
    return re.compile(
        rf"(?<![^\W_])(?:(?P<before>{_DAYS}){_OF})?(?P<month>{names})(?![^\W_])\.?"
        rf"(?:\s+(?P<after>{_DAYS})(?!\d|[.,]\d))?(?:{_OF}(?P<year>{_YEAR})(?!\d))?"
    )
