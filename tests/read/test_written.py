"""A YAML text is found again as it stands in its file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.read.written import as_written
from briefs.read.yaml import parse_yaml


def written(text: str) -> tuple[str, int, int]:
    document = parse_yaml(text, "f")
    raw, place = as_written(text.split("\n"), document.origin.at("a"), document.data["a"])
    return raw, place.line, place.column


@pytest.mark.parametrize(
    ("text", "raw", "line", "column"),
    [
        ("a: plain text\n", "plain text", 1, 4),
        ('a: "in quotes"\n', "in quotes", 1, 5),
        ("a: 'in quotes'\n", "in quotes", 1, 5),
        ("a: over\n  two lines\n", "over\n  two lines", 1, 4),
        ('a: "over\n  two lines"\n', "over\n  two lines", 1, 5),
        ("a: >-\n  folded\n  words\nb: 1\n", "folded\n  words", 2, 3),
        ("a: |\n\n    kept\n    words\nb: 1\n", "kept\n    words", 3, 5),
        ('a: "an \\"escape\\""\n', 'an "escape"', 1, 5),
        ("a: 'it''s'\n", "it's", 1, 5),
        ("a: one\n  two\n\n  three # no\nb: 1\n", "one\n  two\n\n  three", 1, 4),
        ('a: "one \\\n  two"\n', "one two", 1, 5),
    ],
)
def test_the_text_of_the_file_and_its_place(text: str, raw: str, line: int, column: int) -> None:
    assert written(text) == (raw, line, column)


@given(st.lists(st.sampled_from(["a", "b9", "c:d", "{{", "fact('x')", "}}", "é", "%"]), min_size=1))
def test_what_the_file_holds_stands_at_the_place_given(words: list[str]) -> None:
    text = "- {a: 1}\n- a: >\n    " + "\n    ".join(words) + "\n"
    document = parse_yaml(text, "f")
    value = document.data[1]["a"]
    raw, place = as_written(text.split("\n"), document.origin.below(1).at("a"), value)
    assert raw.split() == value.split()
    assert "\n".join(text.split("\n")[place.line - 1 :])[place.column - 1 :].startswith(raw)
