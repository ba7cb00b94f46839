"""``briefs site``: the library of all editions as a folder to publish."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from briefs.cli.options import FOLDER, project_option
from briefs.cli.output import near, visible
from briefs.model.plural import plural
from briefs.publish.project import open_project
from briefs.publish.site import Published, publish_site


@click.command("site")
@click.option(
    "--output",
    "site",
    type=FOLDER,
    help="The site's folder; default: site/ in the folder that was built to.",
)
@click.option(
    "--from",
    "built",
    type=FOLDER,
    help="Folder that was built to; default: output/ in the project.",
)
@click.option(
    "--address",
    default="",
    metavar="URL",
    help="Where the site will lie: makes the addresses in the feed whole, and gives the page for "
    "what is not there its way home.",
)
@project_option
def command(site: Path | None, built: Path | None, address: str, project: Path | None) -> None:
    """Build a site of all editions: lists to pick from, pages, files, an Atom feed, a JSON list.

    It is plain files that load nothing from elsewhere, for any server or for a disk. The same
    ledger gives the same site.
    """
    gc.enable()
    published = publish_site(open_project(project), output=built, site=site, address=address)
    for path in published.missing:
        click.echo(f"not there any more as it was issued: {visible(path)}", err=True)
    click.echo(_told(published))


def _told(published: Published) -> str:
    folder = visible(near(published.folder.absolute()))
    briefs, editions = plural(published.current, "brief"), plural(published.editions, "edition")
    done = [
        f"{number} {what}"
        for number, what in (
            (published.written, "written"),
            (published.kept, "as they were"),
            (published.removed, "removed"),
        )
        if number
    ]
    return f"{folder}: {briefs}, {editions}; files: {', '.join(done)}"
