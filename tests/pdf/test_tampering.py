"""Whatever is done to an edition is seen: its seal, its record and its text must agree.

``tests/pdf/tampering.py`` has the ways to tamper. Each is tried three times: as it is; with the
seal made anew, by somebody who knows how that is done; and so again beside the ledger. What is
seen how is told in ``docs/verify.md``, whose table is made of what is measured here.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from briefs.model.project import Format, Paper
from briefs.model.read_back import DifferenceKind
from briefs.publish.build import build
from briefs.publish.editions.verdict import State, Verdict
from briefs.publish.editions.verify import verify
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject
from briefs.render.append.sign import sign
from briefs.render.append.signing_key import read_key
from briefs.render.append.stamp import stamp_superseded
from tests.pdf import tampering
from tests.pdf.conftest import ROOT
from tests.pdf.tampering import Desk, Tampering
from tests.render.keys import certificate, new_key, p12, pem

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]

DOCUMENT = ROOT / "docs" / "verify.md"
BEGIN, END = "<!-- what was measured: begin -->\n", "<!-- what was measured: end -->\n"
FLIPS = 50
AUDIENCES = {Format.PDF: ("agency", "community"), Format.HTML: ("press", "service")}
"""Whom the edition is for that is tampered with, and whom the other one is for."""

BYTES, LEDGER = DifferenceKind.BYTES, DifferenceKind.LEDGER


@dataclass(frozen=True)
class Issued:
    """Editions of the example for two audiences, as files and in a ledger."""

    output: Path
    folder: Path

    def data(self, audience: str, form: Format) -> bytes:
        return (self.output / f"287g-recruitment/{audience}.en-US.{form}").read_bytes()

    def desk(self, form: Format) -> Desk:
        return Desk(*(self.data(audience, form) for audience in AUDIENCES[form]))

    def judge(
        self,
        files: Mapping[str, bytes],
        *,
        ledger: bool = False,
        project: Path | None = None,
        trust: Sequence[Path] = (),
    ) -> dict[str, Verdict]:
        """Verdicts on files that came from anywhere, to somebody who is in no project's folder."""
        paths = [
            self.folder / f"{name.replace(' ', '-')}.{_suffix(data)}"
            for name, data in files.items()
        ]
        for path, data in zip(paths, files.values(), strict=True):
            path.write_bytes(data)
        output = self.output if ledger else None
        with contextlib.chdir(self.folder):
            found = verify(paths, output=output, project=project, trust=trust)
            return dict(zip(files, found, strict=True))


def _suffix(data: bytes) -> str:
    return "html" if data.startswith(b"<!DOCTYPE") else "pdf"


@pytest.fixture(scope="module")
def issued(example: OpenProject, tmp_path_factory: pytest.TempPathFactory) -> Issued:
    output = tmp_path_factory.mktemp("output")
    for form, audiences in AUDIENCES.items():
        selection = Selection(audiences=audiences, paper=Paper.LETTER)
        assert not build(example, selection, output=output, formats=[form]).failures
    return Issued(output, tmp_path_factory.mktemp("inbox"))


@dataclass(frozen=True)
class Tried:
    """What came of one way to tamper.

    Attributes:
        plain: With nothing done to hide it.
        resealed: With the seal made anew; None where it has no place any more.
        known: The same beside the ledger.
    """

    tampering: Tampering
    plain: Verdict
    resealed: Verdict | None
    known: Verdict | None


def _tried(issued: Issued, ways: Sequence[Tampering], form: Format) -> list[Tried]:
    desk = issued.desk(form)
    files = {one.name: one.do(desk) for one in ways}
    again = {
        one.name: data
        for one in ways
        if not one.appended and (data := tampering.resealed(files[one.name])) is not None
    }
    plain, resealed = issued.judge(files), issued.judge(again)
    known = issued.judge(again, ledger=True)
    return [
        Tried(one, plain[one.name], resealed.get(one.name), known.get(one.name)) for one in ways
    ]


@pytest.fixture(scope="module")
def tried(issued: Issued) -> list[Tried]:
    return [
        *_tried(issued, tampering.PDF, Format.PDF),
        *_tried(issued, tampering.WEB, Format.HTML),
    ]


def kinds(verdict: Verdict) -> set[DifferenceKind]:
    return {one.kind for one in verdict.differences}


def test_there_are_enough_ways_to_tamper() -> None:
    assert len(tampering.PDF) >= 40
    assert len(tampering.WEB) >= 15
    names = [(one.group, one.name) for one in (*tampering.PDF, *tampering.WEB)]
    assert len(set(names)) == len(names)


def test_every_tampering_is_seen(tried: list[Tried]) -> None:
    missed = [one.tampering.name for one in tried if one.plain.state.good]
    assert missed == []


def test_what_was_done_is_named(tried: list[Tried]) -> None:
    for one in tried:
        way = one.tampering
        if way.unreadable:
            assert one.plain.state is State.UNREADABLE, way.name
            continue
        found = kinds(one.plain)
        assert (BYTES in found) is not way.appended, way.name
        assert found - {BYTES} == way.seen | way.closely, way.name
        altered = way.seen or way.closely
        assert one.plain.state is (State.ALTERED if altered else State.REWRITTEN), way.name


def test_with_the_seal_made_anew_record_and_text_must_still_agree(tried: list[Tried]) -> None:
    for one in tried:
        if one.resealed is None or one.tampering.unreadable:
            continue
        assert kinds(one.resealed) == one.tampering.seen, one.tampering.name
        state = State.ALTERED if one.tampering.seen else State.INTACT
        assert one.resealed.state is state, one.tampering.name


def test_beside_the_ledger_nothing_goes_unseen(tried: list[Tried]) -> None:
    again = [one for one in tried if one.known is not None]
    missed = [one.tampering.name for one in again if one.known and one.known.state.good]
    assert missed == []
    whole = [
        one
        for one in again
        if one.known and not one.tampering.seen and not one.tampering.unreadable
    ]
    assert whole
    for one in whole:
        assert one.known is not None
        assert kinds(one.known) == {LEDGER}, one.tampering.name
        assert "is whole, but not what was issued" in one.known.sentence


@pytest.mark.parametrize("form", list(Format))
def test_a_byte_flipped_at_any_place_is_seen(issued: Issued, form: Format) -> None:
    data = issued.data(AUDIENCES[form][0], form)
    files = {f"flip {seed}": tampering.flipped(data, seed) for seed in range(FLIPS)}
    missed = [name for name, verdict in issued.judge(files).items() if verdict.state.good]
    assert missed == []


def test_a_forgery_made_with_care_is_known_by_the_ledger_alone(issued: Issued) -> None:
    files = {"forged": tampering.forged(issued.desk(Format.PDF))}
    with pikepdf.open(io.BytesIO(files["forged"])) as pdf:
        assert len(pdf.pages) == 3
    (alone,) = issued.judge(files).values()
    assert alone.state is State.INTACT
    assert alone.record is not None
    assert "up to $20,000" in [shown for fact in alone.record.facts for shown in fact.shown]
    (known,) = issued.judge(files, ledger=True).values()
    assert (known.state, kinds(known)) == (State.ALTERED, {LEDGER})
    (compared,) = issued.judge(files, project=ROOT).values()
    assert compared.state is State.OUTDATED
    assert [change.fact for change in compared.since.changes] == ["signing-bonus-max"]


def test_a_forgery_cannot_keep_the_signature(issued: Issued, tmp_path: Path) -> None:
    key = new_key()
    own = certificate(key)
    authority = tmp_path / "authority.pem"
    authority.write_bytes(pem(own))
    desk = issued.desk(Format.PDF)
    signed = sign(desk.data, read_key(p12(key, own, passphrase=None), None, []))
    forged = tampering.resealed(tampering.reworded(signed, "up to $50,000", "up to $20,000"))
    assert forged is not None
    found = issued.judge({"signed": signed, "forged": forged}, trust=[authority])
    assert found["signed"].state is State.INTACT
    assert [(one.holds, one.trusted) for one in found["signed"].signatures] == [(True, True)]
    assert found["forged"].state is State.ALTERED
    assert DifferenceKind.SIGNATURE in kinds(found["forged"])


def test_a_signer_that_nobody_vouches_for(issued: Issued, tmp_path: Path) -> None:
    key, other = new_key(), new_key()
    authority = tmp_path / "authority.pem"
    authority.write_bytes(pem(certificate(other, "Somebody Else")))
    signed = sign(
        issued.data("agency", Format.PDF),
        read_key(p12(key, certificate(key), passphrase=None), None, []),
    )
    (verdict,) = issued.judge({"signed": signed}, trust=[authority]).values()
    assert verdict.state is State.UNKNOWN
    assert "no authority that you named" in verdict.sentence


def test_what_may_be_added_alters_nothing(issued: Issued) -> None:
    data = issued.data("agency", Format.PDF)
    words = "Superseded by edition 2 on September 23, 2025"
    stamped = stamp_superseded(data, words, date(2025, 9, 23))
    found = issued.judge({"filled": _filled(data), "stamped": stamped})
    assert found["filled"].state is State.INTACT
    assert {one.kind for one in found["filled"].additions} == {"field"}
    assert found["stamped"].state is State.OUTDATED
    assert {one.kind for one in found["stamped"].additions} == {"stamp"}
    assert "stamped as superseded" in found["stamped"].sentence


def _filled(data: bytes) -> bytes:
    """An edition with a field of its worksheet filled in, as a viewer does it."""

    def fill(pdf: pikepdf.Pdf) -> dict[int, pikepdf.Object]:
        field = pdf.Root.AcroForm.Fields[0]
        changed = pikepdf.Dictionary(dict(field.items()))
        changed.V = pikepdf.String("12")
        return {field.objgen[0]: changed}

    return tampering.appended(data, fill)


# --- What is written of it -----------------------------------------------------------------------


def _cell(found: set[DifferenceKind]) -> str:
    return ", ".join(sorted(found)) or "–"


def measured(tried: Sequence[Tried]) -> str:
    """The table of ``docs/verify.md``."""
    again = [one for one in tried if one.resealed is not None and not one.tampering.unreadable]
    seen = sum(not one.plain.state.good for one in tried)
    seen_again = sum(not one.resealed.state.good for one in again if one.resealed)
    known = sum(not one.known.state.good for one in again if one.known)
    lines = [
        f"Of {len(tried)} ways to tamper, {len(tampering.PDF)} with PDF files and "
        f"{len(tampering.WEB)} with web pages, `briefs verify` sees",
        "",
        f"- {seen} of {len(tried)} with nothing but the file at hand;",
        f"- {seen_again} of the {len(again)} in which the seal can be made anew, if it is, with "
        "nothing but the file at hand;",
        f"- {known} of these {len(again)} with the ledger at hand.",
        "",
        "| where | what is done | told as | and if the seal is made anew |",
        "| --- | --- | --- | --- |",
    ]
    for one in tried:
        way = one.tampering
        plain = "cannot be read" if way.unreadable else _cell(kinds(one.plain))
        if one in again:
            assert one.resealed is not None
            other = _cell(kinds(one.resealed)) if not one.resealed.state.good else "**not seen**"
        else:
            other = "the seal holds anyway" if way.appended else "there is no place for it"
        lines.append(f"| {way.group} | {way.what} | {plain} | {other} |")
    return "\n".join([*lines, ""])


def test_the_document_tells_what_was_measured(
    tried: list[Tried], request: pytest.FixtureRequest
) -> None:
    text = DOCUMENT.read_text("utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    expected = f"{head}{BEGIN}{measured(tried)}{END}{tail}"
    if request.config.getoption("--update-golden"):
        DOCUMENT.write_text(expected, "utf-8")
    assert DOCUMENT.read_text("utf-8") == expected, "docs/verify.md is stale: make golden"


def test_the_document_names_every_state_and_every_kind() -> None:
    text = DOCUMENT.read_text("utf-8")
    for name in (*State, *DifferenceKind):
        assert re.search(rf"^\| `{name}` \|", text, re.MULTILINE), name
