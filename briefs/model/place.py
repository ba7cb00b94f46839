"""Places that a map can show."""

from __future__ import annotations

US_STATES = frozenset(
    f"US-{code}"
    for code in (  # noqa: SIM905 - easier to read
        "AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND "
        "NE NH NJ NM NV NY OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY"
    ).split()
)
"""The US states and the District of Columbia, as ISO 3166-2 codes them."""
