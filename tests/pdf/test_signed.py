"""Signed and stamped editions, in either order: still archival, still accessible, still the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from briefs.model.seal import first_revision, seal_of
from briefs.render.append.revisions import later_changes
from briefs.render.append.sign import sign, signatures_of
from briefs.render.append.signing_key import SigningKey, read_key
from briefs.render.append.stamp import stamp_superseded
from briefs.render.read_back.text_layer import page_texts
from tests.pdf.conftest import Built
from tests.pdf.verapdf import Failure, validate
from tests.render.keys import PASSPHRASE, certificate, new_key, p12
from tests.render.papers import is_only_stamp

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]

SECOND = "Superseded by edition 2 on September 23, 2025"
THIRD = "Sustituida por la edición 3 el 1 de octubre de 2025"
DAY = date(2025, 9, 23)


def signing_key(kind: str) -> SigningKey:
    key = new_key(kind)
    return read_key(p12(key, certificate(key)), PASSPHRASE)


KEYS = {kind: signing_key(kind) for kind in ("rsa", "ec")}


def signed(data: bytes) -> bytes:
    return sign(data, KEYS["rsa"])


def stamped(data: bytes) -> bytes:
    return stamp_superseded(data, SECOND, DAY)


WAYS: dict[str, Callable[[bytes], bytes]] = {
    "signed": signed,
    "stamped": stamped,
    "stamped, signed": lambda data: signed(stamped(data)),
    "signed, stamped": lambda data: stamped(signed(data)),
    "signed, stamped twice, signed": lambda data: sign(
        stamp_superseded(stamped(signed(data)), THIRD, DAY), KEYS["ec"]
    ),
}


@pytest.fixture(scope="module")
def editions(built: list[Built]) -> dict[str, bytes]:
    """One with a form and one without, on both papers."""
    wanted = {"agency", "press"}
    found = {one.name: one.path.read_bytes() for one in built if one.edition.audience in wanted}
    assert len(found) == 4
    return found


@pytest.fixture(scope="module")
def made(editions: dict[str, bytes]) -> dict[tuple[str, str], bytes]:
    return {(name, way): WAYS[way](data) for name, data in editions.items() for way in WAYS}


@pytest.fixture(scope="module")
def verdicts(
    made: dict[tuple[str, str], bytes], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Failure]]:
    folder = tmp_path_factory.mktemp("signed")
    paths: dict[str, Path] = {}
    for (name, way), data in made.items():
        paths[f"{name} {way}"] = folder / f"{name}.{way.replace(', ', '-').replace(' ', '-')}.pdf"
        paths[f"{name} {way}"].write_bytes(data)
    found = validate(list(paths.values()))
    return {name: found[path] for name, path in paths.items()}


def test_every_one_is_still_archival_and_accessible(verdicts: dict[str, list[Failure]]) -> None:
    assert len(verdicts) == 20
    wrong = {name: list(map(str, failures)) for name, failures in verdicts.items() if failures}
    assert wrong == {}


def test_the_edition_stands_in_each_byte_for_byte(
    editions: dict[str, bytes], made: dict[tuple[str, str], bytes]
) -> None:
    for (name, way), data in made.items():
        assert data.startswith(editions[name]), way
        assert page_texts(data) == page_texts(editions[name]), way
        assert seal_of(data) == seal_of(editions[name]) is not None
        assert first_revision(data) == editions[name]


def test_all_that_was_added_is_told_and_allowed(
    editions: dict[str, bytes], made: dict[tuple[str, str], bytes]
) -> None:
    for (name, way), data in made.items():
        changes = later_changes(editions[name], data)
        assert changes, way
        assert all(change.allowed for change in changes), (way, changes)
        assert is_only_stamp(editions[name], data) == (way == "stamped")
        assert len(changes) == {"signed": 1, "stamped": 1}.get(way, 3 if "twice" in way else 2)


def test_every_signature_holds(made: dict[tuple[str, str], bytes]) -> None:
    for (_, way), data in made.items():
        states = signatures_of(data)
        assert len(states) == way.split(", ").count("signed")
        assert all(state.holds for state in states), way
        assert [state.covers_all for state in states][-1:] == (
            [way.endswith("signed")] if states else []
        )
