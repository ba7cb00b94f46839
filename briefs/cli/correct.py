"""``briefs correct``: correct a fact in everything that was issued."""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path

import click

from briefs.cli import ENGINE_FAILED
from briefs.cli.options import as_of_option, output_option, project_option
from briefs.cli.output import (
    command_line,
    counted,
    near,
    show_diagnostics,
    show_failures,
    show_retired,
)
from briefs.cli.progress import exit_on_sigterm, telling
from briefs.cli.tables import print_table
from briefs.model.ledger import Series
from briefs.model.plural import plural
from briefs.publish.editions.corrections import ANY, Corrected, correct
from briefs.publish.editions.issue import Action
from briefs.publish.project import open_project


@click.command("correct")
@click.argument("fact")
@click.option(
    "--reason",
    "reasons",
    multiple=True,
    required=True,
    metavar="[LANGUAGE=]WORDS",
    help='What was wrong, for readers, without numbers: "the source was misread". Where briefs in '
    'several languages printed it, once for each: en="…" es="…".',
)
@click.option("--stamp/--no-stamp", default=True, help="Stamp superseded files; default: yes.")
@output_option
@project_option
@as_of_option
def command(
    fact: str,
    reasons: tuple[str, ...],
    stamp: bool,
    output: Path | None,
    project: Path | None,
    today: date | None,
) -> int:
    """Correct FACT in every brief that printed it otherwise than the fact base has it now.

    Correct facts.yaml first. Then every edition that printed the old value is marked in the
    ledger, a new edition with a notice of correction is built of each brief, and the files of
    superseded editions are stamped as such; their records stay as they were. The list says which
    files to replace wherever they were sent.
    """
    exit_on_sigterm()
    gc.enable()
    with telling() as told:
        done = correct(
            open_project(project),
            fact,
            dict(_reason(one) for one in reasons),
            output=output,
            today=today,
            stamp=stamp,
            command=command_line(),
            progress=told,
        )
    show_diagnostics(done.built.findings)
    show_failures(done.built.failures)
    show_retired(done.built.retired)
    _show(done)
    return ENGINE_FAILED if done.built.failures else 0


def _reason(given: str) -> tuple[str, str]:
    """A reason with its language."""
    language, equals, words = given.partition("=")
    if equals and language.replace("-", "").isalnum() and len(language.partition("-")[0]) <= 3:
        return language.strip(), words.strip()
    return ANY, given.strip()


def _show(done: Corrected) -> None:
    successors: dict[Series, list[str]] = {}
    for file in done.built.written:
        successors.setdefault(Series.of(file.edition), []).append(near(file.path))
    rows = [
        (
            one.edition.name,
            "; ".join(one.printing.fact.shown[:2]),
            "; ".join(one.change.new.shown[:1]) if one.change.new else "no longer printed",
            ", ".join(successors.get(one.edition.series, [])) or "no successor",
        )
        for one in done.wrong
    ]
    print_table(("edition", "printed", "is now", "replace it with"), rows)
    for words in _after(done):
        click.echo(words)


def _after(done: Corrected) -> list[str]:
    """What was done, and what is left to do."""
    built = [one for one in done.built.written if one.action is not Action.KEEP]
    lines = [
        f"{plural(done.marked, 'edition')} marked, {plural(len(built), 'file')} built, "
        f"{len(done.stamped.entries)} stamped as superseded; {counted(done.built.findings)}"
    ]
    if not (done.marked or built or done.stamped.entries):
        lines.append("all of this was done before")
    if done.stamped.missing:
        lines.append(f"not there to be stamped: {', '.join(done.stamped.missing)}")
    return lines
