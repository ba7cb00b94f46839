"""The site is whole, is the same again, and touches nothing that is not its own."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from briefs.model.brand import Logo
from briefs.model.errors import BriefsError, EngineError, InputError, UsageError
from briefs.model.ledger import Event
from briefs.model.project import Format
from briefs.model.seal import first_revision
from briefs.publish import site as module
from briefs.publish.build import build
from briefs.publish.editions.chain import check_chain
from briefs.publish.editions.ledger import Ledger
from briefs.publish.plan import Selection
from briefs.publish.project import open_project
from briefs.publish.site import MANIFEST, Published, publish_site
from briefs.render.append.stamp import stamps_of
from tests.histories import DAYS, with_history

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]

RESIDENT = "home-repairs/resident.en-US"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_history(tmp_path_factory.mktemp("history") / "project", ["resident"])


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    """A project of its own with three editions, and no site yet."""
    return Path(shutil.copytree(built, tmp_path / "project"))


def publish(root: Path, **options: object) -> Published:
    return publish_site(open_project(root), **options)  # type: ignore[arg-type]


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def lose(folder: Path, pattern: str) -> list[str]:
    """Delete files of the output folder; their names."""
    found = [path for path in folder.rglob(pattern) if "site" not in path.parts]
    assert found
    for path in found:
        path.unlink()
    return [path.name for path in found]


def test_the_site_has_every_edition_with_its_files(root: Path) -> None:
    published = publish(root)
    assert (published.current, published.editions, published.missing) == (2, 6, ())
    files = files_in(root / "output" / "site")
    assert published.written == len(files) - 1  # but for the manifest
    for name in ("resident.en-US.pdf", "resident.en-US.html", "index.html", "3/index.html"):
        assert f"{RESIDENT}/{name}" in files
    for name in ("index.html", "index.json", "feed.xml", "404.html", "site.css", ".nojekyll"):
        assert name in files
    current = root / "output" / f"{RESIDENT}.pdf"
    assert files[f"{RESIDENT}/resident.en-US.pdf"] == current.read_bytes()


def test_files_that_were_made_apart_are_offered_together(tmp_path: Path) -> None:
    root = with_history(tmp_path / "project", ["resident"], [Format.PDF])
    resident = Selection(audiences=["resident"])
    build(open_project(root), resident, formats=[Format.HTML], today=DAYS[-1])
    publish(root)
    site = root / "output" / "site"
    for series in json.loads((site / "index.json").read_bytes())["series"]:
        current = series["editions"][-1]
        assert [(one["form"], bool(one.get("pages"))) for one in current["files"]] == [
            ("pdf", True),
            ("html", False),
        ]


def test_the_proof_of_the_ledger_leaves_the_site_alone(root: Path) -> None:
    facts = root / "assets/topics/home-repairs/facts.yaml"
    text = facts.read_text("utf-8").replace("value: 4800", "value: 4900")
    facts.write_text(text.replace("$4,800", "$4,900"), "utf-8")
    build(open_project(root), Selection(audiences=["resident"]), today=DAYS[-1])
    publish(root)  # which stamps the one before; in the output folder nobody did
    assert (root / "output" / "site" / RESIDENT / "3" / "resident.en-US.superseded.pdf").is_file()
    assert check_chain(root / "output").faults == []


def test_the_list_gives_the_hash_of_every_file(root: Path) -> None:
    publish(root)
    files = files_in(root / "output" / "site")
    index = json.loads(files["index.json"])
    assert [one["name"] for one in index["series"]] == [RESIDENT, "home-repairs/resident.es-US"]
    for series in index["series"]:
        assert [one["edition"] for one in series["editions"]] == [1, 2, 3]
        for edition in series["editions"]:
            record = files[edition["record"]]
            assert hashlib.sha256(record).hexdigest() == edition["record_sha256"]
            assert [one["form"] for one in edition["files"]] == ["pdf", "html"]
            for file in edition["files"]:
                data = files[file["path"]]
                assert (len(data), hashlib.sha256(data).hexdigest()) == (
                    file["bytes"],
                    file["sha256"],
                )


def test_the_same_ledger_gives_the_same_bytes(root: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    publish(root, site=first)
    for path in (root / "output").rglob("*"):
        os.utime(path, (1, 1))
    publish(root, site=second)
    assert files_in(first) == files_in(second)


def test_nothing_is_written_where_nothing_changed(root: Path) -> None:
    publish(root)
    site = root / "output" / "site"
    before = {path: path.stat() for path in site.rglob("*")}
    again = publish(root)
    assert (again.written, again.removed) == (0, 0)
    for path, status in before.items():
        now = path.stat()
        assert (now.st_ino, now.st_mtime_ns) == (status.st_ino, status.st_mtime_ns)


def test_a_superseded_pdf_is_stamped_and_is_still_the_one_that_was_issued(root: Path) -> None:
    publish(root)
    folder = root / "output" / "site" / RESIDENT
    for number in (1, 2):
        path = folder / str(number) / "resident.en-US.superseded.pdf"
        with pikepdf.open(path) as pdf:
            said = {one.words for one in stamps_of(pdf)}
        assert len(said) == 1
        assert said.pop().startswith("Superseded by edition 3 on ")
        issued = first_revision(path.read_bytes())
        assert issued is not None
        assert first_revision(issued) == issued
    with pikepdf.open(folder / "resident.en-US.pdf") as pdf:
        assert stamps_of(pdf) == ()


def test_a_superseded_pdf_without_a_stamp_gets_one_in_the_site_only(root: Path) -> None:
    """Editions that are replaced without a correction are not stamped where they lie."""
    ledger = Ledger(root / "output")
    (issued,) = (
        one
        for one in ledger.entries()
        if one.event is Event.ISSUED and one.edition == 1 and one.locale == "en-US"
    )
    kept = root / "output" / "superseded" / f"{RESIDENT}.1.pdf"
    bare = first_revision(kept.read_bytes())
    assert bare is not None
    assert hashlib.sha256(bare).hexdigest() == issued.files[f"{RESIDENT}.pdf"]
    kept.write_bytes(bare)
    publish(root)
    with pikepdf.open(
        root / "output" / "site" / RESIDENT / "1" / "resident.en-US.superseded.pdf"
    ) as pdf:
        assert stamps_of(pdf)
    assert kept.read_bytes() == bare


def test_files_of_an_earlier_site_go_and_those_of_others_stay(root: Path) -> None:
    publish(root)
    site = root / "output" / "site"
    (site / "CNAME").write_text("briefs.example.org\n")
    (site / "notes").mkdir()
    (site / "notes" / "index.html").write_text("mine")
    (site / "old" / "deep").mkdir(parents=True)
    (site / "old" / "deep" / "page.html").write_text("of an earlier site")
    (site / "altered.html").write_text("edited by hand since")
    manifest = json.loads((site / MANIFEST).read_bytes())
    earlier = hashlib.sha256(b"of an earlier site").hexdigest()
    manifest["files"] |= {"old/deep/page.html": earlier, "altered.html": earlier}
    (site / MANIFEST).write_text(json.dumps(manifest))
    published = publish(root)
    assert published.removed == 1
    assert not (site / "old").exists()
    for kept in ("CNAME", "notes/index.html", "altered.html"):
        assert (site / kept).exists()


def test_a_manifest_cannot_reach_out_of_the_folder(root: Path) -> None:
    site = root / "output" / "site"
    site.mkdir()
    digest = hashlib.sha256(b"mine").hexdigest()
    (root / "mine").write_bytes(b"mine")
    names = ("../../mine", str(root / "mine"), "a/../../../mine")
    (site / MANIFEST).write_text(json.dumps({"site": 1, "files": dict.fromkeys(names, digest)}))
    publish(root)
    assert (root / "mine").exists()


def test_a_file_in_the_way_is_not_replaced(root: Path, tmp_path: Path) -> None:
    site = tmp_path / "public"
    site.mkdir()
    (site / "index.html").write_text("somebody's own home page")
    with pytest.raises(UsageError, match=r"index\.html is in the way"):
        publish(root, site=site)
    assert files_in(site) == {"index.html": b"somebody's own home page"}


@pytest.mark.parametrize("where", [".", "..", "../.."])
def test_the_site_is_not_put_over_what_was_built(root: Path, where: str) -> None:
    before = files_in(root)
    with pytest.raises(UsageError, match="a folder of its own"):
        publish(root, site=root / "output" / where)
    assert files_in(root) == before


def test_a_killed_run_is_mended_by_the_next(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = root.parent / "whole"
    publish(root, site=whole)
    site = root.parent / "public"
    real, left = module.write_atomically, 9

    def dying(path: Path, data: bytes) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise KeyboardInterrupt
        real(path, data)

    monkeypatch.setattr(module, "write_atomically", dying)
    with pytest.raises(KeyboardInterrupt):
        publish(root, site=site)
    assert not (site / "index.html").exists(), "the way in is written last"
    ours = json.loads((site / MANIFEST).read_bytes())["files"]
    assert files_in(site).keys() - {MANIFEST} < ours.keys()
    monkeypatch.setattr(module, "write_atomically", real)
    publish(root, site=site)
    assert files_in(site) == files_in(whole)


def test_files_come_before_the_pages_that_lead_to_them(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = module.write_atomically
    order: list[str] = []

    def noting(path: Path, data: bytes) -> None:
        order.append(path.relative_to(root / "output" / "site").as_posix())
        real(path, data)

    monkeypatch.setattr(module, "write_atomically", noting)
    publish(root)
    assert order[0] == order[-1] == MANIFEST
    first_page = min(order.index(one) for one in order if one.endswith("index.html"))
    assert all(order.index(one) < first_page for one in order if one.endswith((".pdf", ".css")))
    pages = [order.index(one) for one in order if one.endswith("/index.html")]
    assert max(pages) < min(order.index(one) for one in ("index.html", "index.json", "feed.xml"))


# --- What is broken ----------------------------------------------------------------------------


def refused(root: Path, kind: type[BriefsError], words: str) -> None:
    with pytest.raises(kind, match=words):
        publish(root)
    assert not (root / "output" / "site").exists(), "something was written"


def test_nothing_was_issued_yet(root: Path) -> None:
    shutil.rmtree(root / "output")
    refused(root, UsageError, "nothing was issued")
    assert not (root / "output").exists()


def test_a_broken_ledger_is_named_with_its_line(root: Path) -> None:
    ledger = root / "output" / "ledger.jsonl"
    lines = ledger.read_bytes().split(b"\n")
    lines[1] = lines[1].replace(b'"edition":1', b'"edition":7')
    ledger.write_bytes(b"\n".join(lines))
    refused(root, EngineError, r"ledger\.jsonl:2 is broken")


def test_a_damaged_record_is_named(root: Path) -> None:
    record = min((root / "output" / "records").glob("*.json"))
    record.write_bytes(record.read_bytes() + b" ")
    refused(root, EngineError, f"{record.name} is damaged")


@pytest.mark.parametrize("how", ["gone", "altered"])
def test_a_current_file_must_be_as_it_was_issued(root: Path, how: str) -> None:
    path = root / "output" / f"{RESIDENT}.pdf"
    data = path.read_bytes()
    path.unlink()
    if how == "altered":
        path.write_bytes(data[:-20] + b"x" * 20)
    refused(root, EngineError, r"resident\.en-US\.pdf: not there as it was issued")


def test_an_old_file_that_is_gone_is_said_on_its_page(root: Path) -> None:
    lose(root / "output" / "superseded", "resident.en-US.1*.pdf")
    published = publish(root)
    assert published.missing == (f"{RESIDENT}.pdf (edition 1)",)
    html = (root / "output" / "site" / RESIDENT / "1" / "index.html").read_text("utf-8")
    assert "A file of this edition is not kept any more." in html
    assert "resident.en-US.superseded.pdf" not in html


def test_a_record_that_is_gone_is_said_on_its_page(root: Path) -> None:
    entries = Ledger(root / "output").entries()
    name = next(one.record for one in entries if one.locale == "en-US" and one.edition == 2)
    (root / "output" / "records" / f"{name}.json").unlink()
    publish(root)
    html = (root / "output" / "site" / RESIDENT / "2" / "index.html").read_text("utf-8")
    assert "The record of this edition is not kept any more." in html


def test_a_template_of_the_project_counts_and_its_faults_are_findings(root: Path) -> None:
    own = root / "templates" / "site" / "not-found.html.j2"
    own.parent.mkdir(parents=True)
    own.write_text('{% extends "site/base.html.j2" %}\n{% block main %}<p>Lost</p>{% endblock %}')
    publish(root)
    assert "<p>Lost</p>" in (root / "output" / "site" / "404.html").read_text("utf-8")
    shutil.rmtree(root / "output" / "site")
    own.write_text('{% extends "site/base.html.j2" %}\n{% block main %}{{ lost }}{% endblock %}')
    with pytest.raises(InputError) as caught:
        publish(root)
    (finding,) = caught.value.diagnostics
    assert str(finding.place) == "templates/site/not-found.html.j2:2:1"
    assert not (root / "output" / "site").exists()


def test_facts_that_have_come_due_do_not_stand_in_the_way(root: Path) -> None:
    """What was issued is shown whatever the fact base says now."""
    facts = root / "assets/topics/home-repairs/facts.yaml"
    facts.write_text(re.sub(r"review_by: .*", "review_by: 2020-01-01", facts.read_text("utf-8")))
    assert publish(root).editions == 6
    (root / "assets/topics/home-repairs/text/resident.en.md").unlink()
    assert publish(root).written == 0


@pytest.mark.parametrize("address", ["example.org", "ftp://example.org", "javascript:alert(1)"])
def test_an_address_is_one_of_the_web(root: Path, address: str) -> None:
    with pytest.raises(UsageError, match="no address of a site"):
        publish(root, address=address)


def test_with_an_address_the_feed_and_the_lost_page_are_whole(root: Path) -> None:
    publish(root, address="https://example.org/briefs")
    site = root / "output" / "site"
    assert 'href="https://example.org/briefs/feed.xml"' in (site / "feed.xml").read_text("utf-8")
    assert '<a href="https://example.org/briefs/">' in (site / "404.html").read_text("utf-8")
    page = (site / RESIDENT / "index.html").read_text("utf-8")
    assert f'<link rel="canonical" href="https://example.org/briefs/{RESIDENT}/3/">' in page


def test_the_logo_is_a_file_of_the_site(root: Path) -> None:
    project = open_project(root)
    logo = Logo(b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml", "Alder & County")
    brand = replace(project.content.brand, logo=logo)
    publish_site(replace(project, content=replace(project.content, brand=brand)))
    site = root / "output" / "site"
    assert (site / "logo.svg").read_bytes() == logo.data
    page = (site / RESIDENT / "1" / "index.html").read_text("utf-8")
    assert '<img class="logo" src="../../../logo.svg" alt="Alder &amp; County">' in page
