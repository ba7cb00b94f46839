"""The store of records: by hash, whole or not at all, and damage is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefs.model.errors import EngineError
from briefs.publish.editions.records import Records
from tests.publish.editions.issuing import record, record_bytes, sha256

DATA = record_bytes(record())


def test_a_record_is_stored_under_its_hash(tmp_path: Path) -> None:
    records = Records(tmp_path)
    name = records.put(DATA)
    assert name == sha256(DATA)
    assert (tmp_path / "records" / f"{name}.json").read_bytes() == DATA
    assert Records(tmp_path).get(name) == DATA
    assert records.names() == {name}


def test_one_that_is_not_stored_is_none(tmp_path: Path) -> None:
    records = Records(tmp_path)
    assert records.get(sha256(b"another")) is None
    assert records.names() == set()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../ledger", "", "x" * 64, "A" * 64, f"{'0' * 64}\n"])
def test_only_a_hash_is_looked_up(tmp_path: Path, name: str) -> None:
    (tmp_path / "records").mkdir()
    (tmp_path / "ledger.json").write_bytes(DATA)
    assert Records(tmp_path).get(name) is None


def test_storing_it_again_writes_nothing(tmp_path: Path) -> None:
    records = Records(tmp_path)
    name = records.put(DATA)
    before = records.path(name).stat()
    records.put(DATA)
    after = records.path(name).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


@pytest.mark.parametrize("damage", [DATA[:-5], b"", DATA.replace(b"50000", b"60000")])
def test_a_damaged_record_is_noticed_and_healed_by_storing_it_again(
    tmp_path: Path, damage: bytes
) -> None:
    records = Records(tmp_path)
    name = records.put(DATA)
    records.path(name).write_bytes(damage)
    with pytest.raises(EngineError, match="is damaged") as caught:
        records.get(name)
    assert name in caught.value.message
    assert records.put(DATA) == name
    assert records.get(name) == DATA


def test_a_store_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "records").write_text("in the way")
    with pytest.raises(EngineError, match="cannot be written"):
        Records(tmp_path).put(DATA)


def test_other_files_in_the_store_are_no_records(tmp_path: Path) -> None:
    records = Records(tmp_path)
    name = records.put(DATA)
    for other in ("notes.json", ".writing-abc", "readme.txt"):
        (tmp_path / "records" / other).write_text("{}")
    assert records.names() == {name}
