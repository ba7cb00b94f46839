"""Rules that the head of an audience's template declares: kinds of facts, contacts, word budget.

Also whom a topic says that an audience's brief is for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from briefs.check.length import check_length
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place
from briefs.model.fact import Fact
from briefs.model.guess import did_you_mean
from briefs.model.printed import Printed
from briefs.model.template import AudienceTemplate
from briefs.model.topic import Topic
from briefs.model.value import Kind

_WRITE_IN = re.compile(r"""\sclass\s*=\s*(["'])(?:(?!\1).)*\bwrite-in\b""")
"""What marks a table in which a reader writes contacts by hand."""


def check_readers(topic: Topic, audiences: Collection[str]) -> Iterator[Diagnostic]:
    """Audiences that ``readers:`` in ``topic.yaml`` names and that have no template.

    Args:
        topic: The topic.
        audiences: The audiences that there are.
    """
    for name in topic.sheet.readers:
        if name not in audiences:
            yield Diagnostic(
                Code.AUDIENCE_UNKNOWN,
                f'there is no audience "{name}"',
                topic.sheet.origin.at("readers", name),
                did_you_mean(name, audiences, f"write templates/{name}.html.j2"),
            )


def check_audience(
    html: str,
    printed: Sequence[Printed],
    topic: Topic,
    template: AudienceTemplate,
    locale: str,
    place_of: Callable[[str], Place],
    start: Place,
) -> Iterator[Diagnostic]:
    """Findings in a page against the head of its template.

    Args:
        html: The composed page.
        printed: Each place at which a fact stands.
        topic: The topic.
        template: The template of its audience.
        locale: Its locale.
        place_of: Where the page calls a fact or a figure.
        start: Where its prose begins.
    """
    sheet = template.sheet
    figures = {one.fact: one.figure for one in reversed(printed)}
    facts = [topic.facts[name] for name in dict.fromkeys(one.fact for one in printed)]
    for fact in facts:
        place = place_of(figures[fact.id] or fact.id)
        if sheet.kinds is not None and fact.kind not in sheet.kinds:
            kinds = ", ".join(sheet.kinds)
            yield _not_for(fact, template, f"takes facts of the kinds {kinds} only", place)
        elif fact.kind is Kind.CONTACT and sheet.contacts == "none":
            yield _not_for(fact, template, "takes no contacts", place)
    given = any(fact.kind is Kind.CONTACT for fact in facts) or _WRITE_IN.search(html)
    if sheet.contacts == "required" and not given:
        yield Diagnostic(
            Code.CONTACT_MISSING,
            f"the page says nowhere where to turn, as its template {template.id} wants",
            start,
            'print a contact, or include "partials/contacts.html.j2" in the template, which has '
            "a table to write contacts in where no fact is one",
        )
    budget = sheet.words_in(locale)
    if budget is not None:
        yield from check_length(html, budget, start)


def _not_for(fact: Fact, template: AudienceTemplate, why: str, place: Place) -> Diagnostic:
    return Diagnostic(
        Code.FACT_AUDIENCE,
        f'the fact "{fact.id}" is of kind {fact.kind}, and the template {template.id} {why}',
        place,
        "take it out, or say it in another way for these readers",
    )
