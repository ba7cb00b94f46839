"""Large print is a variant of every edition: asked for in a call, or by the brief's settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefs.cli import group
from briefs.model.edition import Edition
from briefs.model.project import Paper
from briefs.publish.build import build
from briefs.publish.check import check
from briefs.publish.plan import Selection, plan
from briefs.publish.project import OpenProject, open_project

Base = Callable[[dict[str, str | bytes]], Path]

ORDINARY = "lead-pipes/resident.en-US.pdf"
LARGE = "lead-pipes/resident.en-US.large-print.pdf"


@pytest.fixture
def project(base: Base) -> OpenProject:
    return open_project(base({}))


@pytest.fixture
def both(base: Base) -> OpenProject:
    root = base({})
    settings = root / "briefs.toml"
    settings.write_text(f"{settings.read_text('utf-8').rstrip()}\nlarge_print = true\n", "utf-8")
    return open_project(root)


def files(opened: OpenProject, large_print: bool | None) -> list[str]:
    editions, findings = plan(opened.content, Selection(large_print=large_print))
    assert findings == []
    return [edition.file for edition in editions]


def test_an_edition_in_large_print_says_so() -> None:
    ordinary = Edition("b", "t", "agency", "en-US", Paper.LETTER)
    large = Edition("b", "t", "agency", "en-US", Paper.LETTER, large_print=True)
    assert (ordinary.file, large.file) == (
        "b/agency.en-US.pdf",
        "b/agency.en-US.large-print.pdf",
    )
    assert str(large) == f"{ordinary} · large print"
    assert ordinary != large
    assert sorted([large, ordinary]) == [ordinary, large]


def test_ordinary_print_is_what_is_built_unless_something_else_is_asked_for(
    project: OpenProject,
) -> None:
    assert files(project, None) == files(project, large_print=False) == [ORDINARY]
    assert files(project, large_print=True) == [LARGE]


def test_a_brief_s_settings_may_ask_for_both(both: OpenProject) -> None:
    assert files(both, None) == [ORDINARY, LARGE]
    assert files(both, large_print=True) == [LARGE]
    assert files(both, large_print=False) == [ORDINARY]


def test_both_are_drafted_and_neither_is_found_fault_with_twice(both: OpenProject) -> None:
    result = build(both, dry_run=True)
    assert [one.path.name for one in result.written] == [Path(ORDINARY).name, Path(LARGE).name]
    assert result.findings == ()


def test_figures_are_as_wide_as_the_page_and_their_text_is_as_large(project: OpenProject) -> None:
    def drawing(large_print: bool) -> tuple[int, float]:
        (page,) = check(project, Selection(large_print=large_print)).pages.values()
        (drawn, *_) = page.drawings.values()
        return drawn.width, drawn.spec["layout"]["font"]["size"]

    width, size = drawing(large_print=True)
    assert width == round(176 * 96 / 25.4)
    assert size == 18 * 96 / 72
    assert drawing(large_print=False)[1] < size


@pytest.mark.parametrize(
    ("option", "name"), [("--large-print", LARGE), ("--no-large-print", ORDINARY)]
)
def test_the_command_has_an_option_for_it(option: str, name: str, both: OpenProject) -> None:
    run = CliRunner().invoke(
        group, ["build", "--dry-run", "--project", str(both.root), option], catch_exceptions=False
    )
    shown = [line for line in run.output.splitlines() if line.split(" ")[0].endswith(".pdf")]
    assert len(shown) == 1
    assert name in shown[0].replace("\\", "/")
