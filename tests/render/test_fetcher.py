"""A page gets what it was given and the project's images, by no trick anything else."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from briefs.render import fetcher
from briefs.render.fetcher import ProjectFetcher

pytestmark = pytest.mark.pdf

SECRET = b"the secret"


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    """A project's folder with an image, and secrets all around it."""
    folder = tmp_path / "assets"
    (folder / "images").mkdir(parents=True)
    (folder / "images" / "logo.png").write_bytes(b"the logo")
    (folder / "a b%.png").write_bytes(b"a name to quote")
    (folder / "notes.txt").write_bytes(SECRET)
    (folder / "folder.png").mkdir()
    (folder / "inside.png").symlink_to(folder / "images" / "logo.png")
    (folder / "outside.png").symlink_to(tmp_path / "secret.png")
    (folder / "endless.png").symlink_to("/dev/zero")
    (folder / "up").symlink_to(tmp_path)
    os.mkfifo(folder / "fifo.png")
    (tmp_path / "secret.png").write_bytes(SECRET)
    (tmp_path / "assets-too").mkdir()
    (tmp_path / "assets-too" / "secret.png").write_bytes(SECRET)
    return folder


@pytest.fixture
def fetch(assets: Path) -> ProjectFetcher:
    return ProjectFetcher([assets], {"figure:a": (b"<svg/>", "image/svg+xml")})


def url(form: str, assets: Path) -> str:
    return form.format(here=assets, above=assets.parent)


@pytest.mark.parametrize(
    ("form", "body"),
    [
        ("file://{here}/images/logo.png", b"the logo"),
        ("file://localhost{here}/images/logo.png", b"the logo"),
        ("FILE://{here}/images/logo.png", b"the logo"),
        ("file:{here}/images/logo.png", b"the logo"),
        ("file://{here}/images/logo.png?a=b", b"the logo"),
        ("file://{here}/images/logo.png#part", b"the logo"),
        ("file://{here}/images/../images/logo.png", b"the logo"),
        ("file://{here}/a%20b%25.png", b"a name to quote"),
        ("file://{here}/inside.png", b"the logo"),
        ("file://{above}/assets/images/logo.png", b"the logo"),
        ("data:image/png;base64,AAAA", b"\0\0\0"),
        ("figure:a", b"<svg/>"),
    ],
)
def test_a_file_of_the_project_is_served_however_its_url_is_written(
    fetch: ProjectFetcher, assets: Path, form: str, body: bytes
) -> None:
    assert fetch(url(form, assets)).read() == body
    assert fetch.refused == []


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ("file:///etc/passwd", "outside"),
        ("file:/etc/passwd", "outside"),
        ("file:////etc/passwd", "outside"),
        ("FILE:///etc/passwd", "outside"),
        ("file://localhost/etc/passwd", "outside"),
        ("file://127.0.0.1{here}/images/logo.png", "outside"),
        ("file://host{here}/images/logo.png", "outside"),
        ("file:////host{here}/images/logo.png", "outside"),
        ("file:///proc/self/environ", "outside"),
        ("file:///etc/passwd?{here}/images/logo.png", "outside"),
        ("file:///etc/passwd#{here}/images/logo.png", "outside"),
        ("file://{here}/../secret.png", "outside"),
        ("file://{here}/%2e%2e/secret.png", "outside"),
        ("file://{here}/%2E%2E%2Fsecret.png", "outside"),
        ("file://{here}/images/..%2f../../secret.png", "outside"),
        ("file://{above}/secret.png", "outside"),
        ("file://{above}/assets-too/secret.png", "outside"),
        ("file://{here}/outside.png", "outside"),
        ("file://{here}/up/secret.png", "outside"),
        ("file://{here}/endless.png", "outside"),
        ("file://{here}", "outside"),
        ("file://{here}/notes.txt", "neither"),
        ("file://{here}/notes.txt?.png", "neither"),
        ("file://{here}/notes.txt#.png", "neither"),
        ("file://{here}/images", "neither"),
        ("file://{here}/folder.png", "Is a directory"),
        ("file://{here}/nothing.png", "No such file"),
        ("file://{here}/images/logo.png%00.txt", "names no file"),
        ("file://[::1/a.png", "names no file"),
        ("http://127.0.0.1:9/logo.png", "no file of the project"),
        ("https://example.org/logo.png", "no file of the project"),
        ("ftp://example.org/logo.png", "no file of the project"),
        ("jar:file://{here}/images/logo.png", "no file of the project"),
        ("figure:b", "no file of the project"),
        ("FIGURE:a", "no file of the project"),
        ("{here}/images/logo.png", "no file of the project"),
        ("//host/logo.png", "no file of the project"),
        ("", "no file of the project"),
    ],
)
def test_a_trick_is_refused_and_noted(
    fetch: ProjectFetcher, assets: Path, form: str, why: str
) -> None:
    asked = url(form, assets)
    with pytest.raises(ValueError, match=why):
        fetch(asked)
    (refused,) = fetch.refused
    assert asked[:120] in refused
    assert why in refused


def test_a_pipe_that_nobody_writes_to_does_not_hang(fetch: ProjectFetcher, assets: Path) -> None:
    def attempt() -> None:
        with pytest.raises(ValueError, match="regular"):
            fetch((assets / "fifo.png").as_uri())

    thread = threading.Thread(target=attempt, daemon=True)
    thread.start()
    thread.join(5)
    assert not thread.is_alive()
    assert len(fetch.refused) == 1


def test_a_folder_that_is_itself_a_link_is_the_folder_it_leads_to(
    assets: Path, tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to(assets)
    fetch = ProjectFetcher([tmp_path / "link"], {})
    assert fetch((tmp_path / "link" / "images" / "logo.png").as_uri()).read() == b"the logo"
    assert fetch((assets / "images" / "logo.png").as_uri()).read() == b"the logo"


def test_no_folder_means_no_file(assets: Path) -> None:
    with pytest.raises(ValueError, match="outside"):
        ProjectFetcher([], {})((assets / "images" / "logo.png").as_uri())


@pytest.mark.parametrize(
    "big",
    [
        lambda folder: (folder / "big.png").as_uri(),
        lambda _: f"data:image/png;base64,{'A' * fetcher.MAX_FILE}",
    ],
    ids=["file", "data"],
)
def test_what_is_too_large_is_refused(
    fetch: ProjectFetcher, assets: Path, big: Callable[[Path], str]
) -> None:
    with (assets / "big.png").open("wb") as file:
        file.truncate(fetcher.MAX_FILE + 1)
    with pytest.raises(ValueError, match=r"too (large|long)"):
        fetch(big(assets))
    assert len(fetch.refused[0]) < 200


def test_many_files_are_too_large_together(assets: Path) -> None:
    fetch = ProjectFetcher([assets], {})
    with (assets / "big.png").open("wb") as file:
        file.truncate(fetcher.MAX_FILE)
    large = (assets / "big.png").as_uri()
    for _ in range(fetcher.MAX_PAGE // fetcher.MAX_FILE):
        fetch(large)
    with pytest.raises(ValueError, match="too large"):
        fetch((assets / "images" / "logo.png").as_uri())


def test_a_file_that_is_swapped_later_stays_what_it_was(
    fetch: ProjectFetcher, assets: Path
) -> None:
    """WeasyPrint would open it again by its path when it writes the PDF."""
    path = assets / "images" / "logo.png"
    response = fetch(path.as_uri())
    path.write_bytes(SECRET)
    assert response.path is None
    assert response.content_type == "image/png"
    assert response.read() == b"the logo"
