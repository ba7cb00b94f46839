"""Run git. Git reads and writes its own store: nothing is checked out."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from briefs.model.errors import EngineError, UsageError

_SECONDS = 60


class Refused(Exception):
    """Git refused; the words are its own.

    Attributes:
        code: Its exit code.
    """

    def __init__(self, words: str, code: int) -> None:
        self.code = code
        super().__init__(words)


def git(
    folder: Path,
    *arguments: str,
    said: bytes = b"",
    environment: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """What git prints.

    Args:
        folder: Where it runs.
        arguments: Its command.
        said: What it reads.
        environment: What its environment has besides ours.

    Raises:
        Refused: If it refuses.
        UsageError: If there is no git.
        EngineError: If it does not come to an end.
    """
    command = ["git", "-C", str(folder), *arguments]
    whole = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", **environment}
    try:
        done = subprocess.run(  # noqa: S603 - no shell
            command, input=said, capture_output=True, env=whole, timeout=_SECONDS, check=False
        )
    except FileNotFoundError as error:
        raise UsageError("git is not installed", "install git") from error
    except subprocess.TimeoutExpired as error:
        words = f"git {arguments[0]} takes more than {_SECONDS} s in {folder}"
        raise EngineError(words) from error
    if done.returncode:
        words = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        words = words.removeprefix("fatal: ") or f"it ended with {done.returncode}"
        raise Refused(words, done.returncode)
    return done.stdout
