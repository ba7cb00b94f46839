"""The number rule: typed numbers and addresses are found, names that hold digits are not."""

from __future__ import annotations

import pytest

from briefs.check.numbers import check_literals, check_page
from briefs.model.codes import Code
from briefs.model.diagnostic import Place
from briefs.model.template import Literal
from briefs.model.topic import Term

TERMS = [
    Term(text=text, why="a name") for text in ("287(g)", "fiscal year 2025", "Title VI", "I-9")
]


def found_in(text: str) -> list[tuple[str, str, str]]:
    literal = Literal(text, Place("f.md", 3, 5))
    return [
        (one.code.value, one.message.split('"')[1], str(one.place))
        for one in check_literals([literal], TERMS)
    ]


@pytest.mark.parametrize(
    ("text", "number", "place"),
    [
        ("up to $50,000 now", "$50,000", "f.md:3:11"),
        ("25% of pay", "25%", "f.md:3:5"),
        ("25\u00a0% of pay", "25\u00a0%", "f.md:3:5"),
        ("one\ntwo 7.5 three", "7.5", "f.md:4:5"),
        ("one\n\n  9", "9", "f.md:5:3"),
        ("fiscal year 2026", "2026", "f.md:3:17"),
        ("287(h)", "287", "f.md:3:5"),
        ("1287(g)", "1287", "f.md:3:5"),
        ("٣ homes", "٣", "f.md:3:5"),
        ("２ homes", "２", "f.md:3:5"),
        ("[see 5](https://x.org/77)", "5", "f.md:3:10"),
        ("A4", "4", "f.md:3:6"),
        ("3rd", "3", "f.md:3:5"),
        ("**10**", "10", "f.md:3:7"),
        ("3. first\n12 apples", "12", "f.md:4:1"),
        ("in 2029.", "2029", "f.md:3:8"),
    ],
)
def test_a_typed_number_is_found_at_its_first_character(text: str, number: str, place: str) -> None:
    assert found_in(text) == [("number-unbound", number, place)]


@pytest.mark.parametrize(
    "text",
    [
        "the 287(g) program in fiscal year 2025",
        "fiscal\nyear 2025",
        "form I-9, Title VI",
        "1. one\n2. two\n  10) ten",
        "[words](https://example.org/2025/08/01)",
        "<https://example.org/99>",
        "no numbers, at all (really)",
        "",
    ],
)
def test_names_list_marks_and_link_targets_are_no_numbers(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("text", "address", "place"),
    [
        ("write to a.b+c@ice.dhs.gov.", "a.b+c@ice.dhs.gov", "f.md:3:14"),
        ("(x@y.org)", "x@y.org", "f.md:3:6"),
        ("[email protected]", "[email", "f.md:3:5"),
        ("[E-mail protected]", "[E-mail", "f.md:3:5"),
        ("email protected", "email protected", "f.md:3:5"),
        ("jane (at) example", "jane (at) example", "f.md:3:5"),
    ],
)
def test_an_address_or_a_stand_in_for_one_is_found(text: str, address: str, place: str) -> None:
    assert ("address-unverified", address, place) in found_in(text)


def test_mail_as_a_word_is_no_address() -> None:
    assert found_in("Send an e-mail or a letter; email us @ noon") == []


def page(loose: str, *literals: Literal) -> list[tuple[str, str]]:
    otherwise = Place("t.html.j2")
    return [
        (one.message.split('"')[1], str(one.place))
        for one in check_page(loose, TERMS, literals, otherwise)
    ]


def test_a_number_on_the_page_is_found_where_the_template_prints_it() -> None:
    literals = [
        Literal('<h2 class="c7">287(g) in 7 lines</h2>\n', Place("a.j2", 1, 1)),
        Literal("<p>7 more</p>", Place("b.j2", 4, 9)),
    ]
    assert page("<h2>287(g) in 7 lines</h2> <p>7 more</p>", *literals) == [
        ("7", "a.j2:1:26"),
        ("7", "b.j2:4:12"),
    ]


def test_a_number_that_an_expression_prints_is_found_all_the_same() -> None:
    assert page("<p>It is 42.</p>", Literal("<p>It is ", Place("a.j2"))) == [
        ("42", "t.html.j2:1:1")
    ]


@pytest.mark.parametrize(
    "loose",
    [
        "<head><title>42</title></head><p>words</p>",
        '<p class="n42" style="width: 10px">words</p>',
        "<p>&#8220;words&#8221;</p>",
        "<p>the 287(g) program</p>",
    ],
)
def test_what_no_reader_sees_is_no_number(loose: str) -> None:
    assert page(loose) == []


def test_an_escaped_number_is_a_number() -> None:
    assert page("<p>&#52;2</p>") == [("42", "t.html.j2:1:1")]


def test_the_finding_says_how_to_mend() -> None:
    (finding,) = check_literals([Literal("5", Place("f"))], [])
    assert finding.code == Code.NUMBER_UNBOUND
    assert 'fact("…")' in finding.mend
    assert "topic.yaml" in finding.mend
