"""YAML texts: every value and key with its place, and nothing that a fact base may not use."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.model.codes import Code
from briefs.read.yaml import MAX_DEPTH, parse_yaml


def findings_of(text: str) -> list[tuple[str, int, int]]:
    found = parse_yaml(text, "f.yaml").diagnostics
    return [(finding.code, finding.place.line, finding.place.column) for finding in found]


def test_scalars_stay_the_text_that_the_editor_wrote() -> None:
    text = "a: 3.10\nb: no\nc: 0o17\nd: 2025-08-01\ne: 1_000\nf: yes\ng: 0x1F\n"
    assert parse_yaml(text, "f").data == {
        "a": "3.10",
        "b": "no",
        "c": "0o17",
        "d": "2025-08-01",
        "e": "1_000",
        "f": "yes",
        "g": "0x1F",
    }


def test_only_empty_values_and_null_are_none() -> None:
    data = parse_yaml("a:\nb: null\nc: ~\nd: ''\ne: 'null'\nf: none\n", "f").data
    assert data == {"a": None, "b": None, "c": None, "d": "", "e": "null", "f": "none"}


def test_every_key_and_every_value_has_its_place() -> None:
    text = (
        "- id: one\n"
        "  label: {en: word, es: 'palabra'}\n"
        "  list:\n"
        "    - a\n"
        '    - {deep: ["x", y]}\n'
        "- id: two\n"
        "  text: >-\n"
        "    folded\n"
        "    words\n"
    )
    document = parse_yaml(text, "f")
    assert document.values == {
        (): (1, 1),
        (0,): (1, 3),
        (0, "id"): (1, 7),
        (0, "label"): (2, 10),
        (0, "label", "en"): (2, 15),
        (0, "label", "es"): (2, 25),
        (0, "list"): (4, 5),
        (0, "list", 0): (4, 7),
        (0, "list", 1): (5, 7),
        (0, "list", 1, "deep"): (5, 14),
        (0, "list", 1, "deep", 0): (5, 15),
        (0, "list", 1, "deep", 1): (5, 20),
        (1,): (6, 3),
        (1, "id"): (6, 7),
        (1, "text"): (7, 9),
    }
    assert document.keys == {
        (0, "id"): (1, 3),
        (0, "label"): (2, 3),
        (0, "label", "en"): (2, 11),
        (0, "label", "es"): (2, 21),
        (0, "list"): (3, 3),
        (0, "list", 1, "deep"): (5, 8),
        (1, "id"): (6, 3),
        (1, "text"): (7, 3),
    }


def test_what_is_not_there_has_no_place_and_keeps_that_of_what_is_above_it() -> None:
    document = parse_yaml("a: {b: c}\nd: [e]\n", "f")
    for path in [("x",), ("a", "x"), ("a", "b", "c"), ("d", "e"), ("d", 1), (0,)]:
        assert path not in document.values
        assert path not in document.keys
    assert () not in document.keys
    assert document.origin.at("a", "b", "c") == ("f", 1, 8)
    assert document.origin.at("d", 1) == ("f", 2, 4)
    assert len(document.values) == 5
    empty = parse_yaml("", "f")
    assert dict(empty.values) == dict(empty.keys) == {}
    assert empty.origin.at("a") == ("f", 1, 1)


def test_front_matter_is_numbered_from_its_own_line() -> None:
    document = parse_yaml("a: 1\na: 2\nb: [x\n", "f", first_line=5)
    assert document.values[("a",)] == (5, 4)
    assert [finding.place.line for finding in document.diagnostics] == [6, 7]


def test_every_duplicate_key_is_found_and_names_the_first() -> None:
    text = "a: 1\nb: {c: 1, c: {d: [2]}}\na: {e: 3}\na: 4\n"
    document = parse_yaml(text, "f.yaml")
    assert findings_of(text) == [
        (Code.YAML_DUPLICATE_KEY, 2, 11),
        (Code.YAML_DUPLICATE_KEY, 3, 1),
        (Code.YAML_DUPLICATE_KEY, 4, 1),
    ]
    assert [finding.mend[-6:] for finding in document.diagnostics] == ["line 2", "line 1", "line 1"]
    assert document.data is None


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("a: &name 1\n", 4),
        ("a: *name\n", 4),
        ("a: !!python/object:os.system x\n", 4),
        ("a: !!str x\n", 4),
        ("a: !tag {b: c}\n", 4),
        ("&name a: 1\n", 1),
        ("[a, b]: c\n", 1),
        ("{a: b}: c\n", 1),
    ],
)
def test_features_that_fact_bases_do_not_need_are_refused(text: str, column: int) -> None:
    assert (Code.YAML_FEATURE, 1, column) in findings_of(text)
    assert parse_yaml(text, "f").data is None


def test_merge_keys_are_plain_keys() -> None:
    assert parse_yaml("'<<': {a: 1}\n", "f").data == {"<<": {"a": "1"}}


def test_a_second_document_is_refused() -> None:
    assert findings_of("a: 1\n---\nb: 2\n---\nc: 3\n") == [(Code.YAML_FEATURE, 2, 1)]


def test_one_document_may_begin_with_its_dashes() -> None:
    assert findings_of("---\na: 1\n") == []


@pytest.mark.parametrize("bomb", ["[" * 100_000, "{a: " * 30_000, "- " * 50_000, "? " * 50_000])
def test_a_bomb_of_brackets_is_refused_at_once(bomb: str) -> None:
    begun = time.perf_counter()
    found = parse_yaml(bomb, "f").diagnostics
    assert len(found) == 1
    assert found[0].code in {Code.YAML_FEATURE, Code.YAML_SYNTAX}
    assert time.perf_counter() - begun < 1


def test_nesting_up_to_the_limit_is_allowed() -> None:
    assert findings_of("[" * MAX_DEPTH + "]" * MAX_DEPTH) == []
    assert findings_of("[" * (MAX_DEPTH + 1)) == [(Code.YAML_FEATURE, 1, MAX_DEPTH + 1)]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: b: c\n", (1, 5), "a colon stands where YAML allows none"),
        ("a: 1\nb: [x, y\nc: 2\n", (2, 4), "the bracket that opens here is not closed"),
        ("a: 1\nb: {x: y\n", (2, 4), "the bracket that opens here is not closed"),
        ("a: [x, , y]\n", (1, 8), "something is missing here"),
        ("a: [x,", (1, 7), "something is missing here"),
        ('a: "x\nb: 1\n', (1, 4), "the quote that opens here is not closed"),
        ("a: 'it's'\n", (1, 8), "here should stand a key with its colon"),
        ("a:\n\tb: c\n", (2, 1), "a tab stands here"),
        ("a: @x\n", (1, 4), "a character that YAML keeps for itself"),
        ("- a\nb: c\n", (2, 1), "here should stand a dash"),
    ],
)
def test_a_slip_is_explained_where_it_was_made(
    text: str, place: tuple[int, int], words: str
) -> None:
    (finding,) = parse_yaml(text, "f").diagnostics
    assert finding.code == Code.YAML_SYNTAX
    assert words in finding.message
    assert (finding.place.line, finding.place.column) == place
    assert finding.mend


def test_parsing_twice_shares_no_findings() -> None:
    first = parse_yaml("a: [", "f")
    first.diagnostics.clear()
    assert parse_yaml("a: [", "f").diagnostics


YAML_PIECES = st.sampled_from(
    [
        *"abz019-:,[]{}'\"#&*!|>%@`?~ \n\t\\",
        "\n- ",
        ": ",
        "\n  ",
        "---\n",
        "...\n",
        "é",
        "\U0001f600",
    ]
)


@given(st.one_of(st.text(), st.lists(YAML_PIECES, max_size=60).map("".join)))
def test_no_text_makes_the_parser_fail_and_places_lie_within_it(text: str) -> None:
    document = parse_yaml(text, "f")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for finding in document.diagnostics:
        assert finding.code in {
            Code.YAML_SYNTAX,
            Code.YAML_FEATURE,
            Code.YAML_DUPLICATE_KEY,
            Code.TEXT_CHARACTER,
        }
        if not set(text) & set("\x85\u2028\u2029"):  # no file with these gets here
            assert 1 <= finding.place.line <= len(lines)
            assert finding.place.column >= 1
