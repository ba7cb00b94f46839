"""Every figure arrives or is named, whatever befalls Chrome, and nothing is left behind."""

from __future__ import annotations

import http.server
import os
import re
import signal
import subprocess
import sys
import threading
import time
from base64 import b64decode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest

from briefs.model.errors import EngineError
from briefs.render import figures
from briefs.render.figures import FigureExporter
from briefs.render.fonts import text_width
from briefs.render.process import EngineDied, EngineRefused

pytestmark = pytest.mark.chrome

PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def figure(number: int, label: str = "bar") -> dict[str, Any]:
    bar = {
        "type": "bar",
        "orientation": "h",
        "y": [f"{label} {number}", "goal"],
        "x": [number + 1, 30],
        "text": [f"value {number}", "30"],
    }
    layout = {"width": 400, "height": 120, "font": {"family": "Fira Sans", "size": 12}}
    return {"data": [bar], "layout": layout}


@pytest.fixture(scope="module")
def shared(configuration: Path) -> Iterator[FigureExporter]:
    """A warm exporter; Chrome is replaced in the test of that only, not in the midst of any."""
    with pytest.MonkeyPatch.context() as patch, FigureExporter(configuration) as exporter:
        patch.setattr(figures, "RECYCLE_AFTER", 10_000)
        yield exporter


def alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def family(exporter: FigureExporter) -> list[psutil.Process]:
    """The figure process and everything that descends from it, by whatever session."""
    assert exporter.engine is not None
    assert exporter.engine.pid is not None
    child = psutil.Process(exporter.engine.pid)
    return [child, *child.children(recursive=True)]


def folder_of(process: psutil.Process) -> Path:
    return Path(process.environ()["TMPDIR"])


def is_chrome(process: psutil.Process, kind: str | None = None) -> bool:
    try:
        line = process.cmdline()
    except psutil.NoSuchProcess:  # ended since it was listed, its parent not having noticed yet
        return False
    if not line or "chrom" not in line[0]:
        return False
    types = [part for part in line if part.startswith("--type=")]
    return types == ([f"--type={kind}"] if kind else [])


def hit(exporter: FigureExporter, what: str) -> None:
    processes = family(exporter)
    targets = {
        "chrome killed": [p for p in processes if is_chrome(p)],
        "renderer killed": [p for p in processes if is_chrome(p, "renderer")],
        "renderer frozen": [p for p in processes if is_chrome(p, "renderer")],
        "python killed": processes[:1],
        "python frozen": processes[:1],
    }[what]
    assert targets, f"nothing to hit for {what}"
    for process in targets:
        process.send_signal(signal.SIGSTOP if what.endswith("frozen") else signal.SIGKILL)


def test_all_figures_arrive_under_faults_and_nothing_is_left(
    configuration: Path, shared: FigureExporter
) -> None:
    faults = {
        3: "chrome killed",
        7: "renderer killed",
        11: "renderer frozen",
        14: "python killed",
        17: "python frozen",
    }
    seen: dict[int, psutil.Process] = {}
    folders: set[Path] = set()
    slowest = 0.0
    undisturbed = [shared.svg(figure(number), "Fira Sans") for number in range(20)]
    with FigureExporter(configuration, seconds=2, start_seconds=30) as exporter:
        for number in range(20):
            if number in faults:
                hit(exporter, faults[number])
            began = time.monotonic()
            svg = exporter.svg(figure(number), "Fira Sans")
            slowest = max(slowest, time.monotonic() - began)
            assert f"value {number}<".encode() in svg
            assert svg == undisturbed[number]
            seen |= {process.pid: process for process in family(exporter)}
            folders.add(folder_of(family(exporter)[0]))
    assert len(folders) == 1 + len(faults)
    assert slowest < 15
    assert not [process for process in seen.values() if alive(process)]
    assert not [folder for folder in folders if folder.exists()]


def test_two_exporters_and_what_came_before_give_the_same_bytes(
    shared: FigureExporter, configuration: Path
) -> None:
    with FigureExporter(configuration) as other:
        others = [other.svg(figure(n), "Fira Sans") for n in (2, 1)]
    ours = [shared.svg(figure(n), "Fira Sans") for n in (1, 3, 2)]
    assert ours[0] == others[1]
    assert ours[2] == others[0]
    assert ours[1] != ours[0]


def test_each_thread_gets_its_own_figure(shared: FigureExporter) -> None:
    def draw(thread: int) -> list[str]:
        numbers = range(thread * 10, thread * 10 + 5)
        return [shared.svg(figure(n, "thread"), "Fira Sans").decode() for n in numbers]

    with ThreadPoolExecutor(4) as pool:
        for thread, svgs in enumerate(pool.map(draw, range(4))):
            for offset, svg in enumerate(svgs):
                labels = re.findall(r">thread (\d+)<", svg)
                assert labels == [str(thread * 10 + offset)]


def test_fifty_figures_are_drawn_in_one_tab(shared: FigureExporter) -> None:
    shared.svg(figure(0), "Fira Sans")
    before = {process.pid for process in family(shared)}
    began = time.monotonic()
    svgs = {shared.svg(figure(number, "fifty"), "Fira Sans") for number in range(50)}
    assert len(svgs) == 50
    assert time.monotonic() - began < 12, "a new page for each would take 0.3 s and more"
    assert {process.pid for process in family(shared)} == before


def test_chrome_is_replaced_before_it_grows(
    shared: FigureExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = [shared.svg(figure(1), "Fira Sans") for _ in range(3)]
    old = family(shared)[0].pid
    folder = folder_of(family(shared)[0])
    monkeypatch.setattr(figures, "RECYCLE_AFTER", 3)
    svgs, pids = [], []
    for _ in range(3):
        svgs.append(shared.svg(figure(1), "Fira Sans"))
        pids.append(family(shared)[0].pid)
    assert svgs == expected
    assert pids == [pids[0]] * 3
    assert pids[0] != old
    assert not folder.exists()


def test_chrome_s_page_asks_nothing_of_a_server(shared: FigureExporter) -> None:
    """A server on this machine, which no proxy stands before."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    shared.svg(figure(1), "Fira Sans")
    assert shared.engine is not None
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        style = f"http://127.0.0.1:{server.server_port}/style.json"
        spec = {"data": [{"type": "scattermap", "lon": [1], "lat": [2]}]}
        with pytest.raises(EngineDied, match="ended unexpectedly") as caught:
            shared.engine.call({"figure": spec | {"layout": {"map": {"style": style}}}}, seconds=10)
        server.shutdown()
    assert "Map error" in caught.value.log
    assert asked == []
    assert shared.svg(figure(1), "Fira Sans")


@pytest.mark.parametrize("source", ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "", "x.png"])
def test_an_image_from_outside_is_refused(shared: FigureExporter, source: str) -> None:
    spec = figure(1)
    spec["layout"]["images"] = [{"source": source, "x": 0, "y": 1, "sizex": 1, "sizey": 1}]
    shared.svg(figure(1), "Fira Sans")
    before = family(shared)[0].pid
    with pytest.raises(EngineError, match="data:"):
        shared.svg(spec, "Fira Sans")
    assert family(shared)[0].pid == before, "a refusal costs no restart"


def test_chrome_s_page_may_read_no_file(shared: FigureExporter, tmp_path: Path) -> None:
    """A named item of a template passes the look at layout.images: the page's policy is the wall.

    Asked of the process itself, for sanitising would hide what was read.
    """
    secret = tmp_path / "canary.png"
    secret.write_bytes(PIXEL)
    image = {"name": "a", "source": secret.as_uri(), "x": 0, "y": 1, "sizex": 1, "sizey": 1}
    spec = figure(1)
    spec["layout"]["template"] = {"layout": {"images": [image]}}
    shared.svg(figure(1), "Fira Sans")
    assert shared.engine is not None
    try:
        svg = shared.engine.call({"figure": spec}, seconds=10).blobs[0]
    except EngineRefused:
        return
    assert b"data:image" not in svg


@pytest.mark.parametrize(
    ("data", "layout", "word"),
    [
        ([{"type": "bar", "nope": 1}], {}, "nope"),
        ([{"type": "bar"}], {"nope": 1}, "nope"),
        ([{"type": "bar", "orientation": "q"}], {}, "orientation"),
        ([{"type": "nope"}], {}, "Invalid element"),
    ],
)
def test_plotly_s_refusal_is_passed_on_at_once(
    shared: FigureExporter, data: list[dict[str, Any]], layout: dict[str, Any], word: str
) -> None:
    shared.svg(figure(1), "Fira Sans")
    before = family(shared)[0].pid
    spec = {"data": data, "layout": {"width": 90, "height": 90, **layout}}
    with pytest.raises(EngineError, match=word) as caught:
        shared.svg(spec, "Fira Sans", "figure goals")
    assert "figure goals" in str(caught.value)
    assert family(shared)[0].pid == before


def test_a_wrong_trace_type_is_named(shared: FigureExporter) -> None:
    spec = {"data": [{"type": "nope"}], "layout": {"width": 90, "height": 90}}
    with pytest.raises(EngineError, match="nope"):
        shared.svg(spec, "Fira Sans")


def test_missing_chrome_is_told_with_a_mend(
    configuration: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nonexistent")
    with (
        FigureExporter(configuration) as exporter,
        pytest.raises(EngineError, match="BROWSER_PATH") as caught,
    ):
        exporter.svg(figure(1), "Fira Sans")
    assert caught.value.mend


def test_a_program_that_is_no_browser_is_told_with_a_mend(
    configuration: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/bin/true")
    began = time.monotonic()
    with (
        FigureExporter(configuration, start_seconds=5) as exporter,
        pytest.raises(EngineError, match="figure goals could not be drawn") as caught,
    ):
        exporter.svg(figure(1), "Fira Sans", "figure goals")
    assert time.monotonic() - began < 15
    assert "/bin/true" in caught.value.mend
    assert exporter.engine is None


def test_a_closed_exporter_starts_no_chrome(configuration: Path) -> None:
    exporter = FigureExporter(configuration)
    exporter.close()
    with pytest.raises(EngineError, match="closed"):
        exporter.svg(figure(1), "Fira Sans")
    with pytest.raises(EngineError, match="closed"):
        exporter.start()
    assert exporter.engine is None


def test_a_browser_that_never_answers_is_given_up(
    configuration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mute = tmp_path / "mute-chrome"
    mute.write_text("#!/bin/sh\nexec sleep 600\n", "utf-8")
    mute.chmod(0o755)
    monkeypatch.setenv("BROWSER_PATH", str(mute))
    began = time.monotonic()
    with (
        FigureExporter(configuration, seconds=1, start_seconds=1) as exporter,
        pytest.raises(EngineError, match="did not start"),
    ):
        exporter.svg(figure(1), "Fira Sans", "figure goals")
    assert time.monotonic() - began < 12


@pytest.mark.parametrize("moment", ["drawing", "warming up"])
def test_a_killed_parent_leaves_no_chrome(configuration: Path, moment: str) -> None:
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from briefs.render.figures import FigureExporter\n"
        "exporter = FigureExporter(Path(sys.argv[1]))\n"
        "exporter.start()\n"
        "if sys.argv[2] == 'drawing':\n"
        "    exporter.svg({'data': [], 'layout': {'width': 90, 'height': 90}}, 'Fira Sans')\n"
        "print(exporter.engine.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(configuration), moment],
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        if moment != "drawing":
            wait_for_chrome(child)
        processes = [child, *child.children(recursive=True)]
        assert any(is_chrome(process) for process in processes)
        folder = folder_of(child)
        parent.kill()
    _, left = psutil.wait_procs([p for p in processes if alive(p)], timeout=5)
    left = [process for process in left if alive(process)]
    for process in left:
        process.kill()
    assert not left
    assert not folder.exists()


def wait_for_chrome(child: psutil.Process) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            if any(is_chrome(process) for process in child.children(recursive=True)):
                return
        except psutil.NoSuchProcess:
            pass
        time.sleep(0.02)


def test_chrome_stays_in_the_session_that_is_killed(shared: FigureExporter) -> None:
    shared.svg(figure(1), "Fira Sans")
    child, *rest = family(shared)
    assert len(rest) >= 3
    assert {os.getsid(process.pid) for process in rest if alive(process)} == {child.pid}


def test_chrome_measures_text_as_we_do(shared: FigureExporter) -> None:
    """A label outside its bar is centred half its width away from the bar's end."""

    def centre(text: str) -> float:
        bar = {"type": "bar", "orientation": "h", "y": ["a"], "x": [1], "text": [text]}
        bar |= {"textposition": "outside", "constraintext": "none", "cliponaxis": False}
        layout = {"width": 600, "height": 90, "xaxis": {"range": [0, 10]}}
        layout |= {"font": {"family": "Fira Sans", "size": 12}, "margin": {"l": 50, "r": 0}}
        svg = shared.svg({"data": [bar], "layout": layout}, "Fira Sans").decode()
        found = re.search(rf"translate\(([\d.]+),[\d.]+\)[^>]*>{re.escape(text)}<", svg)
        assert found
        return float(found[1])

    short, long = "0", "Student-loan repayment"
    expected = text_width(long, "Fira Sans", 12) - text_width(short, "Fira Sans", 12)
    assert 2 * (centre(long) - centre(short)) == pytest.approx(expected, rel=0.005)
