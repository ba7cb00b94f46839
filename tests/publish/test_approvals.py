"""Approvals at a build: by which hashes they are judged, and what the ledger keeps of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from briefs.compose.page import Page
from briefs.model.approval import Approval
from briefs.model.edition import Edition
from briefs.model.ledger import Approval as Kept
from briefs.model.project import Paper
from briefs.publish.approvals import contents_of
from briefs.publish.approve import approve, find
from briefs.publish.build import build
from briefs.publish.check import calendar_of, check
from briefs.publish.editions.ledger import Ledger
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject, open_project

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "tests" / "mistakes" / "_base"
BILINGUAL = ROOT / "tests" / "projects" / "bilingual"
DAY, IN_MARCH = date(2025, 8, 15), date(2026, 3, 20)
LAST = date(2999, 1, 1)

Copy = Callable[..., Path]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """A copy of a project, with a policy if one is given."""

    def copied(project: Path, policy: str = "") -> Path:
        root = tmp_path / "project"
        shutil.copytree(project, root)
        if policy:
            with (root / "briefs.toml").open("a", encoding="utf-8") as file:
                file.write(f"\n[policy]\nrequire_approval = {policy}\n")
        return root

    return copied


def approved(root: Path, *names: str, today: date, by: str = "Ana Ruiz") -> list[Approval]:
    """Approve things as they are, until the end of time."""
    opened = open_project(root)
    subjects = [one.subject for one in find(opened, names, today)]
    return approve(opened, subjects, by=by, until=LAST)


def none_asked(_: Edition) -> Page | None:
    raise AssertionError("no other page is wanted")


def contents(project: OpenProject, pages: dict[Edition, Page], today: date) -> dict[Edition, str]:
    topics = project.content.topics.values()
    calendars = {topic.id: calendar_of(project.content, topic, today) for topic in topics}
    return contents_of(project.content, pages, none_asked, calendars)


def test_nothing_is_hashed_where_no_brief_is_approved_or_has_to_be(copy: Copy) -> None:
    root = copy(BASE, '"facts"')
    approved(root, "fact:grant-max", today=DAY)
    opened = open_project(root)
    assert contents(opened, dict(check(opened, today=DAY).pages), DAY) == {}
    assert check(opened, today=DAY).contents == {}


def test_content_says_what_a_reader_gets_and_not_which_day_it_is(copy: Copy) -> None:
    root = copy(BASE, '"briefs"')
    first, second = (
        check(open_project(root), today=date(2025, 8, day)).contents for day in (15, 16)
    )
    assert len(first) == 1
    assert first == second
    due = check(open_project(root), today=date(2025, 10, 15)).contents  # the page says so
    assert due.keys() == first.keys()
    assert due != first


def test_approval_of_the_whole_counts_where_only_a_part_is_built(copy: Copy) -> None:
    root = copy(BILINGUAL, '"briefs"')
    approved(root, "brief:home-repairs", today=IN_MARCH)
    opened = open_project(root)
    part = check(opened, Selection(audiences=["council"], locales=["es"]), today=IN_MARCH)
    assert len(part.pages) == 1
    assert len(part.contents) == 4
    assert not part.failed


def test_another_paper_is_another_edition_that_nobody_has_seen(copy: Copy) -> None:
    root = copy(BASE, '"briefs"')
    approved(root, "brief:lead-pipes", today=DAY)
    opened = open_project(root)
    assert not check(opened, today=DAY).failed
    found = check(opened, Selection(paper=Paper.A4), today=DAY).findings
    assert [(one.code, "on a4 is not an edition" in one.message) for one in found] == [
        ("approval-missing", True)
    ]
    assert not check(opened, Selection(paper=Paper.A4), today=DAY, draft=True).failed


@pytest.mark.chrome
@pytest.mark.pdf
def test_ledger_keeps_the_approvals_in_force_and_the_hash_is_that_of_the_record(
    copy: Copy, tmp_path: Path
) -> None:
    root = copy(BASE)
    approved(root, "brief:lead-pipes", "fact:start", "fact:grant-max", today=DAY)
    approved(root, "fact:start", today=DAY, by="Ben Cole")
    text = (root / "approvals.yaml").read_text("utf-8")
    void = '\n- {of: fact:homes-all, hash: "000000000000", by: Ben, on: 2025-08-01}\n'
    (root / "approvals.yaml").write_text(text + void, "utf-8")
    assert build(open_project(root), output=tmp_path / "out", today=DAY).written
    (entry,) = Ledger(tmp_path / "out").entries()
    facts = {one.subject.name: one.subject.hash for one in find(
        open_project(root), ["fact:start", "fact:grant-max"], DAY
    )}  # fmt: skip
    assert entry.approvals == (
        Kept(by="Ana Ruiz", of="brief:lead-pipes", hash=entry.content, until=LAST),
        Kept(by="Ana Ruiz", of="fact:grant-max", hash=facts["fact:grant-max"], until=LAST),
        Kept(by="Ben Cole", of="fact:start", hash=facts["fact:start"], until=LAST),
        Kept(by="Ana Ruiz", of="fact:start", hash=facts["fact:start"], until=LAST),
    )
