"""Findings as text, JSON, GitHub's annotations and SARIF, with the nastiest text that there is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from briefs.cli import output, reports
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place, Severity
from briefs.model.errors import InputError, UsageError
from briefs.version import VERSION

PLAIN = Diagnostic(
    Code.NUMBER_UNBOUND,
    'the number "12" has no fact behind it',
    Place("assets/topics/pipes/text/resident.en.md", 8, 54),
    'print it with {{ fact("…") }}',
)
NASTY = Diagnostic(
    Code.KEY_UNKNOWN,
    'no "größe": 50%, ::error::🚰\r\n[see](this) {0} <b>%0A\x1b[31m\u202e',
    Place("assets/topics/señal 50%, #1?/c:d.yaml", 3, 7),
    "first: this,\nthen “that”",
    Severity.WARNING,
)
BUILT_IN = Diagnostic(Code.TEMPLATE_ERROR, "it fails", Place("(built-in) templates/a.j2", 2, 3))
FINDINGS = (PLAIN, NASTY, BUILT_IN)


# JSON


def test_json_holds_every_field_as_it_is() -> None:
    report = json.loads(reports.as_json(FINDINGS))
    assert list(report) == ["findings", "errors", "warnings"]
    assert (report["errors"], report["warnings"]) == (2, 1)
    assert report["findings"][1] == {
        "code": "key-unknown",
        "severity": "warning",
        "message": NASTY.message,
        "file": NASTY.place.file,
        "line": 3,
        "column": 7,
        "mend": NASTY.mend,
    }
    assert [finding["code"] for finding in report["findings"]] == [
        finding.code for finding in FINDINGS
    ]
    assert report["findings"][2]["mend"] == ""
    order = ["code", "severity", "message", "file", "line", "column", "mend"]
    assert all(list(finding) == order for finding in report["findings"])


@pytest.mark.parametrize("report", [reports.as_json, reports.as_sarif])
def test_reports_for_programs_are_plain_ascii(report: Any) -> None:
    assert report(FINDINGS).isascii()


def test_json_without_findings() -> None:
    empty = {"findings": [], "errors": 0, "warnings": 0}
    assert json.loads(reports.as_json(())) == empty


# GitHub


def as_runner(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as GitHub's runner takes it apart."""
    match = re.fullmatch(r"::([a-z]+) (.*?)::(.*)", line)
    assert match is not None
    pairs = dict(part.split("=", 1) for part in match[2].split(","))
    unescaped = {"%3A": ":", "%2C": ",", "%0D": "\r", "%0A": "\n", "%25": "%"}

    def plain(text: str) -> str:
        return re.sub("%3A|%2C|%0D|%0A|%25", lambda found: unescaped[found[0]], text)

    message = re.sub("%0D|%0A|%25", lambda found: unescaped[found[0]], match[3])
    return match[1], {name: plain(value) for name, value in pairs.items()}, message


def test_github_gets_back_what_was_said() -> None:
    lines = reports.as_github(FINDINGS).split("\n")
    assert len(lines) == len(FINDINGS)
    for line, finding in zip(lines[:2], FINDINGS, strict=False):
        command, properties, message = as_runner(line)
        assert command == finding.severity
        assert properties == {
            "file": finding.place.file,
            "line": str(finding.place.line),
            "col": str(finding.place.column),
            "title": finding.code,
        }
        said = finding.message.replace("\x1b", "\\x1b").replace("\u202e", "\\u202e")
        assert message == f"{said}\nmend: {finding.mend}"


def test_github_line_reads_as_documented() -> None:
    finding = Diagnostic(Code.KEY_UNKNOWN, "50%: a, b\nc", Place("a,b:c%.yaml", 1, 2), "d")
    assert reports.as_github([finding]) == (
        "::error file=a%2Cb%3Ac%25.yaml,line=1,col=2,title=key-unknown::50%25: a, b%0Ac%0Amend: d"
    )


def test_github_names_files_from_the_root_of_the_repository() -> None:
    _, properties, _ = as_runner(reports.as_github([PLAIN], "policy/briefs/"))
    assert properties["file"] == f"policy/briefs/{PLAIN.place.file}"


def test_github_has_no_file_to_annotate_for_a_built_in_one() -> None:
    command, properties, message = as_runner(reports.as_github([BUILT_IN], "policy/"))
    assert (command, properties) == ("error", {"title": "template-error"})
    assert message == "(built-in) templates/a.j2:2:3: it fails"


def test_prefix_is_the_way_from_the_repository_to_the_project(tmp_path: Path) -> None:
    project = tmp_path / "my repo" / "policy" / "briefs"
    project.mkdir(parents=True)
    (tmp_path / "my repo" / ".git").write_text("gitdir: elsewhere\n", "utf-8")  # a worktree
    assert reports.repository_prefix(project) == "policy/briefs/"
    assert reports.repository_prefix(tmp_path / "my repo") == ""


# SARIF


def run_of(text: str) -> dict[str, Any]:
    log = json.loads(text)
    assert log["version"] == "2.1.0"
    assert len(log["runs"]) == 1
    run: dict[str, Any] = log["runs"][0]
    return run


@pytest.mark.parametrize("findings", [(), FINDINGS])
def test_sarif_follows_its_schema(findings: tuple[Diagnostic, ...]) -> None:
    from sarif_kit.validate import validation_errors

    log = json.loads(reports.as_sarif(findings, "policy/"))
    assert validation_errors(log) == []
    log["runs"][0]["columnKind"] = "bytes"
    assert validation_errors(log) != []


def test_sarif_describes_every_rule_whatever_was_found() -> None:
    driver = run_of(reports.as_sarif(()))["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("briefs", VERSION)
    assert "informationUri" not in driver
    assert [rule["id"] for rule in driver["rules"]] == [code.value for code in Code]
    for code, rule in zip(Code, driver["rules"], strict=True):
        assert rule["shortDescription"]["text"] == code.summary
        assert rule["fullDescription"]["text"].endswith(".")
        assert rule["defaultConfiguration"]["level"] in {"error", "warning"}
        assert "Wrong, in " in rule["help"]["text"]
        assert rule["help"]["markdown"].count("```") == 4
        assert len(rule["fullDescription"]["text"]) <= 1024
    assert driver == run_of(reports.as_sarif(FINDINGS))["tool"]["driver"]


def test_sarif_result_points_to_its_rule_and_place() -> None:
    run = run_of(reports.as_sarif(FINDINGS, "policy/"))
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    for result, finding in zip(run["results"], FINDINGS, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.code
        assert result["level"] == finding.severity
        assert len(result["locations"]) == 1
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
        region = {"startLine": finding.place.line, "startColumn": finding.place.column}
        assert place["region"] == region


def uris(findings: tuple[Diagnostic, ...], prefix: str = "") -> list[dict[str, str]]:
    results = run_of(reports.as_sarif(findings, prefix))["results"]
    return [result["locations"][0]["physicalLocation"]["artifactLocation"] for result in results]


def test_sarif_uris_are_relative_and_percent_encoded() -> None:
    plain, nasty, built_in = uris(FINDINGS, "my policy/")
    assert plain == {"uri": f"my%20policy/{PLAIN.place.file}", "uriBaseId": "SRCROOT"}
    assert nasty["uri"] == "my%20policy/assets/topics/se%C3%B1al%2050%25%2C%20%231%3F/c:d.yaml"
    assert unquote(nasty["uri"]) == f"my policy/{NASTY.place.file}"
    assert built_in == {"uri": "templates/a.j2", "uriBaseId": "BUILTIN"}


def test_sarif_uri_of_a_first_step_with_a_colon_is_no_scheme() -> None:
    (location,) = uris((PLAIN._replace(place=Place("file:x.yaml")),))
    assert location["uri"] == "./file:x.yaml"


def test_sarif_message_is_a_sentence_with_its_braces_doubled() -> None:
    results = run_of(reports.as_sarif(FINDINGS))["results"]
    assert results[0]["message"] == {
        "text": 'the number "12" has no fact behind it.\nMend: print it with {{{{ fact("…") }}}}'
    }
    for result, finding in zip(results, FINDINGS, strict=True):
        text = result["message"]["text"].replace("{{", "{").replace("}}", "}")
        assert text.startswith(finding.message)
        assert text.endswith(finding.mend or ".")
    held = PLAIN._replace(message="it is held: Not signed.", mend="")
    assert run_of(reports.as_sarif([held]))["results"][0]["message"]["text"] == held.message


def prints(*findings: Diagnostic) -> list[str]:
    results = run_of(reports.as_sarif(findings))["results"]
    return [value for result in results for value in result["partialFingerprints"].values()]


def test_fingerprint_stays_when_lines_move_and_tells_findings_apart() -> None:
    moved = PLAIN._replace(place=PLAIN.place._replace(line=99, column=1))
    (before,) = prints(PLAIN)
    assert prints(moved) == [before]
    for other in (
        PLAIN._replace(code=Code.FACT_UNKNOWN),
        PLAIN._replace(message='the number "13" has no fact behind it'),
        PLAIN._replace(place=PLAIN.place._replace(file="other.md")),
    ):
        assert prints(other) != [before]
    twice = prints(PLAIN, moved)
    assert twice[0] == before
    assert len(set(twice)) == 2


# Text, and where all of it goes


def test_text_keeps_a_finding_on_its_lines(capsys: pytest.CaptureFixture[str]) -> None:
    output.show_diagnostics([NASTY])
    assert capsys.readouterr().err == (
        'warning[key-unknown]: no "größe": 50%, ::error::🚰\\r\\n'
        "[see](this) {0} <b>%0A\\x1b[31m\\u202e\n"
        "  at assets/topics/señal 50%, #1?/c:d.yaml:3:7\n"
        "  mend: first: this,\\nthen “that”\n"
        "\n"
    )


@pytest.mark.parametrize(
    ("no_color", "coloured"), [("", True), ("1", False), ("0", False)], ids=["unset", "1", "0"]
)
def test_text_has_no_colours_where_no_color_is_set(
    no_color: str,
    coloured: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setattr("click._compat.isatty", lambda stream: True)
    output.show_diagnostics([PLAIN])
    output.show_error(UsageError("there is no such thing"))
    shown = capsys.readouterr().err
    assert ("\x1b[" in shown) is coloured
    assert "error" in shown


def test_a_file_name_that_is_not_utf8_can_be_shown(capsys: pytest.CaptureFixture[str]) -> None:
    finding = PLAIN._replace(place=Place("caf\udce9.yaml"))
    output.show_error(InputError([finding]))
    assert "at caf\\udce9.yaml:1:1\n" in capsys.readouterr().err
    assert uris((finding,))[0]["uri"] == "caf%E9.yaml"
    for form in reports.FORMATS:
        reports.show_findings([finding], form, Path("/nowhere"))


@pytest.mark.parametrize("form", reports.FORMATS)
def test_reports_go_to_standard_output(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    reports.show_findings(FINDINGS, form, Path("/nowhere"))
    printed = capsys.readouterr()
    expected = {
        "text": "2 errors, 1 warning\n",
        "json": reports.as_json(FINDINGS) + "\n",
        "github": reports.as_github(FINDINGS) + "\n",
        "sarif": reports.as_sarif(FINDINGS) + "\n",
    }
    assert printed.out == expected[form]
    assert bool(printed.err) is (form == "text")


def test_without_findings_there_is_nothing_to_annotate(capsys: pytest.CaptureFixture[str]) -> None:
    reports.show_findings((), "github", Path("/nowhere"))
    reports.show_findings((), "text", Path("/nowhere"))
    assert capsys.readouterr() == ("no findings\n", "")
