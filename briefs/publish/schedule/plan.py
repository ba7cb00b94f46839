"""What a schedule is written from, and the machine that runs it: plain, frozen, no disk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from briefs.publish.schedule.when import When
from briefs.read.workspace import INPUT_FILES, INPUT_FOLDERS

PYTHON = "3.11"
"""The oldest Python that briefs runs on, and the one that its own tests run on."""

MARK = "Written by `briefs schedule"
"""By this a file is known to be ours."""

_INPUTS = (*INPUT_FILES, *(f"{folder}/**" for folder in INPUT_FOLDERS))


class Install(StrEnum):
    """Where briefs comes from."""

    PINNED = "pinned"  # the version that writes the file
    LOCKED = "locked"  # the project's own requirements.txt, with hashes
    SOURCE = "source"  # the checkout is briefs itself


@dataclass(frozen=True, slots=True)
class Plan:
    """What a schedule is written from.

    Attributes:
        name: The project's name, for people.
        when: When it runs.
        again: The command that writes the same file again.
        version: The version of briefs.
        folder: The project's folder below the repository's root, with slashes; empty: the root.
        python: Version of Python, such as ``3.11``.
        install: Where briefs comes from.
        as_of: The day to judge facts on, as ISO date; empty: the day of the run.
        pages: Whether the library page is published.
        keep_alive: Whether the schedule keeps itself from being switched off.
    """

    name: str
    when: When
    again: str
    version: str
    folder: str = ""
    python: str = PYTHON
    install: Install = Install.PINNED
    as_of: str = ""
    pages: bool = False
    keep_alive: bool = False

    @property
    def prefix(self) -> str:
        """What stands before a path of the project, seen from the repository's root."""
        return f"{self.folder}/" if self.folder else ""

    @property
    def paths(self) -> tuple[str, ...]:
        """What briefs are made of, as patterns seen from the repository's root."""
        own = {Install.LOCKED: ("requirements.txt",), Install.SOURCE: ("requirements/run.txt",)}
        return tuple(self.prefix + path for path in (*_INPUTS, *own.get(self.install, ())))

    @property
    def lock(self) -> str:
        """The file that says which Python packages are installed; empty: none does."""
        files = {Install.LOCKED: "requirements.txt", Install.SOURCE: "requirements/run.txt"}
        return self.prefix + files[self.install] if self.install in files else ""

    @property
    def installing(self) -> tuple[str, ...]:
        """The commands that install briefs, run in the project's folder."""
        pip = "python -m pip install"
        if self.install is Install.PINNED:
            return (f"{pip} briefs=={self.version}",)
        if self.install is Install.LOCKED:
            return (f"{pip} --require-hashes -r requirements.txt",)
        return (
            f"{pip} --require-hashes -r requirements/run.txt",
            f"{pip} --no-deps --no-build-isolation --editable .",
        )

    @property
    def day(self) -> str:
        """The option that judges facts on a day of their own, with a blank before it."""
        return f" --as-of {self.as_of}" if self.as_of else ""


@dataclass(frozen=True, slots=True)
class Machine:
    """Where a project lies on a machine that runs it.

    Attributes:
        project: Its folder, as absolute path.
        program: The command that is ``briefs`` there, as words; the first is an absolute path.
        user: Whom it runs as.
    """

    project: str
    program: tuple[str, ...]
    user: str
