"""``briefs diff``: what changed, by fact, between two editions or two states of the facts."""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path

import click

from briefs.cli.differences import FORMATS, in_form
from briefs.cli.options import as_of_option, output_option, project_option
from briefs.cli.output import colours
from briefs.publish.editions.diff import HERE, diff

_CHANGED = 1


@click.command("diff")
@click.argument("old", metavar="A")
@click.argument("new", metavar="[B]", default=HERE)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How to print what changed; markdown is for a pull request.",
)
@click.option("--exit-code", "telling", is_flag=True, help="Exit with 1 if a fact changed.")
@output_option
@as_of_option
@project_option
def command(
    old: str,
    new: str,
    form: str,
    telling: bool,
    output: Path | None,
    today: date | None,
    project: Path | None,
) -> int:
    """Tell what changed from A to B, fact by fact: value, words and source, with the reason.

    A and B are files of editions (PDF or web page), editions (BRIEF/AUDIENCE.LOCALE, with @2
    behind it edition 2), folders of projects, or git revisions of the project (HEAD~3, a tag);
    B is the project as it is now if it is left out. Of an edition and a project the facts are
    compared that the edition prints. Nothing is composed, checked out or verified. Exit code 0,
    whether anything changed or not.
    """
    gc.enable()
    comparison = diff(old, new, project=project, output=output, today=today)
    click.echo(in_form(comparison, form), color=colours())
    return _CHANGED if telling and comparison.groups else 0
