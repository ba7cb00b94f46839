"""Measure what we promise, as ratios within one run. ``make bench`` prints the README's table."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from briefs.compose.figures.blocks import FIGURE_SCHEME
from briefs.model.edition import Edition
from briefs.publish.build import build
from briefs.publish.check import check
from briefs.publish.engines import Engines, open_engines
from briefs.publish.plan import Selection
from briefs.publish.project import open_project
from briefs.render.chrome import find_chrome
from briefs.render.figures import FigureExporter
from briefs.render.process import EngineProcess, clean_environment
from tests.bench.large import write_project

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 12
AS_OF = date(2025, 8, 15)
"""A day on which the example's facts are fresh."""
ENGLISH = Selection(locales=["en"])
"""The editions that are measured: one an audience, comparable from release to release."""

Row = tuple[str, str, str, str]


def best(measured: Callable[[], float], rounds: int = ROUNDS) -> float:
    """The least of several measurements: what the work takes when nobody disturbs it."""
    return min(measured() for _ in range(rounds))


def timed(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def editions() -> list[Row]:
    """A warm edition with cached figures against WeasyPrint alone on the same HTML."""
    project = open_project(ROOT)
    pages = check(project, ENGLISH, today=AS_OF).pages
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder, open_engines(project, 1) as engines:
        target = Path(folder)
        build(project, ENGLISH, output=target, today=AS_OF, engines=engines)  # warms everything up
        environment = clean_environment(
            {"FONTCONFIG_FILE": str(engines.font_configuration), "PYTHONPATH": str(ROOT)}
        )
        with EngineProcess(
            "tests.bench.bare_process", environment, name="WeasyPrint", start_seconds=60
        ) as bare:
            for edition, page in pages.items():
                urls = [f"{FIGURE_SCHEME}{key}" for key in page.drawings]
                blobs = [engines.cache.get(key) or b"" for key in page.drawings]
                question = {"html": page.html, "css": page.css, "urls": urls}
                ours, alone, tagged = [], [], []
                for _ in range(ROUNDS):
                    ours.append(timed(lambda: one(edition, engines, target)))  # noqa: B023
                    for times, variant in ((alone, None), (tagged, "pdf/a-3a")):
                        asked = {**question, "variant": variant}
                        reply = bare.call(asked, blobs, seconds=60)
                        times.append(reply.message["seconds"])
                rows.append(
                    (
                        f"warm {edition.audience} edition, everything included",
                        "bare WeasyPrint, same HTML, same kind of PDF",
                        f"{min(ours) / min(tagged):.2f} ×",
                        f"at most 1.25 × ({min(ours) * 1000:.0f} ms; "
                        f"{min(ours) / min(alone):.2f} × a PDF without tags)",
                    )
                )
    return rows


def one(edition: Edition, engines: Engines, target: Path) -> None:
    """Read, check, compose, set, validate, seal and write one edition."""
    project = open_project(ROOT)
    selection = Selection(audiences=[edition.audience], locales=[edition.locale])
    build(project, selection, output=target, today=AS_OF, engines=engines, force=True)


WRITE_IMAGE = """
import sys, time
import plotly.graph_objects as go
figure = go.Figure(go.Bar(x=[50000, 60000], y=["a", "b"], orientation="h"))
figure.update_layout(width=330, height=160)
begun = time.perf_counter()
for number in range(int(sys.argv[1])):
    figure.write_image(sys.argv[2])
print((time.perf_counter() - begun) / int(sys.argv[1]))
"""


def figures() -> list[Row]:
    """Fifty figures in one run against calls of Plotly's own write_image."""
    spec = {
        "data": [{"type": "bar", "x": [50000, 60000], "y": ["a", "b"], "orientation": "h"}],
        "layout": {"width": 330, "height": 160},
    }
    with tempfile.TemporaryDirectory() as folder, open_engines(open_project(ROOT), 1) as engines:
        environment = {**os.environ, "BROWSER_PATH": str(find_chrome())}
        script = [sys.executable, "-c", WRITE_IMAGE, "5", f"{folder}/figure.svg"]
        result = subprocess.run(script, env=environment, capture_output=True, text=True, check=True)
        each = float(result.stdout)

        def fifty() -> None:
            with FigureExporter(engines.font_configuration) as exporter:
                for _ in range(50):
                    exporter.svg(spec, "Fira Sans")

        ours = timed(fifty)
    return [
        (
            "fifty figures, Chrome's start included",
            "fifty calls of `fig.write_image` (five measured)",
            f"{50 * each / ours:.0f} × faster",
            f"at least 5 × ({ours / 50 * 1000:.0f} ms a figure)",
        )
    ]


CHECK = """
import sys, time
from datetime import date
from briefs.publish.check import check
from briefs.publish.project import open_project
begun = time.perf_counter()
check(open_project(sys.argv[1]), today=date.fromisoformat(sys.argv[2]))
print(time.perf_counter() - begun)
"""

BUILD = """
import sys, time
from datetime import date
from pathlib import Path
from briefs.publish.build import build
from briefs.publish.plan import Selection
from briefs.publish.project import open_project
begun = time.perf_counter()
day = date.fromisoformat(sys.argv[2])
two = Selection(audiences=["agency", "community"], locales=["en"])
build(open_project(sys.argv[1]), two, today=day, output=Path(sys.argv[3]), force=True)
print(time.perf_counter() - begun)
"""


def checks() -> list[Row]:
    """A large fact base checked, against the two example briefs built, each in a new process."""
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large"
        write_project(large)

        def seconds(script: str, *arguments: str, **more: str) -> float:
            result = subprocess.run(
                [sys.executable, "-c", script, *arguments],
                env={**os.environ, "PYTHONPATH": str(ROOT), **more},
                capture_output=True,
                text=True,
                check=True,
            )
            return float(result.stdout)

        day, output = AS_OF.isoformat(), f"{folder}/output"
        caches = iter(range(5))
        checked = best(lambda: seconds(CHECK, str(large), day), 5)
        cached = best(lambda: seconds(BUILD, str(ROOT), day, output), 5)
        built = best(
            lambda: seconds(
                BUILD, str(ROOT), day, output, BRIEFS_CACHE=f"{folder}/cache{next(caches)}"
            ),
            5,
        )
    return [
        (
            "check of 5,000 facts and 50 pages of prose, every rule",
            "build of the agency and the community brief, figures and all",
            f"{checked / built:.2f} ×",
            f"at most 0.25 × ({checked:.2f} s; {checked / cached:.2f} × with cached figures)",
        )
    ]


def unchanged() -> list[Row]:
    """A build of which nothing has changed, against the same one that builds all again."""
    with tempfile.TemporaryDirectory() as folder:
        day = ["--as-of", AS_OF.isoformat()]
        build_all = [*_command(), "build", *day, "--locale", "en", "--output", folder]
        _run(build_all)  # the first one also fills the cache of figures
        again = best(lambda: _run(build_all), 5)
        forced = best(lambda: _run([*build_all, "--force"]), 5)
        other_day = AS_OF.replace(day=AS_OF.day + 1).isoformat()
        next_day = best(lambda: _run([*_command(), "check", "--as-of", other_day]), 5)
    return [
        (
            "`briefs build` of which nothing has changed",
            "the same with `--force`, figures cached",
            f"{forced / again:.0f} × faster",
            f"at least 20 × ({again * 1000:.0f} ms; {forced / next_day:.1f} × where the day is "
            "another and all is checked again)",
        )
    ]


def _command() -> list[str]:
    script = Path(sys.executable).with_name("briefs")
    return [str(script)] if script.is_file() else [sys.executable, "-m", "briefs"]


def _run(arguments: list[str]) -> float:
    """Seconds that a command takes."""
    environment = {
        name: value
        for name, value in {**os.environ, "PYTHONPATH": str(ROOT)}.items()
        if name != "PYTHONDONTWRITEBYTECODE"
    }
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return timed(lambda: subprocess.run(arguments, cwd=ROOT, env=environment, check=True, **quiet))


def starts() -> list[Row]:
    """How fast the command line starts."""
    cases = {
        "python": [sys.executable, "-c", "pass"],
        "--version": [*_command(), "--version"],
        "list": [*_command(), "list"],
    }
    least = dict.fromkeys(cases, 60.0)
    for _ in range(2 * ROUNDS):
        for name, arguments in cases.items():
            least[name] = min(least[name], _run(arguments))
    return [
        (
            f"`briefs {name}`",
            "`python -c pass`",
            f"{least[name] / least['python']:.1f} ×",
            f"at most 6 × ({least[name] * 1000:.0f} ms)",
        )
        for name in ("--version", "list")
    ]


def main() -> None:
    """Print the table."""
    print("| what | against | measured | promised |")
    print("| --- | --- | --- | --- |")
    for part in (editions, figures, checks, unchanged, starts):
        for row in part():
            print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
