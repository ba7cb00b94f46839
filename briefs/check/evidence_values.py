"""Rules for evidence beside its fact: it holds the value, and says "up to" where the fact does.

The likeliest slip of all is to change one of the two and to forget the other. A computed value has
no evidence of its own, and evidence without a number says nothing about one: neither is judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from briefs.check.evidence_dates import Dates, dates_in
from briefs.check.number_values import Quantity, quantities_in, scale_of, small_words_in
from briefs.check.number_words import (
    END,
    START,
    without_accents,
)
from briefs.check.text_places import blanked, term_pattern
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Severity
from briefs.model.fact import Fact
from briefs.model.topic import Topic
from briefs.model.value import NUMERIC_KINDS, CalendarDate, Qualifier

_LONGEST_EVIDENCE = 120


def check_evidence_values(topic: Topic) -> Iterator[Diagnostic]:
    """Facts whose evidence holds numbers but not their value, or qualifies it in another way."""
    if topic.incomplete & {"topic", "sources"}:
        return  # a term's digits or another language's words would be taken for numbers
    terms = term_pattern(topic.sheet.terms)
    for fact in topic.facts.values():
        if fact.evidence is None or fact.absence:
            continue
        source = topic.sources.get(fact.source)
        language = source.language if source else "en"
        text = blanked(terms, fact.evidence)
        if isinstance(fact.parsed, CalendarDate):
            yield from _date(fact, fact.parsed, text, language)
        elif fact.kind in NUMERIC_KINDS and isinstance(fact.parsed, Decimal) and not fact.formula:
            yield from _number(_Claim(fact, fact.parsed, _nouns(fact, topic)), text, language)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A fact that is a number.

    Attributes:
        fact: The fact.
        value: Its value.
        nouns: The words that name its unit.
    """

    fact: Fact
    value: Decimal
    nouns: frozenset[str]

    def is_said_by(self, quantity: Quantity) -> bool:
        """Whether a number in the evidence is the value, or one that its qualifier rounds to it."""
        wanted = {abs(self.value) * scale_of(noun) for noun in self.nouns | {""}}
        return any(
            _is(value, one, self.fact.qualifier) for value in wanted for one in quantity.values
        )


def _nouns(fact: Fact, topic: Topic) -> frozenset[str]:
    unit = fact.unit or ""
    forms = topic.sheet.units.get(unit, {})
    written = [unit, *(word for words in forms.values() for word in words.values())]
    return frozenset(" ".join(written).replace("-", " ").lower().split())


def _number(claim: _Claim, text: str, language: str) -> Iterator[Diagnostic]:
    found = quantities_in(text, language)
    said = [one for one in found if claim.is_said_by(one)]
    if said:
        yield from _qualifier(claim.fact, said, text, language)
        return
    dates = dates_in(text, language)
    counted = [one for one in found if not _of_a_date(one, dates, text, claim)]
    if not counted or not all(one.values for one in counted):
        return
    if abs(claim.value) not in small_words_in(text, language):
        (first, *others) = counted
        share = any(0 < value < 1 for value in first.values)
        sure = not others and not share and language in _QUALIFIERS
        yield _differs(claim.fact, sure=sure)


def _of_a_date(quantity: Quantity, dates: Dates, text: str, claim: _Claim) -> bool:
    """Whether a number belongs to a date, and is no count such as "1950 homes"."""
    noun = _NEXT_WORD.match(text, quantity.end)
    if noun and noun[1].lower() in claim.nouns:
        return False
    return any(start <= quantity.start < end for start, end in dates.spans)


def _date(fact: Fact, value: CalendarDate, text: str, language: str) -> Iterator[Diagnostic]:
    dates = dates_in(text, language)
    if dates.hold(value):
        return
    others = [
        one
        for one in quantities_in(text, language)
        if not any(start <= one.start < end for start, end in dates.spans)
    ]
    reckoned = _RECKONED.search(without_accents(text.lower()))
    yield _differs(fact, sure=dates.single and not others and not reckoned)


def _differs(fact: Fact, *, sure: bool) -> Diagnostic:
    evidence = fact.evidence or ""
    if len(evidence) > _LONGEST_EVIDENCE:
        evidence = f"{evidence[:_LONGEST_EVIDENCE].rstrip()}…"
    computed = "" if sure or fact.kind not in NUMERIC_KINDS else (
        "; a value that is worked out from others is a formula (= a + b)"
    )  # fmt: skip
    return Diagnostic(
        Code.EVIDENCE_VALUE,
        f'the value of "{fact.id}" is {fact.value}, which its evidence does not say: “{evidence}”',
        fact.origin.at("value"),
        f"look at the source, and correct the value or the evidence{computed}",
        Severity.ERROR if sure else Severity.WARNING,
    )


def _is(value: Decimal, said: Fraction, qualifier: Qualifier) -> bool:
    """Whether a value is a number of the source, or that number rounded as the qualifier says."""
    wanted = Fraction(value)
    if wanted == said:
        return True
    places = max(-int(value.as_tuple().exponent), 0)
    if said.limit_denominator(10**9) == said and _endless(said):
        return round(said, places) == wanted
    if qualifier is Qualifier.EXACTLY or _digits_of(said) < _digits_of(wanted) + 2:
        return False
    unit = Fraction(10) ** (len(str(int(wanted))) - _digits_of(wanted))
    gap = said - wanted
    if qualifier is Qualifier.ABOUT:
        return abs(gap) <= unit / 2
    rounded_down = qualifier in {Qualifier.AT_LEAST, Qualifier.MORE_THAN}
    return 0 <= (gap if rounded_down else -gap) < unit


def _endless(number: Fraction) -> bool:
    """Whether a number has no end as a decimal, such as a third."""
    rest = number.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    return rest != 1


def _digits_of(number: Fraction) -> int:
    """How many digits of a number say something: two of 25,000, five of 25,314."""
    return len(f"{Decimal(number.numerator) / number.denominator:f}".replace(".", "").strip("0"))


# --- Qualifiers -----------------------------------------------------------------------------------

_NEXT_WORD = re.compile(r"\s*([^\W\d_]+)")
_RECKONED = re.compile(
    rf"{START}(?:before|after|within|following|later|earlier|prior|fiscal|fy|school|academic|end"
    r"|start|beginning|days?|weeks?|months?|years?|quarter|antes|despues|dentro|fiscal|escolar"
    rf"|siguiente|fin|final|inicio|principios?|dias?|semanas?|mes(?:es)?|anos?|trimestre){END}"
)
"""Words by which a date is reckoned from another one."""
_LIMIT_BY_NAME = re.compile(
    r"max|min|most|least|longest|shortest|highest|lowest|largest|smallest|limit|\bcap\b|ceiling"
    r"|floor|deadline|\btope|\bplazo|\bmayor|\bmenor",
    re.IGNORECASE,
)
"""A label that says itself that the value is the end of a range."""

_FITTING = {
    "up to": frozenset({Qualifier.UP_TO}),
    "at least": frozenset({Qualifier.AT_LEAST}),
    "more than": frozenset({Qualifier.MORE_THAN, Qualifier.AT_LEAST}),
    "fewer than": frozenset({Qualifier.FEWER_THAN, Qualifier.UP_TO}),
    "nearly": frozenset({Qualifier.ABOUT, Qualifier.FEWER_THAN, Qualifier.UP_TO}),
    "about": frozenset({Qualifier.ABOUT}),
}
"""The qualifiers that keep what the words of a source say."""

_QUALIFIERS = {
    "en": {
        "up to": r"(?<!add )(?<!adds )(?<!added )(?<!adding )(?<!sum )(?<!sums )(?<!catch )up to"
        r"|at most|(?:no|not) (?:more|greater) than|(?:a )?maximum of|not (?:to exceed|exceeding)",
        "at least": r"at least|(?:no|not) (?:less|fewer) than|(?:a )?minimum of",
        "more than": r"(?<!no )(?<!not )(?<!\d )more than|upwards? of|in excess of",
        "fewer than": r"(?<!no )(?<!not )(?<!\d )(?:less|fewer) than",
        "nearly": r"nearly|almost|just under",
        "about": r"approximately|roughly|an estimated|\A(?:about|around)"
        r"|(?:costs?|of|is|are|was|were|averages?) about",
    },
    "es": {
        "up to": r"hasta|(?:un )?maximo de|no mas de|como maximo|a lo sumo",
        "at least": r"al menos|por lo menos|como minimo|(?:un )?minimo de|no menos de",
        "more than": r"(?<!no )(?<!\d )mas de",
        "fewer than": r"(?<!no )(?<!\d )menos de",
        "nearly": r"casi",
        "about": r"aproximadamente|alrededor de|cerca de|unos|unas",
    },
}
_BEHIND = {
    "en": {
        "at least": r"or (?:more|over|above|greater)",
        "up to": r"or (?:less|fewer|under|below)|at (?:most|the most)",
    },
    "es": {"at least": r"o mas|como minimo", "up to": r"o menos|como maximo"},
}


def _qualifier(fact: Fact, said: list[Quantity], text: str, language: str) -> Iterator[Diagnostic]:
    """What the evidence says right beside the value, where the fact says something else."""
    words = [_words_beside(one, text, language) for one in said]
    if not all(words) or any(fact.qualifier in _FITTING[kind] for kind, _ in filter(None, words)):
        return
    labels = " ".join((fact.label or {}).values())
    if fact.qualifier is Qualifier.EXACTLY and _LIMIT_BY_NAME.search(without_accents(labels)):
        return
    kind, found = words[0] or ("", "")
    fitting = sorted(one.value for one in _FITTING[kind])
    yield Diagnostic(
        Code.EVIDENCE_QUALIFIER,
        f'the evidence of "{fact.id}" says “{found}”, but the fact says “{fact.qualifier} '
        f"{fact.value}”",
        fact.origin.at("qualifier"),
        f"write qualifier: {' or '.join(fitting)}",
        Severity.WARNING,
    )


def _words_beside(quantity: Quantity, text: str, language: str) -> tuple[str, str] | None:
    """The qualifier right before or behind a number: its kind, and the words with the number."""
    plain = without_accents(text.lower())
    for kind, before in _before(language):
        match = before.search(plain, 0, quantity.start)
        if match:
            return kind, text[match.start() : quantity.end]
    for kind, behind in _behind(language):
        match = behind.match(plain, quantity.end)
        if match:
            return kind, text[quantity.start : match.end()]
    return None


_Patterns = list[tuple[str, re.Pattern[str]]]


@lru_cache(maxsize=8)
def _before(language: str) -> _Patterns:
    return [
        (kind, re.compile(rf"(?<![^\W_])(?:{words})\s+(?:an? |una? )?\Z"))
        for kind, words in _QUALIFIERS.get(language, {}).items()
    ]


@lru_cache(maxsize=8)
def _behind(language: str) -> _Patterns:
    return [
        (kind, re.compile(rf"(?:\s+[^\W\d_]+){{0,2}},?\s+(?:{words}){END}"))
        for kind, words in _BEHIND.get(language, {}).items()
    ]
