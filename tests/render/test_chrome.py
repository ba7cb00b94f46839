"""Chrome is found in the order that we promise, and who has none is told how to get one."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from briefs.model.errors import EngineError
from briefs.render import chrome
from briefs.render.chrome import chrome_version, find_chrome, how_to_install


def program(path: Path, body: str = "exit 0") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without Chrome; the folder that is its PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(chrome, "_PLACES", (str(tmp_path / "place" / "chrome"),))
    return folder


def test_the_order_is_browser_path_then_path_then_the_usual_places(
    nothing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = program(tmp_path / "place" / "chrome")
    assert find_chrome() == place
    for name in ("brave-browser", "microsoft-edge", "chromium", "google-chrome"):
        found = program(nothing / name)
        assert find_chrome() == found, name
    mine = program(tmp_path / "mine" / "my-chrome")
    monkeypatch.setenv("BROWSER_PATH", str(mine))
    assert find_chrome() == mine


def test_what_cannot_be_run_is_passed_over(nothing: Path, tmp_path: Path) -> None:
    program(nothing / "google-chrome").chmod(0o644)
    (nothing / "chromium").mkdir()
    place = program(tmp_path / "place" / "chrome")
    assert find_chrome() == place


def test_an_empty_browser_path_is_none(nothing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", "")
    found = program(nothing / "chromium")
    assert find_chrome() == found


@pytest.mark.parametrize("what", ["missing", "folder", "no program"])
def test_a_wrong_browser_path_is_an_error_though_chrome_is_there(
    nothing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    program(nothing / "chromium")
    given = tmp_path / "given"
    if what == "folder":
        given.mkdir()
    elif what == "no program":
        given.write_text("words", encoding="utf-8")
    monkeypatch.setenv("BROWSER_PATH", str(given))
    with pytest.raises(EngineError) as caught:
        find_chrome()
    assert str(given) in caught.value.message
    assert "unset it" in caught.value.mend


@pytest.mark.parametrize(
    ("system", "release", "command"),
    [
        ("Darwin", "", "brew install"),
        ("Linux", "ID=debian", "apt-get install chromium"),
        ("Linux", 'ID=linuxmint\nID_LIKE="ubuntu debian"', "snap install chromium"),
        ("Linux", "ID=ubuntu\nID_LIKE=debian", "snap install chromium"),
        ("Linux", "ID=fedora", "dnf install chromium"),
        ("Linux", 'NAME="ubuntu debian fedora"\nID=alpine', "package manager"),
        ("Linux", None, "package manager"),
    ],
)
def test_no_chrome_names_the_command_of_the_platform(
    nothing: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    system: str,
    release: str | None,
    command: str,
) -> None:
    file = tmp_path / "os-release"
    if release is not None:
        file.write_text(release, encoding="utf-8")
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(
        chrome, "Path", lambda path: file if path == "/etc/os-release" else Path(path)
    )
    with pytest.raises(EngineError, match="no Chrome or Chromium found") as caught:
        find_chrome()
    assert command in caught.value.mend
    assert caught.value.mend == how_to_install()


@pytest.mark.parametrize("body", ["exit 3", "kill -9 $$"])
def test_a_browser_that_does_not_run_is_named(tmp_path: Path, body: str) -> None:
    broken = program(tmp_path / "chrome", body)
    with pytest.raises(EngineError, match="does not run") as caught:
        chrome_version(broken)
    assert str(broken) in caught.value.message
    assert caught.value.mend


def test_the_words_that_a_browser_adds_to_its_version_are_kept_out(tmp_path: Path) -> None:
    noisy = program(tmp_path / "chrome", "echo warning >&2; echo 'Chromium 1.2 '")
    assert chrome_version(noisy) == "Chromium 1.2"


@pytest.mark.chrome
def test_the_chrome_that_is_found_tells_its_version() -> None:
    assert any(character.isdigit() for character in chrome_version(find_chrome()))
