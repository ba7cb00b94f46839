"""A YAML text as it stands in its file, so that a finding in it has its own line and column.

YAML folds lines and drops quotes and indentation; what an editor sees is found again here by
walking along the file and the value side by side.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefs.model.diagnostic import Place


def as_written(lines: Sequence[str], place: Place, value: str) -> tuple[str, Place]:
    """The text as it stands in the file, and where its first character stands.

    Args:
        lines: The lines of the file.
        place: Where YAML says that the value starts: at its quote, or at ``|`` or ``>``.
        value: The text that YAML made of it.

    Returns:
        The value itself where the file holds it in other characters (escapes).
    """
    line, column = place.line, place.column
    first = lines[line - 1][column - 1 : column]
    if first in {"|", ">"}:
        line += 1
        while line < len(lines) and not lines[line - 1].strip():
            line += 1
        column = len(lines[line - 1]) - len(lines[line - 1].lstrip()) + 1
    elif first in {'"', "'"}:
        column += 1
    start = Place(place.file, line, column)
    if lines[line - 1].startswith(value, column - 1) and "\n" not in value:
        return value, start
    raw = lines[line - 1][column - 1 :]
    text = value.rstrip("\n")
    while (end := _end(raw, text)) is None and line < len(lines):
        more = lines[line : line + _LINES_AT_ONCE]
        if not _may_go_on(raw, text):
            break
        raw = "\n".join([raw, *more])
        line += len(more)
    return (value, start) if end is None else (raw[:end], start)


_LINES_AT_ONCE = 20


def _may_go_on(raw: str, value: str) -> bool:
    """Whether the file's text up to here is the beginning of the value."""
    seen = raw.split()
    return seen[:-1] == value.split()[: len(seen) - 1] if seen else True


def _end(raw: str, value: str) -> int | None:
    """How far the file's text goes to hold the value, any white space being like any other."""
    at = 0
    words = value.split()
    for word in words:
        while at < len(raw) and raw[at].isspace():
            at += 1
        if not raw.startswith(word, at):
            return None
        at += len(word)
    return at
