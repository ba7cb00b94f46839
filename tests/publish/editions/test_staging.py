"""Whatever is seen in the output folder is in the ledger, and no edition that was issued is lost."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from briefs.model.errors import EngineError
from briefs.model.ledger import Event
from briefs.model.record import record_bytes
from briefs.publish.editions import ledger as ledger_module
from briefs.publish.editions import staging
from briefs.publish.editions.chain import check_chain
from briefs.publish.editions.ledger import Ledger, Overtaken
from briefs.publish.editions.records import Records
from briefs.publish.editions.staging import (
    find_file,
    issue,
    recover,
    retire,
    staged_name,
    update,
)
from tests.publish.editions.issuing import (
    ROOT,
    assert_whole,
    issue_next,
    issue_one,
    new,
    note,
    pdf,
    record,
    sha256,
)

FILE = "pipes/agency.en-US.pdf"
KEPT = "superseded/pipes/agency.en-US"


def files_in(folder: Path) -> list[str]:
    found = (one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file())
    return sorted(one for one in found if one not in {".ledger.lock", "ledger.jsonl"})


def editions_in(folder: Path) -> list[str]:
    return [one for one in files_in(folder) if not one.startswith("records/")]


def run(name: str, *arguments: object, before: Sequence[str] = ()) -> str:
    """What a program of ``issuing.py`` prints, run in a process of its own."""
    command = [sys.executable, "-m", "tests.publish.editions.issuing", name]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*before, *command, *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# --- An edition after another ------------------------------------------------------------------


def test_an_edition_is_put_in_place_with_its_record_and_line(tmp_path: Path) -> None:
    entry = issue_one(Ledger(tmp_path), 1)
    data = record_bytes(record(1))
    assert files_in(tmp_path) == [FILE, f"records/{sha256(data)}.json"]
    assert (tmp_path / FILE).read_bytes() == pdf(1)
    assert (entry.line, entry.record, entry.files) == (1, sha256(data), {FILE: sha256(pdf(1))})
    assert entry.supersedes is None
    assert not check_chain(tmp_path).faults


def test_the_one_before_is_kept(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    issue_one(ledger, 1)
    assert issue_one(ledger, 2, 1).supersedes == 1
    issue_one(ledger, 3, 2)
    assert editions_in(tmp_path) == [FILE, f"{KEPT}.1.pdf", f"{KEPT}.2.pdf"]
    for number in (1, 2):
        assert (tmp_path / f"{KEPT}.{number}.pdf").read_bytes() == pdf(number)
    assert (tmp_path / FILE).read_bytes() == pdf(3)


def test_its_web_page_is_issued_with_it(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    for number in (1, 2):
        printed = record(number, number - 1 or None)
        files = {FILE: pdf(number), "pipes/agency.en-US.html": f"<p>{number}".encode()}
        issue(ledger, new(printed, files), files, record_bytes(printed))
    assert editions_in(tmp_path) == [
        "pipes/agency.en-US.html", FILE, f"{KEPT}.1.html", f"{KEPT}.1.pdf",
    ]  # fmt: skip
    assert not check_chain(tmp_path).faults


WEB = "pipes/agency.en-US.html"


def with_web_page(ledger: Ledger) -> None:
    """Issue the first edition as a PDF and a web page, and the second one as a PDF only."""
    printed = record(1)
    files = {FILE: pdf(1), WEB: b"<p>1"}
    issue(ledger, new(printed, files), files, record_bytes(printed))
    issue_one(ledger, 2, 1)


@pytest.mark.parametrize("put_away", [retire, recover], ids=["the same run", "after a kill"])
def test_a_web_page_does_not_stay_beside_the_pdf_of_a_later_edition(
    tmp_path: Path, put_away: Callable[[Ledger], object]
) -> None:
    ledger = Ledger(tmp_path)
    with_web_page(ledger)
    put_away(ledger)
    assert editions_in(tmp_path) == [FILE, f"{KEPT}.1.html", f"{KEPT}.1.pdf"]
    assert (tmp_path / f"{KEPT}.1.html").read_bytes() == b"<p>1"
    assert not check_chain(tmp_path).faults
    first = ledger.entries()[0]
    assert find_file(ledger, first, WEB) == tmp_path / f"{KEPT}.1.html"
    assert retire(ledger) == ()


def test_files_of_current_editions_and_of_other_series_stay(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    issue_one(ledger, 1, audience="press")
    issue_one(ledger, 1)
    issue_one(ledger, 2, 1)
    before = files_in(tmp_path)
    assert retire(ledger) == ()
    assert files_in(tmp_path) == before


def test_an_altered_web_page_that_is_taken_away_is_kept_as_such(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    with_web_page(ledger)
    (tmp_path / WEB).write_bytes(b"<p>mine")
    assert retire(ledger) == (WEB,)
    (kept,) = [one for one in editions_in(tmp_path) if "altered" in one]
    assert (tmp_path / kept).read_bytes() == b"<p>mine"
    assert not check_chain(tmp_path).faults


def test_a_number_that_is_taken_leaves_nothing_behind(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    issue_one(ledger, 1)
    before = files_in(tmp_path)
    with pytest.raises(Overtaken) as caught:
        issue_one(ledger, 1, title="Another")
    assert caught.value.latest == ledger.entries()[0]
    assert files_in(tmp_path) == before
    assert len(ledger.entries()) == 1


def test_hashes_of_other_bytes_are_our_own_mistake(tmp_path: Path) -> None:
    printed = record()
    files = {FILE: pdf(1)}
    with pytest.raises(ValueError, match="another record"):
        issue(Ledger(tmp_path), new(printed, files), files, b"{}")
    with pytest.raises(ValueError, match="other files"):
        issue(Ledger(tmp_path), new(printed, files), {FILE: b"other"}, record_bytes(printed))
    with pytest.raises(ValueError, match="issued, not updated"):
        update(Ledger(tmp_path), new(printed, files), files)
    assert editions_in(tmp_path) == []


def test_runs_at_once_issue_each_number_once(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.publish.editions.issuing", "issue_many", tmp_path, "12"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    children = [subprocess.Popen(command, env=environment) for _ in range(4)]
    assert [child.wait() for child in children] == [0] * 4
    assert assert_whole(tmp_path) == {"agency": 48}


# --- The same edition again --------------------------------------------------------------------


def again(ledger: Ledger, data: bytes) -> int:
    printed = record(1)
    files = {FILE: data}
    entry = issue(ledger, new(printed, files, Event.REBUILT), files, record_bytes(printed))
    return entry.line


def test_a_file_that_was_deleted_is_put_back_without_a_line(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    issue_one(ledger, 1)
    (tmp_path / FILE).unlink()
    assert again(ledger, pdf(1)) == 1
    assert (tmp_path / FILE).read_bytes() == pdf(1)
    assert len(ledger.entries()) == 1
    assert editions_in(tmp_path) == [FILE]


def test_one_that_comes_out_otherwise_gets_a_line_and_the_old_one_is_kept(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    issue_one(ledger, 1)
    assert again(ledger, b"by newer engines") == 2
    assert again(ledger, b"by newer engines still") == 3
    other = f"{KEPT}.1-{sha256(b'by newer engines')[:12]}.pdf"
    assert editions_in(tmp_path) == [FILE, other, f"{KEPT}.1.pdf"]
    assert (tmp_path / f"{KEPT}.1.pdf").read_bytes() == pdf(1)
    assert (tmp_path / other).read_bytes() == b"by newer engines"
    assert again(ledger, pdf(1)) == 4
    assert again(ledger, b"by newer engines") == 5  # both are kept already
    assert not check_chain(tmp_path).faults


def test_two_papers_share_a_path_and_neither_is_lost(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    issue_one(ledger, 1)
    printed = record(1, paper="a4")
    files = {FILE: b"on A4"}
    issue(ledger, new(printed, files), files, record_bytes(printed))
    issue_one(ledger, 2, 1)
    other = f"{KEPT}.1-{sha256(b'on A4')[:12]}.pdf"
    assert editions_in(tmp_path) == [FILE, other, f"{KEPT}.1.pdf"]
    assert not check_chain(tmp_path).faults


# --- Files that the ledger does not know -------------------------------------------------------


def test_a_file_from_before_there_was_a_ledger_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "pipes").mkdir()
    (tmp_path / FILE).write_bytes(b"from long ago")
    issue_one(Ledger(tmp_path), 1)
    assert editions_in(tmp_path) == [FILE]


@pytest.mark.parametrize(
    "next_one", [lambda one: issue_one(one, 2, 1), lambda one: again(one, pdf(1))]
)
def test_a_file_that_somebody_has_altered_is_kept_as_such(
    tmp_path: Path, next_one: Callable[[Ledger], object]
) -> None:
    ledger = Ledger(tmp_path)
    issue_one(ledger, 1)
    (tmp_path / FILE).write_bytes(b"with notes in the margin")
    next_one(ledger)
    name = sha256(b"with notes in the margin")[:12]
    assert (tmp_path / f"{KEPT}.1.altered-{name}.pdf").read_bytes() == b"with notes in the margin"
    assert not check_chain(tmp_path).faults


def test_a_disk_without_second_names_gets_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_link(old: Path, new: Path) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_link)
    ledger = Ledger(tmp_path)
    issue_one(ledger, 1)
    issue_one(ledger, 2, 1)
    assert (tmp_path / f"{KEPT}.1.pdf").read_bytes() == pdf(1)
    assert (tmp_path / FILE).read_bytes() == pdf(2)


# --- Stamps and signatures ---------------------------------------------------------------------


def test_a_signed_file_takes_the_place_of_the_same_one(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    first = issue_one(ledger, 1)
    signed = pdf(1) + b"signature"
    entry = update(ledger, note(1, Event.SIGNED, files={FILE: sha256(signed)}), {FILE: signed})
    assert (entry.line, entry.event) == (2, Event.SIGNED)
    assert editions_in(tmp_path) == [FILE]
    assert find_file(ledger, first, FILE) == tmp_path / FILE
    assert not check_chain(tmp_path).faults
    issue_one(ledger, 2, 1)
    assert (tmp_path / f"{KEPT}.1.pdf").read_bytes() == signed
    assert find_file(ledger, first, FILE) == tmp_path / f"{KEPT}.1.pdf"
    assert not check_chain(tmp_path).faults


def test_what_was_signed_meanwhile_does_not_take_the_place_of_a_newer_edition(
    tmp_path: Path,
) -> None:
    ledger = Ledger(tmp_path)
    issue_one(ledger, 1)
    signed = pdf(1) + b"signature"
    issue_one(ledger, 2, 1)
    late = note(1, Event.SIGNED, files={FILE: sha256(signed)})
    with pytest.raises(EngineError, match="replaced meanwhile"):
        update(ledger, late, {FILE: signed})
    assert (tmp_path / FILE).read_bytes() == pdf(2)
    assert len(ledger.entries()) == 2


def test_a_superseded_file_is_stamped_where_it_is_kept(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    first, second = issue_one(ledger, 1), issue_one(ledger, 2, 1)
    place = f"{KEPT}.1.pdf"
    stamped = pdf(1) + b"superseded by edition 2"
    update(ledger, note(1, Event.STAMPED, files={place: sha256(stamped)}), {place: stamped})
    assert find_file(ledger, first, FILE) == tmp_path / place
    assert find_file(ledger, second, FILE) == tmp_path / FILE
    assert not check_chain(tmp_path).faults
    (tmp_path / place).write_bytes(pdf(1))  # the stamp taken off again
    assert [one.place for one in check_chain(tmp_path).faults] == [place]


def test_a_file_is_found_as_it_was_issued_if_it_is_there(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    first = issue_one(ledger, 1)
    again(ledger, b"newer engines")
    assert find_file(ledger, first, FILE) == tmp_path / f"{KEPT}.1.pdf"
    (tmp_path / f"{KEPT}.1.pdf").unlink()
    assert find_file(ledger, first, FILE) == tmp_path / FILE
    (tmp_path / FILE).write_bytes(b"altered")
    assert find_file(ledger, first, FILE) is None


# --- Killed ------------------------------------------------------------------------------------


def test_a_kill_at_every_step_loses_nothing(tmp_path: Path) -> None:
    """Before each change of a name, each opening for writing, and each sync of an issue."""
    steps = run("kill_at_every_step", tmp_path).splitlines()
    kinds = {step.split()[0] for step in steps}
    assert {"open", "fsync", "os.link", "os.rename"} <= kinds
    assert len(steps) >= 20
    newest = [assert_whole(tmp_path / str(step))["agency"] for step in range(1, len(steps) + 1)]
    assert newest == sorted(newest)
    assert set(newest) == {2, 3}  # not issued before the line was written, issued from then on


def test_fifty_kills_at_random_moments_lose_nothing(tmp_path: Path) -> None:
    told = run("kill_at_random", tmp_path, 50)
    assert len(told.split()) == 50 + 4
    assert sum(assert_whole(tmp_path, ("agency", "press")).values()) > 20


def interrupted(folder: Path, *, issued: bool) -> Ledger:
    """A folder where a run died that had staged edition 2, and perhaps written its line."""
    ledger = Ledger(folder)
    issue_one(ledger, 1)
    printed = record(2, 1)
    files = {FILE: pdf(2)}
    (folder / staged_name(FILE, sha256(pdf(2)))).write_bytes(pdf(2))
    if issued:
        (folder / f"records/{sha256(record_bytes(printed))}.json").write_bytes(
            record_bytes(printed)
        )
        ledger.append([new(printed, files)])
    return Ledger(folder)


def test_what_was_issued_goes_in_place_with_the_next_run(tmp_path: Path) -> None:
    ledger = interrupted(tmp_path, issued=True)
    (fault,) = check_chain(tmp_path).faults
    assert (fault.place, fault.mend) == (FILE, "the next build puts it in place")
    assert recover(ledger) == (FILE,)
    assert (tmp_path / FILE).read_bytes() == pdf(2)
    assert editions_in(tmp_path) == [FILE, f"{KEPT}.1.pdf"]
    assert recover(ledger) == ()


def test_what_was_never_issued_is_deleted(tmp_path: Path) -> None:
    ledger = interrupted(tmp_path, issued=False)
    assert recover(ledger) == ()
    assert editions_in(tmp_path) == [FILE]
    assert (tmp_path / FILE).read_bytes() == pdf(1)


def test_the_next_issue_finishes_the_one_before_first(tmp_path: Path) -> None:
    ledger = interrupted(tmp_path, issued=True)
    issue_one(ledger, 3, 2)  # without a recovery before
    assert editions_in(tmp_path) == [FILE, f"{KEPT}.1.pdf", f"{KEPT}.2.pdf"]
    assert (tmp_path / f"{KEPT}.2.pdf").read_bytes() == pdf(2)
    assert not check_chain(tmp_path).faults


def test_a_first_edition_that_was_killed_is_put_in_place(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    issue_one(ledger, 1)
    (tmp_path / FILE).rename(tmp_path / staged_name(FILE, sha256(pdf(1))))
    assert recover(ledger) == (FILE,)
    assert (tmp_path / FILE).read_bytes() == pdf(1)


def test_nothing_is_issued_over_editions_whose_ledger_is_lost(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    issue_one(ledger, 1)
    issue_one(ledger, 2, 1)
    lost = ledger.path.read_bytes()
    ledger.path.unlink()
    before = files_in(tmp_path)
    with pytest.raises(EngineError, match=r"their ledger\.jsonl is gone") as caught:
        recover(Ledger(tmp_path))
    assert "put back a copy" in caught.value.mend
    assert files_in(tmp_path) == before
    ledger.path.write_bytes(lost)
    assert recover(Ledger(tmp_path)) == ()


def test_what_a_killed_first_run_leaves_is_no_lost_ledger(tmp_path: Path) -> None:
    data = record_bytes(record(1))
    Records(tmp_path).put(data)
    (tmp_path / "pipes").mkdir()
    (tmp_path / staged_name(FILE, sha256(pdf(1)))).write_bytes(pdf(1))
    for name in ("drafts/a.pdf", "site/a.pdf"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(b"%PDF")
    assert recover(Ledger(tmp_path)) == ()
    assert issue_one(Ledger(tmp_path), 1).edition == 1


def test_recovery_makes_folders_ready_and_sweeps_them(tmp_path: Path) -> None:
    for name in (".writing-a", "pipes/.writing-b", "records/.writing-c", "superseded/p/.writing-d"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"half")
    (tmp_path / ".gitkeep").touch()
    recover(Ledger(tmp_path), [tmp_path / "new" / "brief"])
    assert files_in(tmp_path) == [".gitkeep"]
    assert (tmp_path / "new" / "brief").is_dir()
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(EngineError, match="cannot be written"):
        recover(Ledger(tmp_path), [tmp_path / "taken"])


def test_a_recovery_waits_for_a_run_that_is_alive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would delete what that one has just staged."""
    ledger, other = Ledger(tmp_path), Ledger(tmp_path)
    write, seen = staging.write_atomically, []

    def staged(path: Path, data: bytes) -> None:
        write(path, data)
        with monkeypatch.context() as patch:
            patch.setattr(ledger_module, "_PATIENCE", 0.05)
            with pytest.raises(EngineError, match="another run"):
                _in_a_thread(lambda: recover(other))
        seen.append(path.exists())

    monkeypatch.setattr(staging, "write_atomically", staged)
    issue_one(ledger, 1)
    assert seen == [True]


def _in_a_thread(call: Callable[[], object]) -> None:
    """Call it in another thread, as another run would: this one holds the lock already."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        pool.submit(call).result()


# --- A full disk -------------------------------------------------------------------------------


def test_a_full_disk_is_a_clear_error_and_loses_nothing(tmp_path: Path) -> None:
    """On a file system of two megabytes of its own, where the system lets us make one."""
    own = ["unshare", "--user", "--map-root-user", "--mount"]
    if shutil.which("unshare") is None or subprocess.run([*own, "true"], check=False).returncode:
        pytest.skip("no file system of our own here")
    disk, saved = tmp_path / "disk", tmp_path / "saved"
    disk.mkdir()
    script = f'mount -t tmpfs -o size=2m full {disk} && "$@" {disk} && cp -a {disk} {saved}'
    told = run("fill_the_disk", before=[*own, "sh", "-c", script, "sh"])
    assert "No space left on device" in told
    assert "untouched" in told
    assert assert_whole(saved)["agency"] > 20
    issue_next(Ledger(saved))  # with room again, it goes on


def test_a_disk_that_is_full_at_any_step_is_a_clear_error_and_loses_nothing(tmp_path: Path) -> None:
    steps = run("fail_at_every_step", tmp_path).splitlines()
    assert len(steps) >= 20
    newest = [assert_whole(tmp_path / str(step))["agency"] for step in range(1, len(steps) + 1)]
    assert set(newest) == {2, 3}


@pytest.mark.parametrize("limit", [30_000, 41_000])
def test_a_file_that_grows_too_large_is_a_clear_error_and_loses_nothing(
    tmp_path: Path, limit: int
) -> None:
    """Too large is the edition's file in the one case, the ledger in the other."""
    ledger = Ledger(tmp_path)
    issue_one(ledger, 1)
    if limit > 40_100:
        while (tmp_path / "ledger.jsonl").stat().st_size < limit - 300:
            ledger.append([note(1, reason="so many words that the ledger grows " * 20)])
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, old[1]))
    try:
        before = files_in(tmp_path), (tmp_path / "ledger.jsonl").read_bytes()
        with pytest.raises(EngineError, match="File too large"):
            issue_one(ledger, 2, 1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    after = [one for one in files_in(tmp_path) if sha256(record_bytes(record(2, 1))) not in one]
    assert (after, (tmp_path / "ledger.jsonl").read_bytes()) == before
    assert not check_chain(tmp_path).faults
    issue_one(ledger, 2, 1)
    assert (tmp_path / FILE).read_bytes() == pdf(2)


def test_a_disk_that_fails_after_the_line_is_put_right_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger(tmp_path)
    issue_one(ledger, 1)

    def full(old: Path, new: Path) -> None:
        raise EngineError(f"{new} cannot be written: No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(staging, "_link", full)
        with pytest.raises(EngineError, match="No space left"):
            issue_one(ledger, 2, 1)
    assert (tmp_path / FILE).read_bytes() == pdf(1)
    assert recover(Ledger(tmp_path)) == (FILE,)
    assert (tmp_path / FILE).read_bytes() == pdf(2)
    assert (tmp_path / f"{KEPT}.1.pdf").read_bytes() == pdf(1)
