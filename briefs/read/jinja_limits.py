"""How deep Jinja text may nest, told from its tokens before any parser sees it.

Jinja's parser and compiler call themselves once for each level, and so does Python's: what nests
deeper than anybody writes would exhaust the stack, or keep the compiler busy for minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

MAX_DEPTH = 40
MAX_BLOCKS = 15
MAX_BRANCHES = 100
MAX_DIGITS = 30

_BLOCKS = frozenset({"for", "if", "block", "macro", "call", "filter", "autoescape", "with", "set"})
_LINKS = frozenset({"not", "and", "or", "if", "else", "in", "is"})
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_PARTING = frozenset({",", ":", ";", "="})


class Token(NamedTuple):
    """A token of Jinja's lexer, and where it starts."""

    kind: str
    text: str
    offset: int


class Beyond(NamedTuple):
    """What goes beyond a limit: where, and how to mend it."""

    message: str
    offset: int
    mend: str


def beyond_limits(tokens: Iterable[Token]) -> Beyond | None:
    """The first token that goes beyond a limit, or None."""
    text = _Nesting()
    takers: dict[str, Callable[[Token], Beyond | None]] = {
        "operator": text.operator,
        "name": text.name,
        "integer": _number,
        "float": _number,
        "variable_begin": text.begin,
        "block_begin": text.begin,
        "block_end": text.end,
    }
    for token in tokens:
        take = takers.get(token.kind)
        beyond = take(token) if take is not None else None
        if beyond is not None:
            return beyond
    return None


def _number(token: Token) -> Beyond | None:
    if len(token.text) <= MAX_DIGITS:
        return None
    return Beyond(
        f"a number of more than {MAX_DIGITS} digits cannot be read",
        token.offset,
        "print a fact instead: numbers come from facts.yaml",
    )


class _Nesting:
    """How deep the tokens up to now nest: in an expression, and in tags."""

    def __init__(self) -> None:
        self._links = [0]
        self._depth = 0
        self._branches: list[int] = []
        self._tag = ""
        self._fresh = self._assigns = False

    def begin(self, token: Token) -> None:
        """A tag or an expression begins."""
        self._links, self._depth = [0], 0
        self._fresh = token.kind == "block_begin"
        self._tag, self._assigns = "", False

    def end(self, _: Token) -> None:
        """A tag ends: one that sets a name to a value opens no block."""
        if self._tag == "set" and self._assigns and self._branches:
            self._branches.pop()

    def name(self, token: Token) -> Beyond | None:
        """A name or a keyword."""
        if self._fresh:
            self._fresh = False
            self._tag = token.text
            return self._of_tag(token)
        return self._link(token) if token.text in _LINKS else None

    def _of_tag(self, token: Token) -> Beyond | None:
        if token.text in _BLOCKS:
            self._branches.append(0)
            if len(self._branches) > MAX_BLOCKS:
                return Beyond(
                    f"tags are nested deeper than {MAX_BLOCKS}",
                    token.offset,
                    "put the inner ones into a partial, and include it",
                )
        elif token.text.startswith("end") and self._branches:
            self._branches.pop()
        elif token.text == "elif" and self._branches:
            self._branches[-1] += 1
            if self._branches[-1] > MAX_BRANCHES:
                message = f"an if has more than {MAX_BRANCHES} branches"
                return Beyond(message, token.offset, "look the words up in a mapping instead")
        return None

    def operator(self, token: Token) -> Beyond | None:
        """A bracket or a sign: what it joins hangs one below the other, but for lists' items."""
        links = self._links
        if token.text in _OPENING:
            links.append(0)
            return self._deeper(token)
        if token.text in _CLOSING:
            if len(links) > 1:  # what is called, or looked up, hangs below the call
                self._depth -= links.pop()
                links[-1] += 1
            return None
        if token.text in _PARTING:
            self._depth -= links[-1]
            links[-1] = 0
            self._assigns = self._assigns or (token.text == "=" and len(links) == 1)
            return None
        return self._link(token)

    def _link(self, token: Token) -> Beyond | None:
        self._links[-1] += 1
        return self._deeper(token)

    def _deeper(self, token: Token) -> Beyond | None:
        self._depth += 1
        if self._depth <= MAX_DEPTH:
            return None
        return Beyond(
            f"an expression is nested deeper than {MAX_DEPTH}",
            token.offset,
            "take it apart: {% set name = … %} keeps a part of it",
        )
