"""What a project has, at a glance: names only, read in a few milliseconds, judged not at all."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from briefs.model.diagnostic import Diagnostic
from briefs.model.errors import InputError
from briefs.read.toml import parse_toml
from briefs.read.workspace import SETTINGS, TEMPLATES, Workspace
from briefs.read.yaml import Document, parse_yaml


class FigureOutline(NamedTuple):
    """A figure's id and kind."""

    id: str
    kind: str


class BriefOutline(NamedTuple):
    """One brief of a project.

    Attributes:
        name: The brief's name.
        topic: Its topic's id.
        title: Its topic's title by language.
        audiences: Ids of the audiences that it is built for.
        locales: The locales that it is built in for any audience.
        by_audience: Those that it is built in for each audience.
        paper: The paper that it is set for.
        figures: The topic's figures.
    """

    name: str
    topic: str
    title: dict[str, str]
    audiences: tuple[str, ...]
    locales: tuple[str, ...]
    by_audience: dict[str, tuple[str, ...]]
    paper: str
    figures: tuple[FigureOutline, ...]


class Outline(NamedTuple):
    """A project's briefs, and the audiences that there are templates for."""

    briefs: tuple[BriefOutline, ...]
    templates: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """The outline as plain data."""
        briefs = [
            {**brief._asdict(), "figures": [figure._asdict() for figure in brief.figures]}
            for brief in self.briefs
        ]
        return {"briefs": briefs, "templates": self.templates}


def read_outline(root: Path) -> Outline:
    """The outline of the project in a folder.

    Raises:
        InputError: If a file that names things cannot be read.
    """
    workspace = Workspace(root)
    settings = _table(_read(workspace, SETTINGS, toml=True))
    briefs = [
        _brief(workspace, settings, brief)
        for brief in _list(settings.get("brief"))
        if isinstance(brief, dict)
    ]
    templates = tuple(
        name.partition(".")[0]
        for name in (PurePosixPath(path).name for path in workspace.names(TEMPLATES, ".html.j2"))
        if not name.startswith("base.")
    )
    if workspace.diagnostics:
        raise InputError(workspace.diagnostics)
    return Outline(tuple(briefs), templates)


def _brief(workspace: Workspace, settings: dict[str, Any], brief: dict[str, Any]) -> BriefOutline:
    topic = str(brief.get("topic", ""))
    folder = f"assets/topics/{topic}"
    sheet = _table(_read(workspace, f"{folder}/topic.yaml"))
    figures: list[Any] = []
    if workspace.exists(f"{folder}/figures.yaml"):
        figures = _list(_read(workspace, f"{folder}/figures.yaml"))
    audiences = tuple(map(str, _list(brief.get("audiences"))))
    by_audience = _by_audience(settings, brief, audiences)
    return BriefOutline(
        name=str(brief.get("id", topic)),
        topic=topic,
        title=_table(sheet.get("title")),
        audiences=audiences,
        locales=tuple(dict.fromkeys(one for locales in by_audience.values() for one in locales)),
        by_audience=by_audience,
        paper=str(brief.get("paper", settings.get("paper", "letter"))),
        figures=tuple(
            FigureOutline(str(figure.get("id", "")), str(figure.get("kind", "")))
            for figure in figures
            if isinstance(figure, dict)
        ),
    )


def _by_audience(
    settings: dict[str, Any], brief: dict[str, Any], audiences: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """The locales of a brief for each of its audiences."""
    usual = settings.get("locales", ["en-US"])
    own = brief.get("locales", usual)
    return {
        audience: tuple(map(str, _list(own.get(audience, usual) if isinstance(own, dict) else own)))
        for audience in audiences
    }


def _read(workspace: Workspace, name: str, *, toml: bool = False) -> Any:
    text = workspace.text(name)
    if text is None:
        return None
    parse = parse_toml if toml else parse_yaml
    document: Document = parse(text, workspace.shown(name))
    findings: list[Diagnostic] = document.diagnostics
    workspace.diagnostics += findings
    return document.data


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
