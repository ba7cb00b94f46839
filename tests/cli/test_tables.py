"""Tables on terminals of every width."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rich.console import Console

from briefs.cli import tables

Lines = Callable[[int], list[str]]
HEADS = ("file", "edition", "pages", "size", "time", "outcome")
ROWS = [
    ("output/passes/resident.en-US.pdf", "12", "2", "70 kB", "4.1 s", "issued"),
    ("output/passes/resident.es-US.html", "1", "–", "140 kB", "", "left as it was, since nothing has changed"),
]  # fmt: skip


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Lines:
    def at(width: int) -> list[str]:
        monkeypatch.setattr(tables, "table_console", lambda: Console(width=width))
        tables.print_table(HEADS, ROWS, "edition pages size time")
        return capsys.readouterr().out.splitlines()

    return at


def test_a_wide_terminal_has_a_line_a_row(lines: Lines) -> None:
    head, first, second = lines(200)
    assert head.split() == list(HEADS)
    assert first.index("12") + 2 == head.index("edition") + len("edition")
    assert second.endswith("left as it was, since nothing has changed")


@pytest.mark.parametrize("width", range(1, 130, 3))
def test_no_word_is_broken_at_any_width(lines: Lines, width: int) -> None:
    told = lines(width)
    words = {word for row in [HEADS, *ROWS] for cell in row for word in cell.split()}
    assert set(" ".join(told).split()) <= words | {"·"}
    assert any("70 kB" in line for line in told) or width < len("  size 70 kB")
    longest = max(map(len, words)) + 2
    assert all(len(line) <= max(width, longest) for line in told)


def test_a_narrow_terminal_has_the_cells_below_the_first(
    lines: Lines,
) -> None:
    assert lines(50)[:3] == [
        "output/passes/resident.en-US.pdf",
        "  edition 12 · pages 2 · size 70 kB · time 4.1 s ·",
        "  outcome issued",
    ]
