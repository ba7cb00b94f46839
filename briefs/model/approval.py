"""Who approved which fact or brief, as it stood then: the entries of ``approvals.yaml``."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from briefs.model.entry import Day, Entry, Line

FACT, BRIEF = "fact:", "brief:"
"""How the name of what is approved begins."""

SHORTEST = 12
"""Hexadecimal digits of a hash that are enough to tell it from others."""

_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_LOCALE = r"[a-z]{2,3}(?:-[A-Z][A-Za-z0-9]+)*"
OF = rf"^(?:{FACT}{_ID}(?:/{_ID})?|{BRIEF}{_ID}(?:/{_ID}\.{_LOCALE})?)$"
"""The form of such a name."""

HASH = rf"^[0-9a-f]{{{SHORTEST},64}}$"
"""The form of a hash, or of its beginning."""


def _named(name: str) -> str:
    if not re.fullmatch(OF, name):
        raise ValueError(
            f'"{name}" names nothing that can be approved: write fact:ID, fact:TOPIC/ID, '
            "brief:NAME or brief:NAME/AUDIENCE.LOCALE"
        )
    return name


def _hashed(digest: str) -> str:
    if not re.fullmatch(HASH, digest):
        raise ValueError(
            f'"{digest}" is no hash: at least the first {SHORTEST} of its 64 digits, in lower case'
        )
    return digest


class Approval(Entry):
    """One entry of ``approvals.yaml``."""

    of: Annotated[str, AfterValidator(_named)] = Field(
        description="fact:ID, fact:TOPIC/ID, brief:NAME or brief:NAME/AUDIENCE.LOCALE"
    )
    hash: Annotated[str, AfterValidator(_hashed)] = Field(
        description="Of what was approved, as briefs approve shows it, or its first 12 digits; in "
        "quotes"
    )
    by: Line = Field(description="Who approved it: name and role")
    on: Day = Field(description="Day on which it was approved")
    until: Day | None = Field(None, description="Last day on which it counts; absent: no last day")
    note: Line | None = Field(None, description="For other editors; printed on no page")

    def fits(self, digest: str) -> bool:
        """Whether it was given to what has this hash."""
        return digest.startswith(self.hash)

    def has_run_out(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.until is not None and self.until < today
