"""Values and words in the reader's locale. Formats come from Babel's CLDR data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from string import Formatter

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency, format_decimal, format_percent
from jinja2 import TemplateRuntimeError

from briefs.model.fact import Fact
from briefs.model.project import LocaleSheet
from briefs.model.topic import TopicSheet
from briefs.model.value import CalendarDate, Kind, Qualifier

NO_BREAK_SPACE = "\u00a0"


@cache
def _babel(locale: str) -> Locale:
    return Locale.parse(locale, sep="-")


@lru_cache(maxsize=4096)
def _decimal(value: str, locale: str) -> str:
    """A number as a locale writes it, worked out once: most numbers of a page stand there twice."""
    return format_decimal(Decimal(value), locale=_babel(locale), decimal_quantization=False)


class PatternError(TemplateRuntimeError):
    """Words of a locale want what they are not given."""


def put_in(pattern: str, values: Mapping[str, object]) -> str:
    """A locale's words with values put in at the names in braces.

    Raises:
        PatternError: If a value is not given, or the braces hold more than a name.
    """
    return "".join(
        f"{words}{'' if place is None else values[place]}"
        for words, place in _runs(pattern, frozenset(values))
    )


@lru_cache(maxsize=1024)
def _runs(pattern: str, known: frozenset[str]) -> tuple[tuple[str, str | None], ...]:
    """The words of a pattern, each run with the name in braces that follows it."""
    try:
        runs = tuple(Formatter().parse(pattern))
    except ValueError as error:
        raise PatternError(f'the words "{pattern}" cannot be used: {error}') from error
    for _, place, form, conversion in runs:
        if place is not None and (form or conversion or place not in known):
            given = f"{{{place}{f':{form}' if form else ''}}}"
            raise PatternError(f'the words "{pattern}" want {given}, which they are not given')
    return tuple((words, place) for words, place, _, _ in runs)


class Wording:
    """How one locale writes values.

    Args:
        locale: The reader's locale, such as ``en-US``.
        sheet: Its words.
        topic: The topic's sheet, for the nouns that its counts are of.
    """

    def __init__(self, locale: str, sheet: LocaleSheet, topic: TopicSheet) -> None:
        self.locale = locale
        self.sheet = sheet
        self.topic = topic

    @cached_property
    def babel(self) -> Locale:
        """The CLDR data of the locale."""
        return _babel(self.locale)

    def bare(self, fact: Fact) -> str:
        """A fact's value without its qualifier: ``$50,000``, ``25%``, ``22``, ``July 29, 2025``."""
        value = fact.parsed
        if isinstance(value, CalendarDate):
            return self.day(value)
        if isinstance(value, Decimal):
            return self.number(value, fact.unit or "")
        return value or ""

    def qualified(self, fact: Fact) -> str:
        """A fact's value as it may be printed: ``up to $50,000``."""
        value = self.bare(fact)
        if fact.qualifier is Qualifier.EXACTLY:
            return value
        pattern = self.sheet.qualifiers.get(fact.qualifier.value, f"{fact.qualifier} {{value}}")
        return put_in(pattern, {"value": value}).replace(" ", NO_BREAK_SPACE)

    def with_noun(self, fact: Fact) -> str:
        """A qualified value with the noun that it counts: ``at least 10,000 people``."""
        noun = self.noun(fact)
        value = self.qualified(fact)
        return f"{value}{NO_BREAK_SPACE}{noun}" if noun else value

    def noun(self, fact: Fact) -> str:
        """The noun of a count in its plural form, or nothing."""
        if fact.kind is not Kind.COUNT or not isinstance(fact.parsed, Decimal):
            return ""
        forms = in_forms(self.topic.units.get(fact.unit or "", {}), self.locale)
        return forms.get(self.babel.plural_form(fact.parsed), forms.get("other", ""))

    def number(self, value: Decimal, unit: str) -> str:
        """A number with its unit, as the locale writes it."""
        if unit == "percent":
            return format_percent(value / 100, locale=self.babel, decimal_quantization=False)
        if is_currency(unit):
            whole = value == value.to_integral_value()
            return format_currency(
                value,
                unit,
                locale=self.babel,
                format=self._currency_pattern(decimals=not whole),
                currency_digits=False,
                decimal_quantization=False,
            )
        return _decimal(str(value), self.locale)

    def day(self, value: CalendarDate | date) -> str:
        """A date as precise as it is known: ``2029``, ``July 2025``, ``July 29, 2025``."""
        if isinstance(value, CalendarDate):
            if value.month is None:
                return str(value.year)
            day = date(value.year, value.month, value.day or 1)
            if value.day is None:
                return format_skeleton("yMMMM", day, locale=self.babel)
            value = day
        text = format_date(value, "long", locale=self.babel)
        return text.replace(" ", NO_BREAK_SPACE, 1)

    def span(self, first: date, last: date) -> str:
        """One date, or two joined as a range."""
        if first == last:
            return self.day(first)
        return f"{self.day(first)}\u2009–\u2009{self.day(last)}"

    def message(self, name: str, values: Mapping[str, object]) -> str:
        """Words of a template, with values put in.

        Raises:
            PatternError: If the words want a value that is not given.
        """
        return put_in(self.sheet.messages[name], values)

    def _currency_pattern(self, *, decimals: bool) -> str:
        pattern: str = self.babel.currency_formats["standard"].pattern
        return pattern if decimals else pattern.replace(".00", "")


def in_forms(units: Mapping[str, Mapping[str, str]], locale: str) -> Mapping[str, str]:
    """The plural forms of a noun in a locale or its language."""
    return units.get(locale) or units.get(locale.partition("-")[0]) or {}


def is_currency(unit: str) -> bool:
    """Whether a unit is an ISO 4217 code such as ``USD``."""
    return len(unit) == 3 and unit.isascii() and unit.isupper()
