"""Propose what was regenerated: a branch with one commit, for somebody to review and merge.

Nothing is pushed or checked out. The current branch, the index and every other file stay as they
are: the commit is put together in an index of its own, on top of the commit that is checked out.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from briefs.model.errors import EngineError, UsageError
from briefs.model.ledger import Entry
from briefs.model.output_folder import LEDGER, RECORDS, SUPERSEDED
from briefs.publish.editions.disk import read
from briefs.publish.editions.ledger import Ledger
from briefs.publish.editions.records import Records
from briefs.publish.git import Refused, git
from briefs.read.workspace import INPUT_FILES, INPUT_FOLDERS

BRANCHES = "briefs"
"""The first part of the names of branches."""

_HASH = 8

_LITERALLY = "--literal-pathspecs"
"""No path is taken for a pattern."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What came of it.

    Attributes:
        branch: The branch, as a person would name it: ``briefs/2025-09-02-0a1b2c3d``.
        commit: Its commit.
        made: Whether it was made now; otherwise the same change was proposed before.
    """

    branch: str
    commit: str
    made: bool


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository in which something can be proposed.

    Attributes:
        top: Its folder.
        folder: The output folder.
        head: The commit that is checked out.
        known: How many lines of the ledger that commit has.
    """

    top: Path
    folder: Path
    head: str
    known: int


def open_repository(root: Path, folder: Path) -> Repository:
    """The repository of a project, if something can be proposed in it.

    Args:
        root: The project's folder.
        folder: The output folder.

    Raises:
        UsageError: If there is no git, no repository, no commit or nobody who commits; if the
            output folder lies elsewhere or git ignores its ledger; if facts, texts or templates
            are not as they were committed, so that nobody could review what briefs are made from.
    """
    top = _top(root)
    inside = folder.resolve()
    if not inside.is_relative_to(top):
        raise UsageError(
            f"{folder} does not lie in the git repository {top}, so that nothing there can be "
            "proposed",
            "leave --output out, or name a folder of the repository",
        )
    try:
        head = git(top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").decode().strip()
    except Refused:
        raise UsageError(
            f"the repository {top} has no commit yet, on which a proposal could stand",
            "commit the project first",
        ) from None
    repository = Repository(top, inside, head, 0)
    _want_somebody(repository)
    _want_clean(repository, root.resolve())
    _want_a_place(repository)
    return Repository(top, inside, head, _known(repository))


def propose(repository: Repository, day: date, message: str) -> Proposal | None:
    """Commit the ledger, the records and the files of editions to a new branch.

    Of these, what git ignores is left out. Where the same change was proposed before, there is no
    second branch. The branches of remotes count as well, as far as they were fetched.

    Args:
        repository: Where.
        day: The day that the branch is called after.
        message: The commit's message: a line, a blank line, Markdown.

    Returns:
        The proposal; None if nothing differs from the commit that is checked out.

    Raises:
        EngineError: If git refuses.
    """
    ledger = Ledger(repository.folder)
    entries = ledger.entries()
    new = entries[repository.known :]
    try:
        tree = _tree(repository, entries)
        if tree == _said(repository, "rev-parse", f"{repository.head}^{{tree}}"):
            return None
        change = _change(new) if new else tree[:_HASH]
        there = _branch_of(repository, change)
        if there is not None:
            return there
        branch = f"{BRANCHES}/{day.isoformat()}-{change}"
        commit = git(
            repository.top,
            *("commit-tree", tree, "-p", repository.head),
            said=f"{message.strip()}\n".encode(),
        )
        named = commit.decode().strip()
        try:
            create = f"create refs/heads/{branch}\0{named}\0".encode()
            git(repository.top, "update-ref", "-z", "--stdin", said=create)
        except Refused:
            there = _branch_of(repository, change)  # of a run at the same time
            if there is None:
                raise
            return there
    except Refused as error:
        raise EngineError(
            f"git cannot propose what changed: {error}",
            "what was built is in place and in the ledger; run git fsck to see what is damaged",
        ) from error
    return Proposal(branch, named, made=True)


def _top(root: Path) -> Path:
    try:
        return Path(git(root, "rev-parse", "--show-toplevel").decode().strip("\n")).resolve()
    except Refused as error:
        raise UsageError(
            f"nothing can be proposed from {root}: {error}",
            "run git init there, or leave --propose out",
        ) from error


def _want_somebody(repository: Repository) -> None:
    for name in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"):
        try:
            git(repository.top, "var", name)
        except Refused as error:
            raise UsageError(
                "git does not know who commits the proposal",
                "set git config user.name and user.email, or the variables GIT_AUTHOR_NAME, "
                "GIT_AUTHOR_EMAIL, GIT_COMMITTER_NAME and GIT_COMMITTER_EMAIL",
            ) from error


def _want_clean(repository: Repository, root: Path) -> None:
    inputs = (*INPUT_FILES, *INPUT_FOLDERS)
    paths = [(root / name).relative_to(repository.top).as_posix() for name in inputs]
    try:
        found = git(
            repository.top,
            *(_LITERALLY, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all"),
            *("--ignore-submodules=none", "--", *paths),
        )
    except Refused as error:
        raise UsageError(
            f"git cannot tell what has changed in {repository.top}: {error}",
            "run git status to see why",
        ) from error
    names = [line[3:].decode(errors="replace") for line in found.split(b"\0") if line]
    if names:
        more = f" and {len(names) - 1} more are" if len(names) > 1 else " is"
        raise UsageError(
            f"{names[0]}{more} not as committed: nobody could review what the proposed briefs are "
            "made from",
            "commit or stash it first, or leave --propose out",
        )


def _want_a_place(repository: Repository) -> None:
    """The ledger must be kept in git, and the branch must be able to have its name."""
    path = _within(repository, repository.folder / LEDGER)
    try:
        git(repository.top, "check-ignore", "--quiet", "--", path)
    except Refused as error:
        if error.code != 1:  # it is neither ignored nor not
            raise EngineError(f"git cannot tell what it ignores: {error}") from error
    else:
        folder = _within(repository, repository.folder)
        raise UsageError(
            f"git ignores {path}, so that no proposal could say what was issued",
            f'add the lines "!/{folder}/{LEDGER}" and "!/{folder}/{RECORDS}/" to .gitignore, below '
            f'a line "/{folder}/*"',
        )
    try:
        git(repository.top, "show-ref", "--verify", "--quiet", f"refs/heads/{BRANCHES}")
    except Refused:
        return  # there is none
    raise UsageError(
        f'a branch is called "{BRANCHES}", so that none can be called {BRANCHES}/…',
        f"rename it: git branch -m {BRANCHES} NAME",
    )


def _refs(repository: Repository, *patterns: str) -> dict[str, str]:
    """Commits by the full names of the references that fit."""
    form = "--format=%(refname)%00%(objectname)"
    found = git(repository.top, "for-each-ref", form, *patterns).decode()
    return dict(line.split("\0") for line in found.splitlines())


def _known(repository: Repository) -> int:
    """How many lines of the ledger the commit that is checked out has too."""
    path = _within(repository, repository.folder / LEDGER)
    try:
        committed = git(repository.top, "cat-file", "blob", f"{repository.head}:{path}")
    except Refused:
        return 0
    pairs = zip(_lines(committed), _lines(read(repository.folder / LEDGER) or b""), strict=False)
    count = 0
    for old, new in pairs:
        if old != new:
            break
        count += 1
    return count


def _lines(data: bytes) -> list[bytes]:
    return data.splitlines()


def _tree(repository: Repository, entries: Sequence[Entry]) -> str:
    """The tree of the proposal: that of the commit, with what was issued."""
    with tempfile.TemporaryDirectory(prefix="briefs-index-") as folder:
        own = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
        git(repository.top, "read-tree", repository.head, environment=own)
        found = git(
            repository.top,
            *(_LITERALLY, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"),
            _within(repository, repository.folder),
            environment=own,
        )
        issued = set(_issued(repository, entries))
        names = [name for name in found.split(b"\0") if name and os.fsdecode(name) in issued]
        git(
            repository.top,
            *("update-index", "--add", "--remove", "-z", "--stdin"),
            said=b"".join(name + b"\0" for name in dict.fromkeys(names)),
            environment=own,
        )
        return git(repository.top, "write-tree", environment=own).decode().strip()


def _issued(repository: Repository, entries: Sequence[Entry]) -> Iterator[str]:
    """Everything that belongs to what was issued, by its path in the repository."""
    folder = repository.folder
    store = Records(folder)
    paths = [folder / LEDGER, *(store.path(one.record) for one in entries)]
    paths += [folder / file for one in entries for file in one.files]
    paths += [path for path in (folder / SUPERSEDED).rglob("*") if path.is_file()]
    for path in paths:
        yield _within(repository, path)


def _change(new: Sequence[Entry]) -> str:
    """What tells a change from others: what was issued, and not when."""
    parts = [
        [one.event, *map(str, one.series), one.edition, one.content, one.facts, one.reason]
        for one in new
    ]
    return hashlib.sha256("\n".join(sorted(map(str, parts))).encode()).hexdigest()[:_HASH]


def _branch_of(repository: Repository, change: str) -> Proposal | None:
    """The branch on which a change was proposed before, ours or a remote's."""
    own, remote = f"refs/heads/{BRANCHES}/", "refs/remotes/"
    for name, commit in sorted(_refs(repository, own, remote).items()):
        branch = name.removeprefix("refs/heads/")
        if name.startswith(remote):
            branch = name.removeprefix(remote).partition("/")[2]
        if branch.startswith(f"{BRANCHES}/") and branch.endswith(f"-{change}"):
            return Proposal(branch, commit, made=False)
    return None


def _within(repository: Repository, path: Path) -> str:
    """A path as seen from the repository's folder, with slashes."""
    return path.relative_to(repository.top).as_posix()


def _said(repository: Repository, *arguments: str) -> str:
    return git(repository.top, *arguments).decode().strip()
