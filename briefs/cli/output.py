"""How things are shown on a terminal: findings and errors, what was left alone, plain data."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefs.model.diagnostic import Diagnostic, Severity
from briefs.model.errors import BriefsError, InputError
from briefs.model.output_folder import SUPERSEDED
from briefs.model.plural import plural

if TYPE_CHECKING:
    from briefs.model.edition import Edition

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}

_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # a line break could fake another finding, an escape hide one
    "\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # these turn the line around
    "\ud800-\udfff]"  # half a character, from a file name that is not UTF-8
)


def show_error(error: BriefsError) -> None:
    """Show an error on standard error, with what helps."""
    if isinstance(error, InputError):
        show_diagnostics(error.diagnostics)
        _say("; ".join(filter(None, [counted(error.diagnostics), error.outcome])))
        return
    message = getattr(error, "message", str(error))
    mend = getattr(error, "mend", "")
    _say(f"{click.style('error', fg='red', bold=True)}: {visible(message)}")
    if mend:
        _say(f"  mend: {visible(mend)}")


def show_failures(failures: Iterable[tuple[Edition, BriefsError]]) -> None:
    """Show on standard error which editions were not built, and why."""
    for edition, error in failures:
        click.echo(f"{edition} was not built:", err=True)
        show_error(error)


def show_diagnostics(diagnostics: Iterable[Diagnostic]) -> None:
    """Show findings on standard error: what, where, how to mend."""
    for finding in diagnostics:
        head = click.style(finding.severity, fg=_COLOURS[finding.severity], bold=True)
        show_finding(f"{head}[{finding.code}]", finding.message, str(finding.place), finding.mend)


def show_finding(head: str, message: str, place: str, mend: str) -> None:
    """Show one finding on standard error.

    Args:
        head: Its severity, as it is to look.
        message: What is wrong.
        place: Where.
        mend: How to mend it; may be empty.
    """
    _say(f"{head}: {visible(message)}")
    _say(f"  at {visible(place)}")
    if mend:
        _say(f"  mend: {visible(mend)}")
    _say("")


def show_unsearched(editions: Sequence[str]) -> None:
    """Say on standard error which editions, by name, could not be searched for a fact."""
    if editions:
        names = visible(", ".join(editions))
        click.echo(f"not searched, since their records are not stored: {names}", err=True)


def counted(diagnostics: Iterable[Diagnostic]) -> str:
    """How many findings there are, in words."""
    errors, warnings = tally(diagnostics)
    parts = [
        plural(number, word)
        for number, word in ((errors, "error"), (warnings, "warning"))
        if number
    ]
    return ", ".join(parts) or "no findings"


def tally(diagnostics: Iterable[Diagnostic]) -> tuple[int, int]:
    """How many errors there are, and how many warnings."""
    severities = [finding.severity for finding in diagnostics]
    return severities.count(Severity.ERROR), severities.count(Severity.WARNING)


def near(path: Path) -> str:
    """A path as short as it can be typed from here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def show_retired(paths: Iterable[Path]) -> None:
    """Say on standard error which files were taken away as their edition was replaced."""
    for path in paths:
        click.echo(
            f"{near(path)} was of an edition that is replaced: it is kept in {SUPERSEDED}/; "
            f"briefs build --format {path.suffix[1:]} builds the new one",
            err=True,
        )


def left_alone(files: int) -> str:
    """In words: all the files that were asked for, so many, stay as they are."""
    return "the file stays as it is" if files == 1 else f"all {files} files stay as they are"


def print_json(data: Any) -> None:
    """Print plain data as JSON."""
    import json

    click.echo(json.dumps(data, indent=2, ensure_ascii=False))


def command_line() -> str:
    """The command as it was given, for the ledger."""
    return shlex.join(["briefs", *(click.get_current_context().find_root().obj or ())])


def visible(text: str) -> str:
    r"""Text on one line, its control characters written out.

    >>> visible("two\nlines")
    'two\\nlines'
    """
    return _UNSEEN.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


def colours() -> bool | None:
    """Never where NO_COLOR is set, else as click thinks fit: on a terminal only."""
    return False if os.environ.get("NO_COLOR") else None


def _say(line: str) -> None:
    click.echo(line, err=True, color=colours())
