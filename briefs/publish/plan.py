"""Which editions a call asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from briefs.compose.page import find_prose
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic
from briefs.model.edition import Edition, editions_of
from briefs.model.errors import UsageError
from briefs.model.guess import did_you_mean
from briefs.model.project import BriefSettings, Paper, Project, Settings, every_locale_of
from briefs.model.text import fallbacks
from briefs.read.topic import prose_file


@dataclass(frozen=True, slots=True)
class Selection:
    """What a call asks for; empty means all.

    Attributes:
        briefs: Names of briefs, or of topics for all their briefs.
        audiences: Ids of audiences.
        locales: Locales, or languages for all their locales.
        paper: The paper, where it is not the brief's own.
        large_print: Whether in large print, or not; None: as the brief's settings say, which can
            be both.
    """

    briefs: Sequence[str] = ()
    audiences: Sequence[str] = ()
    locales: Sequence[str] = ()
    paper: Paper | None = None
    large_print: bool | None = None

    def takes(self, brief: BriefSettings) -> bool:
        """Whether it takes any of a brief's editions, by the brief's name."""
        return not self.briefs or bool({brief.name, brief.topic} & set(self.briefs))

    def topics(self, settings: Settings) -> set[str]:
        """Ids of the topics that it takes briefs of."""
        return {brief.topic for brief in settings.brief if self.takes(brief)}


def plan(project: Project, selection: Selection) -> tuple[list[Edition], list[Diagnostic]]:
    """The editions to build, and what stands in the way of others.

    Raises:
        UsageError: If the selection names what the project does not have, or leaves nothing.
    """
    settings = project.settings
    names = {name for brief in settings.brief for name in (brief.name, brief.topic)}
    _known("brief", selection.briefs, names)
    audiences = {name for brief in settings.brief for name in brief.audiences}
    _known("audience", selection.audiences, audiences)
    locales = {name for brief in settings.brief for name in every_locale_of(settings, brief)}
    languages = {name for locale in locales for name in fallbacks(locale)}
    _known("locale", selection.locales, languages)
    editions: list[Edition] = []
    findings: list[Diagnostic] = []
    asked = 0
    for brief in settings.brief:
        if not selection.takes(brief):
            continue
        for edition in _editions(project, brief, selection):
            asked += 1
            missing = _missing_prose(project, brief, edition)
            if missing is not None:
                findings.append(missing)
            elif composable(project, edition):
                editions.append(edition)
    if not asked:
        raise UsageError(
            "the selection leaves nothing to build", "run briefs list to see what there is"
        )
    return editions, findings


def asked(project: Project, selection: Selection) -> list[Edition]:
    """Every edition that a selection asks for, whether it can be composed or not."""
    return [
        edition
        for brief in project.settings.brief
        if selection.takes(brief)
        for edition in _editions(project, brief, selection)
    ]


def _editions(project: Project, brief: BriefSettings, selection: Selection) -> Iterator[Edition]:
    for edition in editions_of(
        project.settings, brief, paper=selection.paper, large_print=selection.large_print
    ):
        if selection.audiences and edition.audience not in selection.audiences:
            continue
        if selection.locales and not set(fallbacks(edition.locale)) & set(selection.locales):
            continue
        yield edition


def _missing_prose(project: Project, brief: BriefSettings, edition: Edition) -> Diagnostic | None:
    file = prose_to_write(project, edition)
    if file is None:
        return None
    return Diagnostic(
        Code.FILE_MISSING,
        f"there are no words for the audience {edition.audience} in {edition.locale}",
        brief.origin.at("audiences", brief.audiences.index(edition.audience)),
        f"write {file}",
    )


def prose_to_write(project: Project, edition: Edition) -> str | None:
    """The file, as a path from the root, in which nobody has written an edition's prose yet.

    None where there is prose, readable or not, and where topic or template are missing: that is a
    finding of its own.
    """
    topic = project.topics.get(edition.topic)
    if topic is None or edition.audience not in project.audiences:
        return None
    names = {f"{edition.audience}.{name}" for name in fallbacks(edition.locale)}
    if find_prose(topic, edition.audience, edition.locale) or names & topic.incomplete:
        return None
    return prose_file(edition.topic, edition.audience, edition.locale)


def composable(project: Project, edition: Edition) -> bool:
    """Whether topic, template, words and locale of an edition are all there."""
    topic = project.topics.get(edition.topic)
    if topic is None or edition.audience not in project.audiences:
        return False
    if not any(name in project.locales for name in fallbacks(edition.locale)):
        return False
    return find_prose(topic, edition.audience, edition.locale) is not None


def _known(what: str, asked: Iterable[str], known: Iterable[str]) -> None:
    names = sorted(known)
    for name in asked:
        if name not in names:
            raise UsageError(
                f'there is no {what} "{name}"',
                did_you_mean(name, names, f"choose from {', '.join(names)}"),
            )
