"""The filters that a template may use, each within the page's budget."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from jinja2.filters import FILTERS
from markupsafe import Markup, escape, soft_str

from briefs.compose.budget import DIGITS, fits, held, printable, take_steps
from briefs.compose.marks import MARK

_REFUSED = frozenset(
    {"batch", "center", "format", "indent", "pprint", "random", "slice", "striptags", "tojson"}
    | {"urlize", "wordwrap", "xmlattr"}
)
"""Filters that take a width or a number of steps, print or parse whole objects, or are random."""

_OF_TEXT = frozenset(
    {"capitalize", "e", "escape", "filesizeformat", "forceescape", "lower", "replace", "safe"}
    | {"string", "title", "trim", "truncate", "upper", "urlencode", "wordcount"}
)
"""Filters that make text of whatever they are given."""

_OF_LETTERS = ("capitalize", "lower", "title", "upper")
"""Filters that change letters, which a fact's own words do not have until the page is whole."""

LOOP = "steps of a loop"
"""The filter that every loop's values go through; no template can write its name."""


def filters() -> dict[str, Callable[..., Any]]:
    """All filters by name."""
    known = {
        name: _limited(name, function) for name, function in FILTERS.items() if name not in _REFUSED
    }
    for name, own in (("join", _join), ("replace", _replace), ("round", _round), ("sum", _sum)):
        known[name] = own(known[name])
    for name in _OF_LETTERS:
        known[name] = _of_letters(name, known[name])
    return {**known, LOOP: _turns}


def joined(pieces: Iterable[Any]) -> str:
    """Texts joined as ``~`` joins them: escaped where one of them is HTML."""
    texts = [soft_str(printable(piece)) for piece in pieces]
    if any(isinstance(text, Markup) for text in texts):
        texts = [escape(text) for text in texts]
        fits(sum(map(len, texts)))
        return Markup("").join(texts)
    fits(sum(map(len, texts)))
    return "".join(texts)


def _turns(values: Iterable[Any]) -> list[Any]:
    """The values of a loop, paid for before its first turn."""
    turns = list(values)
    take_steps(len(turns))
    return turns


def _limited(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    at = 1 if hasattr(function, "jinja_pass_arg") else 0
    of_text = name in _OF_TEXT

    @wraps(function)
    def limited(*given: Any, **named: Any) -> Any:
        value = given[at]
        if of_text:
            fits(len(value) if isinstance(printable(value), str) else 0)
        elif isinstance(value, str | list | tuple | dict | range):
            take_steps(len(value))
        return held(function(*given, **named))

    return limited


def _of_letters(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def changed(text: Any) -> Any:
        if MARK.search(soft_str(printable(text))):
            raise ValueError(
                f"{name} cannot change how a fact is printed: write the words around it otherwise"
            )
        return function(text)

    return changed


def _join(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def join(context: Any, values: Iterable[Any], between: Any = "") -> Any:
        texts = [soft_str(printable(value)) for value in values]
        take_steps(len(texts))
        fits(sum(map(len, texts)) + len(soft_str(printable(between))) * len(texts))
        return function(context, texts, between)

    return join


def _replace(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def replace(context: Any, text: Any, old: Any, new: Any, count: int | None = None) -> Any:
        before, out, put = (soft_str(printable(word)) for word in (text, old, new))
        fits(len(before) + before.count(out) * len(put))
        return function(context, text, old, new, count)

    return replace


def _round(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def round_off(value: Any, precision: int = 0, method: Any = "common") -> Any:
        if abs(precision) > DIGITS:
            raise ValueError(f"a number can be rounded to {DIGITS} digits, no more")
        return function(value, precision, method)

    return round_off


def _sum(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def total(context: Any, values: Iterable[Any], attribute: Any = None) -> Any:
        return function(context, list(values), attribute)

    return total
