"""Values in place of custom properties: where they may stand, and that the page stays the same."""

from __future__ import annotations

import pytest
from weasyprint import CSS, HTML

from briefs.render.custom_properties import MOST_TOKENS, resolved

SHEET = """/* Tokens */
:root { --unit: 4pt; --gap: calc(var(--unit) * 2); --ink: #123; --far: var(--late); --late: 9pt }
:root { --ink: #345 }
@page { size: 90mm 60mm; margin: var(--gap);
  @top-left { content: "var(--ink)"; font-size: var(--late); color: var(--ink) } }
p { margin: var(--gap)var(--unit); color: VAR( --ink ); font-size: var(--none, var(--far)) }
@media print { h1 { font-size: calc(var(--gap) + 1em); border: var(--unit) solid var(--ink) } }
@media screen { h1 { font-size: 1pt } }
.note { --tone: #777; color: var(--tone, var(--ink)) } .note em { color: var(--tone) }
"""
BODY = '<h1>Pay</h1><p>Up to $50,000.</p><p class="note">A <em>note</em>.</p>'
PAGE = f'<html lang="en"><head><title>T</title></head><body>{BODY}</body></html>'


def pdf(css: str) -> bytes:
    return HTML(string=PAGE).write_pdf(stylesheets=[CSS(string=css)], uncompressed_pdf=True)


def test_a_page_is_the_same_with_values_as_with_names() -> None:
    assert pdf(resolved(SHEET)) == pdf(SHEET)
    assert pdf(resolved(SHEET)) != pdf(SHEET.replace("#345", "#346"))


def test_known_values_stand_everywhere() -> None:
    values = _tight(resolved(SHEET))
    assert "margin: calc(4pt * 2);" in values
    assert "margin: calc(4pt * 2)4pt;" in values
    assert "font-size: var(--none, 9pt)" in values
    assert "4pt solid #345" in values
    assert '"var(--ink)"' in values  # these are words
    assert values.startswith("/* Tokens */ :root {")


@pytest.mark.parametrize(
    "set_",
    [
        ":root { --a: 1px } .x { --a: 2px }",
        ":root { --a: 1px } @media print { :root { --a: 2px } }",
        ":root { --a: 1px } @page { --a: 2px }",
        ":root, .x { --a: 1px }",
        "html { --a: 1px }",
        ":root { --a: 1px !important }",
        ":root { --a: inherit }",
        ":root { --a: }",
        ":root { --a: var(--b); --b: var(--a) }",
        ":root { --a: var(--b) } .x { --b: 1px }",
        ".x { color: red }",
    ],
)
def test_a_property_that_may_differ_keeps_its_name(set_: str) -> None:
    assert resolved(f"{set_} p {{ width: var(--a) }}").endswith("p { width: var(--a) }")


def test_a_value_does_not_grow_without_end() -> None:
    doubled = "".join(f"--a{n}: var(--a{n - 1}) var(--a{n - 1});" for n in range(1, 60))
    sheet = _tight(
        resolved(f":root {{ --a0: 1px; {doubled} }} p {{ margin: var(--a2) var(--a59) }}")
    )
    assert "margin: 1px 1px 1px 1px var(--a59)" in sheet
    assert len(sheet) < 60 * 4 * MOST_TOKENS


def _tight(css: str) -> str:
    """A style sheet with single spaces."""
    return " ".join(css.split())
