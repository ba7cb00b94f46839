"""Today is handed in, or it is the day it is here."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from briefs.model.errors import UsageError
from briefs.publish import clock


@pytest.mark.parametrize(
    ("epoch", "day"),
    [
        ("0", date(1970, 1, 1)),
        ("1755302399", date(2025, 8, 15)),
        ("1755302400", date(2025, 8, 16)),
        ("-1", date(1969, 12, 31)),
    ],
)
def test_day_is_that_of_the_epoch_in_utc(
    monkeypatch: pytest.MonkeyPatch, epoch: str, day: date
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert clock.today() == day


@pytest.mark.parametrize("unset", [None, ""])
def test_without_an_epoch_it_is_the_day_it_is_here(
    monkeypatch: pytest.MonkeyPatch, unset: str | None
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    if unset is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", unset)
    before = datetime.now().astimezone().date()
    assert before <= clock.today() <= datetime.now().astimezone().date()


@pytest.mark.parametrize("epoch", ["yesterday", "2025-08-15", "1.5", "9" * 14, "9" * 400, "-" * 3])
def test_epoch_that_is_no_number_of_seconds_is_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(UsageError) as caught:
        clock.today()
    assert f'"{epoch}"' in caught.value.message
    assert "--as-of" in caught.value.mend
