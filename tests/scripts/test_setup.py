"""The set-up script where it may install nothing."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from briefs.render import chrome

ROOT = Path(__file__).parents[2]
SETUP = "scripts/setup.sh"
TOOLS = ("bash", "cat", "cksum", "dirname", "grep", "id", "uname")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="stands in for a bare Linux")


def run_setup(
    checkout: Path, mode: str, path: Path, **extra: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", SETUP, mode],
        cwd=checkout,
        env={"PATH": str(path), "HOME": str(checkout)} | extra,
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in which nothing was set up."""
    folder = tmp_path / "checkout"
    for name in (SETUP, "pyproject.toml", "requirements/run.txt", "requirements/test.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A PATH on which there is a shell, but no Python, browser, JDK or apt-get."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found, name
        (folder / name).symlink_to(found)
    return folder


def test_each_missing_thing_is_named(checkout: Path, bare: Path) -> None:
    ran = run_setup(checkout, "test", bare)
    assert ran.returncode == 3
    for what in ("Python 3.11 or newer", "Poppler's tools", "a JDK", "Git"):
        assert f"  {what}" in ran.stdout
    assert "Debian calls them: python3 " in ran.stderr
    assert not (checkout / ".venv").exists()


def test_who_may_not_install_is_given_the_command(checkout: Path, bare: Path) -> None:
    for name, answer in (("id", "echo 1000"), ("sudo", "exit 1"), ("apt-get", "exit 9")):
        (bare / name).unlink(missing_ok=True)
        (bare / name).write_text(f"#!/bin/sh\n{answer}\n", encoding="utf-8")
        (bare / name).chmod(0o755)
    ran = run_setup(checkout, "test", bare)
    assert ran.returncode == 3
    assert "\n  sudo apt-get install --no-install-recommends python3 " in ran.stderr
    assert "default-jdk-headless git\n" in ran.stderr


def test_wrong_browser_path_is_not_replaced_by_an_install(checkout: Path, bare: Path) -> None:
    ran = run_setup(checkout, "run", bare, BROWSER_PATH="/no/chrome")
    assert ran.returncode == 3
    assert "BROWSER_PATH is /no/chrome, which is no program" in ran.stderr


@pytest.mark.parametrize("mode", ["", "everything"])
def test_unknown_mode_is_wrong_usage(checkout: Path, bare: Path, mode: str) -> None:
    assert run_setup(checkout, mode, bare).returncode == 2


def test_browsers_are_looked_for_as_the_package_does() -> None:
    text = (ROOT / SETUP).read_text(encoding="utf-8")
    for name in (*chrome._NAMES, *chrome._PLACES):
        assert f" {name} " in text or f'"{name}"' in text or f" {name};" in text
