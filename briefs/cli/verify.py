"""``briefs verify``: is this file as it was issued, and is what it says still right?"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from briefs.cli import WRONG_USAGE
from briefs.cli.differences import aspects
from briefs.cli.options import FILE, FOLDER, as_of_option, json_option, project_option
from briefs.cli.output import colours, show_error, visible
from briefs.model.errors import UsageError
from briefs.model.ledger import Series
from briefs.model.record import Change, ChangeKind, Record
from briefs.publish.editions.diff import Group
from briefs.publish.editions.verdict import State, Verdict
from briefs.publish.editions.verify import verify

_BAD = 1

FORM = 1
"""Version of the JSON form: a new key does not count, one that changes its meaning does."""

_COLOURS = {
    State.CURRENT: "green",
    State.INTACT: "green",
    State.OUTDATED: "yellow",
    State.DRAFT: "yellow",
    State.UNKNOWN: "yellow",
}

_MOST = 12
"""So many differences are told in text; JSON has them all."""

_IN_WORDS = {ChangeKind.STALE: "due", ChangeKind.DROPPED: "gone"}


@click.command("verify")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@json_option
@click.option(
    "--output",
    type=FOLDER,
    help="Folder with the ledger; default: output/ in the project, if there is one.",
)
@click.option(
    "--trust",
    multiple=True,
    type=FILE,
    help="Certificates (PEM or DER) of an authority to check a signature against; may be given "
    "several times.",
)
@as_of_option
@project_option
def command(
    files: tuple[Path, ...],
    as_json: bool,
    output: Path | None,
    trust: tuple[Path, ...],
    today: date | None,
    project: Path | None,
) -> int:
    """Prove that a brief is as it was issued, and say whether it is still right.

    FILE is a PDF or a web page from anywhere: an inbox, a website, a stick. It is read with all
    that it carries, and needs no project. With a ledger at hand it is also said whether it was
    issued, and whether a newer edition has replaced it; with a project, which of its facts have
    changed, come due or been withdrawn since. Exit code 0 if nothing speaks against the file, 1 if
    it is outdated, altered, unknown or no brief at all, 2 if one of the files is not there; the
    others are judged all the same.
    """
    gc.enable()
    verdicts = []
    there = [path for path in files if path.is_file()]
    for number, verdict in enumerate(
        verify(there or files, project=project, output=output, trust=trust, today=today)
    ):
        verdicts.append(verdict)
        if not as_json:
            click.echo("\n".join([*([""] if number else []), *in_text(verdict)]), color=colours())
    if as_json:
        click.echo(in_json(verdicts))
    for path in files:
        if path not in there:
            show_error(UsageError(f"{path} is {'a folder' if path.is_dir() else 'not there'}"))
    if len(there) < len(files):
        return WRONG_USAGE
    return 0 if all(one.state.good for one in verdicts) else _BAD


def in_text(verdict: Verdict) -> Iterator[str]:
    """A verdict for a person: the word and a sentence, which edition it is, and every reason."""
    word = click.style(verdict.state, fg=_COLOURS.get(verdict.state, "red"), bold=True)
    yield f"{word}: {visible(verdict.sentence)}"
    rows = [*_edition(verdict), *_reasons(verdict)]
    last = ""
    for label, words in rows:
        yield f"  {'' if label == last else label:<9} {visible(words)}"
        last = label


def _edition(verdict: Verdict) -> Iterator[tuple[str, str]]:
    record = verdict.record
    if record is None:
        return
    yield "brief", record.title
    yield "edition", f"{record.edition} of {Series.of(record).name}, on {record.paper}"
    yield "built", f"on {record.built_on} by {record.generator}"
    if record.as_of is not None:
        first, last = record.as_of
        days = str(first) if first == last else f"{first} to {last}"
        yield "as of", f"{days}: the days that its facts are of"


def _reasons(verdict: Verdict) -> Iterator[tuple[str, str]]:
    differences = verdict.differences
    yield from (("differs", one.words) for one in differences[:_MOST])
    if len(differences) > _MOST:
        yield "differs", f"and {len(differences) - _MOST} more (--json has them all)"
    yield from (("added", one.words) for one in verdict.additions)
    yield from (("signed", one.words) for one in verdict.signatures)
    if verdict.entry is not None:
        day = verdict.entry.at.date()
        yield "ledger", f"line {verdict.entry.line}: {verdict.entry.event} on {day}"
    if verdict.since.newer is not None:
        yield "newer", f"edition {verdict.since.newer}"
    for change in verdict.since.changes:
        yield _IN_WORDS.get(change.kind, change.kind.value), _told(change, verdict)
    yield from (("not seen", words) for words in verdict.not_seen)


def _told(change: Change, verdict: Verdict) -> str:
    """What became of a fact, in one line."""
    fact = change.old or change.new
    name = f"{fact.label} ({fact.id})" if fact and fact.label else change.fact
    if change.kind is ChangeKind.STALE and fact is not None:
        return f"{name}: a new look was due by {fact.review_by}"
    parts = []
    for aspect in aspects(change, _group(verdict)):
        label = f"{aspect.name} " if aspect.name else ""
        if aspect.old and aspect.new and aspect.old != aspect.new:
            parts.append(f"{label}{aspect.old} → {aspect.new}")
        elif aspect.old and not aspect.new and not aspect.name:
            parts.append(f"{aspect.old}")
    if change.reason:
        parts.append(change.reason)
    return f"{name}: {'; '.join(parts)}" if parts else name


def _group(verdict: Verdict) -> Group:
    since = verdict.since
    return Group("", since.changes, since.old_sources, since.new_sources)


def in_json(verdicts: list[Verdict]) -> str:
    """Verdicts as one JSON object, in plain ASCII.

    It has ``form`` (the version of the form), ``good`` (whether nothing speaks against any file)
    and ``files``. Each of these has ``file``, ``state``, ``good``, ``sentence``, ``edition`` (which
    it is, or null), ``differences``, ``additions``, ``signatures``, ``ledger`` (its line, or null),
    ``newer`` (the newest edition's number, or null), ``changes`` (of facts since) and ``not_seen``.
    """
    data = {
        "form": FORM,
        "good": all(one.state.good for one in verdicts),
        "files": [_plain(one) for one in verdicts],
    }
    return json.dumps(data, indent=2)


def _plain(verdict: Verdict) -> dict[str, Any]:
    entry = verdict.entry
    return {
        "file": str(verdict.path),
        "state": verdict.state.value,
        "good": verdict.state.good,
        "sentence": verdict.sentence,
        "edition": None if verdict.record is None else _plain_edition(verdict.record),
        "differences": [
            {"kind": one.kind.value, "words": one.words, "page": one.page, "fact": one.fact or None}
            for one in verdict.differences
        ],
        "additions": [
            {"kind": one.kind, "words": one.words, "page": one.page} for one in verdict.additions
        ],
        "signatures": [one._asdict() for one in verdict.signatures],
        "ledger": None
        if entry is None
        else {"line": entry.line, "event": entry.event.value, "at": entry.at.isoformat()},
        "newer": verdict.since.newer,
        "changes": [
            {
                "fact": one.fact,
                "kind": _IN_WORDS.get(one.kind, one.kind.value),
                "words": _told(one, verdict),
                "reason": one.reason,
                "old": None if one.old is None else one.old.model_dump(mode="json"),
                "new": None if one.new is None else one.new.model_dump(mode="json"),
            }
            for one in verdict.since.changes
        ],
        "not_seen": list(verdict.not_seen),
    }


def _plain_edition(record: Record) -> dict[str, Any]:
    wanted = {
        "brief", "topic", "audience", "locale", "paper", "large_print", "recipient", "title",
        "edition", "replaces", "draft", "built_on", "as_of", "generator", "fact_base",
    }  # fmt: skip
    return record.model_dump(mode="json", include=wanted)
