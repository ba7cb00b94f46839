"""Rules for what stands together on a page, judged on the facts that it printed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place
from briefs.model.fact import Fact
from briefs.model.topic import Topic, rivals


def check_printed(
    printed: Collection[str],
    topic: Topic,
    place_of: Callable[[str], Place],
) -> Iterator[Diagnostic]:
    """Findings in the set of facts that a page prints.

    Args:
        printed: Their ids.
        topic: The topic.
        place_of: Where the page prints a fact.
    """
    rivalled = {fact.same_as for fact in topic.facts.values() if fact.same_as}
    for name in printed:
        fact = topic.facts[name]
        if fact.pair_with is not None and fact.pair_with not in printed:
            yield Diagnostic(
                Code.PAIR_MISSING,
                f'"{name}" is printed without "{fact.pair_with}", with which it is paired',
                place_of(name),
                f'print both with pair("{name}"), or take "{name}" out',
            )
        if fact.same_as is not None or name in rivalled:
            yield from _alone(fact, printed, topic, place_of(name))


def _alone(
    fact: Fact, printed: Collection[str], topic: Topic, place: Place
) -> Iterator[Diagnostic]:
    for rival in rivals(fact, topic.facts):
        if rival.id not in printed:
            yield Diagnostic(
                Code.SOURCES_DISAGREE,
                f'"{fact.id}" is printed without "{rival.id}", which has another value for the '
                "same thing",
                place,
                f'print both with pair("{fact.id}"), or hold the one that is wrong',
            )
