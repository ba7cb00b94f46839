"""The settings: every key and value has its place, however it is written."""

from __future__ import annotations

import pytest

from briefs.model.codes import Code
from briefs.read.toml import parse_toml

TEXT = '''\
# [not] = a table
locales = ["en-US", # "fr"
  "es-US"]
"quoted.key" = 1

[publisher]
name = 'A "desk"' # name = "b"
disclaimer = {en = "One.", es = "Dos."}
address = """
name = "c"
[[brief]]
"""
a.b = 2

[[brief]]
topic = "one"
[brief.more]
key = true

  [[brief]]
  topic = "two"
  audiences = ["a", "b"]
'''


def test_every_key_and_value_has_its_place() -> None:
    document = parse_toml(TEXT, "briefs.toml")
    assert document.diagnostics == []
    assert document.values == {
        ("locales",): (2, 11),
        ("locales", 0): (2, 12),
        ("locales", 1): (3, 3),
        ("quoted.key",): (4, 16),
        ("publisher",): (6, 1),
        ("publisher", "name"): (7, 8),
        ("publisher", "disclaimer"): (8, 14),
        ("publisher", "disclaimer", "en"): (8, 20),
        ("publisher", "disclaimer", "es"): (8, 33),
        ("publisher", "address"): (9, 11),
        ("publisher", "a", "b"): (13, 7),
        ("brief", 0): (15, 1),
        ("brief", 0, "topic"): (16, 9),
        ("brief", 0, "more"): (17, 1),
        ("brief", 0, "more", "key"): (18, 7),
        ("brief", 1): (20, 3),
        ("brief", 1, "topic"): (21, 11),
        ("brief", 1, "audiences"): (22, 15),
        ("brief", 1, "audiences", 0): (22, 16),
        ("brief", 1, "audiences", 1): (22, 21),
    }
    assert document.keys[("brief", 1, "topic")] == (21, 3)
    assert document.keys[("publisher", "disclaimer", "es")] == (8, 28)
    assert document.data["brief"][1]["audiences"] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('a = 1\nb = "x\n', (2, 7)),
        ("a = 1\na = 2\n", (2, 6)),
        ("a = [1, 2\nb = 3\n", (2, 1)),
        ("a = ", (1, 5)),
        ("a = [\n", (1, 6)),
        ("\n\nnot a pair\n", (3, 5)),
    ],
)
def test_a_slip_has_its_place_and_a_mend(text: str, place: tuple[int, int]) -> None:
    document = parse_toml(text, "briefs.toml")
    (finding,) = document.diagnostics
    assert finding.code == Code.TOML_SYNTAX
    assert (finding.place.line, finding.place.column) == place
    assert "at line" not in finding.message
    assert finding.mend
    assert document.data is None


def test_a_bomb_of_brackets_is_a_finding() -> None:
    (finding,) = parse_toml("a = " + "[" * 100_000, "briefs.toml").diagnostics
    assert finding.code == Code.TOML_SYNTAX
