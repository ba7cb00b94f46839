"""``briefs schema``: what editors need to complete and check a project's files."""

from __future__ import annotations

import os
from pathlib import Path

import click

from briefs.cli.options import project_option
from briefs.model.errors import UsageError
from briefs.model.guess import did_you_mean
from briefs.publish.write import write_atomically
from briefs.read.schemas import FILES, SCHEMAS, head_line, schema_file, schema_text, schemas
from briefs.read.workspace import find_root


def _completed(_ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in FILES if name.startswith(incomplete)]


@click.command("schema")
@click.argument("name", required=False, metavar="[NAME]", shell_complete=_completed)
@click.option(
    "--write",
    "folder",
    is_flag=False,
    flag_value="",
    metavar="[DIR]",
    help=f"Write all schemas to DIR; default: the project's {SCHEMAS}.",
)
@project_option
def command(name: str | None, folder: str | None, project: Path | None) -> None:
    """List the JSON Schemas of a project's files, print one, or write them for an editor.

    With --write, also prints the line for the head of each file that ties it to its schema.
    """
    if folder is not None:
        if name is not None:
            raise UsageError("a name and --write do not go together", "leave the name out")
        root = find_root(Path.cwd(), project)
        _write(root, Path(folder) if folder else root / SCHEMAS)
    elif name is not None:
        _print(name)
    else:
        for known, file in FILES.items():
            click.echo(f"{known:<14} {file}")


def _print(name: str) -> None:
    if name not in FILES:
        mend = did_you_mean(name, FILES, f"choose from {', '.join(FILES)}")
        raise UsageError(f'there is no schema "{name}"', mend)
    click.echo(schema_text(schemas()[name]), nl=False)


def _write(root: Path, folder: Path) -> None:
    for name, schema in schemas().items():
        path = folder / schema_file(name)
        write_atomically(path, schema_text(schema).encode("utf-8"))
        click.echo(f"wrote {path}")
    from_root = Path(os.path.relpath(folder.resolve(), root)).as_posix()
    click.echo("\nThe first line of each file, for editors:")
    for name, file in FILES.items():
        if line := head_line(name, from_root):
            click.echo(f"\n  {file}\n  {line}")
