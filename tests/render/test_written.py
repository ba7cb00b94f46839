"""Objects that are written once make the same file as those that pydyf writes twice."""

from __future__ import annotations

import pydyf
import pytest
from weasyprint import HTML

from briefs.render.finish.written import write_once

pytestmark = pytest.mark.pdf

PAGE = """<html lang="en"><head><title>T</title></head><body><h1>Pay</h1>
<p>See <a href="#end">the end</a>.</p><table><tr><th>What</th><td>10</td></tr></table>
<p id="end"><input name="a" style="appearance: auto"></p></body></html>"""


@pytest.mark.parametrize("packed", [True, False])
def test_the_bytes_are_the_same(packed: bool) -> None:
    counted: list[int] = []

    def finish(_: object, pdf: pydyf.PDF) -> None:
        before = list(pdf.objects)
        write_once(pdf)
        counted.append(
            sum(one is not other for one, other in zip(before, pdf.objects, strict=True))
        )

    options = {"pdf_variant": "pdf/a-3a", "uncompressed_pdf": not packed}
    once = HTML(string=PAGE).write_pdf(finisher=finish, **options)
    assert once == HTML(string=PAGE).write_pdf(**options)
    assert counted[0] > 20


def test_the_catalog_and_the_metadata_can_still_be_changed() -> None:
    def finish(_: object, pdf: pydyf.PDF) -> None:
        write_once(pdf)
        pdf.catalog["Lang"] = pydyf.String("la")

    data = HTML(string=PAGE).write_pdf(
        finisher=finish, uncompressed_pdf=True, pdf_variant="pdf/a-3a"
    )
    assert b"/Lang (la)" in data
