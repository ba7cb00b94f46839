"""Rules for the fact base: every fact can be checked, and says whose it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from decimal import Decimal

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic
from briefs.model.fact import Fact, missing_parts
from briefs.model.figure import Figure
from briefs.model.guess import did_you_mean
from briefs.model.project import Project
from briefs.model.topic import Topic
from briefs.model.value import ATTRIBUTED_KINDS, NUMERIC_KINDS, Kind


def check_facts(
    topic: Topic, project: Project, currencies: Callable[[str], bool]
) -> Iterator[Diagnostic]:
    """Findings in a topic's fact base.

    Args:
        topic: The topic.
        project: For the audiences that there are.
        currencies: Whether a word is a currency code.
    """
    audiences = {*project.audiences, *project.incomplete}
    for fact in topic.facts.values():
        yield from _parts(fact)
        yield from _references(fact, topic, audiences)
        yield from _unit(fact, topic, currencies)
        yield from _attribution(fact)
        yield from _quote(fact)
        yield from _same_as(fact, topic)
    yield from _totals(topic)


def _parts(fact: Fact) -> Iterator[Diagnostic]:
    for key, why in missing_parts(fact):
        yield Diagnostic(
            Code.KEY_MISSING,
            f'the fact "{fact.id}" has no {key}: {why}',
            fact.origin.at("id"),
            f"add {key}: … ({_described(key)})",
        )


def _described(key: str) -> str:
    words = Fact.model_fields[key].description or ""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _references(fact: Fact, topic: Topic, audiences: Collection[str]) -> Iterator[Diagnostic]:
    if fact.source not in topic.sources and "sources" not in topic.incomplete:
        yield Diagnostic(
            Code.SOURCE_UNKNOWN,
            f'the fact "{fact.id}" cites "{fact.source}", which is not in sources.yaml',
            fact.origin.at("source"),
            did_you_mean(fact.source, topic.sources, "add it to sources.yaml"),
        )
    for key in ("pair_with", "part_of", "same_as"):
        name = getattr(fact, key)
        if name is not None and name not in topic.facts and "facts" not in topic.incomplete:
            yield Diagnostic(
                Code.FACT_UNKNOWN,
                f'{key}: there is no fact "{name}"',
                fact.origin.at(key),
                did_you_mean(name, topic.facts, "add it to facts.yaml"),
            )
    yield from check_audiences(fact, audiences)


def check_audiences(entry: Fact | Figure, audiences: Collection[str]) -> Iterator[Diagnostic]:
    """Audiences that an entry is meant for and that have no template."""
    for index, audience in enumerate(entry.audiences or []):
        if audience not in audiences:
            yield Diagnostic(
                Code.AUDIENCE_UNKNOWN,
                f'there is no audience "{audience}"',
                entry.origin.at("audiences", index),
                did_you_mean(audience, audiences, f"write templates/{audience}.html.j2"),
            )


def _unit(fact: Fact, topic: Topic, currencies: Callable[[str], bool]) -> Iterator[Diagnostic]:
    if fact.kind not in NUMERIC_KINDS or fact.unit is None or "topic" in topic.incomplete:
        return
    if fact.unit == "percent" or fact.unit in topic.sheet.units or currencies(fact.unit):
        return
    yield Diagnostic(
        Code.UNIT_UNKNOWN,
        f'the unit "{fact.unit}" is not known',
        fact.origin.at("unit"),
        "write the code of a currency, such as USD"
        if fact.kind is Kind.AMOUNT
        else did_you_mean(
            fact.unit, [*topic.sheet.units, "percent"], "declare it under units: in topic.yaml"
        ),
    )


def _attribution(fact: Fact) -> Iterator[Diagnostic]:
    """A view's sentence names whose view it is, in every language."""
    if fact.kind not in ATTRIBUTED_KINDS or fact.kind is Kind.QUOTE:
        return
    for language, text in (fact.text or {}).items():
        who = (fact.attribution or {}).get(language)
        if who is not None and who.casefold() not in text.casefold():
            yield Diagnostic(
                Code.ATTRIBUTION_MISSING,
                f'the {fact.kind} "{fact.id}" does not say in its text that it is from “{who}”',
                fact.origin.at("text", language),
                f"write the sentence so that it holds the words “{who}”",
            )


def _quote(fact: Fact) -> Iterator[Diagnostic]:
    """A quote is printed in the words of its evidence, untranslated."""
    if fact.kind is not Kind.QUOTE or fact.evidence is None:
        return
    for language, text in (fact.text or {}).items():
        if text != fact.evidence:
            yield Diagnostic(
                Code.QUOTE_ALTERED,
                f'the quote "{fact.id}" differs from its evidence',
                fact.origin.at("text", language),
                "copy the evidence, character by character",
            )


def _same_as(fact: Fact, topic: Topic) -> Iterator[Diagnostic]:
    """Values of the very same thing can be compared."""
    other = topic.facts.get(fact.same_as or "")
    if other is not None and (fact.kind, fact.unit) != (other.kind, other.unit):
        yield Diagnostic(
            Code.VALUE_INVALID,
            f'same_as: "{fact.id}" is {_measured(fact)} and "{other.id}" is {_measured(other)}',
            fact.origin.at("same_as"),
            "name a fact of the same kind and unit, or take same_as away",
        )


def _measured(fact: Fact) -> str:
    return f"{fact.kind} in {fact.unit}" if fact.unit else f"{fact.kind}"


def _totals(topic: Topic) -> Iterator[Diagnostic]:
    if "facts" in topic.incomplete:
        return
    parts: dict[str, list[Fact]] = defaultdict(list)
    for fact in topic.facts.values():
        if fact.part_of is not None:
            parts[fact.part_of].append(fact)
    for name, members in parts.items():
        whole = topic.facts.get(name)
        values = [member.parsed for member in members]
        if whole is None or not all(isinstance(value, Decimal) for value in values):
            continue
        total = sum((value for value in values if isinstance(value, Decimal)), Decimal(0))
        if isinstance(whole.parsed, Decimal) and total != whole.parsed:
            yield Diagnostic(
                Code.PARTS_DISAGREE,
                f"{' + '.join(member.id for member in members)} is {total}, "
                f'but "{name}" is {whole.parsed}',
                whole.origin.at("value"),
                "correct the number that is wrong, or take part_of away",
            )
