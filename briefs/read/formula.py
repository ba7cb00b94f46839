"""Derived facts: ``= pending-jail + pending-taskforce``, computed and never typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, DivisionByZero, InvalidOperation

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic
from briefs.model.fact import Fact
from briefs.model.guess import did_you_mean

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<id>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)|(?P<sign>[-+*/()]))"
)


class FormulaError(Exception):
    """A formula cannot be computed: the code, what is wrong and how to mend it."""

    def __init__(self, code: Code, message: str, mend: str = "") -> None:
        self.code = code
        self.message = message
        self.mend = mend
        super().__init__(message)


def compute_formulas(facts: Mapping[str, Fact]) -> tuple[dict[str, Fact], list[Diagnostic]]:
    """The facts with the values of their formulas, and what could not be computed."""
    computed = dict(facts)
    findings = []
    for fact in facts.values():
        if fact.formula is None:
            continue
        try:
            computed[fact.id] = fact.computed(evaluate(fact.formula, facts, (fact.id,)))
        except FormulaError as error:
            findings.append(
                Diagnostic(error.code, error.message, fact.origin.at("value"), error.mend)
            )
    return computed, findings


def evaluate(formula: str, facts: Mapping[str, Fact], within: tuple[str, ...] = ()) -> Decimal:
    """The value of a formula: ids, numbers, + - * / and parentheses.

    Args:
        formula: Without its equals sign. A minus between two ids has spaces around it.
        facts: The fact base.
        within: Ids of the facts whose formulas led here, to find circles.

    Raises:
        FormulaError: If it cannot be computed.
    """
    parser = _Parser(formula, facts, within)
    value = parser.sum()
    if parser.left:
        raise FormulaError(Code.FORMULA_INVALID, f'the formula makes no sense at "{parser.left}"')
    return value


class _Parser:
    """Recursive descent over one formula."""

    def __init__(self, formula: str, facts: Mapping[str, Fact], within: tuple[str, ...]) -> None:
        self.left = formula.strip()
        self.facts = facts
        self.within = within
        self.depth = 0

    def _peek(self) -> re.Match[str] | None:
        return _TOKEN.match(self.left)

    def _take(self) -> re.Match[str]:
        match = self._peek()
        if match is None:
            raise FormulaError(
                Code.FORMULA_INVALID,
                f'the formula makes no sense at "{self.left}"' if self.left else "it ends too soon",
                "a formula has fact ids, numbers, + - * / and parentheses: = first-id + second-id",
            )
        self.left = self.left[match.end() :].lstrip()
        return match

    def sum(self) -> Decimal:
        value = self._product()
        while (match := self._peek()) and match["sign"] in {"+", "-"}:
            self._take()
            value = value + self._product() if match["sign"] == "+" else value - self._product()
        return value

    def _product(self) -> Decimal:
        value = self._atom()
        while (match := self._peek()) and match["sign"] in {"*", "/"}:
            self._take()
            other = self._atom()
            try:
                value = value * other if match["sign"] == "*" else value / other
            except (DivisionByZero, InvalidOperation):
                raise FormulaError(Code.FORMULA_INVALID, "the formula divides by zero") from None
        return value

    def _atom(self) -> Decimal:
        match = self._take()
        if match["number"]:
            return Decimal(match["number"])
        if match["id"]:
            return self._fact(match["id"])
        if match["sign"] == "(":
            self.depth += 1
            if self.depth > 20:
                raise FormulaError(Code.FORMULA_INVALID, "too many parentheses")
            value = self.sum()
            closing = self._take()
            if closing["sign"] != ")":
                raise FormulaError(Code.FORMULA_INVALID, 'a ")" is missing')
            return value
        raise FormulaError(Code.FORMULA_INVALID, f'the formula makes no sense at "{match[0]}"')

    def _fact(self, name: str) -> Decimal:
        fact = self.facts.get(name)
        if fact is None:
            raise FormulaError(
                Code.FACT_UNKNOWN,
                f'the formula uses "{name}", which is not in the fact base',
                did_you_mean(name, self.facts),
            )
        if name in self.within:
            raise FormulaError(Code.FORMULA_INVALID, f'the formula of "{name}" needs its own value')
        if not fact.derive:
            raise FormulaError(
                Code.DERIVE_FORBIDDEN,
                f'"{name}" may not enter a formula (derive: false)',
                "print the facts one by one, and say that they cannot be added",
            )
        if fact.formula is not None:
            return evaluate(fact.formula, self.facts, (*self.within, name))
        if not isinstance(fact.parsed, Decimal):
            raise FormulaError(Code.FORMULA_INVALID, f'"{name}" is not a number')
        return fact.parsed
