"""``briefs recall``: what printed a fact, and where it is."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import click

from briefs.cli.options import json_option, output_option, project_option
from briefs.cli.output import near, print_json, show_unsearched
from briefs.cli.tables import print_table
from briefs.publish.editions.corrections import recall
from briefs.publish.editions.issued import Printing
from briefs.publish.editions.ledger import Ledger
from briefs.publish.editions.staging import find_file
from briefs.read.workspace import output_folder


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
    folder = output_folder(output, project)
    found, unknown = recall(folder, fact)
    show_unsearched([one.name for one in unknown])
    ledger = Ledger(folder)
    printed = [(one, _files_of(ledger, one)) for one in found]
    if as_json:
        print_json([_plain(one, files) for one, files in printed])
        return
    rows = [
        (
            ", ".join(near(path) for path in files) or "not there any more",
            str(one.edition.number),
            _said(one),
            "current" if one.edition.current else f"replaced by {one.edition.newest}",
        )
        for one, files in printed
    ]
    print_table(("file", "edition", "printed", "state"), rows, "edition")


def _files_of(ledger: Ledger, one: Printing) -> list[Path]:
    """Where the files of an edition lie."""
    made = one.edition.files_made
    return [path for file, entry in made.items() if (path := find_file(ledger, entry, file))]


def _said(one: Printing) -> str:
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
