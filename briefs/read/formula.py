"""Derived facts: ``= pending-jail + pending-taskforce``, computed and never typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, DecimalException

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
    known: dict[str, Decimal] = {}
    findings = []
    for fact in facts.values():
        if fact.formula is None:
            continue
        try:
            value = evaluate(fact.formula, facts, (fact.id,), known)
            computed[fact.id], known[fact.id] = fact.computed(value), value
        except FormulaError as error:
            findings.append(
                Diagnostic(error.code, error.message, fact.origin.at("value"), error.mend)
            )
    return computed, findings


def evaluate(
    formula: str,
    facts: Mapping[str, Fact],
    within: tuple[str, ...] = (),
    known: dict[str, Decimal] | None = None,
) -> Decimal:
    """The value of a formula: ids, numbers, + - * / and parentheses.

    Args:
        formula: Without its equals sign. A minus between two ids has spaces around it.
        facts: The fact base.
        within: Ids of the facts whose formulas led here, to find circles.
        known: Values of formulas computed before; new ones are added.

    Raises:
        FormulaError: If it cannot be computed.
    """
    parser = _Parser(formula, facts, within, {} if known is None else known)
    try:
        value = parser.sum()
    except DecimalException:
        raise FormulaError(
            Code.FORMULA_INVALID, "the formula divides by zero, or its result is too large"
        ) from None
    if parser.left:
        raise _senseless(parser.left)
    return value


MOST_LEVELS = 50
"""Formulas that use formulas that use formulas: more than this is a mistake."""

_GRAMMAR = "a formula has fact ids, numbers, + - * / and parentheses: = first-id + second-id"


def _senseless(left: str) -> FormulaError:
    message = f'the formula makes no sense at "{left}"' if left else "the formula ends too soon"
    return FormulaError(Code.FORMULA_INVALID, message, _GRAMMAR)


class _Parser:
    """Recursive descent over one formula."""

    def __init__(
        self,
        formula: str,
        facts: Mapping[str, Fact],
        within: tuple[str, ...],
        known: dict[str, Decimal],
    ) -> None:
        self.left = formula.strip()
        self.facts = facts
        self.within = within
        self.known = known
        self.depth = 0

    def _peek(self) -> re.Match[str] | None:
        return _TOKEN.match(self.left)

    def _take(self) -> re.Match[str]:
        match = self._peek()
        if match is None:
            raise _senseless(self.left)
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
            value = value * other if match["sign"] == "*" else value / other
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
                raise FormulaError(
                    Code.FORMULA_INVALID, "more than 20 parentheses are open at once"
                )
            value = self.sum()
            closing = self._take()
            if closing["sign"] != ")":
                raise FormulaError(Code.FORMULA_INVALID, 'a ")" is missing', _GRAMMAR)
            self.depth -= 1
            return value
        raise _senseless(match[0].strip() + self.left)

    def _fact(self, name: str) -> Decimal:
        fact = self.facts.get(name)
        if fact is None:
            raise FormulaError(
                Code.FACT_UNKNOWN,
                f'the formula uses "{name}", which is not in the fact base',
                did_you_mean(name, self.facts, "add it to facts.yaml"),
            )
        if name in self.within:
            circle = " → ".join([*self.within[self.within.index(name) :], name])
            raise FormulaError(
                Code.FORMULA_INVALID,
                f"the formula goes round in a circle: {circle}",
                "give one of these facts its number from the source",
            )
        if len(self.within) > MOST_LEVELS:
            raise FormulaError(
                Code.FORMULA_INVALID, f"more than {MOST_LEVELS} formulas build on one another"
            )
        if not fact.derive:
            raise FormulaError(
                Code.DERIVE_FORBIDDEN,
                f'"{name}" may not enter a formula (derive: false)',
                "print the facts one by one, and say that they cannot be added",
            )
        if fact.formula is not None:
            if name not in self.known:
                self.known[name] = evaluate(
                    fact.formula, self.facts, (*self.within, name), self.known
                )
            return self.known[name]
        if not isinstance(fact.parsed, Decimal):
            raise FormulaError(
                Code.FORMULA_INVALID,
                f'the formula uses "{name}", which is of kind {fact.kind} and no number',
                "use facts of kind amount, count or rate",
            )
        return fact.parsed
