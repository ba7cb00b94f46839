"""Whether a telephone number can be dialled, by the numbering plans of the world's countries."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_NORTH_AMERICAN = re.compile(r"[2-9]\d\d[2-9]\d{6}")
"""How area code and exchange begin in every country whose code is 1."""


class Dialling(Enum):
    """What becomes of a number that somebody dials."""

    RINGS = auto()
    UNASSIGNED = auto()
    """Its form is right, but the numbering plan that we know gives it to nobody."""
    LOCAL_ONLY = auto()
    """It lacks its area code."""
    IMPOSSIBLE = auto()


def dialled(number: str, region: str | None) -> Dialling:
    """What becomes of a number.

    Args:
        number: As it is written, without letters.
        region: The country that it is in where it has no country code, as ISO 3166 names it.
    """
    import phonenumbers  # large; a fact base without telephone numbers is checked without it

    parsed = _parsed(number, region)
    if parsed is None:
        return Dialling.IMPOSSIBLE
    if phonenumbers.is_possible_short_number(parsed):
        return Dialling.RINGS
    reason = phonenumbers.is_possible_number_with_reason(parsed)
    if reason == phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
        return Dialling.LOCAL_ONLY
    code, digits = _code_and_digits(parsed)
    if reason != phonenumbers.ValidationResult.IS_POSSIBLE or (
        code == 1 and not _NORTH_AMERICAN.fullmatch(digits)
    ):
        return Dialling.IMPOSSIBLE
    return Dialling.RINGS if phonenumbers.is_valid_number(parsed) else Dialling.UNASSIGNED


def keyed(vanity: str) -> str:
    """The digits that a number in letters has on a keypad, its other characters kept."""
    import phonenumbers

    return str(phonenumbers.convert_alpha_characters_in_number(vanity))


def same_number(one: str, other: str, region: str | None) -> bool:
    """Whether two ways of writing dial the same number.

    Args:
        one: A number in digits; where the country code is 1 it may run on, since what is dialled
            after the tenth digit changes nothing there (1-800-CONTACTS).
        other: The number that it should be.
        region: The country of both where they have no country code.
    """
    first, second = (_parsed(number, region) for number in (one, other))
    if first is None or second is None:
        return False
    code, digits = _code_and_digits(first)
    wanted = _code_and_digits(second)
    runs_on = code == 1 and len(wanted[1]) == 10
    return wanted == (code, digits[:10] if runs_on else digits)


def _parsed(number: str, region: str | None) -> PhoneNumber | None:
    import phonenumbers

    try:
        return phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None


def _code_and_digits(number: PhoneNumber) -> tuple[int | None, str]:
    import phonenumbers

    return number.country_code, phonenumbers.national_significant_number(number)
