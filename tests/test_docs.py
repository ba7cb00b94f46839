"""The documents say what is true: every command, option and code, every version."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import click
import pytest

from briefs.cli import COMMANDS, group
from briefs.cli.explain import as_markdown
from briefs.model.codes import Code
from briefs.model.value import Kind
from briefs.read.schemas import schemas
from briefs.version import VERSION
from tests.reference import UNLISTED, reference_page

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
FINDINGS = ROOT / "docs" / "findings.md"
REFERENCE = ROOT / "docs" / "reference.md"


def findings_page() -> str:
    """What ``docs/findings.md`` must say: all codes in a table, then each one by group."""
    lines = [
        "# Findings",
        "",
        "Each finding has a stable code. `briefs explain CODE` says on the command line what is said",
        "here; `tests/mistakes/<code>/` holds a broken project for each of them.",
        "",
        "| group | code | what it says |",
        "| --- | --- | --- |",
    ]
    groups = [(name, list(codes)) for name, codes in groupby(Code, lambda code: code.group)]
    for name, codes in groups:
        lines += [f"| {name} | [`{code}`](#{code}) | {code.summary} |" for code in codes]
    for name, codes in groups:
        lines += ["", f"## {name[0].upper()}{name[1:]}"]
        for code in codes:
            lines += ["", f"### {code}", "", code.summary, "", as_markdown(code)]
    return "\n".join([*lines, ""])


def test_the_page_of_findings_says_what_the_command_says(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        FINDINGS.write_text(findings_page(), "utf-8")
    assert FINDINGS.read_text("utf-8") == findings_page(), "docs/findings.md is stale: make golden"


def test_the_reference_says_what_the_schemas_say(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        REFERENCE.write_text(reference_page(), "utf-8")
    assert REFERENCE.read_text("utf-8") == reference_page(), (
        "docs/reference.md is stale: make golden"
    )


def test_the_reference_has_every_key_and_every_kind() -> None:
    text = REFERENCE.read_text("utf-8")
    for schema in schemas().values():
        for key in _keys_of(schema):
            assert f"{key}`" in text, key
    for kind in Kind:
        assert f"\n| `{kind}` | `" in text


def _keys_of(node: Any) -> Iterator[str]:
    """Every key that a schema names, but the words of a locale."""
    if isinstance(node, list):
        for one in node:
            yield from _keys_of(one)
    elif isinstance(node, dict):
        for name, inner in node.get("properties", {}).items():
            yield name
            yield from () if name == UNLISTED else _keys_of(inner)
        for key in ("items", "additionalProperties", "oneOf"):
            yield from _keys_of(node.get(key))


def test_the_reference_leads_to_a_heading_with_every_link() -> None:
    text = REFERENCE.read_text("utf-8")
    headings = re.findall(r"^## `(.*)`$", text, re.MULTILINE)
    links = re.findall(r"\]\(#([^)]+)\)", text)
    assert links == [re.sub(r"[^a-z0-9_-]", "", heading.lower()) for heading in headings]


def test_the_page_of_findings_has_a_heading_for_every_link() -> None:
    text = FINDINGS.read_text("utf-8")
    links = re.findall(r"\]\(#([a-z0-9-]+)\)", text)
    assert links == re.findall(r"^### ([a-z0-9-]+)$", text, re.MULTILINE)
    assert links == [code.value for code in Code]


def test_the_readme_leads_to_the_findings() -> None:
    assert "](docs/findings.md)" in README.read_text("utf-8")


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
    for picture in re.findall(r"\]\((docs/[^)#]+)", README.read_text("utf-8")):
        assert (ROOT / picture).is_file()
