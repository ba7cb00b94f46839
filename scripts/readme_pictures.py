"""Make the README's pictures from the briefs themselves: ``make readme-pictures``."""

from __future__ import annotations

import subprocess
import tempfile
from datetime import date
from pathlib import Path

from briefs.publish.build import build
from briefs.publish.plan import Selection
from briefs.publish.project import open_project

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
DOTS_PER_INCH = "80"
AS_OF = date(2025, 8, 15)  # the example's facts are of these weeks


def main() -> None:
    """Build the example briefs and keep the first page of each, in English, as a PNG."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    english = Selection(locales=["en"])
    with tempfile.TemporaryDirectory() as folder:
        for written in build(open_project(ROOT), english, output=Path(folder), today=AS_OF).written:
            picture = PICTURES / written.edition.audience
            subprocess.run(
                ["pdftoppm", "-r", DOTS_PER_INCH, "-png", "-singlefile", written.path, picture],
                check=True,
            )
            print(f"{picture.relative_to(ROOT)}.png")


if __name__ == "__main__":
    main()
