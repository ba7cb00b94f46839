"""Regenerate: build what changed, say what came due, leave the rest as it is.

A build stops at the first error anywhere, as a person who looks on wants it. Nobody looks on here:
where there are errors, each brief is built by itself, for each of its audiences in all its
languages, and those that the errors do not touch reach their readers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from briefs.compose.figures.blocks import FIGURE_SCHEME
from briefs.model.diagnostic import Diagnostic, Severity, in_order
from briefs.model.edition import Edition
from briefs.model.errors import EngineError, InputError
from briefs.model.freshness import Freshness
from briefs.model.ledger import Entry, Event, Series
from briefs.model.record import Change, ChangeKind, Record, RecordedFact, read_record
from briefs.publish import clock
from briefs.publish.build import Progress, Result, Written, build
from briefs.publish.check import Checked, check
from briefs.publish.editions.diff import Comparison, Group, Side, compare_sides
from briefs.publish.editions.issue import Action
from briefs.publish.editions.issued import formats_in_place, list_editions
from briefs.publish.editions.ledger import Ledger
from briefs.publish.editions.records import Records
from briefs.publish.engines import Engines, open_engines
from briefs.publish.facts import FactState, list_facts
from briefs.publish.plan import Selection, asked
from briefs.publish.project import OpenProject

AHEAD = 30
"""Days to look ahead for facts that come due."""


class ToReview(NamedTuple):
    """A printed fact that is due for review, or will be.

    Attributes:
        state: The fact.
        printed_in: The editions that print it, by their names.
    """

    state: FactState
    printed_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewEdition:
    """A series that has a new edition.

    Attributes:
        entry: The line by which the newest one was issued.
        record: What it prints.
        former_entry: The line of the one that readers had before; None if it is the first.
        former: What that one printed; None where that is not known.
        changes: Every fact that is not as it was, from the one to the other.
    """

    entry: Entry
    record: Record
    former_entry: Entry | None = None
    former: Record | None = None
    changes: Group | None = None

    @property
    def confirmed(self) -> tuple[RecordedFact, ...]:
        """Facts that say the same as before, of another day or with another day of review."""
        before = {fact.id: fact for fact in self.former.facts} if self.former else {}
        changed = {change.fact for change in self.changes.changes} if self.changes else set()
        return tuple(
            fact
            for fact in self.record.facts
            if fact.id in before.keys() - changed and _days(fact) != _days(before[fact.id])
        )

    @property
    def files_changed(self) -> tuple[str, ...]:
        """Files that it was made from and that are not as they were, facts aside; by path."""
        if self.former is None:
            return ()
        old = {**self.former.templates, **self.former.assets}
        new = {**self.record.templates, **self.record.assets}
        names = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
        return tuple(name for name in names if not name.startswith(FIGURE_SCHEME))


def _days(fact: RecordedFact) -> tuple[date, date, bool]:
    return fact.as_of, fact.review_by, fact.stale


@dataclass(frozen=True, slots=True)
class Regenerated:
    """What came of it.

    Attributes:
        day: The day on which facts were judged.
        folder: The output folder.
        new: Series that have a new edition.
        again: Lines of editions that newer engines have set again.
        written: Every file of the editions that could be built, as it stands now.
        findings: All findings, sorted: errors, and warnings with those of due facts among them.
        stopped: Briefs that were not built, as ``brief/audience``, and the errors that stopped
            each.
        failures: Engine errors by edition.
        due: Printed facts that wait for a review, the first one first.
        soon: Printed facts that come due within :data:`AHEAD` days, the first one first.
        left: Files that were left as they are, by their path below the output folder; those of
            briefs that were not built among them.
        retired: Where files were that a new edition was not built as, and that are kept now with
            the superseded ones, by their path below the output folder.
    """

    day: date
    folder: Path
    new: tuple[NewEdition, ...] = ()
    again: tuple[Entry, ...] = ()
    written: tuple[Written, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    stopped: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    failures: tuple[tuple[Edition, EngineError], ...] = ()
    due: tuple[ToReview, ...] = ()
    soon: tuple[ToReview, ...] = ()
    left: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the ledger has anything new to say."""
        return bool(self.new or self.again)

    @property
    def wants_somebody(self) -> bool:
        """Whether facts are due or anything is broken, so that somebody must look at it."""
        return bool(self.due or self.stopped or self.errors)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that stop a build."""
        return tuple(one for one in self.findings if one.severity is Severity.ERROR)

    @property
    def restored(self) -> tuple[Written, ...]:
        """Files that were missing and were made again as they were."""
        lines = (*self.again, *(one.entry for one in self.new))
        noted = {(line.series, file) for line in lines for file in line.files}
        return tuple(
            one
            for one in self.written
            if one.action is Action.REBUILD
            and (Series.of(one.edition), one.path.relative_to(self.folder).as_posix()) not in noted
        )

    @property
    def comparison(self) -> Comparison:
        """Every fact that changed in any edition, once, by topic."""
        return Comparison(
            Side("the editions before"), Side(self.day.isoformat()), tuple(_by_topic(self.new))
        )


def regenerate(
    project: OpenProject,
    selection: Selection = Selection(),  # noqa: B008 - frozen
    *,
    output: Path | None = None,
    today: date | None = None,
    since: int | None = None,
    engines: Engines | None = None,
    command: str = "briefs.regenerate()",
    progress: Progress = lambda _what, _count, _edition: None,
) -> Regenerated:
    """Build what changed since the last time; what did not change is left as it is.

    A web page or an edition in large print that was issued once, though no setting asks for it, is
    built again with the rest as long as its file is there.

    Args:
        project: The project.
        selection: Which briefs.
        output: The folder to write to; default: ``output/`` in the project.
        today: The day to judge facts on; default: that of ``SOURCE_DATE_EPOCH``, or today's.
        since: Count as new what the ledger says after so many lines; default: after its last one.
        engines: Warm engines to use; default: start some where they are needed, and end them.
        command: What the ledger says did it.
        progress: Told what begins.

    Raises:
        UsageError: If the selection names what the project does not have.
        EngineError: If the output folder cannot be written to, or its ledger is broken.
    """
    day = today or clock.today()
    folder = output or project.output
    ledger = Ledger(folder)
    begun = len(ledger.entries()) if since is None else since
    checked = check(project, selection, today=day)
    parts = _parts(project, selection) if checked.failed else {"": selection}
    wanted = {Series.of(one) for one in asked(project.content, selection)}
    in_place = formats_in_place(ledger)
    besides = _besides(in_place, wanted)
    wanted |= besides
    runs = [
        *((name, part, ()) for name, part in parts.items()),
        *_runs_of(besides),
    ]
    results: list[Result] = []
    stopped: dict[str, tuple[Diagnostic, ...]] = {}
    shared = open_engines(project, warm=False) if len(runs) > 1 and not engines else None
    with shared or nullcontext(engines) as own:
        for name, part, only in runs:
            if name in stopped:
                continue
            try:
                done = build(
                    project,
                    part,
                    output=folder,
                    today=day,
                    only=only,
                    also=in_place,
                    engines=own,
                    command=command,
                    progress=progress,
                )
            except InputError as error:
                stopped[name] = error.diagnostics
            else:
                results.append(done)
    if stopped.keys() == {""}:  # what only the making of an edition found
        stopped = dict.fromkeys(_parts(project, selection), stopped[""])
    lines = [one for one in ledger.entries()[begun:] if one.numbers and one.series in wanted]
    issued = {one.series for one in lines if one.event is Event.ISSUED}
    reviews = list(_reviews(project, checked, day))
    written = tuple(file for one in results for file in one.written)
    kept = [ledger.latest(one) for one in wanted if f"{one.brief}/{one.audience}" in stopped]
    return Regenerated(
        day,
        folder,
        tuple(_new_editions(ledger, [one for one in lines if one.series in issued])),
        tuple(one for one in lines if one.series not in issued),
        written,
        in_order(
            [
                *checked.findings,
                *(found for one in results for found in one.findings),
                *(found for one in stopped.values() for found in one),
            ]
        ),
        stopped,
        tuple(failure for one in results for failure in one.failures),
        tuple(one for one in reviews if one.state.state is not Freshness.FRESH),
        tuple(one for one in reviews if one.state.state is Freshness.FRESH),
        (
            *(
                one.path.relative_to(folder).as_posix()
                for one in written
                if one.action is Action.KEEP
            ),
            *sorted(file for one in kept if one for file in one.files),
        ),
        tuple(path.relative_to(folder).as_posix() for one in results for path in one.retired),
    )


def unreadable(folder: Path, day: date, findings: Iterable[Diagnostic]) -> Regenerated:
    """What comes of a project whose settings cannot be read at all: everything stays.

    Args:
        folder: The output folder.
        day: The day on which facts would have been judged.
        findings: What is wrong.
    """
    current = (one for one in list_editions(Ledger(folder)) if one.current)
    left = tuple(file for one in current for file in one.files)
    return Regenerated(day, folder, findings=in_order(list(findings)), left=left)


def _parts(project: OpenProject, selection: Selection) -> dict[str, Selection]:
    """What can be built by itself: a brief for one audience."""
    return {
        f"{edition.brief}/{edition.audience}": replace(
            selection, briefs=(edition.brief,), audiences=(edition.audience,)
        )
        for edition in asked(project.content, selection)
    }


def _besides(in_place: Iterable[Series], wanted: Collection[Series]) -> set[Series]:
    """Briefs in large print that no setting asks for, and that were issued all the same."""
    ordinary = {one._replace(large_print=False) for one in wanted}
    return {
        one
        for one in in_place
        if one.large_print and one not in wanted and one._replace(large_print=False) in ordinary
    }


def _runs_of(series: Iterable[Series]) -> Iterator[tuple[str, Selection, Collection[Series]]]:
    """A build for each of these, as what it can be stopped and what it takes."""
    for one in sorted(series, key=str):
        part = Selection((one.brief,), (one.audience,), (one.locale,), one.paper, large_print=True)
        yield f"{one.brief}/{one.audience}", part, {one}


def _reviews(project: OpenProject, checked: Checked, today: date) -> Iterator[ToReview]:
    """Printed facts that are due or soon will be, the first one first."""
    printed: dict[tuple[str, str], dict[str, None]] = {}
    for edition, page in checked.pages.items():
        for name in page.facts:
            printed.setdefault((edition.topic, name), {})[Series.of(edition).name] = None
    last = today + timedelta(days=min(AHEAD, (date.max - today).days))
    found = [
        ToReview(state, tuple(printed[state.topic.id, state.fact.id]))
        for state in list_facts(project, today)
        if (state.topic.id, state.fact.id) in printed and state.due <= last
    ]
    return iter(
        sorted(found, key=lambda one: (one.state.due, one.state.topic.id, one.state.fact.id))
    )


def _new_editions(ledger: Ledger, lines: Iterable[Entry]) -> Iterator[NewEdition]:
    """What was issued, a series at a time, by name."""
    records = Records(ledger.folder)
    own: dict[Series, list[Entry]] = {}
    for line in lines:
        own.setdefault(line.series, []).append(line)
    for series, entries in sorted(own.items(), key=lambda one: one[0].name):
        issued = [one for one in entries if one.event is Event.ISSUED]
        number = issued[0].supersedes
        former_entry = ledger.issued(series, number) if number is not None else None
        former = _record(records, former_entry)
        record = _record(records, entries[-1])
        if record is None:
            continue  # another program has taken it away meanwhile
        group = None
        if former is not None:
            told = [change for one in issued for change in _told(records, one)]
            group = _group(series, former, record, told)
        yield NewEdition(entries[-1], record, former_entry, former, group)


def _record(records: Records, entry: Entry | None) -> Record | None:
    data = records.get(entry.record) if entry else None
    return read_record(data) if data is not None else None


def _told(records: Records, entry: Entry) -> tuple[Change, ...]:
    record = _record(records, entry)
    return record.changes if record else ()


def _group(series: Series, old: Record, new: Record, told: Iterable[Change]) -> Group | None:
    """What changed from one edition of a series to another."""
    reasons = {one.fact: one.reason or "" for one in told if one.kind is ChangeKind.CORRECTED}
    sides = Side(series.name, record=old), Side(series.name, record=new, corrections=reasons)
    return next(iter(compare_sides(*sides).groups), None)


def _by_topic(new: Iterable[NewEdition]) -> Iterator[Group]:
    """The changes of all editions by topic; one that several tell is told once."""
    groups: dict[str, list[Group]] = {}
    for one in new:
        if one.changes is not None:
            groups.setdefault(one.entry.topic, []).append(one.changes)
    for topic, own in groups.items():
        changes = {change.fact: change for group in reversed(own) for change in group.changes}
        yield Group(
            topic,
            tuple(changes[name] for name in sorted(changes)),
            {name: source for group in own for name, source in group.old_sources.items()},
            {name: source for group in own for name, source in group.new_sources.items()},
        )
