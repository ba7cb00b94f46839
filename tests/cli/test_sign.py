"""``briefs sign``: files in place or copies, the passphrase from where it should be, the ledger."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefs.cli import COMMANDS, main
from briefs.model.ledger import Event
from briefs.model.seal import first_revision
from briefs.publish.editions.chain import check_chain
from briefs.publish.editions.ledger import Ledger
from briefs.render.append.sign import signatures_of
from briefs.render.fonts import write_configuration
from briefs.render.pages import PageSetter
from tests.publish.editions.issuing import sha256
from tests.publish.editions.papers import issue_paper
from tests.render.keys import NOW, PASSPHRASE, YEAR, certificate, new_key, p12, pem, pem_key
from tests.render.papers import paper

pytestmark = pytest.mark.pdf

VARIABLE = "BRIEFS_SIGNING_PASSPHRASE"
KEY = new_key()
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def setter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageSetter]:
    with PageSetter(write_configuration(tmp_path_factory.mktemp("fonts")), []) as warm:
        yield warm


@pytest.fixture(scope="module")
def data(setter: PageSetter) -> bytes:
    return paper(setter)


@pytest.fixture
def files(tmp_path: Path, data: bytes, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two PDFs and keys, which is where we are."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "key.p12").write_bytes(p12(KEY, certificate(KEY)))
    (tmp_path / "key.pem").write_bytes(pem_key(KEY))
    (tmp_path / "cert.pem").write_bytes(pem(certificate(KEY)))
    (tmp_path / "secret.txt").write_text(PASSPHRASE + "\n", "utf-8")
    return tmp_path


@pytest.fixture
def sign(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setitem(COMMANDS, "sign", "Sign PDF files.")

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as caught:
            main(["sign", *arguments])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return int(caught.value.code or 0), printed.out, printed.err

    return run


def holds(path: Path) -> bool:
    (state,) = signatures_of(path.read_bytes())
    return state.holds


def test_files_are_signed_in_place(files: Path, data: bytes, sign: Run) -> None:
    code, out, err = sign("a.pdf", "b.pdf", "--key", "key.p12", "--passphrase-file", "secret.txt")
    assert (code, err) == (0, "")
    assert out == "signed: a.pdf\nsigned: b.pdf\n"
    for name in ("a.pdf", "b.pdf"):
        assert holds(files / name)
        assert first_revision((files / name).read_bytes()) == data
    assert sorted(path.name for path in files.iterdir()) == [
        "a.pdf", "b.pdf", "cert.pem", "key.p12", "key.pem", "secret.txt",
    ]  # fmt: skip


def test_copies_are_signed_into_a_folder(files: Path, data: bytes, sign: Run) -> None:
    code, out, _ = sign("a.pdf", "--key", "key.pem", "--cert", "cert.pem", "--output", "signed")
    assert (code, out) == (0, f"signed: {Path('signed/a.pdf')}\n")
    assert holds(files / "signed" / "a.pdf")
    assert (files / "a.pdf").read_bytes() == data


def test_the_passphrase_may_be_in_the_environment(
    files: Path, sign: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    assert sign("a.pdf", "--key", "key.p12")[0] == 0
    assert holds(files / "a.pdf")


def test_the_passphrase_is_no_argument(files: Path, sign: Run) -> None:
    code, _, err = sign("a.pdf", "--key", "key.p12", "--passphrase", PASSPHRASE)
    assert code == 2
    assert "No such option" in err


def test_on_a_terminal_the_passphrase_is_asked_for_and_not_shown(files: Path) -> None:
    master, slave = pty.openpty()
    program = (
        "from briefs.cli import COMMANDS, main; COMMANDS['sign'] = '';"
        "main(['sign', 'a.pdf', '--key', 'key.p12'])"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=slave, stdout=subprocess.PIPE, stderr=slave, start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    ) as child:  # fmt: skip
        os.close(slave)
        seen = b""
        while b"Passphrase of key.p12" not in seen:
            seen += os.read(master, 1000)
        os.write(master, PASSPHRASE.encode() + b"\n")
        out = child.communicate(timeout=60)[0]
    os.close(master)
    assert child.returncode == 0
    assert out == b"signed: a.pdf\n"
    assert PASSPHRASE.encode() not in seen
    assert holds(files / "a.pdf")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["a.pdf", "--key", "key.p12"], 2, "key.p12: the key is protected by a passphrase"),
        (["a.pdf", "--key", "key.p12", "--passphrase-file", "cert.pem"], 2, "does not open the key"),
        (["a.pdf", "--key", "key.p12", "--passphrase-file", "no.txt"], 2, "no.txt cannot be read"),
        (["a.pdf", "--key", "key.p12", "--passphrase-file", "key.p12"], 2, "key.p12 is not UTF-8"),
        (["a.pdf", "--key", "no.p12"], 2, "no.p12 cannot be read: No such file"),
        (["a.pdf", "--key", "a.pdf"], 2, "a.pdf: the key's file holds no private key"),
        (["a.pdf", "--key", "key.pem"], 2, "key.pem: there is no certificate for the key"),
        (["a.pdf", "--key", "old.pem"], 2, "a.pdf: the certificate expired on"),
        (["a.pdf", "no.pdf", "--key", "good.pem"], 2, "no.pdf is not there"),
        (["a.pdf", "cert.pem", "--key", "good.pem"], 2, "cert.pem: it cannot be signed: the file"),
        (["a.pdf", "c/a.pdf", "--key", "good.pem", "--output", "o"], 2, "have the same name"),
        (["a.pdf", "--key", "good.pem", "--output", "a.pdf/o"], 3, "cannot be written"),
        (
            ["a.pdf", "--key", "good.pem", "--timestamp", "http://127.0.0.1:9"],
            3, "a.pdf: the timestamp server gave no timestamp",
        ),
        (["a.pdf", "--key", "good.pem", "--timestamp", "example"], 2, "no address of a timestamp"),
        (["a.pdf"], 2, "Missing option '--key'"),
        (["--key", "good.pem"], 2, "Missing argument"),
    ],
)  # fmt: skip
def test_what_cannot_be_signed_is_told_and_no_file_is_touched(
    files: Path, data: bytes, sign: Run, arguments: list[str], code: int, words: str
) -> None:
    (files / "good.pem").write_bytes(pem_key(KEY) + pem(certificate(KEY)))
    old = certificate(KEY, start=NOW - 2 * YEAR, end=NOW - YEAR)
    (files / "old.pem").write_bytes(pem_key(KEY) + pem(old))
    before = {path: path.read_bytes() for path in files.iterdir()}
    found, out, err = sign(*arguments)
    assert (found, out) == (code, "")
    assert words in err
    if not words.startswith("Missing"):
        assert "mend: " in err
    assert {path: path.read_bytes() for path in files.iterdir() if path.is_file()} == before


def test_the_ledger_notes_what_is_signed(setter: PageSetter, files: Path, sign: Run) -> None:
    folder = files / "output"
    ledger = Ledger(folder)
    issued = [issue_paper(setter, ledger, number) for number in (1, 2)]
    current, older = "pipes/agency.en-US.pdf", "superseded/pipes/agency.en-US.1.pdf"
    paths = [f"output/{current}", f"output/{older}"]
    code, out, _ = sign(*paths, "--key", "key.pem", "--cert", "cert.pem")
    assert code == 0
    assert out == (
        f"signed: {paths[0]}, line 3 of the ledger\nsigned: {paths[1]}, line 4 of the ledger\n"
    )
    for place, made in ((current, issued[1]), (older, issued[0])):
        entry = ledger.holding(place)
        assert entry is not None
        assert (entry.event, entry.edition, entry.command) == (
            Event.SIGNED, made.edition, "briefs sign",
        )  # fmt: skip
        assert entry.files == {place: sha256((folder / place).read_bytes())}
        assert holds(folder / place)
    assert list(check_chain(folder).faults) == []


def test_a_file_that_its_ledger_does_not_know_so_is_left(
    setter: PageSetter, files: Path, sign: Run, data: bytes
) -> None:
    folder = files / "output"
    issue_paper(setter, Ledger(folder), 1)
    path = folder / "pipes/agency.en-US.pdf"
    path.write_bytes(data)
    code, _, err = sign(str(path), "--key", "key.pem", "--cert", "cert.pem")
    assert code == 2
    assert "is not the file that its ledger knows" in err
    assert path.read_bytes() == data
    assert len(Ledger(folder).entries()) == 1


def test_without_pyhanko_the_command_says_how_to_get_it(
    files: Path, data: bytes, sign: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyhanko", None)
    code, _, err = sign("a.pdf", "--key", "key.pem", "--cert", "cert.pem")
    assert code == 3
    assert "signatures need pyHanko, which is not installed" in err
    assert "mend: pip install 'briefs[sign]'" in err
    assert (files / "a.pdf").read_bytes() == data
