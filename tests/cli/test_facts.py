"""``briefs facts``: lists, one fact, what comes due, and where a fact is printed."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "tests" / "mistakes" / "_base"
BILINGUAL = ROOT / "tests" / "projects" / "bilingual"
TOPIC = "assets/topics/lead-pipes"
FACTS, PROSE = f"{TOPIC}/facts.yaml", f"{TOPIC}/text/resident.en.md"
IN_MARCH = ("--as-of", "2026-03-20")
Change = Callable[..., Path]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(in_process: Run) -> Run:
    """Runs ``briefs facts``: code, standard output, standard error."""
    return partial(in_process, "facts")


def ids(out: str) -> list[str]:
    return [line.split()[0] for line in out.splitlines()[1:]]


def data(run: Run, project: Path, *arguments: str) -> Any:
    code, out, err = run(project, *arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


# --- list ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--kind", "view"], ["view-more", "view-roofs"]),
        (["--kind", "date", "--topic", "home-repairs"], ["opened", "next-round", "program-end"]),
        (["--kind", "amount", "--audience", "resident"], ["fund-max", "paid", "grant-max", "fee"]),
        (["--kind", "amount", "--audience", "council"],
         ["fund-max", "paid", "grant-max", "grant-mean", "fee"]),
    ],
)  # fmt: skip
def test_list_is_filtered(run: Run, arguments: list[str], expected: list[str]) -> None:
    code, out, _ = run(BILINGUAL, "list", *arguments, *IN_MARCH)
    assert code == 0
    assert ids(out) == expected
    listed = data(run, BILINGUAL, "list", *arguments, *IN_MARCH)
    assert [one["id"] for one in listed] == expected


def test_filter_that_fits_nothing_says_so(run: Run) -> None:
    assert run(BASE, "list", "--kind", "advice") == (0, "no such fact\n", "")
    assert data(run, BASE, "list", "--kind", "advice") == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--kind", "amunt"], 'did you mean "amount"'),
        (["--audience", "residnt"], 'did you mean "resident"'),
        (["--topic", "led-pipes"], 'did you mean "lead-pipes"'),
        (["--kind", "zzz"], "choose from advice, amount"),
    ],
)
def test_filter_of_an_unknown_name_is_wrong_usage(
    run: Run, arguments: list[str], words: str
) -> None:
    code, out, err = run(BASE, "list", *arguments)
    assert (code, out) == (2, "")
    assert words in err


def test_audience_without_a_template_can_be_asked_for(run: Run, changed: Change) -> None:
    project = changed((FACTS, "  unit: USD", "  unit: USD\n  audiences: [press]"))
    assert ids(run(project, "list", "--audience", "press")[1])[0] == "grant-max"
    assert "grant-max" not in run(project, "list", "--audience", "resident")[1]


def test_sentences_are_listed_as_they_are_printed(run: Run) -> None:
    listed = data(run, BILINGUAL, "list", "--kind", "statement", *IN_MARCH)
    assert listed[0]["shown"] == (
        "The county report says that a home gets up to $4,500 after a wait of fewer than 40 days."
    )


def test_brackets_in_a_value_are_no_markup(run: Run, changed: Change) -> None:
    old, new = "A lead pipe carries water", "A lead [sic] pipe [/b] carries [red]water"
    code, out, _ = run(changed((FACTS, f"{{en: {old}", f'{{en: "{new}'),
                               (FACTS, "street to a home.}", 'street to a home."}')), "list")  # fmt: skip
    assert code == 0
    assert "A lead [sic] pipe [/b] carries [red]" in out


def test_held_fact_is_listed_and_shown_with_its_reason(run: Run, changed: Change) -> None:
    project = changed(
        (FACTS, 'evidence: "from October 2025"',
         'evidence: "from October 2025"\n  status: held\n  reason: the county may move it'),
        (PROSE, ' in {{ fact("start") }}', " soon"),
    )  # fmt: skip
    assert "start          date        October 2025" in run(project, "list")[1]
    (line,) = [one for one in run(project, "list")[1].splitlines() if one.startswith("start ")]
    assert line.rstrip().endswith("not printed")
    code, out, _ = run(project, "show", "start")
    assert code == 0
    assert "held" in out
    assert "the county may move it" in out
    assert "refused from" not in out
    assert out.endswith("printed in no brief\n")
    assert "start" not in ids(run(project, "due", "--within", "9999d")[1])
    assert "start" not in run(project, "list", "--audience", "resident")[1]


# --- due -------------------------------------------------------------------------------------


def test_due_facts_are_listed_the_first_one_first(run: Run) -> None:
    code, out, _ = run(BASE, "due", "--within", "60d")
    assert code == 0
    due = ["homes-all", "homes-north", "homes-south", "grant-max", "view-faster", "view-slower"]
    assert ids(out) == due
    days = [one["due"] for one in data(run, BASE, "due", "--within", "60d")]
    assert days == sorted(days) == ["2025-09-01"] * 3 + ["2025-10-01"] * 3


@pytest.mark.parametrize(
    ("within", "number"),
    [("0", 0), ("16d", 0), ("17d", 3), ("17", 3), ("2w", 0), ("3w", 3), ("7w", 6), ("999999w", 9)],
)
def test_days_to_look_ahead(run: Run, within: str, number: int) -> None:
    assert len(data(run, BASE, "due", "--within", within)) == number


@pytest.mark.parametrize("within", ["", "d", "-3d", "1.5d", "3m", "soon", "٣d", "9" * 400])
def test_other_words_for_days_are_wrong_usage(run: Run, within: str) -> None:
    code, _, err = run(BASE, "due", "--within", within)
    assert code == 2
    assert "30d or 4w" in err


def test_nothing_due_is_said(run: Run) -> None:
    assert run(BASE, "due", "--within", "1d") == (0, "no fact comes due within 1 day\n", "")
    assert data(run, BASE, "due", "--within", "1d") == []


def test_overdue_facts_are_due(run: Run) -> None:
    states = {one["id"]: one["state"] for one in data(run, BASE, "due", "--as-of", "2025-10-15")}
    assert states == {
        **dict.fromkeys(["homes-all", "homes-north", "homes-south"], "overdue"),
        **dict.fromkeys(["grant-max", "view-faster", "view-slower"], "due"),
    }


def test_due_facts_have_the_owner_of_their_source_or_of_their_topic(
    run: Run, changed: Change
) -> None:
    _, out, _ = run(BASE, "due", "--within", "60d")
    assert "owner" not in out.splitlines()[0]
    project = changed(
        (f"{TOPIC}/topic.yaml", "terms:", "owner: The water desk\nterms:"),
        (f"{TOPIC}/sources.yaml", "- id: county-report",
         "- id: gazette\n  title: Gazette\n  publisher: The Gazette\n  retrieved: 2025-08-09\n"
         "  kind: news\n  owner: Ana\n- id: county-report"),
        (FACTS, "source: county-report", "source: gazette"),
    )  # fmt: skip
    owners = {one["id"]: one["owner"] for one in data(run, project, "due", "--within", "60d")}
    assert (owners["grant-max"], owners["homes-all"]) == ("Ana", "The water desk")
    out = run(project, "due", "--within", "60d")[1]
    assert out.splitlines()[0].split()[-1] == "owner"
    assert [line.split()[-1] for line in out.splitlines() if line.startswith("grant")] == ["Ana"]
    assert "owner        Ana" in run(project, "show", "grant-max")[1]


def events(path: Path) -> dict[str, Any]:
    calendar = Calendar.from_ical(path.read_bytes())
    found = {str(one["uid"]).partition(".")[0]: one for one in calendar.walk("VEVENT")}
    assert len(found) == len(calendar.walk("VEVENT"))
    return found


def test_days_of_review_as_a_calendar(run: Run, changed: Change, tmp_path: Path) -> None:
    project = changed((f"{TOPIC}/topic.yaml", "terms:", "owner: Ana; Ben, or Cleo\nterms:"))
    path = tmp_path / "review.ics"
    code, out, err = run(project, "due", "--ics", str(path))
    assert (code, err) == (0, "")
    assert out.endswith("review.ics: 9 days of review\n")
    found = events(path)
    one = found["grant-max"]
    assert one["dtstart"].dt == date(2025, 10, 1)
    assert one["dtend"].dt == date(2025, 10, 2)
    assert one["summary"] == "Review: grant for a new pipe (Ana; Ben, or Cleo)"
    assert one["url"] == "https://example.org/report"
    assert one["description"].splitlines() == [
        "up to $4,000",
        "Fact: grant-max in assets/topics/lead-pipes/facts.yaml, as of 2025-08-02",
        "Source: Marlow County, Report on water pipes, read on 2025-08-09",
        "https://example.org/report",
        "Evidence: “up to $4,000”",
        "Owner: Ana; Ben, or Cleo",
        "A build refuses it from 2025-11-01.",
        "Printed in:",
        "- lead-pipes/resident.en-US: section news",
    ]
    assert "figure homes" in found["homes-all"]["description"]
    assert [one["dtstart"].dt for one in found.values()] == sorted(
        one["dtstart"].dt for one in found.values()
    )
    lines = path.read_bytes().split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)


@pytest.mark.parametrize(
    ("project", "days"),
    [
        (BASE, ("2025-08-15", "2025-09-20", "2026-12-31")),
        (BILINGUAL, ("2026-03-20", "2027-03-10", "2028-01-01")),
    ],
)
def test_the_same_facts_make_the_same_calendar_on_every_day(
    run: Run, tmp_path: Path, project: Path, days: tuple[str, ...]
) -> None:
    files = [tmp_path / f"{day}.ics" for day in days]
    for file in files:
        assert run(project, "due", "--ics", str(file), "--as-of", file.stem)[0] == 0
    assert len({file.read_bytes() for file in files}) == 1


def test_a_fact_that_was_looked_at_again_keeps_its_event(
    run: Run, changed: Change, tmp_path: Path
) -> None:
    project, path = changed(), tmp_path / "review.ics"
    run(project, "due", "--ics", str(path))
    before = events(path)
    facts = (
        (project / FACTS).read_text("utf-8").replace("as_of: 2025-08-02", "as_of: 2025-08-12", 1)
    )
    (project / FACTS).write_text(facts, "utf-8")
    sources = project / TOPIC / "sources.yaml"
    sources.write_text(
        sources.read_text().replace("retrieved: 2025-08-09", "retrieved: 2025-08-13")
    )
    run(project, "due", "--ics", str(path))
    after = events(path)
    assert before.keys() == after.keys()
    old, new = before["grant-max"], after["grant-max"]
    assert old["uid"] == new["uid"]
    assert (old["dtstart"].dt, new["dtstart"].dt) == (date(2025, 10, 1), date(2025, 10, 11))
    assert old["sequence"] < new["sequence"]
    assert old["dtstamp"].dt == datetime(2025, 8, 9, tzinfo=UTC)
    assert new["dtstamp"].dt == new["last-modified"].dt == datetime(2025, 8, 13, tzinfo=UTC)
    assert before["homes-all"]["sequence"] == after["homes-all"]["sequence"]


@pytest.mark.parametrize(("arguments", "number"), [
    ((), 9), (("--within", "17d"), 3), (("--within", "3d"), 0), (("--within", "999999d"), 9),
])  # fmt: skip
def test_a_calendar_goes_as_far_as_it_is_asked_to(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], number: int
) -> None:
    run(BASE, "due", "--ics", str(tmp_path / "review.ics"), *arguments)
    assert len(events(tmp_path / "review.ics")) == number


def test_a_calendar_that_cannot_be_made_leaves_the_old_one(
    run: Run, changed: Change, tmp_path: Path
) -> None:
    path = tmp_path / "review.ics"
    path.write_text("the old one")
    project = changed((PROSE, 'quote("quote-mayor")', 'quote("quote-mayr")'))
    code, _, err = run(project, "due", "--ics", str(path))
    assert code == 1
    assert "fact-unknown" in err
    assert run(project, "due", "--ics", str(path), "--json")[0] == 2
    assert path.read_text() == "the old one"


# --- show and where --------------------------------------------------------------------------


def test_show_tells_source_evidence_freshness_and_places(run: Run) -> None:
    code, out, _ = run(BASE, "show", "grant-max")
    assert code == 0
    for words in (
        "up to $4,000",
        "Marlow County, Report on water pipes (county-report)",
        "https://example.org/report",
        "“up to $4,000”",
        "2025-10-01 (fresh; refused from 2025-11-01)",
        f"{FACTS}:1:7",
        "lead-pipes/resident.en-US  section news: up to $4,000",
    ):
        assert words in out


def test_show_gives_formula_and_computed_value(run: Run, changed: Change) -> None:
    project = changed((FACTS, "value: 12", 'value: "= homes-north + homes-south"'))
    out = run(project, "show", "homes-all")[1]
    assert "12 homes" in out
    assert "= homes-north + homes-south" in out
    shown = data(run, project, "show", "homes-all")
    assert (shown["formula"], shown["computed"]) == ("homes-north + homes-south", "12")


def test_show_as_json_has_the_source_and_the_places(run: Run) -> None:
    shown = data(run, BASE, "show", "homes-north")
    assert shown["source_entry"]["publisher"] == "Marlow County"
    assert shown["state"] == "fresh"
    assert shown["printed"] == [
        {
            "brief": "lead-pipes",
            "audience": "resident",
            "locale": "en-US",
            "section": "news",
            "figure": "homes",
            "shown": "7 homes",
        }
    ]


def test_where_names_every_edition_section_and_figure(run: Run) -> None:
    places = data(run, BILINGUAL, "where", "grant-max", *IN_MARCH)
    found = {(one["audience"], one["locale"], one["section"], one["figure"]) for one in places}
    assert found == {
        *(("resident", locale, "what", "") for locale in ("en-US", "es-US")),
        *(("council", locale, "money", "") for locale in ("en-US", "es-US")),
        *(("council", locale, "program", "program") for locale in ("en-US", "es-US")),
    }
    out = run(BILINGUAL, "where", "grant-max", *IN_MARCH)[1]
    assert "home-repairs/council.es-US  section program, figure program: hasta $4,500" in out


def test_overdue_facts_have_their_places_too(run: Run) -> None:
    assert len(data(run, BASE, "where", "grant-max", "--as-of", "2030-01-01")) == 1


@pytest.mark.parametrize("command", ["show", "where"])
def test_unknown_fact_is_wrong_usage_with_a_guess(run: Run, command: str) -> None:
    code, out, err = run(BASE, command, "grant-mx")
    assert (code, out) == (2, "")
    assert 'did you mean "grant-max"' in err
    assert "briefs facts list" in run(BASE, command, "zzz")[2]


def test_fact_of_two_topics_is_named_with_its_topic(run: Run, changed: Change) -> None:
    project = changed(("briefs.toml", '["resident"]',
                       '["resident"]\n\n[[brief]]\ntopic = "old-wells"\naudiences = ["resident"]'))  # fmt: skip
    shutil.copytree(project / TOPIC, project / "assets/topics/old-wells")
    code, _, err = run(project, "show", "start")
    assert code == 2
    assert "lead-pipes/start and old-wells/start" in err
    shown = data(run, project, "show", "old-wells/start")
    assert shown["topic"] == "old-wells"
    assert [one["brief"] for one in shown["printed"]] == ["old-wells"]
    assert len(data(run, project, "list")) == 18
    assert len(data(run, project, "list", "--topic", "old-wells")) == 9


# --- Broken projects -------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["list"], ["due"], ["show", "start"], ["where", "start"]])
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("briefs.toml", "[[brief]]", "[[brief]"), "toml-syntax"),
        ((FACTS, "kind: amount", "kind: amunt"), "value-invalid"),
        ((f"{TOPIC}/sources.yaml", "kind: gov", "knd: gov"), "key-unknown"),
        (("briefs.toml", '"lead-pipes"', '"led-pipes"'), "topic-unknown"),
    ],
)
def test_facts_that_cannot_be_read_are_code_1(
    run: Run, changed: Change, arguments: list[str], change: tuple[str, str, str], code: str
) -> None:
    exit_code, out, err = run(changed(change), *arguments)
    assert (exit_code, out) == (1, "")
    assert f"error[{code}]" in err


def test_page_that_cannot_be_composed_is_not_taken_for_no_place(run: Run, changed: Change) -> None:
    project = changed((PROSE, 'quote("quote-mayor")', 'quote("quote-mayr")'))
    for arguments in (["where", "grant-max"], ["where", "grant-max", "--json"]):
        code, out, err = run(project, *arguments)
        assert (code, out) == (1, "")
        assert "error[fact-unknown]" in err
    code, out, err = run(project, "show", "grant-max")
    assert code == 1
    assert "up to $4,000" in out
    assert "printed in" not in out
    assert "error[fact-unknown]" in err
    assert len(data(run, project, "list")) == 9


def test_prose_that_cannot_be_read_leaves_the_list_as_it_is(run: Run, changed: Change) -> None:
    project = changed((PROSE, 'fact("start") }}', 'fact("start" }}'))
    assert len(data(run, project, "list")) == 9
    assert run(project, "where", "start")[0] == 1


def test_fact_whose_unit_is_not_known_is_listed(run: Run, changed: Change) -> None:
    code, out, _ = run(changed((FACTS, "unit: homes", "unit: hoomes")), "list")
    assert code == 0
    assert "12" in out


# --- Terminals -------------------------------------------------------------------------------


def on_terminal(project: Path, columns: int, *arguments: str, **extra: str) -> str:
    """What ``briefs facts`` prints on a terminal of that many columns."""
    leader, follower = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "briefs", "facts", *arguments],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": str(columns), "TERM": "xterm", **extra},
        stdout=follower,
        stderr=follower,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(follower)
    shown = b""
    try:
        while piece := os.read(leader, 65536):
            shown += piece
    except OSError:  # the terminal is gone: all is read
        pass
    os.close(leader)
    assert done.wait() == 0
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_ids_dates_and_states_are_whole_on_every_terminal(columns: int) -> None:
    shown = on_terminal(BILINGUAL, columns, "list", *IN_MARCH, NO_COLOR="1")
    assert "\x1b[3" not in shown
    lines = [line.split() for line in shown.splitlines()]
    assert max(map(len, re.sub(r"\x1b\[\d*m", "", shown).splitlines())) <= columns
    assert sum("fresh" in words for words in lines) == 18
    assert sum("2027-03-02" in words for words in lines) == 18
    assert len(lines) == 19 or columns == 40
    assert "applications-north" in [words[0] for words in lines]
    assert ("kind" in shown.splitlines()[0]) == (columns == 120)


def test_state_has_a_colour_on_a_terminal_only(run: Run) -> None:
    assert "\x1b[32mfresh" in on_terminal(BASE, 100, "list", NO_COLOR="")
    assert "\x1b" not in run(BASE, "list")[1]
