"""``briefs diff``: what changed, as text, JSON and Markdown, and the exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click import unstyle
from markdown_it import MarkdownIt

from briefs.cli.differences import as_json, as_markdown, as_text, said
from briefs.model.record import Change, ChangeKind, RecordedFact, RecordedSource
from briefs.model.value import Kind
from briefs.publish.editions.diff import Comparison, Group, Side
from briefs.publish.editions.ledger import Ledger
from tests.publish.editions.issuing import BONUS, issue_one, record

NAME = "pipes/agency.en-US"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def project(changed: Callable[..., Path]) -> Path:
    """A project with three editions of a brief, the second one of which is corrected."""
    root = changed()
    ledger = Ledger(root / "output")
    wrong = {
        "fact": "signing-bonus", "kind": "corrected", "old": BONUS,
        "new": {**BONUS, "value": "45000"}, "reason": "a digit was wrong",
    }  # fmt: skip
    issue_one(ledger, 1)
    issue_one(ledger, 2, 1, facts=[{**BONUS, "value": "45000"}], changes=[wrong])
    issue_one(ledger, 3, 2, facts=[{**BONUS, "value": "45000", "as_of": "2025-09-01"}])
    return root


@pytest.fixture
def run(in_process: Run, project: Path) -> Run:
    """Runs ``briefs diff`` on the project: code, standard output, standard error."""
    return partial(in_process, "diff", project)


def fact(**more: Any) -> RecordedFact:
    return RecordedFact.model_validate({**BONUS, **more})


def source(name: str = "gazette", **more: Any) -> RecordedSource:
    standard: dict[str, Any] = {
        "id": name, "title": "Gazette", "publisher": "The Gazette", "kind": "news",
        "published": "2025-08-01", "retrieved": "2025-08-02", "url": "https://example.org/a",
    }  # fmt: skip
    return RecordedSource.model_validate(standard | more)


def comparison(*changes: Change, title: str = "pipes") -> Comparison:
    sources = {one.id: one for one in (source(), source("other", title="Other", url=None))}
    groups = (Group(title, changes, sources, sources),) if changes else ()
    return Comparison(Side("HEAD~1 (1a2b3c4)"), Side("."), groups)


def updated(**more: Any) -> Change:
    return Change(
        fact="signing-bonus", kind=ChangeKind.UPDATED, old=fact(value="40000"), new=fact(**more)
    )


def every_kind() -> list[Change]:
    old, new = fact(value="40000"), fact()
    return [
        Change(fact="a", kind=ChangeKind.CORRECTED, old=old, new=new, reason="We erred"),
        Change(fact="b", kind=ChangeKind.UPDATED, old=old, new=new),
        Change(fact="c", kind=ChangeKind.WITHDRAWN, old=old, reason="A draft"),
        Change(fact="d", kind=ChangeKind.STALE, old=new, new=new),
        Change(fact="e", kind=ChangeKind.ADDED, new=new),
        Change(fact="f", kind=ChangeKind.DROPPED, old=old),
    ]


# --- The command -------------------------------------------------------------------------------


def test_text_tells_it_by_fact(run: Run) -> None:
    code, out, err = run(f"{NAME}@1", f"{NAME}@2")
    assert (code, err) == (0, "")
    assert out == (
        "pipes/agency.en-US\n"
        "  corrected  signing-bonus  signing bonus\n"
        "    - up to 50,000 USD\n"
        "    + up to 45,000 USD\n"
        "    source   The Gazette, Gazette\n"
        "    reason   a digit was wrong\n"
        "\n"
        "1 fact changed (1 corrected) from pipes/agency.en-US@1 to pipes/agency.en-US@2\n"
    )


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("text", "no fact changed from pipes/agency.en-US@2 to pipes/agency.en-US@3"),
        ("markdown", f"**No fact changed** from `{NAME}@2` to `{NAME}@3`."),
        ("json", '"changes": 0'),
    ],
)
def test_where_nothing_changed_it_says_so(run: Run, form: str, words: str) -> None:
    code, out, err = run(f"{NAME}@2", f"{NAME}@3", "--format", form, "--exit-code")
    assert (code, err) == (0, "")
    assert words in out


def test_the_exit_code_tells_of_changes_where_it_is_asked_to(run: Run) -> None:
    assert run(f"{NAME}@1", NAME)[0] == 0
    assert run(f"{NAME}@1", NAME, "--exit-code")[0] == 1
    assert run(NAME, NAME, "--exit-code")[0] == 0


def test_without_a_second_one_it_is_the_project(run: Run, project: Path) -> None:
    code, out, _ = run(str(project))
    assert (code, out) == (0, f"no fact changed from {project} to .\n")


def test_what_is_not_there_is_wrong_usage(run: Run) -> None:
    code, out, err = run(f"{NAME}@9", ".")
    assert (code, out) == (2, "")
    assert "has no edition 9" in err
    code, out, err = run("nothing", ".")
    assert (code, out) == (2, "")
    assert '"nothing" is no file, folder or edition' in err


def test_facts_that_cannot_be_read_are_findings(run: Run, project: Path) -> None:
    file = project / "assets/topics/lead-pipes/facts.yaml"
    file.write_text(file.read_text("utf-8").replace("kind: amount", "kind: amuont", 1), "utf-8")
    code, out, err = run(str(project), ".")
    assert (code, out) == (1, "")
    assert "facts.yaml:2:9" in err


def test_the_help_says_what_the_exit_code_means(capsys: pytest.CaptureFixture[str]) -> None:
    from briefs.cli import main

    with pytest.raises(SystemExit):
        main(["diff", "--help"])
    words = " ".join(capsys.readouterr().out.split())
    assert "Exit code 0, whether anything changed or not" in words
    assert "--exit-code Exit with 1 if a fact changed" in words


def test_json_has_the_facts_with_their_sources(run: Run) -> None:
    code, out, _ = run(f"{NAME}@1", NAME, "--format", "json")
    data = json.loads(out)
    assert code == 0
    assert out.isascii()
    assert {name: data["new"][name] for name in ("name", "edition", "audience")} == {
        "name": f"{NAME}@3", "edition": 3, "audience": "agency",
    }  # fmt: skip
    assert data["changes"] == 1
    (group,) = data["groups"]
    (change,) = group["changes"]
    assert group["title"] == NAME
    assert (change["kind"], change["reason"]) == ("corrected", "a digit was wrong")
    assert (change["old"]["value"], change["new"]["value"]) == ("50000", "45000")
    assert change["old_source"] == change["new_source"]
    assert change["new_source"]["publisher"] == "The Gazette"


# --- The forms ---------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [as_text, as_markdown, as_json])
def test_every_kind_of_change_is_told_once(form: Callable[[Comparison], str]) -> None:
    out = unstyle(form(comparison(*every_kind())))
    for kind in ChangeKind:
        mark = {as_text: f"  {kind} ", as_markdown: f"**{kind}**", as_json: f'"kind": "{kind}"'}
        assert out.count(mark[form]) == 1, kind
    assert all(reason in out for reason in ("We erred", "A draft"))


def test_text_shows_what_was_with_a_minus_and_what_is_with_a_plus() -> None:
    out = unstyle(as_text(comparison(*every_kind())))
    was, now = out.count("    - up to 40,000 USD\n"), out.count("    + up to 50,000 USD\n")
    assert (was, now) == (4, 3)
    assert "      up to 50,000 USD\n    due      2025-10-01\n" in out
    assert out.endswith(
        "6 facts changed (1 corrected, 1 updated, 1 withdrawn, 1 stale, 1 added, 1 dropped) "
        "from HEAD~1 (1a2b3c4) to ."
    )


def test_other_names_days_and_sources_are_told() -> None:
    change = Change(
        fact="signing-bonus",
        kind=ChangeKind.UPDATED,
        old=fact(label="bonus", attribution="the mayor", as_of=date(2025, 7, 1), source="other"),
        new=fact(attribution="the council"),
    )
    lines = [line.strip() for line in unstyle(as_text(comparison(change))).splitlines()]
    assert lines[2:7] == [
        "up to 50,000 USD",
        "called   bonus → signing bonus",
        "said by  the mayor → the council",
        "as of    2025-07-01 → 2025-08-01",
        "source   The Gazette, Other (2025-08-01) → The Gazette, Gazette (2025-08-01)",
    ]
    out = as_markdown(comparison(change))
    assert "| called: bonus<br>" in out or "<br>called: bonus<br>" in out
    assert "was: The Gazette, Other" in out


def test_a_source_that_is_not_known_goes_by_its_id() -> None:
    assert "source   The Gazette, Gazette (2025-08-01) → unheard-of" in as_text(
        comparison(updated(source="unheard-of"))
    )
    assert "| unheard-of<br>was: The Gazette" in as_markdown(
        comparison(updated(source="unheard-of"))
    )


def test_a_terminal_is_told_no_lies() -> None:
    out = as_text(comparison(updated(label="a\nb \x1b[2J \u202egnp")))
    assert r"a\nb \x1b[2J \u202egnp" in out


def test_markdown_is_a_table_for_each_topic() -> None:
    old, new = comparison(updated()), comparison(updated(), title="roofs")
    both = Comparison(old.old, old.new, (*old.groups, *new.groups))
    html = MarkdownIt("commonmark").enable("table").render(as_markdown(both))
    assert html.count("<table>") == 2
    assert html.count("<th>") == 10
    assert html.count("<td>") == 10
    assert "<h3>pipes</h3>" in html
    assert '<a href="https://example.org/a">The Gazette, Gazette (2025-08-01)</a>' in html
    assert "<strong>2 facts changed (2 updated)</strong>" in html
    assert "Reason" not in html
    assert "<th>Reason</th>" in MarkdownIt("commonmark").enable("table").render(
        as_markdown(comparison(*every_kind()))
    )


@pytest.mark.parametrize(
    "words",
    [
        "a | b", "`code`", "*bold* _too_", "[x](https://evil.example)", "<img src=x>", "![x](y)",
        "# head", "~~gone~~", "&lt;b&gt;", "a\\|b", "<!-- x -->", "line\nbreak",
    ],
)  # fmt: skip
def test_nothing_in_a_fact_is_taken_for_markdown(words: str) -> None:
    change = updated(label=words, attribution=words).model_copy(update={"reason": words})
    sentence = Change(fact="s", kind=ChangeKind.ADDED, new=fact(value=None, shown=[words]))
    out = as_markdown(comparison(change, sentence, title=words))
    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(out)
    assert html.count("<tr>") == 3
    assert html.count("<td>") == 12
    for tag in ("<img", "<code>c", "<em>", "<s>", "<h1>", 'evil.example"', "<!-- x"):
        assert tag not in html
    assert html.count("<strong>") == 3


def test_nobody_is_called_by_a_comment() -> None:
    out = as_markdown(comparison(updated(label="ask @octocat or a@example.org")))
    assert "@octocat" not in out
    assert "a@example.org" in out


def test_a_link_stays_within_its_address() -> None:
    one = comparison(updated())
    address = "https://example.org/a_(b)>|x"
    sources = {"gazette": source(url=address)}
    out = as_markdown(Comparison(one.old, one.new, (Group("x", one.changes, sources, sources),)))
    html = MarkdownIt("commonmark").enable("table").render(out)
    assert 'href="https://example.org/a_%28b%29%3E%7Cx"' in html
    assert html.count("<td>") == 5


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "up to 50,000 USD"),
        ({"qualifier": "exactly", "value": "-1234.50"}, "-1,234.50 USD"),
        ({"kind": Kind.DATE, "value": "2025-07", "unit": None, "qualifier": "about"},
         "about 2025-07"),
        ({"kind": Kind.CONTACT, "value": "555-0100", "unit": None, "qualifier": "exactly"},
         "555-0100"),
        ({"value": None, "shown": ["It rains."]}, "It rains."),
        ({"value": None, "shown": []}, ""),
        ({"value": "1e999999999"}, "up to 1e999999999 USD"),
        ({"value": "NaN"}, "up to NaN USD"),
    ],
)  # fmt: skip
def test_values_are_said_in_english_and_in_no_locale_s_form(
    more: dict[str, Any], words: str
) -> None:
    assert said(fact(**more)) == words


def test_an_edition_is_named_with_its_number() -> None:
    one = record(number=3)
    old, new = Side("a.pdf", record=one), Side(f"{NAME}@3", record=one)
    assert as_text(Comparison(old, new, ())) == (
        f"no fact changed from a.pdf (edition 3) to {NAME}@3"
    )
