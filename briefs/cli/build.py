"""``briefs build``: from facts to PDF files and web pages.

What takes long to import is imported where it is needed: a build of which nothing has changed is
answered from memory, faster than WeasyPrint starts.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefs.cli import ENGINE_FAILED
from briefs.cli.options import (
    FOLDER,
    allow_stale_option,
    as_of_option,
    briefs_argument,
    complete_locale,
    completing,
    project_option,
)
from briefs.cli.output import (
    command_line,
    counted,
    left_alone,
    near,
    show_diagnostics,
    show_failures,
    show_retired,
)
from briefs.cli.progress import exit_on_sigterm, telling
from briefs.cli.tables import print_table
from briefs.publish import clock, memory
from briefs.read.workspace import find_root, output_folder

if TYPE_CHECKING:
    from briefs.publish.build import Result

PAPERS = ("letter", "a4")
FORMATS = ("pdf", "html")
"""As the model has them, which takes long to import."""


@click.command("build")
@briefs_argument
@click.option(
    "--audience",
    "audiences",
    multiple=True,
    metavar="AUDIENCE",
    help="Only for this audience; may be given several times.",
    shell_complete=completing(
        lambda outline: [name for brief in outline.briefs for name in brief.audiences]
    ),
)
@click.option(
    "--locale",
    "locales",
    multiple=True,
    metavar="LOCALE",
    help="Only in this locale or language; may be given several times.",
    shell_complete=complete_locale,
)
@click.option(
    "--paper",
    type=click.Choice(PAPERS),
    help="Paper size; default: as briefs.toml says.",
)
@click.option(
    "--large-print/--no-large-print",
    default=None,
    help="Only in large print (18 pt), or only in ordinary print; default: as briefs.toml says.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    help="What to write: a PDF, or a web page that holds all it needs; may be given twice for "
    "both. Default: as briefs.toml says, or pdf.",
)
@click.option(
    "--output",
    type=FOLDER,
    help="Folder to write to; default: output/ in the project.",
)
@project_option
@as_of_option
@allow_stale_option
@click.option("--force", is_flag=True, help="Build all again, also what has not changed.")
@click.option("--draft", is_flag=True, help="Stamp every page as a draft; goes to output/drafts/.")
@click.option("--dry-run", is_flag=True, help="Compose and check everything, write nothing.")
def command(
    briefs: tuple[str, ...],
    audiences: tuple[str, ...],
    locales: tuple[str, ...],
    paper: str | None,
    large_print: bool | None,
    formats: tuple[str, ...],
    output: Path | None,
    project: Path | None,
    today: date | None,
    allow_stale: bool,
    force: bool,
    draft: bool,
    dry_run: bool,
) -> int:
    """Build briefs, all or those named, as PDF files, web pages or both.

    Each goes to output/BRIEF/AUDIENCE.LOCALE.pdf, a web page to .html beside it, and large print
    to AUDIENCE.LOCALE.large-print.pdf, which has as many pages as it takes. Nothing is written if
    anything in the project is wrong; every finding is shown with its place and how to mend it.

    An edition of which nothing has changed is left as it is. One that has changed gets the next
    number, the old file goes to output/superseded/, and output/ledger.jsonl notes it.
    """
    gc.enable()
    exit_on_sigterm()
    root = find_root(Path.cwd(), project)
    asked = (briefs, audiences, locales, paper, large_print, formats, allow_stale)
    target = output_folder(output, root).resolve()
    request = memory.Request(root, target, (today or clock.today()).isoformat(), asked)
    plain = not (force or draft or dry_run)
    known = memory.recall(request) if plain else None
    if known is not None:
        _show_known(known)
        return 0
    result = _build(
        root,
        asked,
        output=output,
        today=today,
        force=force,
        draft=draft,
        dry_run=dry_run,
    )
    show_diagnostics(result.findings)
    show_failures(result.failures)
    show_retired(result.retired)
    _show(result, dry_run=dry_run)
    if result.failures:
        return ENGINE_FAILED
    if plain:
        files = [(one.path.resolve(), one.number, one.pages) for one in result.written]
        memory.remember(request, files, result.findings)
    return 0


def _build(root: Path, asked: Sequence[Any], **how: Any) -> Result:
    from briefs.model.project import Format, Paper
    from briefs.publish.build import build
    from briefs.publish.plan import Selection
    from briefs.publish.project import open_project

    briefs, audiences, locales, paper, large_print, formats, allow_stale = asked
    opened = open_project(root)
    selection = Selection(briefs, audiences, locales, Paper(paper) if paper else None, large_print)
    with telling() as told:
        return build(
            opened,
            selection,
            allow_stale=allow_stale,
            formats=[Format(name) for name in formats],
            command=command_line(),
            progress=told,
            **how,
        )


def _show(result: Result, *, dry_run: bool) -> None:
    rows = [
        (
            one.path,
            str(one.number or "–"),
            str(one.pages or "–"),
            _size(one.size) if one.size else "–",
            f"{one.seconds:.1f} s" if one.seconds else "",
            f"{one.action or ''}",
        )
        for one in result.written
    ]
    _print_table(rows)
    if dry_run:
        click.echo(f"dry run: {counted(result.findings)}; nothing was written")
    elif result.written and not any(one.seconds for one in result.written):
        _say_unchanged(len(rows))


def _show_known(known: memory.Remembered) -> None:
    show_diagnostics(known.findings)
    rows = [
        (
            path,
            str(number),
            str(pages or "–"),
            _size(path.stat().st_size),
            "",
            "unchanged",
        )
        for path, number, pages in known.files
    ]
    _print_table(rows)
    _say_unchanged(len(rows))


def _size(count: int) -> str:
    return f"{count / 1000:.0f} kB"


def _say_unchanged(count: int) -> None:
    them = "it" if count == 1 else "them"
    click.echo(f"nothing has changed: {left_alone(count)}; --force builds {them} again")


def _print_table(rows: Iterable[tuple[Path, str, str, str, str, str]]) -> None:
    columns = ("file", "edition", "pages", "size", "time", "outcome")
    print_table(columns, ((near(path), *cells) for path, *cells in rows), "edition pages size time")
