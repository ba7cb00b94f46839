"""``briefs build``: from facts to PDF files and web pages."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from briefs.cli.options import allow_stale_option, as_of_option, completing, project_option
from briefs.cli.output import counted, show_diagnostics, show_error
from briefs.model.edition import Edition
from briefs.model.project import Format, Paper
from briefs.publish.build import Progress as Told
from briefs.publish.build import Result, build
from briefs.publish.plan import Selection
from briefs.publish.project import open_project

_ENGINE_FAILED = 3


@click.command("build")
@click.argument(
    "briefs",
    nargs=-1,
    metavar="[BRIEF]…",
    shell_complete=completing(lambda outline: [brief.name for brief in outline.briefs]),
)
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
    shell_complete=completing(
        lambda outline: [name for brief in outline.briefs for name in brief.locales]
    ),
)
@click.option(
    "--paper",
    type=click.Choice([paper.value for paper in Paper]),
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
    type=click.Choice([form.value for form in Format]),
    help="What to write: a PDF, or a web page that holds all it needs; may be given twice for "
    "both. Default: as briefs.toml says, or pdf.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write to; default: output/ in the project.",
)
@project_option
@as_of_option
@allow_stale_option
@click.option("--draft", is_flag=True, help="Compose and check everything, write nothing.")
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
    draft: bool,
) -> int:
    """Build briefs, all or those named, as PDF files, web pages or both.

    Each goes to output/BRIEF/AUDIENCE.LOCALE.pdf, a web page to .html beside it, and large print
    to AUDIENCE.LOCALE.large-print.pdf, which has as many pages as it takes. Nothing is written if
    anything in the project is wrong; every finding is shown with its place and how to mend it.
    """
    gc.enable()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    opened = open_project(project)
    selection = Selection(briefs, audiences, locales, Paper(paper) if paper else None, large_print)
    console = Console(stderr=True)
    with _telling(console) as told:
        result = build(
            opened,
            selection,
            output=output,
            draft=draft,
            today=today,
            allow_stale=allow_stale,
            formats=[Format(name) for name in formats],
            progress=told,
        )
    show_diagnostics(result.findings)
    for edition, error in result.failures:
        click.echo(f"{edition} was not built:", err=True)
        show_error(error)
    _show(result, draft=draft)
    return _ENGINE_FAILED if result.failures else 0


@contextmanager
def _telling(console: Console) -> Iterator[Told]:
    """A progress bar on a terminal, a line an edition elsewhere."""
    if not console.is_terminal:
        yield _say
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("reading and checking", total=None)
        total = 0

        def tell(what: str, count: int, edition: Edition | None) -> None:
            nonlocal total
            if what == "plan":
                total = count
                bar.update(task, description="starting the engines", total=count)
            elif what == "written":
                bar.update(task, advance=1)
            elif edition is not None:
                doing = "drawing the figures of" if what == "figures" else "setting"
                bar.update(task, description=f"{doing} {edition}")

        yield tell


def _say(what: str, count: int, edition: Edition | None) -> None:
    if what == "plan":
        click.echo(f"building {count} brief{'' if count == 1 else 's'}", err=True)
    elif what == "written":
        click.echo(f"  done: {edition}", err=True)


def _show(result: Result, *, draft: bool) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("file", no_wrap=True, overflow="ignore")
    for name in ("pages", "size", "seconds"):
        table.add_column(name, justify="right")
    for written in result.written:
        pages = str(written.pages or "–")
        size = "–" if draft else f"{written.size / 1000:.0f} kB"
        table.add_row(_near(written.path), pages, size, f"{written.seconds:.1f}")
    console = Console()
    if not console.is_terminal:
        console.width = 200
    console.print(table)
    if draft:
        click.echo(f"draft: {counted(result.findings)}; nothing was written")


def _near(path: Path) -> str:
    """A path as short as it can be typed from here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
