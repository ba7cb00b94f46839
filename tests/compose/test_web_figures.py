"""What a mark of an explored figure says, in a label that fits the drawing."""

from __future__ import annotations

import pytest

from briefs.compose.web_figures import Row, _hover

ROW = Row("goal", "Oficiales, agentes y personal de apoyo", "al\u00a0menos\u00a010,000")


@pytest.mark.parametrize(
    ("most", "lines"),
    [
        (5, ["Oficiales,", "agentes y", "personal de", "apoyo", "al\u00a0menos\u00a010,000"]),
        (3, ["Oficiales, agentes", "y personal de apoyo", "al\u00a0menos\u00a010,000"]),
        (2, ["Oficiales, agentes y personal de apoyo", "al\u00a0menos\u00a010,000"]),
        (1, ["Oficiales, agentes y personal de apoyo", "al\u00a0menos\u00a010,000"]),
    ],
)
def test_a_label_has_no_more_lines_than_fit(most: int, lines: list[str]) -> None:
    assert _hover(ROW, 12, most).split("<br>") == lines
