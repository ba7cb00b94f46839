"""The fonts are our own, and text is measured as it will be set."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import ImageFont

from briefs.model.errors import EngineError
from briefs.render import fonts
from briefs.render.fonts import digest, font_file, text_width, write_configuration


@pytest.mark.parametrize(
    ("family", "weight", "name"),
    [
        ("Fira Sans", 400, "FiraSans-Regular.ttf"),
        ("Fira Sans", 600, "FiraSans-SemiBold.ttf"),
        ("IBM Plex Serif", 700, "IBMPlexSerif-Bold.ttf"),
        ("Atkinson Hyperlegible", 500, "AtkinsonHyperlegible-Bold.ttf"),
    ],
)
def test_a_face_is_found_by_family_and_weight(family: str, weight: int, name: str) -> None:
    assert font_file(family, weight).name == name


def test_an_unknown_family_is_named() -> None:
    with pytest.raises(EngineError, match="Comic Sans"):
        font_file("Comic Sans")


def test_a_missing_package_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(fonts.PACKAGES, "Ghost", "fontpkg_ghost")
    with pytest.raises(EngineError) as caught:
        font_file("Ghost")
    assert "fontpkg-ghost" in caught.value.mend


def test_the_configuration_knows_our_folders_only(tmp_path: Path) -> None:
    extra = tmp_path / "own & more"
    extra.mkdir()
    path = write_configuration(tmp_path, [extra])
    folders = [element.text for element in ET.parse(path).iter("dir")]
    assert str(extra) in folders
    assert len(folders) == 4
    assert not any(str(folder).startswith(("/usr/share", "~")) for folder in folders)


def test_the_digest_is_of_all_files() -> None:
    assert len(digest()) == 64
    assert digest() == digest.__wrapped__()


def test_widths_grow_with_text_size_and_weight() -> None:
    width = text_width("up to $50,000", "Fira Sans", 13)
    assert 70 < width < 100
    assert text_width("up to $50,000", "Fira Sans", 26) == pytest.approx(2 * width)
    assert text_width("up to $50,000", "Fira Sans", 13, 700) > width
    assert text_width("", "Fira Sans", 13) == 0


@pytest.mark.parametrize("family", fonts.PACKAGES)
@pytest.mark.parametrize("size", [11, 37])
def test_widths_are_those_that_the_font_itself_gives(family: str, size: int) -> None:
    text = "Sign-on bonus: up to $50,000 — año"
    expected = ImageFont.truetype(str(font_file(family, 700)), size * 64).getlength(text) / 64
    assert text_width(text, family, size, 700) == pytest.approx(expected, rel=0.002)


def test_a_weight_beyond_the_boldest_is_an_error() -> None:
    with pytest.raises(EngineError, match="no weight 800"):
        font_file("Fira Sans", 800)


def matched(wanted: str, configuration: Path) -> list[str]:
    """Family and file that fontconfig finds for a family."""
    program = shutil.which("fc-match")
    if program is None:
        pytest.skip("there is no fc-match")
    environment = {**os.environ, "FONTCONFIG_FILE": str(configuration)}
    command = [program, "--format", "%{family}|%{file}", wanted]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.split("|")


@pytest.mark.parametrize("family", fonts.PACKAGES)
def test_fontconfig_finds_our_families(configuration: Path, family: str) -> None:
    name, file = matched(family, configuration)
    assert name.split(",")[0] == family
    assert Path(file).parent == fonts.folder(family)


@pytest.mark.parametrize("family", ["DejaVu Sans", "sans-serif", "Nimbus Roman", "Arial"])
def test_fontconfig_finds_nothing_but_our_fonts(configuration: Path, family: str) -> None:
    _, file = matched(family, configuration)
    assert Path(file).parent in fonts.folders()


def test_fontconfig_finds_a_project_s_own_font(tmp_path: Path) -> None:
    own = tmp_path / "assets" / "fonts & more"
    own.mkdir(parents=True)
    shutil.copy(font_file("Fira Sans"), own / "Own.ttf")
    listed = subprocess.run(
        ["fc-list", "--format", "%{file}\n"],
        env={**os.environ, "FONTCONFIG_FILE": str(write_configuration(tmp_path, [own]))},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert str(own / "Own.ttf") in listed
    assert {Path(file).parent for file in listed} == {own, *fonts.folders()}
