"""What the engines need, whether it is there, and the command that installs it."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from briefs.model.errors import EngineError
from briefs.render import fonts
from briefs.render.chrome import chrome_version, find_chrome
from briefs.render.figures import FigureExporter
from briefs.render.pages import PageSetter

PACKAGES = ("weasyprint", "pydyf", "kaleido", "plotly", "jinja2", "babel", "page-validation")

_PAGE = (
    '<html lang="en"><head><meta charset="utf-8"><title>Test</title></head>'
    '<body style="font-family: Fira Sans"><p>Test</p></body></html>'
)
_FIGURE = {"data": [{"type": "bar", "x": [1], "y": [1]}], "layout": {"width": 90, "height": 60}}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the engines need.

    Attributes:
        name: What it is.
        found: What was found, or what is wrong.
        ok: Whether it will do.
        mend: The command that helps, where it will not.
    """

    name: str
    found: str
    ok: bool = True
    mend: str = ""


def examine() -> Iterator[Finding]:
    """Look at everything, the quick things first; both engines do a piece of real work."""
    supported = sys.version_info >= (3, 11)
    yield Finding(
        "Python", platform.python_version(), supported, "" if supported else "install Python 3.11"
    )
    for name in PACKAGES:
        yield _package(name)
    yield from _tried("fonts", _fonts)
    yield from _tried("Chrome", lambda: f"{chrome_version(find_chrome())} at {find_chrome()}")
    with tempfile.TemporaryDirectory(prefix="briefs-doctor-") as folder:
        try:
            configuration = fonts.write_configuration(Path(folder))
        except EngineError:
            return  # the fonts were found wanting above
        yield from _tried("figures", lambda: _draws(configuration))
        yield from _tried("pages (Pango)", lambda: _sets(configuration))


def _package(name: str) -> Finding:
    try:
        return Finding(name, version(name))
    except PackageNotFoundError:
        return Finding(name, "not installed", ok=False, mend=f"pip install {name}")


def _fonts() -> str:
    files = [path for folder in fonts.folders() for path in folder.glob("*.ttf")]
    return f"{', '.join(fonts.PACKAGES)} ({len(files)} files)"


def _draws(configuration: Path) -> str:
    with FigureExporter(configuration) as exporter:
        return f"Kaleido drew one: {len(exporter.svg(_FIGURE, 'Fira Sans'))} bytes of SVG"


def _sets(configuration: Path) -> str:
    with PageSetter(configuration, []) as setter:
        try:
            pdf = setter.pdf(_PAGE, "", {}, {}, "the test page")
        except EngineError as error:
            if "cannot load library" in f"{error.message} {error.mend}":
                raise EngineError(
                    "WeasyPrint does not find Pango", how_to_install_pango()
                ) from error
            raise
    return f"WeasyPrint set one: {len(pdf.data)} bytes of PDF/A-3a and PDF/UA-1"


def how_to_install_pango() -> str:
    """The command that installs Pango on this platform."""
    if platform.system() == "Darwin":
        return "brew install pango"
    if Path("/etc/debian_version").exists():
        return (
            "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig"
        )
    return "install Pango and HarfBuzz with your package manager"


def _tried(name: str, attempt: Callable[[], str]) -> Iterator[Finding]:
    try:
        yield Finding(name, attempt())
    except EngineError as error:
        yield Finding(name, error.message, ok=False, mend=error.mend)


def environment() -> str:
    """The platform in a line, for bug reports."""
    cores = os.cpu_count() or 1
    return f"{platform.system()} {platform.release()} ({platform.machine()}), {cores} cores"
