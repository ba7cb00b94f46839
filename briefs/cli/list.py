"""``briefs list``: what there is to build."""

from __future__ import annotations

from pathlib import Path

import click

from briefs.cli.options import json_option, project_option
from briefs.cli.output import print_json
from briefs.read.outline import BriefOutline, read_outline
from briefs.read.workspace import find_root


@click.command("list")
@project_option
@json_option
def command(project: Path | None, as_json: bool) -> None:
    """List briefs with their audiences, locales and figures."""
    outline = read_outline(find_root(Path.cwd(), project))
    if as_json:
        print_json(outline.plain())
        return
    for brief in outline.briefs:
        _show(brief)
    click.echo(f"templates for {', '.join(outline.templates)}")


def _show(brief: BriefOutline) -> None:
    title = next(iter(brief.title.values()), "")
    click.echo(click.style(brief.name, bold=True) + (f"  {title}" if title else ""))
    figures = ", ".join(f"{figure.id} ({figure.kind})" for figure in brief.figures)
    for name, words in (
        ("audiences", ", ".join(brief.audiences)),
        ("locales", _locales(brief)),
        ("paper", brief.paper),
        ("figures", figures or "none"),
    ):
        click.echo(f"  {name:<10} {words}")
    click.echo()


def _locales(brief: BriefOutline) -> str:
    """The locales, with the audiences that each choice is for where they differ."""
    readers: dict[tuple[str, ...], list[str]] = {}
    for audience, locales in brief.by_audience.items():
        readers.setdefault(locales, []).append(audience)
    if len(readers) < 2:
        return ", ".join(brief.locales)
    return "; ".join(
        f"{', '.join(locales)} for {', '.join(audiences)}" for locales, audiences in readers.items()
    )
