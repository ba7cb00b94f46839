"""The numbers of a text: what a reader sees as one is one, however it was set."""

from __future__ import annotations

import pytest

from briefs.model.text_numbers import numbers_in


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("up to $50,000, not 60,000.", ("50,000", "60,000")),
        ("22 = 11 + 11", ("11", "11", "22")),
        ("on 2025-08-01 at 9:30, 1/2 of 3.5 %", ("1/2", "2025-08-01", "3.5", "9:30")),
        ("50\u00a0000 and 60\u202f000 USD", ("50 000", "60 000")),
        ("August\u00a01, 2025", ("1", "2025")),
        ("30 2025", ("2025", "30")),
        ("30\n2025", ("2025", "30")),
        ("2019\u20132021 and 2019\u20112021", ("2019-2021", "2019-2021")),
        ("10\u2019000 and 10'000", ("10'000", "10'000")),
        ("1,,2 3,", ("1", "2", "3")),
        ("287(g), F16", ("16", "287")),
        ("5\u200b0 5\u00ad0 5\u20600", ("50", "50", "50")),
        ("push\ufffeback 2025\ufffe08", ("2025-08",)),
        ("\u0662\u0662", ("\u0662\u0662",)),
        ("x\u00b2 and \u00bd", ()),
        ("", ()),
    ],
)
def test_numbers(text: str, numbers: tuple[str, ...]) -> None:
    assert numbers_in(text) == numbers


def test_every_changed_digit_changes_them() -> None:
    text = "at least 10,000 by 2029, up to $50,000 (25 %)"
    for at, character in enumerate(text):
        if character.isdigit():
            other = str((int(character) + 1) % 10)
            assert numbers_in(text[:at] + other + text[at + 1 :]) != numbers_in(text)
            assert numbers_in(text[:at] + text[at + 1 :]) != numbers_in(text)
