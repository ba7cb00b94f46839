"""Jinja text that nests deeper than anybody writes is refused before it is parsed."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from briefs.model.codes import Code
from briefs.read import jinja
from briefs.read.jinja import read_source
from briefs.read.jinja_limits import MAX_BLOCKS, MAX_BRANCHES, MAX_DEPTH, MAX_DIGITS

DEEP = f"an expression is nested deeper than {MAX_DEPTH}"


@pytest.mark.parametrize(
    ("begin", "step", "end", "most"),
    [
        ("{{ ", "(", "1", MAX_DEPTH),
        ("{{ ", "[{1: ", "1", MAX_DEPTH // 2),
        ("{{ ", "not ", "x }}", MAX_DEPTH),
        ("{{ ", "- ", "1 }}", MAX_DEPTH),
        ("{{ 1", " + 1", " }}", MAX_DEPTH),
        ("{{ a", ".b", " }}", MAX_DEPTH),
        ("{{ a", "|upper", " }}", MAX_DEPTH),
        ("{{ a", "()", " }}", MAX_DEPTH),
        ("{{ a", " or b", " }}", MAX_DEPTH),
        ("{{ a", " if b else c", " }}", MAX_DEPTH // 2),
        ("{% set a = ", "(", "1", MAX_DEPTH),
        ("{{ f(a + b + c, 1 + 2, 1", " + 1", ") }}", MAX_DEPTH - 1),
    ],
)
def test_expression_has_a_deepest_level(begin: str, step: str, end: str, most: int) -> None:
    _, findings = read_source(begin + step * most + end, "f")
    assert all(finding.message != DEEP for finding in findings)
    source, (finding,) = read_source("a\n" + begin + step * (most + 1) + end, "f")
    assert (finding.code, finding.message, finding.place.line) == (Code.TEMPLATE_SYNTAX, DEEP, 2)
    at = len(begin) + len(step) * most
    assert at < finding.place.column <= at + len(step)
    assert finding.mend
    assert source.text == ""


@pytest.mark.parametrize(
    "text",
    [
        "{{ [" + "1, " * 500 + "2] }}",
        "{{ {" + "'a': 1 + 2, " * 200 + "} }}",
        "{{ f(" + "a=b.c, " * 200 + "d=1) }}",
        "{% for a in b %}{{ a.b + a.c }}{% endfor %}" * 200,
        "{% set a = 1 %}" * 200 + "{% set b %}x{% endset %}" * 200,
        "{% block a %}{% block b %}{% endblock b %}{% endblock %}{% include 'a' %}",
        "{{ ((1)) }}" * 200,
    ],
)
def test_what_stands_side_by_side_is_not_deep(text: str) -> None:
    assert read_source(text, "f")[1] == ()


@pytest.mark.parametrize(
    "tag",
    ["if x", "for a in x", "with", "filter upper", "call x()", "set a", "set a | default(b=1)"],
)
def test_tags_have_a_deepest_level(tag: str) -> None:
    def nested(depth: int) -> str:
        end = "{% end" + tag.split(maxsplit=1)[0] + " %}"
        return ("{% " + tag + " %}\n") * depth + end * depth

    assert read_source(nested(MAX_BLOCKS), "f")[1] == ()
    _, (finding,) = read_source(nested(MAX_BLOCKS + 1), "f")
    assert finding.message == f"tags are nested deeper than {MAX_BLOCKS}"
    assert str(finding.place) == f"f:{MAX_BLOCKS + 1}:4"


def test_an_if_has_so_many_branches_and_no_more() -> None:
    def branches(count: int) -> str:
        return "{% if a %}" + "{% elif b %}" * count + "{% endif %}"

    assert read_source(branches(MAX_BRANCHES) * 3, "f")[1] == ()
    _, (finding,) = read_source(branches(MAX_BRANCHES + 1), "f")
    assert f"more than {MAX_BRANCHES} branches" in finding.message


@pytest.mark.parametrize("number", ["9", "9_", "1.", "0x"])
def test_a_number_has_so_many_digits_and_no_more(number: str) -> None:
    long = (number + "9" * MAX_DIGITS)[:MAX_DIGITS]
    assert read_source("{{ " + long + " }}", "f")[1] == ()
    _, (finding,) = read_source("{{ " + long + "9" * 5000 + " }}", "f")
    assert (str(finding.place), finding.code) == ("f:1:4", Code.TEMPLATE_SYNTAX)
    assert f"more than {MAX_DIGITS} digits" in finding.message


@pytest.mark.parametrize("text", ["{{ " + "(" * 2000 + "1", "{" * 4000, "{{ " + "9" * 5000 + " }}"])
def test_what_no_limit_foresaw_is_a_finding_too(text: str) -> None:
    with patch.object(jinja, "beyond_limits", lambda _: None):
        _, (finding,) = read_source.__wrapped__(text, "f")
    assert finding.code == Code.TEMPLATE_SYNTAX


def test_the_first_slip_is_the_one_that_is_told() -> None:
    _, (finding,) = read_source("{{ fact( }}\n{{ 'open }}\n{{ " + "(" * 100, "f")
    assert finding.place.line == 1
