"""Ten thousand malformed projects: no traceback, no hang, and every finding at a place that is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place
from tests.fuzz import judging
from tests.fuzz.judging import Judge, Outcome, kept, quick_folder
from tests.fuzz.project import (
    FACTS,
    LOADED_WORDS,
    PROSE,
    ROOT,
    TEMPLATE,
    project_files,
    spoilable,
)
from tests.fuzz.spoiling import spoilt

pytestmark = pytest.mark.skipif(
    not hasattr(signal, "setitimer"), reason="a hang cannot be broken off here"
)

SEED = "ten-thousand"
CASES = 10_000
ROWS = 2
PATIENCE = 900
"""Seconds after which a row is ended from outside; with a hang in it, it has named it before."""

FIGURES, SOURCES = (FACTS.replace("facts", name) for name in ("figures", "sources"))
SHEET = FACTS.replace("facts", "topic")
BRAND, LOCALE, SETTINGS = "assets/brand.yml", "assets/locales/en.yaml", "briefs.toml"


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    with quick_folder() as folder:
        yield Judge(folder)


def test_ten_thousand_malformed_projects(tmp_path: Path) -> None:
    rows = [_Row(number * CASES // ROWS, CASES // ROWS, tmp_path) for number in range(ROWS)]
    judged = [row.judged() for row in rows]
    faults = [fault for one in judged for fault in one["faults"]]
    assert not faults, _told(faults)
    exits = sum((Counter(one["exits"]) for one in judged), Counter())
    assert set(exits) <= {"0", "1", "2"}
    assert exits.total() == CASES
    assert exits["1"] > CASES / 2
    codes = {code for one in judged for code in one["codes"]}
    assert len(codes) > 40, f"the cases are all alike: {sorted(codes)}"


class _Row:
    """A row of cases in a process of its own, whose memory is limited and which can be ended."""

    def __init__(self, first: int, count: int, folder: Path) -> None:
        self.note = folder / f"case-{first}.txt"
        command = [sys.executable, "-m", "tests.fuzz.judging", "--seed", SEED]
        command += ["--first", str(first), "--count", str(count), "--note", str(self.note)]
        way = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | {"PYTHONPATH": way}, stdout=subprocess.PIPE
        )

    def judged(self) -> dict[str, Any]:
        try:
            out, _ = self.process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            pytest.fail(f"a case cannot be broken off: {self._case()}")
        if self.process.returncode:
            pytest.fail(f"a case ended its process ({self.process.returncode}): {self._case()}")
        judged: dict[str, Any] = json.loads(out)
        return judged

    def _case(self) -> str:
        number = int(self.note.read_text())
        return f"{SEED} {number} in {kept(SEED, number, spoilt(SEED, number, spoilable()))}"


def _told(faults: list[dict[str, Any]]) -> str:
    return "\n".join(
        f"{SEED} {fault['case']} in {fault['folder']} ({fault['times']} alike): {fault['fault']}"
        f"\n  {fault['trace']}"
        for fault in faults
    )


def _in_facts(old: str, new: str) -> dict[str, bytes]:
    return _in_file(FACTS, old, new)


def _in_file(name: str, old: str, new: str) -> dict[str, bytes]:
    data = spoilable()[name]
    assert old.encode() in data
    return {name: data.replace(old.encode(), new.encode(), 1)}


def _in_prose(words: str) -> dict[str, bytes]:
    return {PROSE: spoilable()[PROSE] + f"\n{words}\n".encode()}


def _in_template(words: str) -> dict[str, bytes]:
    return _in_file(TEMPLATE, '{{ section("more") }}', words)


_ENDLESS = "{% for a in range(1000) %}" * 3 + "x" + "{% endfor %}" * 3
_DOUBLED = '{% set a = "xxxxxxxxxx" %}' + "{% set a = a ~ a %}" * 40 + "{{ a }}"
_SQUARED = "{% set a = 9 %}" + "{% set a = a * a %}" * 40 + "{{ a }}"
_NESTED = {
    "parentheses": "{{ " + "(" * 150 + "1" + ")" * 150 + " }}",
    "not": "{{ " + "not " * 300 + "x }}",
    "minus": "{{ " + "-" * 500 + "1 }}",
    "plus": "{{ 1" + " + 1" * 2000 + " }}",
    "for": "{% for a in [1] %}" * 25 + "x" + "{% endfor %}" * 25,
    "if": "{% if 1 %}" * 120 + "x" + "{% endif %}" * 120,
    "braces": "{" * 4000,
}
_WRONG = {
    "filter": "{{ 1|nope }}",
    "test": "{{ 1 is nope }}",
    "block twice": "{% block x %}{% endblock %}{% block x %}{% endblock %}",
    "extends within": '{% if 1 %}{% extends "base.html.j2" %}{% endif %}',
    "loop as target": "{% for loop in [1] %}{% endfor %}",
    "argument twice": "{% macro m(a, a) %}{% endmacro %}",
    "keyword twice": '{{ fact(a="x", a="y") }}',
    "truncated": "{{ 'abc'|truncate(-1) }}",
    "long number": "{{ " + "9" * 5000 + " }}",
    "forged mark": "{{ '\\ue000999\\ue001' }}",
}
_JINJA = {**_NESTED, **_WRONG, "endless": _ENDLESS, "doubled": _DOUBLED, "squared": _SQUARED}

FOUND = {
    **{f"prose, {name}": _in_prose(words) for name, words in _JINJA.items()},
    **{f"template, {name}": _in_template(words) for name, words in _JINJA.items()},
    "heading of white space": _in_prose("## a" + " \t" * 20_000 + "{:"),
    "comments without end": _in_template("<!-- x" * 20_000),
    "locale, place of its own": _in_file(LOCALE, "source: ", "source: '{x}' #"),
    "locale, form of a date": _in_file(LOCALE, "retrieved: ", "retrieved: '{date:%Y}' #"),
    "brand, font": _in_file(BRAND, "base: ", "base: No Such Font #"),
    "unit with a line break": _in_file(
        SHEET, "one: home, other: homes", r'one: "a\nb", other: "a\nb"'
    ),
    "forged mark in a caption": _in_file(FIGURES, "Homes on the list", r'"\ue000999\ue001"'),
    "forged mark in a unit": _in_file(SHEET, "other: homes", r'other: "\ue000999\ue001"'),
    "forged mark in the publisher": _in_file(SETTINGS, "Marlow County Policy", r"\ue000999\ue001"),
    "no UTF-8 after a lone carriage return": {LOADED_WORDS: b"- word: a\r  why: \xff\n"},
}
"""What has been found by these cases, each in its smallest form."""


@pytest.mark.parametrize("name", FOUND)
def test_found_before(name: str, judge: Judge) -> None:
    assert judge.outcome(FOUND[name]).fault == ""


_HIDDEN = {"control": r"\u0007", "null": r"\u0000", "bidi": r"\u202e", "mark": r"\ue0000\ue001"}


@pytest.mark.parametrize("name", _HIDDEN)
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (FACTS, "{en: homes in the north}", '{en: "homes WORD"}'),
        (FACTS, "{en: A lead pipe carries", '{en: "A lead pipe WORD carries"} #'),
        (FIGURES, "{en: Homes on the list}", '{en: "Homes WORD"}'),
        (SOURCES, "title: Report on water pipes", 'title: "Report WORD"'),
        (SHEET, "{en: Lead pipes in Marlow County}", '{en: "Lead WORD"}'),
        (PROSE, "title: New pipes for Marlow County", 'title: "New WORD"'),
        (SETTINGS, "Marlow County Policy Office", "Office WORD"),
        (PROSE, "Work on", 'Work {{ "WORD" }} on'),
        (TEMPLATE, '{{ section("more") }}', '{{ "WORD" }}'),
    ],
)
def test_character_that_is_refused_is_refused_as_an_escape_too(
    name: str, file: str, old: str, new: str, judge: Judge
) -> None:
    outcome = judge.outcome(_in_file(file, old, new.replace("WORD", _HIDDEN[name])))
    assert (outcome.exit, outcome.fault) == (1, "")
    assert Code.TEXT_CHARACTER in outcome.codes


@pytest.mark.parametrize("entity", ["&#7;", "&#x202e;", "&#xe000;0&#xe001;"])
@pytest.mark.parametrize("put", [_in_prose, _in_template])
def test_character_that_is_refused_is_refused_as_an_entity_too(
    entity: str, put: Any, judge: Judge
) -> None:
    assert judge.outcome(put(f"<p>Words {entity} more.</p>")).exit == 1


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(text=st.text(max_size=60), into=st.sampled_from(["prose", "heading", "template", "label"]))
def test_any_text(text: str, into: str, judge: Judge) -> None:
    put = {
        "prose": lambda: {PROSE: spoilable()[PROSE] + b"\n" + _encoded(text)},
        "heading": lambda: {PROSE: spoilable()[PROSE] + b"\n## " + _encoded(text)},
        "template": lambda: {TEMPLATE: spoilable()[TEMPLATE] + _encoded(text)},
        "label": lambda: _in_facts("{en: homes in the north}", "{en: " + json.dumps(text) + "}"),
    }
    assert judge.outcome(put[into]()).fault == ""


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def test_project_that_is_not_spoilt_has_no_findings(judge: Judge) -> None:
    assert judge.outcome({}) == Outcome(0)


def test_case_is_the_same_again_and_no_two_are_alike() -> None:
    base = spoilable()
    cases = [spoilt(SEED, number, base) for number in range(200)]
    assert cases == [spoilt(SEED, number, base) for number in range(200)]
    assert sum(cases.count(case) == 1 for case in cases) > 190
    assert set().union(*cases) == set(base)
    changed = [case for case in cases if any(base[name] != data for name, data in case.items())]
    assert len(changed) > 190


def test_project_is_as_it_was_after_a_case(judge: Judge) -> None:
    judge.outcome({PROSE: b"\xff", LOCALE: b"- x\n"})
    files = {
        path.relative_to(judge.root).as_posix(): path.read_bytes()
        for path in judge.root.rglob("*")
        if path.is_file()
    }
    assert files == project_files()


@pytest.mark.parametrize(
    ("place", "code", "message", "fault"),
    [
        (Place(PROSE, 1000, 1), "value-invalid", "x", f"{PROSE}:1000:1 is no place in the file"),
        (Place(PROSE, 1, 5), "value-invalid", "x", f"{PROSE}:1:5 is no place in the file"),
        (Place(PROSE, 1, 0), "value-invalid", "x", f"{PROSE}:1:0 is no place in the file"),
        (Place("none.md", 2, 1), "value-invalid", "x", "none.md:2:1 is no place in the file"),
        (Place(PROSE), "no-such-code", "x", "there is no code no-such-code"),
        (Place(PROSE, 1, 4), "value-invalid", "x", ""),
    ],
)
def test_judge_sees_a_wrong_finding(
    place: Place, code: str, message: str, fault: str, judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    _finds(monkeypatch, [Diagnostic(code, message, place)])
    seen = judge.outcome({})
    assert seen.exit == 1
    assert seen.fault.startswith(fault) if fault else not seen.fault


def test_judge_sees_a_line_break_on_the_terminal(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    _finds(monkeypatch, [Diagnostic("value-invalid", "a\nb", Place(PROSE))])
    monkeypatch.setattr("briefs.cli.output.visible", lambda text: text)
    assert judge.outcome({}).fault == "a finding takes more lines than it should"


def test_judge_sees_an_exception_a_hang_and_an_exit_code(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(error: BaseException) -> Outcome:
        def end(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr("briefs.cli.check.check", end)
        return judge.outcome({})

    assert ended(KeyError("x")).fault == "KeyError: 'x'"
    assert ended(SystemExit(3)).fault == "exit code 3: "
    monkeypatch.setattr(judging, "DEADLINE", 0.1)
    monkeypatch.setattr("briefs.cli.check.check", lambda *_, **__: time.sleep(60))
    assert judge.outcome({}).fault == "takes more than 0.1 s"


def _finds(monkeypatch: pytest.MonkeyPatch, findings: list[Diagnostic]) -> None:
    class Checked:
        pass

    Checked.findings = tuple(findings)  # type: ignore[attr-defined]
    monkeypatch.setattr("briefs.cli.check.check", lambda *_, **__: Checked)
