"""A font family that is not there is found at its very key."""

from __future__ import annotations

import pytest

from briefs.check.brand import check_brand
from briefs.model.codes import Code
from briefs.model.project import PLAIN_BRAND, Brand
from briefs.read.entries import read_entry
from briefs.read.yaml import parse_yaml
from briefs.render.fonts import families

COLOURS = ", ".join(f'{name}: "{value}"' for name, value in PLAIN_BRAND.color)


def brand(base: str = "Fira Sans", headings: str = "Fira Sans", plain: str = "Fira Sans") -> Brand:
    text = (
        f"color: {{{COLOURS}}}\n"
        f"typography:\n  base: {base}\n  headings: {headings}\n  plain: {plain}\n"
    )
    read = read_entry(Brand, parse_yaml(text, "brand.yml"))
    assert read is not None
    return read


def test_the_families_that_are_there_are_fine() -> None:
    assert list(check_brand(brand(), {"Fira Sans"})) == []
    assert list(check_brand(PLAIN_BRAND, families())) == []
    own = brand(headings="Own Font")
    assert list(check_brand(own, {"Fira Sans", "Own Font"}, {"Fira Sans"})) == []


@pytest.mark.parametrize(("part", "line"), [("base", 3), ("headings", 4), ("plain", 5)])
def test_a_family_that_is_not_there_is_named_at_its_key(part: str, line: int) -> None:
    (finding,) = check_brand(brand(**{part: "Fira Sanz"}), {"Fira Sans"})
    column = len(f"  {part}: ") + 1
    assert (finding.code, str(finding.place)) == (
        Code.VALUE_INVALID,
        f"brand.yml:{line}:{column}",
    )
    assert finding.message == f'typography.{part}: there is no font family "Fira Sanz"'
    assert finding.mend.startswith('did you mean "Fira Sans"?')


@pytest.mark.parametrize("part", ["base", "plain"])
def test_figures_are_set_in_fonts_that_can_be_measured(part: str) -> None:
    (finding,) = check_brand(brand(**{part: "Own"}), {"Fira Sans", "Own"}, {"Fira Sans"})
    assert finding.mend == "use one of these: Fira Sans"
