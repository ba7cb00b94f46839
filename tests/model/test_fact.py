"""Facts: what each kind needs, what a value may be, and when it comes due."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefs.model.fact import Fact, missing_parts, parse_value
from briefs.model.value import CalendarDate, Kind, Measure


def fact(kind: str, **more: object) -> Fact:
    data = {"id": "x", "kind": kind, "as_of": "2025-08-01", "source": "s", **more}
    return Fact.model_validate(data)


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("amount", ["value", "label", "unit", "evidence"]),
        ("count", ["value", "label", "unit", "evidence"]),
        ("rate", ["value", "label", "unit", "evidence"]),
        ("date", ["value", "label", "evidence"]),
        ("contact", ["value", "label", "reaches", "audiences", "evidence"]),
        ("definition", ["text", "evidence"]),
        ("statement", ["text", "evidence"]),
        ("view", ["text", "attribution", "evidence"]),
        ("quote", ["text", "attribution", "evidence"]),
        ("forecast", ["text", "attribution", "evidence"]),
        ("advice", ["text", "attribution", "evidence"]),
    ],
)
def test_each_kind_says_what_it_needs(kind: str, missing: list[str]) -> None:
    assert [key for key, _ in missing_parts(fact(kind))] == missing


def test_what_the_source_does_not_say_and_what_is_computed_need_no_evidence() -> None:
    assert missing_parts(fact("statement", text={"en": "x"}, absence=True)) == []
    computed = fact("count", value="= a + b", unit="homes", label={"en": "x"})
    assert missing_parts(computed) == []


@pytest.mark.parametrize("more", [{"status": "held"}, {"status": "withdrawn"}, {"audiences": []}])
def test_a_fact_that_is_kept_back_gives_its_reason(more: dict[str, object]) -> None:
    kept = fact("statement", text={"en": "x"}, evidence="x", **more)
    assert [key for key, _ in missing_parts(kept)] == ["reason"]


def test_a_cap_is_a_limit_and_a_goal_is_what_it_is_called() -> None:
    assert fact("amount", qualifier="up to").nature is Measure.LIMIT
    assert fact("count", qualifier="at least").nature is Measure.RESULT
    assert fact("count", qualifier="at least", measure="goal").nature is Measure.GOAL


def test_no_audiences_named_means_all_and_an_empty_list_nobody() -> None:
    assert fact("date").allowed_for("press")
    assert not fact("date", audiences=[]).allowed_for("press")
    assert fact("date", audiences=["press"]).allowed_for("press")


@pytest.mark.parametrize(
    ("value", "kind", "parsed"),
    [
        ("50000", Kind.AMOUNT, Decimal(50000)),
        ("-2.50", Kind.RATE, Decimal("-2.50")),
        ("2029", Kind.DATE, CalendarDate(2029)),
        ("2029-03", Kind.DATE, CalendarDate(2029, 3)),
        ("2028-02-29", Kind.DATE, CalendarDate(2028, 2, 29)),
        ("1-866-347-2423", Kind.CONTACT, "1-866-347-2423"),
        ("= a + b", Kind.COUNT, None),
    ],
)
def test_a_value_has_the_type_of_its_kind(value: str, kind: Kind, parsed: object) -> None:
    assert parse_value(value, kind) == parsed


@pytest.mark.parametrize("value", ["1e999999999", "9" * 19, "0." + "1" * 10, "", "--1", "1.", ".5"])
def test_a_number_has_a_form_that_fits_on_a_page(value: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        parse_value(value, Kind.COUNT)


def test_a_date_is_shown_as_precise_as_it_is() -> None:
    assert [str(CalendarDate.parse(text)) for text in ("2029", "2029-03", "2029-03-09")] == [
        "2029",
        "2029-03",
        "2029-03-09",
    ]


def test_a_computed_fact_is_a_new_one() -> None:
    formula = fact("count", value="= a")
    assert formula.parsed is None
    assert formula.computed(Decimal(3)).parsed == 3
    assert formula.parsed is None
