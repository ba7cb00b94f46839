"""A build with real engines: what is written, what is not, and what happens when Chrome dies."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import psutil
import pytest

from briefs.model.errors import EngineError, InputError, UsageError
from briefs.model.project import Format
from briefs.publish.build import build
from briefs.publish.cache import FigureCache
from briefs.publish.editions.issue import Action
from briefs.publish.engines import open_engines
from briefs.publish.plan import Selection
from briefs.publish.project import open_project
from briefs.render.figures import FigureExporter

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "tests" / "mistakes" / "_base"

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The small project of the mistakes, to be spoilt."""
    return Path(shutil.copytree(BASE, tmp_path / "project"))


def test_editions_are_written_where_they_belong(project: Path) -> None:
    result = build(open_project(project))
    assert [one.path for one in result.written] == list((project / "output").rglob("*.pdf"))
    one = result.written[0]
    assert one.path.read_bytes().startswith(b"%PDF-1.7")
    assert one.size == one.path.stat().st_size
    assert one.pages >= 1
    hidden = [path.name for path in (project / "output").rglob(".*")]
    assert hidden == [".ledger.lock"]


def test_a_dry_run_writes_nothing(project: Path) -> None:
    before = sorted(project.rglob("*"))
    result = build(open_project(project), dry_run=True)
    (planned,) = result.written
    assert (planned.number, planned.action, planned.size) == (1, Action.ISSUE, 0)
    assert sorted(project.rglob("*")) == before


def test_a_dry_run_says_what_a_build_would_do(project: Path) -> None:
    (first,) = build(open_project(project)).written
    both = list(Format)
    page, web = build(open_project(project), dry_run=True, formats=both).written
    assert (page.action, page.number, page.size) == (Action.KEEP, 1, first.size)
    assert (web.action, web.number, web.size) == (Action.ADD, 1, 0)
    (forced,) = build(open_project(project), dry_run=True, force=True).written
    assert (forced.action, forced.number) == (Action.REBUILD, 1)
    made = build(open_project(project), formats=both).written
    assert [one.action for one in made] == [Action.KEEP, Action.ADD]
    facts = project / "assets/topics/lead-pipes/facts.yaml"
    facts.write_text(facts.read_text("utf-8").replace("4000", "4500").replace("4,000", "4,500"))
    (changed,) = build(open_project(project), dry_run=True).written
    assert (changed.action, changed.number) == (Action.ISSUE, 2)


def test_what_has_not_changed_is_left_as_it_is(project: Path) -> None:
    (first,) = build(open_project(project)).written
    ledger = (project / "output" / "ledger.jsonl").read_bytes()
    stamp = first.path.stat().st_mtime_ns
    (again,) = build(open_project(project)).written
    assert (first.action, again.action) == (Action.ISSUE, Action.KEEP)
    assert (again.number, again.pages, again.size) == (1, first.pages, first.size)
    assert again.layout == first.layout
    assert again.path.stat().st_mtime_ns == stamp
    assert (project / "output" / "ledger.jsonl").read_bytes() == ledger


def test_force_sets_the_same_edition_again_to_the_very_same_bytes(project: Path) -> None:
    (first,) = build(open_project(project)).written
    before = first.path.read_bytes()
    (again,) = build(open_project(project), force=True, today=date(2025, 8, 16)).written
    assert (again.action, again.number) == (Action.REBUILD, 1)
    assert again.path.read_bytes() == before


def test_a_finding_leaves_the_output_as_it_was(project: Path) -> None:
    first = build(open_project(project)).written[0].path
    before = first.read_bytes()
    facts = project / "assets" / "topics" / "lead-pipes" / "facts.yaml"
    facts.write_text(facts.read_text().replace("source: county-report", "source: nowhere", 1))
    with pytest.raises(InputError) as caught:
        build(open_project(project))
    assert [found.code for found in caught.value.diagnostics] == ["source-unknown"]
    assert first.read_bytes() == before


def test_an_unknown_audience_is_wrong_usage_with_a_guess(project: Path) -> None:
    with pytest.raises(UsageError) as caught:
        build(open_project(project), Selection(audiences=["residnt"]))
    assert "resident" in caught.value.mend


def test_an_output_that_cannot_be_written_is_said_before_any_work(project: Path) -> None:
    (project / "taken").write_text("a file")
    with pytest.raises(EngineError, match="cannot be written"):
        build(open_project(project), output=project / "taken")
    assert (project / "taken").read_text() == "a file"


def test_chrome_killed_mid_build_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every Chrome that starts is killed at once for a while; the briefs come out the same."""
    example = open_project(ROOT)
    selection = Selection(audiences=["agency"])
    calm = build(example, selection, output=tmp_path / "calm").written[0].path.read_bytes()
    killed: list[int] = []
    with open_engines(example, 1) as engines:
        engines.cache = FigureCache(tmp_path / "cache")
        engines.exporter = FigureExporter(engines.font_configuration, seconds=8, start_seconds=10)
        stop = threading.Event()

        def kill() -> None:
            while not stop.is_set() and len(killed) < 2:
                engine = engines.exporter.engine
                for child in _children(engine.pid if engine else None):
                    with contextlib.suppress(psutil.Error):  # it may be gone already
                        if "--type=renderer" in child.cmdline() and child.pid not in killed:
                            child.kill()
                            killed.append(child.pid)
                            break
                time.sleep(0.02)

        killer = threading.Thread(target=kill)
        killer.start()
        result = build(example, selection, output=tmp_path / "out", engines=engines)
        stop.set()
        killer.join()
    assert killed
    assert not result.failures
    assert result.written[0].path.read_bytes() == calm


def _children(pid: int | None) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True) if pid else []
    except psutil.Error:
        return []


def test_without_chrome_the_edition_is_named_and_the_command_given(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nonexistent/chrome")
    monkeypatch.setenv("BRIEFS_CACHE", str(tmp_path / "empty"))
    result = build(open_project(project))
    assert not result.written
    (_, error), *_ = result.failures
    assert "BROWSER_PATH" in error.message
    assert error.mend


def test_cached_figures_need_no_chrome(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build(open_project(project)).written[0].path.read_bytes()
    monkeypatch.setenv("BROWSER_PATH", "/nonexistent/chrome")
    assert build(open_project(project), force=True).written[0].path.read_bytes() == first


def test_an_interrupted_build_leaves_no_process_and_no_half_file(project: Path) -> None:
    command = [sys.executable, "-m", "briefs", "build", "--project", str(project)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert child.stderr is not None
    assert "building" in child.stderr.readline()
    family = psutil.Process(child.pid).children(recursive=True)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=30)
    assert "Traceback" not in err
    if child.returncode != 0:  # it may have been quicker than we
        assert child.returncode == 130
        assert "interrupted" in err
    _, alive = psutil.wait_procs(family, timeout=5)
    assert not alive
    for path in (project / "output").rglob("*.pdf"):
        assert path.read_bytes().rstrip().endswith(b"%%EOF")
