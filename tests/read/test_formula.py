"""Formulas: computed as Python would, and refused where they make no sense."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal, DecimalException, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.model.codes import Code
from briefs.model.fact import Fact
from briefs.read.formula import FormulaError, compute_formulas, evaluate


def fact(name: str, value: str | None, kind: str = "count", **more: object) -> Fact:
    return Fact.model_validate(
        {"id": name, "kind": kind, "value": value, "as_of": date(2025, 1, 1), "source": "s", **more}
    )


FACTS = {
    one.id: one
    for one in (
        fact("jail", "11"),
        fact("task-force", "7.5"),
        fact("nought", "0"),
        fact("day", "2025", "date"),
        fact("words", None, "statement"),
        fact("sealed", "3", derive=False),
        fact("sum", "= jail + task-force"),
    )
}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("jail + task-force", "18.5"),
        ("jail - task-force", "3.5"),
        ("jail-task-force", None),  # one id, not a difference
        ("2*jail", "22"),
        ("jail - 1 - 1", "9"),
        ("100 / 4 / 5", "5"),
        ("2 + 3 * 4", "14"),
        ("(2 + 3) * 4", "20"),
        ("sum * 2", "37"),
        ("((((jail))))", "11"),
        (" + ".join(["(jail)"] * 40), "440"),
    ],
)
def test_a_formula_is_computed(formula: str, value: str | None) -> None:
    if value is None:
        with pytest.raises(FormulaError) as caught:
            evaluate(formula, FACTS)
        assert caught.value.code == Code.FACT_UNKNOWN
    else:
        assert evaluate(formula, FACTS) == Decimal(value)


@pytest.mark.parametrize(
    ("formula", "code", "message"),
    [
        ("jail +", Code.FORMULA_INVALID, "the formula ends too soon"),
        ("", Code.FORMULA_INVALID, "the formula ends too soon"),
        ("jail jail", Code.FORMULA_INVALID, 'makes no sense at "jail"'),
        ("jail + * 2", Code.FORMULA_INVALID, 'makes no sense at "*2"'),
        ("(jail", Code.FORMULA_INVALID, "the formula ends too soon"),
        ("(jail jail", Code.FORMULA_INVALID, 'a ")" is missing'),
        ("jail)", Code.FORMULA_INVALID, 'makes no sense at ")"'),
        ("jail ** 2", Code.FORMULA_INVALID, 'makes no sense at "*'),
        ("jail ; import os", Code.FORMULA_INVALID, 'makes no sense at ";'),
        ("__import__('os')", Code.FORMULA_INVALID, "makes no sense"),
        ("jail / nought", Code.FORMULA_INVALID, "divides by zero"),
        ("nought / nought", Code.FORMULA_INVALID, "divides by zero"),
        ("jial + 1", Code.FACT_UNKNOWN, '"jial", which is not in the fact base'),
        ("day + 1", Code.FORMULA_INVALID, "of kind date and no number"),
        ("words + 1", Code.FORMULA_INVALID, "of kind statement and no number"),
        ("sealed + 1", Code.DERIVE_FORBIDDEN, "(derive: false)"),
        ("(" * 30 + "jail" + ")" * 30, Code.FORMULA_INVALID, "more than 20 parentheses"),
    ],
)
def test_a_formula_that_cannot_be_computed_says_why(formula: str, code: Code, message: str) -> None:
    with pytest.raises(FormulaError) as caught:
        evaluate(formula, FACTS)
    assert caught.value.code == code
    assert message in caught.value.message


def test_a_circle_is_shown_all_the_way_round() -> None:
    facts = {
        "a": fact("a", "= b + 1"),
        "b": fact("b", "= c + 1"),
        "c": fact("c", "= a + 1"),
        "d": fact("d", "= d"),
    }
    computed, findings = compute_formulas(facts)
    assert [finding.message for finding in findings] == [
        "the formula goes round in a circle: a → b → c → a",
        "the formula goes round in a circle: b → c → a → b",
        "the formula goes round in a circle: c → a → b → c",
        "the formula goes round in a circle: d → d",
    ]
    assert all(one.parsed is None for one in computed.values())


def test_a_sealed_fact_stays_sealed_behind_another_formula() -> None:
    facts = {**FACTS, "x": fact("x", "= sealed"), "y": fact("y", "= x + 1")}
    _, findings = compute_formulas(facts)
    assert [finding.code for finding in findings] == [Code.DERIVE_FORBIDDEN] * 2


def test_many_uses_of_one_formula_are_computed_once() -> None:
    facts = {f"f{n}": fact(f"f{n}", f"= f{n + 1} + f{n + 1}") for n in range(45)}
    facts["f45"] = fact("f45", "1")
    begun = time.perf_counter()
    computed, findings = compute_formulas(facts)
    assert findings == []
    assert computed["f0"].parsed == 2**45
    assert time.perf_counter() - begun < 1


def test_a_tower_of_formulas_is_a_finding() -> None:
    facts = {f"f{n}": fact(f"f{n}", f"= f{n + 1}") for n in range(2000)}
    facts["f2000"] = fact("f2000", "1")
    _, findings = compute_formulas(facts)
    assert findings
    assert {finding.message for finding in findings} == {
        "more than 50 formulas build on one another"
    }


def test_only_numbers_are_computed() -> None:
    computed, findings = compute_formulas({"c": fact("c", "= a", "contact")})
    assert findings == []
    assert computed["c"].parsed == "= a"


NUMBERS = st.integers(0, 999).map(str) | st.decimals(0, 99, places=2).map(str)
EXPRESSIONS = st.recursive(
    NUMBERS | st.sampled_from(["jail", "task-force", "nought"]),
    lambda inner: (
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(" ".join)
        | inner.map(lambda words: f"({words})")
    ),
    max_leaves=12,
)


@given(EXPRESSIONS)
def test_formulas_agree_with_python(formula: str) -> None:
    words = formula.replace("task-force", "task_force")
    names = {"jail": Decimal(11), "task_force": Decimal("7.5"), "nought": Decimal(0)}
    parts = [
        f"D('{part}')" if part[0].isdigit() else part
        for part in words.replace("(", " ( ").replace(")", " ) ").split()
    ]
    try:
        with localcontext():
            expected = eval(" ".join(parts), {"D": Decimal, **names})
    except DecimalException:
        with pytest.raises(FormulaError):
            evaluate(formula, FACTS)
        return
    assert evaluate(formula, FACTS) == expected
