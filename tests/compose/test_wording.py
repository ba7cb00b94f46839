"""Numbers, money, dates and nouns as the reader's locale writes them, qualifier included."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.compose.wording import PatternError, Wording, put_in
from briefs.model.fact import Fact
from briefs.model.project import MESSAGES_WANTED, LocaleSheet
from briefs.model.topic import TopicSheet
from briefs.model.value import CalendarDate

PATTERNS = {
    "en": ("at least {value}", "up to {value}"),
    "es": ("al menos {value}", "hasta {value}"),
    "de": ("mindestens {value}", "bis zu {value}"),
    "ar": ("{value} على الأقل", "حتى {value}"),
}
TOPIC = TopicSheet.model_validate(
    {
        "title": {"en": "x"},
        "units": {
            "homes": {
                "en": {"one": "home", "other": "homes"},
                "es": {"one": "casa", "other": "casas"},
                "ar": {"two": "منزلان", "few": "منازل", "other": "منزل"},
            }
        },
    }
)


def wording(locale: str) -> Wording:
    least, most = PATTERNS[locale.partition("-")[0]]
    sheet = LocaleSheet.model_validate(
        {
            "name": "x",
            "qualifiers": {
                "at least": least,
                "up to": most,
                "about": "~{value}",
                "more than": ">{value}",
                "fewer than": "<{value}",
            },
            "kinds": {},
            "messages": {
                name: " ".join(f"{{{place}}}" for place in sorted(places)) or "words"
                for name, places in MESSAGES_WANTED.items()
            },
        }
    )
    return Wording(locale, sheet, TOPIC)


def fact(kind: str, value: str, unit: str = "homes", qualifier: str = "exactly") -> Fact:
    return Fact.model_validate(
        {
            "id": "x", "kind": kind, "value": value, "unit": unit, "qualifier": qualifier,
            "as_of": "2025-08-01", "source": "s",
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("locale", "value", "unit", "shown"),
    [
        ("en-US", "50000", "USD", "$50,000"),
        ("en-US", "1234.5", "USD", "$1,234.50"),
        ("en-US", "1234.567", "USD", "$1,234.567"),
        ("en-US", "-5", "USD", "-$5"),
        ("en-US", "3", "EUR", "€3"),
        ("es-US", "50000", "USD", "$50,000"),
        ("de-DE", "50000", "USD", "50.000\u00a0$"),
        ("de-DE", "1234.5", "EUR", "1.234,50\u00a0€"),
        ("en-US", "25", "percent", "25%"),
        ("en-US", "2.5", "percent", "2.5%"),
        ("de-DE", "2.5", "percent", "2,5\u00a0%"),
        ("en-US", "10000", "homes", "10,000"),
        ("es-US", "10000", "homes", "10,000"),
        ("de-DE", "10000", "homes", "10.000"),
        ("de-DE", "1234567.125", "homes", "1.234.567,125"),
        ("ar-EG", "10000", "homes", "10,000"),
        ("en-US", "0", "homes", "0"),
    ],
)
def test_a_number_is_written_as_the_locale_does_and_never_rounded(
    locale: str, value: str, unit: str, shown: str
) -> None:
    assert wording(locale).number(Decimal(value), unit) == shown


def test_arabic_keeps_its_currency_pattern() -> None:
    shown = wording("ar-EG").number(Decimal(50000), "USD")
    assert "50,000" in shown
    assert "US$" in shown
    assert ".00" not in shown


@pytest.mark.parametrize(
    ("locale", "value", "shown"),
    [
        ("en-US", CalendarDate(2029), "2029"),
        ("en-US", CalendarDate(2025, 7), "July 2025"),
        ("en-US", CalendarDate(2025, 7, 29), "July\u00a029, 2025"),
        ("en-US", date(2025, 7, 29), "July\u00a029, 2025"),
        ("es-US", CalendarDate(2025, 7), "julio de 2025"),
        ("es-US", CalendarDate(2025, 7, 29), "29\u00a0de julio de 2025"),
        ("de-DE", CalendarDate(2025, 7), "Juli 2025"),
        ("de-DE", CalendarDate(2025, 7, 29), "29.\u00a0Juli 2025"),
        ("ar-EG", CalendarDate(2025, 7, 29), "29\u00a0يوليو 2025"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(
    locale: str, value: CalendarDate | date, shown: str
) -> None:
    assert wording(locale).day(value) == shown


@pytest.mark.parametrize(
    ("locale", "qualifier", "shown"),
    [
        ("en-US", "exactly", "$50,000"),
        ("en-US", "up to", "up\u00a0to\u00a0$50,000"),
        ("es-US", "up to", "hasta\u00a0$50,000"),
        ("es-US", "at least", "al\u00a0menos\u00a0$50,000"),
        ("de-DE", "up to", "bis\u00a0zu\u00a050.000\u00a0$"),
    ],
)
def test_a_qualifier_cannot_be_parted_from_its_value(
    locale: str, qualifier: str, shown: str
) -> None:
    assert wording(locale).qualified(fact("amount", "50000", "USD", qualifier)) == shown


@pytest.mark.parametrize(
    ("locale", "value", "noun"),
    [
        ("en-US", "1", "home"),
        ("en-US", "0", "homes"),
        ("en-US", "1.0", "homes"),
        ("en-US", "22", "homes"),
        ("es-US", "1", "casa"),
        ("es-US", "2", "casas"),
        ("ar-EG", "2", "منزلان"),
        ("ar-EG", "3", "منازل"),
        ("ar-EG", "100", "منزل"),
        ("de-DE", "2", ""),
    ],
)
def test_a_noun_follows_its_number(locale: str, value: str, noun: str) -> None:
    assert wording(locale).noun(fact("count", value)) == noun


def test_a_counted_value_has_its_noun_and_money_has_none() -> None:
    english = wording("en-US")
    assert (
        english.with_noun(fact("count", "5", qualifier="at least"))
        == "at\u00a0least\u00a05\u00a0homes"
    )
    assert english.with_noun(fact("amount", "5", "USD")) == "$5"
    assert english.with_noun(fact("contact", "the town hall")) == "the town hall"


def test_one_day_is_no_span() -> None:
    english = wording("en-US")
    first, last = date(2025, 7, 29), date(2025, 8, 1)
    assert english.span(first, first) == "July\u00a029, 2025"
    assert english.span(first, last) == "July\u00a029, 2025\u2009–\u2009August\u00a01, 2025"


@given(st.decimals(-(10**15), 10**15, places=4, allow_nan=False))
def test_every_number_can_be_read_back(value: Decimal) -> None:
    for unit, extra in (("homes", ""), ("USD", "$"), ("percent", "%")):
        shown = wording("en-US").number(value, unit)
        read = Decimal(
            shown.replace(",", "").replace(extra, "") if extra else shown.replace(",", "")
        )
        assert read == value


def test_values_are_put_in_at_their_names() -> None:
    assert put_in("{{a}} {x} and {y}{x}", {"x": 1, "y": "{z}", "more": 3}) == "{a} 1 and {z}1"
    assert put_in("as it stands", {}) == "as it stands"


@pytest.mark.parametrize(
    "pattern",
    ["{y}", "{}", "{0}", "{x:%Y}", "{x!r}", "{x.__class__}", "{x[0]}", "{", "}", "{x", "{x:{y}}"],
)
def test_pattern_that_wants_more_than_it_is_given_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        put_in(pattern, {"x": "words"})
