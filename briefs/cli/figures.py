"""``briefs figures``: a contact sheet of a topic's figures."""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path

import click

from briefs.cli.options import FILE, as_of_option, completing, project_option
from briefs.cli.output import print_json, visible
from briefs.model.errors import UsageError
from briefs.model.plural import plural
from briefs.publish.figures import contact_sheets, write_contact_sheets
from briefs.publish.project import open_project


@click.command("figures")
@click.argument(
    "topics",
    nargs=-1,
    metavar="[TOPIC]…",
    shell_complete=completing(lambda outline: [brief.topic for brief in outline.briefs]),
)
@click.option(
    "--output",
    type=FILE,
    metavar="FILE",
    help="File to write, for one topic; default: output/figures/TOPIC.pdf in the project.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, and write nothing.")
@as_of_option
@project_option
def command(
    topics: tuple[str, ...],
    output: Path | None,
    as_json: bool,
    today: date | None,
    project: Path | None,
) -> None:
    """Draw every figure of a topic at every audience's size, with facts and alt text.

    Kinds that the topic has no figure of are drawn on trial from its facts, where they suit; the
    others are listed with the reason.
    """
    gc.enable()
    opened = open_project(project)
    sheets = contact_sheets(opened, topics, today)
    if as_json:
        print_json([one.plain() for one in sheets])
        return
    if output is not None and len(sheets) > 1:
        raise UsageError("--output is one file, and there are several topics", "name one topic")
    for written in write_contact_sheets(opened, sheets, output):
        sheet = written.sheet
        click.echo(click.style(sheet.topic, bold=True))
        for one in sheet.shown:
            trial = "" if one.declared else "  on trial"
            click.echo(f"  {one.figure.id}  {one.figure.kind}{trial}  {visible(one.caption)}")
        for kind, why in sheet.unsuited.items():
            click.echo(f"  no {kind}: {visible(why)}")
        click.echo(f"{visible(str(written.path))}  {plural(written.pages, 'page')}")
