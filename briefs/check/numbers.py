"""The number rule: every number on the page is a fact's.

What an author typed is judged where it was typed; the composed page is judged once more, so that
nothing slips through on another way. Names that hold digits are declared as terms in the topic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import unescape

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place
from briefs.model.template import Literal
from briefs.model.topic import Term

_NUMBER = re.compile(r"[$€£]?\d(?:[\d.,\u00a0]*\d)?(?:\s?%)?")
_ADDRESS = re.compile(
    r"\[e-?mail|e-?mail[\s\u00a0]protected|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\S+\s?\(at\)\s?\S+", re.I
)
_LINK_TARGET = re.compile(r"\]\([^)\s]*\)|<https?://[^>\s]*>")
_SUSPECT = re.compile(r"\d|@|\(at\)|mail", re.I)
"""What a literal must hold for a closer look to be worth it."""
_HEAD = re.compile(r"<head\b.*?</head>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>", re.DOTALL)
_LIST_NUMBER = re.compile(r"^(\s*)\d{1,3}[.)](?=\s)", re.MULTILINE)


def check_literals(literals: Iterable[Literal], terms: Iterable[Term]) -> Iterator[Diagnostic]:
    """Numbers and addresses that an author typed into prose or a YAML text."""
    blank = _blanker(terms)
    for literal in literals:
        if not _SUSPECT.search(literal.text):
            continue
        text = blank(_blanked(_LINK_TARGET, _blanked(_LIST_NUMBER, literal.text)))
        for match in _NUMBER.finditer(text):
            yield _unbound(match[0], _within(literal, match.start()))
        for match in _ADDRESS.finditer(text):
            yield Diagnostic(
                Code.ADDRESS_UNVERIFIED,
                f'"{match[0]}" is an address, or stands for one',
                _within(literal, match.start()),
                "print contacts as facts of kind contact, with the day on which they were checked",
            )


def check_page(
    loose: str, terms: Iterable[Term], literals: Iterable[Literal], otherwise: Place
) -> Iterator[Diagnostic]:
    """Numbers on the composed page outside of every mark.

    Args:
        loose: The page's HTML with its marks blanked out.
        terms: Names that hold digits.
        literals: What the templates print as it stands, to find where a number was typed.
        otherwise: The place to name where that is not found.
    """
    blank = _blanker(terms)
    text = blank(unescape(_TAG.sub(" ", _HEAD.sub(" ", loose))))
    found = {match[0] for match in _NUMBER.finditer(text)}
    typed = [
        (match[0], _within(literal, match.start()))
        for literal in (literals if found else ())
        for match in _NUMBER.finditer(blank(_blanked(_TAG, literal.text)))
    ]
    for number in sorted(found):
        places = [place for words, place in typed if words == number]
        for place in places or [otherwise]:
            yield _unbound(number, place)


def _unbound(number: str, place: Place) -> Diagnostic:
    return Diagnostic(
        Code.NUMBER_UNBOUND,
        f'the number "{number}" has no fact behind it',
        place,
        'make it a fact and print it with fact("…"); a name that holds digits is declared under '
        "terms: in topic.yaml",
    )


def _blanker(terms: Iterable[Term]) -> _Blanker:
    return _blanker_of(tuple(term.text for term in terms))


class _Blanker:
    """Blanks terms out of a text, keeping every other character where it is."""

    def __init__(self, terms: Sequence[str]) -> None:
        longest_first = sorted(terms, key=len, reverse=True)
        words = "|".join(re.escape(term).replace(r"\ ", r"\s") for term in longest_first)
        self.pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)" if words else r"(?!)")

    def __call__(self, text: str) -> str:
        return _blanked(self.pattern, text)


_blanker_of = lru_cache(maxsize=64)(_Blanker)


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def _within(literal: Literal, offset: int) -> Place:
    before = literal.text[:offset]
    lines = before.count("\n")
    column = offset - before.rfind("\n") if lines else literal.place.column + offset
    return Place(literal.place.file, literal.place.line + lines, column)
