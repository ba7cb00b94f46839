"""Markdown for pull requests: nothing in a text is taken for Markdown, HTML or a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from briefs.cli.output import visible

_MARKS = re.compile(r"([\\`*_\[\]<>#|~&])")
_MENTION = re.compile(r"(?<!\w)@(?=\w)")


def escaped(words: str) -> str:
    """Words of which nothing is taken for Markdown, HTML or the name of somebody to be told."""
    return _MENTION.sub("@<!-- -->", _MARKS.sub(r"\\\1", visible(words)))


def code(words: str) -> str:
    """Words as code, whatever they hold."""
    return f"`{visible(words).replace('`', chr(0x2019)).replace('|', chr(0x2223))}`"


def link(words: str, address: str) -> str:
    """Words that lead to an address; both as they are, not escaped yet."""
    for mark in "()<>|":
        address = address.replace(mark, f"%{ord(mark):X}")
    return f"[{escaped(words)}](<{address}>)"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; its cells are Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
