"""The number rule: typed numbers are found and placed, names that hold digits are not."""

from __future__ import annotations

import pytest

from briefs.check.numbers import check_literals, check_page
from briefs.model.codes import Code
from briefs.model.diagnostic import Place
from briefs.model.template import Literal
from briefs.model.topic import Term

TERMS = [
    Term(text=text, why="a name")
    for text in ("287(g)", "fiscal year 2025", "Title VI", "I-9", "One Big Beautiful Bill")
]


def found_in(text: str, language: str = "") -> list[tuple[str, str, str]]:
    literal = Literal(text, Place("f.md", 3, 5))
    return [
        (one.code.value, one.message.split('"')[1], str(one.place))
        for one in check_literals([literal], TERMS, language)
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
    ("text", "number", "place"),
    [
        ("up to two officers", "two", "f.md:3:11"),
        ("one kind\nof half a million", "half a million", "f.md:4:4"),
        ("**twenty**-five", "twenty-five", "f.md:3:7"),
        ("twenty-five\n      thousand", "twenty-five thousand", "f.md:3:5"),
        ("*287(g)* and ten", "ten", "f.md:3:18"),
        (" percent of pay", "percent", "f.md:3:6"),
        (" thousand jobs", "thousand", "f.md:3:6"),
        ("[two kinds](https://x.org/two)", "two", "f.md:3:6"),
        ("1. Three\n2. more", "Three", "f.md:3:8"),
    ],
)
def test_a_typed_number_word_is_found_at_its_first_letter(
    text: str, number: str, place: str
) -> None:
    assert ("number-unbound", number, place) in found_in(text, "en")
    assert found_in(text) == []


def test_a_number_is_found_with_the_words_that_belong_to_it() -> None:
    assert found_in("3 million and 25 percent", "en-US") == [
        ("number-unbound", "3 million", "f.md:3:5"),
        ("number-unbound", "25 percent", "f.md:3:19"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "the One Big Beautiful Bill passed",
        "the _One Big\n Beautiful Bill_ passed",
        "forms I\u20119 and I-9",
        "fiscal\n      year 2025",
        "## Kinds {: #two-kinds-2025 }",
    ],
)
def test_terms_and_ids_are_no_number_words(text: str) -> None:
    assert found_in(text, "en") == []


@pytest.mark.parametrize("text", ["One Big Beautiful Billboard", "Ones Big", "one big bill"])
def test_only_a_whole_term_is_a_term(text: str) -> None:
    assert (found_in(text, "en") == []) is (text == "Ones Big")


@pytest.mark.parametrize(
    ("text", "evidence", "found"),
    [
        ("it aims to add thousands", "to add thousands of new officers by 2029", []),
        ("Half a million", "pays half a million", []),
        ("ten officers", "it often happens", ["ten"]),
        ("thousands", "", ["thousands"]),
        ("in 2029", "officers by 2029", ["2029"]),
        ("25 percent", "25 percent", ["25 percent"]),
    ],
)
def test_number_words_of_the_evidence_are_the_facts_own(
    text: str, evidence: str, found: list[str]
) -> None:
    findings = check_literals([Literal(text, Place("f"))], [], "en", evidence)
    assert [one.message.split('"')[1] for one in findings] == found


def test_an_unbound_number_word_is_called_one() -> None:
    (finding,) = check_literals([Literal("Half of it", Place("f"))], [], "en")
    assert finding.code == Code.NUMBER_UNBOUND
    assert finding.message == 'the number word "Half" has no fact behind it'
    assert "holds a number word" in finding.mend
    (finding,) = check_literals([Literal("25 percent", Place("f"))], [], "en")
    assert finding.message == 'the number "25 percent" has no fact behind it'


def page(loose: str, *literals: Literal, language: str = "en") -> list[tuple[str, str]]:
    otherwise = Place("t.html.j2")
    return [
        (one.message.split('"')[1], str(one.place))
        for one in check_page(loose, TERMS, literals, otherwise, language)
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
        "<head><style>p { margin: 42px }</style></head><p>words</p>",
        '<meta name="viewport" content="width=42"><meta charset="utf-8">',
        '<img src="figure:42" alt="words" width="42">',
        '<a href="/two">words</a> <!-- two -->',
        "<script>let two = 42</script>",
        '<p class="n42" style="width: 10px">words</p>',
        "<p>&#8220;words&#8221;</p>",
        "<p>the 287(g) program</p>",
    ],
)
def test_what_no_reader_sees_is_no_number(loose: str) -> None:
    assert page(loose) == []


@pytest.mark.parametrize(
    ("loose", "number"),
    [
        ("<head><title>42 ways</title></head>", "42"),
        ('<meta name="description" content="Two ways">', "Two"),
        ("<meta content='Two ways' name='description'>", "Two"),
        ('<img src="x" alt="Map of 12 counties">', "12"),
        ("<img alt='half of them'>", "half"),
        ("<abbr title='third year'>TY</abbr>", "third"),
        ('<div aria-label="dozens"></div>', "dozens"),
        ('<input placeholder=7 class="n9">', "7"),
        ('<th abbr="Two">Pair</th>', "Two"),
        ('<p title="a > b, 7">words</p>', "7"),
        ("<p>twenty-<b>five</b></p>", "twenty-five"),
        ("<p>t<b>w</b>o</p>", "two"),
        ("<p>&#116;wo</p>", "two"),
        ("<p>&frac12;</p>", "½"),
    ],
)
def test_what_is_shown_or_read_aloud_is_judged(loose: str, number: str) -> None:
    assert page(loose) == [(number, "t.html.j2:1:1")]


@pytest.mark.parametrize(
    ("loose", "numbers"),
    [
        ("<p>  in three</p>", ["three"]),
        ("<p>One   in three</p>", ["three"]),
        ("<p>one   officer</p>", []),
        ("<p>twenty   five</p>", ["five", "twenty"]),
        ("<p>  thousand officers</p>", ["thousand"]),
        ("<p>up to   percent</p>", ["percent"]),
        ("<td>one</td><td>officer</td>", []),
        ("<p>no one</p>\n<p>officer</p>", []),
        ("<p>twenty</p><p>five</p>", ["five", "twenty"]),
        ("<p>up to  % of pay</p>", ["%"]),
        ("<p>( %)</p>", ["%"]),
        ("<th>Share (%)</th><th>% of pay</th>", []),
        ("<p>pay of $ .</p>", ["$"]),
    ],
)
def test_a_mark_neither_joins_nor_makes_numbers(loose: str, numbers: list[str]) -> None:
    """In what is judged, every mark is one blank."""
    assert [number for number, _ in page(loose)] == numbers


def test_a_number_word_is_found_where_the_template_prints_it() -> None:
    literals = [
        Literal('<p class="two">It is', Place("a.j2", 1, 1)),
        Literal('</p>\n<img alt="Two maps of', Place("a.j2", 2, 9)),
        Literal(' in half" src="half.png"><p>twenty-<em>five</em></p>', Place("a.j2", 3, 5)),
        Literal("%, no more", Place("a.j2", 9, 9)),
    ]
    loose = '<p>It is</p><img alt="Two maps of   in half" src="x"><p>twenty-<em>five</em>  %</p>'
    assert page(loose, *literals) == [
        ("%", "a.j2:9:9"),
        ("half", "a.j2:3:9"),
        ("twenty-five", "a.j2:3:33"),
        ("Two", "a.j2:3:11"),
    ]


def test_a_page_in_spanish_is_judged_in_spanish() -> None:
    assert page("<p>Dieciséis agentes, two</p>", language="es-US") == [
        ("Dieciséis", "t.html.j2:1:1")
    ]
    assert page("<p>Dos, two, 2</p>", language="") == [("2", "t.html.j2:1:1")]


def test_an_escaped_number_is_a_number() -> None:
    assert page("<p>&#52;2</p>") == [("42", "t.html.j2:1:1")]


def test_the_finding_says_how_to_mend() -> None:
    (finding,) = check_literals([Literal("5", Place("f"))], [])
    assert finding.code == Code.NUMBER_UNBOUND
    assert 'fact("…")' in finding.mend
    assert "topic.yaml" in finding.mend
