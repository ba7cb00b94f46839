"""A noun agrees with its number."""

from __future__ import annotations

import pytest

from briefs.model.plural import plural


@pytest.mark.parametrize(
    ("number", "noun", "words"),
    [
        (0, "error", "0 errors"),
        (1, "file", "1 file"),
        (2, "file", "2 files"),
        (21, "new edition", "21 new editions"),
    ],
)
def test_one_takes_no_s_and_every_other_number_does(number: int, noun: str, words: str) -> None:
    assert plural(number, noun) == words
