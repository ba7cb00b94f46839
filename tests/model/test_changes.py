"""What counts as a change from one edition to the next, and what does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from briefs.model.changes import Claims, changes, compare
from briefs.model.project import Paper
from briefs.model.record import Change, ChangeKind, Record, RecordedFact, RecordedSource
from briefs.model.value import Kind, Qualifier

DAY = date(2025, 8, 1)
HASH = "0" * 64


def fact(name: str = "homes", **more: Any) -> RecordedFact:
    value = more.get("value", "22")
    standard: dict[str, Any] = {
        "id": name, "kind": "count", "value": value, "unit": "homes", "label": "homes on file",
        "shown": (f"{value} homes",), "as_of": DAY, "review_by": DAY, "source": "report",
    }  # fmt: skip
    return RecordedFact.model_validate(standard | more)


def sentence(words: str, name: str = "said", **more: Any) -> RecordedFact:
    standard: dict[str, Any] = {"kind": "statement", "value": None, "unit": None, "label": None}
    return fact(name, **(standard | {"shown": (words,)} | more))


def source(name: str = "report", **more: Any) -> RecordedSource:
    standard: dict[str, Any] = {
        "id": name, "title": "Report", "publisher": "Office", "kind": "government",
        "published": DAY, "retrieved": DAY, "url": "https://example.org/report",
    }  # fmt: skip
    return RecordedSource.model_validate(standard | more)


def record(*facts: RecordedFact, **more: Any) -> Record:
    standard: dict[str, Any] = {
        "generator": "briefs 1", "brief": "b", "topic": "t", "audience": "a", "locale": "en-US",
        "paper": Paper.LETTER, "title": "T", "edition": 1, "built_on": DAY, "fact_base": HASH,
        "content": HASH, "templates": {}, "assets": {}, "engines": {}, "facts": facts,
        "sources": (source(),),
    }  # fmt: skip
    return Record.model_validate(standard | more)


def kinds(found: tuple[Change, ...]) -> dict[str, str]:
    return {one.fact: one.kind.value for one in found}


def between(old: RecordedFact, new: RecordedFact, **more: Any) -> dict[str, str]:
    return kinds(changes(record(old), record(new), **more))


def test_the_same_record_has_no_changes() -> None:
    one = record(fact(), sentence("It rains."), withdrawn=("gone",))
    assert changes(one, one) == ()


@pytest.mark.parametrize(
    "other",
    [
        {"value": "23"},
        {"unit": "people"},
        {"qualifier": Qualifier.AT_LEAST},
        {"label": "homes with lead"},
        {"attribution": "the mayor"},
        {"source": "letter"},
        {"value": None, "kind": "statement", "shown": ("Many homes.",)},
    ],
    ids=lambda other: next(iter(other)),
)
def test_what_a_reader_is_told_of_a_value_is_a_change(other: dict[str, Any]) -> None:
    old, new = fact(), fact(**other)
    (change,) = changes(record(old), record(new))
    assert (change.kind, change.old, change.new) == (ChangeKind.UPDATED, old, new)
    assert change.reason is None


@pytest.mark.parametrize(
    "other",
    [
        {"as_of": date(2025, 9, 1)},
        {"review_by": date(2025, 9, 1)},
        {"as_of": date(2025, 7, 1)},
        {"value": "22.0"},
        {"shown": ("22", "22 homes")},
        {"evidence": "Twenty-two homes"},
        {"pages": (2,)},
        {"label": "homes\u00a0on  file"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_what_confirms_a_value_or_only_moves_it_is_no_change(other: dict[str, Any]) -> None:
    assert between(fact(), fact(**other)) == {}


def test_a_date_and_a_contact_are_compared_as_they_are_written() -> None:
    assert between(fact(kind="date", value="2025-07"), fact(kind="date", value="2025-07-01"))
    assert between(fact(kind="contact", value="555-0100"), fact(kind="contact", value="555-0101"))


def test_a_computed_value_may_have_more_digits_than_a_typed_one() -> None:
    digits = "33." + "3" * 20
    assert between(fact(value=digits), fact(value=digits)) == {}
    assert between(fact(value=digits), fact(value=digits + "4"))


def test_another_sentence_is_a_change_and_another_blank_is_none() -> None:
    assert between(sentence("It rains."), sentence("It snows.")) == {"said": "updated"}
    assert between(sentence("It\u00a0rains."), sentence("It rains.")) == {}
    assert between(sentence("It rains."), sentence("It rains.", shown=("It rains.", "Rain"))) == {}


def test_whose_words_they_are_is_part_of_them() -> None:
    old, new = (sentence("It rains.", attribution=who) for who in ("the mayor", "the council"))
    assert between(old, new) == {"said": "updated"}


def test_a_value_within_a_sentence_is_a_change_of_its_own_fact_only() -> None:
    old = record(fact(), sentence("There are 22 homes in 2022."))
    new = record(fact(value="25"), sentence("There are 25 homes in 2022."))
    assert kinds(changes(old, new)) == {"homes": "updated"}
    new = record(fact(value="25"), sentence("There are only 25 homes in 2022."))
    assert kinds(changes(old, new)) == {"homes": "updated", "said": "updated"}


def test_words_are_compared_within_one_locale_only() -> None:
    old = record(fact(), sentence("It rains."))
    new = record(
        fact(label="viviendas", shown=("22 viviendas",)), sentence("Llueve."), locale="es-US"
    )
    assert changes(old, new) == ()
    new = record(fact(value="23", label="viviendas"), sentence("Llueve."), locale="es-US")
    assert kinds(changes(old, new)) == {"homes": "updated"}


@pytest.mark.parametrize(
    ("other", "changed"),
    [
        (source("report"), False),
        (source("renamed"), False),
        (source("report", title="The Report"), False),
        (source("renamed", title="The Report"), False),
        (source("report", url="https://example.org/new"), False),
        (source("renamed", published=date(2025, 9, 1)), True),
        (source("report", published=date(2025, 7, 31)), False),
        (source("report", url="https://example.org/new", title="Other"), True),
        (source("report", url=None, publisher="Other"), True),
        (source("renamed", url="https://example.org/new", title="Other"), True),
    ],
)
def test_a_source_is_the_publication_whatever_its_id(other: RecordedSource, changed: bool) -> None:
    old, new = record(fact()), record(fact(source=other.id), sources=(other,))
    assert bool(changes(old, new)) is changed


def test_a_source_that_the_record_lacks_goes_by_its_id() -> None:
    assert changes(record(fact(), sources=()), record(fact())) == ()
    assert changes(record(fact(), sources=()), record(fact(source="x")))


def test_stale_is_what_was_fresh_and_is_the_same() -> None:
    assert between(fact(), fact(stale=True)) == {"homes": "stale"}
    assert between(fact(stale=True), fact(stale=True)) == {}
    assert between(fact(stale=True), fact()) == {}
    assert between(fact(), fact(value="23", stale=True)) == {"homes": "updated"}


def test_what_is_gone_is_dropped_or_withdrawn_and_what_comes_is_added() -> None:
    old, new = record(fact("a"), fact("b")), record(fact("c"), withdrawn=("b", "z"))
    found = changes(old, new)
    assert kinds(found) == {"b": "withdrawn", "c": "added", "a": "dropped"}
    assert [(one.old is None, one.new is None) for one in found] == [
        (False, True), (True, False), (False, True),
    ]  # fmt: skip


def test_a_correction_is_named_and_carries_its_reason() -> None:
    corrections = {"homes": "We had counted twice", "other": "x"}
    (change,) = changes(record(fact()), record(fact(value="11")), corrections=corrections)
    assert (change.kind, change.reason) == (ChangeKind.CORRECTED, "We had counted twice")


@pytest.mark.parametrize(
    "other", [{"as_of": date(2025, 7, 1)}, {"evidence": "x"}, {"label": "x"}, {"formula": "a + b"}]
)
def test_a_correction_may_mend_what_is_no_change_by_itself(other: dict[str, Any]) -> None:
    assert between(fact(), fact(**other), corrections={"homes": "x"}) == {"homes": "corrected"}


def test_a_correction_of_what_is_gone_is_one_and_of_what_is_the_same_or_new_is_none() -> None:
    wrong = {"homes": "It was never said"}
    (change,) = changes(record(fact()), record(withdrawn=("homes",)), corrections=wrong)
    assert (change.kind, change.new, change.reason) == (
        ChangeKind.CORRECTED, None, "It was never said",
    )  # fmt: skip
    assert between(fact(), fact(), corrections=wrong) == {}
    assert between(fact(), fact(stale=True), corrections=wrong) == {"homes": "stale"}
    assert kinds(changes(record(), record(fact()), corrections=wrong)) == {"homes": "added"}


def test_changes_come_by_kind_and_then_in_the_order_of_the_page() -> None:
    old = [fact(name) for name in ("d2", "w", "d1", "s", "u2", "u1", "c2", "c1")]
    new = [
        fact("n2"), fact("s", stale=True), fact("u1", value="1"), fact("c1", value="1"),
        fact("n1"), fact("u2", value="1"),
    ]  # fmt: skip
    found = changes(
        record(*old), record(*new, withdrawn=("w",)), corrections={"c1": "x", "c2": "x"}
    )
    names = [one.fact for one in found]
    assert names == ["c1", "c2", "u1", "u2", "w", "s", "n2", "n1", "d2", "d1"]
    assert list(dict.fromkeys(one.kind for one in found)) == list(ChangeKind)


def test_states_that_are_no_records_are_compared_alike() -> None:
    old, new = Claims((fact(),)), Claims((fact(value="23"),), locale="en")
    assert kinds(compare(old, new)) == {"homes": "updated"}
    assert Claims.of(record(fact(), withdrawn=("x",))) == Claims(
        (fact(),), (source(),), frozenset({"x"}), "en-US"
    )


def test_every_kind_of_fact_can_be_compared() -> None:
    for kind in Kind:
        assert between(fact(kind=kind, value="7"), fact(kind=kind, value="7")) == {}
