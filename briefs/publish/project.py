"""Open a project: find it, read it, check it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from babel.numbers import list_currencies

from briefs.check.project import check_project
from briefs.model.diagnostic import Diagnostic, in_order
from briefs.model.errors import InputError
from briefs.model.project import Project
from briefs.read.project import read_project
from briefs.read.workspace import builtin_root, find_root


@dataclass(frozen=True, slots=True)
class OpenProject:
    """A project as it was read, with the findings of reading and checking it.

    Attributes:
        root: Its folder.
        builtin: The folder of the built-in templates and assets.
        content: What was read.
        findings: Diagnostics up to now, sorted.
    """

    root: Path
    builtin: Path
    content: Project
    findings: tuple[Diagnostic, ...]


def open_project(path: str | Path | None = None) -> OpenProject:
    """Read and check the project in a folder, or in the nearest one above where we are.

    Raises:
        UsageError: If there is no project.
        InputError: If its settings or its brand cannot be read at all.
    """
    root = find_root(Path.cwd(), Path(path) if path is not None else None)
    builtin = builtin_root()
    content, findings = read_project(root, builtin)
    if content is None:
        raise InputError(findings)
    checked = [*findings, *check_project(content, lambda unit: unit in list_currencies())]
    return OpenProject(root, builtin, content, in_order(checked))
