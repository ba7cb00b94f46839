"""What can be said of a file, and the word and the sentence that it comes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from briefs.model.ledger import Entry
from briefs.model.plural import plural
from briefs.model.read_back import Addition, Difference, DifferenceKind, Signature
from briefs.model.record import Change, ChangeKind, Record, RecordedSource


class State(StrEnum):
    """What a file is, in a word."""

    CURRENT = "current"
    INTACT = "intact"
    OUTDATED = "outdated"
    DRAFT = "draft"
    UNKNOWN = "unknown"
    REWRITTEN = "rewritten"
    ALTERED = "altered"
    NO_RECORD = "no record"
    UNREADABLE = "unreadable"

    @property
    def good(self) -> bool:
        """Whether nothing speaks against relying on the file."""
        return self in {State.CURRENT, State.INTACT}


@dataclass(frozen=True, slots=True)
class Since:
    """What became of an edition since it was issued.

    Attributes:
        changes: Its facts that are not as they were: corrected, updated, withdrawn, stale (due for
            a new look), dropped (gone from the fact base, or held).
        old_sources: Where the facts that it printed are from, by id.
        new_sources: Where they are from now, by id.
        newer: The number of the newest edition; None where this is the newest, or nobody knows.
    """

    changes: tuple[Change, ...] = ()
    old_sources: dict[str, RecordedSource] = field(default_factory=dict)
    new_sources: dict[str, RecordedSource] = field(default_factory=dict)
    newer: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said of a file.

    Attributes:
        path: The file.
        state: What it is, in a word.
        sentence: The same in a sentence, without a full stop.
        record: What it says it is; None if it has no record that can be read.
        differences: In what it is not as it was issued.
        additions: What was added to it since without altering it.
        signatures: Signatures in it, the oldest first.
        entry: The ledger's line that has its hash; None if there is none.
        since: What became of the edition since.
        not_seen: What could not be looked at, and why.
    """

    path: Path
    state: State = State.UNREADABLE
    sentence: str = ""
    record: Record | None = None
    differences: tuple[Difference, ...] = ()
    additions: tuple[Addition, ...] = ()
    signatures: tuple[Signature, ...] = ()
    entry: Entry | None = None
    since: Since = Since()
    not_seen: tuple[str, ...] = ()


def pronounced(verdict: Verdict, *, ledger: bool, project: bool) -> Verdict:
    """A verdict on a file with a record, with its word and its sentence.

    Args:
        verdict: All that was found.
        ledger: Whether there was a ledger to look into.
        project: Whether its facts were compared with those of a project.
    """
    state, words = next(_pronounced(verdict, ledger=ledger, project=project))
    return replace(verdict, state=state, sentence=f"{verdict.path.name} is {words}")


def _pronounced(verdict: Verdict, *, ledger: bool, project: bool) -> Iterator[tuple[State, str]]:
    """Words and sentences that are true of a file, the weightiest first."""
    found = verdict.differences
    kinds = {one.kind for one in found}
    if kinds == {DifferenceKind.BYTES}:
        yield State.REWRITTEN, _REWRITTEN
    if kinds == {DifferenceKind.LEDGER}:
        yield State.ALTERED, f"whole, but not what was issued: {found[0].words}"
    if found:
        yield State.ALTERED, f"not as it was issued: {plural(len(found), 'difference')}"
    if verdict.record is not None and verdict.record.draft:
        yield State.DRAFT, "a draft, which was never issued"
    if any(signature.trusted is False for signature in verdict.signatures):
        yield State.UNKNOWN, "whole, but no authority that you named vouches for its signer"
    if ledger and verdict.entry is None:
        yield State.UNKNOWN, "whole, but the ledger does not know it"
    reasons = list(_outdated(verdict))
    if reasons:
        yield State.OUTDATED, f"as it was issued, but {' and '.join(reasons)}"
    if project:
        yield State.CURRENT, "as it was issued, and its facts have not changed since"
    yield State.INTACT, "as it was issued"


_REWRITTEN = (
    "not the file that was issued: it was saved again by another program, or altered where neither "
    "a number nor a fact shows it"
)


def _outdated(verdict: Verdict) -> Iterator[str]:
    since = verdict.since
    due = sum(one.kind is ChangeKind.STALE for one in since.changes)
    changed = len(since.changes) - due
    if changed:
        yield f"{plural(changed, 'fact')} in it {'has' if changed == 1 else 'have'} changed since"
    if due:
        yield f"{plural(due, 'fact')} in it {'is' if due == 1 else 'are'} due for review"
    if since.newer is not None:
        yield f"edition {since.newer} has replaced it"
    elif any(one.kind == "stamp" for one in verdict.additions):
        yield "it is stamped as superseded"
