"""The line for a crontab. It is printed only: a crontab belongs to a user, not to a project."""

from __future__ import annotations

import shlex

from briefs.publish.schedule.plan import MARK, Machine, Plan

_TEXT = """\
# {mark} cron`: rebuilds the briefs of {name}.
# {words}, by this machine's own clock and time zone (see: timedatectl).
# One run at a time: `flock -n` leaves it at once where another one is still at work.
# Nothing is said while all is well. When facts are due or something is broken, cron mails the log
# to the owner of this crontab, or to whom a line above it names: MAILTO=desk@your-organization.org
# Mail must be able to leave this machine.
{cron} {command}
"""


def line(plan: Plan, machine: Machine) -> str:
    """The crontab's lines, explained in comments."""
    folder, program = shlex.quote(machine.project), shlex.join(machine.program)
    run = (
        f"{program} regenerate{plan.day} --report output/report.md >output/regenerate.log 2>&1"
        " || cat output/regenerate.log"
    )
    command = f"cd {folder} && mkdir -p output && flock -n -E 0 . sh -c {shlex.quote(run)}"
    return _TEXT.format(
        mark=MARK,
        name=plan.name,
        words=plan.when.words,
        cron=plan.when.cron,
        command=command.replace("%", r"\%"),  # cron ends a line at a bare one
    )
