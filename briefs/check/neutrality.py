"""Neutrality: views stay views, partners weigh the same, and each side is quoted as often."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place
from briefs.model.fact import Fact
from briefs.model.guess import did_you_mean
from briefs.model.printed import Printed
from briefs.model.template import Reference, TemplateSource
from briefs.model.text import in_locale
from briefs.model.topic import Topic
from briefs.model.value import ATTRIBUTED_KINDS, Kind, Qualifier, Status

MOST_DIFFERENCE = 20
"""Percent of the longer one by which two paired texts may differ in length."""

_VIEWS = ATTRIBUTED_KINDS - {Kind.QUOTE}
_CLAIM_BADGES = frozenset({"fact", "claim", *(kind.value for kind in _VIEWS)})
"""Badges that say what sort of claim follows; others, such as a worksheet's, do not."""


def check_pair_lengths(topic: Topic) -> Iterator[Diagnostic]:
    """Paired views, language by language, of which one takes more room than the other.

    Each pair is reported once, at the text of the longer one.
    """
    seen: set[frozenset[str]] = set()
    for fact in topic.facts.values():
        partner = topic.facts.get(fact.pair_with or "")
        if partner is None or {fact.status, partner.status} != {Status.OK}:
            continue
        pair = frozenset({fact.id, partner.id})
        if len(pair) == 2 and pair not in seen:
            seen.add(pair)
            yield from _weighed(fact, partner, topic)


def _weighed(fact: Fact, partner: Fact, topic: Topic) -> Iterator[Diagnostic]:
    for language, text in (fact.text or {}).items():
        other = (partner.text or {}).get(language)
        if other is None:
            continue
        lengths = sorted(
            (len(visible(words, topic, language)), one.id, one)
            for words, one in ((text, fact), (other, partner))
        )
        (short, _, shorter), (long, _, longer) = lengths
        if (long - short) * 100 > long * MOST_DIFFERENCE:
            yield Diagnostic(
                Code.PAIR_UNEQUAL,
                f'"{longer.id}" has {long} characters and "{shorter.id}", with which it is '
                f"paired, has {short}",
                longer.origin.at("text", language),
                f"shorten it, or say more in the other, until they differ by at most "
                f"{MOST_DIFFERENCE} %",
            )


_EXPRESSION = re.compile(r"\{\{(.*?)\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_CALLED = re.compile(
    r"""\s*-?\s*(fact|say|note)\(\s*["']([^"']+)["']\s*\)(?:\.(\w+))?\s*-?\s*""", re.DOTALL
)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*`]|(?<!\w)_|_(?!\w)")


def visible(text: str, topic: Topic, language: str) -> str:
    """A text about as a reader sees it: without Markdown's marks, calls as the words they print."""
    return _visible(text, topic, language, 0)


def _visible(text: str, topic: Topic, language: str, depth: int) -> str:
    def printed(match: re.Match[str]) -> str:
        called = _CALLED.fullmatch(match[1] or "")
        fact = topic.facts.get(called[2]) if called else None
        if called is None or fact is None or depth > _DEEPEST:
            return "word" if match[1] else ""
        return _visible(_words_of(called, fact, language), topic, language, depth + 1)

    filled = _EXPRESSION.sub(printed, text)
    return " ".join(_MARKS.sub("", _LINK.sub(r"\1", filled)).split())


_DEEPEST = 4
"""Texts may name one another; a circle is a finding when the page is composed."""


def _words_of(called: re.Match[str], fact: Fact, language: str) -> str:
    key = {"say": "text", "note": "note"}.get(called[1]) or called[3]
    if key in {"text", "note", "label"}:
        return in_locale(getattr(fact, key) or {}, language) or ""
    qualifier = "" if fact.qualifier is Qualifier.EXACTLY else f"{fact.qualifier} "
    return f"{qualifier}{fact.value or fact.id}"


def check_sides(topic: Topic) -> Iterator[Diagnostic]:
    """The sides that a topic declares, and the side that each of its quotes names."""
    if "topic" in topic.incomplete:
        return
    sides = topic.sheet.sides
    if sides and len(set(sides)) < 2:
        yield Diagnostic(
            Code.VALUE_INVALID,
            "a dispute has two sides at least, and this topic declares one",
            topic.sheet.origin.at("sides"),
            "add the other side, or take sides: away",
        )
    for fact in topic.facts.values():
        if fact.side is not None and fact.side not in sides:
            yield Diagnostic(
                Code.VALUE_INVALID,
                f'there is no side "{fact.side}"',
                fact.origin.at("side"),
                did_you_mean(fact.side, sides, "declare it under sides: in topic.yaml"),
            )
        printable = fact.status is Status.OK and fact.audiences != []
        if sides and fact.kind is Kind.QUOTE and fact.side is None and printable:
            yield Diagnostic(
                Code.KEY_MISSING,
                f'the quote "{fact.id}" has no side: a page quotes each side equally often',
                fact.origin.at("id"),
                f"add side: … ({', '.join(sides)})",
            )


def check_quotes_balanced(
    printed: Sequence[Printed], topic: Topic, place_of: Callable[[str], Place]
) -> Iterator[Diagnostic]:
    """A page that quotes one side more often than another.

    Args:
        printed: Each place of the page at which a fact stands.
        topic: The topic; one without sides has nothing to balance.
        place_of: Where the page prints a fact.
    """
    quotes: dict[str, list[str]] = {side: [] for side in topic.sheet.sides}
    for one in printed:
        fact = topic.facts[one.fact]
        if fact.kind is Kind.QUOTE and fact.side in quotes:
            quotes[fact.side].append(fact.id)
    if len({len(of_side) for of_side in quotes.values()}) < 2:
        return
    most = max(quotes.values(), key=len)
    counts = ", ".join(f"{side} {len(of_side)}" for side, of_side in quotes.items())
    yield Diagnostic(
        Code.QUOTES_UNBALANCED,
        f"the page does not quote each side equally often: {counts}",
        place_of(most[-1]),
        f'quote each side as often, or no side; "{most[-1]}" is the last quote of the side '
        "that is quoted most",
    )


def check_derived(topic: Topic) -> Iterator[Diagnostic]:
    """Facts computed from one that is held: whoever knows the rest can compute that one again."""
    for fact in topic.facts.values():
        if fact.formula is None or fact.status is not Status.OK:
            continue
        for name in dict.fromkeys(fact.inputs):
            part = topic.facts.get(name)
            if part is not None and part.status is not Status.OK:
                yield Diagnostic(
                    Code.FACT_HELD,
                    f'"{fact.id}" is computed from "{part.id}", which is {part.status} and '
                    f"cannot be printed: {part.reason}",
                    fact.origin.at("value"),
                    f'take "{part.id}" out of the formula, or hold "{fact.id}" too',
                )


def check_figure_views(topic: Topic) -> Iterator[Diagnostic]:
    """Views, forecasts, advice and quotes in the rows of figures, where nobody says them."""
    for figure in topic.figures.values():
        rows = [(name, figure.origin.at(*keys)) for keys, name in figure.members]
        if figure.whole is not None:
            rows.append((figure.whole, figure.origin.at("whole")))
        for name, place in rows:
            fact = topic.facts.get(name)
            if fact is not None and fact.kind in ATTRIBUTED_KINDS:
                yield _as_fact(fact, f'the figure "{figure.id}" shows', place)


def check_views_not_bare(source: TemplateSource, topic: Topic) -> Iterator[Diagnostic]:
    """Views, forecasts and advice that a template or prose sets as if they were facts.

    A badge speaks for all that follows it in its paragraph, list item or table row, up to the
    next badge. ``claim`` marks what a source claims, and is no badge for a view either.
    """
    named = (topic.facts.get(reference.name) for reference in source.references)
    if not any(fact is not None and fact.kind in ATTRIBUTED_KINDS for fact in named):
        return
    badge = ""
    end = 0
    for reference, start, after in _located(source):
        if badge and _BLOCK_ENDS.search(source.text, end, start):
            badge = ""
        end = after
        fact = topic.facts.get(reference.name)
        if reference.function == "badge":
            badge = reference.name if reference.name in _CLAIM_BADGES else ""
        elif fact is None:
            continue
        elif reference.function == "say" and fact.kind in _VIEWS:
            if badge and badge != fact.kind:
                yield _as_fact(fact, f'the badge "{badge}" stands before', reference.place)
        elif reference.function == "fact" and fact.kind in ATTRIBUTED_KINDS:
            dated = _AS_OF.match(source.text, after)
            if dated is None:
                yield _as_fact(fact, 'fact("…") would print', reference.place)


def _as_fact(fact: Fact, how: str, place: Place) -> Diagnostic:
    function = "pair" if fact.pair_with else "quote" if fact.kind is Kind.QUOTE else "say"
    badge = f', after badge("{fact.kind}") or none' if function == "say" else ""
    return Diagnostic(
        Code.VIEW_AS_FACT,
        f'{how} "{fact.id}", which is of kind {fact.kind}',
        place,
        f'print it with {function}("{fact.id}"){badge}',
    )


_BLOCK_ENDS = re.compile(
    r"\n[ \t]*\n|\n[ \t]*(?:[-*+]|\d+[.)]|#{1,6})[ \t]|\n[ \t]*[|>]"
    r"|</?(?:p|li|ul|ol|dl|dt|dd|div|section|article|table|tr|h[1-6]|blockquote|aside)\b",
    re.IGNORECASE,
)
_AS_OF = re.compile(r"\s*\)\s*\.\s*as_of\b")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_CALL = re.compile(r"""\b(\w+)\s*\(\s*["']([^"'\n]*)["']""")


def _located(source: TemplateSource) -> Iterator[tuple[Reference, int, int]]:
    """The references of a source, and from where to where each id stands in its text."""
    text = _COMMENT.sub(lambda match: " " * len(match[0]), source.text)
    calls = _CALL.finditer(text)
    for reference in source.references:
        for call in calls:
            if (call[1], call[2]) == (reference.function, reference.name):
                yield reference, call.start(2), call.end()
                break
