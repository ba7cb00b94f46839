"""A web page needs nothing but itself: no request, no script but its own, the same bytes twice."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from briefs.model.project import Format
from briefs.publish.build import build
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject
from briefs.render.pages import PageSetter
from tests.web.conftest import AUDIENCES, BROWSERS_OWN, ROOT, Opener, Trap, Twin

pytestmark = [pytest.mark.chrome]

_REACH_OUT = """async () => {
  const image = new Image(); image.src = "http://out.example/image.png";
  const link = document.createElement("link");
  link.rel = "stylesheet"; link.href = "http://out.example/style.css"; document.head.append(link);
  navigator.sendBeacon && navigator.sendBeacon("http://out.example/beacon", "x");
  try { await fetch("http://out.example/fetch"); } catch (error) { /* as it should */ }
  try { new WebSocket("ws://out.example/socket"); } catch (error) { /* as it should */ }
  await new Promise((done) => setTimeout(done, 500));
}"""


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_request_leaves_the_page(
    audience: str, twins: dict[str, Twin], opened: Opener, trap: Trap
) -> None:
    trap.caught.clear()
    page = opened(twins[audience].web)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    for button in page.locator(".explore > .open").all():
        button.click()
    for stage in page.locator(".stage").all():
        stage.locator(".main-svg").first.wait_for()
        stage.locator(".next").click()
    own = twins[audience].web.as_uri()
    assert [url for url in asked if url != own and not url.startswith("data:font/")] == []
    assert trap.caught == []
    assert not BROWSERS_OWN.search(twins[audience].web.read_text("utf-8"))


def test_the_policy_stops_what_would_reach_out(
    twins: dict[str, Twin], opened: Opener, trap: Trap
) -> None:
    trap.caught.clear()
    page = opened(twins["press"].web, quiet=False)
    page.evaluate(_REACH_OUT)
    assert trap.caught == []
    free = opened(twins["press"].web, quiet=False, bypass_csp=True)
    free.evaluate(_REACH_OUT)
    assert any("out.example" in line for line in trap.caught), "the trap catches nothing"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_policy_names_every_script_and_style_by_its_hash(
    audience: str, twins: dict[str, Twin]
) -> None:
    html = twins[audience].web.read_text("utf-8")
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert not re.search(r"https?:|\*|blob:|'self'", policy)
    assert html.index("Content-Security-Policy") < html.index("<style")
    assert not re.search(r"<[^>]* (?:style|on[a-z]+)=", html.partition("<script")[0])


def test_a_script_that_is_not_ours_does_not_run(
    twins: dict[str, Twin], tmp_path: Path, opened: Opener
) -> None:
    html = twins["agency"].web.read_text("utf-8")
    spoiled = html.replace("</main>", "<script>window.foreign = 1</script></main>", 1)
    (tmp_path / "spoiled.html").write_text(spoiled, "utf-8")
    page = opened(tmp_path / "spoiled.html", quiet=False)
    assert page.evaluate("window.foreign") is None


def test_a_page_is_the_same_in_every_process(tmp_path: Path, twins: dict[str, Twin]) -> None:
    made = []
    for seed in ("1", "2"):
        output = tmp_path / seed
        command = [
            sys.executable, "-m", "briefs", "build", "--project", str(ROOT), "--audience", "agency",
            "--format", "html", "--output", str(output), "--as-of", "2025-08-15",
        ]  # fmt: skip
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        del environment["SOURCE_DATE_EPOCH"]  # which would stand still for the fonts too
        subprocess.run(command, check=True, capture_output=True, env=environment, cwd=tmp_path)
        (path,) = output.rglob("*.html")
        made.append(path.read_bytes())
    assert made[0] == made[1] == twins["agency"].web.read_bytes()


def test_a_web_page_alone_does_not_start_weasyprint(
    example: OpenProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("WeasyPrint was started")

    monkeypatch.setattr(PageSetter, "start", refuse)
    monkeypatch.setattr(PageSetter, "pdf", refuse)
    selection = Selection(audiences=["press"])
    result = build(example, selection, output=tmp_path, formats=[Format.HTML])
    assert [one.path.name for one in result.written] == ["press.en-US.html"]


def test_sizes_are_what_is_promised(twins: dict[str, Twin]) -> None:
    """A page without figures carries its fonts; one with figures carries Plotly, packed, too."""
    for twin in twins.values():
        size = twin.web.stat().st_size
        assert size < (2_400_000 if twin.composed.drawings else 320_000)
