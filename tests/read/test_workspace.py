"""The disk: the project over the built-ins, and only text that is safe to set."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefs.model.codes import Code
from briefs.model.errors import UsageError
from briefs.read.workspace import Workspace, builtin_root, find_root


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    for folder in ("project/assets", "builtin/assets"):
        (tmp_path / folder).mkdir(parents=True)
    return Workspace(tmp_path / "project", tmp_path / "builtin")


def put(folder: Path, name: str, content: str | bytes) -> None:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def test_the_project_goes_before_the_built_ins(workspace: Workspace) -> None:
    put(workspace.builtin, "assets/a.yaml", "built-in")
    put(workspace.builtin, "assets/b.yaml", "built-in")
    put(workspace.root, "assets/a.yaml", "own")
    put(workspace.root, "assets/c.yaml", "own")
    assert workspace.text("assets/a.yaml") == "own"
    assert workspace.text("assets/b.yaml") == "built-in"
    assert list(workspace.names("assets", ".yaml")) == [f"assets/{x}.yaml" for x in "abc"]
    assert workspace.shown("assets/a.yaml") == "assets/a.yaml"
    assert workspace.shown("assets/b.yaml") == "(built-in) assets/b.yaml"
    assert workspace.diagnostics == []


def test_a_missing_file_is_named_with_what_needs_it(workspace: Workspace) -> None:
    assert workspace.text("assets/x.yaml", required_by="facts cite it") is None
    (finding,) = workspace.diagnostics
    assert finding.code == Code.FILE_MISSING
    assert finding.message == "assets/x.yaml is not there: facts cite it"


@pytest.mark.parametrize("leads_to", ["/etc/hosts", "../../outside.yaml"])
def test_a_link_out_of_the_project_is_not_followed(workspace: Workspace, leads_to: str) -> None:
    put(workspace.root.parent, "outside.yaml", "secret: yes")
    (workspace.root / "assets/x.yaml").symlink_to(leads_to)
    assert workspace.text("assets/x.yaml") is None
    (finding,) = workspace.diagnostics
    assert finding.code == Code.FILE_UNREADABLE
    assert "leads out of the project" in finding.message


def test_a_linked_folder_out_of_the_project_is_not_followed(workspace: Workspace) -> None:
    (workspace.root.parent / "elsewhere").mkdir()
    put(workspace.root.parent, "elsewhere/x.yaml", "secret: yes")
    (workspace.root / "assets/linked").symlink_to(workspace.root.parent / "elsewhere")
    assert workspace.text("assets/linked/x.yaml") is None
    assert workspace.diagnostics[0].code == Code.FILE_UNREADABLE


def test_a_link_within_the_project_is_followed(workspace: Workspace) -> None:
    put(workspace.root, "assets/a.yaml", "a: 1")
    (workspace.root / "assets/b.yaml").symlink_to("a.yaml")
    assert workspace.text("assets/b.yaml") == "a: 1"


def test_a_name_with_dots_does_not_climb_out(workspace: Workspace) -> None:
    put(workspace.root.parent, "outside.yaml", "secret: yes")
    assert workspace.text("../outside.yaml") is None
    assert workspace.diagnostics[0].code == Code.FILE_UNREADABLE


def test_a_file_beyond_the_limit_is_not_read(workspace: Workspace) -> None:
    with (workspace.root / "assets/x.yaml").open("wb") as file:
        file.truncate(20_000_001)
    assert workspace.text("assets/x.yaml") is None
    assert workspace.diagnostics[0].message == "assets/x.yaml is larger than 20 MB"


@pytest.mark.parametrize(
    "character",
    [
        "\x00", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9f",
        "\u061c", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069",
        "\u2028", "\u2029", "\ue000", "\ue003", "\uf8ff", "\ufdd0", "\ufffe", "\uffff",
        "\U0001f1fa", "\U000f0000", "\U0010ffff",
    ],
)  # fmt: skip
def test_a_character_that_breaks_or_falsifies_a_page_is_refused(
    workspace: Workspace, character: str
) -> None:
    put(workspace.root, "assets/x.md", f"one\ntwo é {character} three\n{character}")
    assert workspace.text("assets/x.md") is None
    assert [str(finding.place) for finding in workspace.diagnostics] == [
        "assets/x.md:2:7",
        "assets/x.md:3:1",
    ]
    assert all(finding.code == Code.TEXT_CHARACTER for finding in workspace.diagnostics)
    assert f"U+{ord(character):04X}" in workspace.diagnostics[0].message


@pytest.mark.parametrize(
    "text", ["tab\there\n", "naïve “quotes” — ¿señor? עברית 中文 \u00a0\u2009\n", "😀"]
)
def test_the_characters_of_the_world_s_writing_are_kept(workspace: Workspace, text: str) -> None:
    put(workspace.root, "assets/x.md", text)
    assert workspace.text("assets/x.md") == text
    assert workspace.diagnostics == []


@pytest.mark.parametrize(
    ("data", "place", "byte"),
    [
        (b"caf\xe9\n", "assets/x.md:1:4", "0xe9"),
        ("é\nü ".encode() + b"\xff", "assets/x.md:2:3", "0xff"),
        ("text".encode("utf-16"), "assets/x.md:1:1", "0xff"),
        (b"a\rb\r\nc\n\rd \xff", "assets/x.md:5:3", "0xff"),
        (b"\xef\xbb\xbfab\xff", "assets/x.md:1:3", "0xff"),
    ],
)
def test_another_encoding_is_found_at_its_byte(
    workspace: Workspace, data: bytes, place: str, byte: str
) -> None:
    put(workspace.root, "assets/x.md", data)
    assert workspace.text("assets/x.md") is None
    (finding,) = workspace.diagnostics
    assert (finding.code, str(finding.place)) == (Code.TEXT_ENCODING, place)
    assert finding.message == f"byte {byte} is not UTF-8"


def test_a_file_that_is_no_text_is_no_flood_of_findings(workspace: Workspace) -> None:
    put(workspace.root, "assets/x.md", b"\x07" * 100_000)
    assert workspace.text("assets/x.md") is None
    assert [finding.place.column for finding in workspace.diagnostics] == list(range(1, 51))


def test_line_ends_and_the_byte_order_mark_of_other_systems_do_not_matter(
    workspace: Workspace,
) -> None:
    put(workspace.root, "assets/x.md", b"\xef\xbb\xbfone\r\ntwo\rthree\n")
    assert workspace.text("assets/x.md") == "one\ntwo\nthree\n"


def test_the_root_is_found_from_within(tmp_path: Path) -> None:
    (tmp_path / "briefs.toml").write_text("", "utf-8")
    (tmp_path / "a/b").mkdir(parents=True)
    assert find_root(tmp_path / "a/b") == tmp_path.resolve()
    assert find_root(Path("/"), tmp_path) == tmp_path.resolve()


def test_where_there_is_no_project_the_option_is_named(tmp_path: Path) -> None:
    for given in (None, tmp_path):
        with pytest.raises(UsageError) as caught:
            find_root(tmp_path, given)
        assert "briefs.toml" in caught.value.message
        assert "--project" in caught.value.mend


def test_the_built_ins_are_there() -> None:
    assert (builtin_root() / "templates/base.html.j2").is_file()
