"""The command line: words in, words and exit codes out; one thin module a command.

Commands are imported when they are called, so that ``briefs --version`` and ``briefs list`` start
without the engines.
"""

from __future__ import annotations

import gc

gc.disable()  # starting makes no garbage, and looking for it takes a tenth of `briefs list`

import os  # noqa: E402
import sys  # noqa: E402
from importlib import import_module  # noqa: E402
from typing import NoReturn  # noqa: E402

import click  # noqa: E402

from briefs.cli.output import show_error  # noqa: E402
from briefs.model.errors import BriefsError, EngineError, InputError, UsageError  # noqa: E402

COMMANDS = {
    "init": "Start a project: one brief with made-up facts, which builds at once.",
    "build": "Build briefs as PDF files.",
    "regenerate": "Build what changed, say what came due, leave the rest.",
    "schedule": "Show or write the workflow that regenerates the briefs by itself.",
    "site": "Build a site of all editions: pages, files, an Atom feed, a JSON list.",
    "check": "Check facts, prose, templates and figures.",
    "verify": "Prove that a brief is as it was issued, and say whether it is still right.",
    "editions": "Look into the ledger: list, show, where, check.",
    "diff": "Tell what changed, fact by fact, between two briefs, editions or revisions.",
    "correct": "Correct a fact in every brief that printed it, with a notice to readers.",
    "recall": "List what printed a fact, and where it is.",
    "approve": "Approve facts or briefs; list what is approved.",
    "sign": "Sign PDF files, so that anybody can tell who published them.",
    "explain": "Tell what a finding means and how to mend it.",
    "facts": "Look into the fact base: list, show, due, where.",
    "figures": "Draw every figure of a topic on one contact sheet.",
    "list": "List briefs, audiences, locales and figures.",
    "audiences": "List audiences; show what each of their sections prints.",
    "schema": "List, print or write the JSON Schemas for editors.",
    "doctor": "Find Chrome, Pango, fonts and versions; say what is missing.",
}
"""Commands by name, in the order of the help, with their first line."""

DONE, FINDINGS, WRONG_USAGE, ENGINE_FAILED, INTERRUPTED = 0, 1, 2, 3, 130


_SETTINGS = {
    "help_option_names": ["-h", "--help"],
    "color": False if os.environ.get("NO_COLOR") else None,
}


class _Commands(click.Group):
    """Finds a command's module by its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"briefs.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from briefs.model.guess import did_you_mean

            mend = did_you_mean(args[0], COMMANDS, f"choose from {', '.join(COMMANDS)}")
            ctx.fail(f'there is no command "{args[0]}"; {mend}')
        return super().resolve_command(ctx, args)


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from briefs.version import VERSION

        click.echo(f"briefs {VERSION}")
        ctx.exit()


@click.group(cls=_Commands, context_settings=_SETTINGS)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Show the version and exit.",
)
def group() -> None:
    """Policy briefs from one fact base, each written for one audience.

    Every number in a brief is bound to a fact with a source, a date and a day of review.
    """


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code."""
    try:
        given = sys.argv[1:] if arguments is None else arguments
        result = group.main(given, prog_name="briefs", standalone_mode=False, obj=given)
    except click.exceptions.Abort:
        _interrupted()
    except KeyboardInterrupt:
        _interrupted()
    except click.ClickException as error:
        error.show()
        sys.exit(WRONG_USAGE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(DONE)
    except BriefsError as error:
        show_error(error)
        sys.exit(_code(error))
    gc.freeze()  # nothing is left to look for at the end either
    sys.exit(result if isinstance(result, int) else DONE)


def _code(error: BriefsError) -> int:
    codes = {InputError: FINDINGS, UsageError: WRONG_USAGE, EngineError: ENGINE_FAILED}
    return codes.get(type(error), FINDINGS)


def _interrupted() -> NoReturn:
    click.echo("\ninterrupted; briefs that were finished are in place", err=True)
    sys.exit(INTERRUPTED)
