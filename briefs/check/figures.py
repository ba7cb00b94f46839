"""Rules for figures: one unit an axis, and only facts that the kind can show truly."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from briefs.check.facts import check_audiences
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic
from briefs.model.fact import Fact
from briefs.model.figure import MOST_UNITS, Figure, FigureKind
from briefs.model.guess import did_you_mean
from briefs.model.topic import Topic
from briefs.model.value import ATTRIBUTED_KINDS, NUMERIC_KINDS, Kind

_Member = tuple[tuple[str | int, ...], Fact]
"""A fact of a figure with the keys that lead to it."""


def check_figures(topic: Topic, audiences: Collection[str]) -> Iterator[Diagnostic]:
    """Findings in a topic's figures.

    Args:
        topic: The topic.
        audiences: Audiences that there are.
    """
    whole_base = "facts" not in topic.incomplete
    for figure in topic.figures.values():
        yield from check_audiences(figure, audiences)
        facts = []
        for keys, name in figure.members:
            fact = topic.facts.get(name)
            if fact is not None:
                facts.append((keys, fact))
            elif whole_base:
                yield _unknown(figure, name, topic, *keys)
        if figure.whole is not None and figure.whole not in topic.facts and whole_base:
            yield _unknown(figure, figure.whole, topic, "whole")
        if figure.kind is not FigureKind.TABLE:
            yield from _drawable(figure, facts)
            yield from _one_unit(figure, facts, topic)
        for keys, fact in facts:
            if fact.kind is Kind.CONTACT:
                yield Diagnostic(
                    Code.FIGURE_FACT,
                    f'the contact "{fact.id}" would stand in a figure without whom it reaches',
                    figure.origin.at(*keys),
                    f'print it in the prose with fact("{fact.id}")',
                )
            elif fact.label is None and fact.kind not in ATTRIBUTED_KINDS:
                yield Diagnostic(
                    Code.FIGURE_FACT,
                    f'the fact "{fact.id}" has no label to show in a figure',
                    figure.origin.at(*keys),
                    "add label: … to the fact",
                )


def _unknown(figure: Figure, name: str, topic: Topic, *keys: str | int) -> Diagnostic:
    return Diagnostic(
        Code.FACT_UNKNOWN,
        f'the figure "{figure.id}" shows "{name}", which is not in the fact base',
        figure.origin.at(*keys),
        did_you_mean(name, topic.facts, "add it to facts.yaml"),
    )


def _drawable(figure: Figure, facts: list[_Member]) -> Iterator[Diagnostic]:
    for keys, fact in facts:
        place = figure.origin.at(*keys)
        if fact.kind in ATTRIBUTED_KINDS:
            continue  # which no figure shows as a row, whatever its kind
        if fact.kind not in NUMERIC_KINDS:
            yield Diagnostic(
                Code.FIGURE_FACT,
                f'a figure of kind {figure.kind} cannot draw "{fact.id}", which is no number',
                place,
                "show it in a figure of kind table",
            )
        elif fact.parsed is None:
            continue  # its value is missing or cannot be computed, which is said where it stands
        elif str(fact.parsed).startswith("-"):
            yield Diagnostic(
                Code.FIGURE_FACT,
                f'"{fact.id}" is below zero, and bars start at zero',
                place,
                "show it in a figure of kind table",
            )
        elif figure.kind is FigureKind.UNITS:
            whole = fact.kind is Kind.COUNT and str(fact.parsed).isdigit()
            if not whole or int(str(fact.parsed)) > MOST_UNITS:
                yield Diagnostic(
                    Code.FIGURE_FACT,
                    f'"{fact.id}" is not a count from 0 to {MOST_UNITS}, so it has no marks',
                    place,
                    "show it in a figure of kind bars",
                )


def _one_unit(figure: Figure, facts: list[_Member], topic: Topic) -> Iterator[Diagnostic]:
    numbers = [(keys, fact) for keys, fact in facts if fact.kind in NUMERIC_KINDS]
    for keys, fact in numbers[1:]:
        first = numbers[0][1]
        counts = {first.kind, fact.kind} == {Kind.COUNT}
        unknown = counts and not {first.unit, fact.unit} <= set(topic.sheet.units)
        if fact.unit != first.unit and not unknown:
            yield Diagnostic(
                Code.FIGURE_UNITS,
                f'"{fact.id}" is in {fact.unit} and "{first.id}" in {first.unit}: '
                "they cannot share an axis",
                figure.origin.at(*keys),
                "show it in a figure of its own, or in one of kind table",
            )
