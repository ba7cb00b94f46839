"""Evidence stands word for word in a copy of its source, and the copy is the one it was."""

from __future__ import annotations

import pytest

from briefs.check.evidence import Passages, check_evidence
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Severity
from briefs.model.fact import Fact
from briefs.model.origin import Origin
from briefs.model.source import Source
from briefs.model.source_copy import SourceCopy
from briefs.model.topic import Topic, TopicSheet

GOOD, OTHER = "a1" * 32, "b2" * 32
TEXT = """The grant is up to $50,000 for a home.
“We’re all in the\u00a0same   boat,” said Mr. Café.
Signing Bonus | $50,000 | N/A |
There are 15 homes, 25% of them old.
"""


def fact(evidence: str | None, **more: object) -> Fact:
    entry = {"id": "grant", "kind": "statement", "as_of": "2026-11-01", "source": "report"}
    one = Fact.model_validate({**entry, "evidence": evidence, **more})
    one.read_at(Origin("facts.yaml", (), {("evidence",): (9, 13), (): (3, 3)}))
    return one


def source(**more: object) -> Source:
    entry = {"id": "report", "title": "T", "publisher": "P", "retrieved": "2026-11-01"}
    one = Source.model_validate({**entry, "kind": "government", **more})
    one.read_at(Origin("sources.yaml", (), {("id",): (1, 7), ("sha256",): (8, 11), (): (1, 3)}))
    return one


def check(
    *facts: Fact, of: Source | None = None, copy: SourceCopy | None = None
) -> list[Diagnostic]:
    sheet = TopicSheet.model_validate({"title": {"en": "Pipes"}})
    sources = {"report": of or source()}
    topic = Topic("pipes", sheet, {one.id: one for one in facts}, sources, {}, {})
    return list(check_evidence(topic, {} if copy is None else {"report": copy}))


def with_text(evidence: str) -> list[Diagnostic]:
    return check(fact(evidence), copy=SourceCopy("copies/report.txt", (GOOD,), TEXT))


@pytest.mark.parametrize(
    "evidence",
    [
        "up to $50,000",
        "“We’re all in the same boat,” said",
        "in the same boat",
        "home. “We’re all",
        "Cafe\u0301",
        "Signing Bonus | $50,000 | N/A",
        "15 homes",
        "25",
        "The",
    ],
)
def test_evidence_that_stands_in_the_copy_is_right(evidence: str) -> None:
    assert with_text(evidence) == []


@pytest.mark.parametrize(
    ("evidence", "nearest"),
    [
        ("up to $60,000 for a home", "up to $50,000 for a home."),
        ("Up to $50,000", "up to $50,000"),
        ("\"We're all in the same boat", "“We’re all in the same boat,”"),
        ("up to $50", "up to $50,000"),
        ("up to $5", "up to $50,000"),
        ("0,000 for a home", "$50,000 for a home."),
        ("000 for a home", "$50,000 for a home."),
        ("are 15 home", "are 15 homes,"),
        ("5 homes, 25% of them", "15 homes, 25% of them"),
        ("The  grant is up to $50,000 for one home", "The grant is up to $50,000 for a home."),
    ],
)
def test_evidence_that_differs_is_told_with_the_nearest_passage(
    evidence: str, nearest: str
) -> None:
    (finding,) = with_text(evidence)
    assert finding.code == Code.EVIDENCE_MISSING
    assert finding.severity is Severity.ERROR
    assert str(finding.place) == "facts.yaml:9:13"
    assert finding.message == (
        f'the evidence of "grant" does not stand in copies/report.txt; it has “{nearest}”'
    )


def test_where_nothing_is_like_it_no_passage_is_shown() -> None:
    (finding,) = with_text("the moon is made of green cheese for a reason")
    assert finding.message.endswith("; nor does anything like it")


def test_a_long_passage_is_cut_and_shows_no_control_characters() -> None:
    words = " ".join(f"word{number}" for number in range(200))
    shown = Passages(f"\x1b[31m {words}").nearest(f"x {words} y")
    assert len(shown) <= 161
    assert shown.startswith("\ufffd[31m word0")
    assert shown.endswith("…")


def test_an_absence_and_a_formula_have_no_evidence() -> None:
    copy = SourceCopy("copies/report.txt", (GOOD,), TEXT)
    assert check(fact(None, absence=True), copy=copy) == []


def test_a_copy_that_changed_is_told_with_both_hashes() -> None:
    copy = SourceCopy("copies/report.txt", (OTHER,), TEXT)
    (finding,) = check(fact("15 homes"), of=source(sha256=GOOD), copy=copy)
    assert finding.code == Code.COPY_ALTERED
    assert str(finding.place) == "sources.yaml:8:11"
    assert f"{GOOD[:12]}…" in finding.message
    assert f"{OTHER[:12]}…" in finding.message
    assert GOOD not in finding.message


@pytest.mark.parametrize("digests", [(GOOD,), (OTHER, GOOD), ()])
def test_a_copy_one_of_whose_files_is_the_recorded_one_is_right(digests: tuple[str, ...]) -> None:
    copy = SourceCopy("copies/report.txt", digests, TEXT)
    assert check(fact("15 homes"), of=source(sha256=GOOD), copy=copy) == []


def test_without_a_recorded_hash_any_copy_will_do() -> None:
    assert check(fact("15 homes"), copy=SourceCopy("c", (OTHER,), TEXT)) == []


def test_a_source_without_a_copy_is_a_warning_that_names_the_files_sought() -> None:
    (finding,) = check(fact("15 homes"), fact("The", id="other"))
    assert (finding.code, finding.severity) == (Code.COPY_MISSING, Severity.WARNING)
    assert str(finding.place) == "sources.yaml:1:7"
    assert "of 2 facts" in finding.message
    for suffix in ("txt", "md", "html", "htm", "pdf"):
        assert f"report.{suffix}" in finding.mend


def test_a_source_that_no_evidence_is_from_needs_no_copy() -> None:
    assert check() == []
    assert check(fact(None, absence=True)) == []


def test_a_pdf_alone_is_told_not_to_have_been_compared() -> None:
    (finding,) = check(fact("15 homes"), copy=SourceCopy("copies/report.pdf", (GOOD,)))
    assert (finding.code, finding.severity) == (Code.COPY_MISSING, Severity.WARNING)
    assert "evidence of 1 fact is not compared" in finding.message
    assert "report.txt" in finding.mend


def test_a_copy_that_could_not_be_read_is_no_second_finding() -> None:
    assert check(fact("15 homes"), copy=SourceCopy("copies/report.txt", ())) == []


def test_the_text_is_folded_once_for_all_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    init = Passages.__post_init__

    def counted(self: Passages) -> None:
        seen.append(self.text)
        init(self)

    monkeypatch.setattr(Passages, "__post_init__", counted)
    facts = [fact("15 homes", id=f"homes-{number}") for number in range(5)]
    assert check(*facts, copy=SourceCopy("c", (GOOD,), TEXT)) == []
    assert seen == [TEXT]
