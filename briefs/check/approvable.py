"""What can be approved, as it is now, and how it stands with the approvals that there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from briefs.model.approval import BRIEF, FACT, Approval
from briefs.model.digests import brief_hash, fact_hash
from briefs.model.edition import Edition, editions_of
from briefs.model.fact import Fact
from briefs.model.project import Project
from briefs.model.topic import Topic


class Standing(StrEnum):
    """How something stands: approved, or why it is not."""

    APPROVED = "approved"
    VOID = "void"
    EXPIRED = "expired"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Subject:
    """A fact, a brief, or the part of a brief that is for one audience in one locale.

    Attributes:
        name: As it is best named: ``fact:ID``, or with its topic where two topics have the id.
        hash: Of its state.
        standing: How it stands.
        approvals: Those that make it so, the latest first: in force, run out, or of another state.
    """

    name: str
    hash: str
    standing: Standing
    approvals: tuple[Approval, ...] = ()

    @property
    def is_approved(self) -> bool:
        """Whether an approval of it is in force."""
        return self.standing is Standing.APPROVED


def part_of(edition: Edition) -> str:
    """The part of a brief that an edition is of, as an approval names it."""
    return f"{BRIEF}{edition.brief}/{edition.audience}.{edition.locale}"


def whole_of(edition: Edition) -> str:
    """The brief that an edition is of, as an approval names it."""
    return f"{BRIEF}{edition.brief}"


class Register:
    """Finds by its name what can be approved, and how it stands.

    Args:
        project: All that was read.
        contents: The content hash of each edition of which it is known.
        today: The day to judge on.
    """

    def __init__(self, project: Project, contents: Mapping[Edition, str], today: date) -> None:
        self.project = project
        self._contents = contents
        self._today = today
        self._approvals: dict[str, list[Approval]] = defaultdict(list)
        self._editions: dict[str, list[Edition]] = defaultdict(list)
        self._facts: dict[str, list[tuple[Topic, Fact]]] = defaultdict(list)
        self._known: dict[str, Subject | None] = {}
        for approval in project.approvals:
            self._approvals[approval.of].append(approval)
        for brief in project.settings.brief:
            for edition in editions_of(project.settings, brief):
                self._editions[whole_of(edition)].append(edition)
                self._editions[part_of(edition)].append(edition)
        for topic in project.topics.values():
            for fact in topic.facts.values():
                for name in (f"{FACT}{fact.id}", f"{FACT}{topic.id}/{fact.id}"):
                    self._facts[name].append((topic, fact))

    @property
    def names(self) -> list[str]:
        """Every name that an approval may have: of briefs, of their parts, of facts."""
        return [*self._editions, *self._facts]

    def editions(self, name: str) -> list[Edition]:
        """The editions of a brief or of a part of it, as ``briefs.toml`` has them."""
        return self._editions.get(name, [])

    def facts(self, name: str) -> list[tuple[Topic, Fact]]:
        """The facts that a name can mean: none, one, or one of each of several topics."""
        return self._facts.get(name, [])

    def subject(self, name: str) -> Subject | None:
        """What a name means, if it means one thing and the state of that is known."""
        if name not in self._known:
            self._known[name] = self._find(name)
        return self._known[name]

    def fact(self, topic: Topic, name: str) -> Subject:
        """A fact of a topic, by its id."""
        subject = self.subject(f"{FACT}{topic.id}/{name}")
        assert subject is not None  # the topic has it  # noqa: S101
        return subject

    def _find(self, name: str) -> Subject | None:
        if name.startswith(BRIEF):
            editions = self.editions(name)
            known = {one: self._contents[one] for one in editions if one in self._contents}
            whole = bool(known) and len(known) == len(editions)
            return self._judged((name,), brief_hash(known)) if whole else None
        if len(self.facts(name)) != 1:
            return None
        topic, fact = self.facts(name)[0]
        short, long = f"{FACT}{fact.id}", f"{FACT}{topic.id}/{fact.id}"
        alone = len(self.facts(short)) == 1
        return self._judged((short, long) if alone else (long,), fact_hash(topic, fact))

    def _judged(self, names: Iterable[str], digest: str) -> Subject:
        """A subject with its standing.

        Args:
            names: All its names, the best one first.
            digest: The hash of its state.
        """
        first = next(iter(names))
        found = [approval for name in names for approval in self._approvals.get(name, ())]
        latest = sorted(found, key=lambda one: (one.on, one.origin.at("of")), reverse=True)
        fitting = [one for one in latest if one.fits(digest)]
        in_force = [one for one in fitting if not one.has_run_out(self._today)]
        for standing, approvals in (
            (Standing.APPROVED, in_force),
            (Standing.EXPIRED, fitting),
            (Standing.VOID, latest),
        ):
            if approvals:
                return Subject(first, digest, standing, tuple(approvals))
        return Subject(first, digest, Standing.MISSING)
