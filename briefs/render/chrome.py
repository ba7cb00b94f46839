"""Find the Chrome that exports figures, and say how to get one."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from pathlib import Path

from briefs.model.errors import EngineError

_NAMES = (
    "google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome",
    "microsoft-edge", "microsoft-edge-stable", "brave-browser",
)  # fmt: skip
_PLACES = (
    "/usr/lib/chromium/chromium-headless-shell",
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Brave Browser.app/Contents/MacOS/Brave Browser",
)


def find_chrome() -> Path:
    """The Chrome or Chromium to use: ``BROWSER_PATH``, else the first in the usual places.

    Raises:
        EngineError: If there is none; it says which command installs one.
    """
    given = os.environ.get("BROWSER_PATH")
    if given:
        if not os.access(given, os.X_OK) or not Path(given).is_file():
            raise EngineError(
                f"BROWSER_PATH is {given}, which is no program",
                "set it to the path of Chrome or Chromium, or unset it to have one found",
            )
        return Path(given)
    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    for place in _PLACES:
        if os.access(place, os.X_OK):
            return Path(place)
    raise EngineError("no Chrome or Chromium found; figures are drawn with it", how_to_install())


def how_to_install() -> str:
    """The command that installs Chromium on this platform."""
    if platform.system() == "Darwin":
        return "brew install --cask google-chrome"
    release = _os_release()
    if "ubuntu" in release:
        return "sudo snap install chromium"
    if "debian" in release:
        return "sudo apt-get install chromium"
    if "fedora" in release:
        return "sudo dnf install chromium"
    return "install Chromium with your package manager, or set BROWSER_PATH to its path"


def chrome_version(path: Path) -> str:
    """What Chrome says of its version.

    Raises:
        EngineError: If it does not run.
    """
    try:
        result = subprocess.run(  # noqa: S603 - the program that the user chose
            [str(path), "--version"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineError(f"{path} does not run: {error}", how_to_install()) from error
    return result.stdout.strip()


def _os_release() -> str:
    try:
        lines = Path("/etc/os-release").read_text("utf-8").splitlines()
    except OSError:
        return ""
    return " ".join(line for line in lines if line.startswith(("ID=", "ID_LIKE="))).lower()
