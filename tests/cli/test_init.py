"""``briefs init``: what it prints, and where it writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from briefs.cli.init import command
from briefs.model.errors import UsageError


def test_it_prints_what_it_wrote_and_what_comes_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(command, ["my desk", "--audience", "press", "--topic", "pipes"])
    assert result.exception is None
    written = [line.removeprefix("wrote ") for line in result.output.splitlines()[:8]]
    assert all((tmp_path / name).is_file() for name in written)
    assert "my desk/assets/topics/pipes/text/press.en.md" in written
    lines = [" ".join(line.split("#")[0].split()) for line in result.output.splitlines()[8:]]
    assert lines == [
        "",
        "Its facts are made up, to be replaced. Next:",
        "",
        "cd 'my desk'",
        "briefs build",
        "briefs check",
        "briefs audiences show press",
    ]


def test_without_a_folder_it_writes_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(command, ["--locale", "es-US", "--locale", "en-US"])
    assert result.output.startswith("wrote briefs.toml\n")
    assert "cd " not in result.output
    text = tmp_path / "assets/topics/example/text"
    assert sorted(path.name for path in text.iterdir()) == ["community.en.md", "community.es.md"]
    assert 'locales = ["es-US", "en-US"]' in (tmp_path / "briefs.toml").read_text("utf-8")


def test_a_second_time_it_refuses(tmp_path: Path) -> None:
    CliRunner().invoke(command, [str(tmp_path)])
    again = CliRunner().invoke(command, [str(tmp_path)]).exception
    assert isinstance(again, UsageError)
    assert str(tmp_path / "briefs.toml") in again.message
