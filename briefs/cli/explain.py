"""``briefs explain``: what a finding means, and what it protects a reader from."""

from __future__ import annotations

import json
from itertools import groupby
from textwrap import fill, indent
from typing import Any

import click

from briefs.cli.options import json_option
from briefs.cli.output import colours
from briefs.model.codes import Code
from briefs.model.errors import UsageError
from briefs.model.guess import did_you_mean

WIDTH = 100
_LANGUAGES = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".toml": "toml",
    ".md": "jinja",
    ".j2": "jinja",
    ".css": "css",
    "/": "text",
}


def _completed(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    return [code.value for code in Code if code.startswith(incomplete)]


@click.command("explain")
@click.argument("code", required=False, metavar="[CODE]", shell_complete=_completed)
@json_option
def command(code: str | None, as_json: bool) -> None:
    """Say what a finding is for, with a fault and its mend.

    CODE is the name in brackets, as in error[number-unbound]. Without one, all are listed.
    """
    wanted = None if code is None else _code_named(code)
    if as_json:
        plain = _plain(wanted) if wanted else [_plain(each) for each in Code]
        click.echo(json.dumps(plain, indent=2))
    else:
        click.echo(as_page(wanted) if wanted else overview(), color=colours())


def overview() -> str:
    """All codes by group, a line each."""
    width = max(map(len, Code))
    lines = []
    for group, codes in groupby(Code, lambda code: code.group):
        lines += [click.style(group, bold=True)]
        lines += [f"  {code:<{width}}  {code.summary}" for code in codes]
        lines += [""]
    return "\n".join([*lines, "briefs explain CODE says more of one."])


def as_page(code: Code) -> str:
    """What a finding is for, where its heading and what is near it belong: on a terminal."""
    group = [other for other in Code if other.group == code.group and other is not code]
    related = f"Of the same group ({code.group}): {', '.join(group)}."
    return "\n".join(
        (
            fill(f"{code}: {code.summary}", WIDTH),
            "",
            as_text(code),
            "",
            fill(related, WIDTH, break_on_hyphens=False),
            f"To see where your project has it: briefs {'build' if code.of_set_pages else 'check'}",
        )
    )


def as_text(code: Code) -> str:
    """What a finding is for, a fault and its mend; at most 100 characters a line."""
    from briefs.read.explanations import explanations

    told = explanations()[code]
    return "\n".join(
        (
            fill(told.why, WIDTH),
            "",
            f"Wrong, in {told.file}:",
            "",
            indent(told.fault, "    "),
            "",
            "Right:",
            "",
            indent(told.mend, "    "),
        )
    )


def as_markdown(code: Code) -> str:
    """The same as :func:`as_text`, in Markdown."""
    from briefs.read.explanations import explanations

    told = explanations()[code]
    language = next(name for end, name in _LANGUAGES.items() if told.file.endswith(end))
    return "\n".join(
        (
            fill(told.why, WIDTH),
            "",
            f"Wrong, in `{told.file}`:",
            "",
            f"```{language}\n{told.fault}\n```",
            "",
            "Right:",
            "",
            f"```{language}\n{told.mend}\n```",
        )
    )


def _code_named(name: str) -> Code:
    codes = {code.value: code for code in Code}
    if name not in codes:
        mend = did_you_mean(name, codes, "see all: briefs explain")
        raise UsageError(f'there is no finding "{name}"', mend)
    return codes[name]


def _plain(code: Code) -> dict[str, Any]:
    from briefs.read.explanations import explanations

    told = explanations()[code]
    return {
        "code": code.value,
        "group": code.group,
        "summary": code.summary,
        "severity": told.severity.value,
        "why": told.why,
        "file": told.file,
        "fault": told.fault,
        "mend": told.mend,
    }
