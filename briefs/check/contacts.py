"""Rules for contacts: a person has tried them, and no other address reaches the page.

A wrong telephone number sends a reader to a stranger. So every address and number is a contact
fact, its letters and digits agree, and what only stands in the place of one is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from html import unescape

from briefs.check.stray_addresses import addresses_in, is_telephone_number, placeholder_in
from briefs.check.telephone import Dialling, dialled, keyed, same_number
from briefs.check.text_places import within
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place, Severity
from briefs.model.fact import Fact
from briefs.model.template import Literal
from briefs.model.topic import Term, Topic
from briefs.model.value import Kind, Status


def check_contact_facts(topic: Topic, region: str | None = "US") -> Iterator[Diagnostic]:
    """Findings in the contacts of a fact base; held and withdrawn ones are left in peace.

    Args:
        topic: The topic.
        region: The country that a number without a country code is in, as ISO 3166 names it; None
            where it is not known, then only numbers that begin with + are judged.
    """
    for fact in topic.facts.values():
        if fact.kind is not Kind.CONTACT or fact.status is not Status.OK or fact.value is None:
            continue
        stand_in = placeholder_in(fact.value)
        if stand_in is not None:
            yield Diagnostic(
                Code.PLACEHOLDER,
                f'the contact "{fact.id}" has "{stand_in}" in the place of an address',
                fact.origin.at("value"),
                "write the address that a person has tried, or set status: held with the reason",
            )
            continue
        if is_telephone_number(fact.value) and (region or fact.value.startswith("+")):
            yield from _dialled(fact, fact.value, region)
        if fact.vanity is not None:
            yield from _vanity(fact, fact.value, fact.vanity, region)


def check_contacts_printed(
    printed: Collection[str], topic: Topic, audience: str, place_of: Callable[[str], Place]
) -> Iterator[Diagnostic]:
    """Contacts on a page that nobody has tried.

    Args:
        printed: Ids of the facts that the page prints.
        topic: The topic.
        audience: Whom the page is for.
        place_of: Where the page prints a fact.
    """
    for name in printed:
        fact = topic.facts[name]
        if fact.kind is Kind.CONTACT and fact.verified_on is None:
            yield Diagnostic(
                Code.CONTACT_UNVERIFIED,
                f'the contact "{name}" would be given to the audience {audience}, '
                "but nobody has tried it",
                place_of(name),
                "try it and add verified_on: with the day to the fact, or take it out",
            )


def check_addresses(literals: Iterable[Literal], terms: Iterable[Term]) -> Iterator[Diagnostic]:
    """Addresses, telephone numbers and placeholders that an author typed.

    Args:
        literals: Runs of prose or of a YAML text.
        terms: Names that only look like one, such as a declared 911.
    """
    names = tuple(terms)
    for literal in literals:
        for stray in addresses_in(literal.text, names):
            yield _typed(stray.words, stray.code, within(literal, stray.start))


def check_addresses_on_page(
    loose: str, terms: Iterable[Term], literals: Iterable[Literal], otherwise: Place
) -> Iterator[Diagnostic]:
    """Addresses, telephone numbers and placeholders on the composed page outside of every mark.

    Args:
        loose: The page's HTML with its marks blanked out.
        terms: Names that only look like one.
        literals: What the templates print as it stands, to find where something was typed.
        otherwise: The place to name where that is not found.
    """
    names = tuple(terms)
    found = {
        (stray.words, stray.code)
        for text in _seen_and_heard(loose)
        for stray in addresses_in(text, names)
    }
    typed = [
        (stray, within(literal, stray.start))
        for literal in (literals if found else ())
        for stray in addresses_in(literal.text, names)
    ]
    for words, code in sorted(found):
        places = [place for stray, place in typed if (stray.words, stray.code) == (words, code)]
        for place in places or [otherwise]:
            yield _typed(words, code, place)


def _typed(words: str, code: Code, place: Place) -> Diagnostic:
    shown = " ".join(words.split())
    if code is Code.PLACEHOLDER:
        return Diagnostic(
            code,
            f'"{shown}" stands in the place of something that was never filled in',
            place,
            "write what belongs there, or take the sentence out; a name that only looks like this "
            "is declared under terms: in topic.yaml",
        )
    return Diagnostic(
        code,
        f'"{shown}" is an address or a telephone number, but no contact fact',
        place,
        "print contacts as facts of kind contact, with the day on which they were tried",
    )


_NOT_SHOWN = re.compile(r"<head\b.*?(?:</head>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.I)
_TAG = re.compile(r"<[^>]*>", re.DOTALL)
_TAG_IN_A_WORD = re.compile(
    r"</?(?:a|abbr|b|code|em|i|mark|small|span|strong|sub|sup|u|wbr)\b[^>]*>", re.I
)
_ATTRIBUTE = re.compile(
    r"\s(?:href|alt|title|aria-label)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I
)


def _seen_and_heard(html: str) -> Iterator[str]:
    """A page's text, and each attribute that is shown, read out or followed."""
    body = _NOT_SHOWN.sub(" ", html)
    yield unescape(_TAG.sub("\n", _TAG_IN_A_WORD.sub("", body)))
    for tag in _TAG.finditer(body):
        for match in _ATTRIBUTE.finditer(tag[0]):
            yield unescape(next(filter(None, match.groups()), ""))


def _dialled(fact: Fact, value: str, region: str | None) -> Iterator[Diagnostic]:
    """Whether there can be such a number."""
    place = fact.origin.at("value")
    match dialled(value, region):
        case Dialling.IMPOSSIBLE:
            where = "" if value.startswith("+") else f" in {region}"
            yield Diagnostic(
                Code.VALUE_INVALID,
                f'there can be no telephone number "{value}"{where}',
                place,
                "compare it with its source; a number of another country begins with + and its "
                "country's code",
            )
        case Dialling.LOCAL_ONLY:
            yield Diagnostic(
                Code.VALUE_INVALID,
                f'the telephone number "{value}" lacks its area code',
                place,
                "write it as it is dialled from anywhere in the country",
            )
        case Dialling.UNASSIGNED:
            yield Diagnostic(
                Code.VALUE_INVALID,
                f'the telephone number "{value}" is nobody\'s in the numbering plan that we know',
                place,
                "compare it with its source, and call it",
                Severity.WARNING,
            )


def _vanity(fact: Fact, value: str, vanity: str, region: str | None) -> Iterator[Diagnostic]:
    """Whether the letters are the digits, as a keypad has them."""
    digits = keyed(vanity)
    if not same_number(digits, value, region or "US"):
        yield Diagnostic(
            Code.VANITY_ALTERED,
            f'"{vanity}" is {digits} on a keypad, but the value of "{fact.id}" is {value}',
            fact.origin.at("vanity"),
            "look at the source, and correct the one of the two that is wrong",
        )
