"""Marks and citations: what a fact prints is told from what an author typed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.compose.citations import Citations
from briefs.compose.marks import CITE, MARK, Mark, Marks, citation, foreign, outside, settle
from briefs.model.source import Source


def source(name: str) -> Source:
    return Source.model_validate(
        {"id": name, "title": name, "publisher": "p", "retrieved": date(2025, 1, 1), "kind": "news"}
    )


def test_a_mark_stands_for_its_html_and_its_plain_words() -> None:
    marks = Marks()
    page = f"a {marks.add(Mark('<b>5</b>', '5'))} b{citation('s')}"
    assert outside(page) == "a   b "
    assert marks.plain(page) == "a 5 b"
    assert marks.expand(page) == f"a <b>5</b> b{citation('s')}"


def test_marks_within_marks_are_replaced_too() -> None:
    marks = Marks()
    inner = marks.text("<7>")
    outer = marks.add(Mark(f"<p>{inner}</p>"))
    assert marks.expand(outer) == "<p>&lt;7&gt;</p>"


def test_a_late_mark_is_worked_out_when_the_page_is_known() -> None:
    marks, known = Marks(), []
    page = marks.add(Mark(lambda: str(len(known))))
    known.append(1)
    assert marks.expand(page) == "1"


def test_a_block_leaves_its_paragraph() -> None:
    marks = Marks()
    block, word = marks.add(Mark("<div></div>", block=True)), marks.add(Mark("x"))
    html = f"<p>{block}</p><p>{word}</p><p>{block} {word}</p>"
    assert marks.expand(marks.free_blocks(html)) == ("<div></div><p>x</p><p><div></div> x</p>")


def test_sources_are_numbered_as_the_reader_meets_them() -> None:
    citations = Citations({name: source(name) for name in ("a", "b", "c")})
    html = citations.expand(f"1{citation('b')} 2{citation('a')} 3{citation('b')}")
    assert html.count('href="#source-1" data-source="b"') == 2
    assert html.count('href="#source-2" data-source="a"') == 1
    assert [(number, one.id) for number, one in citations.cited()] == [(1, "b"), (2, "a")]
    assert CITE.search(html) is None


def test_a_source_that_nobody_has_is_not_listed() -> None:
    citations = Citations({"a": source("a")})
    citations.expand(citation("x") + citation("a"))
    assert [(number, one.id) for number, one in citations.cited()] == [(2, "a")]


def test_a_block_cites_each_source_once_where_it_is_used_last() -> None:
    a, b = citation("a"), citation("b")
    assert settle(f"one{a} two{b} three{a} four") == f"one two{b} three{a} four"
    assert settle("none") == "none"


@given(st.lists(st.sampled_from(["x", " ", *(citation(name) for name in "abc")])))
def test_settling_keeps_the_words_and_the_last_citation_of_each_source(parts: list[str]) -> None:
    words = "".join(parts)
    settled = settle(words)
    assert CITE.sub("", settled) == CITE.sub("", words)
    found = [match[1] for match in CITE.finditer(settled)]
    assert sorted(found) == sorted({match[1] for match in CITE.finditer(words)})
    assert settle(settled) == settled


@given(st.text(alphabet=st.characters(blacklist_categories=["Co", "Cs"])))
def test_words_of_an_author_are_never_marks(words: str) -> None:
    assert outside(words) == words
    assert MARK.search(Marks().expand(words)) is None


@pytest.mark.parametrize("number", ["0", "999", "9" * 30, "٣"])
def test_mark_that_we_did_not_make_is_left_and_found(number: str) -> None:
    marks = Marks(b"page")
    page = f"{marks.text('5')} <p>\ue000{number}\ue001</p>"
    assert marks.expand(page) == f"5 <p>\ue000{number}\ue001</p>"
    assert marks.plain(page) == f"5 <p>\ue000{number}\ue001</p>"
    assert marks.free_blocks(page) == page
    assert foreign(marks.expand(page)) == "\ue000"


def test_marks_are_the_same_for_the_same_page_and_of_no_other() -> None:
    pages = [[Marks(*sources).text("1")] for sources in ((b"a",), (b"a",), (b"b",), (b"a", b""))]
    assert pages[0] == pages[1]
    assert len({one for (one,) in pages}) == 3
    marks = Marks(b"a")
    assert len({marks.text("1") for _ in range(1000)}) == 1000


def test_mark_that_is_cut_is_found() -> None:
    marks = Marks()
    assert foreign(marks.expand(marks.text("5")[:-2])) == "\ue000"
    assert foreign(marks.expand(marks.text("5").replace("\ue000", ""))) == "\ue001"


def test_half_a_character_is_found() -> None:
    assert foreign("a\ud800b") == "\ud800"
    assert foreign("a\U0001f600é") == ""
