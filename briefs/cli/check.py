"""``briefs check``: is the fact base true to its rules, and every page to the fact base?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from briefs.cli import FINDINGS
from briefs.cli.options import allow_stale_option, as_of_option, completing, project_option
from briefs.cli.output import tally
from briefs.cli.reports import FORMATS, show_findings
from briefs.model.diagnostic import in_order
from briefs.model.errors import InputError
from briefs.publish.check import check
from briefs.publish.plan import Selection
from briefs.publish.project import open_project


@click.command("check")
@click.argument(
    "names",
    nargs=-1,
    metavar="[TOPIC|BRIEF]…",
    shell_complete=completing(
        lambda outline: [name for brief in outline.briefs for name in (brief.name, brief.topic)]
    ),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help="How findings are shown: text to read, json, annotations for GitHub, or SARIF.",
)
@as_of_option
@allow_stale_option
@click.option("--strict", is_flag=True, help="Warnings fail the check as well.")
@click.option(
    "--sources",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder with copies of sources, <source-id>.txt or .html, to find the evidence in.",
)
@click.option("--links", is_flag=True, help="Ask every source's address whether it answers.")
@project_option
def command(
    names: tuple[str, ...],
    form: str,
    today: date | None,
    allow_stale: bool,
    strict: bool,
    sources: Path | None,
    links: bool,
    project: Path | None,
) -> int:
    """Check facts, prose, templates' output and figures, all or those of the topics named.

    Every finding is shown, sorted by file and line. Exit code 1 if there are errors, or with
    --strict if there is anything.
    """
    root = Path.cwd()
    try:
        opened = open_project(project)
        root = opened.root
        selection = Selection(names)
        checked = check(opened, selection, today=today, allow_stale=allow_stale, sources=sources)
        findings = checked.findings
        if links:
            from briefs.publish.try_links import try_links  # the network, on request only

            findings = in_order([*findings, *try_links(opened, selection)])
    except InputError as error:  # not even the settings can be read: in the format asked for
        findings = error.diagnostics
    show_findings(findings, form, root)
    errors, warnings = tally(findings)
    return FINDINGS if errors or (strict and warnings) else 0
