"""The font families that there are: the packaged ones, and a project's own."""

from __future__ import annotations

import shutil
from pathlib import Path

from fontTools.ttLib import TTFont

from briefs.render.fonts import PACKAGES, families, font_file


def test_the_packaged_families_are_there(tmp_path: Path) -> None:
    assert families() == set(PACKAGES)
    assert families([tmp_path, tmp_path / "nothing"]) == set(PACKAGES)


def test_a_project_s_own_font_is_known_by_the_name_that_it_gives_itself(tmp_path: Path) -> None:
    font = TTFont(font_file("Fira Sans"))
    for record in font["name"].names:
        if record.nameID in {1, 16}:
            record.string = "Own Sans"
    (tmp_path / "more").mkdir()
    font.save(tmp_path / "more" / "any-name.ttf")
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    shutil.copy(font_file("Fira Sans"), tmp_path / "again.otf")
    assert families([tmp_path]) == {*PACKAGES, "Own Sans"}
