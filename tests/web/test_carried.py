"""A web page carries its record, what goes with it and its seal, and is no other page for that."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from briefs.compose.annexes import annexes
from briefs.compose.record import record_of
from briefs.compose.web_page import STYLE, WebParts, letters_of, web_page
from briefs.model.attachment import CITATIONS, FIGURES, RECORD
from briefs.model.data_scripts import carried_files
from briefs.model.issue import Issue
from briefs.model.record import Record, read_record, record_bytes
from briefs.model.seal import first_revision, seal_of
from briefs.publish.check import calendar_of, check, fact_base_hash
from briefs.publish.clock import today
from briefs.publish.engines import open_engines
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject
from briefs.render import web
from tests.web.axe import violations
from tests.web.conftest import Opener, Trap

pytestmark = [pytest.mark.chrome]

AUDIENCES = ("agency", "press")
"""One with figures that open, one without."""


@dataclass(frozen=True)
class Carrying:
    """A web page with its record, what it was given, and the same page without."""

    path: Path
    plain: str
    record: Record
    attachments: dict[str, bytes]

    @property
    def data(self) -> bytes:
        return self.path.read_bytes()


@pytest.fixture(scope="module")
def carrying(example: OpenProject, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Carrying]:
    content, day = example.content, today()
    folder = tmp_path_factory.mktemp("carrying")
    made: dict[str, Carrying] = {}
    with open_engines(example, 1, warm=False) as engines:
        for edition, page in check(example, Selection(audiences=list(AUDIENCES))).pages.items():
            topic = content.topics[edition.topic]
            calendar = calendar_of(content, topic, day)
            beside = annexes(page, edition, content, calendar)
            record = record_of(
                page, edition, content, calendar, Issue(7, fact_base_hash(topic), built_on=day),
                content=sha256(page.html.encode()).hexdigest(), engines={}, files={},
                attachments=beside, web=True,
            )  # fmt: skip
            drawn = engines.svgs(page.drawings, str(edition))
            css = f"{page.css}\n{content.styles.get(STYLE, '')}"
            letters = letters_of(page, edition, content, drawn)
            parts = WebParts(
                drawn,
                web.font_faces(css, content.brand.typography, letters),
                web.images(page.html, engines.folders, drawn),
                web.explorer(),
                web.plotly() if drawn else None,
            )
            plain = web_page(page, edition, content, parts)
            whole = WebParts(
                parts.figures, parts.fonts, parts.images, parts.explorer, parts.plotly,
                record_bytes(record), beside,
            )  # fmt: skip
            path = folder / f"{edition.audience}.html"
            path.write_bytes(web_page(page, edition, content, whole).encode("utf-8"))
            files = {one.name: one.data for one in beside}
            made[edition.audience] = Carrying(path, plain, record, files)
    return made


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_files_come_back_from_the_bytes(audience: str, carrying: dict[str, Carrying]) -> None:
    page = carrying[audience]
    files = carried_files(page.data)
    assert list(files) == [RECORD, FIGURES, CITATIONS]
    assert read_record(files[RECORD]) == page.record
    assert {name: files[name] for name in (FIGURES, CITATIONS)} == page.attachments
    for name, digest in page.record.attachments.items():
        assert digest == sha256(files[name]).hexdigest()
    assert page.record.pages == ()
    assert all(fact.pages == () for fact in page.record.facts)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_it_names_its_record_and_is_sealed(audience: str, carrying: dict[str, Carrying]) -> None:
    page = carrying[audience]
    metas = dict(re.findall(r'<meta name="(briefs-\w+)" content="(\w+)">', page.data.decode()))
    assert metas == {
        "briefs-record": sha256(carried_files(page.data)[RECORD]).hexdigest(),
        "briefs-seal": seal_of(page.data),
    }
    assert first_revision(page.data) == page.data
    assert first_revision(page.data.replace(b"50,000", b"60,000", 1)) is None


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_browser_reads_the_same_data(
    audience: str, carrying: dict[str, Carrying], opened: Opener
) -> None:
    page = opened(carrying[audience].path)
    read = page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('script[id^=briefs-]')]"
        ".map((one) => [one.id, one.textContent]))"
    )
    files = carried_files(carrying[audience].data)
    assert json.loads(read["briefs-record"]) == json.loads(files[RECORD])
    assert json.loads(read["briefs-citations"]) == json.loads(files[CITATIONS])
    assert read["briefs-figures"].splitlines() == files[FIGURES].decode().splitlines()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_nothing_else_of_the_page_is_different(
    audience: str, carrying: dict[str, Carrying]
) -> None:
    html = carrying[audience].data.decode()
    html = re.sub(r'<meta name="briefs-\w+" content="\w+">', "", html)
    html = re.sub(r'<script type="[^"]*" id="briefs-\w+">.*?</script>', "", html, flags=re.DOTALL)
    assert html == carrying[audience].plain
    assert "briefs-" not in carrying[audience].plain
    assert seal_of(carrying[audience].plain.encode()) is None


@pytest.mark.parametrize("audience", AUDIENCES)
def test_it_is_accessible_and_asks_for_nothing(
    audience: str, carrying: dict[str, Carrying], opened: Opener, trap: Trap
) -> None:
    trap.caught.clear()
    page = opened(carrying[audience].path)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    assert violations(page) == []
    own = carrying[audience].path.as_uri()
    assert [url for url in asked if url != own and not url.startswith("data:font/")] == []
    assert trap.caught == []
    shown = page.locator("body").inner_text()
    assert carrying[audience].record.fact_base not in shown
    (policy,) = re.findall(r'Policy" content="([^"]*)"', carrying[audience].data.decode())
    assert policy == re.findall(r'Policy" content="([^"]*)"', carrying[audience].plain)[0]
