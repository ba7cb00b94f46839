"""The fonts are our own, and text is measured as it will be set."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from briefs.model.errors import EngineError
from briefs.render import fonts
from briefs.render.chrome import chrome_version, find_chrome
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


def test_a_wrong_browser_path_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nonexistent/chrome")
    with pytest.raises(EngineError, match="BROWSER_PATH") as caught:
        find_chrome()
    assert caught.value.mend


def test_no_chrome_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("briefs.render.chrome._PLACES", ())
    with pytest.raises(EngineError, match="no Chrome") as caught:
        find_chrome()
    assert "install" in caught.value.mend


def test_a_browser_that_does_not_run_is_named() -> None:
    with pytest.raises(EngineError, match="does not run"):
        chrome_version(Path("/bin/false"))


@pytest.mark.chrome
def test_chrome_tells_its_version() -> None:
    assert any(character.isdigit() for character in chrome_version(find_chrome()))
