"""When a schedule runs: read field by field, off the hour, and the same for systemd."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from cronsim import CronSim
from hypothesis import given
from hypothesis import strategies as st

from briefs.model.errors import UsageError
from briefs.publish.schedule.when import calendar, odd_minute, parse_when


@pytest.mark.parametrize(("text", "day"), [("weekly", "1"), ("daily", "*")])
def test_words_take_a_minute_of_the_projects_own(text: str, day: str) -> None:
    when = parse_when(text, "Marlow")
    assert when.cron == f"{odd_minute('Marlow')} 6 * * {day}"
    assert not when.on_the_hour
    assert when == parse_when(text, "Marlow")


@given(st.text())
def test_no_minute_is_near_the_hour_or_a_round_one(name: str) -> None:
    minute = odd_minute(name)
    assert 5 < minute < 55
    assert minute % 5


def test_projects_run_at_many_minutes() -> None:
    assert len({odd_minute(f"desk {number}") for number in range(200)}) > 30


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("61 6 * * 1", '"61" is no minute'),
        ("-1 6 * * 1", '"-1" is no minute'),
        ("5-1 6 * * 1", '"5-1" is no minute'),
        ("*/0 6 * * 1", '"*/0" is no minute'),
        ("7 24 * * *", '"24" is no hour'),
        ("7 6 0 * *", '"0" is no day of the month'),
        ("7 6 L * *", '"L" is no day of the month'),
        ("7 6 31 2 *", '"31" is no day of the month'),
        ("7 6 * MAI *", '"MAI" is no month'),
        ("7 6 * * MUN", '"MUN" is no day of the week'),
        ("7 6 * * 7", '"7" is no day of the week'),
        ("7 6 * * MON#2", '"MON#2" is no day of the week'),
        ("7 6 * * 5L", '"5L" is no day of the week'),
        ("7 6 * *", "it has 4 fields, and five are needed"),
        ("7 7 6 * * *", "it has 6 fields, and five are needed"),
        ("@daily", "it has 1 fields, and five are needed"),
        ("", "it has 0 fields, and five are needed"),
        ("hourly", "it has 1 fields, and five are needed"),
    ],
)
def test_a_wrong_field_is_named(text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_when(text, "")
    assert message in caught.value.message
    assert caught.value.mend


@pytest.mark.parametrize(
    ("text", "words", "on_the_hour", "gap"),
    [
        ("0 6 * * 1", "At 06:00 on Monday", True, 10_080),
        ("*/15 6 * * *", "Every 15th minute from 06:00 through 06:59", True, 15),
        ("23 6 * * mon-fri", "At 06:23 on Monday through Friday", False, 1_440),
        ("9 * * * *", "At minute 9 of every hour", False, 60),
    ],
)
def test_an_expression_is_said_in_words(text: str, words: str, on_the_hour: bool, gap: int) -> None:
    when = parse_when(text, "")
    assert (when.words, when.on_the_hour, when.shortest_gap) == (words, on_the_hour, gap)


@pytest.mark.parametrize(
    "text",
    ["52 6 * * 1", "52 6 * * *", "5 4 1 * 1", "5 4 */2 * 1", "7 4 1 1,7 *", "*/15 8-18 * * 1-5"],
)
def test_systemd_runs_when_cron_does(text: str, program: Callable[[str], str]) -> None:
    analyze = program("systemd-analyze")
    runs = set()
    for event in calendar(parse_when(text, "")):
        command = [analyze, "calendar", "--iterations=20", "--base-time=2026-01-01 UTC", event]
        told = subprocess.run(
            command, capture_output=True, text=True, check=True, env={"TZ": "UTC"}
        )
        runs |= set(re.findall(r"(\d{4}-\d\d-\d\d \d\d:\d\d):00 UTC$", told.stdout, re.MULTILINE))
    start = datetime(2026, 1, 1, tzinfo=UTC) - timedelta(minutes=1)
    cron = [
        f"{run:%Y-%m-%d %H:%M}" for run, _ in zip(CronSim(text, start), range(20), strict=False)
    ]
    assert sorted(runs)[: len(cron)] == cron
