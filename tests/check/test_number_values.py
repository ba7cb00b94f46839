"""What numbers amount to, in digits and in words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.check.number_values import quantities_in, scale_of, small_words_in
from briefs.check.number_words import language_of


def read(text: str, language: str = "en") -> list[list[Fraction]]:
    """What each number of a text can amount to, the least first."""
    return [sorted(one.values) for one in quantities_in(text, language)]


def only(text: str, language: str = "en") -> list[Fraction]:
    (values,) = read(text, language)
    return values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("up to $50,000 signing bonuses", [50000]),
        ("$1,234.56", ["1234.56"]),
        ("12.5 miles", ["12.5"]),
        ("1,234,567 people", [1234567]),
        ("50 000 homes", [50, 50000]),
        ("50\u00a0000 homes", [50, 50000]),
        ("1’250’000 francs", [1250000]),
        ("$1.4 million", [1400000]),
        ("$10K", [10, 10000]),
        ("$1.4bn", ["1.4", 1400000000]),
        ("5 m long", [5]),
        ("some 500 homes", [500]),
        ("a dozen", [12]),
        ("two dozen homes", [24]),
        ("twenty-five officers", [25]),
        ("one hundred and fifty", [150]),
        ("two and a half million", [2500000]),
        ("half a million", [500000]),
        ("three million two hundred thousand", [3200000]),
        ("25 percent", [25]),
        ("75 cents", ["0.75", 75]),
        ("2½ miles", ["2.5"]),
        ("a couple of days", [2]),
        ("٣ homes", [3]),
    ],
)
def test_a_number_has_its_value(text: str, values: list[int | str]) -> None:
    assert only(text) == [Fraction(value) for value in values]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("10.000 casas", [10, 10000]),
        ("62,5 %", ["62.5"]),
        ("mil quinientos", [1500]),
        ("dos mil quinientos millones", [2500000000]),
        ("veinticinco por ciento", [25]),
        ("medio millón", [500000]),
        ("treinta y cinco", [35]),
        ("una docena", [12]),
        ("doscientas mil", [200000]),
    ],
)
def test_a_spanish_number_has_its_value(text: str, values: list[int | str]) -> None:
    assert only(text, "es") == [Fraction(value) for value in values]


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("half of them", Fraction(1, 2)),
        ("two thirds", Fraction(2, 3)),
        ("three quarters", Fraction(3, 4)),
        ("one in three homes", Fraction(1, 3)),
        ("1 in 4", Fraction(1, 4)),
        ("3 of 12 homes", Fraction(1, 4)),
        ("3/4", Fraction(3, 4)),
    ],
)
def test_a_share_is_a_fraction_and_a_percentage(text: str, share: Fraction) -> None:
    values = read(text)[0]
    assert share in values
    assert 100 * share in values


@pytest.mark.parametrize("text", ["hundreds of homes", "doubled", "several dozen", "some thousand"])
def test_what_is_no_exact_number_has_no_value(text: str) -> None:
    assert read(text) == [[]]


def test_a_range_shares_its_scale() -> None:
    assert Fraction(5000000) in read("$5–6 million")[0]
    assert Fraction(250000) in read("a quarter of a million")[0]


def test_another_language_is_read_in_digits_alone() -> None:
    assert read("douze maisons et 3 rues", "fr") == [[3]]
    assert read("1.500 Häuser", "de") == [[Fraction("1.5"), 1500]]


def test_units_and_small_words() -> None:
    assert (scale_of("thousands of dollars"), scale_of("millones"), scale_of("homes")) == (
        1000,
        1000000,
        1,
    )
    assert small_words_in("an office, and no other", "en") >= {0, 1}
    assert small_words_in("ambas", "es") == {2}


@given(st.integers(0, 10**12))
def test_digits_are_read_as_they_are_grouped(number: int) -> None:
    assert only(f"it has {number:,} homes") == [number]


@given(st.text(max_size=40), st.sampled_from(["en", "es", "fr"]))
def test_no_text_stops_it(text: str, language: str) -> None:
    for one in quantities_in(text, language):
        assert 0 <= one.start < one.end <= len(text)


@pytest.mark.parametrize(
    ("name", "alike", "vague"),
    [
        ("en", ("two", "twenty"), "zeros zeroes twos threes fours fives sixes sevens eights nines "
         "tens twenties thirties forties fifties sixties seventies eighties nineties"),
        ("es", ("dos", "treinta"), "ceros cientos"),
    ],
)  # fmt: skip
def test_every_word_that_is_found_as_a_count_has_a_value(
    name: str, alike: tuple[str, ...], vague: str
) -> None:
    """The words to find and what they amount to stand in two tables."""
    language = language_of(name)
    assert language is not None
    kinds = {language.classes[word] for word in alike}
    counts = {word for word, kind in language.classes.items() if kind in kinds}
    unread = {
        word
        for word in counts
        if not any(one.values for one in quantities_in(f"{word} homes", name))
    }
    assert unread == set(vague.split())
    assert len(counts - unread) > 25
