"""Dates that cannot be are named at their key; facts past their review by the day of the check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from briefs.check.freshness import check_dates, check_freshness
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Severity
from briefs.model.freshness import Calendar, FreshnessSettings
from briefs.model.topic import Topic
from briefs.read.project import read_project

BASE = Path(__file__).parents[1] / "mistakes" / "_base"
TOPIC = "assets/topics/lead-pipes"
TODAY = date(2025, 8, 15)
GRANT = '  source: county-report\n  evidence: "up to $4,000"'
START = 'value: "2025-10"'
CONTACT = """- id: office
  kind: contact
  value: water office
  label: {en: water office}
  reaches: {en: the county}
  audiences: [resident]
  as_of: 2025-08-02
  verified_on: 2025-08-09
  source: county-report
  evidence: "the water office"

- id: grant-max"""

Read = Callable[..., Topic]


@pytest.fixture
def read(base: Callable[[dict[str, str]], Path]) -> Read:
    """The base's topic, with texts of its facts or its sources changed for others."""

    def topic(file: str = "facts.yaml", *pairs: tuple[str, str]) -> Topic:
        text = (BASE / TOPIC / file).read_text("utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new, 1)
        project, _ = read_project(base({f"{TOPIC}/{file}": text}))
        assert project is not None
        return project.topics["lead-pipes"]

    return topic


def key_at(found: Diagnostic, topic: Topic) -> str:
    """The entry and the key whose value a finding points to."""
    for entry in (*topic.facts.values(), *topic.sources.values()):
        for key in ("as_of", "review_by", "verified_on", "value", "published", "retrieved"):
            if getattr(entry, key, None) is not None and entry.origin.at(key) == found.place:
                return f"{entry.id}.{key}"
    return str(found.place)


def test_dates_of_the_base_can_be(read: Read) -> None:
    assert not list(check_dates(read(), TODAY))


@pytest.mark.parametrize(
    ("file", "old", "new", "keys"),
    [
        ("facts.yaml", "as_of: 2025-08-02", "as_of: 2025-08-16", ["grant-max.as_of"]),
        ("facts.yaml", "as_of: 2025-08-02", "as_of: 2025-08-10", ["grant-max.as_of"]),
        ("facts.yaml", "as_of: 2025-08-02", "as_of: 2025-08-09", []),
        ("facts.yaml", "as_of: 2025-08-02", "as_of: 5025-08-02", ["grant-max.as_of"]),
        ("facts.yaml", "as_of: 2025-08-02", "as_of: 1025-08-02", ["grant-max.as_of"]),
        ("facts.yaml", GRANT, f"  review_by: 5025-09-01\n{GRANT}", ["grant-max.review_by"]),
        ("facts.yaml", GRANT, f"  review_by: 2025-08-01\n{GRANT}", ["grant-max.review_by"]),
        ("facts.yaml", GRANT, f"  review_by: 2025-08-02\n{GRANT}", []),
        ("facts.yaml", START, 'value: "5025-10"', ["start.value"]),
        ("facts.yaml", START, 'value: "1610"', ["start.value"]),
        ("facts.yaml", START, 'value: "2199-10"', []),
        ("facts.yaml", "- id: grant-max", CONTACT, []),
        (
            "facts.yaml",
            "- id: grant-max",
            CONTACT.replace("verified_on: 2025-08-09", "verified_on: 2025-08-16"),
            ["office.verified_on"],
        ),
        ("sources.yaml", "published: 2025-08-02", "published: 2025-08-10", ["county-report.retrieved"]),
        ("sources.yaml", "published: 2025-08-02", "published: 2025-08-16", ["county-report.published"]),
        ("sources.yaml", "published: 2025-08-02", "published: 5025-08-02", ["county-report.published"]),
        ("sources.yaml", "retrieved: 2025-08-09", "retrieved: 5025-08-09", ["county-report.retrieved"]),
        ("sources.yaml", "published: 2025-08-02", "published: 2025-08-09", []),
    ],
)  # fmt: skip
def test_date_that_cannot_be_is_named_once_at_its_key(
    read: Read, file: str, old: str, new: str, keys: list[str]
) -> None:
    topic = read(file, (old, new))
    found = list(check_dates(topic, TODAY))
    assert {one.code for one in found} <= {Code.DATE_IMPOSSIBLE}
    assert [key_at(one, topic) for one in found] == keys
    assert all(one.mend and one.severity is Severity.ERROR for one in found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("as_of: 2025-08-02", "as_of: 5025-08-02"),
        ("as_of: 2025-08-02", "as_of: 2025-08-16"),
        (START, 'value: "5025-10"'),
    ],
)
def test_message_names_the_fact(read: Read, old: str, new: str) -> None:
    (found,) = check_dates(read("facts.yaml", (old, new)), TODAY)
    assert f'the fact "{"start" if old == START else "grant-max"}"' in found.message


@pytest.mark.parametrize("year", ["20026-08-02", "0-08-02", "2025-13-01", "2025-02-30"])
def test_date_that_is_in_no_calendar_is_refused_by_the_reader(
    base: Callable[[dict[str, str]], Path], year: str
) -> None:
    name = f"{TOPIC}/facts.yaml"
    text = (BASE / name).read_text("utf-8").replace("as_of: 2025-08-02", f"as_of: {year}", 1)
    _, findings = read_project(base({name: text}))
    assert [(found.code, found.place.line) for found in findings] == [(Code.VALUE_INVALID, 7)]


def test_fact_of_today_is_fine_and_one_of_tomorrow_is_not(read: Read) -> None:
    topic = read()
    assert not list(check_dates(topic, date(2025, 8, 2)))
    found = list(check_dates(topic, date(2025, 8, 1)))
    named = [key_at(one, topic) for one in found]
    assert named == ["county-report.published", *(f"{name}.as_of" for name in topic.facts)]
    assert all("2025-08-01" in one.message and "--as-of" in one.mend for one in found)


def judged(
    topic: Topic, day: str, *, allow_stale: bool = False, **settings: object
) -> list[tuple[str, str]]:
    calendar = Calendar(
        date.fromisoformat(day), FreshnessSettings.model_validate(settings), frozenset()
    )
    printed = {"grant-max": ["lead-pipes/resident.en-US"]}
    found = check_freshness(topic, printed, calendar, allow_stale=allow_stale)
    return [(str(one.severity), str(one.code)) for one in found]


WARNED, REFUSED = [("warning", "review-due")], [("error", "review-overdue")]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-10-01", []),
        ("2025-10-02", WARNED),
        ("2025-10-31", WARNED),
        ("2025-11-01", REFUSED),
        ("2035-11-01", REFUSED),
    ],
)
def test_fact_past_its_review_is_warned_of_then_refused(
    read: Read, day: str, expected: list[tuple[str, str]]
) -> None:
    assert judged(read(), day) == expected


def test_allowed_stale_facts_are_warned_of(read: Read) -> None:
    assert judged(read(), "2026-11-01", allow_stale=True) == WARNED


def test_settings_change_grace_and_time_to_live(read: Read) -> None:
    topic = read()
    assert judged(topic, "2025-10-02", grace=0) == REFUSED
    assert judged(topic, "2025-08-15", time_to_live={"amount": 7}) == WARNED
    assert judged(topic, "2025-08-15", time_to_live={"count": 7}) == []


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ([], "grant-max.as_of"),
        ([(GRANT, f"  review_by: 2025-08-03\n{GRANT}")], "grant-max.review_by"),
    ],
)
def test_finding_points_to_the_date_that_decides(
    read: Read, change: list[tuple[str, str]], key: str
) -> None:
    topic = read("facts.yaml", *change)
    calendar = Calendar(date(2026, 1, 1))
    (found,) = check_freshness(topic, {"grant-max": ["a", "b"]}, calendar, allow_stale=False)
    assert key_at(found, topic) == key
    assert "printed in a, b" in found.message


@pytest.mark.parametrize(
    ("day", "ago"), [("2025-10-02", "that was 1 day ago"), ("2025-10-03", "that was 2 days ago")]
)
def test_one_day_is_a_day(read: Read, day: str, ago: str) -> None:
    calendar = Calendar(date.fromisoformat(day), FreshnessSettings(grace=0))
    (found,) = check_freshness(read(), {"grant-max": ["a"]}, calendar, allow_stale=False)
    assert ago in found.message


def test_contact_is_tried_again(read: Read) -> None:
    topic = read("facts.yaml", ("- id: grant-max", CONTACT))
    calendar = Calendar(date(2026, 1, 1))
    (found,) = check_freshness(topic, {"office": ["a"]}, calendar, allow_stale=False)
    assert key_at(found, topic) == "office.verified_on"
    assert "verified_on" in found.mend
    assert "2025-09-08" in found.message
