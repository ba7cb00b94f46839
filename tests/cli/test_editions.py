"""``briefs editions``: what was issued, what it printed, and what is proved of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from briefs.model.ledger import Event
from briefs.model.record import record_bytes
from briefs.publish.editions.ledger import Ledger
from briefs.publish.editions.staging import issue, update
from tests.publish.editions.issuing import BONUS, issue_one, new, note, pdf, record, sha256

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "tests" / "mistakes" / "_base"
FILE = "pipes/agency.en-US.pdf"
CUT = {**BONUS, "value": "45000", "shown": ["up to $45,000", "$45,000"]}
SENTENCE = {
    "id": "why-lead",
    "kind": "statement",
    "shown": ["Lead is a metal that pipes were made of, and that " + "nobody should drink " * 9],
    "as_of": "2024-01-01",
    "review_by": "2025-01-01",
    "stale": True,
    "source": "gazette",
}
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def project(changed: Callable[..., Path]) -> Path:
    """A project whose output folder has a ledger: two editions for agencies, one for the press."""
    root = changed()
    ledger = Ledger(root / "output")
    issue_one(ledger, 1)
    issue_one(ledger, 1, audience="press", locale="es-US", title="Tuberías", facts=[SENTENCE])
    change = {
        "fact": "signing-bonus",
        "kind": "corrected",
        "old": BONUS,
        "new": CUT,
        "reason": "a digit was wrong",
    }
    issue_one(ledger, 2, 1, facts=[CUT, SENTENCE], changes=[change])
    ledger.append([note(1, facts=["signing-bonus"], reason="a digit was wrong")])
    return root


@pytest.fixture
def run(in_process: Run, project: Path) -> Run:
    """Runs ``briefs editions`` on the project: code, standard output, standard error."""
    return partial(in_process, "editions", project)


def data(run: Run, *arguments: str) -> Any:
    code, out, err = run(*arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def table(out: str) -> list[list[str]]:
    import re

    return [re.split(r"\s{2,}", line.strip()) for line in out.splitlines()]


# --- list --------------------------------------------------------------------------------------


def test_list_names_the_current_editions(run: Run) -> None:
    code, out, err = run("list")
    base = sha256(b"facts")[:12]
    assert (code, err) == (0, "")
    assert table(out) == [
        ["file", "edition", "built on", "facts", "pages", "fact base"],
        [FILE, "2", "2025-08-15", "2", "1", base],
        ["pipes/press.es-US.pdf", "1", "2025-08-15", "1", "1", base],
    ]


def test_list_of_all_names_those_that_were_replaced_and_what_was_wrong(run: Run) -> None:
    rows = table(run("list", "--all")[1])
    assert [(row[0], row[-1]) for row in rows] == [
        ("edition", "state"),
        ("pipes/agency.en-US@1", "replaced by 2; was wrong: signing-bonus"),
        ("pipes/agency.en-US@2", "current"),
        ("pipes/press.es-US@1", "current"),
    ]


def test_list_as_json(run: Run) -> None:
    first, second = data(run, "list")
    assert first["files"] == {FILE: sha256(pdf(2))}
    assert (first["edition"], first["current"], first["wrong"]) == (2, True, [])
    assert (first["built_on"], first["facts"], first["pages"]) == ("2025-08-15", 2, 1)
    assert (second["title"], second["locale"]) == ("Tuberías", "es-US")
    old = data(run, "list", "--all")[0]
    assert (old["edition"], old["current"], old["wrong"]) == (1, False, ["signing-bonus"])


def test_list_can_be_of_one_brief(run: Run, project: Path) -> None:
    issue_one(Ledger(project / "output"), 1, brief="paints")
    assert [one["brief"] for one in data(run, "list", "paints")] == ["paints"]
    code, out, err = run("list", "pant")
    assert (code, out) == (2, "")
    assert 'did you mean "paints"' in err


def test_list_tells_papers_apart_and_web_pages_have_no_pages(run: Run, project: Path) -> None:
    printed = record(1, paper="a4", pages=[])
    files = {"pipes/agency.en-US.html": b"<p>"}
    issue(Ledger(project / "output"), new(printed, files), files, record_bytes(printed))
    rows = table(run("list")[1])
    assert rows[0][-1] == "paper"
    assert [row[-1] for row in rows[1:]] == ["a4", "letter", "letter"]
    assert rows[1][4] == "–"


def test_list_goes_on_where_a_record_is_gone(run: Run, project: Path) -> None:
    for path in (project / "output" / "records").iterdir():
        path.unlink()
    assert table(run("list")[1])[1][2:5] == ["–", "–", "–"]
    assert "facts" not in data(run, "list")[0]


@pytest.mark.parametrize("ledger", [None, ""], ids=["missing", "empty"])
@pytest.mark.parametrize("words", [["list"], ["where", "signing-bonus"], ["check"]])
def test_without_an_edition_it_says_what_makes_one(
    in_process: Run, tmp_path: Path, words: list[str], ledger: str | None
) -> None:
    if ledger is not None:
        (tmp_path / "ledger.jsonl").write_text(ledger)
    code, out, err = in_process("editions", BASE, *words, "--output", str(tmp_path))
    assert (code, err) == (0, "")
    assert out == f"no edition was issued in {tmp_path}: briefs build issues them\n"
    if words[0] != "check":
        command = ("editions", BASE, *words, "--output", str(tmp_path), "--json")
        assert in_process(*command) == (0, "[]\n", "")


def test_the_folder_can_be_named_and_needs_no_project(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    from briefs.cli import main

    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    with pytest.raises(SystemExit) as caught:
        main(["editions", "list", "--output", str(project / "output")])
    assert caught.value.code == 0
    assert FILE in capsys.readouterr().out
    with pytest.raises(SystemExit) as caught:
        main(["editions", "list"])
    assert caught.value.code == 2
    assert "no briefs.toml" in capsys.readouterr().err


def test_a_broken_ledger_is_an_error_with_its_line(run: Run, project: Path) -> None:
    path = project / "output" / "ledger.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"es-US"', b'"es-MX"'))
    for words in (["list"], ["show", "pipes/agency.en-US"], ["where", "signing-bonus"]):
        code, out, err = run(*words)
        assert (code, out) == (3, "")
        assert "ledger.jsonl:2 is broken" in err
        assert "briefs editions check" in err


# --- show --------------------------------------------------------------------------------------


def test_show_tells_what_an_edition_printed_and_what_became_of_it(run: Run, project: Path) -> None:
    code, out, err = run("show", "pipes/agency.en-US@1")
    assert (code, err) == (0, "")
    assert out.startswith("pipes/agency.en-US@1  Lead pipes\n")
    for words in (
        "state      replaced by edition 2",
        "built on   2025-08-15",
        "paper      letter",
        f"record     {sha256(record_bytes(record()))}",
        f"superseded/pipes/agency.en-US.1.pdf  {sha256(pdf(1))}",
        "briefs build (line 1)",
        "briefs build (line 4): signing-bonus, a digit was wrong",
        "signing-bonus  up to $50,000  2025-08-01  gazette  1",
    ):
        assert words in out
    assert "changes" not in out


def test_show_of_a_name_alone_is_of_the_current_edition(run: Run) -> None:
    out = run("show", "pipes/agency.en-US")[1]
    assert out.startswith("pipes/agency.en-US@2")
    assert "state      current" in out
    assert "replaces   edition 1" in out
    assert "2024-01-01 (stale)  gazette  –" in out
    assert (
        "changes since edition 1\n  signing-bonus  corrected  up to $50,000 → up to $45,000" in out
    )
    (sentence,) = [line for line in out.splitlines() if "why-lead" in line]
    assert "nobody …" in sentence
    assert len(sentence) < 120


def test_show_finds_a_file_wherever_it_lies(run: Run, project: Path, tmp_path: Path) -> None:
    for sent, number in ((pdf(1), 1), (pdf(2), 2)):
        (tmp_path / "from an inbox.pdf").write_bytes(sent)
        assert data(run, "show", str(tmp_path / "from an inbox.pdf"))["edition"] == number
    kept = project / "output" / "superseded" / "pipes" / "agency.en-US.1.pdf"
    assert data(run, "show", str(kept))["edition"] == 1
    assert data(run, "show", FILE)["edition"] == 2  # no file from here: a name


def test_show_finds_a_file_that_another_program_has_signed(
    run: Run, project: Path, tmp_path: Path
) -> None:
    from briefs.model.seal import UNSEALED, sealed

    data_ = sealed(f"%PDF-1.7\n<briefs:seal>{UNSEALED}</briefs:seal>\n%%EOF\n".encode())
    printed, files = record(3, 2), {FILE: data_}
    issue(Ledger(project / "output"), new(printed, files), files, record_bytes(printed))
    (tmp_path / "signed.pdf").write_bytes(data_ + b"1 0 obj\nendobj\n%%EOF\n")
    assert data(run, "show", str(tmp_path / "signed.pdf"))["edition"] == 3


def test_show_gives_the_hash_of_the_file_as_it_is_now(run: Run, project: Path) -> None:
    kept = "superseded/pipes/agency.en-US.1.pdf"
    stamped = pdf(1) + b"superseded by edition 2"
    line = note(1, Event.STAMPED, files={kept: sha256(stamped)}, command="briefs correct")
    update(Ledger(project / "output"), line, {kept: stamped})
    out = run("show", "pipes/agency.en-US@1")[1]
    assert f"{kept}  {sha256(stamped)}" in out
    assert "briefs correct (line 5)" in out


def test_show_as_json_has_the_record_and_the_lines(run: Run) -> None:
    shown = data(run, "show", "pipes/agency.en-US@1")
    assert shown["printed"] == json.loads(record_bytes(record()))
    assert [one["line"] for one in shown["lines"]] == [1, 4]
    assert shown["lines"][1]["event"] == "corrected"


def test_show_tells_who_approved_and_signed_and_that_a_file_is_gone(
    run: Run, project: Path
) -> None:
    ledger = Ledger(project / "output")
    approved = new(record(1, audience="voter"), {"pipes/voter.en-US.pdf": b"gone"})
    approval = {
        "by": "A. Reviewer",
        "of": "brief:pipes",
        "hash": sha256(b""),
        "until": "2026-01-01",
    }
    plain = approved.model_dump() | {"approvals": (approval,)}
    ledger.append([type(approved).model_validate(plain)])
    signed = {**plain, "event": Event.SIGNED, "approvals": (), "command": "briefs sign"}
    ledger.append([type(approved).model_validate(signed)])
    out = run("show", "pipes/voter.en-US")[1]
    assert "approved   brief:pipes by A. Reviewer until 2026-01-01" in out
    assert "briefs sign (line 6)" in out
    assert "file       not there any more" in out
    assert "(not stored)" in out
    assert "\nfacts" not in out


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pipes/agncy.en-US", 'did you mean "pipes/agency.en-US"'),
        ("pipes/agency.en-US@7", "it has 1, 2"),
        ("pipes/agency.en-US@", "it has 1, 2"),
        ("zzz", "briefs editions list"),
        (str(BASE / "briefs.toml"), "the ledger does not know the file"),
    ],
)
def test_show_of_what_was_not_issued_is_wrong_usage(run: Run, name: str, words: str) -> None:
    code, out, err = run("show", name)
    assert (code, out) == (2, "")
    assert words in err


def test_control_characters_of_a_record_are_written_out(run: Run, project: Path) -> None:
    issue_one(Ledger(project / "output"), 3, 2, title="Lead\x1b[31m pipes\nand more")
    assert (
        "pipes/agency.en-US@3  Lead\\x1b[31m pipes\\nand more\n"
        in run("show", "pipes/agency.en-US")[1]
    )


# --- where -------------------------------------------------------------------------------------


def test_where_lists_each_edition_with_the_value_that_it_printed(run: Run) -> None:
    code, out, err = run("where", "signing-bonus")
    assert (code, err) == (0, "")
    assert table(out) == [
        ["edition", "built on", "printed", "as of", "state"],
        ["pipes/agency.en-US@1", "2025-08-15", "up to $50,000", "2025-08-01",
         "replaced by 2; was wrong"],
        ["pipes/agency.en-US@2", "2025-08-15", "up to $45,000; $45,000", "2025-08-01", "current"],
    ]  # fmt: skip


def test_where_as_json(run: Run) -> None:
    first, second = data(run, "where", "signing-bonus")
    assert (first["edition"], first["current"], first["wrong"]) == (1, False, ["signing-bonus"])
    assert (first["fact"]["value"], first["fact"]["qualifier"]) == ("50000", "up to")
    assert (second["edition"], second["fact"]["value"]) == (2, "45000")
    assert [one["name"] for one in data(run, "where", "why-lead")] == [
        "pipes/agency.en-US",
        "pipes/press.es-US",
    ]


def test_where_of_a_fact_of_the_project_that_was_never_printed(run: Run) -> None:
    assert run("where", "grant-max") == (0, "printed in no edition\n", "")
    assert data(run, "where", "grant-max") == []


@pytest.mark.parametrize("name", ["signing-bonis", "gazette"])  # a source has an id too
def test_where_of_a_fact_that_nobody_knows_is_wrong_usage(run: Run, name: str) -> None:
    code, out, err = run("where", name)
    assert (code, out) == (2, "")
    assert f'no edition printed a fact "{name}"' in err
    assert ('did you mean "signing-bonus"' in err) is (name == "signing-bonis")


def test_where_says_what_it_could_not_search(run: Run, project: Path) -> None:
    gone = sha256(record_bytes(record()))
    (project / "output" / "records" / f"{gone}.json").unlink()
    code, out, err = run("where", "signing-bonus")
    assert code == 0
    assert [row[0] for row in table(out)] == ["edition", "pipes/agency.en-US@2"]
    assert err == "not searched, since their records are not stored: pipes/agency.en-US@1\n"


# --- check -------------------------------------------------------------------------------------


def test_check_proves_a_whole_ledger(run: Run) -> None:
    assert run("check") == (0, "4 lines, 3 records, 3 files: all as they were written\n", "")
    assert data(run, "check") == {
        "lines": 4, "records": 3, "files": 3, "away": [], "unnamed": [], "faults": [],
    }  # fmt: skip


def test_check_names_each_fault_with_its_place_and_a_mend(run: Run, project: Path) -> None:
    output = project / "output"
    ledger = output / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace(b'"es-US"', b'"es-MX"'))
    (output / FILE).write_bytes(b"%PDF altered")
    (output / "stray.pdf").write_bytes(b"%PDF stray")
    code, out, err = run("check")
    assert code == 1
    assert out == "4 lines, 3 records, 4 files: 4 errors\n"
    assert err.count("error: ") == err.count("  mend: ") == 4
    for place in ("ledger.jsonl:2", "ledger.jsonl:3", FILE, "stray.pdf"):
        assert f"  at {place}\n" in err
    code, out, err = run("check", "--json")
    assert (code, err) == (1, "")
    places = [one["place"] for one in json.loads(out)["faults"]]
    assert places == ["ledger.jsonl:2", "ledger.jsonl:3", FILE, "stray.pdf"]


def test_check_says_what_is_not_there_and_what_no_line_names(run: Run, project: Path) -> None:
    output = project / "output"
    (output / FILE).unlink()
    (output / "records" / f"{sha256(b'')}.json").write_bytes(b"")
    code, out, err = run("check")
    assert (code, err) == (0, "")
    assert out.splitlines()[1:] == [
        f"not there any more: {FILE}",
        "1 record that no line names, of runs that were ended or lines that were cut off",
    ]
