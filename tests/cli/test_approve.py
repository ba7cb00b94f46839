"""``briefs approve``: shows what is approved, adds it to ``approvals.yaml``, and lists."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from briefs.model.errors import EngineError
from briefs.publish import approve as approving
from briefs.publish import clock
from briefs.publish.approve import approve, find
from briefs.publish.project import open_project

ROOT = Path(__file__).resolve().parents[2]
BILINGUAL = ROOT / "tests" / "projects" / "bilingual"
FILE = "approvals.yaml"
FACTS = "assets/topics/lead-pipes/facts.yaml"
SETTINGS = "briefs.toml"
HASH = "4eb64110b0ef53a7b75229558573d1aefb1310db8acd6743dc9ab15e28504890"
BY = ("--by", "Ana Ruiz, editor")

Change = Callable[..., Path]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(in_process: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs ``briefs approve`` on the day of the tests: code, standard output, standard error."""
    monkeypatch.setattr(clock, "day_here", lambda: date(2025, 8, 15))
    return partial(in_process, "approve")


def approved(project: Path) -> str:
    return (project / FILE).read_text("utf-8")


# --- what is shown ---------------------------------------------------------------------------


def test_fact_is_shown_with_all_that_somebody_must_see_and_nothing_is_written(
    run: Run, changed: Change
) -> None:
    project = changed()
    code, out, err = run(project, "fact:grant-max")
    assert code == 2
    assert err.startswith("error: nothing was approved: --by is missing\n")
    rows = dict(line.strip().split(maxsplit=1) for line in out.splitlines()[1:] if line)
    assert out.startswith("fact:grant-max\n")
    assert rows == {
        "value": "up to $4,000",
        "label": "grant for a new pipe",
        "as": "of        2025-08-02",
        "due": "2025-10-01",
        "source": "Marlow County, Report on water pipes (county-report)",
        "address": "https://example.org/report",
        "evidence": "“up to $4,000”",
        "hash": HASH,
        "now": "approved by nobody",
    }
    assert not (project / FILE).exists()


def test_brief_is_shown_with_its_editions_and_their_hashes(run: Run, changed: Change) -> None:
    project = changed(project=BILINGUAL)
    code, out, _ = run(project, "brief:home-repairs", "--as-of", "2026-03-20")
    assert code == 2
    editions = [line.split()[1:3] for line in out.splitlines() if line.startswith("  edition")]
    assert [file for _, file in editions] == [
        f"home-repairs/{audience}.{locale}.pdf"
        for audience in ("resident", "council")
        for locale in ("en-US", "es-US")
    ]
    assert len({digest for digest, _ in editions}) == 4
    _, part, _ = run(project, "brief:home-repairs/council.en-US", "--as-of", "2026-03-20")
    (line,) = (line for line in part.splitlines() if line.startswith("  hash"))
    assert [line.split()[1], "home-repairs/council.en-US.pdf"] in editions


def test_held_fact_says_so(run: Run, changed: Change) -> None:
    hold = "  qualifier: up to\n  status: held\n  reason: Not signed."
    _, out, _ = run(changed((FACTS, "  qualifier: up to", hold)), "fact:grant-max")
    assert "  status       held: Not signed.\n" in out


# --- what is written -------------------------------------------------------------------------


def test_first_approval_makes_the_file(run: Run, changed: Change) -> None:
    project = changed()
    words = ("--until", "2026-02-10", "--note", 'Read: "all" of it.')
    code, out, err = run(project, "fact:grant-max", *BY, *words)
    assert (code, err) == (0, "")
    assert out.endswith(
        "fact:grant-max is approved by Ana Ruiz, editor until 2026-02-10\nadded to approvals.yaml\n"
    )
    head, _, entry = approved(project).partition("\n\n")
    assert head.startswith("# ")
    assert entry == (
        "- of: fact:grant-max\n"
        f'  hash: "{HASH}"\n'
        '  by: "Ana Ruiz, editor"\n'
        "  on: 2025-08-15\n"
        "  until: 2026-02-10\n"
        '  note: "Read: \\"all\\" of it."\n'
    )
    _, again, _ = run(project, "fact:grant-max")
    assert "  now          approved by Ana Ruiz, editor until 2026-02-10\n" in again


@pytest.mark.parametrize(
    "there",
    [
        "# Ours.\n\n- of: fact:start  # the day\n  hash: '667cc20bc033'\n  by: Ben\n  on: 2025-08-01\n",
        "- {of: fact:start, hash: '667cc20bc033', by: Ben, on: 2025-08-01}\n# last words",
        "  - of: fact:start\n    hash: '667cc20bc033'\n    by: Ben\n    on: 2025-08-01",
        "- of: fact:start\r\n  hash: '667cc20bc033'\r\n  by: Ben\r\n  on: 2025-08-01\r\n\r\n# End.\r\n",
        "\ufeff- {of: fact:start, hash: '667cc20bc033', by: Ben, on: 2025-08-01}\n",
        "# Nothing yet.\n",
        "",
    ],
    ids=["comments", "no-line-end", "indented", "crlf", "mark", "only-words", "empty"],
)
def test_what_stands_in_the_file_stays_to_the_byte(run: Run, changed: Change, there: str) -> None:
    project = changed()
    before = there.encode()
    (project / FILE).write_bytes(before)
    assert run(project, "fact:grant-max", "fact:homes-all", *BY)[0] == 0
    after = (project / FILE).read_bytes()
    assert after.startswith(before)
    opened = open_project(project)
    assert opened.findings == ()
    names = ["fact:start"] if "start" in there else []
    assert [one.of for one in opened.content.approvals] == [
        *names, "fact:grant-max", "fact:homes-all",
    ]  # fmt: skip
    if "\r" in there:
        assert after.count(b"\r\n") == after.count(b"\n")


@pytest.mark.parametrize(
    "there",
    ["[]\n", "[{of: fact:start, hash: '667cc20bc033', by: Ben, on: 2025-08-01}]\n"],
)
def test_list_that_cannot_be_added_to_is_left_alone(run: Run, changed: Change, there: str) -> None:
    project = changed()
    (project / FILE).write_text(there, "utf-8")
    code, _, err = run(project, "fact:grant-max", *BY)
    assert code == 2
    assert "approvals.yaml cannot be added to" in err
    assert approved(project) == there


def test_same_approval_is_not_added_twice_but_another_person_and_day_are(
    run: Run, changed: Change
) -> None:
    project = changed()
    run(project, "fact:grant-max", *BY)
    before = approved(project)
    code, out, _ = run(project, "fact:grant-max", "fact:lead-pipes/grant-max", *BY)
    assert code == 0
    assert out.endswith("fact:grant-max was approved so before by Ana Ruiz, editor\n")
    assert approved(project) == before
    run(project, "fact:grant-max", "--by", "Ben Cole, counsel")
    run(project, "fact:grant-max", *BY, "--until", "2026-01-01")
    assert approved(project).count("- of: fact:grant-max\n") == 3
    assert open_project(project).findings == ()


def test_approved_fact_may_be_built_until_it_changes(
    run: Run, in_process: Run, changed: Change
) -> None:
    project = changed((SETTINGS, "[[brief]]", '[policy]\nrequire_approval = "facts"\n\n[[brief]]'))
    _, _, err = in_process("check", project)
    missing = err.partition("run briefs approve ")[2].partition(" --by")[0].split()
    assert len(missing) == 9
    assert run(project, *missing, *BY)[0] == 0
    assert in_process("check", project)[0] == 0
    facts = project / FACTS
    facts.write_text(facts.read_text("utf-8").replace("$4,000", "$4,000 a home"), "utf-8")
    code, _, err = in_process("check", project)
    assert code == 1
    assert err.startswith("error[approval-void]: fact:grant-max has changed since it was approved")


def test_approved_brief_is_void_when_its_page_changes_and_a_draft_is_built_all_the_same(
    run: Run, in_process: Run, changed: Change
) -> None:
    project = changed((SETTINGS, "[[brief]]", '[policy]\nrequire_approval = "briefs"\n\n[[brief]]'))
    dry = partial(in_process, "build", project, "--dry-run")
    assert "error[approval-missing]" in dry()[2]
    assert run(project, "brief:lead-pipes", *BY)[0] == 0
    assert dry()[0] == 0
    prose = project / "assets/topics/lead-pipes/text/resident.en.md"
    prose.write_text(prose.read_text("utf-8").replace("Work on", "Work at"), "utf-8")
    code, _, err = dry()
    assert code == 1
    assert "error[approval-void]: brief:lead-pipes has changed" in err
    assert err.endswith("1 error; nothing was written\n")
    code, _, err = dry("--draft")
    assert code == 0
    assert "warning[approval-void]" in err


# --- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words", "mend"),
    [
        (["grant-max", *BY], 'there is no "grant-max" to approve', "name fact:grant-max\n"),
        (["lead-pipes", *BY], 'there is no "lead-pipes"', "name brief:lead-pipes\n"),
        (["fact:grant-maxi", *BY], "there is no", 'did you mean "fact:grant-max"?'),
        (
            ["brief:lead-pipes/resident.es-US", *BY],
            "there is no",
            "brief:lead-pipes/resident.en-US",
        ),
        ([*BY], "nothing is named", "see --list"),
        (["fact:grant-max", "--by", " "], "--by is empty", 'write it in quotes: --by "…"'),
        (["fact:grant-max", "--by", "Ana\u202e"], "--by holds the character U+202E", "anew"),
        (["fact:grant-max", *BY, "--note", "\x07"], "--note holds the character U+0007", "anew"),
        (["fact:grant-max", *BY, "--until", "2025-08-14"], "2025-08-14, is over", "later day"),
        (["--list", *BY], "--list goes with --json", "leave all else out"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(
    run: Run, changed: Change, arguments: list[str], words: str, mend: str
) -> None:
    project = changed()
    code, _, err = run(project, *arguments)
    assert code == 2
    assert words in err
    assert mend in err
    assert not (project / FILE).exists()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (FACTS, "value: 4000", "value: [4000]"),
        (SETTINGS, '"resident"]', '"resident"]\nlocale = "x"'),
        (FACTS, "value: 7", "value: 8"),
    ],
)
def test_brief_of_a_project_with_errors_cannot_be_approved(
    run: Run, changed: Change, name: str, old: str, new: str
) -> None:
    project = changed((name, old, new))
    code, _, err = run(project, "brief:lead-pipes", *BY)
    assert code == 1
    assert "error[" in err
    assert not (project / FILE).exists()


def test_file_with_errors_is_named_and_not_added_to(run: Run, changed: Change) -> None:
    project = changed()
    (project / FILE).write_text("- of: fact:start\n", "utf-8")
    code, _, err = run(project, "fact:grant-max", *BY)
    assert code == 1
    assert "error[key-missing]" in err
    assert err.endswith("nothing was approved\n")
    assert approved(project) == "- of: fact:start\n"


def test_disk_that_is_full_leaves_what_stood_there(
    run: Run, changed: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = changed()
    run(project, "fact:start", *BY)
    before = approved(project)

    def full(path: Path, data: bytes) -> None:
        raise EngineError(f"{path} cannot be written: No space left on device", "free the place")

    monkeypatch.setattr(approving, "write_atomically", full)
    code, _, err = run(project, "fact:grant-max", *BY)
    assert code == 3
    assert "No space left on device" in err
    assert "nothing was approved" in err
    assert approved(project) == before


def test_many_who_approve_at_the_same_time_all_stand_in_the_file(changed: Change) -> None:
    project = changed()
    opened = open_project(project)
    names = [f"fact:{name}" for name in opened.content.topics["lead-pipes"].facts]
    subjects = [one.subject for one in find(opened, names, date(2025, 8, 15))]

    def add(number: int) -> None:
        for subject in subjects:
            approve(opened, [subject], by=f"Person {number}")

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    approvals = open_project(project).content.approvals
    assert len(approvals) == 4 * len(subjects)
    assert len({(one.of, one.by) for one in approvals}) == len(approvals)


# --- the list --------------------------------------------------------------------------------


def test_list_shows_what_is_approved_void_expired_and_missing(run: Run, changed: Change) -> None:
    project = changed()
    run(project, "fact:grant-max", "brief:lead-pipes", *BY)
    run(project, "fact:start", *BY, "--until", "2025-08-20")
    (project / FILE).write_text(
        approved(project)
        + '\n- {of: fact:homes-all, hash: "000000000000", by: Ben, on: 2025-08-01}\n',
        "utf-8",
    )
    code, out, err = run(project, "--list", "--as-of", "2025-08-21")
    assert (code, err) == (0, "")
    rows = {line.split()[0]: line.split()[1] for line in out.splitlines()[1:-1]}
    assert rows == {
        "brief:lead-pipes/resident.en-US": "approved",
        "fact:grant-max": "approved",
        "fact:start": "expired",
        "fact:homes-all": "void",
        **dict.fromkeys(
            (
                "fact:def-lead-pipe", "fact:homes-north", "fact:homes-south", "fact:view-faster",
                "fact:view-slower", "fact:quote-mayor",
            ),
            "missing",
        ),
    }  # fmt: skip
    assert out.splitlines()[-1] == "2 approved, 1 void, 1 expired, 6 missing"


def test_list_as_json_has_hashes_and_all_approvals(run: Run, changed: Change) -> None:
    project = changed()
    run(project, "fact:grant-max", *BY, "--note", "Seen.")
    code, out, _ = run(project, "--list", "--json")
    assert code == 0
    (one,) = (entry for entry in json.loads(out) if entry["of"] == "fact:grant-max")
    assert one == {
        "of": "fact:grant-max",
        "hash": HASH,
        "standing": "approved",
        "approvals": [
            {"of": "fact:grant-max", "by": "Ana Ruiz, editor", "on": "2025-08-15",
             "until": None, "note": "Seen."}
        ],
    }  # fmt: skip


def test_part_stands_as_its_brief_where_that_is_approved(run: Run, changed: Change) -> None:
    project = changed(project=BILINGUAL)
    day = ("--as-of", "2026-03-20")
    assert run(project, "brief:home-repairs/council.en-US", *BY, *day)[0] == 0
    _, out, _ = run(project, "--list", *day)
    standings = [line.split()[1] for line in out.splitlines() if line.startswith("brief:")]
    assert standings == ["missing", "missing", "approved", "missing"]
    assert run(project, "brief:home-repairs", *BY, *day)[0] == 0
    _, out, _ = run(project, "--list", *day)
    standings = [line.split()[1] for line in out.splitlines() if line.startswith("brief:")]
    assert standings == ["approved"] * 4
