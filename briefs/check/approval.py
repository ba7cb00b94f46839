"""Rules for approvals: each names something, fits it as it is now, and has not run out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from briefs.check.approvable import Register, Standing, Subject, part_of
from briefs.model.approval import BRIEF, FACT, SHORTEST, Approval
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Severity
from briefs.model.edition import Edition
from briefs.model.guess import did_you_mean
from briefs.model.project import Project, Requirement

_BY = '--by "Name, role"'


def check_approvals(
    project: Project,
    printed: Mapping[Edition, Sequence[str]],
    contents: Mapping[Edition, str],
    today: date,
    *,
    draft: bool = False,
) -> Iterator[Diagnostic]:
    """Findings in ``approvals.yaml``, and what is to be built and lacks an approval.

    Args:
        project: The project.
        printed: Ids of the facts that each edition prints, of those that are to be built.
        contents: The content hash of each edition of which it is known: of those to be built, and
            of all others of their briefs, for else the approval of a whole brief counts for
            nothing.
        today: The day to judge them on.
        draft: Whether drafts are to be built, which need no approval.
    """
    required = project.settings.policy.require_approval
    if not project.approvals and required is Requirement.NOTHING:
        return
    register = Register(project, contents, today)
    for approval in project.approvals:
        yield from _impossible(approval)
        yield from _unknown(approval, register)
    wanting = {} if draft else _wanting(register, printed)
    yield from _not_in_force(register, {edition.topic for edition in printed}, wanting)
    if "approvals" not in project.incomplete:
        yield from _missing(register, wanting)
    if required.of_briefs and not draft:
        yield from _unapprovable(register, printed)


def _impossible(approval: Approval) -> Iterator[Diagnostic]:
    if approval.until is not None and approval.until < approval.on:
        yield Diagnostic(
            Code.DATE_IMPOSSIBLE,
            f'the approval of "{approval.of}" is of {approval.on} and ends before that, on '
            f"{approval.until}",
            approval.origin.at("until"),
            "correct the date that is wrong",
        )


def _unknown(approval: Approval, register: Register) -> Iterator[Diagnostic]:
    """An approval of what is not there, or of what could be one of two."""
    name = approval.of
    facts = register.facts(name)
    if len(facts) > 1:
        mend = " or ".join(f"{FACT}{topic.id}/{fact.id}" for topic, fact in facts)
        yield _finding(
            Code.APPROVAL_UNKNOWN,
            f'"{name}" is a fact of {len(facts)} topics, and nobody can tell which one is approved',
            approval,
            "of",
            f"name {mend}",
        )
    elif not facts and not register.editions(name) and not _may_be_unread(name, register):
        yield _finding(
            Code.APPROVAL_UNKNOWN,
            f'"{name}" is approved, but the project has no such {name.partition(":")[0]}',
            approval,
            "of",
            did_you_mean(name, register.names, "delete the entry"),
        )


def _may_be_unread(name: str, register: Register) -> bool:
    topics = register.project.topics.values()
    return name.startswith(FACT) and any("facts" in topic.incomplete for topic in topics)


def _wanting(
    register: Register, printed: Mapping[Edition, Sequence[str]]
) -> dict[str, dict[str, None]]:
    """What is to be built, must be approved and is not.

    Returns:
        Names of parts and of facts, each once, in their order, by the brief's name.
    """
    required = register.project.settings.policy.require_approval
    wanting: dict[str, dict[str, None]] = {}
    for edition, facts in printed.items():
        topic = register.project.topics[edition.topic]
        subjects = [register.fact(topic, name) for name in facts] if required.of_facts else []
        names = [subject.name for subject in subjects if not subject.is_approved]
        part = part_of(edition)
        asked_for = edition in register.editions(part)
        if required.of_briefs and asked_for and not _is_approved(part, register):
            names.insert(0, part)
        if names:
            wanting.setdefault(edition.brief, {}).update(dict.fromkeys(names))
    return wanting


def _is_approved(part: str, register: Register) -> bool:
    """Whether a part of a brief is approved, by itself or with the whole."""
    return any(subject.is_approved for subject in _speaking_of(part, register))


def _speaking_of(part: str, register: Register) -> Iterator[Subject]:
    """A part of a brief and the whole, as far as their state is known."""
    for name in (part, part.partition("/")[0]):
        subject = register.subject(name)
        if subject is not None:
            yield subject


def _not_in_force(
    register: Register, topics: Collection[str], wanting: Mapping[str, Collection[str]]
) -> Iterator[Diagnostic]:
    """The latest approval of each thing that is not approved as it is now.

    Args:
        register: All that can be approved.
        topics: Ids of the topics that are judged.
        wanting: Names of what must be approved and is not, by brief.
    """
    missed = {name for names in wanting.values() for name in names}
    named = [register.subject(approval.of) for approval in register.project.approvals]
    for subject in {one.name: one for one in named if one is not None}.values():
        if any(topic.id not in topics for topic, _ in register.facts(subject.name)):
            continue
        parts = {part_of(edition) for edition in register.editions(subject.name)}
        covered = bool(parts) and all(_is_approved(part, register) for part in parts)
        if not subject.is_approved and not covered:
            yield _lapsed(subject, blocks=bool(missed & {subject.name, *parts}))


def _lapsed(subject: Subject, *, blocks: bool) -> Diagnostic:
    """An approval that was given to another state, or has run out."""
    approval = subject.approvals[0]
    severity = Severity.ERROR if blocks else Severity.WARNING
    again = f"look at it again and run briefs approve {subject.name} {_BY}"
    if subject.standing is Standing.EXPIRED:
        said = f"the approval of {subject.name} ran out on {approval.until}"
        said += f"; it was given by {approval.by}"
        return _finding(Code.APPROVAL_EXPIRED, said, approval, "until", again, severity)
    said = f"{subject.name} has changed since it was approved on {approval.on} by {approval.by}"
    now = f"; its hash is now {subject.hash[:SHORTEST]}"
    return _finding(Code.APPROVAL_VOID, said, approval, "hash", f"{again}{now}", severity)


def _missing(register: Register, wanting: Mapping[str, Collection[str]]) -> Iterator[Diagnostic]:
    """For each brief, what nobody has approved ever; of the rest, its last approval is found."""
    place = register.project.settings.policy.origin.at("require_approval")
    for brief, names in wanting.items():
        new = _gathered(brief, [name for name in names if _is_new(name, register)], register)
        if new:
            yield Diagnostic(
                Code.APPROVAL_MISSING,
                f'the brief "{brief}" may not be built until somebody approves {", ".join(new)}',
                place,
                f"look at {'it' if len(new) == 1 else 'them'} and run briefs approve "
                f"{' '.join(new)} {_BY}; or build a draft with --draft",
            )


def _is_new(name: str, register: Register) -> bool:
    """Whether no approval speaks of it, of no state of it."""
    found = _speaking_of(name, register) if name.startswith(BRIEF) else [register.subject(name)]
    return all(one is None or one.standing is Standing.MISSING for one in found)


def _gathered(brief: str, names: list[str], register: Register) -> list[str]:
    """The names, with that of the whole brief instead of those of all its parts."""
    whole = f"{BRIEF}{brief}"
    parts = {part_of(edition) for edition in register.editions(whole)}
    if len(parts) < 2 or not parts <= set(names):
        return names
    return [whole, *(name for name in names if name not in parts)]


def _unapprovable(
    register: Register, printed: Mapping[Edition, Sequence[str]]
) -> Iterator[Diagnostic]:
    """Editions of another paper or print than ``briefs.toml`` asks for: nobody has seen these."""
    for edition in printed:
        if edition not in register.editions(part_of(edition)):
            yield Diagnostic(
                Code.APPROVAL_MISSING,
                f"{edition} on {edition.paper} is not an edition that briefs.toml asks for, so it "
                "cannot be approved",
                register.project.settings.policy.origin.at("require_approval"),
                "set paper and large_print in briefs.toml, or build a draft with --draft",
            )


def _finding(
    code: Code,
    message: str,
    approval: Approval,
    key: str,
    mend: str,
    severity: Severity = Severity.WARNING,
) -> Diagnostic:
    return Diagnostic(code, message, approval.origin.at(key), mend, severity)
