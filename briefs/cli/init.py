"""``briefs init``: a small project that builds at once, to be made one's own."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from briefs.cli.options import FOLDER
from briefs.cli.tables import in_columns
from briefs.publish.start import start_project
from briefs.read.topic import TOPICS
from briefs.read.workspace import TEMPLATES, Workspace


def complete_audience(_ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """The audiences that there are templates for."""
    paths = Workspace(Path()).names(TEMPLATES, ".html.j2")
    names = [Path(path).name.partition(".")[0] for path in paths]
    return [name for name in names if name != "base" and name.startswith(incomplete)]


@click.command("init")
@click.argument("folder", required=False, type=FOLDER, metavar="[FOLDER]")
@click.option(
    "--audience",
    "audiences",
    multiple=True,
    metavar="ID",
    shell_complete=complete_audience,
    help="Whom the brief is for; may be given several times. Default: community.",
)
@click.option(
    "--locale",
    "locales",
    multiple=True,
    metavar="LOCALE",
    help="What the brief is written in; may be given several times. Default: en-US.",
)
@click.option("--topic", default="example", metavar="ID", help="Id of the topic. Default: example.")
def command(
    folder: Path | None, audiences: tuple[str, ...], locales: tuple[str, ...], topic: str
) -> None:
    """Start a project in FOLDER, or here: one brief with made-up facts, which builds at once.

    A file that is there already is never touched: then nothing is written.
    """
    root = folder or Path()
    audiences = audiences or ("community",)
    written = start_project(root, audiences, locales or ("en-US",), topic)
    for path in written:
        click.echo(f"wrote {path}")
    click.echo("\nIts facts are made up, to be replaced. Next:\n")
    if folder is not None:
        click.echo(f"  cd {shlex.quote(str(folder))}")
    for line in _next(audiences, topic):
        click.echo(f"  {line}")


def _next(audiences: Sequence[str], topic: str) -> Iterator[str]:
    """The commands to go on with, and what each is for."""
    return in_columns(
        [
            ("briefs build", f"# to output/{topic}/"),
            ("briefs check", f"# after each change in {TOPICS}/{topic}/"),
            *(
                (f"briefs audiences show {name}", "# its sections, and its tone")
                for name in audiences
            ),
        ]
    )
