"""Policy briefs from one fact base: accessible, archival PDFs, each written for one audience.

The public API::

    import briefs

    project = briefs.open_project("path/to/project")
    result = briefs.build(project, briefs.Selection(audiences=["agency"]))
    for written in result.written:
        print(written.path, written.pages)

Names are imported when they are first used, so that ``import briefs`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefs.model.diagnostic import Diagnostic, Place, Severity
    from briefs.model.edition import Edition
    from briefs.model.errors import BriefsError, EngineError, InputError, UsageError
    from briefs.publish.build import Result, Written, build
    from briefs.publish.engines import open_engines
    from briefs.publish.plan import Selection
    from briefs.publish.project import OpenProject, open_project

_HOMES = {
    "BriefsError": "briefs.model.errors",
    "Diagnostic": "briefs.model.diagnostic",
    "Edition": "briefs.model.edition",
    "EngineError": "briefs.model.errors",
    "InputError": "briefs.model.errors",
    "OpenProject": "briefs.publish.project",
    "Place": "briefs.model.diagnostic",
    "Result": "briefs.publish.build",
    "Selection": "briefs.publish.plan",
    "Severity": "briefs.model.diagnostic",
    "UsageError": "briefs.model.errors",
    "Written": "briefs.publish.build",
    "build": "briefs.publish.build",
    "open_engines": "briefs.publish.engines",
    "open_project": "briefs.publish.project",
}

__all__ = [
    "BriefsError",
    "Diagnostic",
    "Edition",
    "EngineError",
    "InputError",
    "OpenProject",
    "Place",
    "Result",
    "Selection",
    "Severity",
    "UsageError",
    "Written",
    "build",
    "open_engines",
    "open_project",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
