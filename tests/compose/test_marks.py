"""Marks pass through Markdown and Jinja untouched; citations are numbered as a reader meets them."""

from __future__ import annotations

from datetime import date

from briefs.compose import prose
from briefs.compose.citations import Citations
from briefs.compose.marks import Mark, Marks, citation, outside, settle
from briefs.model.source import Source


def test_a_mark_survives_markdown_and_becomes_its_html() -> None:
    marks = Marks()
    mark = marks.add(Mark("<b>5</b>", "5"))
    html = marks.expand(prose.blocks(f"Of *{mark}* homes."))
    assert html == "<p>Of <em><b>5</b></em> homes.</p>\n"


def test_what_is_outside_of_marks_is_the_authors() -> None:
    marks = Marks()
    assert "5" not in outside(f"a {marks.text('5')} b{citation('s')}")
    assert "7" in outside(f"a {marks.text('5')} b 7")


def test_marks_within_marks_are_expanded() -> None:
    marks = Marks()
    inner = marks.text("5")
    assert marks.expand(marks.add(Mark(f"<i>{inner}</i>"))) == "<i>5</i>"


def test_a_block_loses_the_paragraph_around_it_and_a_line_does_not() -> None:
    marks = Marks()
    block, line = marks.add(Mark("<div></div>", block=True)), marks.text("5")
    assert marks.free_blocks(f"<p>{block}</p><p>{line}</p>") == f"{block}<p>{line}</p>"


def test_a_source_is_cited_once_a_block_where_it_is_used_last() -> None:
    a, b = citation("a"), citation("b")
    assert settle(f"x{a} y{b} z{a}") == f"x y{b} z{a}"


def test_citations_are_numbered_in_the_order_of_the_page() -> None:
    sources = {
        name: Source(id=name, title=name, publisher="P", retrieved=date(2026, 1, 1), kind="news")
        for name in ("a", "b")
    }
    citations = Citations(sources)
    html = citations.expand(f"{citation('b')}{citation('a')}{citation('b')}")
    assert [number for number, _ in citations.cited()] == [1, 2]
    assert [source.id for _, source in citations.cited()] == ["b", "a"]
    assert html.count("#source-1") == 2


def test_tables_have_scopes_and_empty_cells_are_to_write_in() -> None:
    html = prose.blocks("| Item | Yours |\n| --- | --- |\n| Posts | |\n")
    assert '<th scope="col">Item</th>' in html
    assert '<th scope="row">Posts</th>' in html
    assert '<td class="blank"></td>' in html


def test_raw_html_is_not_let_through() -> None:
    assert "<script" not in prose.blocks("<script>alert(1)</script>\n\na <b>b</b>")
