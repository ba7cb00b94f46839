"""Markdown to HTML that gives the right tags, and lets no HTML through."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.compose import prose
from briefs.compose.marks import citation
from briefs.compose.prose import blocks, inline

TABLE = """\
| Item | Yours |
| --- | --- |
| Sworn *officers* | |
| | |
| **A.** | 5 |
"""


def test_every_header_cell_has_its_scope_and_every_empty_cell_is_a_field() -> None:
    html = blocks(TABLE)
    assert '<th scope="col">Item</th>\n<th scope="col">Yours</th>' in html
    assert '<th scope="row">Sworn <em>officers</em></th>\n<td class="blank"></td>' in html
    assert '<td class="blank"></td>\n<td class="blank"></td>' in html
    assert '<th scope="row"><strong>A.</strong></th>\n<td>5</td>' in html
    assert html.count("<th ") == html.count("</th>") == 4
    assert html.count("<td") == html.count("</td>") == 4


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<b>bold</b>",
        "a <img src=x onerror=y> b",
        "<!-- note -->",
        "<?php ?>",
        "<div>\n\nwords\n\n</div>",
        "&lt;b&gt;",
    ],
)
def test_no_html_is_let_through(text: str) -> None:
    for html in (blocks(text), inline(text)):
        inner = html.replace("<p>", "").replace("</p>", "")
        assert "<" not in inner
        assert "&lt;" in inner


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "JAVASCRIPT:x", "vbscript:x", "file:///etc/passwd", "data:text/html,x"],
)
def test_no_link_leads_to_a_script_or_a_file(target: str) -> None:
    for text in (f"[x]({target})", f"![x]({target})", f"<{target}>"):
        html = blocks(text)
        assert "href" not in html
        assert "src" not in html


def test_a_link_holds_its_words() -> None:
    assert inline("[the report](https://example.org/a?b=1&c=2)") == (
        '<a href="https://example.org/a?b=1&amp;c=2">the report</a>'
    )


def test_a_line_is_no_paragraph() -> None:
    assert inline("**One** & *two*") == "<strong>One</strong> &amp; <em>two</em>"
    assert blocks("words") == "<p>words</p>\n"


def test_quotes_and_dashes_stay_as_they_were_typed() -> None:
    assert inline("\"a\" -- 'b' ... (c)") == "&quot;a&quot; -- 'b' ... (c)"


def test_each_block_cites_a_source_once() -> None:
    a = citation("a")
    html = blocks(f"one{a} two{a}\n\nthree{a}\n\n- four{a} five{a}\n- six{a}\n")
    assert html == (
        f"<p>one two{a}</p>\n<p>three{a}</p>\n<ul>\n<li>four five{a}</li>\n<li>six{a}</li>\n</ul>\n"
    )


@settings(max_examples=1000)
@given(
    st.text(
        st.sampled_from("abc Z09.,;:?()/$%-–’“\u00a0\ue000\ue001_*`[]<>&!#\\\"'~^|\n@wé"),
        max_size=30,
    )
)
def test_a_line_without_markdown_is_what_markdown_makes_of_it(words: str) -> None:
    short = inline(words)
    with patch.object(prose, "_MARKDOWN", re.compile("")):
        assert inline(words) == short
