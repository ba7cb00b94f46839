"""Figures with groups: each group has what its kind compares, and groups stand nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefs.check.figures import check_figures
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic
from briefs.read.project import read_project

BASE = Path(__file__).parents[1] / "mistakes" / "_base"
TOPIC = "assets/topics/lead-pipes"

Found = Callable[..., list[Diagnostic]]


@pytest.fixture
def found(base: Callable[[dict[str, str]], Path]) -> Found:
    """The findings in a figure of a kind; homes-south is a goal."""

    def find(kind: str, *groups: str, facts: str = "") -> list[Diagnostic]:
        base_facts = (BASE / TOPIC / "facts.yaml").read_text("utf-8")
        changed = base_facts.replace("value: 5\n", "value: 5\n  measure: goal\n")
        lines = [f"- id: homes\n  kind: {kind}\n  caption: {{en: Homes}}\n"]
        lines += ["  groups:\n"] if groups else [f"  facts: [{facts}]\n"]
        lines += [f"    - {{label: {{en: G}}, facts: [{group}]}}\n" for group in groups]
        files = {f"{TOPIC}/facts.yaml": changed, f"{TOPIC}/figures.yaml": "".join(lines)}
        project, _ = read_project(base(files))
        assert project is not None
        return list(check_figures(project.topics["lead-pipes"], {"resident"}))

    return find


@pytest.mark.parametrize(
    ("kind", "groups"),
    [
        ("comparison", ["homes-south, homes-north"]),
        ("comparison", ["homes-north, homes-south", "homes-all, homes-south"]),
        ("range", ["homes-north, homes-south"]),
        ("range", ["homes-north, homes-south, homes-all"]),
        ("multiples", ["homes-north", "homes-south"]),
        ("table", ["homes-north", "homes-south"]),
    ],
)
def test_a_group_with_what_its_kind_needs_is_right(
    found: Found, kind: str, groups: list[str]
) -> None:
    assert found(kind, *groups) == []


@pytest.mark.parametrize(
    ("kind", "groups", "words"),
    [
        ("comparison", ["homes-north, homes-all"], "has 2 results and no goals or limits"),
        ("comparison", ["homes-south"], "has no results and one goal or limit"),
        ("comparison", ["homes-north, homes-south, homes-all"], "has 2 results and one goal"),
        ("range", ["homes-north"], "has one end only"),
        ("multiples", ["homes-north, homes-south"], "has too few groups: each is a panel"),
        ("bars", ["homes-north", "homes-south"], "is of kind bars, which shows no groups"),
        ("units", ["homes-north"], "is of kind units, which shows no groups"),
    ],
)
def test_a_group_without_it_is_found_where_it_stands(
    found: Found, kind: str, groups: list[str], words: str
) -> None:
    (one,) = found(kind, *groups)
    assert one.code is Code.FIGURE_FACT
    assert words in one.message
    assert one.place.line == 5
    assert one.mend


@pytest.mark.parametrize("kind", ["comparison", "range", "multiples"])
def test_a_kind_with_groups_needs_them(found: Found, kind: str) -> None:
    (one,) = found(kind, facts="homes-north, homes-south")
    assert "has too few groups" in one.message
    assert str(one.place) == f"{TOPIC}/figures.yaml:4:10"


def test_groups_share_one_unit(found: Found) -> None:
    (one,) = found("multiples", "homes-north, homes-south", "grant-max")
    assert one.code is Code.FIGURE_UNITS
    assert one.place.line == 6


def test_what_is_not_in_the_fact_base_is_said_once(found: Found) -> None:
    (one,) = found("comparison", "homes-south, homes-nort")
    assert one.code is Code.FACT_UNKNOWN
