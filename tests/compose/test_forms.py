"""The blanks of a page as fields: named in words, once each, and nothing else of the page changed."""

from __future__ import annotations

import re

import pytest

from briefs.compose.forms import with_fields
from briefs.compose.prose import blocks

WORKSHEET = """\
| Item | Yours | Source |
| --- | --- | --- |
| Deputies certified under *287(g)* | | |
| **A.** Leave & "exit" | 5 | |
"""
FIELD = re.compile(r'<input type="text" name="([^"]*)" title="([^"]*)" aria-label="\2" [^>]*/>')


def form(table: str) -> str:
    return f'<section class="late form"><h2 id="sums">Sums</h2>\n{table}</section>'


def fields(html: str) -> list[tuple[str, str]]:
    return FIELD.findall(html)


def write_in(*rows: str, head: str = "<th>Name</th><th>Phone</th>") -> str:
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


BLANK = '<td class="blank"></td>'


def test_a_field_says_its_row_and_its_column() -> None:
    assert fields(with_fields(form(blocks(WORKSHEET)))) == [
        (
            "sums-deputies-certified-under-287-g-yours",
            "Deputies certified under 287(g): Yours",
        ),
        (
            "sums-deputies-certified-under-287-g-source",
            "Deputies certified under 287(g): Source",
        ),
        ("sums-a-leave-exit-source", "A. Leave &amp; &quot;exit&quot;: Source"),
    ]


def test_only_the_blanks_of_a_form_become_fields() -> None:
    page = f"<p>5 &lt; 6</p>\n{blocks(WORKSHEET)}"
    assert with_fields(page) == page
    for name in ("formal", "in-form-ation x", "xform"):
        other = form(blocks(WORKSHEET)).replace("late form", name)
        assert with_fields(other) == other
    after = form("") + blocks(WORKSHEET)
    assert with_fields(after) == after


def test_the_rest_of_the_page_stays_as_it_is() -> None:
    page = (
        f"<!DOCTYPE html>\n<p>a &amp; b<br />ñ\u2028</p>{form(blocks(WORKSHEET))}\n<!-- c --><hr>\n"
    )
    filled = with_fields(page)
    assert FIELD.sub("", filled) == page
    assert filled.count('<td class="blank"><input') == filled.count("<input") == 3


def test_a_row_without_a_header_is_called_by_its_number() -> None:
    page = form(write_in(BLANK * 2, BLANK * 2))
    assert fields(with_fields(page)) == [
        ("sums-name-1", "Name 1"),
        ("sums-phone-1", "Phone 1"),
        ("sums-name-2", "Name 2"),
        ("sums-phone-2", "Phone 2"),
    ]


def test_no_two_fields_of_a_page_have_the_same_name() -> None:
    page = form(write_in(BLANK * 2)) + form(write_in(BLANK * 2))
    names = [name for name, _ in fields(with_fields(page))]
    assert names == ["sums-name-1", "sums-phone-1", "sums-name-1-2", "sums-phone-1-2"]
    twice = form(write_in(BLANK * 2, head="<th>Name 1</th><th>Name</th>"))
    assert len({name for name, _ in fields(with_fields(twice))}) == 2


def test_a_clash_with_a_numbered_name_is_seen() -> None:
    rows = (f"<th>{name}</th>{BLANK}" for name in ("A", "A", "A 2"))
    page = form(write_in(*rows, head="<th></th><th></th>"))
    names = [name for name, _ in fields(with_fields(page))]
    assert len(set(names)) == len(names) == 3


@pytest.mark.parametrize("cell", ["<td>5</td>", '<td class="blank">5</td>', "<td></td>"])
def test_a_cell_that_is_no_blank_counts_as_a_column(cell: str) -> None:
    page = form(write_in(cell + BLANK))
    assert fields(with_fields(page)) == [("sums-phone-1", "Phone 1")]


def test_citations_are_not_part_of_a_name() -> None:
    cite = '<sup class="cite"><a href="#source-1">1</a></sup>'
    page = form(write_in(f"<th>Pay{cite} of <em>all</em></th>{BLANK}"))
    assert fields(with_fields(page)) == [("sums-pay-of-all-phone", "Pay of all: Phone")]
