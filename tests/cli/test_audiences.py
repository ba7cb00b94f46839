"""``briefs audiences``: the list, and the outline of one audience."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from briefs.cli import main

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "tests" / "mistakes" / "_base"
BILINGUAL = ROOT / "tests" / "projects" / "bilingual"
FACTS = "assets/topics/lead-pipes/facts.yaml"
PROSE = "assets/topics/lead-pipes/text/resident.en.md"
IN_MARCH = ("--as-of", "2026-03-20")
Change = Callable[..., Path]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(in_process: Run) -> Run:
    """Runs ``briefs audiences``: code, standard output, standard error."""
    return partial(in_process, "audiences")


def data(run: Run, project: Path, *arguments: str) -> Any:
    code, out, err = run(project, *arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def line_of(out: str, name: str) -> str:
    (line,) = (one for one in out.splitlines() if one.split()[:1] == [name])
    return line


def words_of(out: str) -> list[str]:
    """The lines of an outline, single-spaced."""
    return [" ".join(line.split()) for line in out.splitlines()]


# --- The list --------------------------------------------------------------------------------


def test_each_audience_has_a_line(run: Run) -> None:
    code, out, err = run(BILINGUAL)
    assert (code, err) == (0, "")
    assert " ".join(line_of(out, "council").split()) == (
        "council members of the council 2 none base home-repairs home-repairs (en, es)"
    )
    assert " ".join(line_of(out, "community").split()).startswith(
        "community families and neighbors 2 en 8"
    )
    assert line_of(out, "community").endswith("none")


def test_columns_stand_below_their_heads(run: Run) -> None:
    head, *lines = run(BILINGUAL)[1].splitlines()
    for name in ("label", "pages", "reading", "font", "briefs", "prose"):
        start = head.index(name)
        assert all(line[start - 2 : start] == "  " and line[start] != " " for line in lines)


def test_audience_without_a_template_is_told(run: Run, changed: Change) -> None:
    project = changed((FACTS, "  unit: USD", "  unit: USD\n  audiences: [resident, plumber]"))
    shutil.copy(project / PROSE, project / PROSE.replace("resident", "plumber"))
    assert run(project)[1].splitlines()[-1] == (
        "plumber  no template yet; named by 1 fact; prose: lead-pipes (en)"
    )


def test_list_as_json(run: Run, changed: Change) -> None:
    project = changed((FACTS, "  unit: USD", "  unit: USD\n  audiences: [resident, plumber]"))
    listed = {one["id"]: one for one in data(run, project)}
    resident = listed["resident"]
    assert (resident["label"], resident["pages"]) == ({"en": "residents"}, 2)
    assert resident["briefs"] == ["lead-pipes"]
    assert resident["prose"] == [{"topic": "lead-pipes", "locale": "en"}]
    assert resident["template"] == "templates/resident.html.j2"
    assert listed["plumber"] == {
        "id": "plumber", "template": None, "briefs": [], "prose": [], "facts_naming_it": 1
    }  # fmt: skip


def test_list_composes_nothing() -> None:
    script = (
        "import sys; from briefs.cli.audiences import command\n"
        "command(['--project', sys.argv[1]], standalone_mode=False)\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, BASE], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "resident" in done.stdout
    loaded = set(done.stderr.split())
    assert "briefs.read.project" in loaded
    assert not loaded & {"briefs.compose.page", "briefs.publish.check", "rich", "plotly"}


def test_label_cannot_move_the_cursor(run: Run, changed: Change) -> None:
    project = changed(("templates/resident.html.j2", "{en: residents}", '{en: "res\\eidents"}'))
    code, out, _ = run(project)
    assert "\x1b" not in out
    assert code == 1 or "res\\x1bidents" in out


def test_broken_template_is_code_1(run: Run, changed: Change) -> None:
    code, out, err = run(changed(("templates/resident.html.j2", "pages: 2", "pages: none")))
    assert (code, out) == (1, "")
    assert "error[value-invalid]" in err


# --- One audience ----------------------------------------------------------------------------


def test_show_prints_head_editions_facts_and_sections(run: Run) -> None:
    code, out, err = run(BASE, "show", "resident")
    assert (code, err) == (0, "")
    lines = words_of(out)
    for line in (
        "resident residents",
        "template templates/resident.html.j2",
        "pages 2 at most",
        "lead-pipes 9 of 9 facts may be shown, 9 printed",
        "news (required)",
        "lead-pipes en-US What is new",
        "grant-max up to $4,000",
        "figure homes",
        "homes-north 7 homes",
        "more (optional)",
        "not written",
    ):
        assert line in lines
    sections = [line.split()[0] for line in lines if line.endswith(("(required)", "(optional)"))]
    assert sections == ["news", "views", "more"]
    assert any(line.startswith("lead-pipes en-US reads at ") for line in lines)


def test_reading_is_shown_beside_its_target(run: Run, changed: Change) -> None:
    for target, verdict in (("30", "kept"), ("0.5", "missed")):
        project = changed(("templates/resident.html.j2", "pages: 2", f"pages: 2\nreading: {{en: {target}}}"))  # fmt: skip
        assert f"; target {target}, {verdict}" in run(project, "show", "resident")[1]
        shutil.rmtree(project)


def test_contacts_are_shown_with_whom_they_reach(run: Run, changed: Change) -> None:
    contact = (
        "\n- id: clerk\n  kind: contact\n  value: the county hall\n  label: {en: clerk}\n"
        "  as_of: 2025-08-02\n  source: county-report\n  evidence: the county hall\n"
        "  reaches: {en: the county}\n  audiences: [resident]\n\n- id: quote-mayor"
    )
    out = run(changed((FACTS, "\n- id: quote-mayor", contact)), "show", "resident")[1]
    assert "clerk the county hall not tried not printed the county" in words_of(out)
    assert "none" in words_of(run(BASE, "show", "resident")[1])


def test_sections_are_those_of_the_locale_asked_for(run: Run) -> None:
    english = run(BILINGUAL, "show", "resident", *IN_MARCH)[1]
    assert "The money" in english
    assert "El dinero" not in english
    assert english.endswith("also in es-US: --locale es-US\n")
    for locale in ("es-US", "es"):
        spanish = run(BILINGUAL, "show", "resident", "--locale", locale, *IN_MARCH)[1]
        assert "El dinero" in spanish
        assert "hasta $250,000" in spanish
        assert "The money" not in spanish
        assert "also in" not in spanish
        (measured,) = (
            line for line in words_of(spanish) if line.startswith("home-repairs en-US r")
        )
        assert re.fullmatch(r"home-repairs en-US reads at 3\.9 \d+ words for residents", measured)


def test_locale_without_an_edition_is_wrong_usage(run: Run) -> None:
    code, out, err = run(BILINGUAL, "show", "resident", "--locale", "es-MX", *IN_MARCH)
    assert (code, out) == (2, "")
    assert 'did you mean "es-US"' in err


def test_show_as_json_has_every_edition(run: Run) -> None:
    shown = data(run, BILINGUAL, "show", "resident", *IN_MARCH)
    assert [(one["locale"], one["target"], one["kept"]) for one in shown["editions"]] == [
        ("en-US", None, True),
        ("es-US", None, True),
    ]
    money = next(one for one in shown["outline"] if one["id"] == "money")
    assert (money["required"], money["placed"]) == (True, True)
    spanish = money["editions"][1]
    assert (spanish["heading"], spanish["figures"]) == ("El dinero", ["money"])
    assert {"id": "fund-max", "shown": "hasta $250,000", "figure": "money"} in spanish["facts"]
    (topic,) = shown["topics"]
    assert (topic["facts"], len(topic["allowed"]), len(topic["printed"])) == (18, 17, 16)
    assert shown["sections"] == ["what", "dates", "money", "offices", "views"]


def test_options_may_stand_before_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["audiences", "--project", str(BASE), "--json", "show", "resident"])
    assert not caught.value.code
    assert json.loads(capsys.readouterr().out)["id"] == "resident"


def test_audience_that_no_brief_uses_says_what_to_do(run: Run) -> None:
    code, out, _ = run(BASE, "show", "agency")
    assert code == 0
    assert "add agency to a brief's audiences in briefs.toml" in out
    assert "not written" not in out
    assert "worksheet (required)" in words_of(out)
    assert "write assets/topics/<topic>/text/agency.<language>.md" in words_of(out)


def test_before_there_is_prose_it_says_how_to_start(run: Run, changed: Change) -> None:
    project = changed()
    (project / PROSE).unlink()
    code, out, err = run(project, "show", "resident")
    assert (code, err) == (0, "")
    lines = words_of(out)
    start = lines.index("to start")
    assert lines[start + 1 : start + 4] == [
        f"write {PROSE}",
        "it begins with the lines ---, title: …, summary: … and ---",
        "each section below begins with a line such as ## Heading {: #news }",
    ]
    assert lines[lines.index("sections") + 1 :] == [
        "news (required)",
        "views (required)",
        "more (optional)",
    ]
    assert run(project, "show", "resident", "--locale", "en")[0] == 0


def test_who_has_all_prose_is_not_told_how_to_start(run: Run) -> None:
    assert "to start" not in words_of(run(BASE, "show", "resident")[1])


@pytest.mark.parametrize(
    ("name", "words"), [("residnt", 'did you mean "resident"'), ("zzz", "run briefs audiences")]
)
def test_unknown_audience_is_wrong_usage_with_a_guess(run: Run, name: str, words: str) -> None:
    code, out, err = run(BASE, "show", name)
    assert (code, out) == (2, "")
    assert words in err


def test_page_that_cannot_be_composed_is_code_1(run: Run, changed: Change) -> None:
    project = changed((PROSE, 'quote("quote-mayor")', 'quote("quote-mayr")'))
    for arguments in (["show", "resident"], ["show", "resident", "--json"]):
        code, out, err = run(project, *arguments)
        assert (code, out) == (1, "")
        assert "error[fact-unknown]" in err
    assert run(project)[0] == 0


def test_long_sentence_is_cut_short_on_the_terminal_only(run: Run, changed: Change) -> None:
    text = "A lead pipe carries water " + "and more water " * 10 + "to a home."
    project = changed((FACTS, "A lead pipe carries water from the street to a home.", text))
    out = run(project, "show", "resident")[1]
    assert "to a home." not in out
    assert max(map(len, out.splitlines())) < 120
    news = data(run, project, "show", "resident")["outline"][0]
    assert news["editions"][0]["facts"][0]["shown"] == text
