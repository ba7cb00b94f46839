"""The documents say what is true: every command, option and code, every version."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest

from briefs.cli import COMMANDS, group
from briefs.model.codes import Code
from briefs.version import VERSION

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"


def codes_table() -> str:
    rows = [f"| `{code.value}` | {code.summary} |" for code in Code]
    return "\n".join(["| code | what it says |", "| --- | --- |", *rows])


def test_the_readme_lists_every_code(request: pytest.FixtureRequest) -> None:
    text = README.read_text("utf-8")
    pattern = re.compile(r"(<!-- codes -->\n).*?(<!-- /codes -->)", re.DOTALL)
    wanted = pattern.sub(lambda match: f"{match[1]}{codes_table()}\n{match[2]}", text)
    if request.config.getoption("--update-golden"):
        README.write_text(wanted, "utf-8")
    assert README.read_text("utf-8") == wanted, "the table of codes is stale: make golden"


def test_every_command_and_option_is_documented() -> None:
    text = README.read_text("utf-8")
    context = click.Context(group)
    for name in COMMANDS:
        command = group.get_command(context, name)
        assert command is not None
        assert command.help
        assert f"briefs {name}" in text
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.name} is missing its help"


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == VERSION


def test_every_dependency_has_a_reason() -> None:
    reasons = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for requirement in project["project"]["dependencies"]:
        name = re.split(r"[<>=]", requirement)[0]
        known = name in reasons or f"-{name.removeprefix('fontpkg-')}" in reasons
        assert known, f"{name} has no reason in CONTRIBUTING.md"


def test_every_file_that_the_readme_shows_is_there() -> None:
    for picture in re.findall(r"\]\((docs/[^)]+)\)", README.read_text("utf-8")):
        assert (ROOT / picture).is_file()
