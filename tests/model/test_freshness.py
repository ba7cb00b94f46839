"""How long a fact may be relied on."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from briefs.model.fact import Fact
from briefs.model.freshness import (
    LAW,
    TIME_TO_LIVE,
    Calendar,
    Freshness,
    FreshnessSettings,
)
from briefs.model.value import Kind


def fact(kind: str = "count", **more: object) -> Fact:
    entry = {"id": "a", "kind": kind, "as_of": "2025-08-01", "source": "s", **more}
    return Fact.model_validate(entry)


def on(day: str, **settings: object) -> Calendar:
    return Calendar(
        date.fromisoformat(day), FreshnessSettings.model_validate(settings), frozenset({"code"})
    )


def test_every_kind_has_a_time_to_live() -> None:
    assert set(TIME_TO_LIVE) == {*Kind, LAW}


@pytest.mark.parametrize(
    ("kind", "more", "settings", "due"),
    [
        ("count", {}, {}, "2025-08-31"),
        ("amount", {}, {}, "2025-09-30"),
        ("definition", {}, {}, "2026-08-01"),
        ("statement", {"source": "code"}, {}, "2025-10-30"),
        ("count", {"review_by": "2025-10-01"}, {}, "2025-10-01"),
        ("count", {}, {"time_to_live": {"count": 7}}, "2025-08-08"),
        ("amount", {}, {"time_to_live": {"count": 7}}, "2025-09-30"),
        ("statement", {"source": "code"}, {"time_to_live": {"law": 10}}, "2025-08-11"),
        ("contact", {"verified_on": "2025-08-20"}, {}, "2025-09-19"),
        ("date", {"as_of": "9999-12-30"}, {}, "9999-12-31"),
    ],
)
def test_a_fact_comes_due_after_the_time_of_its_kind_unless_said(
    kind: str, more: dict[str, object], settings: dict[str, object], due: str
) -> None:
    assert on("2025-08-15", **settings).due(fact(kind, **more)) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2025-08-31", Freshness.FRESH),
        ("2025-09-01", Freshness.DUE),
        ("2025-09-30", Freshness.DUE),
        ("2025-10-01", Freshness.OVERDUE),
        ("2026-11-24", Freshness.OVERDUE),
    ],
)
def test_due_on_the_day_after_and_refused_after_the_time_of_grace(
    day: str, state: Freshness
) -> None:
    assert on(day).state(fact()) is state


def test_without_grace_a_fact_is_refused_at_once() -> None:
    assert on("2025-09-01", grace=0).state(fact()) is Freshness.OVERDUE
    assert on("2025-08-31", grace=0).state(fact()) is Freshness.FRESH


@pytest.mark.parametrize(
    "settings",
    [
        {"grace": -1},
        {"grace": 5000},
        {"time_to_live": {"counts": 30}},
        {"time_to_live": {"count": 0}},
        {"time_to_live": {"count": 99999}},
        {"graze": 3},
    ],
)
def test_settings_that_mean_nothing_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        FreshnessSettings.model_validate(settings)


def test_a_computed_fact_comes_due_with_the_first_of_its_facts() -> None:
    part = fact(id="part", review_by="2025-08-10")
    whole = fact(id="whole", value="= part + other", review_by="2030-01-01")
    sum_of_sums = fact(id="sum", value="= whole * 2", review_by="2031-01-01")
    facts = {one.id: one for one in (part, whole, sum_of_sums)}
    calendar = Calendar(date(2025, 8, 15), facts=facts)
    for one in (whole, sum_of_sums):
        assert calendar.due(one) == date(2025, 8, 10)
        assert calendar.first_due(one) is part
        assert calendar.state(one) is Freshness.DUE


def test_a_circle_of_formulas_has_an_end() -> None:
    one, other = fact(id="one", value="= other"), fact(id="other", value="= one")
    calendar = Calendar(date(2025, 8, 15), facts={"one": one, "other": other})
    assert calendar.due(one) == date(2025, 8, 31)
