"""How findings and errors are shown."""

from __future__ import annotations

from collections.abc import Iterable

import click

from briefs.model.diagnostic import Diagnostic, Severity
from briefs.model.errors import BriefsError, InputError

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def show_error(error: BriefsError) -> None:
    """Show an error on standard error, with what helps."""
    if isinstance(error, InputError):
        show_diagnostics(error.diagnostics)
        click.echo(f"{counted(error.diagnostics)}; nothing was written", err=True)
        return
    message = getattr(error, "message", str(error))
    mend = getattr(error, "mend", "")
    click.echo(f"{click.style('error', fg='red', bold=True)}: {message}", err=True)
    if mend:
        click.echo(f"  mend: {mend}", err=True)


def show_diagnostics(diagnostics: Iterable[Diagnostic]) -> None:
    """Show findings on standard error: what, where, how to mend."""
    for finding in diagnostics:
        head = click.style(finding.severity, fg=_COLOURS[finding.severity], bold=True)
        click.echo(f"{head}[{finding.code}]: {finding.message}", err=True)
        click.echo(f"  at {finding.place}", err=True)
        if finding.mend:
            click.echo(f"  mend: {finding.mend}", err=True)
        click.echo(err=True)


def counted(diagnostics: Iterable[Diagnostic]) -> str:
    """How many findings there are, in words."""
    findings = list(diagnostics)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = len(findings) - errors
    parts = [
        f"{number} {word}{'' if number == 1 else 's'}"
        for number, word in ((errors, "error"), (warnings, "warning"))
        if number
    ]
    return ", ".join(parts) or "no findings"
