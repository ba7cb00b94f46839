"""``briefs recall``: what printed a fact, and where it is."""

from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import Any

import click

from briefs.cli.editions import json_option, output_option
from briefs.cli.options import project_option
from briefs.cli.output import near, print_table, visible
from briefs.publish.editions.corrections import recall
from briefs.publish.editions.issued import Printing
from briefs.publish.editions.ledger import Ledger
from briefs.publish.editions.staging import find_file
from briefs.read.workspace import find_root


@click.command("recall")
@click.argument("fact")
@json_option
@output_option
@project_option
def command(fact: str, as_json: bool, output: Path | None, project: Path | None) -> None:
    """List what printed a fact, current and superseded, and where each file lies.

    Nothing is changed. briefs correct FACT marks what was wrong and builds its successors.
    """
    gc.enable()
    folder = output or find_root(Path.cwd(), project) / "output"
    found, unknown = recall(folder, fact)
    if unknown:
        names = ", ".join(f"{one.series.name}@{one.number}" for one in unknown)
        click.echo(f"not searched, since their records are not stored: {visible(names)}", err=True)
    ledger = Ledger(folder)
    printed = [(one, files_of(ledger, one)) for one in found]
    if as_json:
        plain = [_plain(one, files) for one, files in printed]
        click.echo(json.dumps(plain, indent=2, ensure_ascii=False))
        return
    rows = [
        (
            ", ".join(near(path) for path in files) or "not there any more",
            str(one.edition.number),
            said(one),
            "current" if one.edition.current else f"replaced by {one.edition.newest}",
        )
        for one, files in printed
    ]
    print_table(("file", "edition", "printed", "state"), rows, "edition")


def files_of(ledger: Ledger, one: Printing) -> list[Path]:
    """Where the files of an edition lie."""
    made = one.edition.made
    return [path for file in made.files if (path := find_file(ledger, made, file))]


def said(one: Printing) -> str:
    """What an edition printed of a fact."""
    return "; ".join(one.fact.shown) or one.fact.value or ""


def _plain(one: Printing, files: list[Path]) -> dict[str, Any]:
    return {
        **one.edition.series._asdict(),
        "edition": one.edition.number,
        "current": one.edition.current,
        "files": [str(path) for path in files],
        "shown": list(one.fact.shown),
        "value": one.fact.value,
        "as_of": one.fact.as_of.isoformat(),
    }
