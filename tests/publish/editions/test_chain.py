"""The proof of a ledger: every edit is found, and of what was cut off what can be."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from briefs.model.ledger import Event
from briefs.publish.editions.chain import Proof, check_chain
from briefs.publish.editions.ledger import Ledger
from briefs.publish.editions.lines import faults
from tests.publish.editions.issuing import NO_HASH, issue_one, note, pdf, record, sha256

FILE = "pipes/agency.en-US.pdf"
KEPT = "superseded/pipes/agency.en-US.1.pdf"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with five lines: three editions, a correction, and an edition again."""
    folder = tmp_path_factory.mktemp("issued")
    ledger = Ledger(folder)
    issue_one(ledger, 1)
    issue_one(ledger, 1, audience="press")
    issue_one(ledger, 2, 1)
    ledger.append([note(1, facts=["signing-bonus"], reason="a digit was wrong")])
    issue_one(ledger, 3, 2)
    return folder


@pytest.fixture
def folder(issued: Path, tmp_path: Path) -> Path:
    """A copy of that folder, to be spoilt."""
    return Path(shutil.copytree(issued, tmp_path / "output"))


def lines(folder: Path) -> list[bytes]:
    return (folder / "ledger.jsonl").read_bytes().splitlines()


def rewrite(folder: Path, written: list[bytes]) -> None:
    (folder / "ledger.jsonl").write_bytes(b"".join(line + b"\n" for line in written))


def places(proof: Proof) -> list[str]:
    return [one.place for one in proof.faults]


def test_what_was_written_is_whole(folder: Path) -> None:
    assert check_chain(folder) == Proof(lines=5, records=4, files=4)


def test_a_folder_without_a_ledger_has_nothing_to_prove(tmp_path: Path) -> None:
    assert check_chain(tmp_path) == Proof()


def test_a_folder_that_nobody_may_write_to_can_be_proved(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".ledger.lock").unlink()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert check_chain(folder).faults == []
    assert not (folder / ".ledger.lock").exists()


# --- The lines ---------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3, 5])
def test_every_changed_byte_of_a_line_is_found(folder: Path, number: int) -> None:
    """In the last line too, where no other line follows that would tell."""
    line, previous = lines(folder)[number - 1], NO_HASH
    if number > 1:
        previous = sha256(lines(folder)[number - 2])
    assert faults(line, number, previous)[1] == []
    for place in range(len(line)):
        for change in (1, 16, 32):
            spoilt = line[:place] + bytes([line[place] ^ change]) + line[place + 1 :]
            assert faults(spoilt, number, previous)[1], (place, spoilt)


def changes() -> list[tuple[str, object]]:
    return [
        ("line", 6),
        ("previous", NO_HASH),
        ("at", "2020-01-01T00:00:00Z"),
        ("event", "rebuilt"),
        ("brief", "paints"),
        ("topic", "paints"),
        ("audience", "voter"),
        ("locale", "es-US"),
        ("paper", "a4"),
        ("large_print", True),
        ("recipient", "adams"),
        ("edition", 4),
        ("files", {FILE: NO_HASH}),
        ("record", NO_HASH),
        ("content", NO_HASH),
        ("build", NO_HASH),
        ("fact_base", NO_HASH),
        ("command", "briefs build --force"),
        ("approvals", [{"by": "Nobody", "of": "brief:pipes", "hash": NO_HASH}]),
        ("supersedes", 9),
        ("facts", ["none"]),
        ("reason", "none"),
        ("seal", NO_HASH),
    ]


def test_there_is_an_edit_of_every_field(folder: Path) -> None:
    from briefs.model.ledger import Entry

    assert sorted(name for name, _ in changes()) == sorted(Entry.model_fields)


@pytest.mark.parametrize(("name", "value"), changes(), ids=[name for name, _ in changes()])
@pytest.mark.parametrize("number", [3, 5])
def test_every_changed_field_is_found_at_its_line(
    folder: Path, name: str, value: object, number: int
) -> None:
    written = lines(folder)
    plain = {**json.loads(written[number - 1]), name: value}
    written[number - 1] = json.dumps(plain, separators=(",", ":")).encode()
    rewrite(folder, written)
    assert f"ledger.jsonl:{number}" in places(check_chain(folder))


def reseal(line: bytes, **fields: object) -> bytes:
    """A line edited by somebody who knows how it is sealed."""
    plain = {**json.loads(line), **fields, "seal": NO_HASH}
    text = json.dumps(plain, separators=(",", ":"))
    return text.replace(NO_HASH, sha256(text.encode())).encode()


def test_an_edit_that_is_sealed_anew_is_found_by_the_line_behind(folder: Path) -> None:
    written = lines(folder)
    written[2] = reseal(written[2], command="briefs build --force")
    rewrite(folder, written)
    (fault,) = check_chain(folder).faults
    assert fault.place == "ledger.jsonl:4"
    assert "that one was altered" in fault.words


def test_one_of_the_last_line_is_found_only_if_it_is_about_a_file_or_a_record(
    folder: Path,
) -> None:
    written = lines(folder)
    rewrite(folder, [*written[:4], reseal(written[4], files={FILE: sha256(b"other")})])
    assert FILE in places(check_chain(folder))
    rewrite(folder, [*written[:4], reseal(written[4], record=sha256(b"other"))])
    assert places(check_chain(folder)) == ["ledger.jsonl:5"]
    rewrite(folder, [*written[:4], reseal(written[4], command="briefs build --force")])
    assert check_chain(folder).faults == []  # nobody can know, without a copy or a signature


@pytest.mark.parametrize(
    ("spoil", "first"),
    [
        (lambda old: old[1:], 1),
        (lambda old: [*old[:2], *old[3:]], 3),
        (lambda old: [old[1], old[0], *old[2:]], 1),
        (lambda old: [*old[:3], old[4], old[3]], 4),
        (lambda old: [*old[:2], old[1], *old[2:]], 3),
        (lambda old: [*old[:2], b"", *old[2:]], 3),
        (lambda old: [*old, old[4]], 6),
        (lambda old: [*old, b"{}"], 6),
        (lambda old: [old[0], old[1] + b"\r", *old[2:]], 2),
        (lambda old: [old[0] + b" ", *old[1:]], 1),
        (lambda old: [old[0], old[1][:-20], *old[2:]], 2),
        (lambda old: [old[0], old[1][:300] + old[2][200:], *old[3:]], 2),
        (lambda old: [b"\xef\xbb\xbf" + old[0], *old[1:]], 1),
    ],
    ids=[
        "first taken out", "one taken out", "first two swapped", "last two swapped",
        "one doubled", "empty line", "last doubled", "line added", "carriage return", "blank",
        "cut off within", "cut out across lines", "byte order mark",
    ],
)  # fmt: skip
def test_lines_that_are_not_as_they_were_are_found(
    folder: Path, spoil: Callable[[list[bytes]], list[bytes]], first: int
) -> None:
    rewrite(folder, spoil(lines(folder)))
    assert places(check_chain(folder))[0] == f"ledger.jsonl:{first}"


def test_the_words_tell_what_happened(folder: Path) -> None:
    written = lines(folder)
    rewrite(folder, [written[0], written[2], b"[1]", *written[3:]])
    told = [(one.place, one.words) for one in check_chain(folder).faults]
    assert (
        "ledger.jsonl:2",
        "this was written as line 3: lines were taken out, put in or moved",
    ) in told
    assert any(place == "ledger.jsonl:3" and "is no entry" in words for place, words in told)
    assert all(one.mend for one in check_chain(folder).faults)


def test_an_edition_that_is_issued_twice_is_found(tmp_path: Path) -> None:
    """By a program that writes a sound chain and does not know how editions are numbered."""
    from datetime import UTC, datetime

    from briefs.model.ledger import FIRST
    from briefs.publish.editions.lines import written
    from tests.publish.editions.issuing import new

    chain, previous = [], FIRST
    late = [new(record(3, 2), {}), new(record(2, 1), {}), note(7), note(1, Event.SIGNED)]
    for number, one in enumerate([new(record(2, 1), {}), *late], 1):
        _, line = written(one, number, previous, datetime.now(UTC))
        chain.append(line)
        previous = sha256(line)
    rewrite(tmp_path, chain)
    found = [one for one in check_chain(tmp_path).faults if one.words.startswith("edition")]
    assert [(one.place, one.words) for one in found] == [
        (
            "ledger.jsonl:3",
            "edition 2 of pipes/agency.en-US does not follow edition 3, which is the one before",
        ),
        ("ledger.jsonl:4", "edition 7 of pipes/agency.en-US was not issued before"),
    ]


# --- What is cut off the end -------------------------------------------------------------------


def test_the_torn_end_of_a_killed_run_is_told(folder: Path) -> None:
    with (folder / "ledger.jsonl").open("ab") as file:
        file.write(b'{"line":6,"previous":"')
    (fault,) = check_chain(folder).faults
    assert fault.place == "ledger.jsonl:6"
    assert "torn" in fault.words


@pytest.mark.parametrize(
    ("kept", "told"), [(4, [FILE]), (2, [FILE]), (1, [FILE, "pipes/press.en-US.pdf"]), (0, None)]
)
def test_lines_cut_off_the_end_are_found_by_the_files(
    folder: Path, kept: int, told: list[str] | None
) -> None:
    rewrite(folder, lines(folder)[:kept])
    proof = check_chain(folder)
    found = [one for one in places(proof) if not one.startswith("superseded/")]
    assert found == (told or [FILE, "pipes/press.en-US.pdf"])
    assert proof.unnamed  # their records are still there


def test_a_correction_cut_off_the_end_leaves_no_trace(folder: Path) -> None:
    ledger = Ledger(folder)
    ledger.append([note(3, facts=["signing-bonus"])])
    rewrite(folder, lines(folder)[:-1])
    assert check_chain(folder) == Proof(lines=5, records=4, files=4)


# --- Records and files -------------------------------------------------------------------------


def test_a_record_that_is_gone_or_damaged_is_found(folder: Path) -> None:
    gone, damaged = json.loads(lines(folder)[1])["record"], json.loads(lines(folder)[2])["record"]
    (folder / f"records/{gone}.json").unlink()
    (folder / f"records/{damaged}.json").write_bytes(b"{}")
    proof = check_chain(folder)
    assert places(proof) == ["ledger.jsonl:2", f"records/{damaged}.json"]
    assert gone in proof.faults[0].words
    assert "damaged" in proof.faults[1].words


@pytest.mark.parametrize("path", [FILE, "pipes/press.en-US.pdf", KEPT])
def test_a_file_that_was_altered_is_found(folder: Path, path: str) -> None:
    with (folder / path).open("ab") as file:
        file.write(b"\n")
    (fault,) = check_chain(folder).faults
    assert fault.place == path


def test_an_old_edition_put_back_in_place_is_found(folder: Path) -> None:
    shutil.copy(folder / KEPT, folder / FILE)
    (fault,) = check_chain(folder).faults
    assert (fault.place, "ledger.jsonl:5" in fault.words) == (FILE, True)
    assert sha256(pdf(1)) in fault.words


@pytest.mark.parametrize(
    "path", ["brief.pdf", "pipes/voter.en-US.pdf", "a/b/c.pdf", "superseded/pipes/old.html"]
)
def test_a_file_that_was_never_issued_is_found(folder: Path, path: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(b"%PDF-1.7 forged")
    assert places(check_chain(folder)) == [path]


@pytest.mark.parametrize(
    "path", ["figures/pipes.pdf", "drafts/pipes/agency.en-US.pdf", "links.json", "pipes/.x.pdf"]
)
def test_what_is_no_edition_is_left_alone(folder: Path, path: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(b"%PDF-1.7")
    assert check_chain(folder).faults == []


def test_a_copy_of_an_edition_elsewhere_is_known(folder: Path) -> None:
    shutil.copytree(folder / "pipes", folder / "sent")
    assert check_chain(folder) == Proof(lines=5, records=4, files=6)


def test_a_file_that_is_not_there_any_more_is_no_fault(folder: Path) -> None:
    (folder / FILE).unlink()
    assert check_chain(folder) == Proof(lines=5, records=4, files=3, away=[FILE])


def test_a_record_that_no_line_names_is_counted(folder: Path) -> None:
    name = sha256(b"of a killed run")
    (folder / f"records/{name}.json").write_bytes(b"of a killed run")
    assert check_chain(folder) == Proof(lines=5, records=4, files=4, unnamed=[name])
