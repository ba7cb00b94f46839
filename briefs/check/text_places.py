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


def without_terms(text: str, terms: Iterable[Term]) -> str:
    """The text with the names that a topic declares made blank, the longest ones first."""
    for clue, pattern in _patterns_of(tuple(term.text for term in terms)):
        if clue in text:
            text = blanked(pattern, text)
    return text


@lru_cache(maxsize=64)
def _patterns_of(names: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Of each name its first word, and an expression that finds it as whole words."""
    patterns = []
    for name in sorted(names, key=len, reverse=True):
        words = re.escape(name).replace(r"\ ", r"\s")
        # What must not stand before a name is asked behind it: so its letters are sought first.
        patterns.append((name.split()[0], re.compile(rf"{words}(?!\w)(?<!\w{words})")))
    return tuple(patterns)
