"""``briefs approve``: who approves which fact or brief, as it is now."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from briefs.check.approvable import Standing, Subject
from briefs.cli.options import as_of_option, completing, day_option, project_option
from briefs.cli.output import print_json, visible
from briefs.cli.tables import print_fields, print_table
from briefs.model.approval import BRIEF, Approval
from briefs.model.errors import UsageError
from briefs.model.value import Status
from briefs.publish.approve import Approvable, approve, find, standings
from briefs.publish.project import open_project
from briefs.read.workspace import APPROVALS

_COLOURS = {
    Standing.APPROVED: "green",
    Standing.VOID: "red",
    Standing.EXPIRED: "red",
    Standing.MISSING: "yellow",
}


@click.command("approve")
@click.argument(
    "names",
    nargs=-1,
    metavar="[fact:ID|brief:NAME]…",
    shell_complete=completing(lambda outline: [f"{BRIEF}{one.name}" for one in outline.briefs]),
)
@click.option("--by", metavar="WHO", help='Who approves it: "Name, role". Without it: only look.')
@day_option(
    "--until", help_text="The last day on which it counts; default: until something changes."
)
@click.option("--note", metavar="WORDS", help="For other editors; printed on no page.")
@click.option("--list", "listing", is_flag=True, help="List what is approved, void or missing.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@as_of_option
@project_option
def command(
    names: tuple[str, ...],
    by: str | None,
    until: date | None,
    note: str | None,
    listing: bool,
    as_json: bool,
    today: date | None,
    project: Path | None,
) -> None:
    """Approve facts and briefs as they are now, or list what is approved.

    Shows what is approved: a fact's value, source and evidence, a brief's editions with their
    hashes. With --by it is added to approvals.yaml, where all else stays as it is. A change to a
    fact or to what a brief prints voids its approval.

    A brief is named brief:NAME, or brief:NAME/AUDIENCE.LOCALE for a part of it; a fact of an id
    that two topics have fact:TOPIC/ID.
    """
    gc.enable()
    if listing:
        if names or by is not None or until is not None or note is not None:
            raise UsageError("--list goes with --json and --as-of only", "leave all else out")
        _show_list(standings(open_project(project), today), as_json=as_json)
        return
    if not names:
        raise UsageError("nothing is named", "name fact:ID or brief:NAME, or see --list")
    opened = open_project(project)
    found = find(opened, names, today)
    for one in found:
        _show(one)
    if by is None:
        raise UsageError("nothing was approved: --by is missing", 'add --by "Name, role"')
    added = approve(opened, [one.subject for one in found], by=by, until=until, note=note)
    _tell(found, added, by)


def _show(one: Approvable) -> None:
    """What there is to see before somebody approves it."""
    rows = _of_fact(one) if one.fact else _of_brief(one)
    now = [("hash", one.subject.hash), ("now", _standing(one.subject))]
    print_fields(one.subject.name, [*rows, *now])
    click.echo()


def _of_fact(one: Approvable) -> Iterator[tuple[str, Any]]:
    assert one.fact is not None  # noqa: S101
    fact, topic = one.fact.fact, one.fact.topic
    yield "text" if fact.value is None else "value", one.fact.shown
    yield "label", fact.label and next(iter(fact.label.values()))
    yield "formula", None if fact.formula is None else f"= {fact.formula}"
    yield "as of", fact.as_of
    yield "due", one.fact.due
    source = topic.sources.get(fact.source)
    if source is not None:
        yield "source", f"{source.publisher}, {source.title} ({source.id})"
        yield "address", source.url
    yield "evidence", fact.evidence and f"“{fact.evidence}”"
    yield "attribution", fact.attribution and next(iter(fact.attribution.values()))
    yield "status", None if fact.status is Status.OK else f"{fact.status}: {fact.reason}"


def _of_brief(one: Approvable) -> Iterator[tuple[str, Any]]:
    for edition, digest in one.contents.items():
        yield "edition", f"{digest}  {edition.file} ({edition.paper})"


def _standing(subject: Subject) -> str:
    """How it stands, in words."""
    if not subject.approvals:
        return "approved by nobody"
    last = subject.approvals[0]
    words = {
        Standing.APPROVED: f"approved by {last.by} {_until(last)}",
        Standing.EXPIRED: f"was approved by {last.by} {_until(last)}",
        Standing.VOID: f"has changed since it was approved on {last.on} by {last.by}",
    }
    return words[subject.standing]


def _until(approval: Approval) -> str:
    return f"until {approval.until}" if approval.until else "until it changes"


def _tell(found: Sequence[Approvable], added: Sequence[Approval], by: str) -> None:
    new = {one.of: one for one in added}
    for one in found:
        name = one.subject.name
        if name in new:
            click.echo(f"{name} is approved by {visible(new[name].by)} {_until(new[name])}")
        else:
            click.echo(f"{name} was approved so before by {visible(by)}")
    if added:
        click.echo(f"added to {APPROVALS}")


def _show_list(subjects: Sequence[Subject], *, as_json: bool) -> None:
    if as_json:
        print_json([_plain(one) for one in subjects])
        return
    rows = []
    for one in subjects:
        last = one.approvals[0] if one.approvals else None
        cells = (last.by, f"{last.on}", f"{last.until or '–'}") if last else ("", "", "")
        rows.append((one.name, Text(one.standing, _COLOURS[one.standing]), *cells))
    print_table(("what", "standing", "by", "on", "until"), rows)
    counts = [(sum(one.standing is kind for one in subjects), kind) for kind in Standing]
    click.echo(", ".join(f"{count} {kind}" for count, kind in counts if count))


def _plain(one: Subject) -> dict[str, Any]:
    approvals = [
        approval.model_dump(mode="json", include={"of", "by", "on", "until", "note"})
        for approval in one.approvals
    ]
    return {"of": one.name, "hash": one.hash, "standing": one.standing, "approvals": approvals}
