"""``briefs doctor``: is everything there that the engines need?"""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from briefs.cli.options import json_option
from briefs.render.doctor import environment, examine
from briefs.version import VERSION

_SOMETHING_MISSING = 3


@click.command("doctor")
@json_option
def command(as_json: bool) -> int:
    """Find Chrome, Pango, fonts and versions, and try the engines.

    Says what is missing and the command that installs it here. Exit code 3 if anything is.
    """
    findings = []
    if not as_json:
        click.echo(f"briefs {VERSION} on {environment()}")
    for finding in examine():
        findings.append(finding)
        if as_json:
            continue
        word, colour = ("ok", "green") if finding.ok else ("missing", "red")
        click.echo(f"  {click.style(f'{word:<8}', fg=colour)} {finding.name:<16} {finding.found}")
        if finding.mend:
            click.echo(f"  {'':<8} {'':<16} mend: {finding.mend}")
    if as_json:
        report = {
            "briefs": VERSION,
            "environment": environment(),
            "findings": [asdict(finding) for finding in findings],
        }
        click.echo(json.dumps(report, indent=2))
    return 0 if all(finding.ok for finding in findings) else _SOMETHING_MISSING
