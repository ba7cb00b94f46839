"""``briefs facts``: what the fact base holds, what comes due, and where a fact is printed."""

from __future__ import annotations

import gc
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from briefs.cli.options import FILE, as_of_option, json_option, project_option
from briefs.cli.output import near, print_json, visible
from briefs.cli.tables import one_below_the_other, print_fields, table_console
from briefs.model.errors import InputError, UsageError
from briefs.model.freshness import Freshness
from briefs.model.guess import did_you_mean
from briefs.model.plural import plural
from briefs.model.value import Kind
from briefs.publish import clock
from briefs.publish.facts import FactState, due_within, find_fact, list_facts, places_of
from briefs.publish.project import OpenProject, open_project
from briefs.publish.write import write_atomically

_COLOURS = {Freshness.FRESH: "green", Freshness.DUE: "yellow", Freshness.OVERDUE: "red"}

_AHEAD = 30
"""Days that the list of due facts looks ahead."""


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
    """List the facts with value, date and day of review.

    Facts that are held, withdrawn or shown to nobody are "not printed".
    """
    opened = _open(project)
    topics = opened.content.topics
    _want_known("topic", topic, topics)
    _want_known("audience", audience, _audiences(opened))
    _want_known("kind", kind, [one.value for one in Kind])
    states = [
        one
        for one in list_facts(opened, today)
        if topic in {None, one.topic.id}
        and (audience is None or (one.printable and one.fact.allowed_for(audience)))
        and kind in {None, one.fact.kind.value}
    ]
    _show_states(states, as_json=as_json)
    if not states and not as_json:
        click.echo("no such fact")


@command.command("due")
@click.option(
    "--within",
    metavar="DAYS",
    callback=lambda _ctx, _param, value: None if value is None else _days(value),
    help="Days to look ahead: 30d, 4w. Default: 30d; for --ics as far as there are any.",
)
@click.option("--all", "unprinted", is_flag=True, help="Also facts that no brief prints.")
@click.option(
    "--ics",
    "calendar",
    type=FILE,
    metavar="FILE",
    help="Write the days of review to an iCalendar file, to subscribe to.",
)
@json_option
@as_of_option
@project_option
def due_command(
    within: int | None,
    unprinted: bool,
    calendar: Path | None,
    as_json: bool,
    today: date | None,
    project: Path | None,
) -> None:
    """List printed facts that are due for review or soon will be, by day, with their owners.

    With --ics, all days of review go to a file: an event a fact, all day, with its value, source
    and link and where it is printed. The same facts make the same file on every day; a fact that
    was looked at again keeps its event, which moves to its next day.
    """
    opened = _open(project)
    if calendar is not None:
        if as_json:
            raise UsageError("--ics and --json do not go together", "run the command twice")
        _write_calendar(opened, calendar, within, today, unprinted=unprinted)
        return
    within = _AHEAD if within is None else within
    states = due_within(opened, within, today, unprinted=unprinted)
    _show_states(states, as_json=as_json, owners=True)
    if not states and not as_json:
        click.echo(f"no fact comes due within {plural(within, 'day')}")


@command.command("show")
@click.argument("name", metavar="ID")
@json_option
@as_of_option
@project_option
def show_command(name: str, as_json: bool, today: date | None, project: Path | None) -> None:
    """Show a fact: source, evidence, formula, freshness, places."""
    opened = _open(project)
    state = find_fact(opened, name, today)
    source = state.topic.sources.get(state.fact.source)
    if as_json:
        from briefs.model.project import plain

        data = {**state.plain(), "printed": _places(opened, state, today)}
        if source is not None:
            data["source_entry"] = plain(source)
        print_json(data)
        return
    fact = state.fact
    rows = [
        ("kind", fact.kind.value),
        ("text" if fact.value is None else "value", state.shown),
        ("formula", None if fact.formula is None else f"= {fact.formula}"),
        ("reaches", fact.reaches and next(iter(fact.reaches.values()))),
        ("verified on", fact.verified_on),
        ("as of", fact.as_of),
        ("due", f"{state.due} ({_standing(state)})"),
        ("owner", state.owner),
        ("source", source and f"{source.publisher}, {source.title} ({source.id})"),
        ("address", source and source.url),
        ("evidence", fact.evidence and f"“{fact.evidence}”"),
        ("attribution", fact.attribution and next(iter(fact.attribution.values()))),
        ("audiences", "all" if fact.audiences is None else ", ".join(fact.audiences) or "nobody"),
        ("status", fact.status.value),
        ("reason", fact.reason),
        ("written at", fact.origin.at("id")),
    ]
    print_fields(fact.id, rows)
    _show_places(_places(opened, state, today))


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
        print_json(places)
    else:
        _show_places(places)


def _write_calendar(
    opened: OpenProject, path: Path, within: int | None, today: date | None, *, unprinted: bool
) -> None:
    from briefs.publish.review_calendar import as_ics, reviews

    found = reviews(opened, today or clock.today(), within, unprinted=unprinted)
    publisher = opened.content.settings.publisher.name
    write_atomically(path, as_ics(found, f"Facts to review, {publisher}"))
    click.echo(f"{near(path)}: {plural(len(found), 'day')} of review")


def _open(path: Path | None) -> OpenProject:
    """The project, if its facts can be read whole: a list with gaps would mislead.

    Raises:
        InputError: If a topic, its facts or its sources cannot be read.
    """
    opened = open_project(path)
    topics = opened.content.topics
    whole = {brief.topic for brief in opened.content.settings.brief} <= set(topics)
    if not whole or any(topic.incomplete & {"facts", "sources"} for topic in topics.values()):
        raise InputError(opened.findings)
    return opened


def _audiences(opened: OpenProject) -> set[str]:
    """Audiences that have a template, and those that facts are meant for before they have one."""
    topics = opened.content.topics.values()
    named = {
        one for topic in topics for fact in topic.facts.values() for one in fact.audiences or []
    }
    return {*opened.content.audiences, *named}


def _want_known(what: str, name: str | None, known: Collection[str]) -> None:
    """Names that a filter asks for must be there: an empty list would be taken for an answer.

    Raises:
        UsageError: If the project does not have it.
    """
    if name is not None and name not in known:
        otherwise = f"choose from {', '.join(sorted(known))}"
        raise UsageError(f'there is no {what} "{name}"', did_you_mean(name, known, otherwise))


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


def _show_states(states: Sequence[FactState], *, as_json: bool, owners: bool = False) -> None:
    if as_json:
        print_json([one.plain() for one in states])
        return
    if not states:
        return
    console = table_console()
    rows = [_cells(one) for one in states]
    if not owners or not any(one.owner for one in states):
        for row in rows:
            del row["owner"]
    widths = {name: max(len(name), *(len(row[name]) for row in rows)) for name in rows[0]}
    widths["value"] = min(widths["value"], _VALUE[1])
    least = {**widths, "value": min(widths["value"], _VALUE[0])}
    for name in _LESS_WANTED:
        if _across(least) > console.width:
            del least[name]
    if _across(least) > console.width and console.is_terminal:  # an id cut short is of no use
        for row in rows:
            cells = [row[name].plain for name in least]
            for line in one_below_the_other(list(least), cells, console.width):
                click.echo(line)
        return
    console.width = max(console.width, _across(least))
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in least:
        wide = widths[name] if name == "value" else None
        table.add_column(name, no_wrap=name != "value", max_width=wide)
    for row in rows:
        table.add_row(*(row[name] for name in least))
    console.print(table)


_VALUE = 24, 44
"""The least and the most letters of a value that a table shows."""

_LESS_WANTED = ("kind", "as of")
"""Columns that a narrow terminal does without."""


def _across(widths: Mapping[str, int]) -> int:
    return sum(widths.values()) + 2 * (len(widths) - 1)


def _cells(one: FactState) -> dict[str, Text]:
    """A row of the table by column; a value keeps to its line."""
    colour = _COLOURS[one.state] if one.printable else "dim"
    return {
        "id": Text(one.fact.id),
        "kind": Text(one.fact.kind.value),
        "value": Text(visible(one.shown), no_wrap=True, overflow="ellipsis"),
        "as of": Text(one.fact.as_of.isoformat()),
        "due": Text(one.due.isoformat()),
        "state": Text(one.state.value if one.printable else "not printed", colour),
        "owner": Text(visible(one.owner or "–")),
    }


def _standing(one: FactState) -> str:
    """How fresh a fact is, in words."""
    if not one.printable:
        return "not printed"
    return f"{one.state}; refused from {one.refused_from}"


def _show_places(places: Sequence[dict[str, str]]) -> None:
    if not places:
        click.echo("printed in no brief")
        return
    click.echo("printed in")
    for place in places:
        where = [f"section {place['section']}"] if place["section"] else []
        where += [f"figure {place['figure']}"] if place["figure"] else []
        edition = f"{place['brief']}/{place['audience']}.{place['locale']}"
        click.echo(f"  {edition}  {', '.join(where) or 'head or foot'}: {visible(place['shown'])}")
