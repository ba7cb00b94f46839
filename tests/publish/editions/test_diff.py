"""What differs by fact: two editions, two states of a fact base, revisions of a real repository."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from briefs.model.attachment import RECORD
from briefs.model.errors import EngineError, InputError, UsageError
from briefs.model.record import record_bytes
from briefs.publish.build import build
from briefs.publish.editions import diff as module
from briefs.publish.editions import revision as revisions
from briefs.publish.editions.diff import Comparison, diff
from briefs.publish.editions.ledger import Ledger
from briefs.publish.project import open_project
from tests.publish.editions.issuing import BONUS, issue_one, record

BASE = Path(__file__).resolve().parents[2] / "mistakes" / "_base"
TOPIC = "assets/topics/lead-pipes"
FACTS = f"{TOPIC}/facts.yaml"
DAY = date(2025, 8, 15)
GRANT = "  value: 4000\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The base in a folder of its own, in which we are."""
    shutil.copytree(BASE, tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture
def git(root: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Runs git in the project, which is a repository with one commit."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CEILING_DIRECTORIES": str(root.parent.parent),
        **{f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER")
           for what in ("NAME", "EMAIL")},
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)

    def run(*arguments: str, folder: Path = root) -> str:
        done = subprocess.run(
            ["git", "-C", folder, *arguments], check=True, capture_output=True, text=True
        )
        return done.stdout

    run("init", "--quiet", "--initial-branch=main")
    commit(run, "first")
    return run


def commit(git: Callable[..., str], message: str) -> None:
    git("add", "--all")
    git("commit", "--quiet", f"--message={message}")


def edit(root: Path, *changes: tuple[str, str], name: str = FACTS) -> None:
    text = (root / name).read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    (root / name).write_text(text, "utf-8")


def told(comparison: Comparison) -> dict[str, str]:
    return {change.fact: change.kind.value for change in comparison.changes}


def tree_of(root: Path) -> dict[str, tuple[int, bytes]]:
    """Every file with its time and contents, those of git as well."""
    paths = [path for path in root.rglob("*") if path.is_file()]
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in paths}


# --- States of a fact base ---------------------------------------------------------------------


def test_a_project_is_as_it_is(root: Path) -> None:
    comparison = diff(".", ".")
    assert comparison.groups == ()
    assert (comparison.old.name, comparison.new.name) == (".", ".")
    assert diff(str(root), ".").changes == ()


def test_all_facts_of_a_topic_are_compared_printed_or_not(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root, tmp_path / "old")
    edit(
        root,
        (GRANT, "  value: 4500\n"),
        ("A lead pipe carries", "A lead pipe brings"),
        ("- id: start\n", "- id: begin\n"),
    )
    comparison = diff(str(tmp_path / "old"), ".")
    assert told(comparison) == {
        "grant-max": "updated", "def-lead-pipe": "updated", "begin": "added", "start": "dropped",
    }  # fmt: skip
    (group,) = comparison.groups
    assert group.title == "lead-pipes"
    assert group.old_sources["county-report"].publisher == "Marlow County"
    assert told(diff(".", str(tmp_path / "old")))["begin"] == "dropped"


@pytest.mark.parametrize("form", ["", ".value", ".counted"])
def test_a_sentence_is_not_changed_by_the_value_that_it_prints(
    root: Path, tmp_path: Path, form: str
) -> None:
    sentence = "  text: {en: A lead pipe carries water from the street to a home.}"
    printed = "{{ fact('homes-all')" + form + " }}"
    edit(root, (sentence, f'  text: {{en: "It is about {printed} in all."}}'))
    shutil.copytree(root, tmp_path / "old")
    edit(root, ("  value: 12\n", "  value: 13\n"))
    assert told(diff(str(tmp_path / "old"), ".")) == {"homes-all": "updated"}
    edit(root, ("It is about", "They are about"))
    assert told(diff(str(tmp_path / "old"), ".")) == {
        "homes-all": "updated", "def-lead-pipe": "updated",
    }  # fmt: skip


def test_what_is_withdrawn_or_held_is_gone_for_its_reason(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root, tmp_path / "old")
    edit(
        root,
        ("- id: grant-max\n", "- id: grant-max\n  status: withdrawn\n  reason: It was a draft\n"),
        ("- id: start\n", "- id: start\n  status: held\n  reason: Not sure\n"),
    )
    comparison = diff(str(tmp_path / "old"), ".")
    assert told(comparison) == {"grant-max": "withdrawn", "start": "dropped"}
    assert [change.reason for change in comparison.changes] == ["It was a draft", "Not sure"]
    back = diff(".", str(tmp_path / "old"))
    assert told(back) == {"grant-max": "added", "start": "added"}
    assert [change.reason for change in back.changes] == [None, None]


def test_a_held_fact_is_compared_while_it_is_held(root: Path, tmp_path: Path) -> None:
    edit(root, ("- id: grant-max\n", "- id: grant-max\n  status: held\n  reason: Not sure\n"))
    shutil.copytree(root, tmp_path / "old")
    edit(root, (GRANT, "  value: 4500\n"))
    (change,) = diff(str(tmp_path / "old"), ".").changes
    assert (change.fact, change.kind, change.reason) == ("grant-max", "updated", None)


def test_a_topic_that_only_one_has_is_there_with_all_its_facts(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root, tmp_path / "old")
    shutil.move(root / TOPIC, root / "assets/topics/pipes")
    edit(root, ('topic = "lead-pipes"', 'topic = "pipes"'), name="briefs.toml")
    comparison = diff(str(tmp_path / "old"), ".")
    assert [(one.title, {change.kind.value for change in one.changes})
            for one in comparison.groups] == [("lead-pipes", {"dropped"}), ("pipes", {"added"})]  # fmt: skip


def test_a_project_that_cannot_be_read_whole_is_not_compared(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root, tmp_path / "old")
    edit(root, ("  kind: amount\n", "  kind: amuont\n"))
    for pair in (("..", "."), (str(tmp_path / "old"), "."), (".", str(tmp_path / "old"))):
        with pytest.raises((InputError, UsageError)):
            diff(*pair)
    with pytest.raises(UsageError, match="is not a project"):
        diff("assets", ".")


def test_a_locale_that_cannot_be_read_is_a_finding_and_no_crash(root: Path) -> None:
    for name in ("en", "es"):
        (root / "assets/locales").mkdir(exist_ok=True)
        (root / f"assets/locales/{name}.yaml").write_text("messages: x\n", "utf-8")
    with pytest.raises(InputError) as caught:
        diff(".", ".")
    assert caught.value.diagnostics


# --- Revisions ---------------------------------------------------------------------------------


def test_revisions_are_compared_with_each_other_and_with_the_work_tree(
    root: Path, git: Callable[..., str]
) -> None:
    edit(root, (GRANT, "  value: 4500\n"))
    commit(git, "second")
    git("tag", "spring")
    edit(root, ("  value: 4500\n", "  value: 5000\n"))
    (change,) = diff("HEAD~1", "HEAD").changes
    assert change.old is not None
    assert change.new is not None
    assert (change.old.value, change.new.value) == ("4000", "4500")
    (change,) = diff("spring", ".").changes
    assert change.new is not None
    assert change.new.value == "5000"
    assert diff("spring", "main").changes == ()
    short = git("rev-parse", "--short=7", "HEAD").strip()
    assert diff("spring", short).old.name == f"spring ({short})"
    assert diff("spring", short).new.name == short


def test_nothing_of_the_repository_or_the_work_tree_changes(
    root: Path, git: Callable[..., str]
) -> None:
    edit(root, (GRANT, "  value: 4500\n"))
    (root / "new.txt").write_text("not added\n", "utf-8")
    before = tree_of(root)
    assert told(diff("HEAD", ".")) == {"grant-max": "updated"}
    assert tree_of(root) == before
    assert git("status", "--porcelain").split() == ["M", FACTS, "??", "new.txt"]


def test_a_project_may_lie_in_a_folder_of_the_repository(
    root: Path, git: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = root / "county" / "briefs é"
    shutil.copytree(BASE, inner)
    commit(git, "inner")
    edit(inner, (GRANT, "  value: 4500\n"))
    edit(root, ("- id: start\n", "- id: begin\n"))
    monkeypatch.chdir(root.parent)
    assert told(diff("HEAD", ".", project=inner)) == {"grant-max": "updated"}
    monkeypatch.chdir(inner)
    assert told(diff("HEAD", ".")) == {"grant-max": "updated"}
    with pytest.raises(UsageError, match="the project is not in it") as caught:
        diff("HEAD~1", ".")
    assert "county/briefs é/briefs.toml" in caught.value.message


def test_words_of_locales_are_those_of_today(root: Path, git: Callable[..., str]) -> None:
    (root / "assets/locales").mkdir()
    (root / "assets/locales/en.yaml").write_text("messages: too old\n", "utf-8")
    commit(git, "an old locale file")
    shutil.rmtree(root / "assets/locales")
    assert diff("HEAD", ".").changes == ()


def test_a_language_of_the_project_s_own_is_compared(root: Path, git: Callable[..., str]) -> None:
    english = BASE.parents[2] / "assets/locales/en.yaml"
    (root / "assets/locales").mkdir()
    shutil.copy(english, root / "assets/locales/fr.yaml")
    edit(root, ('locales = ["en-US"]', 'locales = ["fr-FR"]'), name="briefs.toml")
    edit(root, ("{en: grant for a new pipe}", "{en: grant, fr: une aide}"))
    commit(git, "french")
    edit(root, ("fr: une aide", "fr: une somme"))
    (change,) = diff("HEAD", ".").changes
    assert change.old is not None
    assert change.old.label == "une aide"


def test_unreadable_facts_of_a_revision_are_findings_that_name_it(
    root: Path, git: Callable[..., str]
) -> None:
    edit(root, ("  kind: amount\n", "  kind: amuont\n"))
    commit(git, "broken")
    edit(root, ("  kind: amuont\n", "  kind: amount\n"))
    with pytest.raises(InputError) as caught:
        diff("HEAD", ".")
    assert "as HEAD has them" in caught.value.outcome
    assert caught.value.diagnostics[0].place.file == FACTS


def test_a_topic_that_a_revision_lacks_is_not_filled_with_that_of_today(
    root: Path, git: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The built-in files of today stand under a project, but not under one that is built in."""
    git("rm", "--quiet", "--cached", FACTS)
    git("commit", "--quiet", "--message=without")
    monkeypatch.setattr(module, "builtin_root", lambda: root)
    with pytest.raises(InputError) as caught:
        diff("HEAD", "HEAD~1")
    assert any(FACTS in finding.message for finding in caught.value.diagnostics)


@pytest.mark.parametrize(
    ("name", "message", "mend"),
    [
        ("mian", 'no revision that git knows', 'did you mean "main"?'),
        ("HEAD~7", "no revision that git knows", "git log"),
        ("HEAD:briefs.toml", "no revision that git knows", "git log"),
        ("--output=x", "no revision that git knows", "git log"),
        ("resident.pdf", '"resident.pdf" is no file, folder or edition', "git log"),
    ],
)  # fmt: skip
def test_what_is_no_revision_is_wrong_usage(
    root: Path, git: Callable[..., str], name: str, message: str, mend: str
) -> None:
    assert git("log")
    before = tree_of(root)
    with pytest.raises(UsageError) as caught:
        diff(name, ".")
    assert message in caught.value.message
    assert mend in caught.value.mend
    assert tree_of(root) == before


def test_without_a_repository_it_is_wrong_usage(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(root.parent))
    with pytest.raises(UsageError, match="not a git repository") as caught:
        diff("HEAD", ".")
    assert caught.value.mend


def test_without_git_it_is_wrong_usage(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert root
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="git is not installed"):
        diff("HEAD", ".")


def test_a_damaged_repository_is_an_engine_s_failure(root: Path, git: Callable[..., str]) -> None:
    assert root
    for path in (root / ".git" / "objects").rglob("*"):
        if path.is_file():
            path.unlink()
    with pytest.raises((EngineError, UsageError)):
        diff("HEAD", ".")


def test_links_and_paths_that_lead_out_are_left_where_they_are() -> None:
    wanted = revisions._is_wanted
    assert wanted("briefs.toml")
    assert wanted("assets/topics/x/facts.yaml")
    assert not wanted("../briefs.toml")
    assert not wanted("/etc/briefs.toml")
    assert not wanted("assets/topics/x/scan.pdf")


def test_a_link_in_a_revision_is_not_followed(root: Path, git: Callable[..., str]) -> None:
    (root / FACTS).unlink()
    (root / FACTS).symlink_to("/etc/hostname")
    commit(git, "a link")
    with pytest.raises(InputError) as caught:
        diff("HEAD", "HEAD~1")
    assert f"{FACTS} is not there" in caught.value.diagnostics[0].message


# --- Editions ----------------------------------------------------------------------------------

NAME = "pipes/agency.en-US"


def bonus(**more: Any) -> dict[str, Any]:
    return {**BONUS, **more}


def issued(root: Path, *facts: dict[str, Any], **more: Any) -> None:
    ledger = Ledger(root / "output")
    number = len(ledger.entries()) + 1
    issue_one(ledger, number, number - 1 or None, facts=[*facts], **more)


def test_editions_are_compared_by_name_and_number(root: Path) -> None:
    issued(root, bonus())
    issued(root, bonus(value="60000"))
    issued(root, bonus(value="70000"))
    (change,) = diff(f"{NAME}@1", NAME).changes
    assert change.old is not None
    assert change.new is not None
    assert (change.old.value, change.new.value) == ("50000", "70000")
    comparison = diff(f"{NAME}@2", f"{NAME}@3")
    assert (comparison.old.name, comparison.new.name) == (f"{NAME}@2", f"{NAME}@3")
    assert [group.title for group in comparison.groups] == [NAME]
    assert diff(f"{NAME}@2", f"{NAME}@2").groups == ()


def test_corrections_of_all_editions_between_are_told(root: Path) -> None:
    change = {
        "fact": "signing-bonus", "kind": "corrected", "old": bonus(), "new": bonus(value="60000"),
        "reason": "a digit was wrong",
    }  # fmt: skip
    issued(root, bonus(), bonus(id="other"))
    issued(root, bonus(value="60000"), bonus(id="other"), changes=[change])
    issued(root, bonus(value="60000"), bonus(id="other", value="1"))
    comparison = diff(f"{NAME}@1", f"{NAME}@3")
    assert told(comparison) == {"signing-bonus": "corrected", "other": "updated"}
    assert comparison.changes[0].reason == "a digit was wrong"
    assert told(diff(f"{NAME}@1", f"{NAME}@2")) == {"signing-bonus": "corrected"}
    assert told(diff(f"{NAME}@2", f"{NAME}@3")) == {"other": "updated"}
    assert told(diff(f"{NAME}@3", f"{NAME}@1")) == {"signing-bonus": "updated", "other": "updated"}


def test_editions_of_different_briefs_name_both_and_those_of_different_topics_are_refused(
    root: Path,
) -> None:
    ledger = Ledger(root / "output")
    issue_one(ledger, 1)
    issue_one(ledger, 1, audience="press", facts=[bonus(value="1")])
    issue_one(ledger, 1, audience="other", topic="roofs")
    (group,) = diff(NAME, "pipes/press.en-US").groups
    assert group.title == "pipes/agency.en-US → pipes/press.en-US"
    with pytest.raises(UsageError, match="no fact is in both"):
        diff(NAME, "pipes/other.en-US")


def test_an_edition_is_compared_with_the_facts_that_it_prints(root: Path) -> None:
    facts = [
        bonus(id="grant-max", value="3000", label="grant for a new pipe", source="county-report"),
        bonus(id="gone"),
        {
            **bonus(id="def-lead-pipe", source="county-report"), "kind": "definition",
            "value": None, "unit": None, "qualifier": "exactly", "label": None,
            "shown": ["A lead pipe carries water from the street to a home."],
        },
    ]  # fmt: skip
    issued(root, *facts)
    assert told(diff(NAME, ".", today=DAY)) == {"grant-max": "updated", "gone": "dropped"}
    assert told(diff(NAME, ".", today=date(2030, 1, 1))) == {
        "grant-max": "updated", "def-lead-pipe": "stale", "gone": "dropped",
    }  # fmt: skip
    assert told(diff(".", NAME, today=DAY)) == {"grant-max": "updated", "gone": "added"}
    edit(root, ("A lead pipe carries", "A lead pipe brings"))
    assert told(diff(NAME, ".", today=DAY))["def-lead-pipe"] == "updated"
    edit(root, (GRANT, "  value: 4000\n  status: withdrawn\n  reason: A draft\n"))
    assert told(diff(NAME, ".", today=DAY))["grant-max"] == "withdrawn"


def test_an_edition_of_a_topic_that_a_project_lacks_is_refused(root: Path) -> None:
    issued(root, bonus(), topic="roofs")
    for pair in ((NAME, "."), (".", NAME)):
        with pytest.raises(UsageError, match="no fact is in both"):
            diff(*pair)


def test_an_edition_that_was_not_issued_or_is_not_stored_is_wrong_usage(root: Path) -> None:
    issued(root, bonus())
    with pytest.raises(UsageError, match="has no edition 7"):
        diff(f"{NAME}@7", ".")
    with pytest.raises(UsageError, match=r"agenzy\.en-US. was issued") as caught:
        diff("pipes/agenzy.en-US", ".")
    assert f'did you mean "{NAME}"?' in caught.value.mend
    shutil.rmtree(root / "output" / "records")
    with pytest.raises(UsageError, match="is not stored any more"):
        diff(NAME, ".")


def test_a_branch_may_be_called_like_an_edition(root: Path, git: Callable[..., str]) -> None:
    git("branch", "wip/pipes.v2")
    edit(root, (GRANT, "  value: 4500\n"))
    assert told(diff("wip/pipes.v2", ".")) == {"grant-max": "updated"}


# --- Files -------------------------------------------------------------------------------------


def page_with(folder: Path, name: str, **fields: Any) -> str:
    data = record_bytes(record(**fields)).decode().replace("<", "\\u003c")
    path = folder / name
    path.write_text(
        f'<!DOCTYPE html><html lang="en-US"><head><title>T</title></head><body>'
        f'<script type="application/json" id="briefs-{RECORD.split(".")[0]}">{data}</script></body>',
        "utf-8",
    )
    return str(path)


def test_web_pages_are_compared_by_their_records_with_no_project_at_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    old = page_with(tmp_path, "old.html", number=1)
    new = page_with(tmp_path, "new.html", number=4, replaces=3, facts=[bonus(value="1")])
    comparison = diff(old, new)
    assert told(comparison) == {"signing-bonus": "updated"}
    assert (comparison.old.name, comparison.new.name) == (old, new)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "cannot be read"),
        (b"%PDF-1.7\nnothing", "cannot be read"),
        (b"<!DOCTYPE html><html><title>x</title></html>", "no record"),
        (b"id: grant", "cannot be read"),
    ],
)
def test_a_file_without_a_record_is_wrong_usage(root: Path, content: bytes, message: str) -> None:
    (root / "x.html").write_bytes(content)
    with pytest.raises(UsageError, match=message):
        diff("x.html", ".")


def test_a_record_of_another_form_is_wrong_usage(root: Path) -> None:
    (root / "x.html").write_text(
        '<!DOCTYPE html><html><script type="application/json" id="briefs-record">{"record":7}</script></html>'
    )
    with pytest.raises(UsageError, match=r"record of x\.html cannot be read"):
        diff("x.html", ".")


@pytest.mark.chrome
@pytest.mark.pdf
def test_a_brief_is_built_changed_and_compared_by_its_files(root: Path, tmp_path: Path) -> None:
    build(open_project(root), today=DAY)
    file = root / "output/lead-pipes/resident.en-US.pdf"
    shutil.copy(file, tmp_path / "first.pdf")
    edit(root, (GRANT, "  value: 4500\n"), ("up to $4,000", "up to $4,500"))
    build(open_project(root), today=DAY)
    comparison = diff(str(tmp_path / "first.pdf"), str(file))
    (change,) = comparison.changes
    assert change.old is not None
    assert change.new is not None
    assert (change.kind, change.old.value, change.new.value) == ("updated", "4000", "4500")
    assert comparison.changes == diff("lead-pipes/resident.en-US@1", str(file)).changes
    assert comparison.new.record is not None
    assert comparison.new.record.changes[0].fact == change.fact
    assert diff(str(file), ".", today=DAY).changes == ()
    assert told(diff(str(tmp_path / "first.pdf"), ".", today=DAY)) == {"grant-max": "updated"}
