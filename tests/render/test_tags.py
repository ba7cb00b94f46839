"""The structure tree of a real PDF, once finished: running heads outside of it, the rest intact."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from typing import Any, NamedTuple

import pikepdf
import pytest

from briefs.render.pages import PageSetter

pytestmark = pytest.mark.pdf

HTML = """<html lang="en"><head><meta charset="utf-8"><title>T</title></head><body>
<h1>Pay of officers</h1>
<p>See <a href="#source-1">1</a> and <a href="https://example.org/law">the law</a>.</p>
<ul><li>one</li><li>two</li></ul>
<table><caption>Table 1</caption>
<thead><tr><th scope="col">What</th><th scope="col">Value</th></tr></thead>
<tbody><tr><th scope="row">Aim</th><td>10</td></tr><tr><th scope="row">Now</th><td>2</td></tr>
</tbody></table>
<div><img alt="A bar" src="figure:a"></div>
<h2 id="source-1" style="break-before: page">Sources</h2>
<p>A report, <a href="#source-1">again</a></p>
<div style="break-before: page"></div>
</body></html>"""
CSS = """html { font-family: Fira Sans } h1 { string-set: head content(text) }
@page { @top-left { content: "RUNNING " string(head) } @top-right { content: url(figure:a) }
@bottom-right { content: "FOLIO " counter(page) " / " counter(pages) } }
@page :first { @top-left { content: none } }"""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><path d="M0,0h9v9z"/></svg>'
PLAIN = (
    "@page { @top-left { content: none } @top-right { content: none } "
    "@bottom-right { content: none } }"
)


class Marked(NamedTuple):
    """A marked piece of a page's content."""

    tag: str
    mcid: int | None
    type: str
    draws: bool


def set_page(setter: PageSetter, css: str) -> bytes:
    names = {"source-1": "Source 1: a report — año", "nowhere": "Not asked for"}
    return setter.pdf(HTML, css, {"figure:a": SVG}, names, "the page").data


@pytest.fixture(scope="module")
def data(setter: PageSetter) -> bytes:
    return set_page(setter, CSS)


@pytest.fixture(scope="module")
def pdf(data: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(data)) as opened:
        yield opened


def marked(page: pikepdf.Page) -> list[Marked]:
    """The page's marked content in the order of painting; no piece lies in another."""
    found: list[Marked] = []
    inside = False
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                assert not inside
                properties = operands[1] if len(operands) > 1 else {}
                mcid, kind = properties.get("/MCID"), properties.get("/Type", "")
                found.append(
                    Marked(str(operands[0]), None if mcid is None else int(mcid), str(kind), False)
                )
                inside = True
            case "EMC":
                inside = False
            case "Tj" | "TJ" | "Do":
                assert inside, "something is drawn outside of all marked content"
                found[-1] = found[-1]._replace(draws=True)
    assert not inside
    return found


def kids(element: Any) -> list[Any]:
    found = element.get("/K", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def elements(pdf: pikepdf.Pdf) -> list[Any]:
    """Every structure element that the tree leads to, in reading order."""
    found = []
    waiting = kids(pdf.Root.StructTreeRoot)
    while waiting:
        element = waiting.pop(0)
        assert element.Type == "/StructElem"
        found.append(element)
        below = [kid for kid in kids(element) if is_element(kid)]
        assert all(kid.P.objgen == element.objgen for kid in below)
        waiting[:0] = below
    return found


def is_element(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") != "/OBJR"


def of_type(pdf: pikepdf.Pdf, name: str) -> list[Any]:
    return [element for element in elements(pdf) if name == element.S]


def owners(pdf: pikepdf.Pdf) -> dict[int, Any]:
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return {int(key): owner for key, owner in zip(numbers[::2], numbers[1::2], strict=True)}


def spoken(data: bytes) -> str:
    """What the structure tree says, as a screen reader would read it."""
    command = ["pdfinfo", "-struct-text", "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    assert done.stderr == b"", "every reference in the tree leads somewhere"
    return done.stdout.decode()


def printed(data: bytes) -> str:
    command = ["pdftotext", "-", "-"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()


def test_running_heads_are_printed_and_not_read_out(data: bytes) -> None:
    assert printed(data).count("RUNNING Pay of officers") == 2
    assert printed(data).count("FOLIO") == 3
    said = spoken(data)
    assert "RUNNING" not in said
    assert "FOLIO" not in said
    for words in ("Pay of officers", "the law", "Table 1", "Aim", "Sources"):
        assert f'"{words}"' in said


def test_each_margin_box_is_an_artifact_of_pagination(pdf: pikepdf.Pdf) -> None:
    artifacts = [
        [piece for piece in marked(page) if piece.type == "/Pagination"] for page in pdf.pages
    ]
    # a drawing and a folio on the first page; a head, too, on the others
    assert [len(pieces) for pieces in artifacts] == [2, 3, 3]
    for piece in (piece for pieces in artifacts for piece in pieces):
        assert (piece.tag, piece.mcid) == ("/Artifact", None)


def test_every_mark_belongs_to_an_element_that_the_tree_leads_to(pdf: pikepdf.Pdf) -> None:
    in_tree = {element.objgen for element in elements(pdf)}
    parents = owners(pdf)
    for page in pdf.pages:
        owner_of = list(parents[int(page.StructParents)])
        marks = [piece.mcid for piece in marked(page) if piece.mcid is not None]
        assert len(marks) == len(set(marks))
        for mcid, owner in enumerate(owner_of):
            if mcid in marks:
                assert owner.objgen in in_tree
                assert mcid in kids(owner)
                assert owner.Pg.objgen == page.objgen
            else:
                assert owner is None


def test_every_leaf_of_the_tree_is_on_its_page(pdf: pikepdf.Pdf) -> None:
    marks = {
        (page.objgen, piece.mcid)
        for page in pdf.pages
        for piece in marked(page)
        if piece.mcid is not None
    }
    leaves = {
        (element.Pg.objgen, int(kid))
        for element in elements(pdf)
        for kid in kids(element)
        if not isinstance(kid, pikepdf.Dictionary)
    }
    assert leaves == marks


def test_no_element_is_left_in_the_file_beside_the_tree(pdf: pikepdf.Pdf) -> None:
    in_tree = {element.objgen for element in elements(pdf)}
    in_file = {
        thing.objgen
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/StructElem"
    }
    assert in_file == in_tree


def test_the_tree_is_that_of_the_page_without_running_heads(
    pdf: pikepdf.Pdf, setter: PageSetter
) -> None:
    with pikepdf.open(io.BytesIO(set_page(setter, f"{CSS} {PLAIN}"))) as plain:
        assert not [piece for page in plain.pages for piece in marked(page) if piece.type]
        expected = [str(element.S) for element in elements(plain)]
    assert [str(element.S) for element in elements(pdf)] == expected
    assert expected[:3] == ["/Document", "/H1", "/Span"]
    assert {"/P", "/L", "/LI", "/Table", "/Caption", "/Figure", "/H2", "/Link"} <= set(expected)


def test_a_header_cell_says_what_it_heads(pdf: pikepdf.Pdf) -> None:
    scopes = [str(cell.A.Scope) for cell in of_type(pdf, "/TH")]
    assert scopes == ["/Column", "/Column", "/Row", "/Row"]
    assert all(cell.A.O == "/Table" for cell in of_type(pdf, "/TH"))
    first, second = (list(cell.A.Headers) for cell in of_type(pdf, "/TD"))
    assert len(first) == len(second) == 2
    known = {str(cell.ID) for cell in of_type(pdf, "/TH")}
    assert {str(name) for name in (*first, *second)} <= known


def test_links_are_named_in_words_and_marked_for_print(pdf: pikepdf.Pdf) -> None:
    links = [note for page in pdf.pages for note in page.get("/Annots", [])]
    assert [str(link.Contents) for link in links] == [
        "Source 1: a report — año",
        "https://example.org/law",
        "Source 1: a report — año",
    ]
    assert [int(link.F) for link in links] == [4, 4, 4]
    assert [str(links[0].Dest), str(links[2].Dest)] == ["source-1", "source-1"]


def test_links_stay_tied_to_their_elements(pdf: pikepdf.Pdf) -> None:
    links = [note for page in pdf.pages for note in page.get("/Annots", [])]
    elements_of_links = of_type(pdf, "/Link")
    assert len(links) == len(elements_of_links) == 3
    for link, element in zip(links, elements_of_links, strict=True):
        (reference,) = (kid for kid in kids(element) if isinstance(kid, pikepdf.Dictionary))
        assert reference.Obj.objgen == link.objgen
        assert owners(pdf)[int(link.StructParent)].objgen == element.objgen


def test_a_drawing_keeps_its_words(pdf: pikepdf.Pdf) -> None:
    (figure,) = of_type(pdf, "/Figure")
    assert str(figure.Alt) == "A bar"
