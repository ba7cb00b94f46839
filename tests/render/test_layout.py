"""The pages are judged as they were set: each flaw is seen once, where it is, and no other.

All pages here are of twelve lines; a line is 20 pixels high, a page's content 240 pixels square.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefs.model.layout import Flaw, FlawKind, Layout
from briefs.render.pages import PageSetter

pytestmark = pytest.mark.pdf

CSS = """
@page { size: 300px 300px; margin: 30px }
html { font: 12px/20px "Fira Sans"; orphans: 1; widows: 1 }
body, h1, h2, p, ul, li, blockquote, table, th, td { margin: 0; padding: 0; border: 0 }
h1, h2 { font-size: 12px; break-after: auto; line-height: 20px }
table { border-collapse: collapse }
"""
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><path d="M0,0h9v9z"/></svg>'
)
STYLES = Path(__file__).resolve().parents[2] / "assets" / "styles"
SetLayout = Callable[..., Layout]

PIXEL = 25.4 / 96
"""In millimetres."""


def lines(*words: str, tag: str = "p", more: str = "") -> str:
    """A text of so many lines."""
    return f"<{tag}{more}>{'<br>'.join(words)}</{tag}>"


def filler(count: int) -> str:
    """Texts of one line each."""
    return "".join(f"<p>filler {number}</p>" for number in range(count))


@pytest.fixture
def set_layout(setter: PageSetter) -> SetLayout:
    def set_page(body: str, css: str = "") -> Layout:
        page = (
            '<html lang="en"><head><meta charset="utf-8"><title>A page</title></head>'
            f"<body><h1>Title</h1>{body}</body></html>"
        )
        return setter.pdf(page, CSS + css, {"figure:a": DRAWING}, {}, "a page").layout

    return set_page


def test_a_clean_page_has_no_flaw_and_was_laid_out_once(set_layout: SetLayout) -> None:
    layout = set_layout(filler(5) + lines("one", "two", "three"))
    (page,) = layout.pages
    assert layout.flaws == ()
    assert page.layouts == 1
    assert page.height == pytest.approx(240 * PIXEL, abs=0.01)
    assert page.filled == pytest.approx(180 * PIXEL, abs=0.01)
    assert page.share == pytest.approx(0.75, abs=0.001)
    assert (page.begins, page.section, page.forced) == ("Title", "", False)


def test_a_first_line_alone_at_the_foot_of_a_page(set_layout: SetLayout) -> None:
    layout = set_layout(filler(10) + lines("one", "two", "three"))
    assert layout.flaws == (Flaw(FlawKind.ORPHAN, 1, "one", last_page=1),)


def test_a_last_line_alone_at_the_head_of_a_page(set_layout: SetLayout) -> None:
    layout = set_layout('<h2 id="news">News</h2>' + filler(8) + lines("one", "two", "three"))
    assert layout.flaws == (Flaw(FlawKind.WIDOW, 2, "three", "news", last_page=2),)
    assert layout.pages[1].begins == "three"


@pytest.mark.parametrize("tag", ["li", "blockquote"])
def test_a_line_of_a_list_item_counts_as_one_of_a_paragraph(
    set_layout: SetLayout, tag: str
) -> None:
    inner = lines("one", "two", "three", tag="li") if tag == "li" else lines("one", "two", "three")
    around = "ul" if tag == "li" else "div"
    layout = set_layout(f"{filler(10)}<{around}>{inner}</{around}>")
    assert [flaw.kind for flaw in layout.flaws] == [FlawKind.ORPHAN]


def test_two_lines_on_each_side_are_no_flaw(set_layout: SetLayout) -> None:
    layout = set_layout(filler(9) + lines("one", "two", "three", "four"))
    assert len(layout.pages) == 2
    assert layout.flaws == ()


def test_texts_of_one_line_are_no_lone_lines(set_layout: SetLayout) -> None:
    assert set_layout(filler(20)).flaws == ()


def test_a_lone_line_in_a_column(set_layout: SetLayout) -> None:
    text = "".join(f"<p>{word}</p>" for word in "abcd") + lines("one", "two", "three")
    layout = set_layout(f'<div style="columns: 2; height: 100px; column-fill: auto">{text}</div>')
    assert layout.flaws == (Flaw(FlawKind.ORPHAN, 1, "one", last_page=1, column=True),)


def test_the_head_of_a_table_that_is_said_again_is_no_lone_line(set_layout: SetLayout) -> None:
    head = '<thead><tr><th scope="col">two<br>lines</th></tr></thead>'
    rows = "".join(f"<tr><td>row {number}</td></tr>" for number in range(12))
    layout = set_layout(f"<table>{head}<tbody>{rows}</tbody></table>")
    assert len(layout.pages) == 2
    assert layout.flaws == ()
    assert layout.pages[1].begins == "row 9"


def test_a_heading_at_the_foot_of_a_page(set_layout: SetLayout) -> None:
    layout = set_layout(filler(10) + '<h2 id="views">Views<sup>2</sup></h2>' + lines("a", "b"))
    assert layout.flaws == (Flaw(FlawKind.HEADING, 1, "Views", "views", last_page=2),)


def test_two_headings_at_the_foot_of_a_page_are_both_stranded(set_layout: SetLayout) -> None:
    layout = set_layout(filler(9) + "<h2>Views</h2><h2>Sides</h2>" + lines("a", "b"))
    assert [flaw.words for flaw in layout.flaws] == ["Views", "Sides"]


def test_a_heading_with_one_line_below_it_is_not_stranded(set_layout: SetLayout) -> None:
    assert set_layout(filler(9) + "<h2>Views</h2><p>one</p><p>two</p>").flaws == ()


def test_a_heading_at_the_foot_of_a_column(set_layout: SetLayout) -> None:
    text = filler(4) + "<h2>Views</h2><p>a</p>"
    layout = set_layout(f'<div style="columns: 2; height: 100px; column-fill: auto">{text}</div>')
    assert layout.flaws == (Flaw(FlawKind.HEADING, 1, "Views", last_page=1, column=True),)


def test_a_heading_over_two_columns_is_with_its_text(set_layout: SetLayout) -> None:
    text = '<h2 style="column-span: all">Views</h2><p>a</p><p>b</p>'
    assert set_layout(f'<div style="columns: 2">{text}</div>').flaws == ()
    assert set_layout(f'<h2>Views</h2><div style="columns: 2">{filler(4)}</div>').flaws == ()


def test_a_heading_beside_its_text_is_with_it(set_layout: SetLayout) -> None:
    css = (
        ".hung { position: relative; margin-left: 60px }"
        ".hung h2 { position: absolute; left: -60px; top: 0; width: 55px }"
    )
    layout = set_layout(f'{filler(10)}<div class="hung"><h2>Views</h2><p>a</p></div>', css)
    assert len(layout.pages) == 1
    assert layout.flaws == ()


def test_texts_printed_over_one_another_are_told_once(set_layout: SetLayout) -> None:
    css = (
        ".hung { position: relative; margin-left: 60px }"
        ".hung h2 { position: absolute; left: -60px; top: 0; width: 55px }"
    )
    hung = '<div class="hung"><h2>What is<br>not known</h2><p>a</p></div>'
    law = '<div class="hung"><h2>Law</h2><p>b</p></div>'
    (flaw,) = set_layout(f"{filler(3)}{hung}{law}", css).flaws
    assert (flaw.kind, flaw.page, flaw.words) == (FlawKind.OVERLAP, 1, "What is not known")
    assert (flaw.thing, flaw.excess) == ("Law", pytest.approx(20 * PIXEL, abs=0.1))


@pytest.mark.parametrize(
    ("sheet", "section"),
    [("legislator", "hung"), ("press", "reference"), ("press", "spokespeople")],
)
def test_a_section_is_as_high_as_the_heading_in_its_margin(
    set_layout: SetLayout, sheet: str, section: str
) -> None:
    css = "".join((STYLES / f"{name}.css").read_text("utf-8") for name in ("tokens", sheet))
    heading = '<h2 style="width: 28mm">Lo que no se sabe de este condado</h2>'
    one = f'<section class="{section}">{heading}<p>a</p></section>'
    layout = set_layout(one + one + "<p>b</p>", f"{css} @page {{ size: 600px 300px }}")
    assert len(layout.pages) == 1
    assert layout.flaws == ()


def test_texts_side_by_side_and_within_a_line_are_not_over_one_another(
    set_layout: SetLayout,
) -> None:
    badge = '<p>a <span style="display: inline-block"><b>badge</b></span> b<sup>1</sup></p>'
    row = f'<div style="display: flex">{filler(2)}</div>'
    cells = "<table><tr><td>a</td><td>b<br>c</td></tr></table>"
    near = '<p>near</p><p style="margin-top: -4px">by a hair</p>'
    floats = f'<div><p style="float: left">left</p>{lines("one", "two")}</div>'
    assert set_layout(badge + row + cells + near + floats).flaws == ()


def test_a_heading_is_stranded_though_another_text_stands_beside_it(set_layout: SetLayout) -> None:
    """Side by side on one page: what follows the heading in the text begins on the next one."""
    left = '<section><h2 style="break-after: page">Left</h2><p>left text</p></section>'
    right = "<section><p>right text</p></section>"
    css = ".row { display: flex } .row section { flex: 1 1 0 }"
    layout = set_layout(f'<p>a</p><div class="row">{left}{right}</div>', css)
    assert [(flaw.kind, flaw.words) for flaw in layout.flaws] == [(FlawKind.HEADING, "Left")]


@pytest.mark.parametrize(
    ("whole", "thing"),
    [
        ('<div class="figure">{}</div>', "figure"),
        ("<blockquote>{}</blockquote>", "blockquote"),
        ('<div class="pair sides">{}</div>', "pair"),
    ],
)
def test_what_is_to_stay_whole_is_split(set_layout: SetLayout, whole: str, thing: str) -> None:
    layout = set_layout(filler(9) + whole.format(filler(4)))
    split = Flaw(FlawKind.SPLIT, 1, "filler 0", thing=thing, last_page=2)
    assert layout.flaws == (split,)
    columns = '<div style="columns: 2; height: 100px; column-fill: auto">{}</div>'
    layout = set_layout(columns.format(filler(3) + whole.format(filler(3))))
    (split,) = layout.flaws
    assert (split.page, split.last_page, split.column) == (1, 1, True)


def test_what_is_kept_whole_is_no_flaw(set_layout: SetLayout) -> None:
    css = ".figure { break-inside: avoid }"
    layout = set_layout(f'{filler(9)}<div class="figure">{filler(4)}</div>', css)
    assert len(layout.pages) == 2
    assert layout.flaws == ()


LONG = "Wasserleitungserneuerungsgesellschaft"
OVER = {
    "word": (f'<p style="width: 60px">{LONG}</p>', "right", True),
    "line": (f'<p style="white-space: nowrap">{LONG} {LONG}</p>', "right", False),
    "inline": (f'<p style="width: 60px">a <b>{LONG}</b></p>', "right", True),
    "inline-block": (
        '<p style="width: 60px"><span style="display: inline-block; width: 90px">a</span></p>',
        "right",
        True,
    ),
    "cell": (
        f'<table style="table-layout: fixed; width: 200px"><tr><th scope="row">{LONG}</th>'
        "<td>a</td></tr></table>",
        "right",
        True,
    ),
    "column": (
        f'<div style="columns: 3; column-gap: 9px"><p>{LONG}</p><p>a</p></div>',
        "right",
        True,
    ),
    "image": (
        '<img alt="An arrow" style="display: block; width: 250px; height: 9px" src="figure:a">',
        "right",
        False,
    ),
    "image in a column": (
        '<div style="columns: 2"><img alt="An arrow" style="display: block; width: 150px"'
        ' src="figure:a"><p>a</p></div>',
        "right",
        True,
    ),
    "left": ('<p style="margin-left: -40px">Out on the left</p>', "left", False),
    "upper": ('<p style="position: absolute; top: -20px">Out at the top</p>', "upper", False),
    "lower": ('<p style="position: absolute; top: 230px">Out at the foot</p>', "lower", False),
    "high image": (
        '<p>a</p><img alt="An arrow" style="display: block; height: 300px; width: 9px" src="figure:a">',
        "lower",
        False,
    ),
    "fixed height": (f'<div style="height: 30px">{lines("one", "two")}</div>', "lower", True),
    "clipped": (
        f'<div style="height: 30px; overflow: hidden">{lines("one", "two")}</div>',
        "lower",
        True,
    ),
}


@pytest.mark.parametrize("name", OVER)
def test_what_runs_over_an_edge(set_layout: SetLayout, name: str) -> None:
    body, edge, inner = OVER[name]
    (flaw,) = set_layout(body).flaws
    assert (flaw.kind, flaw.thing, flaw.column) == (FlawKind.OVERFLOW, edge, inner)
    assert flaw.words
    assert flaw.excess > 1


def test_how_far_it_runs_over_is_measured(set_layout: SetLayout) -> None:
    (flaw,) = set_layout(
        '<img alt="A" style="display: block; width: 278px; height: 9px" src="figure:a">'
    ).flaws
    assert flaw.excess == pytest.approx(38 * PIXEL, abs=0.01)
    assert flaw.words == "A"


@pytest.mark.parametrize(
    "body",
    [
        '<div style="margin-left: 60px"><div class="figure" style="margin-left: -60px">'
        '<img alt="A" style="display: block; width: 240px; height: 9px" src="figure:a"></div></div>',
        "<ul><li>a</li><li>b</li></ul>",
        '<ul class="boxes"><li style="position: relative; padding-left: 9px">a</li></ul>',
        '<p style="text-align: right">a word or two</p>',
        '<p style="height: 40px">one line</p>',
        '<table><tr><th scope="row">a</th><td style="height: 5px">b<br>c</td></tr></table>',
    ],
)
def test_what_stays_within_its_edges(set_layout: SetLayout, body: str) -> None:
    css = (
        "ul { padding-left: 20px } .boxes { list-style: none } .boxes li::before { content: ''; position: absolute; left: -5px; "
        "width: 3px; height: 3px }"
    )
    assert set_layout(body, css).flaws == ()


def test_a_page_says_what_it_begins_with_and_how_full_it_is(set_layout: SetLayout) -> None:
    long = " ".join(["several words"] * 9)
    body = f'{filler(9)}<h2 id="turn">Where to turn</h2><p>a</p><p>{long}</p>'
    layout = set_layout(body)
    first, last = layout.pages
    assert first.share == 1
    assert last.begins.endswith("words several words …")
    assert len(last.begins) <= 62
    assert last.section == "turn"
    assert not last.forced
    layout = set_layout(f'{filler(11)}<h2 id="turn">Where to turn</h2><p>a</p>')
    assert (layout.pages[1].begins, layout.pages[1].section) == ("Where to turn", "turn")
    assert layout.pages[1].filled == pytest.approx(40 * PIXEL, abs=0.01)


def test_an_empty_cell_to_write_in_fills_the_page(set_layout: SetLayout) -> None:
    table = (
        '<table><tr><th scope="row">a</th><td style="height: 100px; width: 50px"></td></tr></table>'
    )
    assert set_layout(table).pages[0].share == pytest.approx(0.5, abs=0.01)


def test_a_page_that_something_always_begins(set_layout: SetLayout) -> None:
    layout = set_layout('<p>a</p><div style="break-before: page"><p>b</p></div>')
    assert [page.forced for page in layout.pages] == [False, True]
    layout = set_layout(f'<p>a</p><div style="break-before: page">{filler(20)}</div>')
    assert [page.forced for page in layout.pages] == [False, True, False]
    beside = '<section>a</section><section style="break-before: page">b</section>'
    layout = set_layout(f'<div style="display: flex">{beside}</div>')
    assert [page.forced for page in layout.pages] == [False]


@pytest.mark.parametrize(
    ("body", "css", "layouts"),
    [
        (filler(20), '@page { @bottom-right { content: counter(page) "/" counter(pages) } }', 1),
        (f'<p class="n">Pages: </p>{filler(20)}', ".n::after { content: counter(pages) }", 3),
        (
            f'<p><a href="#end">See page</a></p>{filler(20)}<p id="end">End</p>',
            "a::after { content: target-counter(attr(href), page) }",
            3,
        ),
    ],
    ids=["margin", "counter", "target"],
)
def test_layouts_are_counted(set_layout: SetLayout, body: str, css: str, layouts: int) -> None:
    """The number of pages in a margin costs nothing; in the text it costs two more layouts."""
    assert [page.layouts for page in set_layout(body, css).pages] == [layouts, 1]


def test_layouts_of_one_edition_are_not_counted_with_those_of_the_next(
    set_layout: SetLayout,
) -> None:
    for _ in range(2):
        assert [page.layouts for page in set_layout(filler(20)).pages] == [1, 1]
