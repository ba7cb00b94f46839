"""``briefs schedule``: files that have the briefs rebuilt by themselves, shown before written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from briefs.cli.options import day_option, project_option
from briefs.cli.output import colours, near, visible
from briefs.model.errors import UsageError
from briefs.publish.schedule.files import Made, ScheduleFile, Target, Wishes, make_schedule
from briefs.publish.schedule.plan import PYTHON
from briefs.read.workspace import find_root

_DIFFERS = 1
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


@click.command("schedule")
@click.argument("target", type=click.Choice([str(one) for one in Target]))
@click.option(
    "--every",
    default="weekly",
    metavar="WHEN",
    help='weekly, daily, or a cron expression in UTC such as "23 6 * * 1"; default: weekly.',
)
@day_option(
    "--as-of",
    "day",
    help_text="Judge facts on this day in every run, for an example; default: the day of the run.",
)
@click.option("--pages", is_flag=True, help="Publish the library page too (GitHub, GitLab).")
@click.option(
    "--keep-alive",
    is_flag=True,
    help="Switch the schedule on again before sixty quiet days switch it off (GitHub).",
)
@click.option("--python", default=PYTHON, metavar="X.Y", help="Python to use (GitHub, GitLab).")
@click.option("--write", is_flag=True, help="Write what is shown; without it, nothing is written.")
@click.option("--check", is_flag=True, help="Exit code 1 if what stands there differs.")
@project_option
def command(
    target: str,
    every: str,
    day: date | None,
    pages: bool,
    keep_alive: bool,
    python: str,
    write: bool,
    check: bool,
    project: Path | None,
) -> int:
    """Show the workflow, crontab or units that rebuild the briefs on a schedule, or write them.

    Every step is explained in the file itself. Where the file is there already, what would change
    is shown. Files: .github/workflows/briefs.yml, .gitlab-ci.yml, systemd/; a crontab is printed.
    """
    whom = Target(target)
    _refuse(whom, pages=pages, keep_alive=keep_alive, files=write or check)
    if write and check:
        raise UsageError("--write and --check do not go together", "leave one of them out")
    wishes = Wishes(every, day.isoformat() if day else "", pages, keep_alive, python)
    made = make_schedule(find_root(Path.cwd(), project), whom, wishes)
    for file in made.files:
        _show(file)
    _hint(made)
    if check:
        return 0 if all(file.settled for file in made.files) else _DIFFERS
    if write:
        _write(made)
    elif any(file.path and not file.settled for file in made.files):
        _say("nothing is written; the same with --write writes it")
    if write or whom is Target.CRON:
        _say_steps(made)
    return 0


def _refuse(target: Target, *, pages: bool, keep_alive: bool, files: bool) -> None:
    hosted = target in {Target.GITHUB, Target.GITLAB}
    if pages and not hosted:
        raise UsageError(f"--pages is not for {target}", "leave it out, and run briefs site there")
    if keep_alive and target is not Target.GITHUB:
        raise UsageError(
            f"--keep-alive is not for {target}", "leave it out: only GitHub switches schedules off"
        )
    if files and target is Target.CRON:
        raise UsageError(
            "a crontab belongs to a user, not to a project: it is neither written nor checked",
            "leave --write and --check out, and put the line in with crontab -e",
        )


def _show(file: ScheduleFile) -> None:
    """The file on standard output, or what would change in it; remarks on standard error."""
    if file.path is None:
        click.echo(file.text, nl=False)
    elif file.settled:
        _say(f"{near(file.path)} is as this command writes it")
    elif file.standing is None:
        _say(f"{near(file.path)} is not there yet; this is what it says:")
        click.echo(file.text, nl=False)
    else:
        _say(f"{near(file.path)} differs from what this command writes:")
        for line in file.difference():
            click.echo(click.style(visible(line), fg=_COLOURS.get(line[:1])), color=colours())


def _hint(made: Made) -> None:
    when = made.plan.when
    if when.on_the_hour:
        _say(
            f'hint: "{when.cron}" runs at the start of an hour, when most schedules do: there runs '
            "start late, or not at all. Take another minute, such as 23"
        )


def _write(made: Made) -> None:
    for file in made.files:
        if file.path and not file.settled:
            file.write()
            _say(f"wrote {near(file.path)}")


def _say_steps(made: Made) -> None:
    if made.steps:
        _say("what is left to do by hand:")
    for step in made.steps:
        _say(f"  {step}")


def _say(line: str) -> None:
    click.echo(visible(line), err=True)
