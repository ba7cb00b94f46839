"""No false alarm: whatever is built verifies as it was issued, in every form that it has."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from briefs.model.project import Format, Paper
from briefs.publish.build import build
from briefs.publish.editions.verdict import State, Verdict
from briefs.publish.editions.verify import verify
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject, open_project
from tests.pdf.conftest import ROOT, Built

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]

TODAY = date(2025, 8, 15)
LATER = date(2026, 3, 20)
BILINGUAL = ROOT / "tests" / "projects" / "bilingual"


def judged(paths: Iterable[Path], folder: Path, today: date = TODAY) -> list[Verdict]:
    """Verdicts to somebody who has nothing but the files."""
    with contextlib.chdir(folder):
        return list(verify(list(paths), today=today))


def alarms(verdicts: Iterable[Verdict]) -> list[str]:
    return [
        f"{one.path}: {one.state}: {[found.words for found in one.differences] or one.sentence}"
        for one in verdicts
        if one.state is not State.INTACT
    ]


def test_every_audience_on_every_paper(built: list[Built], tmp_path: Path) -> None:
    verdicts = judged([one.path for one in built], tmp_path)
    assert len(verdicts) == 16
    assert alarms(verdicts) == []
    for verdict in verdicts:
        assert verdict.record is not None
        assert all(fact.pages for fact in verdict.record.facts)
        printed = {name for page in verdict.record.pages for name in page.facts}
        over = {fact.id for fact in verdict.record.facts if len(fact.pages) > 1}
        assert {fact.id for fact in verdict.record.facts} <= printed | over


def test_large_print(large: list[Built], tmp_path: Path) -> None:
    assert alarms(judged([one.path for one in large], tmp_path)) == []


def test_other_brands(branded: list[Built], tmp_path: Path) -> None:
    assert alarms(judged([one.path for one in branded], tmp_path)) == []


def test_web_pages(example: OpenProject, tmp_path: Path) -> None:
    result = build(example, output=tmp_path, formats=[Format.HTML])
    assert len(result.written) == 8
    assert alarms(judged([one.path for one in result.written], tmp_path)) == []


def test_two_languages(tmp_path: Path) -> None:
    project = open_project(BILINGUAL)
    for paper in Paper:
        result = build(
            project,
            Selection(paper=paper),
            output=tmp_path / paper,
            today=LATER,
            formats=list(Format),
        )
        paths = [one.path for one in result.written]
        assert {path.name.split(".")[1] for path in paths} == {"en-US", "es-US"}
        assert alarms(judged(paths, tmp_path, LATER)) == []


def test_facts_that_were_printed_past_their_review(example: OpenProject, tmp_path: Path) -> None:
    selection = Selection(audiences=("community", "press"))
    result = build(
        example,
        selection,
        output=tmp_path,
        today=LATER,
        allow_stale=True,
        formats=list(Format),
    )
    for verdict in judged([one.path for one in result.written], tmp_path, LATER):
        assert verdict.state is State.OUTDATED
        assert verdict.differences == ()
        assert "due for review" in verdict.sentence


def test_drafts(example: OpenProject, tmp_path: Path) -> None:
    selection = Selection(audiences=("press",))
    result = build(example, selection, output=tmp_path, draft=True, formats=list(Format))
    for verdict in judged([one.path for one in result.written], tmp_path):
        assert verdict.state is State.DRAFT
        assert verdict.differences == ()
