"""The facts of a project as a git revision has them. Git reads its own: nothing is checked out."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from briefs.model.errors import EngineError, UsageError
from briefs.model.guess import did_you_mean
from briefs.publish.git import Refused, git
from briefs.read.topic import TOPICS
from briefs.read.workspace import MAX_BYTES, SETTINGS

_PARTS = (SETTINGS, TOPICS)
"""What holds the facts. Templates and words of locales may be too old to be read today."""

_SUFFIXES = frozenset({".md", ".toml", ".yaml"})

_REGULAR = frozenset({b"100644", b"100755"})


class Revision(NamedTuple):
    """A revision's files.

    Attributes:
        folder: Where they lie for now.
        commit: The commit's short hash.
    """

    folder: Path
    commit: str


@contextmanager
def files_of(root: Path, revision: str) -> Iterator[Revision]:
    """A project's settings and topics as a revision has them, in a folder of a moment.

    Args:
        root: The project's folder.
        revision: A commit, branch or tag as git names it.

    Raises:
        UsageError: If there is no git, no repository, no such revision, or no project in it.
        EngineError: If git fails where it should not.
    """
    prefix = _prefix(root, revision)
    commit = _commit(root, revision)
    wanted = {name: blob for name, blob in _listed(root, commit, prefix) if _is_wanted(name)}
    if SETTINGS not in wanted:
        raise UsageError(
            f"{revision} has no {prefix}{SETTINGS}: the project is not in it",
            "name a later revision",
        )
    with tempfile.TemporaryDirectory(prefix="briefs-revision-") as folder:
        contents = _contents(root, list(dict.fromkeys(wanted.values())))
        for name, blob in wanted.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(contents[blob])
        yield Revision(Path(folder), commit[:7])


def _prefix(root: Path, revision: str) -> str:
    """The project's folder as seen from the repository's root, with a slash at the end."""
    try:
        return git(root, "rev-parse", "--show-prefix").decode().strip("\n")
    except Refused as error:
        raise UsageError(
            f'"{revision}" is no file, folder or edition, and git cannot look for a revision in '
            f"{root}: {error}",
            "name files of editions, or folders of projects",
        ) from error


def _commit(root: Path, revision: str) -> str:
    """The full hash of a commit.

    Raises:
        UsageError: If there is no such revision.
    """
    try:
        named = f"{revision}^{{commit}}"
        return git(root, "rev-parse", "--verify", "--end-of-options", named).decode().strip()
    except Refused as error:
        names = git(root, "for-each-ref", "--format=%(refname:short)").decode().split()
        raise UsageError(
            f'"{revision}" is no file, folder or edition, and no revision that git knows',
            did_you_mean(revision, names, "run git log, git branch or git tag to see which it has"),
        ) from error


def _listed(root: Path, commit: str, prefix: str) -> Iterator[tuple[str, str]]:
    """(path from the project's folder, name of the contents) of the regular files of a commit."""
    paths = [f"{prefix}{part}" for part in _PARTS]
    found = _tried(root, "ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--", *paths)
    for line in filter(None, found.split(b"\0")):
        about, _, path = line.partition(b"\t")
        mode, _, blob, size = about.split()
        if mode in _REGULAR and int(size) <= MAX_BYTES:
            yield os.fsdecode(path).removeprefix(prefix), blob.decode()


def _is_wanted(name: str) -> bool:
    path = PurePosixPath(name)
    inside = not path.is_absolute() and ".." not in path.parts
    return inside and path.suffix in _SUFFIXES


def _contents(root: Path, blobs: Sequence[str]) -> dict[str, bytes]:
    """The contents of files by their names in git's store."""
    data = _tried(root, "cat-file", "--batch", said="\n".join([*blobs, ""]).encode())
    found: dict[str, bytes] = {}
    at = 0
    for blob in blobs:
        end = data.index(b"\n", at)
        size = int(data[at:end].split()[2])
        found[blob] = data[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
    return found


def _tried(root: Path, *arguments: str, said: bytes = b"") -> bytes:
    """What git prints where it has no reason to refuse.

    Raises:
        EngineError: If it does.
    """
    try:
        return git(root, *arguments, said=said)
    except Refused as error:
        raise EngineError(
            f"git {arguments[0]} failed in {root}: {error}", "run git fsck to see what is damaged"
        ) from error
