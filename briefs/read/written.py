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
    end = _end(lines, line - 1, column - 1, value.split())
    if end is None:
        return value, start
    last, after = end
    if last == line - 1:
        return lines[last][column - 1 : after], start
    between = lines[line:last]
    return "\n".join([lines[line - 1][column - 1 :], *between, lines[last][:after]]), start


def _end(lines: Sequence[str], line: int, at: int, words: Sequence[str]) -> tuple[int, int] | None:
    """Where the words end that begin in a line, any white space between them being like any other.

    Args:
        lines: The lines of the file.
        line: The first word's line, from 0.
        at: Where it starts in its line, from 0.
        words: The words.

    Returns:
        The last word's line and where it ends; None if the file does not hold the words.
    """
    for word in words:
        while True:
            text = lines[line]
            while at < len(text) and text[at].isspace():
                at += 1
            if at < len(text):
                break
            line, at = line + 1, 0
            if line == len(lines):
                return None
        if not text.startswith(word, at):
            return None
        at += len(word)
    return line, at
