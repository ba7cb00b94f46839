"""Rules for what stands together on a page, judged on the facts that it printed."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from briefs.check.references import not_printable
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place
from briefs.model.topic import Topic


def check_printed(
    printed: Collection[str], topic: Topic, audience: str, page: Place
) -> Iterator[Diagnostic]:
    """Findings in the set of facts that a page prints.

    Args:
        printed: Their ids.
        topic: The topic.
        audience: The page's audience.
        page: The place to name: the prose of the page.
    """
    for name in printed:
        fact = topic.facts[name]
        yield from not_printable(fact, audience, page)
        if fact.pair_with is not None and fact.pair_with not in printed:
            yield Diagnostic(
                Code.PAIR_MISSING,
                f'"{name}" is printed without "{fact.pair_with}", with which it is paired',
                _call_of(name, topic, page),
                f'print both with pair("{name}"), or take "{name}" out',
            )


def _call_of(name: str, topic: Topic, page: Place) -> Place:
    """Where the prose of a page prints a fact; the page where it is printed in another way."""
    calls = (
        reference.place
        for prose in topic.prose.values()
        for reference in prose.source.references
        if prose.source.file == page.file and reference.name == name
    )
    return next(calls, page)
