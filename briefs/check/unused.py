"""Rules for what is declared and used by nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Severity
from briefs.model.entry import Entry
from briefs.model.figure import Figure
from briefs.model.topic import Topic, rivals
from briefs.model.value import Status


def check_unused(
    topic: Topic, facts: Collection[str], figures: Collection[str], audiences: Collection[str]
) -> Iterator[Diagnostic]:
    """Entries that nothing prints, once every brief of the topic is composed.

    What is meant for an audience that no brief is built for yet is kept for it in peace.

    Args:
        topic: The topic.
        facts: Ids of the facts that some page prints.
        figures: Ids of the figures that some page places.
        audiences: Audiences that the topic has briefs for.
    """
    computed_from = {name for fact in topic.facts.values() for name in fact.inputs}
    used = {*facts, *computed_from, *_agreeing(topic)}
    for fact in topic.facts.values():
        if fact.status is not Status.OK or fact.id in used:
            continue
        if fact.audiences != [] and set(fact.audiences or audiences) <= set(audiences):
            yield _unused(
                Code.FACT_UNUSED,
                f'no brief prints the fact "{fact.id}"',
                fact,
                "print it, delete it, or hold it with the reason",
            )
    for figure in topic.figures.values():
        meant_for = _meant_for(figure, audiences)
        if figure.id not in figures and meant_for <= set(audiences):
            yield _unused(
                Code.FIGURE_UNUSED,
                f'no brief places the figure "{figure.id}"',
                figure,
                "place it, or delete it",
            )
    cited = {fact.source for fact in topic.facts.values()}
    for source in topic.sources.values():
        if source.id not in cited and "facts" not in topic.incomplete:
            yield _unused(
                Code.SOURCE_UNUSED,
                f'no fact cites the source "{source.id}"',
                source,
                "cite it from a fact, or delete it",
            )


def _meant_for(figure: Figure, audiences: Collection[str]) -> set[str]:
    return set(audiences if figure.audiences is None else figure.audiences)


def _agreeing(topic: Topic) -> Iterator[str]:
    """Ids of facts that give another one's value from another source: they stand behind it."""
    for fact in topic.facts.values():
        other = topic.facts.get(fact.same_as or "")
        if other is not None and other not in rivals(fact, topic.facts):
            yield fact.id


def _unused(code: Code, message: str, entry: Entry, mend: str) -> Diagnostic:
    return Diagnostic(code, message, entry.origin.at("id"), mend, Severity.WARNING)
