"""Today, as it is handed in: so that the build of an old edition repeats."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from briefs.model.errors import UsageError


def day_here() -> date:
    """The day it is here and now, for what is done now and cannot be done again."""
    return date.today()


def now() -> datetime:
    """The moment, in UTC, to the second: for the ledger, which says when things were done."""
    return datetime.now(UTC).replace(microsecond=0)


def today() -> date:
    """The day of ``SOURCE_DATE_EPOCH`` (UTC) where that is set, else the day it is here.

    Raises:
        UsageError: If ``SOURCE_DATE_EPOCH`` is no number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return day_here()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise UsageError(
            f'SOURCE_DATE_EPOCH is "{epoch}", which is no number of seconds since 1970',
            "set it to a whole number, or name the day with --as-of",
        ) from None
