"""Languages, places and guesses."""

from __future__ import annotations

import pytest

from briefs.model.diagnostic import Diagnostic, Place, in_order
from briefs.model.errors import InputError
from briefs.model.guess import did_you_mean
from briefs.model.origin import Origin
from briefs.model.text import fallbacks, in_locale


def test_a_locale_falls_back_to_its_language_and_no_further() -> None:
    assert fallbacks("es-US") == ("es-US", "es")
    assert fallbacks("zh-Hant-TW") == ("zh-Hant-TW", "zh")
    assert in_locale({"en": "a", "es": "b"}, "es-US") == "b"
    assert in_locale({"es": "b", "es-US": "c"}, "es-US") == "c"
    assert in_locale({"en": "a"}, "es-US") is None


def test_a_place_below_what_is_known_is_the_nearest_above() -> None:
    origin = Origin("f", ("a",), {(): (1, 1), ("a",): (2, 3), ("a", "b"): (3, 5)})
    assert str(origin.at("b")) == "f:3:5"
    assert str(origin.at("b", "c")) == "f:3:5"
    assert str(origin.at("x")) == "f:2:3"
    assert str(Origin("f").at("x")) == "f:1:1"


@pytest.mark.parametrize(
    ("word", "otherwise", "mend"),
    [
        ("agancy", "", 'did you mean "agency"?'),
        ("agancy", "write it", 'did you mean "agency"? Otherwise write it'),
        ("zebra", "write it", "write it"),
        ("zebra", "", ""),
    ],
)
def test_a_slip_of_the_pen_is_guessed(word: str, otherwise: str, mend: str) -> None:
    assert did_you_mean(word, ["agency", "press"], otherwise) == mend


def test_findings_are_shown_once_by_file_line_and_column() -> None:
    places = [Place("b", 1), Place("a", 10, 1), Place("a", 9, 7), Place("a", 9, 12), Place("b", 1)]
    findings = [Diagnostic("code", "words", place) for place in places]
    assert [str(found.place) for found in in_order(findings)] == [
        "a:9:7",
        "a:9:12",
        "a:10:1",
        "b:1:1",
    ]
    assert InputError(findings).diagnostics == in_order(findings)
