"""Contacts can be dialled and were tried; what is no contact fact never reaches the page."""

from __future__ import annotations

import pytest

from briefs.check.contacts import (
    check_addresses,
    check_addresses_on_page,
    check_contact_facts,
    check_contacts_printed,
)
from briefs.check.stray_addresses import addresses_in
from briefs.check.text_places import blanked, term_pattern, within
from briefs.model.codes import Code
from briefs.model.diagnostic import Place, Severity
from briefs.model.fact import Fact
from briefs.model.origin import Origin
from briefs.model.template import Literal
from briefs.model.topic import Term, Topic, TopicSheet

TERMS = [Term(text=text, why="a name") for text in ("287(g)", "911", "fiscal year 2025", "Act XXX")]
KEYS = {("value",): (5, 10), ("vanity",): (6, 11), (): (3, 3)}


def contact(value: str | None, **more: object) -> Fact:
    entry = {
        "id": "line",
        "kind": "contact",
        "value": value,
        "as_of": "2026-11-01",
        "source": "s",
        "evidence": "e",
        "audiences": ["community"],
        "reaches": {"en": "the county"},
        **more,
    }
    fact = Fact.model_validate(entry)
    fact.read_at(Origin("facts.yaml", (), KEYS))
    return fact


def topic(*facts: Fact) -> Topic:
    sheet = TopicSheet.model_validate({"title": {"en": "Pipes"}})
    return Topic("pipes", sheet, {fact.id: fact for fact in facts}, {}, {}, {})


def of_fact(value: str, vanity: str | None = None, **more: object) -> list[tuple[str, str]]:
    found = check_contact_facts(topic(contact(value, vanity=vanity, **more)))
    return [(one.code.value, str(one.place)) for one in found]


# --- Facts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "vanity"),
    [
        ("1-866-347-2423", "1-866-DHS-2-ICE"),
        ("+1 866 347 2423", "866-DHS-2-ICE"),
        ("(800) 356-9377", "1-800-FLOWERS"),
        ("1-800-266-8228", "1-800-CONTACTS"),
        ("1-800-356-9377", "1-800-flowers"),
    ],
)
def test_letters_that_are_the_digits_are_right(value: str, vanity: str) -> None:
    assert of_fact(value, vanity) == []


@pytest.mark.parametrize(
    ("value", "vanity"),
    [
        ("1-866-347-2424", "1-866-DHS-2-ICE"),
        ("1-866-347-2423", "1-866-DHS-2-ICG"),
        ("1-866-347-2423", "1-877-DHS-2-ICE"),
        ("1-866-347-2423", "1-866-DHS-ICE"),
        ("the tip line", "1-866-DHS-2-ICE"),
        ("1-866-347-2423", "ICE"),
        ("+44 800 347 2423", "+44 800 DHS 2 ICES"),
    ],
)
def test_letters_that_are_other_digits_are_found_where_they_stand(value: str, vanity: str) -> None:
    assert ("vanity-altered", "facts.yaml:6:11") in of_fact(value, vanity)


def test_the_finding_shows_what_the_letters_are_on_a_keypad() -> None:
    fact = contact("1-866-347-2424", vanity="1-866-DHS-2-ICE")
    (finding,) = check_contact_facts(topic(fact))
    assert finding.message == (
        '"1-866-DHS-2-ICE" is 1-866-347-2-423 on a keypad, but the value of "line" is '
        "1-866-347-2424"
    )


@pytest.mark.parametrize(
    "value",
    [
        "1-866-347-2423", "202-555-0143", "(202) 555-0143", "202.555.0143 ext. 12", "911", "988",
        "+49 30 901820", "+1 202 555 0143", "help@county.gov", "the county's web page",
        "room 12, 8 to 5",
    ],
)  # fmt: skip
def test_a_contact_that_can_be_is_right(value: str) -> None:
    assert of_fact(value) == []


@pytest.mark.parametrize(
    "value",
    ["1-866-347-242", "1-866-347-24233", "202-155-0143", "055-555-0143", "+49 3", "12345678",
     "+999 123 4567"],
)  # fmt: skip
def test_a_number_that_cannot_be_is_an_error_at_its_value(value: str) -> None:
    (finding,) = check_contact_facts(topic(contact(value)))
    assert (finding.code, finding.severity) == (Code.VALUE_INVALID, Severity.ERROR)
    assert str(finding.place) == "facts.yaml:5:10"


def test_a_number_without_its_area_code_says_so() -> None:
    (finding,) = check_contact_facts(topic(contact("555-0143")))
    assert "lacks its area code" in finding.message
    assert finding.severity is Severity.ERROR


def test_a_number_that_nobody_has_is_a_warning() -> None:
    (finding,) = check_contact_facts(topic(contact("(555) 234-0143")))
    assert (finding.code, finding.severity) == (Code.VALUE_INVALID, Severity.WARNING)


def test_a_number_is_judged_by_its_own_country() -> None:
    berlin = topic(contact("030 901820"))
    assert list(check_contact_facts(berlin, "DE")) == []
    assert list(check_contact_facts(berlin, None)) == []
    assert [found.code for found in check_contact_facts(berlin, "US")] == [Code.VALUE_INVALID]
    short = topic(contact("+49 3"))
    assert [found.code for found in check_contact_facts(short, None)] == [Code.VALUE_INVALID]


@pytest.mark.parametrize(
    "value", ["N/A", "TBD", "[email protected]", "XXX-XXX-XXXX", "example@county.gov"]
)
def test_a_placeholder_is_no_contact(value: str) -> None:
    assert of_fact(value) == [("placeholder", "facts.yaml:5:10")]


def test_a_held_contact_is_left_in_peace() -> None:
    assert of_fact("N/A", status="held", reason="Nobody knows it.") == []
    assert of_fact("1", "1-866-DHS-2-ICE", status="withdrawn", reason="Gone.") == []


def test_other_kinds_are_no_contacts() -> None:
    assert of_fact("2029", kind="date") == []


# --- Printed --------------------------------------------------------------------------------------


def test_a_contact_is_printed_only_when_somebody_has_tried_it() -> None:
    tried = contact("202-555-0143", id="tried", verified_on="2026-11-20")
    facts = topic(contact("202-555-0143"), tried, contact("2029", id="year", kind="date"))
    (finding,) = check_contacts_printed(
        ["line", "tried", "year"], facts, "community", lambda name: Place(f"{name}.md", 4, 7)
    )
    assert finding.code == Code.CONTACT_UNVERIFIED
    assert finding.place == Place("line.md", 4, 7)
    assert "community" in finding.message
    assert "verified_on" in finding.mend
    assert list(check_contacts_printed(["tried"], facts, "community", lambda _: Place("f"))) == []


# --- Typed ----------------------------------------------------------------------------------------


def found_in(text: str) -> list[tuple[str, str, str]]:
    literal = Literal(text, Place("f.md", 3, 5))
    return [
        (one.code.value, one.message.split('"')[1], str(one.place))
        for one in check_addresses([literal], TERMS)
    ]


@pytest.mark.parametrize(
    ("text", "address", "place"),
    [
        ("write to a.b+c@ice.dhs.gov.", "a.b+c@ice.dhs.gov", "f.md:3:14"),
        ("(x@y.org)", "x@y.org", "f.md:3:6"),
        ("jane (at) example", "jane (at) example", "f.md:3:5"),
        ("jane [at] county [dot] gov", "jane [at] county [dot] gov", "f.md:3:5"),
        ("[write](mailto:x@y.org)", "mailto:x@y.org", "f.md:3:13"),
        ("<x@y.org>", "x@y.org", "f.md:3:6"),
        ("see @county.example.org", "@county.example.org", "f.md:3:9"),
        ("one\ntwo x@y.org", "x@y.org", "f.md:4:5"),
        ("(555) 010-0199", "(555) 010-0199", "f.md:3:5"),
        ("at 555.010.0199.", "555.010.0199", "f.md:3:8"),
        ("555-010-0199 ext. 12", "555-010-0199 ext. 12", "f.md:3:5"),
        ("555-010-0199x12", "555-010-0199x12", "f.md:3:5"),
        ("5550100199", "5550100199", "f.md:3:5"),
        ("+1 555 010 0199", "+1 555 010 0199", "f.md:3:5"),
        ("1-555-010-0199", "1-555-010-0199", "f.md:3:5"),
        ("555\u2011010\u20110199", "555\u2011010\u20110199", "f.md:3:5"),
        ("555\u200b010\u00ad0199", "555\u200b010\u00ad0199", "f.md:3:5"),
        ("٥٥٥-٠١٠-٠١٩٩", "٥٥٥-٠١٠-٠١٩٩", "f.md:3:5"),
        ("+49 30 901820", "+49 30 901820", "f.md:3:5"),
        ("(030) 90-1820", "(030) 90-1820", "f.md:3:5"),
        ("1-800-FLOWERS", "1-800-FLOWERS", "f.md:3:5"),
        ("1-866-DHS-2-ICE", "1-866-DHS-2-ICE", "f.md:3:5"),
        ("800-GO-FEDEX", "800-GO-FEDEX", "f.md:3:5"),
        ("1 800 FLOWERS", "1 800 FLOWERS", "f.md:3:5"),
        ("[call](tel:+15550100199)", "tel:+15550100199", "f.md:3:12"),
        ("Call 555-0199", "555-0199", "f.md:3:10"),
        ("llame al 211", "211", "f.md:3:14"),
        ("Text HELP to 741741", "741741", "f.md:3:18"),
        ("dial 988", "988", "f.md:3:10"),
        ("call us at 555-0199", "555-0199", "f.md:3:16"),
    ],
)
def test_an_address_or_number_is_found_at_its_first_character(
    text: str, address: str, place: str
) -> None:
    assert found_in(text) == [("address-unverified", address, place)]


@pytest.mark.parametrize(
    ("text", "stand_in", "place"),
    [
        ("email [email protected] now", "[email protected]", "f.md:3:11"),
        ("[E-mail protected]", "[E-mail protected]", "f.md:3:5"),
        ("email\u00a0protected", "email protected", "f.md:3:5"),
        ("[email]", "[email]", "f.md:3:5"),
        ("[insert name of the county]", "[insert name of the county]", "f.md:3:5"),
        ("[Your agency]", "[Your agency]", "f.md:3:5"),
        ("Bonus: N/A", "N/A", "f.md:3:12"),
        ("n/a", "n/a", "f.md:3:5"),
        ("a TBD b", "TBD", "f.md:3:7"),
        ("TBA", "TBA", "f.md:3:5"),
        ("XXX", "XXX", "f.md:3:5"),
        ("555-XXX-XXXX", "555-XXX-XXXX", "f.md:3:5"),
        ("Lorem  ipsum dolor", "Lorem ipsum", "f.md:3:5"),
        ("example@county.gov", "example@county.gov", "f.md:3:5"),
        ("your.name@county.gov", "your.name@county.gov", "f.md:3:5"),
        ("Click or tap here to enter text.", "Click or tap here", "f.md:3:5"),
        ("Haga clic o pulse aquí", "Haga clic o pulse aquí", "f.md:3:5"),
    ],
)
def test_what_was_never_filled_in_is_found(text: str, stand_in: str, place: str) -> None:
    assert found_in(text) == [("placeholder", stand_in, place)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Send an e-mail or a letter; email us @ noon",
        "the 287(g) program, fiscal year 2025, Act XXX",
        "In an emergency call 911",
        "[email us](https://example.org)",
        "[your rights](https://example.org/555-010-0199/a@b.org)",
        "<https://example.org/5550100199>",
        "and/or, w/o, run/act",
        "from 2025-08-01 to 08/01/2026",
        "500-1000 officers",
        "$1,555,010,0199",
        "12.345.678 and 10,000,000,000",
        "call 500 officers",
        "1 800 people applied",
        "Title XXXI, xx, TBDs",
        "click the link or tap on it",
        "at (at least) 5",
    ],
)
def test_other_words_and_numbers_are_no_addresses(text: str) -> None:
    assert found_in(text) == []


def test_an_emergency_number_must_be_declared() -> None:
    literal = Literal("call 911", Place("f.md"))
    (finding,) = check_addresses([literal], [])
    assert finding.place == Place("f.md", 1, 6)
    assert finding.code == Code.ADDRESS_UNVERIFIED


def test_one_part_of_a_text_is_found_once() -> None:
    text = "TBD, call 1-866-DHS-2-ICE (1-866-347-2423) or a@b.org"
    assert [stray.words for stray in addresses_in(text)] == [
        "TBD",
        "1-866-DHS-2-ICE",
        "1-866-347-2423",
        "a@b.org",
    ]


# --- On the page ----------------------------------------------------------------------------------


def page(loose: str, *literals: Literal) -> list[tuple[str, str]]:
    found = check_addresses_on_page(loose, TERMS, literals, Place("t.html.j2"))
    return [(one.message.split('"')[1], str(one.place)) for one in found]


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>a@b.org</p>", "a@b.org"),
        ("<p>a<b>@</b>b<wbr>.org</p>", "a@b.org"),
        ("<p>a&#64;b.org</p>", "a@b.org"),
        ("<p>555-<span class='x'>010</span>-0199</p>", "555-010-0199"),
        ('<a href="mailto:a@b.org">Write</a>', "mailto:a@b.org"),
        ("<a href='tel:5550100199'>Call</a>", "tel:5550100199"),
        ('<img alt="TBD">', "TBD"),
        ("<img alt=TBD>", "TBD"),
        ('<abbr title="N/A">x</abbr>', "N/A"),
        ("<td>N/A</td>", "N/A"),
    ],
)
def test_what_a_reader_sees_hears_or_follows_is_judged(html: str, words: str) -> None:
    assert page(html) == [(words, "t.html.j2:1:1")]


@pytest.mark.parametrize(
    "html",
    [
        "<head><title>a@b.org</title></head><p>words</p>",
        '<p class="n/a" style="color: tbd">words</p>',
        '<a href="https://example.org/a@b.org/555-010-0199">words</a>',
        "<!-- TBD --><p>In an emergency call 911</p>",
    ],
)
def test_what_no_reader_sees_is_no_address(html: str) -> None:
    assert page(html) == []


def test_what_a_template_prints_is_found_in_the_template() -> None:
    literals = [
        Literal("<h2>Help</h2>\n", Place("a.j2", 1, 1)),
        Literal("<p>Write to a@b.org</p>\n<p>TBD</p>", Place("b.j2", 4, 9)),
    ]
    assert page("<h2>Help</h2><p>Write to a@b.org</p><p>TBD</p>", *literals) == [
        ("TBD", "b.j2:5:4"),
        ("a@b.org", "b.j2:4:21"),
    ]


# --- Places in texts ------------------------------------------------------------------------------


def test_a_character_is_placed_by_line_and_column() -> None:
    literal = Literal("ab\ncd\n\ne", Place("f", 3, 5))
    places = [within(literal, offset)[1:] for offset in (0, 1, 3, 4, 7)]
    assert places == [(3, 5), (3, 6), (4, 1), (4, 2), (6, 1)]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("the 287(g) program", "the        program"),
        ("1287(g), 287(g)s", "1287(g), 287(g)s"),
        ("in fiscal\nyear 2025", "in       \n         "),
        ("287(g) 287(g)", "             "),
    ],
)
def test_terms_are_blanked_as_whole_words_in_their_place(text: str, left: str) -> None:
    assert blanked(term_pattern(TERMS), text) == left
