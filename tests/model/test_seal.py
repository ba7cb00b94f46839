"""A seal is of all bytes that were first written: no change to them passes, no addition harms."""

from __future__ import annotations

import random
from hashlib import sha256

import pytest

from briefs.model.seal import UNSEALED, first_revision, seal_of, sealed

XMP = b"%%PDF\nstream\n<briefs:seal>%s</briefs:seal>\nendstream\nxref\n%%%%EOF\n"
META = b'<html><meta name="briefs-seal" content="%s"><p>22 applications</p></html>\n'


def unsealed(form: bytes) -> bytes:
    return form % UNSEALED.encode()


@pytest.mark.parametrize("form", [XMP, META])
def test_a_seal_is_the_hash_with_its_own_digits_as_zeros(form: bytes) -> None:
    data = sealed(unsealed(form))
    assert seal_of(data) == sha256(unsealed(form)).hexdigest()
    assert data == form % sha256(unsealed(form)).hexdigest().encode()
    assert first_revision(data) == data


@pytest.mark.parametrize("form", [XMP, META])
def test_no_byte_can_be_changed_left_out_or_put_in(form: bytes) -> None:
    data = sealed(unsealed(form))
    chance = random.Random(7)
    for at in range(len(data)):
        other = chance.choice([byte for byte in range(256) if byte != data[at]])
        for changed in (bytes([other]) + data[at + 1 :], data[at + 1 :], b"0" + data[at:]):
            assert first_revision(data[:at] + changed) != data[:at] + changed


def test_a_file_is_sealed_at_one_place_and_once() -> None:
    assert seal_of(b"%PDF") is None
    for data in (b"%PDF", unsealed(XMP) * 2, sealed(unsealed(XMP)), XMP % b"00"):
        with pytest.raises(ValueError, match="sealed once"):
            sealed(data)


def test_the_first_revision_is_found_below_later_ones() -> None:
    first = sealed(unsealed(XMP))
    later = first + b"1 0 obj\n" + XMP % sha256(b"").hexdigest().encode()
    latest = later + b"a signature\nstartxref\n%%EOF\n"
    for data in (later, latest, latest + b"\n", first + b"\0" * 9):
        assert first_revision(data) == first
        assert seal_of(data) == seal_of(first)


def test_an_altered_first_revision_is_not_found_below_later_ones() -> None:
    first = sealed(unsealed(XMP))
    later = first.replace(b"xref", b"xreF") + b"1 0 obj\n%%EOF\n"
    assert first_revision(later) is None
    assert first_revision(b"") is None


def test_a_first_revision_may_itself_have_an_end_within() -> None:
    data = sealed(b"%%EOF\n" + unsealed(XMP) + b"an attachment: %%EOF\n, and on\n%%EOF\n")
    assert first_revision(data + b"more\n%%EOF\n") == data
