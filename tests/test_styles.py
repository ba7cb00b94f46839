"""Every size, space, line and colour of the pages comes from one place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefs.compose.styles import DRAFT, LARGE_PRINT, LARGE_TEXT, TOKENS, style_sheet
from briefs.model.brand import PLAIN_BRAND
from briefs.model.edition import Edition
from briefs.model.project import Paper
from briefs.read.project import read_project

ROOT = Path(__file__).resolve().parents[1]
STYLES = {path.name: path.read_text("utf-8") for path in sorted((ROOT / "assets/styles").glob("*"))}
OF_TOKENS = {TOKENS, LARGE_PRINT}
PRINTED = sorted(set(STYLES) - OF_TOKENS - {"web.css"})

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LITERALS = {
    "colour": re.compile(r"#[0-9A-Fa-f]{3,8}\b|\b(?:rgba?|hsla?|oklch)\("),
    "length": re.compile(r"(?<![\w.-])\d*\.?\d+(?:pt|mm|cm|in|px|pc)\b"),
    "font": re.compile(r"font(?:-family)?:(?![^;]*var\(--font-)[^;]*[\"A-Z]|font-family:(?! *var)"),
    "weight": re.compile(r"font-weight: *\d|font: *\d"),
    "size": re.compile(r"font-size: *[\d.]+(?!\d*\.?\d*em)"),
}
"""What a sheet may not write itself. A length of nothing may have a unit, for calc() asks for it."""


def literals(css: str) -> list[str]:
    """The values of a sheet that should be tokens."""
    bare = _COMMENT.sub("", css).replace("0mm", "")
    return [
        f"{kind}: {match[0]}" for kind, form in _LITERALS.items() for match in form.finditer(bare)
    ]


def used(css: str) -> set[str]:
    return set(re.findall(r"var\((--[\w-]+)", _COMMENT.sub("", css)))


def defined(css: str) -> set[str]:
    return set(re.findall(r"^\s*(--[\w-]+):", css, re.MULTILINE))


def sheet_for(audience: str, *, large_print: bool = False, draft: str = "") -> str:
    edition = Edition("b", "t", audience, "en-US", Paper.A4, large_print)
    return style_sheet(PLAIN_BRAND, edition, STYLES, f"{audience}.css", draft)


def test_there_are_six_audiences_and_their_base() -> None:
    audiences = {"agency", "community", "legislator", "officer", "press", "service"}
    assert set(PRINTED) == {"base.css", "site.css", DRAFT, *(f"{name}.css" for name in audiences)}


@pytest.mark.parametrize("name", PRINTED)
def test_no_sheet_has_a_colour_font_or_length_of_its_own(name: str) -> None:
    assert literals(STYLES[name]) == []


@pytest.mark.parametrize(
    "rule",
    [
        "h1 { color: #123456 }",
        "h1 { background: rgb(1 2 3) }",
        "h1 { margin: 0 2.5mm }",
        "h1 { border: .5pt solid var(--rule) }",
        "h1 { font: 600 var(--size-title)/1 var(--font-base) }",
        "h1 { font-family: Arial }",
        "h1 { font-size: 12pt }",
        "h1 { font-weight: 700 }",
        "h1 { width: calc(100% - 3px) }",
    ],
)
def test_a_value_that_is_no_token_is_seen(rule: str) -> None:
    assert literals(rule)


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("large_print", [False, True])
def test_every_token_that_is_used_is_defined(name: str, large_print: bool) -> None:
    audience = name.removesuffix(".css")
    own = audience if name not in {"base.css", DRAFT} else "none"
    whole = sheet_for(own, large_print=large_print, draft="Draft" if name == DRAFT else "")
    assert used(whole) <= defined(whole), name


def test_every_token_is_used() -> None:
    everything = "\n".join(STYLES.values()) + sheet_for("agency")
    ours = defined(STYLES[TOKENS]) | defined(sheet_for("none"))
    steps = {name for name in ours if name.startswith("--step-")}
    assert ours - used(everything) - steps == set()


def test_only_the_tokens_an_audience_may_choose_are_set_by_it() -> None:
    """An audience gives a part another step of the scale; it does not add tokens of its own."""
    known = defined(sheet_for("none"))
    for name in PRINTED:
        assert defined(STYLES[name]) <= known, name


def test_large_print_sets_every_size_of_text() -> None:
    sizes = {name for name in defined(STYLES[TOKENS]) if name.startswith("--size-")}
    large = STYLES[LARGE_PRINT]
    assert sizes <= defined(large)
    for name, points in re.findall(r"(--size-[\w-]+): ([\d.]+)pt", large):
        assert float(points) >= LARGE_TEXT, name


def test_the_sheets_of_an_edition_come_in_their_order() -> None:
    plain = sheet_for("agency")
    assert plain.index("--foreground: #000000") < plain.index(STYLES[TOKENS])
    assert plain.index(STYLES[TOKENS]) < plain.index(STYLES["base.css"])
    assert plain.index(STYLES["base.css"]) < plain.index(STYLES["agency.css"])
    assert STYLES[LARGE_PRINT] not in plain
    large = sheet_for("agency", large_print=True)
    assert large.startswith(plain.split("@page")[0])
    assert large.endswith(STYLES[LARGE_PRINT])
    assert "@page { size: a4; }" in plain


def test_a_draft_has_its_stamp_behind_all_other_sheets_and_an_edition_has_none() -> None:
    plain, draft = sheet_for("agency"), sheet_for("agency", draft='Not "final"')
    assert draft.startswith(plain)
    assert draft.endswith(STYLES[DRAFT])
    assert '--draft: "Not final";' in draft
    assert "draft" not in plain


def test_the_example_has_every_sheet() -> None:
    project, _ = read_project(ROOT)
    assert project is not None
    assert set(PRINTED) | OF_TOKENS <= set(project.styles)
