"""Did-you-mean."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that a misspelt word most likely stands for, or None."""
    matches = get_close_matches(word, list(choices), n=1, cutoff=0.6)
    return matches[0] if matches else None


def did_you_mean(word: str, choices: Iterable[str], otherwise: str = "") -> str:
    """A mend for a misspelt name: the nearest choice, and what else can be done."""
    guess = nearest(word, choices)
    if guess is None:
        return otherwise
    return f'did you mean "{guess}"?' + (f" Otherwise {otherwise}" if otherwise else "")
