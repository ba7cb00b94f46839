"""The files of a schedule: which they are, what stands there now, and writing them."""

from __future__ import annotations

import difflib
import getpass
import re
import shlex
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from briefs.model.errors import InputError, UsageError
from briefs.publish.schedule import cron, github, gitlab, systemd
from briefs.publish.schedule.plan import MARK, PYTHON, Install, Machine, Plan
from briefs.publish.schedule.when import parse_when
from briefs.publish.write import write_atomically
from briefs.read.toml import parse_toml
from briefs.read.workspace import SETTINGS, Workspace, one_line_break
from briefs.version import VERSION


class Target(StrEnum):
    """Who runs the schedule."""

    GITHUB = "github"
    GITLAB = "gitlab"
    CRON = "cron"
    SYSTEMD = "systemd"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a user asks of a schedule.

    Attributes:
        every: ``daily``, ``weekly`` or a cron expression.
        as_of: The day to judge facts on, as ISO date; empty: the day of the run.
        pages: Whether the library page is published.
        keep_alive: Whether the schedule keeps itself from being switched off.
        python: Version of Python for GitHub and GitLab.
    """

    every: str = "weekly"
    as_of: str = ""
    pages: bool = False
    keep_alive: bool = False
    python: str = PYTHON


@dataclass(frozen=True, slots=True)
class ScheduleFile:
    """A file as it is to be, and as it stands.

    Attributes:
        path: Where it lies; None: it is printed only.
        text: What it is to say.
        standing: What it says now; None: it is not there.
    """

    path: Path | None
    text: str
    standing: str | None = None

    @property
    def settled(self) -> bool:
        """Whether it is there and says what it is to say."""
        return self.standing == self.text

    def difference(self) -> Iterator[str]:
        """What would change, as lines of a unified difference."""
        name = self.path.name if self.path else ""
        yield from difflib.unified_diff(
            (self.standing or "").splitlines(),
            self.text.splitlines(),
            f"{name} (as it stands)",
            f"{name} (as it would be written)",
            lineterm="",
        )

    def write(self) -> None:
        """Put the file in place, whole or not at all.

        Raises:
            EngineError: If it cannot be written.
        """
        if self.path is not None and not self.settled:
            write_atomically(self.path, self.text.encode("utf-8"))


@dataclass(frozen=True, slots=True)
class Made:
    """A schedule that is ready to be shown or written.

    Attributes:
        plan: What it was made from.
        files: Its files.
        steps: What is left to do by hand once they are written, a line each.
    """

    plan: Plan
    files: tuple[ScheduleFile, ...]
    steps: tuple[str, ...] = ()


def make_schedule(root: Path, target: Target, wishes: Wishes) -> Made:
    """A project's schedule; nothing is written.

    Raises:
        UsageError: If a wish cannot be met, or another's file is in the way.
        InputError: If the project's settings cannot be read.
    """
    repository = _repository(root)
    plan = _plan(root, repository, target, wishes)
    if target is Target.GITHUB:
        file = _read(repository / github.FILE, github.workflow(plan))
        return Made(plan, (_ours(file),))
    if target is Target.GITLAB:
        return _gitlab(repository, plan)
    machine = Machine(str(root), _program(), getpass.getuser())
    if target is Target.CRON:
        return Made(plan, (ScheduleFile(None, cron.line(plan, machine)),), ("crontab -e",))
    files = [
        _ours(_read(root / systemd.FOLDER / name, text))
        for name, text in systemd.units(plan, machine).items()
    ]
    return Made(plan, tuple(files), systemd.installing(plan))


def _gitlab(repository: Path, plan: Plan) -> Made:
    """Beside another's pipeline, ours is a file of its own that theirs includes."""
    whole = _read(repository / gitlab.FILE, gitlab.pipeline(plan))
    if whole.standing is None or MARK in whole.standing:
        return Made(plan, (whole,))
    part = _read(repository / gitlab.INCLUDED, gitlab.pipeline(plan, gitlab.INCLUDED))
    included = gitlab.INCLUDED in whole.standing
    steps = () if included else (f"add to {gitlab.FILE}: {gitlab.INCLUDE}",)
    return Made(plan, (_ours(part),), steps)


def _plan(root: Path, repository: Path, target: Target, wishes: Wishes) -> Plan:
    if not re.fullmatch(r"3\.\d{2}", wishes.python):
        raise UsageError(f'"{wishes.python}" is no version of Python', f"give it as {PYTHON}")
    name = _name(root)
    plan = Plan(
        name=name,
        when=parse_when(wishes.every, name),
        again=_again(target, wishes),
        version=VERSION,
        folder=_folder(root, repository),
        python=wishes.python,
        install=_install(root),
        as_of=wishes.as_of,
        pages=wishes.pages,
        keep_alive=wishes.keep_alive,
    )
    if target is Target.GITHUB and plan.when.shortest_gap < github.SHORTEST_GAP:
        raise UsageError(
            f'"{plan.when.cron}" runs every {plan.when.shortest_gap} minutes, and GitHub runs '
            f"nothing more often than every {github.SHORTEST_GAP}",
            "facts come due by the day: daily is often enough",
        )
    return plan


def _again(target: Target, wishes: Wishes) -> str:
    """The command that asks for the same again."""
    words = ["briefs", "schedule", target, "--every", wishes.every]
    words += ["--as-of", wishes.as_of] if wishes.as_of else []
    words += ["--pages"] if wishes.pages else []
    words += ["--keep-alive"] if wishes.keep_alive else []
    words += ["--python", wishes.python] if wishes.python != PYTHON else []
    return shlex.join(" ".join(word.split()) for word in words)


def _name(root: Path) -> str:
    """The publisher's name on one line; the folder's, where the settings name none."""
    workspace = Workspace(root)
    text = workspace.text(SETTINGS)
    document = parse_toml(text or "", SETTINGS)
    if findings := [*workspace.diagnostics, *document.diagnostics]:
        raise InputError(findings)
    settings = document.data if isinstance(document.data, dict) else {}
    publisher = settings.get("publisher")
    name = publisher.get("name") if isinstance(publisher, dict) else None
    return " ".join(str(name or root.name).split())


def _repository(root: Path) -> Path:
    """The top of the repository that the project lies in, or the project where there is none."""
    return next((top for top in (root, *root.parents) if (top / ".git").exists()), root)


def _folder(root: Path, repository: Path) -> str:
    folder = root.relative_to(repository).as_posix()
    if folder == ".":
        return ""
    if not re.fullmatch(r"[\w./ -]+", folder):  # others mean something in patterns, or end a string
        raise UsageError(
            f'the folder "{folder}" cannot be named in a workflow',
            "name it with letters, digits, blanks, dots and hyphens",
        )
    return folder


def _install(root: Path) -> Install:
    project = root / "pyproject.toml"
    if project.is_file() and (root / "requirements" / "run.txt").is_file():
        table = tomllib.loads(project.read_text("utf-8")).get("project", {})
        if table.get("name") == "briefs":
            return Install.SOURCE
    lock = root / "requirements.txt"
    if lock.is_file():
        text = lock.read_text("utf-8")
        if re.search(r"^briefs\s*==", text, re.MULTILINE) and "--hash=" in text:
            return Install.LOCKED
    return Install.PINNED


def _program() -> tuple[str, ...]:
    """The ``briefs`` that runs now: the program beside this Python, or the module in it."""
    beside = Path(sys.executable).with_name("briefs")
    return (str(beside),) if beside.is_file() else (sys.executable, "-m", "briefs")


def _read(path: Path, text: str) -> ScheduleFile:
    if not path.exists():
        return ScheduleFile(path, text)
    standing = path.read_text("utf-8", errors="replace")
    return ScheduleFile(path, text, one_line_break(standing))


def _ours(file: ScheduleFile) -> ScheduleFile:
    if file.standing is not None and MARK not in file.standing:
        raise UsageError(
            f"{file.path} is there already, and was not written by briefs schedule",
            "move it away or give it another name; it is never written over",
        )
    return file
