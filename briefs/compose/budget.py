"""What the templates of one page may take: steps, text and numbers, so that each of them ends.

A brief has a few pages. What is allowed here is a hundred times what one takes; who comes near it
has made a mistake, or means harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from jinja2 import TemplateRuntimeError, Undefined

STEPS = 20_000
"""Turns of loops, calls and entries of lists, in all."""

TEXT = 100_000
"""Characters of one text that a template makes."""

ALL_TEXT = 5_000_000
"""Characters of all texts that are made on the way to the page, and of the page."""

DIGITS = 50
"""Digits of a whole number."""

_MOST = 10**DIGITS
_DEEPEST = 3
"""Lists in lists in lists: what grouping gives, and no more."""

_LISTS = (list, tuple, dict)
_PRINTABLE = (str, int, float, type(None), Undefined)


class LimitReached(TemplateRuntimeError):
    """A template asks for more than it may have.

    Attributes:
        told: Whether this has been said of the same page before.
    """

    def __init__(self, words: str, *, told: bool = False) -> None:
        super().__init__(words)
        self.told = told


class _Budget:
    """What is left for one page."""

    __slots__ = ("reached", "steps", "text")

    def __init__(self) -> None:
        self.steps = STEPS
        self.text = ALL_TEXT
        self.reached = False

    def over(self, words: str) -> LimitReached:
        told, self.reached = self.reached, True
        return LimitReached(words, told=told)


_open: ContextVar[_Budget | None] = ContextVar("budget", default=None)


@contextmanager
def limited() -> Iterator[None]:
    """One budget for all that is filled in within; the outermost counts."""
    if _open.get() is not None:
        yield
        return
    token = _open.set(_Budget())
    try:
        yield
    finally:
        _open.reset(token)


def take_steps(count: int = 1) -> None:
    """Pay for turns of a loop or for calls.

    Raises:
        LimitReached: If the page has none left.
    """
    budget = _open.get()
    if budget is None:
        return
    budget.steps -= count
    if budget.steps < 0:
        raise budget.over(f"the templates of a page may take {STEPS:,} steps: turns and calls")


def take_text(length: int) -> None:
    """Pay for text.

    Raises:
        LimitReached: If the page has none left.
    """
    budget = _open.get()
    if budget is None:
        return
    budget.text -= length
    if budget.text < 0:
        raise budget.over(f"the templates of a page may make {ALL_TEXT:,} characters of text")


def fits(length: int) -> None:
    """Pay for one text that is about to be made.

    Raises:
        LimitReached: If it is too long, or if the page has none left.
    """
    if length > TEXT:
        raise LimitReached(f"a text that a template makes may have {TEXT:,} characters, no more")
    take_text(length)


def held(value: Any) -> Any:
    """A value that a template has made, if it may hold it.

    Raises:
        LimitReached: If it is too long, too large or too deep, or if the page has none left.
    """
    if isinstance(value, str):
        fits(len(value))
    elif isinstance(value, int):
        if not -_MOST < value < _MOST:
            raise LimitReached(f"a number in a template may have {DIGITS} digits, no more")
    elif isinstance(value, _LISTS):
        _descend(value, _DEEPEST)
    return value


def _descend(value: Any, deep: int) -> None:
    if not deep:
        raise LimitReached("the lists of a template are nested too deeply")
    take_steps(len(value))
    for entry in (*value, *value.values()) if isinstance(value, dict) else value:
        if isinstance(entry, _LISTS):
            _descend(entry, deep - 1)


def printable(value: Any) -> Any:
    """A value that can be printed: text, a number or what gives HTML.

    Raises:
        TypeError: If it is a list, a function or anything else.
    """
    if isinstance(value, _PRINTABLE) or hasattr(type(value), "__html__"):
        return value
    raise TypeError("text or a number is wanted here, not a list, a loop or a function")
