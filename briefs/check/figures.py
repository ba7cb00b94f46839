"""Rules for figures: one unit an axis, and only facts that the kind can show truly."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from briefs.check.facts import check_audiences
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic
from briefs.model.fact import Fact
from briefs.model.figure import MOST_LINES, MOST_UNITS, Figure, FigureKind
from briefs.model.guess import did_you_mean
from briefs.model.place import US_STATES
from briefs.model.topic import Topic
from briefs.model.value import ATTRIBUTED_KINDS, NUMERIC_KINDS, Kind, Measure

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
            yield from _in_time(figure, facts)
            yield from _in_place(figure, facts)
            yield from _in_groups(figure, facts)
        if figure.kind not in {FigureKind.TABLE, FigureKind.TIMELINE}:
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
        if figure.kind is FigureKind.TIMELINE:
            continue  # it draws the time of a fact, not its value
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


def _in_time(figure: Figure, facts: list[_Member]) -> Iterator[Diagnostic]:
    """A line and a timeline need the time of each fact, and a line has each time once."""
    if figure.kind not in {FigureKind.LINE, FigureKind.TIMELINE}:
        return
    seen: dict[tuple[tuple[str | int, ...], object], str] = {}
    for keys, fact in facts:
        if fact.kind in ATTRIBUTED_KINDS | {Kind.CONTACT}:
            continue
        place = figure.origin.at(*keys)
        if fact.when is None:
            yield Diagnostic(
                Code.FIGURE_FACT,
                f'"{fact.id}" has no time, so a figure of kind {figure.kind} has no place for it',
                place,
                "add period: … to the fact, or show it in a figure of kind table",
            )
        elif figure.kind is FigureKind.LINE:
            other = seen.setdefault((keys[:-1], fact.when), fact.id)
            if other != fact.id:
                yield Diagnostic(
                    Code.FIGURE_FACT,
                    f'"{fact.id}" and "{other}" are of the same time, {fact.when}, in one line',
                    place,
                    "give each of them a line: groups: with a label and facts",
                )
    if figure.kind is FigureKind.LINE and len(figure.groups) > MOST_LINES:
        yield Diagnostic(
            Code.FIGURE_FACT,
            f'the figure "{figure.id}" has {len(figure.groups)} lines; '
            f"more than {MOST_LINES} cannot be told apart",
            figure.origin.at("groups"),
            "divide them among two figures",
        )


def _in_place(figure: Figure, facts: list[_Member]) -> Iterator[Diagnostic]:
    """A map needs the state of each fact, and has each state once."""
    if figure.kind is not FigureKind.MAP:
        return
    seen: dict[str, str] = {}
    for keys, fact in facts:
        if fact.kind not in NUMERIC_KINDS:
            continue  # which is said of it
        place = figure.origin.at(*keys)
        if fact.place is None:
            yield Diagnostic(
                Code.FIGURE_FACT,
                f'"{fact.id}" has no place, so a map has none for it',
                place,
                "add place: US-… to the fact, or show it in a figure of kind bars",
            )
        elif fact.place not in US_STATES:
            yield Diagnostic(
                Code.FIGURE_FACT,
                f'"{fact.id}" is of {fact.place}, which is no state on the map',
                place,
                did_you_mean(fact.place, sorted(US_STATES), "show it in a figure of kind bars"),
            )
        elif seen.setdefault(fact.place, fact.id) != fact.id:
            yield Diagnostic(
                Code.FIGURE_FACT,
                f'"{fact.id}" and "{seen[fact.place]}" are both of {fact.place}, '
                "and a state has room for one",
                place,
                "show one of them in a figure of its own",
            )


_GROUPED = {
    FigureKind.COMPARISON: (1, "a goal or limit with its result"),
    FigureKind.MULTIPLES: (2, "a panel"),
    FigureKind.RANGE: (1, "the ends of a range"),
}
"""Kinds that cannot do without groups: how many they need, and what each of them is."""


def _in_groups(figure: Figure, facts: list[_Member]) -> Iterator[Diagnostic]:
    """Groups stand where a kind needs them, and each has what the kind compares."""
    name = f'the figure "{figure.id}"'
    if figure.kind not in _GROUPED:
        if figure.groups and figure.kind is not FigureKind.LINE:
            yield Diagnostic(
                Code.FIGURE_FACT,
                f"{name} is of kind {figure.kind}, which shows no groups",
                figure.origin.at("groups"),
                "give its facts in one list: facts: [...], or choose the kind comparison, "
                "line, multiples or range",
            )
        return
    least, what = _GROUPED[figure.kind]
    if len(figure.groups) < least:
        yield Diagnostic(
            Code.FIGURE_FACT,
            f"{name} is of kind {figure.kind} and has too few groups: each is {what}",
            figure.origin.at("groups" if figure.groups else "facts"),
            "give groups: with a label and facts each, or choose the kind bars",
        )
    for number, group in enumerate(figure.groups):
        within = [fact for keys, fact in facts if keys[:2] == ("groups", number)]
        if len(within) < len(group.facts):
            continue  # one is not in the fact base, which is said of it
        if any(fact.kind not in NUMERIC_KINDS for fact in within):
            continue  # which is said of it
        place = figure.origin.at("groups", number, "facts")
        if figure.kind is FigureKind.RANGE and len(within) < 2:
            yield Diagnostic(
                Code.FIGURE_FACT,
                f"the range in {name} has one end only",
                place,
                "add the fact of its other end, or choose the kind bars",
            )
        results = sum(fact.nature is Measure.RESULT for fact in within)
        if figure.kind is FigureKind.COMPARISON and (results, len(within)) != (1, 2):
            yield Diagnostic(
                Code.FIGURE_FACT,
                f"a group of {name} has {_many(results, 'result')} and "
                f"{_many(len(within) - results, 'goal or limit', 'goals or limits')}, "
                "and a comparison needs one of each",
                place,
                "name a result and its goal or limit, or choose the kind bars; "
                "a fact is a goal by measure: goal",
            )


def _many(number: int, one: str, more: str = "") -> str:
    counted = {0: "no", 1: "one"}.get(number, str(number))
    return f"{counted} {one if number == 1 else more or one + 's'}"


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
