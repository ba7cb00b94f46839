"""What a web page carries comes back byte for byte, whatever is in it."""

from __future__ import annotations

import json

import pytest

from briefs.model.attachment import CITATIONS, FIGURES, KINDS, RECORD, Attachment
from briefs.model.canonical import canonical_json
from briefs.model.data_scripts import carried_files, data_script

AWKWARD = ["</script>", "<!--", "<script>", "\\u003c", "\\\\u003c <", 'a "b" \\', "año\n", "&lt;"]


def written(*attachments: Attachment) -> bytes:
    scripts = []
    for one in attachments:
        attributes, text = data_script(one)
        words = " ".join(f'{name}="{value}"' for name, value in attributes.items())
        scripts.append(f"<script {words}>{text}</script>")
    return "\n".join(["<p>briefs-record</p>", *scripts, "<script>run()</script>"]).encode()


def test_all_files_come_back() -> None:
    given = [
        Attachment(RECORD, KINDS[RECORD], canonical_json(AWKWARD)),
        Attachment(FIGURES, KINDS[FIGURES], b'a,"b\r\nc"\r\n'),
        Attachment(CITATIONS, KINDS[CITATIONS], json.dumps({"title": AWKWARD}, indent=1).encode()),
    ]
    html = written(*given)
    assert carried_files(html) == {one.name: one.data for one in given}
    assert html.count(b"</script>") == 4
    assert b"<!--" not in html
    assert b'<script type="text/csv" id="briefs-figures">a,"b\r\nc"\r\n</script>' in html


@pytest.mark.parametrize("words", AWKWARD)
def test_awkward_words_come_back(words: str) -> None:
    for name in (RECORD, FIGURES):
        data = canonical_json([words]) if name == RECORD else f"{words},1\n".encode()
        html = written(Attachment(name, KINDS[name], data))
        assert carried_files(html) == {name: data}
        assert html.count(b"<script") == 2


def test_a_page_without_files_has_none_and_one_with_two_records_is_refused() -> None:
    assert carried_files(b"<p>A page</p><script>run()</script>") == {}
    html = written(Attachment(RECORD, KINDS[RECORD], b"{}\n"))
    with pytest.raises(ValueError, match="twice"):
        carried_files(html + html)
