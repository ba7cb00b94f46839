"""Tables on a terminal of any width, words in columns, fields with their labels."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

import click

from briefs.cli.output import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


def print_fields(title: str, fields: Iterable[tuple[str, Any]]) -> None:
    """Print a title, and below it each label with its value; None is left out."""
    click.echo(click.style(title, bold=True))
    for label, value in fields:
        if value is not None:
            click.echo(f"  {label:<12} {visible(str(value))}")


def in_columns(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows of words as lines, each column as wide as its widest cell."""
    shown = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[str | Text]], right: str = ""
) -> None:
    """Print a table; cells are shown as they are, without markup, styled ones in their style.

    No word is broken. Where the terminal is too narrow for the longest word of each column, every
    row is its first cell, and below it the others with their heads.

    Args:
        columns: Their heads; the first column is never broken into lines.
        rows: The cells.
        right: Heads of the columns that are set to the right, with blanks between them.
    """
    from rich.table import Table
    from rich.text import Text

    console = table_console()
    shown = [
        [Text(visible(cell)) if isinstance(cell, str) else cell for cell in row] for row in rows
    ]
    plain = [[cell.plain for cell in row] for row in shown]
    widths = _column_widths([list(columns), *plain], console.width)
    if widths is None:
        for cells in plain:
            for line in one_below_the_other(columns, cells, console.width):
                click.echo(line)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, width in zip(columns, widths, strict=True):
        side: Literal["left", "right"] = "right" if name and name in right.split() else "left"
        table.add_column(name, justify=side, width=width)
    for row in shown:
        table.add_row(*row)
    console.print(table)


_GAP = "  "
_NO_BREAK = "\u00a0"
_SHORT = 12
"""Letters of a cell that stays on one line."""
_WHOLE: Any = {"break_long_words": False, "break_on_hyphens": False}


def _column_widths(rows: Sequence[Sequence[str]], width: int) -> list[int] | None:
    """How wide each column of a table is; None where they cannot stand side by side.

    Columns but the first give way, the widest one first, down to their longest word or short cell.
    """
    columns = list(zip(*rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    least = [max(map(_least_width, column)) for column in columns]
    least[0] = widths[0]
    room = width - len(_GAP) * (len(columns) - 1)
    while sum(widths) > room:
        widest = max(range(len(widths)), key=lambda at: (widths[at] > least[at], widths[at]))
        if widths[widest] == least[widest]:
            return None
        widths[widest] -= 1
    return widths


def _least_width(cell: str) -> int:
    return len(cell) if len(cell) <= _SHORT else max(map(len, cell.split(" ")))


def one_below_the_other(columns: Sequence[str], row: Sequence[str], width: int) -> Iterator[str]:
    """The lines of a table's row where the terminal is too narrow for its columns.

    Args:
        columns: Their heads.
        row: The cells; of those but the first, empty ones are left out.
        width: Of the terminal.
    """
    first, *others = row
    yield first
    told = [
        f"{head} {cell}".replace(" ", _NO_BREAK if len(cell) <= _SHORT else " ")
        for head, cell in zip(columns[1:], others, strict=True)
        if cell
    ]
    for line in textwrap.wrap(" · ".join(told), max(width - len(_GAP), 1), **_WHOLE):
        yield f"{_GAP}{line.replace(_NO_BREAK, ' ')}"


def table_console() -> Console:
    """Standard output for a table: as wide as the terminal, elsewhere 200 characters."""
    from rich.console import Console

    console = Console()
    if not console.is_terminal:
        console.width = 200
    return console
