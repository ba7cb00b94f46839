"""Imports go down the floors, never up or sideways, and the pure floors touch no outside world."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "briefs"

FLOORS = {
    "version": -1,
    "model": 0,
    "read": 1,
    "check": 1,
    "compose": 1,
    "render": 2,
    "publish": 3,
    "cli": 4,
    "__main__": 5,
    "__init__": 5,
}
PURE = {"model", "check", "compose"}
OUTSIDE = {
    "os", "pathlib", "socket", "subprocess", "time", "random", "urllib.request", "tempfile",
    "kaleido", "plotly", "choreographer", "weasyprint",
}  # fmt: skip


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(source: str) -> Iterator[str]:
    """Every module that a source imports, also within functions and for types only."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


def source_says_both(name: str, source: str) -> bool:
    """Whether a bare ``briefs`` only comes from ``from briefs import room``, judged with the room."""
    return name == "briefs" and "import briefs" not in source


def faults_of(room: str, source: str) -> list[str]:
    """What a module of a room must not import, or call."""
    faults = []
    for name in imports_of(source):
        parts = name.split(".")
        if parts[0] == "briefs":
            to = parts[1] if len(parts) > 1 and parts[1] in FLOORS else "__init__"
            within = to == room or source_says_both(name, source)
            if not within and FLOORS[to] >= FLOORS[room]:
                faults.append(f"{room} imports {name}")
        elif room in PURE and (name in OUTSIDE or parts[0] in OUTSIDE):
            faults.append(f"{room} imports {name}")
    if room in PURE:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if called == "open" or called.endswith((".today", ".now", ".utcnow")):
                    faults.append(f"{room} calls {called}")
    return faults


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_module_imports_from_floors_below_only(path: Path) -> None:
    assert faults_of(room_of(path), path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("model", "from briefs.read.yaml import parse_yaml"),
        ("compose", "from briefs.check.facts import check_facts"),
        ("read", "def f():\n    from briefs.publish import build"),
        ("render", "import briefs.cli"),
        ("check", "if TYPE_CHECKING:\n    from briefs.read.yaml import Document"),
        ("model", "import briefs"),
        ("publish", "from briefs import open_project"),
        ("version", "from briefs.model import codes"),
        ("check", "from pathlib import Path"),
        ("compose", "import plotly.graph_objects as go"),
        ("model", "from datetime import date\nday = date.today()"),
        ("check", "text = open('facts.yaml').read()"),
    ],
)
def test_the_walk_sees_a_planted_fault(room: str, source: str) -> None:
    assert faults_of(room, source)


@pytest.mark.parametrize("arguments", [["--version"], ["list"]])
def test_quick_commands_start_without_the_engines(arguments: list[str]) -> None:
    result = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "briefs", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    imported = {line.rpartition("|")[2].strip() for line in result.stderr.splitlines()}
    assert "click" in imported
    assert not imported & {"weasyprint", "plotly", "kaleido", "pydantic", "rich", "babel", "jinja2"}
