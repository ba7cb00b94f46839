"""``briefs facts``: what the fact base holds, what comes due, and where a fact is printed."""

from __future__ import annotations

import gc
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from briefs.cli.options import as_of_option, project_option
from briefs.model.errors import InputError
from briefs.model.freshness import Freshness
from briefs.publish.facts import FactState, due_within, find_fact, list_facts, places_of
from briefs.publish.project import OpenProject, open_project

_COLOURS = {Freshness.FRESH: "green", Freshness.DUE: "yellow", Freshness.OVERDUE: "red"}

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group("facts")
def command() -> None:
    """Look into the fact base: list, show, due, where."""
    gc.enable()


@command.command("list")
@click.option("--topic", metavar="TOPIC", help="Only of this topic.")
@click.option("--audience", metavar="AUDIENCE", help="Only those that this audience may be shown.")
@click.option("--kind", metavar="KIND", help="Only of this kind: amount, count, view, …")
@json_option
@as_of_option
@project_option
def list_command(
    topic: str | None,
    audience: str | None,
    kind: str | None,
    as_json: bool,
    today: date | None,
    project: Path | None,
) -> None:
    """List the facts with value, date and day of review."""
    states = [
        one
        for one in list_facts(_open(project), today)
        if topic in {None, one.topic.id}
        and (audience is None or (one.printable and one.fact.allowed_for(audience)))
        and kind in {None, one.fact.kind.value}
    ]
    _show_states(states, as_json=as_json)


@command.command("due")
@click.option(
    "--within",
    default="30d",
    show_default=True,
    metavar="DAYS",
    callback=lambda _ctx, _param, value: _days(value),
    help="Days to look ahead: 30d, 4w.",
)
@json_option
@as_of_option
@project_option
def due_command(within: int, as_json: bool, today: date | None, project: Path | None) -> None:
    """List the facts that are due for review or come due soon, the first one first."""
    states = due_within(_open(project), within, today)
    _show_states(states, as_json=as_json)
    if not states and not as_json:
        click.echo(f"no fact comes due within {within} days")


@command.command("show")
@click.argument("name", metavar="ID")
@json_option
@as_of_option
@project_option
def show_command(name: str, as_json: bool, today: date | None, project: Path | None) -> None:
    """Show a fact with its source, evidence, formula, freshness and places."""
    opened = _open(project)
    state = find_fact(opened, name, today)
    places = _places(opened, state, today)
    source = state.topic.sources.get(state.fact.source)
    if as_json:
        from briefs.model.project import plain

        data = {**state.plain(), "printed": places}
        if source is not None:
            data["source"] = plain(source)
        _print_json(data)
        return
    fact = state.fact
    rows: list[tuple[str, Any]] = [
        ("kind", fact.kind.value),
        ("value", state.shown),
        ("formula", None if fact.formula is None else f"= {fact.formula}"),
        ("as of", fact.as_of),
        ("due", f"{state.due} ({state.state}; refused from {state.refused_from})"),
        ("source", source and f"{source.publisher}, {source.title} ({source.id})"),
        ("address", source and source.url),
        ("evidence", fact.evidence and f"“{fact.evidence}”"),
        ("attribution", fact.attribution and next(iter(fact.attribution.values()))),
        ("audiences", "all" if fact.audiences is None else ", ".join(fact.audiences) or "nobody"),
        ("status", fact.status.value),
        ("reason", fact.reason),
        ("written at", fact.origin.at("id")),
    ]
    click.echo(click.style(fact.id, bold=True))
    for label, value in rows:
        if value is not None:
            click.echo(f"  {label:<12} {value}")
    _show_places(places)


@command.command("where")
@click.argument("name", metavar="ID")
@json_option
@as_of_option
@project_option
def where_command(name: str, as_json: bool, today: date | None, project: Path | None) -> None:
    """List every brief, section and figure that prints a fact."""
    opened = _open(project)
    places = _places(opened, find_fact(opened, name, today), today)
    if as_json:
        _print_json(places)
    else:
        _show_places(places)


def _open(path: Path | None) -> OpenProject:
    """The project, if it can be read whole: a list with gaps would mislead.

    Raises:
        InputError: If a topic's files cannot be read.
    """
    opened = open_project(path)
    if any(topic.incomplete for topic in opened.content.topics.values()):
        raise InputError(opened.findings)
    return opened


def _days(words: str) -> int:
    """A number of days: ``30d``, ``4w``, ``30``."""
    number, unit = (words[:-1], words[-1]) if words[-1:] in {"d", "w"} else (words, "d")
    if not number.isascii() or not number.isdigit() or len(number) > 6:
        raise click.BadParameter(f'"{words}" is no number of days: write 30d or 4w')
    return int(number) * (7 if unit == "w" else 1)


def _places(opened: OpenProject, state: FactState, today: date | None) -> list[dict[str, str]]:
    return [
        {
            "brief": edition.brief,
            "audience": edition.audience,
            "locale": edition.locale,
            "section": place.section,
            "figure": place.figure,
            "shown": place.shown.replace("\u00a0", " "),
        }
        for edition, places in places_of(opened, state, today).items()
        for place in places
    ]


def _print_json(data: Any) -> None:
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))


def _show_states(states: Sequence[FactState], *, as_json: bool) -> None:
    if as_json:
        _print_json([one.plain() for one in states])
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("id", "kind"):
        table.add_column(name, no_wrap=True)
    table.add_column("value", overflow="ellipsis", no_wrap=True, max_width=44)
    for name in ("as of", "due", "state"):
        table.add_column(name, no_wrap=True)
    for one in states:
        state = one.state.value if one.printable else "not printed"
        colour = _COLOURS[one.state] if one.printable else "dim"
        table.add_row(
            one.fact.id,
            one.fact.kind.value,
            one.shown,
            one.fact.as_of.isoformat(),
            one.due.isoformat(),
            f"[{colour}]{state}[/]",
        )
    console = Console()
    if not console.is_terminal:
        console.width = 200
    if states:
        console.print(table)


def _show_places(places: Sequence[dict[str, str]]) -> None:
    if not places:
        click.echo("printed in no brief")
        return
    click.echo("printed in")
    for place in places:
        where = [f"section {place['section']}"] if place["section"] else []
        where += [f"figure {place['figure']}"] if place["figure"] else []
        edition = f"{place['brief']}/{place['audience']}.{place['locale']}"
        click.echo(f"  {edition}  {', '.join(where) or 'head or foot'}: {place['shown']}")
