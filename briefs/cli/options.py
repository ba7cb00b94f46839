"""Arguments and options that several commands share, and what the shell completes them with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from briefs.read.workspace import find_root

if TYPE_CHECKING:
    from briefs.read.outline import Outline

Command = TypeVar("Command", bound=Callable[..., Any])

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)


def completing(names: Callable[[Outline], Any]) -> Callable[..., list[str]]:
    """A completer from the outline of the project that is being worked on."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
        from briefs.model.errors import BriefsError
        from briefs.read.outline import read_outline

        try:
            outline = read_outline(find_root(Path.cwd(), ctx.params.get("project")))
        except (BriefsError, OSError):
            return []
        return sorted(name for name in set(names(outline)) if name.startswith(incomplete))

    return complete


complete_brief = completing(lambda outline: [brief.name for brief in outline.briefs])

complete_locale = completing(
    lambda outline: [name for brief in outline.briefs for name in brief.locales]
)


def day_option(*names: str, help_text: str) -> Callable[[Command], Command]:
    """An option that is a day, or None.

    Args:
        names: Its names, as for :func:`click.option`.
        help_text: What it is for.
    """

    def day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
        if value is None:
            return None
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            raise click.BadParameter(f'"{value}" is no day: write one as 2025-08-31') from None

    return click.option(*names, metavar="DATE", callback=day, help=help_text)


briefs_argument = click.argument(
    "briefs", nargs=-1, metavar="[BRIEF]…", shell_complete=complete_brief
)

project_option = click.option(
    "--project",
    type=FOLDER,
    help="The project's folder; default: the nearest one above that has briefs.toml.",
)

output_option = click.option(
    "--output",
    type=FOLDER,
    help="Folder that was built to; default: output/ in the project.",
)

as_of_option = day_option(
    "--as-of",
    "today",
    help_text="Judge facts on this day (2025-08-31); default: SOURCE_DATE_EPOCH, or today.",
)

allow_stale_option = click.option(
    "--allow-stale",
    is_flag=True,
    help="Print facts past their review and its time of grace, with a stamp on the page.",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
