"""Approvals that name nothing, are void or have run out; and what is built without one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from briefs.check.approvable import Register, Standing, part_of
from briefs.check.approval import check_approvals
from briefs.model.diagnostic import Diagnostic, Severity
from briefs.model.digests import brief_hash, fact_hash
from briefs.model.edition import Edition
from briefs.model.project import Paper, Project
from briefs.read.project import read_project

BILINGUAL = Path(__file__).parents[1] / "projects" / "bilingual"
TODAY = date(2026, 3, 10)
FACTS = ("grant-max", "program-end")
SETTINGS = (BILINGUAL / "briefs.toml").read_text("utf-8")

Make = Callable[..., Project]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A project of two audiences and two locales with these approvals and settings."""
    shutil.copytree(BILINGUAL, tmp_path / "project")

    def project(*entries: str, policy: str = "", more: str = "") -> Project:
        root = tmp_path / "project"
        (root / "approvals.yaml").write_text("\n".join(entries), "utf-8")
        table = f"\n[policy]\nrequire_approval = {policy}\n" if policy else ""
        (root / "briefs.toml").write_text(f"{SETTINGS}{more}{table}", "utf-8")
        read, findings = read_project(root)
        assert read is not None
        assert not findings
        return read

    return project


def approval(
    of: str, digest: str, *, by: str = "Ana Ruiz", on: str = "2026-03-01", until: str = ""
) -> str:
    last = f", until: {until}" if until else ""
    return f'- {{of: {of}, hash: "{digest}", by: {by}, on: {on}{last}}}'


def editions_of(project: Project) -> list[Edition]:
    return Register(project, {}, TODAY).editions("brief:home-repairs")


def contents_of(project: Project) -> dict[Edition, str]:
    """A content hash for each edition."""
    return {one: f"{number:064x}" for number, one in enumerate(editions_of(project), 1)}


def hash_of(project: Project, name: str) -> str:
    topic = project.topics["home-repairs"]
    return fact_hash(topic, topic.facts[name])


def found(
    project: Project,
    contents: Mapping[Edition, str] | None = None,
    *,
    printed: Mapping[Edition, tuple[str, ...]] | None = None,
    today: date = TODAY,
    draft: bool = False,
) -> list[tuple[str, str, str]]:
    """Severity, code and message of each finding, all editions to be built if nothing is said."""
    everything = dict.fromkeys(editions_of(project), FACTS)
    known = contents_of(project) if contents is None else contents
    what = everything if printed is None else printed
    findings = check_approvals(project, what, known, today, draft=draft)
    return [(one.severity.value, one.code, one.message) for one in findings]


def test_without_approvals_and_policy_there_is_nothing_to_find(make: Make) -> None:
    assert found(make()) == []


def test_approval_of_a_fact_as_it_is_now_is_no_finding(make: Make) -> None:
    digest = hash_of(make(), "grant-max")
    for of in ("fact:grant-max", "fact:home-repairs/grant-max"):
        for shown in (digest, digest[:12]):
            assert found(make(approval(of, shown))) == []


def test_change_voids_an_approval_and_says_whose_and_of_when(make: Make) -> None:
    project = make(approval("fact:grant-max", "0" * 12))
    (finding,) = check_approvals(project, dict.fromkeys(editions_of(project), ()), {}, TODAY)
    assert finding == Diagnostic(
        "approval-void",
        "fact:grant-max has changed since it was approved on 2026-03-01 by Ana Ruiz",
        project.approvals[0].origin.at("hash"),
        "look at it again and run briefs approve fact:grant-max --by "
        f'"Name, role"; its hash is now {hash_of(project, "grant-max")[:12]}',
        Severity.WARNING,
    )


@pytest.mark.parametrize(("day", "runs_out"), [(9, False), (10, False), (11, True)])
def test_approval_counts_up_to_its_last_day(make: Make, day: int, runs_out: bool) -> None:
    digest = hash_of(make(), "grant-max")
    project = make(approval("fact:grant-max", digest, until="2026-03-10"))
    codes = [code for _, code, _ in found(project, today=date(2026, 3, day))]
    assert codes == (["approval-expired"] if runs_out else [])


def test_approval_of_what_is_not_there_is_found_with_a_guess(make: Make) -> None:
    project = make(
        approval("fact:grant-maxi", "1" * 12),
        approval("fact:homes/grant-max", "1" * 12),
        approval("brief:home-repair", "1" * 12),
        approval("brief:home-repairs/resident.es-MX", "1" * 12),
    )
    findings = list(check_approvals(project, {}, {}, TODAY))
    assert {one.code for one in findings} == {"approval-unknown"}
    assert {one.severity for one in findings} == {Severity.WARNING}
    assert [one.mend.partition("?")[0] for one in findings] == [
        'did you mean "fact:grant-max"',
        'did you mean "fact:home-repairs/grant-max"',
        'did you mean "brief:home-repairs"',
        'did you mean "brief:home-repairs/resident.es-US"',
    ]


def test_where_facts_could_not_be_read_none_is_said_to_be_missing(make: Make) -> None:
    project = make(approval("fact:grant-maxi", "1" * 12))
    topic = replace(project.topics["home-repairs"], incomplete=frozenset({"facts"}))
    assert found(replace(project, topics={"home-repairs": topic}), printed={}) == []


def test_fact_of_two_topics_must_be_named_with_its_topic(make: Make) -> None:
    project = make(approval("fact:grant-max", "1" * 12))
    topic = project.topics["home-repairs"]
    two = replace(project, topics={"home-repairs": topic, "again": replace(topic, id="again")})
    (finding,) = check_approvals(two, dict.fromkeys(editions_of(two), ()), {}, TODAY)
    assert finding.code == "approval-unknown"
    assert finding.mend == "name fact:home-repairs/grant-max or fact:again/grant-max"
    named = make(approval("fact:home-repairs/grant-max", hash_of(project, "grant-max")))
    two = replace(named, topics={"home-repairs": topic, "again": replace(topic, id="again")})
    assert found(two) == []
    assert Register(two, {}, TODAY).fact(topic, "grant-max").name == "fact:home-repairs/grant-max"


def test_last_day_before_the_first_is_impossible(make: Make) -> None:
    digest = hash_of(make(), "grant-max")
    project = make(approval("fact:grant-max", digest, on="2026-03-20", until="2026-03-15"))
    assert [(severity, code) for severity, code, _ in found(project)] == [
        ("error", "date-impossible")
    ]


def test_void_and_past_approvals_are_history_where_a_newer_one_counts(make: Make) -> None:
    digest = hash_of(make(), "grant-max")
    project = make(
        approval("fact:grant-max", "0" * 12, on="2026-01-01"),
        approval("fact:grant-max", digest, on="2026-01-02", until="2026-02-01"),
        approval("fact:home-repairs/grant-max", digest, on="2026-02-02"),
    )
    assert found(project) == []


def test_of_several_that_do_not_count_the_latest_is_named(make: Make) -> None:
    project = make(
        approval("fact:grant-max", "0" * 12, by="Ben Cole", on="2026-02-01"),
        approval("fact:grant-max", "1" * 12, by="Ana Ruiz", on="2026-01-01"),
    )
    ((_, code, message),) = found(project)
    assert code == "approval-void"
    assert message.endswith("on 2026-02-01 by Ben Cole")


def test_facts_of_topics_that_are_not_asked_for_are_not_judged(make: Make) -> None:
    assert found(make(approval("fact:grant-max", "0" * 12)), printed={}) == []


# --- briefs ----------------------------------------------------------------------------------


def test_brief_is_approved_as_a_whole_or_in_parts(make: Make) -> None:
    project = make()
    contents = contents_of(project)
    whole = make(approval("brief:home-repairs", brief_hash(contents)), policy='"briefs"')
    assert found(whole) == []
    parts = [approval(part_of(one), digest) for one, digest in contents.items()]
    assert found(make(*parts, policy='"briefs"')) == []
    ((severity, code, message),) = found(make(*parts[1:], policy='"briefs"'))
    assert (severity, code) == ("error", "approval-missing")
    assert message.endswith(f"until somebody approves {part_of(next(iter(contents)))}")


def test_one_changed_edition_voids_its_part_and_the_whole_and_no_other_part(make: Make) -> None:
    project = make()
    contents = contents_of(project)
    first = next(iter(contents))
    entries = [approval(part_of(one), digest) for one, digest in contents.items()]
    entries.append(approval("brief:home-repairs", brief_hash(contents)))
    project = make(*entries)
    assert [message.partition(" ")[0] for _, _, message in found(project)] == []
    changed = {**contents, first: "f" * 64}
    assert [
        (severity, message.partition(" ")[0]) for severity, _, message in found(project, changed)
    ] == [
        ("warning", part_of(first)),
        ("warning", "brief:home-repairs"),
    ]


def test_policy_makes_an_error_of_the_approval_that_was_voided(make: Make) -> None:
    project = make()
    contents = contents_of(project)
    project = make(approval("brief:home-repairs", brief_hash(contents)), policy="true")
    changed = dict.fromkeys(contents, "f" * 64)
    codes = [(severity, code) for severity, code, _ in found(project, changed)]
    assert codes == [("error", "approval-void"), ("error", "approval-missing")]  # and the facts


def test_both_prints_of_a_part_are_approved_together(make: Make) -> None:
    large = "large_print = true\n"
    contents = contents_of(make(more=large))
    assert len(contents) == 8
    first, second, *_ = contents
    assert part_of(first) == part_of(second)
    both = brief_hash({first: contents[first], second: contents[second]})
    printed = {first: (), second: ()}
    approved = make(approval(part_of(first), both), policy='"briefs"', more=large)
    assert found(approved, printed=printed) == []
    alone = make(approval(part_of(first), contents[first]), policy='"briefs"', more=large)
    assert [code for _, code, _ in found(alone, printed=printed)] == ["approval-void"]


def test_whole_brief_counts_for_nothing_where_an_edition_is_not_known(make: Make) -> None:
    contents = contents_of(make())
    first = next(iter(contents))
    project = make(approval("brief:home-repairs", brief_hash(contents)), policy='"briefs"')
    known = {first: contents[first]}
    assert [code for _, code, _ in found(project, known, printed={first: ()})] == [
        "approval-missing"
    ]
    assert found(project, contents, printed={first: ()}) == []


# --- what must be approved -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "named"),
    [
        ("false", []),
        ('"facts"', ["fact:grant-max", "fact:program-end"]),
        ('"briefs"', ["brief:home-repairs"]),
        ("true", ["brief:home-repairs", "fact:grant-max", "fact:program-end"]),
    ],
)
def test_policy_says_what_is_missing_and_how_it_is_given(
    make: Make, policy: str, named: list[str]
) -> None:
    project = make(policy=policy)
    what = dict.fromkeys(editions_of(project), FACTS)
    findings = list(check_approvals(project, what, contents_of(project), TODAY))
    assert len(findings) == bool(named)
    for one in findings:
        assert (one.code, one.severity) == ("approval-missing", Severity.ERROR)
        assert one.message.endswith(f"until somebody approves {', '.join(named)}")
        assert f'run briefs approve {" ".join(named)} --by "Name, role"' in one.mend
        assert one.place == project.settings.policy.origin.at("require_approval")
        assert str(one.place) == "briefs.toml:14:20"


@pytest.mark.parametrize("policy", ['"facts"', '"briefs"', "true"])
def test_draft_needs_no_approval(make: Make, policy: str) -> None:
    assert found(make(policy=policy), draft=True) == []
    void = make(approval("fact:grant-max", "0" * 12), policy=policy)
    assert [severity for severity, _, _ in found(void, draft=True)] == ["warning"]


def test_only_what_is_built_must_be_approved(make: Make) -> None:
    project = make(approval("fact:program-end", "0" * 12), policy="true")
    contents = contents_of(project)
    first = next(iter(contents))
    findings = found(project, contents, printed={first: ("grant-max",)})
    assert [(severity, code) for severity, code, _ in findings] == [
        ("warning", "approval-void"),
        ("error", "approval-missing"),
    ]
    assert findings[1][2].endswith(f"approves {part_of(first)}, fact:grant-max")


def test_void_approval_of_a_fact_that_is_built_is_the_error_itself(make: Make) -> None:
    project = make(
        approval("fact:grant-max", "0" * 12),
        approval("fact:program-end", hash_of(make(), "program-end")),
        policy='"facts"',
    )
    assert [(severity, code) for severity, code, _ in found(project)] == [
        ("error", "approval-void")
    ]


def test_edition_that_the_settings_do_not_name_cannot_be_approved(make: Make) -> None:
    contents = contents_of(make())
    project = make(approval("brief:home-repairs", brief_hash(contents)), policy='"briefs"')
    first = next(iter(contents))
    on_a4 = Edition(first.brief, first.topic, first.audience, first.locale, Paper.A4)
    ((severity, code, message),) = found(project, {on_a4: "0" * 64}, printed={on_a4: ()})
    assert (severity, code) == ("error", "approval-missing")
    assert "on a4 is not an edition that briefs.toml asks for" in message
    assert found(project, printed={on_a4: ()}, draft=True) == []


def test_where_approvals_could_not_be_read_none_is_said_to_be_missing(make: Make) -> None:
    project = replace(make(policy="true"), incomplete=frozenset({"approvals"}))
    assert found(project) == []


def test_standing_of_a_subject_names_all_approvals_that_make_it_so(make: Make) -> None:
    digest = hash_of(make(), "grant-max")
    project = make(
        approval("fact:grant-max", digest, by="Ana Ruiz", on="2026-01-01"),
        approval("fact:grant-max", digest, by="Ben Cole", on="2026-02-01"),
        approval("fact:grant-max", "0" * 12, by="Cy Doe", on="2026-03-01"),
    )
    subject = Register(project, {}, TODAY).subject("fact:grant-max")
    assert subject is not None
    assert subject.standing is Standing.APPROVED
    assert [one.by for one in subject.approvals] == ["Ben Cole", "Ana Ruiz"]
