"""Publish the library: a site of all editions of a ledger, as a folder of plain files.

Everything is made before anything is written. Files are put in place one by one, each as a whole,
the lists last; what an earlier site has left there and this one has not is taken away. Nothing is
touched that is not the site's: a manifest says what is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from briefs.compose.reporting import Reporting
from briefs.compose.site.feed import feeds
from briefs.compose.site.frame import INDEX, NOT_FOUND, STYLE, Frame, logo_name, style_sheet
from briefs.compose.site.index import index_text
from briefs.compose.site.pages import Pages
from briefs.model.canonical import canonical_json
from briefs.model.diagnostic import Diagnostic, in_order
from briefs.model.errors import EngineError, InputError, UsageError
from briefs.model.library import Library
from briefs.model.output_folder import LEDGER, SITE
from briefs.model.template import TemplateSource
from briefs.publish.editions.disk import changing, digest, digest_of, read
from briefs.publish.editions.ledger import Ledger
from briefs.publish.editions.stamp import superseded_words
from briefs.publish.project import OpenProject
from briefs.publish.shelves import Missing, take_stock
from briefs.publish.write import write_atomically
from briefs.read.jinja import read_source
from briefs.read.project import SITE_TEMPLATES
from briefs.read.workspace import TEMPLATES, Workspace
from briefs.render.web import font_faces

MANIFEST = ".briefs-site.json"
"""What lists the site's own files, with their hashes."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a site came to.

    Attributes:
        folder: Where it lies.
        editions: How many editions it shows.
        current: How many of them are the newest of their series.
        written: Files that are new or not as they were.
        kept: Files that were there as they are.
        removed: Files that an earlier site had.
        missing: Files of superseded editions that are not there any more as they were issued, by
            the path that the ledger has for them.
    """

    folder: Path
    editions: int
    current: int
    written: int
    kept: int
    removed: int
    missing: tuple[str, ...]


def publish_site(
    project: OpenProject,
    *,
    output: Path | None = None,
    site: Path | None = None,
    address: str = "",
) -> Published:
    """Build the site of all editions.

    Args:
        project: Its words, brand, places and publisher.
        output: The folder that was built to; default: ``output/`` in the project.
        site: The site's folder; default: ``site/`` in the output folder.
        address: Where the site will be published, such as ``https://example.org/briefs/``. Without
            it every address in the site is relative, also those in the feed.

    Raises:
        UsageError: If nothing was issued, the address is none, or the folder has files in the way
            that are not the site's.
        InputError: If a template of the site, the brand or the words cannot be used.
        EngineError: If the ledger is broken, a record is damaged, or the disk refuses.
    """
    folder = output or project.output
    target = site or folder / SITE
    _want_whole(project)
    address = _address(address)
    templates = _templates(project)
    if not (folder / LEDGER).is_file():
        raise _nothing_issued(folder)
    ledger = Ledger(folder)
    _want_apart(target, folder)
    with ledger.locked():  # no build moves files meanwhile
        stock = take_stock(ledger, superseded_words(project.content))
        if not stock.library.shelves:
            raise _nothing_issued(folder)
        _want_current(stock.missing, folder)
        frame = Frame(project.content, templates, address)
        texts = _composed(project, stock.library, frame)
        files: dict[str, bytes | Path] = {**stock.files}
        files |= {path: text.encode("utf-8") for path, text in texts.items()}
        logo = project.content.brand.logo
        if logo is not None:
            files[logo_name(logo)] = logo.data
        files[".nojekyll"] = b""
        written, kept, removed = _put(target, files)
    return Published(
        target,
        len(stock.library.editions),
        len(stock.library.shelves),
        written,
        kept,
        removed,
        tuple(f"{one.path} (edition {one.number})" for one in stock.missing),
    )


def _composed(project: OpenProject, library: Library, frame: Frame) -> dict[str, str]:
    """Every page, feed and list, by its path.

    Raises:
        InputError: If a template cannot be filled in.
    """
    findings: list[Diagnostic] = []
    texts: dict[str, str] = {}
    with Reporting(findings, SITE_TEMPLATES):
        pages = Pages(library, frame)
        texts |= pages.all()
        texts |= feeds(library, frame, pages.editions)
        texts[INDEX] = index_text(library, frame)
        css = _style(project, texts)
        texts[STYLE] = css
        texts[NOT_FOUND] = pages.not_found(css)
    if findings:
        raise InputError(in_order(findings), "nothing was written")
    return texts


def _style(project: OpenProject, texts: Mapping[str, str]) -> str:
    """The style sheet with its fonts, cut to the letters of all pages."""
    css = style_sheet(project.content)
    letters = "".join(set().union(*(text for path, text in texts.items() if path.endswith("html"))))
    faces = font_faces(css, project.content.brand.typography, letters, project.fonts)
    return f"{faces}\n{css}"


def _templates(project: OpenProject) -> dict[str, TemplateSource]:
    """The site's templates: the project's own, else the built-in ones.

    Raises:
        InputError: If one of them cannot be read.
    """
    workspace = Workspace(project.root, project.builtin)
    templates: dict[str, TemplateSource] = {}
    findings: list[Diagnostic] = []
    for path in workspace.names(SITE_TEMPLATES, ".j2"):
        text = workspace.text(path)
        if text is not None:
            source, wrong = read_source(text, workspace.shown(path))
            templates[path.removeprefix(f"{TEMPLATES}/")] = source
            findings += wrong
    findings += workspace.diagnostics
    if findings:
        raise InputError(in_order(findings), "nothing was written")
    return templates


def _want_whole(project: OpenProject) -> None:
    """A site needs words and a brand; facts that have come due are the build's to judge.

    Raises:
        InputError: If the brand or words of a locale cannot be read.
    """
    lacking = {"brand", *project.content.settings.locales} & project.content.incomplete
    languages = {one.partition("-")[0] for one in project.content.settings.locales}
    if lacking or languages & project.content.incomplete or not project.content.locales:
        raise InputError(project.findings, "nothing was written")


def _address(given: str) -> str:
    """An address with a slash at its end.

    Raises:
        UsageError: If it is none.
    """
    if given and not given.startswith(("https://", "http://")):
        raise UsageError(
            f'"{given}" is no address of a site', "write it in full: https://example.org/briefs/"
        )
    return f"{given.rstrip('/')}/" if given else ""


def _want_apart(site: Path, output: Path) -> None:
    """The site lies beside what was built, not over it.

    Raises:
        UsageError: If it would.
    """
    here, there = site.resolve(), output.resolve()
    if here == there or there.is_relative_to(here):
        raise UsageError(
            f"{site} holds what was built: the site needs a folder of its own",
            "name another one with --output",
        )


def _want_current(missing: Sequence[Missing], folder: Path) -> None:
    """A site without the very files that it is for is no site.

    Raises:
        EngineError: If a file of a current edition is not there as it was issued.
    """
    paths = [str(folder / one.path) for one in missing if one.current]
    if paths:
        raise EngineError(
            f"{', '.join(paths)}: not there as it was issued",
            "briefs build puts it in place again; or put back a copy",
        )


def _nothing_issued(folder: Path) -> UsageError:
    return UsageError(f"nothing was issued in {folder} yet", "run briefs build first")


# --- The folder --------------------------------------------------------------------------------


def _put(site: Path, files: Mapping[str, bytes | Path]) -> tuple[int, int, int]:
    """Put files in place, and take away what an earlier site had; how many of each.

    Raises:
        UsageError: If another file is in the way.
        EngineError: If the disk refuses.
    """
    before = _manifest(site)
    hashes = {path: _hash(data) for path, data in files.items()}
    there = {path: digest_of(site / path) for path in files}
    _want_free(site, {path for path in files if path not in before and there[path] is not None
                      and there[path] != hashes[path]})  # fmt: skip
    changed = sorted((path for path in files if there[path] != hashes[path]), key=_order)
    gone = sorted(before.keys() - files.keys())
    if changed or gone or hashes != before:
        _write_manifest(site, before | hashes)  # whatever a killed run leaves is known to be ours
        for path in changed:
            write_atomically(site / path, _bytes(files[path]))
        removed = sum(_remove(site, path, before[path]) for path in gone)
        _write_manifest(site, hashes)
        return len(changed), len(files) - len(changed), removed
    return 0, len(files), 0


def _order(path: str) -> tuple[int, str]:
    """Files before the pages that lead to them, and the lists last."""
    depth = path.count("/")
    if not path.endswith((".html", ".xml")) and path != INDEX:
        return (0, path)
    return (1 if depth else 2, path)


def _want_free(site: Path, taken: set[str]) -> None:
    if taken:
        raise UsageError(
            f"{site / min(taken)} is in the way: it is not of an earlier site",
            "name an empty folder with --output, or move the file",
        )


def _remove(site: Path, path: str, name: str) -> bool:
    """Take a file away that is as an earlier site left it, and the folders that it leaves empty."""
    file = site / path
    if digest_of(file) != name:
        return False
    with changing(file):
        file.unlink()
    for parent in PurePosixPath(path).parents[:-1]:
        with suppress(OSError):
            (site / parent).rmdir()
    return True


def _manifest(site: Path) -> dict[str, str]:
    """The files of an earlier site with their hashes; none if there was none.

    Raises:
        EngineError: If it cannot be read.
    """
    data = read(site / MANIFEST)
    if data is None:
        return {}
    try:
        files = json.loads(data)["files"]
        return {str(path): str(name) for path, name in files.items() if _below(str(path))}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EngineError(
            f"{site / MANIFEST} is damaged",
            "empty the folder, or name another one with --output",
        ) from error


def _below(path: str) -> bool:
    """Whether a path stays below the site's folder."""
    return "\\" not in path and {"", ".", ".."}.isdisjoint(path.split("/"))


def _write_manifest(site: Path, hashes: Mapping[str, str]) -> None:
    write_atomically(site / MANIFEST, canonical_json({"site": 1, "files": dict(hashes)}))


def _bytes(data: bytes | Path) -> bytes:
    if isinstance(data, bytes):
        return data
    found = read(data)
    if found is None:
        raise EngineError(f"{data} is not there any more", "run the command again")
    return found


def _hash(data: bytes | Path) -> str:
    return digest(_bytes(data))
