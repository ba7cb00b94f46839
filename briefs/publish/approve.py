"""Approve facts and briefs: find what is named, and add to ``approvals.yaml`` who approved it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from briefs.check.approvable import Register, Subject, part_of, whole_of
from briefs.compose.page import Page
from briefs.model.approval import BRIEF, FACT, Approval
from briefs.model.edition import Edition
from briefs.model.errors import EngineError, InputError, UsageError
from briefs.model.guess import did_you_mean
from briefs.publish import clock
from briefs.publish.approvals import content_of
from briefs.publish.cache import cache_folder
from briefs.publish.check import calendar_of, check
from briefs.publish.facts import FactState, find_fact
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject
from briefs.publish.write import write_atomically
from briefs.read.approvals import approvals_in
from briefs.read.characters import refused_in
from briefs.read.workspace import APPROVALS
from briefs.read.yaml import parse_yaml

_HEAD = "# Who approved what, as it was on that day. The command briefs approve adds to it.\n"
_DASH = re.compile(rb"^([ ]*)- ", re.MULTILINE)
_PATIENCE = 10
"""Seconds that another run may take to add its own."""


@dataclass(frozen=True, slots=True)
class Approvable:
    """What can be approved, with what somebody must see before.

    Attributes:
        subject: Its name, its hash, and how it stands.
        fact: Of a fact: how it is today.
        contents: Of a brief: the content hash of each of its editions.
    """

    subject: Subject
    fact: FactState | None = None
    contents: Mapping[Edition, str] = field(default_factory=dict)


def find(project: OpenProject, names: Sequence[str], today: date | None = None) -> list[Approvable]:
    """What names mean, each thing once.

    Args:
        project: The project.
        names: ``fact:ID``, ``fact:TOPIC/ID``, ``brief:NAME`` or ``brief:NAME/AUDIENCE.LOCALE``.
        today: The day to judge it on; default: that of ``SOURCE_DATE_EPOCH``, or today's.

    Raises:
        UsageError: If a name means nothing, or one of several facts.
        InputError: If what it means cannot be read or composed.
    """
    day = today or clock.today()
    _want_readable(project)
    known = Register(project.content, {}, day)
    for name in names:
        _want_one(name, known)
    briefs = {one.brief for name in names for one in known.editions(name)}
    contents = _composed(project, briefs, day)[1] if briefs else {}
    register = Register(project.content, contents, day)
    found = [_approvable(name, register, project, contents, day) for name in names]
    return list({one.subject.name: one for one in found}.values())


def _approvable(
    name: str,
    register: Register,
    project: OpenProject,
    contents: Mapping[Edition, str],
    day: date,
) -> Approvable:
    subject = register.subject(name)
    assert subject is not None  # it is one thing, and composed  # noqa: S101
    state = None
    for topic, fact in register.facts(name):
        state = find_fact(project, f"{topic.id}/{fact.id}", day)
    return Approvable(subject, state, {one: contents[one] for one in register.editions(name)})


def standings(project: OpenProject, today: date | None = None) -> list[Subject]:
    """How all that can be built stands: the parts of briefs, then the facts that they print.

    A part that is approved with its brief stands as the brief does. Facts that are approved and
    printed nowhere come last.

    Args:
        project: The project.
        today: The day to judge it on; default: that of ``SOURCE_DATE_EPOCH``, or today's.

    Raises:
        InputError: If a page cannot be composed, so that nobody knows what it prints.
    """
    day = today or clock.today()
    _want_readable(project)
    pages, contents = _composed(project, (), day)
    register = Register(project.content, contents, day)
    topics = project.content.topics
    found = [_part(edition, register) for edition in pages]
    found += [
        register.fact(topics[edition.topic], name)
        for edition, page in pages.items()
        for name in page.facts
    ]
    for approval in project.content.approvals:
        subject = register.subject(approval.of) if register.facts(approval.of) else None
        found += [subject] if subject else []
    return list({one.name: one for one in found}.values())


def _part(edition: Edition, register: Register) -> Subject:
    """The part of a brief that an edition is of; it stands as the whole where that is better."""
    part, whole = (register.subject(name) for name in (part_of(edition), whole_of(edition)))
    assert part is not None  # all are composed  # noqa: S101
    if whole is None or part.is_approved or (part.approvals and not whole.is_approved):
        return part
    return replace(part, standing=whole.standing, approvals=whole.approvals)


def _composed(
    project: OpenProject, briefs: Iterable[str], day: date
) -> tuple[Mapping[Edition, Page], Mapping[Edition, str]]:
    """The pages of briefs, or of all, with their content hashes.

    Raises:
        InputError: If there is an error in them.
    """
    checked = check(project, Selection(tuple(briefs)), today=day, allow_stale=True, draft=True)
    if checked.failed:
        raise InputError(checked.findings, "nothing was approved")
    content = project.content
    contents = {}
    for edition, page in checked.pages.items():
        calendar = calendar_of(content, content.topics[edition.topic], day)
        contents[edition] = content_of(edition, page, content, calendar)
    return checked.pages, contents


def _want_readable(project: OpenProject) -> None:
    """Approvals, facts and sources must be read whole: what is missing would mislead.

    Raises:
        InputError: If they are not.
    """
    content = project.content
    topics = content.topics.values()
    unread = any(topic.incomplete & {"topic", "facts", "sources"} for topic in topics)
    missing = {brief.topic for brief in content.settings.brief} - content.topics.keys()
    if unread or missing or "approvals" in content.incomplete:
        raise InputError(project.findings, "nothing was approved")


def _want_one(name: str, register: Register) -> None:
    """A name must mean one thing.

    Raises:
        UsageError: If it does not.
    """
    facts = register.facts(name)
    if len(facts) == 1 or register.editions(name):
        return
    if facts:
        named = " or ".join(f"{FACT}{topic.id}/{fact.id}" for topic, fact in facts)
        raise UsageError(f'"{name}" is a fact of {len(facts)} topics', f"name {named}")
    whole = [f"{kind}{name}" for kind in (FACT, BRIEF) if f"{kind}{name}" in register.names]
    otherwise = "name fact:ID, fact:TOPIC/ID, brief:NAME or brief:NAME/AUDIENCE.LOCALE"
    mend = f"name {' or '.join(whole)}" if whole else did_you_mean(name, register.names, otherwise)
    raise UsageError(f'there is no "{name}" to approve', mend)


def approve(
    project: OpenProject,
    subjects: Iterable[Subject],
    *,
    by: str,
    until: date | None = None,
    note: str | None = None,
) -> list[Approval]:
    """Add to ``approvals.yaml`` that these are approved as they are; what stands there stays.

    Args:
        project: The project.
        subjects: What is approved.
        by: Who approves it: name and role.
        until: The last day on which that counts.
        note: For other editors.

    Returns:
        The approvals that were added: none of what the same person has approved so before.

    Raises:
        UsageError: If a word cannot stand in the file, or the day is over.
        EngineError: If the file cannot be written; what stood there still stands.
    """
    today = clock.day_here()
    if until is not None and until < today:
        raise UsageError(f"the last day, {until}, is over", "name a later day with --until")
    path = (project.root / APPROVALS).resolve()
    with _alone(path):
        data = path.read_bytes() if path.is_file() else b""
        there = _approvals_in(data)
        new = [_approval(subject, by, today, until, note) for subject in subjects]
        new = [one for one in new if not any(_same(one, other) for other in there)]
        if new:
            longer = _with_entries(data, new)
            if _approvals_in(longer) != [*there, *new]:
                raise UsageError(
                    f"{APPROVALS} cannot be added to, because of how its list is written",
                    "write each entry on lines of its own, with a dash before the first: - of: …",
                )
            try:
                write_atomically(path, longer)
            except EngineError as error:
                raise EngineError(error.message, "nothing was approved; free the place") from error
    return new


def _approval(
    subject: Subject, by: str, on: date, until: date | None, note: str | None
) -> Approval:
    for option, words in (("--by", by), ("--note", note or "")):
        for _, character in refused_in(words):
            raise UsageError(
                f"{option} holds the character U+{ord(character):04X}, which no file may hold",
                "write it anew without that character",
            )
    plain = {"of": subject.name, "hash": subject.hash, "by": by, "on": on}
    try:
        return Approval.model_validate(plain | {"until": until, "note": note})
    except ValidationError as error:
        option = f"--{error.errors()[0]['loc'][0]}"
        raise UsageError(f"{option} is empty", f'write it in quotes: {option} "…"') from error


def _same(new: Approval, old: Approval) -> bool:
    """Whether an approval says nothing more than one that is there."""
    fits = new.of == old.of and old.fits(new.hash)
    return fits and (new.by, new.until) == (old.by, old.until)


def _approvals_in(data: bytes) -> list[Approval]:
    """The approvals in a file; none where it cannot be read."""
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    document = parse_yaml(text, APPROVALS)
    found = approvals_in(document)
    return [] if document.diagnostics else list(found)


def _with_entries(data: bytes, approvals: Iterable[Approval]) -> bytes:
    """A file with entries at its end, with the dashes and line ends of those before."""
    end = b"\r\n" if b"\r\n" in data else b"\n"
    dash = _DASH.search(data)
    indent = dash[1].decode() if dash else ""
    before = data or _HEAD.encode()
    if not before.endswith(b"\n"):
        before += end
    entries = "".join(f"\n{_entry(one, indent)}" for one in approvals)
    return before + entries.encode().replace(b"\n", end)


def _entry(approval: Approval, indent: str) -> str:
    plain = approval.model_dump(mode="json", exclude_none=True)
    lines = [f"{key}: {_scalar(key, value)}" for key, value in plain.items()]
    return "".join(f"{indent}{'  ' if at else '- '}{line}\n" for at, line in enumerate(lines))


def _scalar(key: str, value: str) -> str:
    """A text as YAML: names and days as they are, words in quotes, which JSON has in common."""
    return value if key in {"of", "on", "until"} else json.dumps(value, ensure_ascii=False)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else adds to the same file meanwhile.

    Raises:
        EngineError: If another run does so for long.
    """
    from filelock import FileLock, Timeout  # here, since who only looks needs none

    name = hashlib.sha256(str(path).encode("utf-8", "surrogatepass")).hexdigest()
    folder = cache_folder() / "locks"
    lock = FileLock(folder / f"{name}.lock", timeout=_PATIENCE)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise EngineError(
            f"another run of briefs has been adding to {path} for {_PATIENCE} seconds",
            "wait for it to end, and run this again",
        ) from error
    except OSError as error:
        raise EngineError(
            f"{folder} cannot be written: {error.strerror or error}",
            "free the place, or name another with BRIEFS_CACHE",
        ) from error
    try:
        yield
    finally:
        lock.release()
