"""Options that several commands share, and what the shell completes them with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from briefs.read.outline import Outline

project_option = click.option(
    "--project",
    type=click.Path(path_type=Path, file_okay=False),
    help="The project's folder; default: the nearest one above that has briefs.toml.",
)

as_of_option = click.option(
    "--as-of",
    "today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    callback=lambda _ctx, _param, value: value and value.date(),
    help="Judge facts on this day (2025-08-31); default: SOURCE_DATE_EPOCH, or today.",
)

allow_stale_option = click.option(
    "--allow-stale",
    is_flag=True,
    help="Print facts past their review and its time of grace, with a stamp on the page.",
)


def completing(names: Callable[[Outline], Any]) -> Callable[..., list[str]]:
    """A completer from the outline of the project that is being worked on."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
        from briefs.model.errors import BriefsError
        from briefs.read.outline import read_outline
        from briefs.read.workspace import find_root

        try:
            outline = read_outline(find_root(Path.cwd(), ctx.params.get("project")))
        except (BriefsError, OSError):
            return []
        return sorted(name for name in set(names(outline)) if name.startswith(incomplete))

    return complete
