"""A character that no file may hold is refused however it is brought in: escapes, entities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic
from briefs.read.characters import cleaned, hidden_in
from briefs.read.jinja import read_source
from briefs.read.toml import parse_toml
from briefs.read.yaml import parse_yaml


def shown(findings: list[Diagnostic] | tuple[Diagnostic, ...]) -> list[tuple[str, str, str]]:
    return [(one.code, one.message.split()[2], str(one.place)) for one in findings]


def refused(character: str, place: str) -> tuple[str, str, str]:
    return (Code.TEXT_CHARACTER, character, place)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r'a: {b: "x \u202e"}', [refused("U+202E", "f:1:8")]),
        (r'a: ["\a", "\0"]', [refused("U+0007", "f:1:5"), refused("U+0000", "f:1:11")]),
        (r'"k\ue000": 1', [refused("U+E000", "f:1:1")]),
        (r'a: "\r"', [refused("U+000D", "f:1:4")]),
        (r'a: "\N"', [refused("U+0085", "f:1:4")]),
        ("a: x &#x202E; &rlm;", [refused("U+202E", "f:1:4"), refused("U+200F", "f:1:4")]),
        (r'a: "\t\n\x41 é \U0001f600"', []),
        (r"a: '\u202e'", []),
        (r"a: \u202e", []),
        ("a: https://x.org/?a=1&rlm=2&lrm", []),
    ],
)
def test_escape_in_yaml(text: str, found: list[tuple[str, str, str]]) -> None:
    document = parse_yaml(text, "f")
    assert shown(document.diagnostics) == found
    assert document.data is not None  # the rest is judged all the same


def test_what_yaml_hid_is_not_handed_on() -> None:
    document = parse_yaml(r'- "a\ue000b"' + "\n- c&#7;d", "f")
    assert document.data == ["a b", "c d"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r'a = "x \u202e"', [refused("U+202E", "f:1:5")]),
        ('b = 1\na = [\n  {c = "\\u0007"}]', [refused("U+0007", "f:3:8")]),
        ('a = """\n\\uE000"""', [refused("U+E000", "f:1:5")]),
        ("a = 'x &#7;'", [refused("U+0007", "f:1:5")]),
        (r"a = 'x \u202e'", []),
        (r'a = "\t\n\u0041"', []),
    ],
)
def test_escape_in_toml(text: str, found: list[tuple[str, str, str]]) -> None:
    document = parse_toml(text, "f")
    assert shown(document.diagnostics) == found
    hidden = "".join(map(str, document.data.values()))
    assert not any(character in hidden for character in "\u202e\x07\ue000")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r'a {{ "x\ue000" }}', [refused("U+E000", "f:1:8")]),
        ("{% if x == '\\x07' %}\n{{ '\\N{RIGHT-TO-LEFT OVERRIDE}' }}{% endif %}",
         [refused("U+0007", "f:1:13"), refused("U+202E", "f:2:5")]),
        (r'{{ "\ud800" }}', [refused("U+D800", "f:1:5")]),
        (r'{{ "\U0001f1fa" }}{{ "\7" }}', [refused("U+1F1FA", "f:1:5"), refused("U+0007", "f:1:23")]),
        (r'{{ fact("a") }}{{ "\\\u202e" }}', [refused("U+202E", "f:1:22")]),
        ("a &#x202e; b", [refused("U+202E", "f:1:3")]),
        ("{% if x %}\n &#0000000000007 {% endif %}", [refused("U+0007", "f:2:2")]),
        ('{{ "&#xE000;" | safe }}', [refused("U+E000", "f:1:5")]),
        ("&lrm;{{ fact('a') }}&#x110000;", [refused("U+200E", "f:1:1"), refused("U+10FFFF", "f:1:21")]),
        ("&#" + "9" * 5000 + ";", [refused("U+10FFFF", "f:1:1")]),
        (r'{{ "\\u202e \n\t \x41 \d" }}'.replace(r" \d", ""), []),
        (r"\u202e {# {{ '\u202e' }} #}{% raw %}{{ '\u202e' }}{% endraw %}", []),
        ("R&D &amp;#7; &#233; &nbsp; &#x1F600;", []),
    ],
)  # fmt: skip
def test_escape_in_jinja_and_entity(text: str, found: list[tuple[str, str, str]]) -> None:
    source, findings = read_source(text, "f")
    assert shown(findings) == found
    assert bool(source.text) is not bool(found)  # what hides something is never filled in


@given(st.text(st.sampled_from("&#x0123456789abcdefn;lrm\\u{}\ue000\x07é"), max_size=40))
def test_what_is_cleaned_hides_nothing(text: str) -> None:
    assert list(hidden_in(cleaned(text))) == []
    assert (cleaned(text) == text) is not any(hidden_in(text))
