"""``approvals.yaml`` is read with positions, all findings at once, the project's own only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from briefs.model.approval import Approval
from briefs.model.diagnostic import Place
from briefs.model.project import Project, Requirement
from briefs.read.project import read_project

BASE = Path(__file__).parents[1] / "mistakes" / "_base"
FILE = "approvals.yaml"
GOOD = """\
# Who approved what.
- of: fact:grant-max
  hash: "4eb64110b0ef"
  by: Ana Ruiz, editor
  on: 2025-08-10
  until: 2026-02-10
  note: Read in the report.

- {of: brief:lead-pipes/resident.en-US, hash: "0123456789ab", by: Ben Cole, on: 2025-08-11}
"""
SETTINGS = (BASE / "briefs.toml").read_text("utf-8") + "\n[policy]\n"
BaseProject = Callable[[dict[str, str | bytes]], Path]


def read(root: Path, builtin: Path | None = None) -> tuple[Project, list[tuple[str, str, str]]]:
    project, findings = read_project(root, builtin)
    assert project is not None
    return project, [(str(one.place), one.code, one.message) for one in findings]


def test_no_file_approves_nothing_and_is_no_finding(base: BaseProject) -> None:
    project, findings = read(base({}))
    assert (project.approvals, findings) == ((), [])
    assert "approvals" not in project.incomplete


def test_entries_are_read_in_their_order_with_their_places(base: BaseProject) -> None:
    project, findings = read(base({FILE: GOOD}))
    assert findings == []
    first, second = project.approvals
    assert first == Approval(
        of="fact:grant-max",
        hash="4eb64110b0ef",
        by="Ana Ruiz, editor",
        on=date(2025, 8, 10),
        until=date(2026, 2, 10),
        note="Read in the report.",
    )
    assert (second.of, second.until) == ("brief:lead-pipes/resident.en-US", None)
    assert first.origin.at("hash") == Place(FILE, 3, 9)
    assert second.origin.at("of") == Place(FILE, 9, 8)


def test_what_lies_among_the_built_ins_approves_nothing(base: BaseProject, tmp_path: Path) -> None:
    builtin = tmp_path / "builtin"
    builtin.mkdir()
    (builtin / FILE).write_text(GOOD, "utf-8")
    project, _ = read(base({}), builtin)
    assert project.approvals == ()


@pytest.mark.parametrize(
    ("old", "new", "place", "code", "words"),
    [
        ("fact:grant-max", "grant-max", "2:7", "value-invalid", "write fact:ID, fact:TOPIC/ID,"),
        ("fact:grant-max", "brief:a/b", "2:7", "value-invalid", "brief:NAME/AUDIENCE.LOCALE"),
        ("fact:grant-max", "fact:Grant", "2:7", "value-invalid", "names nothing"),
        ("fact:grant-max", '"fact:grant-max\\n"', "2:7", "value-invalid", "names nothing"),
        (
            '"4eb64110b0ef"',
            '"4eb64110b0e"',
            "3:9",
            "value-invalid",
            "the first 12 of its 64 digits",
        ),
        ('"4eb64110b0ef"', '"4EB64110B0EF"', "3:9", "value-invalid", "in lower case"),
        ("Ana Ruiz, editor", '" "', "4:7", "value-invalid", "must not be empty"),
        ("2025-08-10", "2025-8-10", "5:7", "value-invalid", "here should stand a day"),
        ("2026-02-10", "2026-02-30", "6:10", "value-invalid", 'there is no day "2026-02-30"'),
        ("  by: Ana Ruiz, editor\n", "", "2:3", "key-missing", 'the key "by" is missing'),
        ("until:", "untill:", "6:3", "key-unknown", 'there is no key "untill"'),
        ("- of:", "of:", "3:7", "yaml-syntax", ""),
    ],
)
def test_what_is_wrong_is_named_at_its_place(
    base: BaseProject, old: str, new: str, place: str, code: str, words: str
) -> None:
    assert old in GOOD
    project, findings = read(base({FILE: GOOD.replace(old, new, 1)}))
    ((where, found, message),) = findings
    assert (where, found) == (f"{FILE}:{place}", code)
    assert words in message
    assert "approvals" in project.incomplete


def test_all_that_is_wrong_is_named_in_one_run_and_the_rest_is_read(base: BaseProject) -> None:
    text = GOOD.replace("2026-02-10", "soon").replace('"0123456789ab"', '"0123"')
    more = '- {of: fact:start, hash: "667cc20bc033", by: Ben Cole, on: 2025-08-11}\n'
    project, findings = read(base({FILE: text + more}))
    assert [where for where, _, _ in findings] == [f"{FILE}:6:10", f"{FILE}:9:47"]
    assert [one.of for one in project.approvals] == ["fact:start"]


def test_an_approval_that_stands_twice_is_named(base: BaseProject) -> None:
    again = GOOD.partition("\n\n")[0].partition("\n")[2].replace("Read in", "Seen in")
    project, findings = read(base({FILE: f"{GOOD}\n{again}\n"}))
    message = 'the approval of "fact:grant-max" by Ana Ruiz, editor stands here a second time'
    assert findings == [(f"{FILE}:11:7", "id-duplicate", message)]
    assert len(project.approvals) == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [("Ana Ruiz, editor", "Ben Cole"), ("2026-02-10", "2026-08-10"), ("4eb64110b0ef", "4" * 12)],
)
def test_another_person_day_or_state_is_another_approval(
    base: BaseProject, old: str, new: str
) -> None:
    again = GOOD.partition("\n\n")[0].partition("\n")[2].replace(old, new)
    project, findings = read(base({FILE: f"{GOOD}\n{again}\n"}))
    assert (len(project.approvals), findings) == (3, [])


def test_a_folder_or_a_link_out_of_the_project_is_no_list_of_approvals(
    base: BaseProject, tmp_path: Path
) -> None:
    root = base({})
    (root / FILE).mkdir()
    project, findings = read(root)
    assert findings == [(f"{FILE}:1:1", "file-unreadable", f"{FILE} is no file")]
    assert "approvals" in project.incomplete
    (root / FILE).rmdir()
    outside = tmp_path / "outside.yaml"
    outside.write_text(GOOD, "utf-8")
    (root / FILE).symlink_to(outside)
    project, findings = read(root)
    assert project.approvals == ()
    assert findings == [(f"{FILE}:1:1", "file-unreadable", f"{FILE} leads out of the project")]


@pytest.mark.parametrize(
    ("said", "wanted", "facts", "briefs"),
    [
        ("true", Requirement.EVERYTHING, True, True),
        ("false", Requirement.NOTHING, False, False),
        ('"facts"', Requirement.FACTS, True, False),
        ('"briefs"', Requirement.BRIEFS, False, True),
    ],
)
def test_policy_says_what_must_be_approved(
    base: BaseProject, said: str, wanted: Requirement, facts: bool, briefs: bool
) -> None:
    project, findings = read(base({"briefs.toml": SETTINGS + f"require_approval = {said}\n"}))
    required = project.settings.policy.require_approval
    assert (required, findings) == (wanted, [])
    assert (required.of_facts, required.of_briefs) == (facts, briefs)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('"true"', "write true without quotes"),
        ('"fact"', '"fact" is not one of false, true, facts, briefs'),
        ("1", "is not one of"),
        ("[]", "is not one of"),
    ],
)
def test_policy_that_says_something_else_is_refused(
    base: BaseProject, said: str, words: str
) -> None:
    settings = SETTINGS + f"require_approval = {said}\n"
    project, findings = read_project(base({"briefs.toml": settings}))
    (found,) = findings
    assert project is None
    assert (found.code, found.place) == ("value-invalid", Place("briefs.toml", 14, 20))
    assert words in found.message


@pytest.mark.parametrize("name", ["drafts", "records", "superseded"])
def test_brief_may_not_have_the_name_of_a_folder_that_is_kept(base: BaseProject, name: str) -> None:
    settings = (BASE / "briefs.toml").read_text("utf-8") + f'id = "{name}"\n'
    _, findings = read_project(base({"briefs.toml": settings}))
    (found,) = findings
    assert (found.code, found.place.file, found.place.line) == ("value-invalid", "briefs.toml", 9)
    assert f"output/{name} is kept" in found.message
