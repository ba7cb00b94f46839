"""``briefs regenerate``: what a schedule calls, and a person can call too."""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from briefs.cli import ENGINE_FAILED
from briefs.cli.options import FILE, as_of_option, briefs_argument, output_option, project_option
from briefs.cli.output import (
    command_line,
    left_alone,
    near,
    show_diagnostics,
    show_failures,
    show_retired,
)
from briefs.cli.progress import exit_on_sigterm, telling
from briefs.cli.regeneration import first_part, headline, report
from briefs.cli.reports import as_github, repository_prefix
from briefs.cli.tables import print_table
from briefs.model.codes import Code
from briefs.model.errors import EngineError, InputError
from briefs.publish import clock
from briefs.publish.editions.diff import Group
from briefs.publish.plan import Selection
from briefs.publish.project import open_project
from briefs.publish.regeneration.page_pictures import Pictured, write_pictures
from briefs.publish.regeneration.proposal import Proposal, open_repository, propose
from briefs.publish.regeneration.regenerate import (
    AHEAD,
    Regenerated,
    ToReview,
    regenerate,
    unreadable,
)
from briefs.publish.write import make_ready, write_atomically
from briefs.read.workspace import find_root, output_folder

_WANTS_SOMEBODY = 1

_LISTED = frozenset({Code.REVIEW_DUE, Code.REVIEW_OVERDUE})
"""Findings that the list of facts to review stands for."""

_SUMMARY = "GITHUB_STEP_SUMMARY"
_SUMMARY_BYTES = 900_000
"""GitHub refuses a summary of a step that is larger than a megabyte."""


@click.command("regenerate")
@briefs_argument
@click.option(
    "--report",
    "target",
    type=FILE,
    metavar="FILE",
    help="Write a report in Markdown; pictures of changed pages go to a folder beside it.",
)
@click.option(
    "--propose",
    "proposing",
    is_flag=True,
    help="Commit ledger, records and files that git does not ignore to a branch of their own.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github"]),
    default="text",
    show_default=True,
    help="How findings are shown: text to read, or annotations for GitHub.",
)
@output_option
@project_option
@as_of_option
def command(
    briefs: tuple[str, ...],
    target: Path | None,
    proposing: bool,
    form: str,
    output: Path | None,
    project: Path | None,
    today: date | None,
) -> int:
    """Build what changed, say what came due, leave the rest as it is; all briefs or those named.

    Where nothing changed, one line says so, and the exit code is 0: there is no new edition, and no
    engine is started. What changed gets a new edition. The exit code is 1 if a printed fact is past
    its day of review or anything is broken: the facts are listed with their owners (owner: in
    sources.yaml or topic.yaml). What can be built is built all the same, each brief for each
    audience by itself. It is 3 if an engine failed.

    --report says what changed by fact, which editions are new and why, what is to be reviewed by
    whom, what comes due within 30 days, and what was left alone. Where GITHUB_STEP_SUMMARY is set,
    the same is added there.

    --propose makes the branch briefs/DATE-HASH with one commit on top of the one that is checked
    out, also where that is on no branch. Nothing is pushed; the current branch, the index and
    other files stay as they are. The same change is proposed once: a branch for it that is there
    or was fetched from a remote is named, and no second one is made. It is wrong usage (2), and
    nothing is built, where there is no repository or no commit, where git does not know who
    commits or ignores the ledger, and where briefs.toml, approvals.yaml, assets or templates are
    not as they were committed.
    """
    gc.enable()
    exit_on_sigterm()
    root = find_root(Path.cwd(), project)
    folder = output_folder(output, root)
    day = today or clock.today()
    if target is not None:
        make_ready(target.parent)
    repository = open_repository(root, folder) if proposing else None
    try:
        opened = open_project(root)
    except InputError as error:  # not even the settings can be read
        done = unreadable(folder, day, error.diagnostics)
    else:
        with telling() as told:
            done = regenerate(
                opened,
                Selection(briefs),
                output=folder,
                today=day,
                since=repository.known if repository else None,
                command=command_line(),
                progress=told,
            )
    proposal = None
    if repository is not None:
        proposal = propose(repository, day, f"{headline(done)}\n\n{first_part(done)}")
    _report(done, target)
    _show_findings(done, form, root)
    _show(done)
    if repository is not None:
        _show_proposal(proposal)
    if done.failures:
        return ENGINE_FAILED
    return _WANTS_SOMEBODY if done.wants_somebody else 0


def _report(done: Regenerated, target: Path | None) -> None:
    """Write the report with its pictures, and the summary of a step where there is one."""
    pictures: Sequence[Pictured] = ()
    if target is not None:
        folder = target.with_name(f"{target.stem}-pages")
        named = f"{folder.name}/"
        pictures = tuple(
            one._replace(
                before=one.before and named + one.before, after=one.after and named + one.after
            )
            for one in write_pictures(done, folder)
        )
        write_atomically(target, report(done, pictures).encode())
    summary = os.environ.get(_SUMMARY)
    if summary:
        _add_summary(done, pictures, Path(summary))


def _add_summary(done: Regenerated, pictures: Sequence[Pictured], path: Path) -> None:
    text = report(done, pictures, lambda _words, name: f"`{name}`")
    if len(text.encode()) > _SUMMARY_BYTES:
        text = f"# {headline(done)}\n\nThe report is too long to be shown here.\n"
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise EngineError(
            f"{path} cannot be written: {error.strerror or error}", f"see what {_SUMMARY} names"
        ) from error


def _show_findings(done: Regenerated, form: str, root: Path) -> None:
    """Show findings as annotations; as text only where somebody is to look."""
    if form == "github":
        if done.findings:
            click.echo(as_github(done.findings, repository_prefix(root)))
    elif done.changed or done.wants_somebody:
        show_diagnostics(one for one in done.findings if one.code not in _LISTED)
    show_failures(done.failures)
    show_retired(done.folder / path for path in done.retired)


def _show(done: Regenerated) -> None:
    if done.new:
        rows = [
            (near(done.folder / file), str(one.entry.edition), _changed(one.changes))
            for one in done.new
            for file in one.entry.files
        ]
        print_table(("new edition", "number", "changed facts"), rows, "number")
    if done.due:
        print_table(("to review", "owner", "due", "refused from", "at"), map(_row, done.due))
        click.echo("look at their sources again and set value, as_of and review_by, or hold them")
    if done.changed or done.wants_somebody or done.failures:
        click.echo(headline(done))
        return
    click.echo(f"nothing changed: {left_alone(len(done.written))}; {_next(done)}")


def _changed(group: Group | None) -> str:
    return ", ".join(one.fact for one in group.changes) if group else "–"


def _row(one: ToReview) -> tuple[str, ...]:
    state = one.state
    owner = state.owner or "nobody named"
    place = str(state.fact.origin.at("id"))
    return (state.fact.id, owner, f"{state.due}", f"{state.refused_from}", place)


def _next(done: Regenerated) -> str:
    if not done.soon:
        return f"nothing comes due within {AHEAD} days"
    state = done.soon[0].state
    return f"{state.fact.id} comes due next, on {state.due}"


def _show_proposal(proposal: Proposal | None) -> None:
    if proposal is None:
        click.echo("nothing to propose: the commit that is checked out has it all")
    elif proposal.made:
        click.echo(f"proposed on the branch {proposal.branch}: git push origin {proposal.branch}")
        click.echo(f"to look at it here: git switch -f {proposal.branch}")
    else:
        click.echo(f"proposed before, on the branch {proposal.branch}")
