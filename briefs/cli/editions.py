"""``briefs editions``: which editions were issued, what they printed, and what is proved of it."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator, Sequence
from datetime import UTC
from pathlib import Path
from textwrap import shorten
from typing import Any

import click

from briefs.cli import FINDINGS
from briefs.cli.options import complete_brief, json_option, output_option, project_option
from briefs.cli.output import near, print_json, show_finding, show_unsearched, visible
from briefs.cli.tables import in_columns, print_table
from briefs.model.errors import InputError, UsageError
from briefs.model.guess import did_you_mean
from briefs.model.plural import plural
from briefs.model.record import Change, Record, RecordedFact, read_record
from briefs.publish.editions.chain import Proof, check_chain
from briefs.publish.editions.issued import (
    IssuedEdition,
    Printing,
    find_edition,
    glance,
    list_editions,
    printed_facts,
    printings,
)
from briefs.publish.editions.ledger import Ledger
from briefs.publish.editions.records import Records
from briefs.publish.editions.staging import find_file
from briefs.read.workspace import output_folder

_LONGEST = 60
"""In characters; a longer sentence is cut short in a table."""

_SHORT_HASH = 12


@click.group("editions")
def command() -> None:
    """Look into the ledger: list, show, where, check."""
    gc.enable()


@command.command("list")
@click.argument("brief", required=False, shell_complete=complete_brief)
@click.option("--all", "every", is_flag=True, help="Also editions that newer ones replace.")
@json_option
@output_option
@project_option
def list_command(
    brief: str | None, every: bool, as_json: bool, output: Path | None, project: Path | None
) -> None:
    """List the current editions with number, day, facts, pages and fact base."""
    folder = output_folder(output, project)
    editions = list_editions(Ledger(folder))
    _want_known(brief, editions)
    chosen = [
        one for one in editions if (every or one.current) and brief in {None, one.series.brief}
    ]
    records = Records(folder)
    glances = [(one, glance(records, one)) for one in chosen]
    if as_json:
        print_json([{**one.plain(), **(seen._asdict() if seen else {})} for one, seen in glances])
        return
    if not chosen:
        click.echo(_nothing_in(folder))
        return
    head = ["edition"] if every else ["file", "edition"]
    head += ["built on", "facts", "pages", "fact base"]
    rows = []
    for one, seen in glances:
        row = [one.name] if every else [", ".join(sorted(one.files)) or one.name, str(one.number)]
        row += [seen.built_on, str(seen.facts), str(seen.pages or "–")] if seen else ["–"] * 3
        rows.append([*row, one.made.fact_base[:_SHORT_HASH]])
    papers = [one.series.paper.value for one in chosen]
    if len(set(papers)) > 1:
        _add_column(head, rows, "paper", papers)
    if every or any(one.wrong() for one in chosen):
        _add_column(head, rows, "state", [_state(one) for one in chosen])
    print_table(head, rows)


@command.command("show")
@click.argument("edition", metavar="FILE|BRIEF/AUDIENCE.LOCALE[@N]")
@json_option
@output_option
@project_option
def show_command(edition: str, as_json: bool, output: Path | None, project: Path | None) -> None:
    """Show an edition: what it printed, of what, when, and what became of it.

    Name it by a file of it, wherever that lies, or as its file is called: BRIEF/AUDIENCE.LOCALE is
    the current one, with @2 behind it edition 2.
    """
    folder = output_folder(output, project)
    ledger = Ledger(folder)
    found = find_edition(ledger, edition)
    data = Records(folder).get(found.record)
    if as_json:
        lines = [one.model_dump(mode="json", exclude_defaults=True) for one in found.entries]
        printed = json.loads(data) if data else None
        print_json({**found.plain(), "lines": lines, "printed": printed})
        return
    record = read_record(data) if data else None
    for line in _edition(ledger, found, record):
        click.echo(line)


@command.command("where")
@click.argument("fact")
@json_option
@output_option
@project_option
def where_command(fact: str, as_json: bool, output: Path | None, project: Path | None) -> None:
    """List every edition that printed a fact, with the value that it printed."""
    folder = output_folder(output, project)
    records = Records(folder)
    editions = list_editions(Ledger(folder))
    found, unknown = printings(records, editions, fact)
    show_unsearched([one.name for one in unknown])
    if editions and not found:
        _want_printed(fact, set(printed_facts(records, editions)), project)
    if as_json:
        print_json([_plain(one) for one in found])
        return
    if not found:
        click.echo("printed in no edition" if editions else _nothing_in(folder))
        return
    head = ("edition", "built on", "printed", "as of", "state")
    rows = [
        (
            one.edition.name,
            one.built_on,
            _shown(one.fact),
            one.fact.as_of.isoformat(),
            _state(one.edition, fact),
        )
        for one in found
    ]
    print_table(head, rows)


@command.command("check")
@json_option
@output_option
@project_option
def check_command(as_json: bool, output: Path | None, project: Path | None) -> int:
    """Prove the ledger: that no line was changed, and that files and records are those it names.

    Exit code 1 if anything is not as it was written. What cannot be proved: that no lines were cut
    off the end, unless a file in the folder tells.
    """
    folder = output_folder(output, project)
    proof = check_chain(folder)
    if as_json:
        faults = [one._asdict() for one in proof.faults]
        print_json({name: getattr(proof, name) for name in _COUNTS} | {"faults": faults})
    else:
        _show_proof(proof, folder)
    return FINDINGS if proof.faults else 0


_COUNTS = ("lines", "records", "files", "away", "unnamed")


def _nothing_in(folder: Path) -> str:
    return f"no edition was issued in {visible(near(folder))}: briefs build issues them"


def _add_column(
    head: list[str], rows: Sequence[list[str]], name: str, cells: Sequence[str]
) -> None:
    head.append(name)
    for row, cell in zip(rows, cells, strict=True):
        row.append(cell)


def _want_known(brief: str | None, editions: Sequence[IssuedEdition]) -> None:
    """A brief that is asked for must be there: an empty list would be taken for an answer.

    Raises:
        UsageError: If no edition of it was issued.
    """
    known = sorted({one.series.brief for one in editions})
    if brief is not None and brief not in known:
        otherwise = f"choose from {', '.join(known)}" if known else "briefs build issues editions"
        raise UsageError(
            f'no edition of the brief "{brief}" was issued', did_you_mean(brief, known, otherwise)
        )


def _want_printed(fact: str, printed: set[str], project: Path | None) -> None:
    """A fact that no edition printed must be one of the project's at least.

    Raises:
        UsageError: If it is not, or if there is no project to ask.
    """
    from briefs.publish.project import open_project

    try:
        topics = open_project(project).content.topics.values()
        known = {name for topic in topics for name in topic.facts}
    except (UsageError, InputError):
        known = set()
    if fact not in known:
        raise UsageError(f'no edition printed a fact "{fact}"', did_you_mean(fact, printed | known))


def _plain(one: Printing) -> dict[str, Any]:
    fact = one.fact.model_dump(mode="json")
    return {**one.edition.plain(), "built_on": one.built_on, "fact": fact}


def _state(one: IssuedEdition, fact: str = "") -> str:
    """Whether it is current, and what it had wrong: one fact, or all that were."""
    state = "current" if one.current else f"replaced by {one.newest}"
    wrong = one.wrong(fact)
    named = "" if fact else f": {', '.join(wrong)}"
    return f"{state}; was wrong{named}" if wrong else state


def _shown(fact: RecordedFact) -> str:
    return shorten(
        "; ".join(dict.fromkeys(fact.shown)) or fact.value or "", _LONGEST, placeholder=" …"
    )


# --- One edition -------------------------------------------------------------------------------


def _edition(ledger: Ledger, one: IssuedEdition, record: Record | None) -> Iterator[str]:
    made = one.made
    title = f"  {visible(record.title)}" if record else ""
    yield click.style(one.name, bold=True) + title
    rows = [
        ("state", "current" if one.current else f"replaced by edition {one.newest}"),
        ("replaces", f"edition {record.replaces}" if record and record.replaces else ""),
        ("built on", record.built_on.isoformat() if record else ""),
        ("paper", f"{made.paper.value}{', large print' if made.large_print else ''}"),
        ("as of", " to ".join(map(str, dict.fromkeys(record.as_of or ()))) if record else ""),
        ("generator", record.generator if record else ""),
        ("fact base", made.fact_base),
        ("record", one.record if record else f"{one.record} (not stored)"),
        *_files(ledger, one),
        *_events(one),
    ]
    for label, words in rows:
        if words:
            yield f"  {label:<10} {visible(words)}"
    if record is None:
        return
    yield from ("", click.style("facts", bold=True))
    yield from (f"  {line}" for line in in_columns(_facts(record)))
    if record.changes:
        since = f"changes since edition {record.replaces}" if record.replaces else "changes"
        yield from ("", click.style(since, bold=True))
        yield from (
            f"  {line}" for line in in_columns([_change(change) for change in record.changes])
        )


def _files(ledger: Ledger, one: IssuedEdition) -> Iterator[tuple[str, str]]:
    for path, entry in sorted(one.files_made.items()):
        place = find_file(ledger, entry, path)
        if place is None:
            yield "file", f"not there any more: {path}  {one.files[path]}"
            continue
        held = one.files.get(place.relative_to(ledger.folder).as_posix(), one.files[path])
        yield "file", f"{near(place)}  {held}"


def _events(one: IssuedEdition) -> Iterator[tuple[str, str]]:
    """What happened to it, by line."""
    for entry in one.entries:
        when = entry.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
        wrong = f": {', '.join(entry.facts)}" if entry.facts else ""
        reason = f", {entry.reason}" if entry.reason else ""
        yield entry.event.value, f"{when}, {entry.command} (line {entry.line}){wrong}{reason}"
        for approval in entry.approvals:
            until = f" until {approval.until}" if approval.until else ""
            yield "approved", f"{approval.of} by {approval.by}{until}"


def _facts(record: Record) -> Iterator[tuple[str, ...]]:
    yield ("id", "printed", "as of", "source", "pages")
    for fact in record.facts:
        pages = ", ".join(map(str, fact.pages)) or "–"
        stale = " (stale)" if fact.stale else ""
        yield (fact.id, _shown(fact), f"{fact.as_of}{stale}", fact.source, pages)


def _change(change: Change) -> tuple[str, ...]:
    old, new = (_shown(fact) if fact else "–" for fact in (change.old, change.new))
    return (change.fact, change.kind.value, f"{old} → {new}", change.reason or "")


# --- The proof ---------------------------------------------------------------------------------


def _show_proof(proof: Proof, folder: Path) -> None:
    for place, words, mend in proof.faults:
        show_finding(click.style("error", fg="red", bold=True), words, place, mend)
    if not proof.lines and not proof.faults:
        click.echo(_nothing_in(folder))
        return
    counted = ", ".join(
        plural(number, noun)
        for number, noun in (
            (proof.lines, "line"),
            (proof.records, "record"),
            (proof.files, "file"),
        )
    )
    wrong = plural(len(proof.faults), "error") if proof.faults else "all as they were written"
    click.echo(f"{counted}: {wrong}")
    if proof.away:
        click.echo(f"not there any more: {visible(', '.join(sorted(proof.away)))}")
    if proof.unnamed:
        records = plural(len(proof.unnamed), "record")
        click.echo(
            f"{records} that no line names, of runs that were ended or lines that were cut off"
        )
