"""Addresses are tried when they are asked for, and never else; what they answered is noted."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import pytest

from briefs.cli import main
from briefs.model.diagnostic import Diagnostic, Place
from briefs.model.errors import EngineError
from briefs.publish import try_links as module
from briefs.publish.links import CheckedLink
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject, open_project
from briefs.publish.try_links import NOTE, try_links

BASE = Path(__file__).parents[1] / "mistakes" / "_base"
URL = "https://example.org/report"


@pytest.fixture
def project(tmp_path: Path) -> OpenProject:
    """The base in a folder of its own."""
    return open_project(shutil.copytree(BASE, tmp_path / "project"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, Place]]:
    """What the visitor of links was asked for, who answers that all is well."""
    calls: list[Mapping[str, Place]] = []

    def answer(
        urls: Mapping[str, Place], today: date
    ) -> tuple[list[CheckedLink], list[Diagnostic]]:
        calls.append(urls)
        return [CheckedLink(url, 200, f"{url}/", today) for url in urls], []

    monkeypatch.setattr(module, "check_links", answer)
    return calls


def test_answers_are_noted_with_their_day(
    project: OpenProject, asked: list[Mapping[str, Place]]
) -> None:
    assert try_links(project, Selection()) == []
    assert json.loads((project.root / NOTE).read_text("utf-8")) == [
        {
            "url": URL,
            "status": 200,
            "final_url": f"{URL}/",
            "reason": "",
            "checked_on": date.today().isoformat(),  # not the day of the check: it was tried now
        }
    ]
    ((url, place),) = asked[0].items()
    assert (url, place.file) == (URL, "assets/topics/lead-pipes/sources.yaml")
    assert place.line == 6


def test_note_is_written_anew_each_time(
    project: OpenProject, asked: list[Mapping[str, Place]]
) -> None:
    try_links(project, Selection())
    first = (project.root / NOTE).read_bytes()
    try_links(project, Selection())
    assert (project.root / NOTE).read_bytes() == first
    assert len(asked) == 2


def test_nobody_is_asked_where_the_answers_cannot_be_noted(
    project: OpenProject, asked: list[Mapping[str, Place]]
) -> None:
    (project.root / "output").write_text("a file")
    with pytest.raises(EngineError):
        try_links(project, Selection())
    assert not asked


def test_only_the_topics_asked_for_are_tried(
    project: OpenProject, asked: list[Mapping[str, Place]]
) -> None:
    topics = project.root / "assets" / "topics"
    shutil.copytree(topics / "lead-pipes", topics / "old-wells")
    sources = topics / "old-wells" / "sources.yaml"
    sources.write_text(sources.read_text("utf-8").replace(URL, "https://example.org/wells"))
    settings = (project.root / "briefs.toml").read_text("utf-8")
    more = '\n[[brief]]\ntopic = "old-wells"\naudiences = ["resident"]\n'
    (project.root / "briefs.toml").write_text(settings + more)
    opened = open_project(project.root)
    try_links(opened, Selection(("old-wells",)))
    try_links(opened, Selection())
    assert [list(urls) for urls in asked] == [
        ["https://example.org/wells"],
        [URL, "https://example.org/wells"],
    ]


@pytest.mark.parametrize("command", [["check"], ["build", "--dry-run"], ["facts", "due"]])
def test_nothing_touches_the_network_unless_links_are_asked_for(
    project: OpenProject, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with pytest.raises(SystemExit) as caught:
        main([*command, "--project", str(project.root)])
    assert caught.value.code == 0
    assert not (project.root / NOTE).exists()


def test_links_do_touch_it(project: OpenProject, monkeypatch: pytest.MonkeyPatch) -> None:
    touched: list[object] = []

    def refuse(*where: Any, **__: Any) -> NoReturn:
        touched.append(where)
        raise OSError("no network here")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    (found,) = try_links(project, Selection())
    assert touched
    assert found.code == "link-dead"
    assert date.today().isoformat() in found.message
