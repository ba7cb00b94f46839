"""A font that is not there and a colour that cannot be read are found where they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefs.check.brand import check_brand
from briefs.model.brand import PLAIN_BRAND, Brand
from briefs.model.codes import Code
from briefs.model.colour import TEXT, contrast
from briefs.model.diagnostic import Diagnostic
from briefs.read.brand import brand_of
from briefs.read.workspace import Workspace
from briefs.read.yaml import parse_yaml
from briefs.render.fonts import families

ROOT = Path(__file__).resolve().parents[2]


def brand(text: str) -> Brand:
    document = parse_yaml(text, "brand.yml")
    read = brand_of(document, Workspace(ROOT))
    assert not document.diagnostics
    assert read is not None
    return read


def findings(text: str) -> list[Diagnostic]:
    return list(check_brand(brand(text), families()))


def test_the_families_that_are_there_are_fine() -> None:
    assert list(check_brand(PLAIN_BRAND, families())) == []
    assert findings("typography: {base: Fira Sans, headings: {family: Fira Sans}}") == []
    own = brand("typography: {headings: Own Font}")
    assert list(check_brand(own, {*families(), "Own Font"}, families())) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("typography:\n  base: Fira Sanz\n  headings: Fira Sans\n", "2:9"),
        ("typography:\n  headings:\n    family: Fira Sanz\n", "3:13"),
        ("defaults:\n  briefs:\n    plain: Fira Sanz\n", "3:12"),
        ("typography: {headings: Arial}\ndefaults: {briefs: {headings: Fira Sanz}}\n", "2:31"),
    ],
)
def test_a_family_that_is_not_there_is_named_where_it_is_written(text: str, place: str) -> None:
    (finding,) = findings(text)
    assert (finding.code, str(finding.place)) == (Code.VALUE_INVALID, f"brand.yml:{place}")
    assert 'there is no font family "Fira Sanz"' in finding.message
    assert finding.mend.startswith('did you mean "Fira Sans"?')


def test_a_brand_whose_fonts_are_not_at_hand_can_name_others_for_briefs() -> None:
    (finding,) = findings("typography: {headings: Open Sauce}")
    assert "under defaults: briefs: headings: Atkinson Hyperlegible, Fira Sans" in finding.mend


@pytest.mark.parametrize("part", ["base", "plain"])
def test_figures_are_set_in_fonts_that_can_be_measured(part: str) -> None:
    own = brand(f"defaults: {{briefs: {{{part}: Own}}}}")
    (finding,) = check_brand(own, {*families(), "Own"}, families())
    assert f'typography.{part}: there is no font family "Own"' == finding.message


def test_the_example_and_both_test_brands_can_be_read() -> None:
    for top in (ROOT, *sorted((ROOT / "tests" / "projects" / "brands").iterdir())):
        text = (top / "assets" / "brand.yml").read_text("utf-8")
        read = brand_of(parse_yaml(text, "brand.yml"), Workspace(top, ROOT))
        assert read is not None
        assert list(check_brand(read, families())) == [], top.name


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (
            'color:\n  primary: "#6F97BC"\n',
            "2:12",
            "primary #6F97BC on the background #FFFFFF has a contrast of 3.07, and text needs 4.5",
        ),
        (
            'color: {foreground: "#999999", primary: black}\n',
            "1:21",
            "foreground #999999 on the background #FFFFFF has a contrast of 2.84, and text needs 4.5",
        ),
        (
            'defaults: {briefs: {muted: "#777777"}}\n',
            "1:28",
            "muted #777777 on the background #FFFFFF has a contrast of 4.47, and text needs 4.5",
        ),
        (
            "color: {palette: {sun: '#FC0'}}\ntypography: {headings: {color: sun}}\n",
            "2:32",
            "headings #FFCC00 on the background #FFFFFF has a contrast of 1.51, and text needs 4.5",
        ),
        (
            'defaults: {briefs: {tint: "#14466B"}}\n',
            "1:27",
            "text in #000000 on the tint #14466B has a contrast of 2.11, and text needs 4.5",
        ),
        (
            "color: {background: '#14202B', foreground: '#333333', primary: white}\n",
            "1:44",
            "foreground #333333 on the background #14202B has a contrast of 1.30, and text needs 4.5",
        ),
    ],
)
def test_a_colour_that_cannot_be_read_is_named_with_its_ratio(
    text: str, place: str, message: str
) -> None:
    found = [one for one in findings(text) if one.code == Code.BRAND_CONTRAST]
    assert [(str(one.place), one.message) for one in found] == [(f"brand.yml:{place}", message)]


def test_the_mend_names_a_colour_that_does() -> None:
    (finding,) = findings('color: {primary: "#6F97BC"}')
    better = finding.mend.split('"')[1]
    assert findings(f'color: {{primary: "{better}"}}') == []
    assert contrast(better, "#FFFFFF") == pytest.approx(TEXT, abs=0.15)
    (finding,) = findings('defaults: {briefs: {tint: "#14466B"}}')
    better = finding.mend.split('"')[1]
    assert findings(f'defaults: {{briefs: {{tint: "{better}"}}}}') == []


def test_what_is_mixed_from_colours_that_can_be_read_can_be_read() -> None:
    for paper, ink in (("#FFFFFF", "#767676"), ("#14202B", "#F2C14E"), ("#777777", "#000000")):
        text = f'color: {{background: "{paper}", foreground: "{ink}", primary: "{ink}"}}'
        assert findings(text) == [], text
