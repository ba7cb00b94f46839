"""A fact's value stands in its evidence, and so does its qualifier."""

from __future__ import annotations

import pytest

from briefs.check.evidence_dates import dates_in
from briefs.check.evidence_values import check_evidence_values
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Severity
from briefs.model.fact import Fact
from briefs.model.origin import Origin
from briefs.model.source import Source
from briefs.model.topic import Topic, TopicSheet

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def check(
    evidence: str, value: str, language: str = "en", incomplete: str = "", **more: object
) -> list[Diagnostic]:
    """What is found in a count of homes, or in what else it is said to be."""
    entry: dict[str, object] = {"id": "one", "kind": "count", "unit": "homes", "source": "report"}
    entry |= {"as_of": "2026-11-01", "label": {"en": "homes"}, "value": value}
    fact = Fact.model_validate({**entry, "evidence": evidence, **more})
    keys = {("value",): (4, 10), ("qualifier",): (6, 14), (): (1, 1)}
    fact.read_at(Origin("facts.yaml", (), keys))
    source = {"id": "report", "title": "T", "publisher": "P", "retrieved": "2026-11-01"}
    source |= {"kind": "news", "language": language}
    sheet = {
        "title": {"en": "Pipes"},
        "terms": [{"text": "287(g)", "why": "a law"}],
        "units": {
            "homes": {"en": {"one": "home", "other": "homes"}},
            "money": {"en": {"other": "thousands of dollars"}},
        },
    }
    topic = Topic(
        "pipes",
        TopicSheet.model_validate(sheet),
        {"one": fact},
        {"report": Source.model_validate(source)},
        {},
        {},
        incomplete=frozenset({incomplete} - {""}),
    )
    return list(check_evidence_values(topic))


@pytest.mark.parametrize(
    ("evidence", "value"),
    [
        ("A pass costs $15.", "16"),
        ("Up to $50,000", "55000"),
        ("a dozen homes", "13"),
        ("1,950 homes", "1850"),
        ("1950 homes", "1850"),
        ("25 percent", "52"),
        ("As of July 31, 2025, ICE has 22 pending 287(g) applications", "23"),
        ("0 of them", "1"),
    ],
)
def test_one_other_number_is_an_error_at_the_value(evidence: str, value: str) -> None:
    (finding,) = check(evidence, value, qualifier="up to")
    assert (finding.code, finding.severity) == (Code.EVIDENCE_VALUE, ERROR)
    assert str(finding.place) == "facts.yaml:4:10"
    assert finding.message == (
        f'the value of "one" is {value}, which its evidence does not say: “{evidence}”'
    )


@pytest.mark.parametrize(
    ("evidence", "value", "language"),
    [
        ("15 crews, 6 of the county and 9 of contractors", "14", "en"),
        ("one in three", "34", "en"),
        ("half of them", "20", "en"),
        ("3 maisons", "12", "fr"),
    ],
)
def test_where_an_editor_may_have_counted_it_is_a_warning(
    evidence: str, value: str, language: str
) -> None:
    (finding,) = check(evidence, value, language)
    assert (finding.code, finding.severity) == (Code.EVIDENCE_VALUE, WARNING)


@pytest.mark.parametrize(
    ("evidence", "value", "more"),
    [
        ("15 crews, 6 of the county", "6", {}),
        ("in 2024, several offices", "3", {}),
        ("the 287(g) program in Ohio", "3", {}),
        ("hundreds of homes in 3 places", "412", {}),
        ("an office with 12 rooms", "1", {}),
        ("no home in 12 towns", "0", {}),
        ("both, for $5", "2", {}),
        ("it fell by 3", "-3", {}),
        ("one in three", "33", {"kind": "rate", "unit": "percent"}),
        ("75 cents", "0.75", {"kind": "amount", "unit": "USD"}),
        ("$1.4 million", "1400", {"unit": "money"}),
        ("$31,184,211", "31200000", {"qualifier": "about"}),
        ("1,723 homes", "1700", {"qualifier": "more than"}),
        ("$15", "= one + one", {}),
        ("6 homes", "5", {"incomplete": "topic"}),
        ("6 homes", "5", {"incomplete": "sources"}),
        ("6 homes", "5", {"absence": True}),
    ],
)
def test_no_false_alarm(evidence: str, value: str, more: dict[str, str]) -> None:
    assert check(evidence, value, **more) == []  # type: ignore[arg-type]


def test_a_number_of_as_many_digits_is_no_rounded_one() -> None:
    (finding,) = check("at least 55,000", "50000", qualifier="at least")
    assert finding.code is Code.EVIDENCE_VALUE


@pytest.mark.parametrize(
    ("evidence", "value", "language", "severities"),
    [
        ("Hearing of February 24, 2026", "2026-02-24", "en", []),
        ("Hearing of February 24, 2026", "2026-02-25", "en", [ERROR]),
        ("Hearing of February 24, 2026", "2026-03-24", "en", [ERROR]),
        ("Hearing of February 24, 2026", "2027-02-24", "en", [ERROR]),
        ("from October 2025", "2025-11", "en", [ERROR]),
        ("by 2029", "2030", "en", [ERROR]),
        ("by 2029", "2029-03-31", "en", []),
        ("end of March 2025", "2025-03-31", "en", []),
        ("a day after February 24, 2026", "2026-02-25", "en", [WARNING]),
        ("fiscal year 2026", "2025-10-01", "en", [WARNING]),
        ("May 12–14, 2026", "2026-05-13", "en", [WARNING]),
        ("May 12–14, 2026", "2026-05-14", "en", []),
        ("8/1/2025", "2025-08-01", "en", []),
        ("8/1/2025", "2025-09-01", "en", [WARNING]),
        ("2025-08-01", "2025-08-02", "en", [ERROR]),
        ("the 2024–25 year", "2025", "en", []),
        ("the county may reopen", "2025-06", "en", []),
        ("el 31 de julio de 2025", "2025-07-31", "es", []),
        ("el 31 de julio de 2025", "2025-07-30", "es", [ERROR]),
        ("1er août 2025", "2025-08-01", "fr", []),
        ("1er août 2025", "2025-09-01", "fr", [ERROR]),
    ],
)
def test_a_date_is_compared_as_far_as_it_is_said(
    evidence: str, value: str, language: str, severities: list[Severity]
) -> None:
    found = check(evidence, value, language, kind="date", unit=None)
    assert [one.severity for one in found] == severities
    assert {one.code for one in found} <= {Code.EVIDENCE_VALUE}


def test_a_language_without_data_has_no_months() -> None:
    assert dates_in("12 foo 2025", "zxx").months == frozenset()


@pytest.mark.parametrize(
    ("evidence", "value", "language", "qualifier", "words"),
    [
        ("Up to $50,000", "50000", "en", "exactly", "Up to $50,000"),
        ("up to $50,000", "50000", "en", "at least", "up to $50,000"),
        ("at least 12 homes", "12", "en", "exactly", "at least 12"),
        ("no more than 12 homes", "12", "en", "more than", "no more than 12"),
        ("more than 1,700 homes", "1700", "en", "about", "more than 1,700"),
        ("10 days or more", "10", "en", "exactly", "10 days or more"),
        ("It costs about $15", "15", "en", "exactly", "costs about $15"),
        ("más de 5.000 casas", "5000", "es", "exactly", "más de 5.000"),
        ("hasta $4,500", "4500", "es", "about", "hasta $4,500"),
    ],
)
def test_another_qualifier_is_a_warning_at_the_qualifier(
    evidence: str, value: str, language: str, qualifier: str, words: str
) -> None:
    (finding,) = check(evidence, value, language, qualifier=qualifier)
    assert (finding.code, finding.severity) == (Code.EVIDENCE_QUALIFIER, WARNING)
    assert str(finding.place) == "facts.yaml:6:14"
    assert f"“{words}”" in finding.message


@pytest.mark.parametrize(
    ("evidence", "value", "qualifier", "label"),
    [
        ("up to $50,000", "50000", "up to", "bonus"),
        ("$50,000", "50000", "up to", "bonus"),
        ("more than 5,000", "5000", "at least", "homes"),
        ("takes up to 10 days", "10", "exactly", "longest wait"),
        ("it adds up to 12", "12", "exactly", "homes"),
        ("complaints about 12 officers", "12", "exactly", "officers"),
        ("5 more than 12", "12", "exactly", "homes"),
        ("up to $50 of the $50", "50", "exactly", "homes"),
    ],
)
def test_a_qualifier_that_is_kept_or_has_another_sense_is_right(
    evidence: str, value: str, qualifier: str, label: str
) -> None:
    assert check(evidence, value, qualifier=qualifier, label={"en": label}) == []
