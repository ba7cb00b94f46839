"""Findings in other forms than text: for programs, for GitHub, for whatever reads SARIF."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from briefs.cli.output import counted, show_diagnostics, tally, visible
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic
from briefs.version import VERSION

FORMATS = ("text", "json", "github", "sarif")

_RULES = {code.value: number for number, code in enumerate(Code)}
_BUILT_IN = "(built-in) "
_ROOTS = {
    "SRCROOT": "The root of the repository that the project lies in.",
    "BUILTIN": "The templates and assets that come with briefs.",
}


def show_findings(findings: Sequence[Diagnostic], form: str, root: Path) -> None:
    """Show findings: text on standard error with their number on standard output, or a report.

    Args:
        findings: In the order in which they are shown.
        form: One of :data:`FORMATS`.
        root: The project's folder.
    """
    if form == "text":
        show_diagnostics(findings)
        click.echo(counted(findings))
    elif form == "json":
        click.echo(as_json(findings))
    elif form == "sarif":
        click.echo(as_sarif(findings, repository_prefix(root)))
    elif findings:
        click.echo(as_github(findings, repository_prefix(root)))


def repository_prefix(root: Path) -> str:
    """The project's folder as seen from the root of its git repository, with a slash at the end.

    Empty if they are the same, or if there is no repository.
    """
    here = root.resolve()
    for folder in (here, *here.parents):
        if (folder / ".git").exists():
            return "" if folder == here else f"{here.relative_to(folder).as_posix()}/"
    return ""


def as_json(findings: Sequence[Diagnostic]) -> str:
    """Findings as one JSON object, in plain ASCII.

    It has ``findings``, ``errors`` and ``warnings`` (how many). A finding has ``code``,
    ``severity`` (error or warning), ``message``, ``file``, ``line`` and ``column`` (from 1, in
    characters) and ``mend`` (empty if there is none). Files are named from the project's root.
    """
    errors, warnings = tally(findings)
    listed = [
        {
            "code": str(finding.code),
            "severity": str(finding.severity),
            "message": finding.message,
            "file": finding.place.file,
            "line": finding.place.line,
            "column": finding.place.column,
            "mend": finding.mend,
        }
        for finding in findings
    ]
    report = {"findings": listed, "errors": errors, "warnings": warnings}
    return json.dumps(report, indent=2)


def as_github(findings: Sequence[Diagnostic], prefix: str = "") -> str:
    """Findings as GitHub's workflow commands, a line each, which annotate a pull request.

    Args:
        findings: In the order in which they are shown.
        prefix: The project's folder as seen from the repository's root.
    """
    return "\n".join(_annotation(finding, prefix) for finding in findings)


def _annotation(finding: Diagnostic, prefix: str) -> str:
    file, line, column = finding.place
    message = finding.message + (f"\nmend: {finding.mend}" if finding.mend else "")
    where = {"file": prefix + file, "line": str(line), "col": str(column)}
    if file.startswith(_BUILT_IN):  # the repository has no such file to annotate
        where, message = {}, f"{finding.place}: {message}"
    properties = {**where, "title": finding.code}
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{finding.severity} {listed}::{_data(message)}"


def _data(text: str) -> str:
    return visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(findings: Sequence[Diagnostic], prefix: str = "") -> str:
    """Findings as a SARIF 2.1.0 log, in plain ASCII; all rules, whether they were broken or not.

    Args:
        findings: In the order in which they are shown.
        prefix: The project's folder as seen from the repository's root.
    """
    seen: Counter[str] = Counter()
    driver = {"name": "briefs", "version": VERSION, "rules": [_rule(code) for code in Code]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            name: {"description": {"text": text}} for name, text in _ROOTS.items()
        },
        "results": [_result(finding, prefix, seen) for finding in findings],
    }
    log = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
        "sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, indent=2)


def _rule(code: Code) -> dict[str, Any]:
    from briefs.cli.explain import as_markdown, as_text
    from briefs.read.explanations import explanations

    told = explanations()[code]
    return {
        "id": code.value,
        "shortDescription": {"text": code.summary},
        "fullDescription": {"text": told.why},
        "help": {"text": as_text(code), "markdown": as_markdown(code)},
        "defaultConfiguration": {"level": told.severity.value},
        "properties": {"tags": [code.group]},
    }


def _result(finding: Diagnostic, prefix: str, seen: Counter[str]) -> dict[str, Any]:
    file, line, column = finding.place
    base, name = "SRCROOT", prefix + file
    if file.startswith(_BUILT_IN):
        base, name = "BUILTIN", file.removeprefix(_BUILT_IN)
    place = {
        "artifactLocation": {"uri": _uri(name), "uriBaseId": base},
        "region": {"startLine": line, "startColumn": column},
    }
    return {
        "ruleId": str(finding.code),
        "ruleIndex": _RULES[finding.code],
        "level": str(finding.severity),
        "message": {"text": _message(finding)},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"briefsFinding/v1": _fingerprint(finding, seen)},
    }


def _uri(name: str) -> str:
    """A path as a relative URI; a first step with a colon is no scheme."""
    encoded = quote(name.encode("utf-8", "surrogateescape"), safe="/:")
    return f"./{encoded}" if ":" in encoded.partition("/")[0] else encoded


def _message(finding: Diagnostic) -> str:
    """What is wrong and how to mend it; braces doubled, for SARIF keeps single ones to itself."""
    stop = "" if finding.message.endswith((".", "!", "?")) else "."
    mend = f"\nMend: {finding.mend}" if finding.mend else ""
    return f"{finding.message}{stop}{mend}".replace("{", "{{").replace("}", "}}")


def _fingerprint(finding: Diagnostic, seen: Counter[str]) -> str:
    """What tells a finding from others wherever its line has moved to; equal ones are counted.

    Under a name of our own: the line's hash that GitHub reckons for itself stays GitHub's.
    """
    said = "\0".join((finding.code, finding.place.file, finding.message))
    digest = sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    seen[digest] += 1
    return f"{digest}:{seen[digest]}"
