"""Copies of sources are read as text by their ending, and never lead out of their folder."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from briefs.model.codes import Code
from briefs.model.errors import UsageError
from briefs.model.source_copy import SourceCopy
from briefs.read import copies
from briefs.read.copies import read_copies, text_of_html


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_each_source_has_the_copy_named_after_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"one\r\ntwo")
    (tmp_path / "b.md").write_bytes("# Café".encode())
    (tmp_path / "c.html").write_bytes(b"<p>three</p>")
    (tmp_path / "d.htm").write_bytes(b"<p>four</p>")
    (tmp_path / "e.pdf").write_bytes(b"%PDF-1.7 \xff")
    (tmp_path / "other.txt").write_bytes(b"of no source")
    found, findings = read_copies(tmp_path, ["a", "b", "c", "d", "e", "f", "a"])
    assert findings == []
    assert sorted(found) == ["a", "b", "c", "d", "e"]
    a = (tmp_path / "a.txt").as_posix()
    assert found["a"] == SourceCopy(a, (digest(b"one\r\ntwo"),), "one\r\ntwo")
    assert found["b"].text == "# Café"
    assert (found["c"].text or "").split() == ["three"]
    assert (found["d"].text or "").split() == ["four"]
    pdf = (tmp_path / "e.pdf").as_posix()
    assert found["e"] == SourceCopy(pdf, (digest(b"%PDF-1.7 \xff"),), None)


def test_a_pdf_with_its_text_beside_it_is_one_copy_of_two_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"its text")
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    found, findings = read_copies(tmp_path, ["a"])
    assert findings == []
    text = (tmp_path / "a.txt").as_posix()
    assert found == {"a": SourceCopy(text, (digest(b"its text"), digest(b"%PDF")), "its text")}


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-be", "utf-32-be"]
)
def test_text_is_utf_8_or_what_its_byte_order_mark_says(tmp_path: Path, encoding: str) -> None:
    text = "Café “boat”"
    mark = "\ufeff" if encoding.endswith("-be") else ""
    (tmp_path / "a.txt").write_bytes((mark + text).encode(encoding))
    found, findings = read_copies(tmp_path, ["a"])
    assert findings == []
    assert found["a"].text == text


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (b"one\nCaf\xe9 x", (2, 4), "byte 0xe9 is not UTF-8"),
        (b"\xff\xfea\x00\n\x00b", (2, 1), "byte 0x62 is not UTF-16"),
    ],
)
def test_text_that_cannot_be_decoded_is_a_finding_and_keeps_its_hash(
    tmp_path: Path, data: bytes, place: tuple[int, int], message: str
) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    found, (finding,) = read_copies(tmp_path, ["a"])
    file = (tmp_path / "a.txt").as_posix()
    assert found["a"] == SourceCopy(file, (digest(data),), None)
    assert (finding.code, finding.message) == (Code.TEXT_ENCODING, message)
    assert finding.place == (file, *place)
    assert "a.txt" in finding.mend


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    (tmp_path / "secret").write_text("not ours", "utf-8")
    (folder / "a.txt").symlink_to("../secret")
    (folder / "b.txt").write_text("ours", "utf-8")
    (folder / "c.txt").symlink_to("b.txt")
    found, (finding,) = read_copies(folder, ["a", "b", "c"])
    assert found["a"] == SourceCopy((folder / "a.txt").as_posix(), (), None)
    assert finding.code == Code.FILE_UNREADABLE
    assert "leads out of the folder" in finding.message
    assert found["c"].text == "ours"


def test_what_cannot_be_read_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "MAX_BYTES", 10)
    (tmp_path / "big.txt").write_bytes(b"x" * 11)
    (tmp_path / "fits.txt").write_bytes(b"x" * 10)
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "gone.txt").symlink_to("nowhere")
    (tmp_path / "itself.txt").symlink_to("itself.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    names = ["big", "fits", "folder", "gone", "itself", "pipe"]
    found, findings = read_copies(tmp_path, names)
    assert [finding.code for finding in findings] == [Code.FILE_UNREADABLE] * 5
    assert [Path(finding.place.file).stem for finding in findings] == [
        name for name in names if name != "fits"
    ]
    assert {name for name in names if found[name].digests} == {"fits"}


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no folder") as caught:
        read_copies(tmp_path / "none", [])
    assert "--sources" in caught.value.mend


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one <b>b</b>old</p><p>two</p>", "one bold\ntwo"),
        ("<ul><li>one<li>two</ul>", "one\ntwo"),
        ("one<br>two<hr/>three", "one\ntwo\nthree"),
        ("a&amp;b &ldquo;c&rdquo; &#36;5", "a&b “c” $5"),
        ("<script>var a = '<p>no</p>'</script>yes<style>p {}</style>", "yes"),
        ("<noscript><p>no</p></noscript><template>no</template>yes", "yes"),
        ("<!-- no -->yes<!DOCTYPE html>", "yes"),
        ("<title>T</title><body>b", "T\nb"),
        (
            "<table><tr><th>Type</th><th>Amount</th></tr>"
            "<tr><td> Signing <b>Bonus</b> </td>\n<td><p>$50,000</p></td><td>N/A</td></tr></table>",
            "Type | Amount\nSigning Bonus | $50,000 | N/A",
        ),
        ("<table><tr><td>a<tr><td>b<td>c</table>d", "a\nb | c\nd"),
        ("unclosed <p>one <b>two", "unclosed\none two"),
        ("", ""),
    ],
)
def test_the_text_of_html_is_what_a_reader_sees(html: str, text: str) -> None:
    seen = text_of_html(html)
    assert seen.split() == text.split()
    lines = [" ".join(line.split()) for line in seen.splitlines()]
    if "<td><p>" not in html:
        assert [line for line in lines if line] == text.splitlines()


def test_html_that_cannot_be_read_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(html: str) -> str:
        raise AssertionError("unknown status keyword")

    monkeypatch.setattr(copies, "text_of_html", broken)
    (tmp_path / "a.html").write_bytes(b"<![odd[")
    found, (finding,) = read_copies(tmp_path, ["a"])
    assert finding.code == Code.FILE_UNREADABLE
    assert found["a"].text is None
    assert found["a"].digests == (digest(b"<![odd["),)
