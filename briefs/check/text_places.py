"""Searching a text that somebody typed: blank out what is not meant, and place what is found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from briefs.model.diagnostic import Place
from briefs.model.template import Literal
from briefs.model.topic import Term

_NOT_A_LINE_BREAK = re.compile(r"[^\n]")


def within(literal: Literal, offset: int) -> Place:
    """The place of a character of a literal.

    Args:
        literal: The text and where it starts.
        offset: The character's number from 0.
    """
    line = literal.text.count("\n", 0, offset)
    line_start = literal.text.rfind("\n", 0, offset) + 1
    column = offset - line_start + (1 if line else literal.place.column)
    return Place(literal.place.file, literal.place.line + line, column)


def blanked(pattern: re.Pattern[str], text: str) -> str:
    """The text with every match made blank, each other character where it was."""
    return pattern.sub(lambda match: _NOT_A_LINE_BREAK.sub(" ", match[0]), text)


def term_pattern(terms: Iterable[Term]) -> re.Pattern[str]:
    """An expression that finds the names that a topic declares, as whole words, longest first."""
    return _pattern_of(tuple(term.text for term in terms))


@lru_cache(maxsize=64)
def _pattern_of(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    words = "|".join(
        re.escape(name).replace(r"\ ", r"\s+").replace(r"\-", "[-\u2010\u2011]")
        for name in longest_first
    )
    return re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])" if words else r"(?!)")
