"""What differs, by fact, between two editions or two states of a fact base."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from briefs.model.changes import Claims, compare
from briefs.model.diagnostic import Diagnostic
from briefs.model.errors import InputError, UsageError
from briefs.model.ledger import Series
from briefs.model.project import Project
from briefs.model.read_back import Unreadable
from briefs.model.record import Change, ChangeKind, Record, RecordedSource, read_record
from briefs.publish import clock
from briefs.publish.editions.issued import IssuedEdition, find_edition, list_editions
from briefs.publish.editions.ledger import Ledger
from briefs.publish.editions.records import Records
from briefs.publish.editions.revision import files_of
from briefs.publish.editions.states import State, state_of
from briefs.publish.project import OpenProject, open_project
from briefs.read.locales import LOCALES
from briefs.read.project import read_project
from briefs.read.workspace import builtin_root, find_root, output_folder
from briefs.render.read_back.reader import FileReader

HERE = "."
"""The project as it is now."""

_EDITION = re.compile(r"[a-z0-9-]+/[a-z0-9-]+\.[A-Za-z0-9.-]+(?:@\d+)?")


@dataclass(frozen=True, slots=True)
class Side:
    """One of two that are compared: an edition, or the facts of a project.

    Attributes:
        name: What it is called: a file, an edition's name and number, a folder, a revision.
        record: What the edition printed; None of a project.
        project: What was read; None of an edition.
        corrections: What was wrong with facts of former editions, by id.
    """

    name: str
    record: Record | None = None
    project: Project | None = None
    corrections: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """What changed in one topic, or from one edition to another.

    Attributes:
        title: The topic's id, or the edition's name without its number.
        changes: By fact: corrected, updated, withdrawn, stale, added, dropped.
        old_sources: Where the former facts are from, by id.
        new_sources: Where the newer facts are from, by id.
    """

    title: str
    changes: tuple[Change, ...]
    old_sources: Mapping[str, RecordedSource]
    new_sources: Mapping[str, RecordedSource]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides and what changed from the old one to the new one.

    Attributes:
        old: The former one.
        new: The newer one.
        groups: Those in which something changed.
    """

    old: Side
    new: Side
    groups: tuple[Group, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes."""
        return tuple(change for group in self.groups for change in group.changes)


def diff(
    old: str,
    new: str,
    *,
    project: Path | None = None,
    output: Path | None = None,
    today: date | None = None,
) -> Comparison:
    """What changed, by fact.

    Args:
        old: A file of an edition; an edition's name as in ``brief/audience.locale@2``; the folder
            of a project, ``.`` for the project itself; or a git revision of the project.
        new: Another one.
        project: The project's folder; default: the nearest one above where we are.
        output: The folder that was built to; default: ``output/`` in the project.
        today: The day on which facts are stale or not, where an edition is compared with a fact
            base; default: that of ``SOURCE_DATE_EPOCH``, or today's.

    Raises:
        UsageError: If one of them is not there, or they have nothing to compare.
        InputError: If the facts of a project cannot be read whole.
    """
    former, newer = (_side(name, project, output) for name in (old, new))
    corrections = _corrections(former, newer, project, output)
    return compare_sides(former, replace(newer, corrections=corrections), today)


def compare_sides(old: Side, new: Side, today: date | None = None) -> Comparison:
    """What changed from one side to the other.

    Of an edition and a fact base the facts are compared that the edition prints.

    Args:
        old: The former one.
        new: The newer one.
        today: The day on which facts are stale or not; default: as in :func:`diff`.

    Raises:
        UsageError: If they are of different topics.
    """
    found = list(_groups(old, new, today))
    return Comparison(old, new, tuple(group for group in found if group.changes))


def _groups(old: Side, new: Side, today: date | None) -> Iterator[Group]:
    if old.project is not None and new.project is not None:
        topics = dict.fromkeys([*old.project.topics, *new.project.topics])
        for name in topics:
            yield _group(name, _state(old.project, name), _state(new.project, name), {})
        return
    record = old.record or new.record
    assert record is not None  # noqa: S101 - a side is a record or a project
    _want_one_topic(old, new)
    title = Series.of(record).name
    if old.record and new.record and Series.of(old.record) != Series.of(new.record):
        title = f"{title} → {Series.of(new.record).name}"
    printed = {fact.id for fact in record.facts}
    day = today or clock.today()
    before, after = (_claimed(side, record, printed, day) for side in (old, new))
    yield _group(title, before, after, new.corrections)


def _claimed(side: Side, record: Record, printed: set[str], today: date) -> State:
    """What a side claims of the facts that an edition printed."""
    if side.record is not None:
        return State(Claims.of(side.record), frozenset(), {})
    assert side.project is not None  # noqa: S101 - a side is a record or a project
    topic = side.project.topics[record.topic]
    return state_of(side.project, topic, locale=record.locale, only=printed, today=today)


def _state(project: Project, topic: str) -> State:
    """A topic's facts; none where the project does not have it."""
    found = project.topics.get(topic)
    return State(Claims(()), frozenset(), {}) if found is None else state_of(project, found)


def _group(title: str, old: State, new: State, corrections: Mapping[str, str]) -> Group:
    held, freed = new.held - old.held, old.held - new.held
    before = old.claims._replace(
        facts=tuple(fact for fact in old.claims.facts if fact.id not in freed)
    )
    after = new.claims._replace(
        facts=tuple(fact for fact in new.claims.facts if not _held_back(fact.id, held, old))
    )
    found = compare(before, after, corrections=corrections)
    return Group(
        title,
        tuple(_reasoned(change, new.reasons) for change in found),
        {source.id: source for source in old.claims.sources},
        {source.id: source for source in new.claims.sources},
    )


def _held_back(name: str, held: frozenset[str], old: State) -> bool:
    """Whether a fact that could be printed is held now: for readers it is gone."""
    return name in held and any(fact.id == name for fact in old.claims.facts)


def _reasoned(change: Change, reasons: Mapping[str, str]) -> Change:
    """A fact that is gone with the reason that the fact base gives for it."""
    if change.new is not None or change.reason or change.fact not in reasons:
        return change
    return change.model_copy(update={"reason": reasons[change.fact]})


def _want_one_topic(old: Side, new: Side) -> None:
    """Facts of different topics have nothing in common but perhaps an id.

    Raises:
        UsageError: If there is no topic that both have.
    """
    topics = [
        {side.record.topic} if side.record else set(side.project.topics if side.project else ())
        for side in (old, new)
    ]
    if not topics[0] & topics[1]:
        raise UsageError(
            f"{old.name} is of the topic {_listed(topics[0])}, and {new.name} of "
            f"{_listed(topics[1])}: no fact is in both",
            "name two of the same topic",
        )


def _listed(topics: set[str]) -> str:
    return ", ".join(sorted(topics)) or "none"


# --- What is meant -----------------------------------------------------------------------------


def _side(name: str, project: Path | None, output: Path | None) -> Side:
    path = Path(name)
    if path.is_file():
        return Side(name, record=_record_in(path))
    if name == HERE:
        return _of_project(name, open_project(project))
    if path.is_dir():
        return _of_project(name, open_project(path))
    if _EDITION.fullmatch(name):
        return _edition_or_revision(name, project, output)
    return _of_revision(name, project)


def _record_in(path: Path) -> Record:
    """The record that a PDF or a web page carries.

    Raises:
        UsageError: If it has none that can be read.
    """
    try:
        data = path.read_bytes()
        with FileReader() as reader:
            record = reader.read(data).record
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error
    except Unreadable as error:
        raise UsageError(f"{path} cannot be read: {error}", _NAME_A_FILE) from error
    if record is None:
        raise UsageError(f"{path} carries no record of its facts", _NAME_A_FILE)
    return _parsed(record, str(path))


_NAME_A_FILE = "name a PDF or a web page that briefs has issued"


def _parsed(data: bytes, name: str) -> Record:
    try:
        return read_record(data)
    except ValueError as error:
        raise UsageError(
            f"the record of {name} cannot be read: {error}",
            "briefs verify tells whether the file is as it was issued",
        ) from error


def _of_project(name: str, opened: OpenProject) -> Side:
    """A project whose facts can be read whole.

    Raises:
        InputError: If they cannot.
    """
    _want_whole(opened.content, opened.findings)
    return Side(name, project=opened.content)


def _want_whole(project: Project, findings: tuple[Diagnostic, ...], outcome: str = "") -> None:
    """A fact that cannot be read would be taken for one that is gone.

    Raises:
        InputError: If a topic, its facts or its sources cannot be read, or words of no locale.
    """
    topics = project.topics
    there = {brief.topic for brief in project.settings.brief} <= set(topics)
    broken = any(topic.incomplete & {"topic", "facts", "sources"} for topic in topics.values())
    if broken or not there or not project.locales:
        raise InputError(findings, outcome)


def _edition_or_revision(name: str, project: Path | None, output: Path | None) -> Side:
    """An edition by its name; a branch can be called like one."""
    try:
        found = find_edition(Ledger(output_folder(output, project)), name)
    except UsageError as error:
        try:
            return _of_revision(name, project)
        except UsageError:
            raise error from None
    record = _stored(found, Records(output_folder(output, project)))
    return Side(found.name, record=record)


def _stored(edition: IssuedEdition, records: Records) -> Record:
    data = records.get(edition.record)
    if data is None:
        raise UsageError(
            f"the record of {edition.name} is not stored any more", "name a file of that edition"
        )
    return _parsed(data, edition.name)


def _of_revision(name: str, project: Path | None) -> Side:
    """The facts of the project as a revision has them.

    Raises:
        UsageError: If it can be no revision.
        InputError: If its facts cannot be read whole.
    """
    root = find_root(Path.cwd(), project)
    with files_of(root, name) as revision:
        if (root / LOCALES).is_dir():
            shutil.copytree(root / LOCALES, revision.folder / LOCALES)
        builtin = builtin_root()
        below = revision.folder if builtin == root else builtin  # else today's would fill its gaps
        content, findings = read_project(revision.folder, below)
        outcome = f"these are the files as {name} has them"
        if content is None:
            raise InputError(findings, outcome)
        _want_whole(content, findings, outcome)
    commit = "" if revision.commit in name else f" ({revision.commit})"
    return Side(f"{name}{commit}", project=content)


def _corrections(old: Side, new: Side, project: Path | None, output: Path | None) -> dict[str, str]:
    """What was wrong with facts of the old edition, as all editions since have told it."""
    if not old.record or not new.record or Series.of(old.record) != Series.of(new.record):
        return {}
    numbers = range(old.record.edition + 1, new.record.edition)
    return {
        change.fact: change.reason or ""
        for record in (*_records_of(Series.of(new.record), numbers, project, output), new.record)
        for change in record.changes
        if change.kind is ChangeKind.CORRECTED
    }


def _records_of(
    series: Series, numbers: range, project: Path | None, output: Path | None
) -> Iterator[Record]:
    """The stored records of a series, of those of its editions that are asked for."""
    if not numbers:
        return
    try:
        folder = output_folder(output, project)
    except UsageError:  # two files from anywhere, and no project at hand
        return
    records = Records(folder)
    for edition in list_editions(Ledger(folder)):
        if edition.series == series and edition.number in numbers:
            data = records.get(edition.record)
            if data is not None:
                yield _parsed(data, f"{series.name}@{edition.number}")
