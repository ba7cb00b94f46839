"""A proposal in a real git repository: a branch with a commit, and nothing else is touched."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from briefs.model.errors import UsageError
from briefs.publish.editions.ledger import Ledger
from briefs.publish.regeneration.proposal import Proposal, open_repository, propose
from tests.publish.editions.issuing import issue_next

DAY = date(2025, 9, 2)
IGNORED = "/output/*\n!/output/ledger.jsonl\n!/output/records/\n"


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture(autouse=True)
def somebody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Git knows who commits, and nothing of the machine that the tests run on."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "A. Editor")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "editor@example.org")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a project's files, committed."""
    root = tmp_path / "project"
    (root / "assets").mkdir(parents=True)
    (root / "briefs.toml").write_text("locales = []\n")
    (root / "assets" / "facts.yaml").write_text("[]\n")
    (root / "README.md").write_text("A project.\n")
    (root / ".gitignore").write_text(IGNORED)
    git(root, "init", "--quiet", "--initial-branch", "main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "A project")
    return root


def proposed(root: Path, day: date = DAY, message: str = "Briefs\n\nWords") -> Proposal | None:
    return propose(open_repository(root, root / "output"), day, message)


def files_of(root: Path, commit: str) -> list[str]:
    return git(root, "diff", "--name-only", "--no-renames", f"{commit}^", commit).splitlines()


def test_the_commit_has_ledger_and_record_and_nothing_that_git_ignores(root: Path) -> None:
    entry = issue_next(Ledger(root / "output"))
    (root / "output" / "notes.txt").write_text("mine")
    done = proposed(root, message="# Briefs: 1 new edition\n\nWords")
    assert done is not None
    assert done.made
    assert done.branch.startswith("briefs/2025-09-02-")
    assert git(root, "rev-parse", done.branch) == done.commit
    assert git(root, "rev-parse", f"{done.branch}^") == git(root, "rev-parse", "main")
    assert files_of(root, done.commit) == [
        "output/ledger.jsonl",
        f"output/records/{entry.record}.json",
    ]
    assert git(root, "log", "-1", "--format=%B", done.branch) == "# Briefs: 1 new edition\n\nWords"
    held = git(root, "cat-file", "blob", f"{done.branch}:output/ledger.jsonl")
    assert held == (root / "output" / "ledger.jsonl").read_text().strip()


def test_files_of_editions_are_proposed_where_git_keeps_them(root: Path) -> None:
    (root / ".gitignore").write_text("")
    git(root, "commit", "--all", "--quiet", "--message", "Keep what was built")
    issue_next(Ledger(root / "output"))
    issue_next(Ledger(root / "output"))
    for name in ("notes.txt", "pipes/notes.txt", "superseded.txt"):
        (root / "output" / name).write_text("mine")
    done = proposed(root)
    assert done is not None
    names = [name for name in files_of(root, done.commit) if "records" not in name]
    assert names == [
        "output/ledger.jsonl",
        "output/pipes/agency.en-US.pdf",
        "output/superseded/pipes/agency.en-US.1.pdf",
    ]


def test_branch_index_and_work_tree_stay_as_they_are(root: Path) -> None:
    (root / "README.md").write_text("Staged.\n")
    git(root, "add", "README.md")
    (root / "README.md").write_text("Not staged.\n")
    (root / "new.txt").write_text("Not known to git.\n")
    issue_next(Ledger(root / "output"))
    index = (root / ".git" / "index").read_bytes()
    before = git(root, "status", "--porcelain"), git(root, "diff"), git(root, "diff", "--cached")
    head = (root / ".git" / "HEAD").read_text(), git(root, "rev-parse", "HEAD")
    done = proposed(root)
    assert done is not None
    assert (root / ".git" / "index").read_bytes() == index
    assert (
        git(root, "status", "--porcelain"), git(root, "diff"), git(root, "diff", "--cached")
    ) == before  # fmt: skip
    assert ((root / ".git" / "HEAD").read_text(), git(root, "rev-parse", "HEAD")) == head
    assert git(root, "cat-file", "blob", f"{done.branch}:README.md") == "A project."
    assert git(root, "stash", "list") == ""


def test_the_same_change_makes_one_branch_whenever_it_is_proposed(root: Path) -> None:
    issue_next(Ledger(root / "output"))
    first, again = proposed(root), proposed(root, date(2025, 9, 3))
    assert first is not None
    assert again == Proposal(first.branch, first.commit, made=False)
    assert git(root, "branch", "--list", "briefs/*").split() == [first.branch]


def test_the_same_change_in_another_clone_is_found_on_the_remote(
    root: Path, tmp_path: Path
) -> None:
    issue_next(Ledger(root / "output"))
    first = proposed(root)
    assert first is not None
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(root), str(clone))
    issue_next(Ledger(clone / "output"))  # at another time: other bytes, the same edition
    again = proposed(clone, date(2025, 9, 4))
    assert again == Proposal(first.branch, first.commit, made=False)


def test_another_change_makes_another_branch_that_has_both(root: Path) -> None:
    issue_next(Ledger(root / "output"))
    first = proposed(root)
    issue_next(Ledger(root / "output"))
    second = proposed(root)
    assert first is not None
    assert second is not None
    assert second.made
    assert first.branch != second.branch
    ledger = git(root, "cat-file", "blob", f"{second.branch}:output/ledger.jsonl")
    assert len(ledger.splitlines()) == 2


def test_after_the_merge_there_is_nothing_to_propose(root: Path) -> None:
    issue_next(Ledger(root / "output"))
    done = proposed(root)
    assert done is not None
    git(root, "checkout", "--quiet", "--force", done.branch)
    assert proposed(root) is None
    assert open_repository(root, root / "output").known == 1
    assert git(root, "status", "--porcelain") == ""


def test_a_project_below_the_root_of_the_repository(tmp_path: Path, root: Path) -> None:
    top = root.rename(tmp_path / "was")
    below = tmp_path / "top" / "desk" / "briefs"
    below.parent.mkdir(parents=True)
    top.rename(below)
    (below / ".git").rename(tmp_path / "top" / ".git")
    git(tmp_path / "top", "add", "--all")
    git(tmp_path / "top", "commit", "--quiet", "--message", "Moved")
    issue_next(Ledger(below / "output"))
    done = proposed(below)
    assert done is not None
    assert "desk/briefs/output/ledger.jsonl" in files_of(below, done.commit)


def test_where_no_branch_is_checked_out(root: Path) -> None:
    git(root, "checkout", "--quiet", "--detach")
    issue_next(Ledger(root / "output"))
    done = proposed(root)
    assert done is not None
    assert git(root, "rev-parse", f"{done.branch}^") == git(root, "rev-parse", "HEAD")


def _no_repository(root: Path) -> None:
    (root / ".git").rename(root.parent / "elsewhere")


def _no_commit(root: Path) -> None:
    _no_repository(root)
    git(root, "init", "--quiet")


def _ignored(root: Path) -> None:
    (root / ".gitignore").write_text("/output/*\n")


def _edited(root: Path) -> None:
    (root / "assets" / "facts.yaml").write_text("- id: a\n")


def _untracked(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates" / "press.html.j2").write_text("")


def _deleted(root: Path) -> None:
    (root / "briefs.toml").unlink()


def _called_briefs(root: Path) -> None:
    git(root, "branch", "briefs")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_no_repository, "not a git repository"),
        (_no_commit, "has no commit yet"),
        (_ignored, "git ignores output/ledger.jsonl"),
        (_edited, "assets/facts.yaml is not as committed"),
        (_untracked, "templates/press.html.j2 is not as committed"),
        (_deleted, "briefs.toml is not as committed"),
        (_called_briefs, 'a branch is called "briefs"'),
    ],
)
def test_where_nothing_can_be_proposed_it_says_why(
    root: Path, spoil: Callable[[Path], None], words: str
) -> None:
    spoil(root)
    with pytest.raises(UsageError, match=words) as caught:
        open_repository(root, root / "output")
    assert caught.value.mend


def test_where_git_does_not_know_who_commits(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.delenv(f"GIT_{who}_NAME")
        monkeypatch.delenv(f"GIT_{who}_EMAIL")
    git(root, "config", "user.useConfigOnly", "true")
    with pytest.raises(UsageError, match="who commits") as caught:
        open_repository(root, root / "output")
    assert "user.name" in caught.value.mend


def test_an_output_folder_outside_of_the_repository(root: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not lie in the git repository"):
        open_repository(root, tmp_path / "elsewhere")


def test_without_git(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(UsageError, match="git is not installed"):
        open_repository(root, root / "output")
