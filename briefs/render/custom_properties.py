"""Put the values of custom properties into a style sheet once, instead of at every element.

WeasyPrint resolves each ``var()`` anew wherever a declaration applies, and validates the outcome.
A property that only ``:root`` sets has the same value everywhere, so its value can stand in place
of its name before the sheet is read: the page comes out the same, and sooner.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import tinycss2

MOST_TOKENS = 1_000
"""A value that would grow beyond this stays with its name: each may double the one before."""

_KEYWORDS = frozenset({"", "inherit", "initial", "revert", "revert-layer", "unset"})

_SPACE = frozenset({"whitespace", "comment"})


def resolved(css: str) -> str:
    """A style sheet in which ``var()`` of a property is the property's value, where that is known.

    It is not known of a property that anything but a plain ``:root`` rule sets, that is set to a
    keyword such as ``inherit``, that needs itself, or that nothing sets.

    Args:
        css: The style sheet.
    """
    rules = tinycss2.parse_stylesheet(css)
    values = _values(rules)
    for rule in rules:
        inside = _inside(rule)
        inside[:] = _filled(list(inside), values)
    text: str = tinycss2.serialize(rules)
    return text


def _values(rules: Sequence[Any]) -> Mapping[str, list[Any]]:
    """What each property stands for, whose value is known wherever it is asked for."""
    at_root: list[tuple[str, list[Any]]] = [
        (one.name, _trimmed(one.value))
        for rule in rules
        if rule.type == "qualified-rule" and tinycss2.serialize(rule.prelude).strip() == ":root"
        for one in tinycss2.parse_blocks_contents(rule.content)
        if one.type == "declaration" and one.name.startswith("--") and not one.important
    ]
    elsewhere = Counter(name for rule in rules for name in _set_in(_inside(rule)))
    elsewhere.subtract(name for name, _ in at_root)
    waiting = {
        name: value
        for name, value in at_root  # the last one counts
        if not elsewhere[name] and tinycss2.serialize(value).lower() not in _KEYWORDS
    }
    values: dict[str, list[Any]] = {}
    while ready := [name for name, value in waiting.items() if {*_asked_for(value)} <= {*values}]:
        for name in ready:
            value = list(_filled(waiting.pop(name), values))
            if sum(1 for _ in _tokens(value)) <= MOST_TOKENS:
                values[name] = value
    return values


def _filled(tokens: Sequence[Any], values: Mapping[str, list[Any]]) -> Iterator[Any]:
    """Tokens with values in place of properties; blocks within them are changed in place."""
    for token in tokens:
        if (name := _property(token)) is not None and name in values:
            yield from values[name]
            continue
        inside = _inside(token)
        inside[:] = _filled(list(inside), values)
        yield token


def _trimmed(value: list[Any]) -> list[Any]:
    """A value without the space and comments around it."""
    said = [at for at, token in enumerate(value) if token.type not in _SPACE]
    return value[said[0] : said[-1] + 1] if said else []


def _set_in(tokens: Sequence[Any]) -> Iterator[str]:
    """The name of a property wherever tokens set one, in blocks within them too."""
    said = [token for token in _tokens(tokens) if token.type not in _SPACE]
    for token, after in pairwise(said):
        if token.type == "ident" and token.value.startswith("--") and after == ":":
            yield token.value


def _asked_for(tokens: Sequence[Any]) -> Iterator[str]:
    """The name in each ``var()``."""
    for token in _tokens(tokens):
        if (name := _property(token)) is not None:
            yield name


def _property(token: Any) -> str | None:
    """The name of the property whose value a token is: the first word of a ``var()``."""
    if token.type != "function" or token.lower_name != "var":
        return None
    return next((one.value for one in token.arguments if one.type == "ident"), "")


def _tokens(tokens: Sequence[Any]) -> Iterator[Any]:
    """Tokens, and those within them."""
    for token in tokens:
        yield token
        yield from _tokens(_inside(token))


def _inside(token: Any) -> list[Any]:
    """What stands between the brackets of a block, or in a rule."""
    inside = getattr(token, "arguments", None) or getattr(token, "content", None)
    return inside if isinstance(inside, list) else []
