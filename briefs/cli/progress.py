"""While editions are built: how far it has come, and what ends it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from briefs.model.plural import plural

if TYPE_CHECKING:
    from briefs.model.edition import Edition
    from briefs.publish.build import Progress as Told


def exit_on_sigterm() -> None:
    """Have SIGTERM end this process as an exception does, so that engines are ended with it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


@contextmanager
def telling() -> Iterator[Told]:
    """On standard error: a progress bar on a terminal, a line an edition elsewhere."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _say
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("reading and checking", total=None)

        def tell(what: str, count: int, edition: Edition | None) -> None:
            if what == "plan":
                bar.update(task, description="starting the engines", total=count)
            elif what == "written":
                bar.update(task, advance=1)
            elif edition is not None:
                doing = "drawing the figures of" if what == "figures" else "setting"
                bar.update(task, description=f"{doing} {edition}")

        yield tell


def _say(what: str, count: int, edition: Edition | None) -> None:
    if what == "plan" and count:
        click.echo(f"building {plural(count, 'brief')}", err=True)
    elif what == "written":
        click.echo(f"  done: {edition}", err=True)
