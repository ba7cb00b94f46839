"""WCAG 2.2 AA, judged by axe-core in a real browser: every audience, light and dark, wide and narrow."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page

from briefs.model.project import Format
from briefs.publish.build import build
from briefs.publish.plan import Selection
from briefs.publish.project import open_project
from tests.web.axe import violations
from tests.web.conftest import AUDIENCES, ROOT, Opener, Twin

pytestmark = [pytest.mark.chrome]

DARK_BRAND = """\
color:
  foreground: "#F4E9D8"
  background: "#2B1B3D"
  primary: "#FFB454"
typography:
  base: Fira Sans
  headings: IBM Plex Serif
"""


def open_figures(page: Page) -> None:
    for button in page.locator(".explore > .open").all():
        button.click()
    for stage in page.locator(".stage").all():
        stage.locator(".main-svg").first.wait_for()
        stage.locator(".next").click()


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_axe_finds_nothing(
    audience: str, scheme: str, width: int, twins: dict[str, Twin], opened: Opener
) -> None:
    page = opened(twins[audience].web, width=width, color_scheme=scheme)
    assert violations(page) == []
    if page.locator(".explore").count():
        open_figures(page)
        assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_dark_brand(scheme: str, tmp_path: Path, opened: Opener) -> None:
    for name in ("briefs.toml", "assets", "templates"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    (tmp_path / "assets" / "brand.yml").write_text(DARK_BRAND, "utf-8")
    selection = Selection(audiences=["agency"])
    (written,) = build(open_project(tmp_path), selection, formats=[Format.HTML]).written
    page = opened(written.path, color_scheme=scheme)
    assert violations(page) == []
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert paper == "rgb(43, 27, 61)"


@pytest.mark.parametrize(
    ("pattern", "instead", "rule"),
    [
        (r'(<svg[^>]*) aria-label="[^"]*"', r"\1", "svg-img-alt"),
        (r'<html lang="[^"]*"', "<html", "html-has-lang"),
        (r"<main [^>]*>", "<div>", "region"),
        (r"(</h1>)", r"\1<h4>Too deep</h4>", "heading-order"),
        (r"<input [^>]*>", "<input>", "label"),
        (r"--muted: #[0-9A-F]{6};", "--muted: #BBBBBB;", "color-contrast"),
    ],
)
def test_axe_sees_a_planted_fault(
    pattern: str, instead: str, rule: str, twins: dict[str, Twin], tmp_path: Path, opened: Opener
) -> None:
    html = twins["agency"].web.read_text("utf-8")
    html = re.sub(r'<meta http-equiv="[^"]*" content="[^"]*">', "", html, count=1)
    spoiled, count = re.subn(pattern, instead, html, count=1)
    assert count == 1
    (tmp_path / "spoiled.html").write_text(spoiled, "utf-8")
    page = opened(tmp_path / "spoiled.html")
    assert rule in {found.partition(":")[0] for found in violations(page)}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_page_has_its_landmarks_and_one_title(
    audience: str, twins: dict[str, Twin], opened: Opener
) -> None:
    page = opened(twins[audience].web)
    for role in ("banner", "main", "contentinfo"):
        assert page.get_by_role(role).count() == 1  # type: ignore[arg-type]
    assert page.locator("h1").count() == 1
    locale = audience.partition(".")[2] or "en-US"
    assert page.title() == re.sub(r"\s+", " ", page.locator("h1").inner_text())
    assert page.locator("html").get_attribute("lang") == locale
