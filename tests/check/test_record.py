"""A record beside what was read back of its file: what differs, in words; and what does not."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from briefs.check.printed_words import plain, said_in_order, same_words, says, says_across
from briefs.check.record import check_record
from briefs.model.project import Format
from briefs.model.read_back import Difference, DifferenceKind, Note, ReadBack
from briefs.model.record import Record, RecordedFact, record_bytes
from briefs.model.text_numbers import numbers_in
from tests.publish.editions.issuing import record

PAGES = (
    "Lead pipes\nThe city pays up to $50,000 1\n. A view: some residents say that the work should "
    "go fas-\nter.1",
    "It pays UP TO\n$50,000, and found 1,200 lines of lead.\n2 / 2",
)
VIEW = {
    "id": "view-faster",
    "kind": "view",
    "shown": ["Some residents say that the work should go faster."],
    "as_of": "2025-08-01",
    "review_by": "2025-10-01",
    "source": "gazette",
    "pages": [1],
}
BONUS = {
    **VIEW,
    "id": "bonus",
    "kind": "amount",
    "value": "50000",
    "label": "bonus",
    "shown": ["up to $50,000"],
    "pages": [1, 2],
}
LINES = {
    **BONUS,
    "id": "lines",
    "kind": "count",
    "value": "1200",
    "label": None,
    "shown": ["1,200 lines"],
    "pages": [2],
}
FACTS = (BONUS, VIEW, LINES)
SOURCE = {
    "id": "gazette",
    "title": "Pipes",
    "publisher": "The Gazette",
    "kind": "news",
    "retrieved": "2025-08-01",
    "url": "https://example.org/pipes",
}


def recorded(pages: tuple[str, ...] = PAGES, **fields: Any) -> Record:
    """A record that fits its pages."""
    facts = fields.pop("facts", FACTS)
    forms = [(fact["id"], fact["shown"]) for fact in facts]
    plain_pages = [
        {"numbers": numbers_in(text), "facts": said_in_order(text, forms)} for text in pages
    ]
    return record(
        facts=facts,
        pages=plain_pages,
        attachments={"figures.csv": "a" * 64},
        sources=[SOURCE],
        **fields,
    )


def found_in(one: Record, pages: tuple[str, ...] = PAGES, **fields: Any) -> ReadBack:
    """What is read back of a file with a record in it."""
    data = record_bytes(one)
    marks = {
        "record": sha256(data).hexdigest(),
        "edition": str(one.edition),
        "factBase": one.fact_base,
    }
    read = ReadBack(
        Format.PDF,
        "b" * 64,
        original_sha256="b" * 64,
        sealed=True,
        record=data,
        marks=marks,
        attachments=dict(one.attachments),
        titles=(one.title,),
        language="en-US",
        page_count=len(pages),
        pages=pages,
    )
    return replace(read, **fields)


def differences(read: ReadBack, one: Record, *, closely: bool = False) -> list[Difference]:
    return list(check_record(one, read, closely=closely))


def words(pages: tuple[str, ...], *, closely: bool = False) -> list[str]:
    """What is said of pages that are not those of the record."""
    one = recorded()
    return [found.words for found in differences(found_in(one, pages), one, closely=closely)]


def changed(old: str, new: str, *, most: int = -1) -> tuple[str, ...]:
    assert any(old in page for page in PAGES)
    return tuple(page.replace(old, new, most) for page in PAGES)


def test_a_file_as_it_was_issued_differs_in_nothing() -> None:
    one = recorded()
    assert differences(found_in(one), one, closely=True) == []


def test_a_number_that_is_another_is_named_with_its_page() -> None:
    pages = (PAGES[0], PAGES[1].replace("1,200", "1,300"))
    assert words(pages) == [
        "page 2: the page has 1,300, and the record 1,200",
        'page 2: "lines" is "1,200 lines" in the record, not on the page',
    ]


def test_a_number_too_many_and_one_too_few() -> None:
    assert words((PAGES[0] + " 70,000", PAGES[1])) == [
        "page 1: the page has 70,000, which the record does not have there"
    ]
    assert words((PAGES[0], PAGES[1].replace("2 / 2", "2"))) == [
        "page 2: the page lacks 2, which the record has there"
    ]


def test_only_some_of_many_numbers_are_named() -> None:
    more = " ".join(str(number) for number in range(100, 120))
    (found,) = words((PAGES[0] + " " + more, PAGES[1]))
    assert found.startswith("page 1: the page has 100, 101, 102, 103, 104, 105 and 14 more, which")


def test_a_qualifier_that_is_gone_at_one_place() -> None:
    assert words(changed("up to $50,000", "$50,000")) == [
        'page 1: bonus (bonus) is "up to $50,000" at 1 place in the record, on the page at 0'
    ]


def test_a_qualifier_that_is_gone_everywhere() -> None:
    pages = tuple(page.replace("up to ", "").replace("UP TO\n", "") for page in PAGES)
    assert words(pages) == [
        'pages 1 and 2: bonus (bonus) is "up to $50,000" in the record, not on the page'
    ]


def test_a_fact_that_a_page_says_once_more() -> None:
    assert words((PAGES[0], PAGES[1] + " 1,200 lines"))[1:] == [
        'page 2: "lines" is "1,200 lines" at 1 place in the record, on the page at 2'
    ]


def test_values_that_were_swapped_are_seen_where_it_is_looked_closely() -> None:
    pages = (
        PAGES[0],
        PAGES[1].replace("UP TO\n$50,000", "x").replace("1,200 lines", "up to $50,000")
        .replace("x", "1,200 lines"),
    )  # fmt: skip
    assert words(pages) == []
    assert words(pages, closely=True) == [
        'page 2: where the record has bonus (bonus), the page has "lines"'
    ]


def test_words_of_a_sentence() -> None:
    assert words(changed("should", "must")) == [
        'page 1: "view-faster" is "Some residents say that the work should go faster." in the '
        "record, not on the page"
    ]


def test_pages_too_few_too_many_and_out_of_order() -> None:
    assert words(PAGES[:1]) == [
        "it has 1 page, and its record has 2",
        "page 2 of the record is not there",
    ]
    assert words(PAGES[1:]) == [
        "it has 1 page, and its record has 2",
        "page 1 is page 2 of the record",
        "page 1 of the record is not there",
    ]
    assert words(PAGES[::-1]) == [
        "page 1 is page 2 of the record",
        "page 2 is page 1 of the record",
    ]
    assert words((*PAGES, "")) == [
        "it has 3 pages, and its record has 2",
        "page 3 is none of the pages in the record",
    ]
    assert words((*PAGES, PAGES[0])) == [
        "it has 3 pages, and its record has 2",
        "page 3 is none of the pages in the record",
    ]


def test_pages_that_are_too_many_to_be_read_are_still_counted() -> None:
    one = recorded()
    read = found_in(one, (), page_count=10_000)
    assert [found.words for found in differences(read, one)] == [
        "it has 10000 pages, and its record has 2"
    ]


def test_a_fact_whose_page_is_gone_is_not_told_twice() -> None:
    assert not any("lines" in told for told in words(PAGES[:1]))


def test_a_sentence_that_runs_over_the_page_is_whole() -> None:
    pages = (
        "The city said: some residents say\n1 / 2",
        "2 / 2\nthat the work should go faster. So",
    )
    both = {**VIEW, "pages": [1, 2]}
    one = recorded(pages, facts=(both,))
    assert differences(found_in(one, pages), one) == []
    cut = (pages[0], pages[1].replace("should", "must"))
    assert [found.fact for found in differences(found_in(one, cut), one)] == ["view-faster"]


@pytest.mark.parametrize(
    ("fields", "kind", "told"),
    [
        ({"marks": {}}, "metadata", "the metadata do not name the hash of the record"),
        ({"titles": ("Gold",)}, "title", 'the title is "Lead pipes" in the record and "Gold" in'),
        ({"titles": ()}, "title", "the metadata have no title"),
        ({"language": "es"}, "metadata", "the language is en-US in the record and es in the"),
        ({"attachments": {}}, "attachment", "the embedded file figures.csv is gone"),
        ({"attachments": {"figures.csv": "c" * 64}}, "attachment", "the embedded file figures.csv"),
        (
            {"attachments": {"figures.csv": "a" * 64, "x": "a" * 64}},
            "attachment",
            'the file "x" is embedded, which the record does not name',
        ),
        ({"notes": (Note(2, "Square"),)}, "annotation", "page 2: an annotation lies on the page"),
        ({"record": b"{}"}, "record", "the record is not the one that the metadata name"),
    ],
)
def test_what_the_file_says_beside_its_pages(fields: dict[str, Any], kind: str, told: str) -> None:
    one = recorded()
    found, *_ = differences(found_in(one, **fields), one)
    assert found.kind == kind
    assert found.words.startswith(told)


@pytest.mark.parametrize(("name", "said"), [("edition", "7"), ("factBase", "d" * 64)])
def test_metadata_that_say_something_else(name: str, said: str) -> None:
    one = recorded()
    read = found_in(one)
    (found,) = differences(replace(read, marks={**read.marks, name: said}), one)
    assert found.kind is DifferenceKind.METADATA
    assert said in found.words


def test_a_source_that_is_listed_is_linked_to_its_address() -> None:
    one = recorded()
    listed = (PAGES[0], PAGES[1] + "\nThe Gazette, Pipes, example.org")
    read = found_in(one, listed)
    assert DifferenceKind.LINK in {found.kind for found in differences(read, one)}
    linked = replace(read, links=("https://example.org/pipes",))
    assert differences(linked, one) == []
    assert differences(found_in(one), one) == []  # no list of sources, no links to be had


def test_a_page_of_which_only_a_part_is_seen() -> None:
    one = recorded()
    whole = ((612.0, 792.0), (792.0, 612.0))
    assert differences(found_in(one, sizes=whole), one) == []
    (found,) = differences(found_in(one, sizes=((612.0, 396.0), (612.0, 792.0))), one)
    assert found == Difference(
        DifferenceKind.PAGES,
        "page 1: the page is not letter as a whole: 612 by 396 points can be seen",
        1,
    )


@pytest.mark.parametrize(
    ("value", "shown", "whole"),
    [
        ("50000", "up to $50,000", True),
        ("5.5", "$5.50", True),
        ("62.5", "62,5\u00a0%", True),
        ("1200", "\u0661\u066c\u0662\u0660\u0660", True),
        ("80000", "up to $50,000", False),
        ("0", "no homes", False),
    ],
)
def test_a_value_is_the_one_in_its_words(value: str, shown: str, whole: bool) -> None:
    fact = {**BONUS, "value": value, "shown": [shown], "pages": []}
    one = recorded((), facts=(fact,))
    read = found_in(one, (), form=Format.HTML, texts=(("bonus", shown),))
    found = differences(read, one)
    assert [each.kind for each in found] == ([] if whole else [DifferenceKind.RECORD])


def test_the_title_of_a_draft_says_first_that_it_is_one() -> None:
    one = recorded(draft=True)
    assert differences(found_in(one, titles=("Draft: Lead pipes",)), one) == []
    assert differences(found_in(one, titles=("Draft: Gold pipes",)), one) != []
    issued = recorded()
    assert differences(found_in(issued, titles=("Draft: Lead pipes",)), issued) != []


# --- Web pages -----------------------------------------------------------------------------------

TEXTS = (
    ("bonus", "up to\u00a0$50,000"),
    ("view-faster", VIEW["shown"][0]),
    ("lines", "1,200 lines"),
)


def web(texts: tuple[tuple[str, str], ...]) -> list[str]:
    one = recorded((), facts=FACTS)
    read = found_in(one, (), form=Format.HTML, page_count=0, texts=texts)
    return [found.words for found in differences(read, one)]


def test_a_web_page_says_each_fact_as_the_record_does() -> None:
    assert web(TEXTS) == []
    assert web((*TEXTS, TEXTS[0])) == []


def test_a_web_page_that_says_a_fact_otherwise() -> None:
    assert web((*TEXTS, ("bonus", "$50,000"))) == [
        'bonus (bonus) is "up to $50,000" in the record, and the page says "$50,000"'
    ]
    assert web((("bonus", "up to $5,000"), *TEXTS[1:])) != []
    assert web(TEXTS[1:]) == ["bonus (bonus) is not on the page"]
    assert web((*TEXTS, ("gold", "1 bar"))) == [
        'the page prints the fact "gold", which is not in the record'
    ]


def test_a_quote_on_a_web_page_stands_with_its_speaker() -> None:
    quoted = ("view-faster", f"“{VIEW['shown'][0]}” The mayor.")
    assert web((TEXTS[0], quoted, TEXTS[2])) == []


# --- Words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("pays up\u00a0to\u00a0$50,000 now", "up to $50,000"),
        ("pays up to\n$50,000 1\n.", "up to $50,000"),
        ("PAYS UP TO $50,000", "up to $50,000"),
        ("pays hasta 50\u202f000 $", "hasta 50 000 $"),
        ("a com-\nmon prob\u00adlem", "a common problem"),
        ("a com\ufffemon problem", "a common problem"),
        ("a law\u2010enforcement agency", "a law-enforcement agency"),
        ("a law-\nenforcement agency", "a law-enforcement agency"),
        ("from 2020\u20132025", "2020-2025"),
        ("the \ufb01rst o\ufb00er", "the first offer"),
        ("say so.1, 2 And", "say so."),
        ("grew in 2029 12\n. Then", "2029."),
        ("said1 that it2 grew", "said that it grew"),
        ("call 555\ufffe0100 now", "555-0100"),
        ("in 2029.1\nThen", "2029"),
        ("in 2029, 5 of them", "2029"),
        ("the article\u2019s words", "the article's words"),
    ],
)
def test_what_a_text_layer_does_to_words_is_no_difference(text: str, shown: str) -> None:
    assert says(plain(text), shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("pays $50,000", "up to $50,000"),
        ("pays up to $50,0001", "up to $50,000"),
        ("pays up to $50,000,000", "up to $50,000"),
        ("pays up to 510,000", "up to 10,000"),
        ("pays 150,000", "50,000"),
        ("pays 1,500", "500"),
        ("pays 2.5", "5"),
        ("at least 10,000", "at most 10,000"),
        ("in 20297.", "2029."),
        ("it may grow", "it will grow"),
        ("- 5 degrees", "-15 degrees"),
        ("", "up to"),
        ("anything", ""),
    ],
)
def test_a_digit_a_sign_or_a_word_is_a_difference(text: str, shown: str) -> None:
    assert not says(plain(text), shown)


def test_words_run_over_a_page_at_the_end_of_a_line_only() -> None:
    shown = "some residents say that the work is slow"
    assert says_across("in all\nsome residents say\n1 / 2", "2 / 2\nthat the work is slow", shown)
    assert says_across("some residents say", "that the work is slow, and so", shown)
    assert not says_across("some residents say no more", "that the work is slow", shown)
    assert not says_across("some residents say", "and that the work is slow", shown)


def test_facts_are_found_in_the_order_of_the_text_each_as_often_as_it_stands_there() -> None:
    forms = [
        ("a", ("2,500", "2,500 people")),
        ("b", ("at least 10,000",)),
        ("c", ()),
        ("d", ("no",)),
    ]
    text = "at least 10,000 and 2,500 people; 2,500; at\nleast 10,000"
    assert said_in_order(text, forms) == ("b", "a", "a", "b")


def test_blanks_alone_make_no_other_words() -> None:
    assert same_words("Lead\u00a0pipes", "Lead  pipes")
    assert not same_words("Lead pipes", "Gold pipes")


def test_a_record_of_another_shape_is_still_compared() -> None:
    bare = RecordedFact.model_validate({**BONUS, "shown": []})
    one = recorded().model_copy(update={"facts": (bare,)})
    assert differences(found_in(one), one)
