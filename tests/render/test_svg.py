"""What may be in a figure's SVG, and what comes out of one that holds more."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from briefs.render.svg import SvgError, sanitise

OPEN = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="100" height="50" viewBox="0 0 100 50">'
)


def clean(inner: str) -> str:
    return sanitise(f"{OPEN}{inner}</svg>".encode(), "Fira Sans").decode()


def words(svg: str) -> str:
    return "".join(ET.fromstring(svg).itertext())


def test_the_font_is_named_at_the_root() -> None:
    assert ET.fromstring(clean("<text>a</text>")).get("font-family") == "Fira Sans"


def test_the_same_svg_gives_the_same_bytes_and_is_clean_already() -> None:
    once = clean('<g class="x"><path d="M0,0" style="fill: red; cursor: pointer"/></g>')
    assert once == clean('<g class="x"><path d="M0,0" style="fill: red; cursor: pointer"/></g>')
    assert sanitise(once.encode(), "Fira Sans").decode() == once


def test_shapes_and_clips_stay() -> None:
    svg = clean(
        '<defs><clipPath id="c"><rect width="9" height="9"/></clipPath></defs>'
        '<g clip-path="url(#c)"><rect width="5" height="5" style="fill: rgb(1, 2, 3)"/></g>'
    )
    assert 'id="c"' in svg
    assert "url(#c)" in svg
    assert "rgb(1, 2, 3)" in svg


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script><path d='M0,0'/>",
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'>x</body></foreignObject>",
        "<style>@import 'http://x/'</style>",
        "<path d='M0,0' onclick='alert(1)' onLoad='alert(2)'/>",
        "<animate attributeName='x'/><set attributeName='y'/>",
        "<iframe src='http://x/'/>",
    ],
)
def test_nothing_that_acts_is_left(inner: str) -> None:
    assert not re.search(
        r"script|foreign|style|onclick|onload|alert|import|animate|<set|iframe|http://x",
        clean(inner),
        re.IGNORECASE,
    )


@pytest.mark.parametrize(
    "inner",
    [
        "<use href='http://x/#a'/>",
        "<use xlink:href='file:///etc/passwd#a'/>",
        "<path d='M0,0' style='fill: url(http://x/)'/>",
        "<path d='M0,0' fill='url( \"file:///etc/passwd\")'/>",
        "<g filter='URL(http://x/#f)'><path d='M0,0'/></g>",
    ],
)
def test_a_reference_to_the_outside_is_refused(inner: str) -> None:
    with pytest.raises(SvgError, match="refers to"):
        clean(inner)


@pytest.mark.parametrize("href", ["http://x/a.png", "file:///etc/passwd"])
def test_no_image_from_outside_is_left(href: str) -> None:
    try:
        svg = clean(f"<image xlink:href='{href}' width='1' height='1'/><path d='M0,0'/>")
    except SvgError:
        return
    assert href not in svg


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"not svg",
        b"<svg",
        b"<html/>",
        b"\x89PNG",
        b"<svg/>",
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b'<?xml version="1.0"?><!DOCTYPE svg SYSTEM "file:///etc/passwd">'
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><text>&nope;</text></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><text>\xff</text></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><text>\x08</text></svg>',
    ],
)
def test_what_is_no_plain_svg_is_refused(text: bytes) -> None:
    with pytest.raises(SvgError):
        sanitise(text, "Fira Sans")


def test_text_behind_a_bold_word_gets_a_tspan_of_its_own() -> None:
    svg = clean(
        "<text><tspan class='line'><tspan style='font-weight:bold'>22</tspan> pending</tspan>"
        "<tspan class='line'>applications</tspan></text>"
    )
    assert "22 pendingapplications" in words(svg)
    lines = ET.fromstring(svg)[0]
    assert [child.text for child in lines[0]] == ["22", " pending"]
    assert all(child.tail is None for child in lines[0])


@pytest.mark.parametrize(
    "inner",
    [
        pytest.param("<text>a <a xlink:href='http://x/'>link</a> b</text>", id="link"),
        pytest.param("<text><tspan>a<a xlink:href='http://x/'>b</a></tspan></text>", id="nested"),
        pytest.param("<text>a<tspan>b</tspan>c</text>", id="mixed"),
    ],
)
def test_no_word_of_a_label_is_lost(inner: str) -> None:
    svg = clean(inner)
    assert words(svg) == words(f"{OPEN}{inner}</svg>")
    assert "http://x" not in svg


def test_text_behind_something_dropped_stays() -> None:
    assert words(clean("<text>22 <script>alert(1)</script>pending</text>")) == "22 pending"


def test_a_link_in_a_label_becomes_a_tspan() -> None:
    root = ET.fromstring(clean("<text>a <a xlink:href='http://x/'>link</a></text>"))
    assert root[0][0].tag == "{http://www.w3.org/2000/svg}tspan"


@pytest.mark.parametrize(
    "inner",
    [
        pytest.param(
            "<defs><pattern id='p' width='4' height='4'><path d='M0,0'/></pattern></defs>"
            "<path d='M0,0h9v9z' style='fill: url(#p)'/>",
            id="pattern",
        ),
        pytest.param("<image xlink:href='data:image/png;base64,AAAA' width='9'/>", id="heatmap"),
        pytest.param(
            "<defs><linearGradient id='g'><stop offset='0'/></linearGradient></defs>"
            "<path d='M0,0h9v9z' fill='url(#g)'/>",
            id="gradient",
        ),
    ],
)
def test_a_drawing_is_kept_or_refused_but_never_silently_lost(inner: str) -> None:
    try:
        svg = clean(inner)
    except SvgError:
        return
    assert re.search(r"<pattern|<image|<linearGradient", svg)
