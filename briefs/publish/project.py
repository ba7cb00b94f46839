"""Open a project: find it and read it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from briefs.model.diagnostic import Diagnostic
from briefs.model.errors import InputError
from briefs.model.output_folder import OUTPUT
from briefs.model.project import Project
from briefs.read.project import read_project
from briefs.read.workspace import ASSETS, builtin_root, find_root


@dataclass(frozen=True, slots=True)
class OpenProject:
    """A project as it was read, with the findings of reading it.

    Attributes:
        root: Its folder.
        builtin: The folder of the built-in templates and assets.
        content: What was read.
        findings: What is wrong with its files, sorted.
    """

    root: Path
    builtin: Path
    content: Project
    findings: tuple[Diagnostic, ...]

    @property
    def output(self) -> Path:
        """The folder that it is built to, where no other is given."""
        return self.root / OUTPUT

    @property
    def assets(self) -> tuple[Path, ...]:
        """The folder of its own assets, and that of the built-in ones."""
        return tuple(top / ASSETS for top in dict.fromkeys((self.root, self.builtin)))

    @property
    def fonts(self) -> tuple[Path, ...]:
        """The folders for further fonts, of which none need be there."""
        return tuple(folder / "fonts" for folder in self.assets)


@contextmanager
def no_collection() -> Iterator[None]:
    """Put off the search for garbage: reading makes many values and next to no garbage.

    What was read goes straight to the oldest generation, so that no later search starts with it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def open_project(path: str | Path | None = None) -> OpenProject:
    """Read the project in a folder, or in the nearest one above where we are.

    Raises:
        UsageError: If there is no project.
        InputError: If its settings cannot be read at all.
    """
    root = find_root(Path.cwd(), Path(path) if path is not None else None)
    builtin = builtin_root()
    with no_collection():
        content, findings = read_project(root, builtin)
    if content is None:
        raise InputError(findings)
    return OpenProject(root, builtin, content, findings)
