"""Small pages to stamp and to sign, with the record of an edition in them."""

from __future__ import annotations

from briefs.model.record import record_bytes
from briefs.render.append.revisions import LaterChangeKind, later_changes
from briefs.render.pages import PageSetter
from tests.publish.editions.issuing import record

CSS = """@page { size: letter; margin: 17mm;
  @top-left { content: "Policy brief" } @top-right { content: string(title) } }
@page :first { @top-left { content: none } @top-right { content: none } }
@page wide { size: letter landscape }
html { font: 9pt Fira Sans; color: #1C2733 } h1, h2, th { font-weight: 600 }
h1 { string-set: title content() } .wide { page: wide }"""

FIELD = '<input type="text" name="staff" title="Sworn officers" aria-label="Sworn officers" />'
FORM = f"""<h2 style="break-before: page">Worksheet</h2><table><tbody>
<tr><th scope="row">Sworn officers</th><td>{FIELD}</td></tr></tbody></table>"""
BODY = """<h1>Lead pipes in 2025</h1>
<p>The city pays up to $50,000 for each <a href="https://example.org/pipes">line</a>.</p>
<h2 style="break-before: page">Where they are</h2><p>There are 1,200 lines.</p>"""


def html(body: str, language: str = "en") -> str:
    return (
        f'<html lang="{language}"><head><meta charset="utf-8"><title>Lead pipes</title></head>'
        f"<body>{body}</body></html>"
    )


def paper(setter: PageSetter, body: str = BODY, css: str = "", *, sealed: bool = True) -> bytes:
    """The PDF of an edition."""
    printed = record_bytes(record(pages=[])) if sealed else None
    return setter.pdf(html(body), CSS + css, {}, {}, "the page", record=printed).data


def is_only_stamp(original: bytes, changed: bytes) -> bool:
    """Whether stamps of ours were added to a PDF, and nothing but those."""
    changes = later_changes(original, changed)
    return {(one.kind, one.allowed) for one in changes} == {(LaterChangeKind.STAMP, True)}
