"""Signatures: what is signed, with which key, what one is worth, and what is refused."""

from __future__ import annotations

import asyncio
import io
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pytest

from briefs.model.errors import EngineError, UsageError
from briefs.model.seal import first_revision
from briefs.render.append import sign as sign_module
from briefs.render.append.apart import apart
from briefs.render.append.increment import Increment
from briefs.render.append.revisions import LaterChangeKind, count_signatures, later_changes
from briefs.render.append.sign import sign, signatures_of
from briefs.render.append.signing_key import PassphraseNeeded, SigningKey, read_key
from briefs.render.append.stamp import stamp_superseded
from briefs.render.pages import PageSetter
from briefs.render.read_back.text_layer import page_texts
from tests.render.keys import (
    NOW,
    PASSPHRASE,
    PUBLISHER,
    YEAR,
    certificate,
    new_key,
    p12,
    pem,
    pem_key,
)
from tests.render.papers import BODY, FORM, paper

pytestmark = pytest.mark.pdf

WORDS = "Superseded by edition 2"
DAY = date(2025, 9, 23)
KEY = new_key()
OWN = certificate(KEY)
ROOT_KEY = new_key()
ROOT = certificate(ROOT_KEY, "Example Authority", authority=True)
MIDDLE_KEY = new_key()
MIDDLE = certificate(MIDDLE_KEY, "Example Office", issuer=(ROOT_KEY, ROOT), authority=True)
ISSUED = certificate(KEY, issuer=(MIDDLE_KEY, MIDDLE))


@pytest.fixture(scope="module")
def data(setter: PageSetter) -> bytes:
    return paper(setter, BODY + FORM)


@pytest.fixture(scope="module")
def signer() -> SigningKey:
    return read_key(p12(KEY, ISSUED, MIDDLE, ROOT), PASSPHRASE)


@pytest.fixture(scope="module")
def signed(data: bytes, signer: SigningKey) -> bytes:
    return sign(data, signer)


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


# --- Signing --------------------------------------------------------------------------------------


def test_the_edition_stays_as_it_is_byte_for_byte(data: bytes, signed: bytes) -> None:
    assert signed.startswith(data)
    assert first_revision(signed) == data
    assert count_signatures(data) == 0
    assert count_signatures(signed) == 1
    (change,) = later_changes(data, signed)  # neither XMP nor Info are touched
    assert (change.kind, change.allowed) == (LaterChangeKind.SIGNATURE, True)


def test_nothing_is_seen_or_read_on_the_page(data: bytes, signed: bytes) -> None:
    assert page_texts(signed) == page_texts(data)
    assert page_validation.validate_pdf_bytes(signed, profile="ua1").failures == []
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        (field,) = [one for one in pdf.Root.AcroForm.Fields if one.get("/FT") == "/Sig"]
        assert str(field.TU) == "Signature of the publisher"
        assert all(float(edge) < 0 for edge in field.Rect)
        assert field.V.SubFilter == "/ETSI.CAdES.detached"
        assert pdf.check_pdf_syntax() == []


def test_a_signature_holds_and_says_by_whom_and_when(signed: bytes) -> None:
    (state,) = signatures_of(signed)
    assert state.holds
    assert state.intact
    assert state.covers_all
    assert state.later == ()
    assert state.signer == PUBLISHER
    assert state.claimed_at is not None
    assert abs(state.claimed_at - datetime.now(UTC)) < timedelta(minutes=10)
    assert state.timestamped_at is None
    assert state.trusted is None
    assert state.words == (
        f'signed by "{PUBLISHER}" on {state.claimed_at:%Y-%m-%d %H:%M} UTC by the signer\'s own '
        "clock; the signed bytes are whole; its certificate was not checked against any authority"
    )


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_keys_of_all_kinds_sign(data: bytes, kind: str) -> None:
    key = new_key(kind)
    (state,) = signatures_of(sign(data, read_key(p12(key, certificate(key)), PASSPHRASE)))
    assert state.holds


def test_it_signs_and_checks_where_an_event_loop_runs(data: bytes, signer: SigningKey) -> None:
    async def in_a_notebook() -> bool:
        return all(state.holds for state in signatures_of(sign(data, signer)))

    assert apart(lambda: asyncio.run(in_a_notebook()))  # here a browser's loop may run


def test_a_file_can_be_signed_twice(data: bytes, signed: bytes, signer: SigningKey) -> None:
    key = new_key()
    again = sign(signed, read_key(p12(key, certificate(key, "Reviewer")), PASSPHRASE))
    first, second = signatures_of(again)
    assert (first.signer, second.signer) == (PUBLISHER, "Reviewer")
    assert first.holds
    assert second.holds
    assert not first.covers_all
    assert [change.words for change in first.later] == ["a signature was added"]
    assert second.covers_all


def test_any_flipped_bit_is_found(data: bytes) -> None:
    signed = sign(data, read_key(p12(KEY, OWN), PASSPHRASE))
    start = signed.rfind(b"/Contents <")
    end = signed.find(b">", start)
    fixed = [9, 500, start - 40, start + 14, start + 1200, end - 1, end + 30, len(signed) - 20]
    chance = random.Random(7)
    for place in [*fixed, *(chance.randrange(len(signed)) for _ in range(40))]:
        states = signatures_of(flipped(signed, place))
        assert not any(state.holds for state in states), place
    assert "the signed bytes were altered" in signatures_of(flipped(signed, 500))[0].words


def test_a_signature_cut_off_or_spoilt_does_not_hold(signed: bytes) -> None:
    start = signed.rfind(b"/Contents <") + len(b"/Contents <")
    spoilt = signed[:start] + b"00" * 20 + signed[start + 40 :]
    (state,) = signatures_of(spoilt)
    assert not state.holds
    assert state.words == "a signature cannot be read"
    (state,) = signatures_of(signed[:-100])
    assert not state.holds


def test_a_signature_that_leaves_bytes_out_does_not_hold(signed: bytes) -> None:
    start = signed.rfind(b"/ByteRange [")
    end = signed.find(b"]", start)
    first, second, third, fourth = map(int, signed[start + 12 : end].split())
    short = b"/ByteRange [%d %d %d %d" % (first, second, third, fourth - 1)
    spoilt = signed[:start] + short.ljust(end - start) + signed[end:]
    (state,) = signatures_of(spoilt)
    assert not state.holds


def test_a_signature_moved_into_a_later_revision_does_not_cover_it(signed: bytes) -> None:
    increment = Increment(signed)
    (field,) = [one for one in increment.pdf.Root.AcroForm.Fields if one.get("/FT") == "/Sig"]
    increment.change(field.V)
    (state,) = signatures_of(increment.updated())
    assert not state.intact
    assert "the signature does not cover all that it should" in state.words


def altered(data: bytes) -> bytes:
    increment = Increment(data)
    page = increment.pdf.pages[0].obj
    page.Contents = increment.stream(page.Contents.read_bytes() + b" 0 0 100 100 re f")
    increment.change(page)
    return increment.updated()


def test_what_came_after_a_signature_is_told(signed: bytes) -> None:
    (state,) = signatures_of(stamp_superseded(signed, WORDS, DAY))
    assert state.holds
    assert not state.covers_all
    assert f'since then a stamp was added on every page: "{WORDS}"' in state.words
    (state,) = signatures_of(altered(signed))
    assert state.intact
    assert not state.holds
    assert "since then page 1: its text or drawing was changed" in state.words


# --- Trust ----------------------------------------------------------------------------------------


def test_trust_comes_only_from_authorities_that_are_named(signed: bytes) -> None:
    (state,) = signatures_of(signed, [pem(ROOT)])
    assert state.trusted
    assert state.holds
    assert "an authority that you trust stands behind the certificate" in state.words
    other = certificate(new_key(), "Example Authority", authority=True)
    (state,) = signatures_of(signed, [pem(other)])
    assert state.trusted is False
    assert not state.holds
    assert "no authority that you trust stands behind the certificate" in state.words


def test_a_certificate_that_expired_since_is_neither_trusted_nor_distrusted(signed: bytes) -> None:
    (state,) = signatures_of(signed, [pem(ROOT)], at=NOW + timedelta(days=366))
    assert state.trusted is None
    assert state.holds
    assert "the certificate expired on" in state.words
    assert "no timestamp that you trust proves that it was signed before" in state.words


def test_a_file_of_authorities_must_have_some(signed: bytes) -> None:
    with pytest.raises(UsageError, match="a file with certificates holds none"):
        signatures_of(signed, [b"hello"])


# --- Timestamps -----------------------------------------------------------------------------------

STAMPER_KEY = new_key("rsa")
STAMPER = certificate(STAMPER_KEY, "Example Clock", issuer=(ROOT_KEY, ROOT), stamping=True)
THEN = NOW - timedelta(days=3)


class Clock(BaseHTTPRequestHandler):
    """A timestamp server."""

    def do_POST(self) -> None:
        from asn1crypto.tsp import TimeStampReq
        from pyhanko.keys.internal import (
            translate_pyca_cryptography_cert_to_asn1,
            translate_pyca_cryptography_key_to_asn1,
        )
        from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

        clock = DummyTimeStamper(
            translate_pyca_cryptography_cert_to_asn1(STAMPER),
            translate_pyca_cryptography_key_to_asn1(STAMPER_KEY),
            fixed_dt=THEN,
        )
        asked = TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/broken":
            self.send_error(503)
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        self.wfile.write(clock.request_tsa_response(asked).dump())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def clock() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Clock)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_timestamp_proves_when_it_was_signed(data: bytes, signer: SigningKey, clock: str) -> None:
    stamped = sign(data, signer, timestamp=f"{clock}/")
    (state,) = signatures_of(stamped)
    assert state.holds
    assert state.timestamped_at == THEN
    assert f"on {THEN:%Y-%m-%d %H:%M} UTC, as a timestamp server says" in state.words
    (state,) = signatures_of(stamped, [pem(ROOT)])
    assert state.trusted
    later = certificate(ROOT_KEY, "Example Authority", authority=True, end=NOW + 9 * YEAR)
    (state,) = signatures_of(stamped, [pem(later)], at=NOW + 2 * YEAR)
    assert state.trusted is None  # the clock's own certificate has expired too


def test_a_timestamp_server_that_fails_signs_nothing(
    data: bytes, signer: SigningKey, clock: str
) -> None:
    for url in (f"{clock}/broken", "http://127.0.0.1:9/"):
        with pytest.raises(EngineError, match="the timestamp server gave no timestamp") as caught:
            sign(data, signer, timestamp=url)
        assert caught.value.mend.startswith("nothing was signed")
    with pytest.raises(UsageError, match="no address of a timestamp server"):
        sign(data, signer, timestamp="ftp://example.org")


def test_without_a_timestamp_no_connection_is_opened(
    data: bytes, signer: SigningKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    real = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] != "127.0.0.1":
            raise AssertionError(f"a connection to {address}")
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: pytest.fail(f"looked up {a}"))
    (state,) = signatures_of(sign(data, signer), [pem(ROOT)])
    assert state.trusted


# --- Keys -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "passphrase", "certificates"),
    [
        (p12(KEY, OWN), PASSPHRASE, []),
        (p12(KEY, OWN, passphrase=None), None, []),
        (pem_key(KEY, PASSPHRASE), PASSPHRASE, [pem(OWN)]),
        (pem_key(KEY), None, [pem(OWN)]),
        (pem_key(KEY), "not needed", [pem(OWN)]),
        (pem_key(KEY) + pem(OWN), None, []),
        (pem(ROOT, OWN) + pem_key(KEY), None, []),
        (pem_key(KEY), None, [pem(ROOT), pem(OWN)]),
        (p12(KEY, None), PASSPHRASE, [pem(OWN)]),
    ],
)  # fmt: skip
def test_keys_are_read_in_all_their_forms(
    key: bytes, passphrase: str | None, certificates: list[bytes]
) -> None:
    found = read_key(key, passphrase, certificates)
    assert found.certificate == OWN
    assert found.key.public_key() == KEY.public_key()


def test_the_chain_goes_into_the_signature(signed: bytes) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    written = signed.upper()
    assert MIDDLE.public_bytes(Encoding.DER).hex().upper().encode() in written
    assert ROOT.public_bytes(Encoding.DER).hex().upper().encode() not in written


OTHER = new_key()


@pytest.mark.parametrize(
    ("key", "passphrase", "certificates", "words"),
    [
        (p12(KEY, OWN), "wrong", [], "the passphrase does not open the key"),
        (p12(KEY, OWN), "", [], "the passphrase does not open the key"),
        (pem_key(KEY, PASSPHRASE), "wrong", [pem(OWN)], "the passphrase does not open the key"),
        (pem_key(KEY), None, [], "there is no certificate for the key"),
        (pem_key(OTHER), None, [pem(OWN)], "the key does not fit the certificate"),
        (pem(OWN), None, [], "but no private key"),
        (b"hello", None, [], "holds no private key"),
        (b"", None, [], "holds no private key"),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", None, [], "holds no"),
        (pem_key(KEY), None, [b"hello"], "a file with certificates holds none"),
        (
            pem_key(KEY), None, [pem(certificate(KEY, use="key_encipherment"))],
            "is not meant for signatures",
        ),
    ],
)  # fmt: skip
def test_wrong_keys_are_told(
    key: bytes, passphrase: str | None, certificates: list[bytes], words: str
) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        read_key(key, passphrase, certificates)
    assert not isinstance(caught.value, PassphraseNeeded)
    assert caught.value.mend


@pytest.mark.parametrize("key", [p12(KEY, OWN), pem_key(KEY, PASSPHRASE)])
def test_a_passphrase_that_is_missing_is_asked_for(key: bytes) -> None:
    with pytest.raises(PassphraseNeeded, match="protected by a passphrase"):
        read_key(key, None, [pem(OWN)])


def test_dates_of_the_certificate_count(data: bytes) -> None:
    old = certificate(KEY, start=NOW - 2 * YEAR, end=NOW - YEAR)
    with pytest.raises(UsageError, match="the certificate expired on"):
        sign(data, read_key(pem_key(KEY), None, [pem(old)]))
    early = certificate(KEY, start=NOW + YEAR, end=NOW + 2 * YEAR)
    with pytest.raises(UsageError, match="the certificate is not valid before"):
        sign(data, read_key(pem_key(KEY), None, [pem(early)]))


# --- Files ----------------------------------------------------------------------------------------


def encrypted(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user=""))
    return out.getvalue()


def test_what_is_no_edition_any_more_is_not_signed(
    data: bytes, signed: bytes, signer: SigningKey
) -> None:
    wrong = {
        "it cannot be signed: the file is encrypted": encrypted(data),
        "it cannot be signed: the file is no PDF": b"<html></html>",
        "it cannot be signed: the file is no PDF, or": data[:-400],
        "altered after it was issued: its bytes are not those": flipped(data, 500),
        "altered after it was issued: page 1: its text": altered(data),
        "altered after it was issued: page 1: its text or": altered(signed),
    }
    for words, file in wrong.items():
        with pytest.raises(UsageError, match=words) as caught:
            sign(file, signer)
        assert caught.value.mend


def test_a_file_whose_signature_is_broken_is_not_signed_again(
    setter: PageSetter, signer: SigningKey
) -> None:
    unsealed = paper(setter, sealed=False)
    once = sign(unsealed, signer)
    with pytest.raises(UsageError, match="the signed bytes were altered"):
        sign(flipped(once, 500), signer)


def test_a_stamped_and_a_filled_in_edition_can_be_signed(data: bytes, signer: SigningKey) -> None:
    increment = Increment(stamp_superseded(data, WORDS, DAY))
    field = increment.pdf.Root.AcroForm.Fields[0]
    field.V = pikepdf.String("1,482")
    increment.change(field)
    (state,) = signatures_of(sign(increment.updated(), signer))
    assert state.holds
    assert state.covers_all


# --- The extra ------------------------------------------------------------------------------------


def test_without_pyhanko_it_is_told_how_to_get_it(
    data: bytes, signed: bytes, signer: SigningKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyhanko", None)
    for attempt in (lambda: sign(data, signer), lambda: signatures_of(signed)):
        with pytest.raises(EngineError, match="pyHanko, which is not installed") as caught:
            attempt()
        assert caught.value.mend == "pip install 'briefs[sign]'"
    assert signatures_of(data) == ()  # nothing to check, nothing to miss


def test_pyhanko_is_imported_only_when_it_is_called() -> None:
    program = (
        "import sys, briefs.render.append.sign, briefs.render.append.stamp, briefs.cli.sign;"
        "print([one for one in ('pyhanko', 'cryptography', 'aiohttp') if one in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, check=True, cwd=Path(sign_module.__file__).parents[3],
    )  # fmt: skip
    assert ran.stdout.strip() == "[]"
