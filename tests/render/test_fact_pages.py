"""A fact stands on every page that shows something of it, and on no other."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from briefs.model.canonical import canonical_json
from briefs.render.pages import PageSetter

pytestmark = pytest.mark.pdf

CSS = """
@page { size: 300px 300px; margin: 30px; @bottom-left { content: element(foot) } }
html { font: 12px/20px "Fira Sans"; orphans: 1; widows: 1 }
body, h1, p, table, th, td { margin: 0; padding: 0; border: 0 }
h1 { font-size: 12px; line-height: 20px }
table { border-collapse: collapse }
.next { break-before: page }
"""
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><path d="M0,0h9v9z"/></svg>'
)
IMAGE = '<img alt="A bar" src="figure:a">'
FACT = '<span data-fact="a">22</span>'
PagesOf = Callable[..., dict[str, list[int]]]


@pytest.fixture
def pages_of(setter: PageSetter) -> PagesOf:
    def set_page(body: str, css: str = "") -> dict[str, list[int]]:
        head = '<head><meta charset="utf-8"><title>A page</title></head>'
        html = f'<html lang="en">{head}<body><h1>Title</h1>{body}</body></html>'
        facts = [{"id": name, "pages": [], "shown": []} for name in "abc"]
        plain = {"built_on": "2025-08-15", "edition": 1, "fact_base": "0" * 64, "facts": facts}
        drawn = {"figure:a": DRAWING}
        pdf = setter.pdf(html, CSS + css, drawn, {}, "a page", record=canonical_json(plain))
        record = json.loads(pdf.record)
        return {fact["id"]: fact["pages"] for fact in record["facts"] if fact["pages"]}

    return set_page


def filler(count: int) -> str:
    return "".join("<p>a line</p>" for _ in range(count))


def test_a_value_stands_where_it_is_printed_each_page_once(pages_of: PagesOf) -> None:
    body = f"<p>{FACT} {FACT}</p><p class=next>nothing</p><p class=next>{FACT}</p>"
    assert pages_of(body) == {"a": [1, 3]}


def test_a_sentence_that_runs_over_a_page_stands_on_both(pages_of: PagesOf) -> None:
    sentence = "<p><span data-fact=b>one<br>two<br><em>three<br>four</em></span></p>"
    assert pages_of(filler(5) + sentence) == {"b": [1]}
    assert pages_of(filler(9) + sentence) == {"b": [1, 2]}
    assert pages_of(filler(11) + sentence) == {"b": [2]}


def test_a_quote_that_breaks_before_its_speaker_stands_on_both(pages_of: PagesOf) -> None:
    quote = f"<blockquote data-fact=c style='margin: 0'><p>words {FACT}</p>{{}}</blockquote>"
    assert pages_of(quote.format("<p>speaker</p>")) == {"a": [1], "c": [1]}
    assert pages_of(quote.format("<p class=next>speaker</p>")) == {"a": [1], "c": [1, 2]}
    assert pages_of(quote.format(f"<p class=next>{FACT}</p>")) == {"a": [1, 2], "c": [1, 2]}


def test_a_figure_stands_where_its_drawing_is_and_where_its_table_is(pages_of: PagesOf) -> None:
    caption = "<p>Figure 1 of <span data-fact=c>goals</span></p>"
    rows = "<tr><th scope=row>Goal</th><td><span data-fact={}>22</span></td></tr>"
    table = f"<table class={{}}><tbody>{rows.format('a')}{rows.format('b')}</tbody></table>"
    figure = f"<div class='figure figure-bars'>{caption}{IMAGE}{table}</div>"
    assert pages_of(figure.format("same")) == {"a": [1], "b": [1], "c": [1]}
    assert pages_of(figure.format("next")) == {"a": [1, 2], "b": [1, 2], "c": [1]}
    apart = figure.replace(IMAGE, f"<p class=next>{IMAGE}</p>").format("same")
    assert pages_of(apart) == {"a": [2], "b": [2], "c": [1]}


def test_an_image_outside_of_a_figure_shows_no_fact(pages_of: PagesOf) -> None:
    assert pages_of(f"<div>{IMAGE}<p class=next>{FACT}</p></div>") == {"a": [2]}


def test_a_table_that_runs_on_stands_where_its_rows_are(pages_of: PagesOf) -> None:
    rows = "".join(
        f"<tr><th scope=row>Row</th><td><span data-fact={name}>1</span></td></tr>" for name in "ab"
    )
    head = "<thead><tr><th scope=col>What</th><th scope=col data-fact=c>Value</th></tr></thead>"
    table = f"<table>{head}<tbody>{rows}</tbody></table>"
    assert pages_of(filler(9) + table) == {"a": [1], "b": [2], "c": [1, 2]}


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("float: right", {"a": [1]}),
        ("position: absolute; top: 0", {"a": [1]}),
        ("display: inline-block", {"a": [1]}),
        ("position: running(foot)", {"a": [1, 2]}),
        ("visibility: hidden", {}),
        ("display: none", {}),
    ],
)
def test_what_is_taken_out_of_the_flow_counts_and_what_is_hidden_does_not(
    pages_of: PagesOf, style: str, expected: dict[str, list[int]]
) -> None:
    fact = f'<span data-fact="a" style="{style}">22</span>'
    assert pages_of(f"<p>a line {fact}</p><p class=next>the end</p>") == expected


def test_columns_and_flexible_boxes_are_looked_into(pages_of: PagesOf) -> None:
    side = "<div><p><span data-fact={}>22</span></p></div>"
    sides = side.format("a") + side.format("b")
    body = f"<div style='columns: 2'>{sides}</div><div style='display: flex'>{sides}</div>"
    assert pages_of(body) == {"a": [1], "b": [1]}
    assert pages_of(f"<p class=next>{FACT}</p>") == {"a": [2]}


def test_a_note_at_the_foot_belongs_to_what_it_stands_in(pages_of: PagesOf) -> None:
    note = "<p data-fact=b>words<span class=note>more of it</span></p>"
    css = ".note { float: footnote }"
    assert pages_of(note + f"<p class=next>{FACT}</p>", css) == {"a": [2], "b": [1]}
