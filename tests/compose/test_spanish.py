"""Spanish as readers in the United States write it; every locale file says what English says."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest
import yaml

from briefs.compose.wording import Wording
from briefs.model.fact import Fact
from briefs.model.project import LocaleSheet
from briefs.model.topic import TopicSheet
from briefs.model.value import CalendarDate, Qualifier

LOCALES = Path(__file__).parents[2] / "assets" / "locales"
ENGLISH = "en"
OTHERS = sorted(file.stem for file in LOCALES.glob("*.yaml") if file.stem != ENGLISH)
TOPIC = TopicSheet.model_validate(
    {
        "title": {"es": "x"},
        "units": {
            "homes": {"es": {"one": "vivienda", "many": "de viviendas", "other": "viviendas"}}
        },
    }
)


def sheet(name: str) -> LocaleSheet:
    return LocaleSheet.model_validate(yaml.safe_load((LOCALES / f"{name}.yaml").read_text("utf-8")))


@pytest.fixture(scope="module")
def spanish() -> Wording:
    return Wording("es-US", sheet("es"), TOPIC)


def fact(kind: str, value: str, unit: str, qualifier: str = "exactly") -> Fact:
    return Fact.model_validate(
        {
            "id": "x", "kind": kind, "value": value, "unit": unit, "qualifier": qualifier,
            "as_of": "2026-03-02", "source": "s",
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("qualifier", "shown"),
    [
        ("exactly", "$50,000"),
        ("at least", "al\u00a0menos\u00a0$50,000"),
        ("up to", "hasta\u00a0$50,000"),
        ("about", "alrededor\u00a0de\u00a0$50,000"),
        ("more than", "más\u00a0de\u00a0$50,000"),
        ("fewer than", "menos\u00a0de\u00a0$50,000"),
    ],
)
def test_each_qualifier_stands_before_its_value(
    spanish: Wording, qualifier: str, shown: str
) -> None:
    assert spanish.qualified(fact("amount", "50000", "USD", qualifier)) == shown


def test_the_qualifiers_tested_are_all_there_are(spanish: Wording) -> None:
    assert set(spanish.sheet.qualifiers) == set(Qualifier) - {Qualifier.EXACTLY}


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("50000", "USD", "$50,000"),
        ("12.5", "USD", "$12.50"),
        ("1250000", "USD", "$1,250,000"),
        ("-5", "USD", "-$5"),
        ("62.5", "percent", "62.5%"),
        ("25", "percent", "25%"),
        ("1700", "homes", "1,700"),
        ("1000000", "homes", "1,000,000"),
        ("0.25", "homes", "0.25"),
    ],
)
def test_numbers_have_the_points_and_commas_of_the_united_states(
    spanish: Wording, value: str, unit: str, shown: str
) -> None:
    assert spanish.number(Decimal(value), unit) == shown


def test_other_spanish_has_other_points_and_commas() -> None:
    european = Wording("es-ES", sheet("es"), TOPIC)
    assert european.number(Decimal("12345.5"), "homes") == "12.345,5"
    assert european.number(Decimal("62.5"), "percent") == "62,5\u00a0%"


@pytest.mark.parametrize(
    ("value", "qualifier", "shown"),
    [
        ("1", "exactly", "1\u00a0vivienda"),
        ("0", "exactly", "0\u00a0viviendas"),
        ("2", "exactly", "2\u00a0viviendas"),
        ("1.5", "exactly", "1.5\u00a0viviendas"),
        ("1700", "more than", "más\u00a0de\u00a01,700\u00a0viviendas"),
        ("1", "up to", "hasta\u00a01\u00a0vivienda"),
        ("1000000", "about", "alrededor\u00a0de\u00a01,000,000\u00a0de viviendas"),
    ],
)
def test_a_noun_follows_its_number(
    spanish: Wording, value: str, qualifier: str, shown: str
) -> None:
    assert spanish.with_noun(fact("count", value, "homes", qualifier)) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (CalendarDate(2029), "2029"),
        (CalendarDate(2027, 9), "septiembre de 2027"),
        (CalendarDate(2026, 1, 15), "15\u00a0de enero de 2026"),
        (date(2026, 3, 2), "2\u00a0de marzo de 2026"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(
    spanish: Wording, value: CalendarDate | date, shown: str
) -> None:
    assert spanish.day(value) == shown


def test_readers_are_addressed_with_respect(spanish: Wording) -> None:
    familiar = re.compile(r"(?i)\b(?:tú|tu|tus|contigo|verifica|avísanos|encontraste|consulta)\b")
    assert [words for words in spanish.sheet.messages.values() if familiar.search(words)] == []
    assert "Avísenos" in spanish.sheet.messages["contact"]


def differences(english: LocaleSheet, other: LocaleSheet) -> list[str]:
    """What one of two sheets says and the other does not, or says with other values in it."""
    found: list[str] = []
    for part in ("qualifiers", "kinds", "messages"):
        here, there = getattr(english, part), getattr(other, part)
        found += [f"{part}: {name} in one file only" for name in sorted(set(here) ^ set(there))]
        found += [
            f"{part}: {name} holds other values"
            for name in here
            if name in there and places(here[name]) != places(there[name])
        ]
    return found


def places(words: str) -> list[str]:
    """The names in braces, each as often as it stands there."""
    return sorted(name for _, name, _, _ in Formatter().parse(words) if name is not None)


def test_there_are_other_locale_files() -> None:
    assert "es" in OTHERS


@pytest.mark.parametrize("name", OTHERS)
def test_every_locale_file_has_the_messages_of_english_and_no_others(name: str) -> None:
    assert differences(sheet(ENGLISH), sheet(name)) == []


@pytest.mark.parametrize("name", OTHERS)
def test_no_message_was_left_in_english(name: str) -> None:
    english, other = sheet(ENGLISH), sheet(name)
    bare = re.compile(r"\{\w+\}")
    same = [
        words
        for part in ("qualifiers", "kinds", "messages")
        for key, words in getattr(english, part).items()
        if getattr(other, part)[key] == words and re.search(r"\w", bare.sub("", words))
    ]
    assert same == []


def test_a_missing_message_and_a_missing_value_are_seen() -> None:
    english = sheet(ENGLISH)
    short = {name: words for name, words in english.messages.items() if name != "sources"}
    short |= {"as-of": "Facts", "extra": "More"}
    altered = english.model_copy(update={"messages": short})
    assert differences(english, altered) == [
        "messages: extra in one file only",
        "messages: sources in one file only",
        "messages: as-of holds other values",
    ]
