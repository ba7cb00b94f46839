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
