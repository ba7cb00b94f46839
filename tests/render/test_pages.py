"""A page becomes a PDF without a hole, or an error that says what is missing; never a hang."""

from __future__ import annotations

import http.server
import io
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import page as page_validation
import pikepdf
import pytest
from PIL import Image

from briefs.model.errors import EngineError
from briefs.render import pages
from briefs.render.fonts import font_file
from briefs.render.pages import PageSetter, Pdf

pytestmark = pytest.mark.pdf

CSS = 'html { font-family: "Fira Sans" } @page { @bottom-right { content: counter(page) } }'
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><path d="M0,0h9v9z"/></svg>'
)
SHOWN = '<div><img alt="A bar" src="figure:a"></div>'
SLOW = "<h1>Slow</h1>" + "".join(f"<p>Paragraph {n} of a long page.</p>" for n in range(1000))
ENDLESS = '<div style="columns: 2">' * 8 + "<p>word</p>" * 8 + "</div>" * 8


def html(body: str, head: str = "", title: str = "<title>A page</title>") -> str:
    return (
        f'<html lang="en"><head><meta charset="utf-8">{title}{head}</head>'
        f"<body><h1>A heading</h1>{body}</body></html>"
    )


def svg(inner: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">{inner}</svg>'.encode()


def set_page(
    setter: PageSetter,
    body: str,
    css: str = "",
    figures: Mapping[str, bytes] | None = None,
    **more: str,
) -> Pdf:
    return setter.pdf(html(body, **more), CSS + css, figures or {}, {}, "page 7")


def text_of(pdf: Pdf) -> str:
    command = ["pdftotext", "-", "-"]
    return subprocess.run(command, input=pdf.data, capture_output=True, check=True).stdout.decode()


def pid_of(setter: PageSetter) -> int:
    assert setter.engine.pid is not None
    return setter.engine.pid


@pytest.fixture
def own(configuration: Path, project: Path) -> Iterator[PageSetter]:
    """A warm page setter that a test may harm."""
    with PageSetter(configuration, [project], seconds=30) as setter:
        set_page(setter, "")
        yield setter


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine: its address, and what was asked of it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_port}", asked
        served.shutdown()


def test_a_page_arrives_with_its_words_and_its_drawing(setter: PageSetter) -> None:
    pdf = set_page(setter, f"<p>Up to $50,000 — año</p>{SHOWN}", figures={"figure:a": DRAWING})
    assert pdf.pages == 1
    assert pdf.complaints == ()
    assert "Up to $50,000 — año" in text_of(pdf)
    with pikepdf.open(io.BytesIO(pdf.data)) as opened:
        operators = [str(op) for _, op in pikepdf.parse_content_stream(opened.pages[0])]
    assert operators.count("l") >= 2, "the drawing's lines"


def test_a_page_claims_both_standards_and_keeps_the_one_checked_here(setter: PageSetter) -> None:
    pdf = set_page(setter, f"<p>Text</p>{SHOWN}", figures={"figure:a": DRAWING})
    assert page_validation.validate_pdf_bytes(pdf.data, profile="ua1").failures == []
    with pikepdf.open(io.BytesIO(pdf.data)) as opened, opened.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert opened.Root.OutputIntents[0].S == "/GTS_PDFA1"


def test_the_fonts_are_ours_and_in_the_file(setter: PageSetter) -> None:
    pdf = set_page(setter, '<p style="font-family: Arial, DejaVu Sans">Not Arial</p>')
    command = ["pdffonts", "-"]
    done = subprocess.run(command, input=pdf.data, capture_output=True, check=True)
    fonts = done.stdout.decode().splitlines()[2:]
    assert fonts
    for line in fonts:
        assert re.match(r"\w+\+(Fira-Sans|IBM-Plex-Serif|Atkinson-Hyperlegible)", line)
        assert "yes yes yes" in line, "embedded, a subset, with its Unicode"


def test_an_image_of_the_project_is_shown(setter: PageSetter, project: Path) -> None:
    Image.new("RGB", (3, 2), "red").save(project / "logo.png")
    source = (project / "logo.png").as_uri()
    css = "img { image-rendering: crisp-edges }"
    pdf = set_page(setter, f'<div><img alt="Logo" src="{source}"></div>', css)
    with pikepdf.open(io.BytesIO(pdf.data)) as opened:
        sizes = [
            (int(image.Width), int(image.Height)) for image in opened.pages[0].get_images().values()
        ]
    assert sizes == [(3, 2)]


def test_what_is_missing_from_nothing_is_a_complaint_only(setter: PageSetter) -> None:
    pdf = set_page(setter, "<p>Text</p>", "p { colour: red }")
    (complaint,) = pdf.complaints
    assert "colour" in complaint


@pytest.mark.parametrize(
    ("body", "css", "words"),
    [
        ('<img alt="x" src="figure:b">', "", "figure:b is no file of the project"),
        ('<img alt="x" src="file:///etc/passwd">', "", "/etc/passwd is outside"),
        ('<img alt="x" src="FILE:/etc/passwd">', "", "/etc/passwd is outside"),
        ('<img alt="x" src="logo.png">', "", "logo.png"),
        ('<img alt="x" src="data:image/png;base64,AAAA">', "", "Failed to load image"),
        ("", "p { background: url(file:///etc/passwd) } ", "/etc/passwd is outside"),
        ("", "@page { @top-left { content: url(file:///etc/passwd) } }", "/etc/passwd is outside"),
        ("<style>@import url(file:///etc/passwd);</style>", "", "/etc/passwd is outside"),
        ('<object data="file:///etc/passwd">x</object>', "", "/etc/passwd is outside"),
        ('<embed src="file:///etc/passwd">', "", "/etc/passwd is outside"),
        ('<p><a rel="attachment" href="file:///etc/passwd">x</a></p>', "", "passwd is outside"),
        ('<img src="figure:a">', "", "figure:a"),
        ('<img alt="" src="figure:a">', "", "figure:a"),
        ("<svg><path d='M0,0h9v9z'/></svg>", "", "PDF/UA-1.*Figure"),
        ("<p>中</p>", "", r"U\+4E2D"),
        ('<p><a href="#nowhere">x</a></p>', "", "No anchor #nowhere"),
        ("<h3>Skips a step</h3>", "", "PDF/UA-1.*(?i:heading)"),
    ],
)
def test_a_hole_in_the_page_is_an_error_that_says_which(
    setter: PageSetter, body: str, css: str, words: str
) -> None:
    set_page(setter, "")
    before = pid_of(setter)
    with pytest.raises(EngineError, match=words) as caught:
        set_page(setter, f"<p>Text</p>{body}", css, {"figure:a": DRAWING})
    assert caught.value.message.startswith("page 7 cannot be set as a PDF:\n  ")
    assert pid_of(setter) == before, "a refusal costs no restart"


@pytest.mark.parametrize("rel", ["attachment", "stylesheet"])
def test_a_linked_file_from_outside_is_refused(setter: PageSetter, rel: str) -> None:
    link = f'<link rel="{rel}" href="file:///proc/self/environ">'
    with pytest.raises(EngineError, match="/proc/self/environ is outside"):
        set_page(setter, "", head=link)


def test_a_page_without_title_or_language_is_refused(setter: PageSetter) -> None:
    with pytest.raises(EngineError, match="title"):
        set_page(setter, "", title="")
    with pytest.raises(EngineError, match="lang"):
        setter.pdf("<title>A page</title><h1>A heading</h1>", CSS, {}, {}, "page 7")


@pytest.mark.parametrize(
    "css",
    [
        "@import url(file:///etc/passwd);",
        "@import url(http://127.0.0.1:9/a.css);",
        "@import url(base.css);",
        "@import url({project}/nothing.css);",
        f"@font-face {{ font-family: X; src: url({font_file('Fira Sans').as_uri()}) }}",
    ],
    ids=["file", "network", "relative", "missing", "font"],
)
def test_a_style_sheet_with_a_hole_is_refused_every_time(
    setter: PageSetter, project: Path, css: str
) -> None:
    """Style sheets are parsed once a process: what that once lacked is lacking on every page."""
    css = css.replace("{project}", project.as_uri())
    words = r"is outside of the|is no file of the|Relative URI|No such file"
    for _ in range(2):
        with pytest.raises(EngineError, match=words):
            setter.pdf(html(""), css + CSS, {}, {}, "page 7")
    assert set_page(setter, "").pages == 1


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ('<p style="--ink: #00f">Pay</p>', ""),
        ("<p>Pay</p>", "<style>p { --ink: #00f }</style>"),
        ("<p>Pay</p>", '<link rel="stylesheet" href="data:text/css,p%7B--ink:%2300f%7D">'),
    ],
    ids=["attribute", "element", "link"],
)
def test_styles_of_a_page_itself_may_set_what_the_style_sheet_asks_for(
    setter: PageSetter, body: str, head: str
) -> None:
    css = ":root { --ink: #f00 } p { color: var(--ink) }"
    plain = set_page(setter, "<p>Pay</p>", "p { color: #00f }")
    assert set_page(setter, body, css, head=head).data == plain.data
    assert set_page(setter, "<p>Pay</p>", css).data != plain.data


@pytest.mark.parametrize(
    ("body", "css"),
    [
        ('<img alt="x" src="{0}/a.png">', ""),
        ('<link rel="stylesheet" href="{0}/a.css">', ""),
        ('<link rel="attachment" href="{0}/a.txt">', ""),
        ("<style>@font-face {{ font-family: X; src: url({0}/a.ttf) }}</style>", ""),
        ("", "@import url({0}/b.css);"),
        ("", "@font-face {{ font-family: X; src: url({0}/b.ttf) }}"),
        ("", "h1 {{ background: url({0}/b.png) }}"),
    ],
)
def test_nothing_is_asked_of_a_server(
    setter: PageSetter, server: tuple[str, list[str]], body: str, css: str
) -> None:
    address, asked = server
    with pytest.raises(EngineError, match=address):
        setter.pdf(html(body.format(address)), css.format(address) + CSS, {}, {}, "page 7")
    assert asked == []


@pytest.mark.parametrize(
    "drawing",
    [
        b"<svg",
        b"",
        b"words",
        svg("<image href='file:///etc/passwd' width='9' height='9'/>"),
        svg("<image href='http://127.0.0.1:9/a.png' width='9' height='9'/>"),
        svg("<image href='data:image/png;base64,AAAA' width='9' height='9'/>"),
        svg("<g id='a'><use href='#a'/></g>"),
        svg("<use href='#a' id='a'/>"),
    ],
)
def test_a_drawing_with_a_hole_is_refused(setter: PageSetter, drawing: bytes) -> None:
    """WeasyPrint itself swallows what goes wrong in an SVG and draws the rest."""
    with pytest.raises(EngineError, match="page 7 cannot be set"):
        set_page(setter, SHOWN, figures={"figure:a": drawing})


def test_an_image_of_too_many_points_is_refused(setter: PageSetter, project: Path) -> None:
    Image.new("1", (6000, 5000)).save(project / "bomb.png")
    source = (project / "bomb.png").as_uri()
    with pytest.raises(EngineError, match=r"bomb\.png"):
        set_page(setter, f'<div><img alt="x" src="{source}"></div>')


def test_a_page_of_too_much_html_is_refused_before_it_is_read(setter: PageSetter) -> None:
    began = time.monotonic()
    with pytest.raises(EngineError, match="more than 5 MB"):
        set_page(setter, "<div>" * 1_000_001)
    assert time.monotonic() - began < 5


def test_a_hanging_page_ends_at_the_deadline_and_only_that_page(own: PageSetter) -> None:
    first = pid_of(own)
    own.seconds = 2
    began = time.monotonic()
    with pytest.raises(EngineError, match="WeasyPrint did not answer within 2 s"):
        set_page(own, ENDLESS)
    assert time.monotonic() - began < 4, "it is not tried again: it would hang again"
    own.seconds = 30
    assert set_page(own, "<p>The next page</p>").pages == 1
    assert pid_of(own) != first
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def in_the_middle(setter: PageSetter, what: signal.Signals) -> threading.Timer:
    """Send a signal to the worker while it sets the page SLOW."""
    timer = threading.Timer(0.3, os.kill, (pid_of(setter), what))
    timer.start()
    return timer


def test_a_page_whose_worker_is_killed_is_set_again(own: PageSetter) -> None:
    expected = set_page(own, SLOW)
    first = pid_of(own)
    in_the_middle(own, signal.SIGKILL)
    assert set_page(own, SLOW) == expected
    assert pid_of(own) != first


def test_a_page_that_kills_its_worker_every_time_is_given_up(own: PageSetter) -> None:
    set_page(own, SLOW)
    killed: set[int] = set()
    done = threading.Event()

    def kill_each() -> None:
        while not done.wait(0.1):
            pid = own.engine.pid
            if pid is not None and pid not in killed:
                killed.add(pid)
                time.sleep(0.2)
                os.kill(pid, signal.SIGKILL)

    thread = threading.Thread(target=kill_each)
    thread.start()
    try:
        with pytest.raises(EngineError, match="WeasyPrint ended unexpectedly") as caught:
            set_page(own, SLOW)
    finally:
        done.set()
        thread.join()
    assert "briefs doctor" in caught.value.mend
    assert len(killed) == 2


@pytest.mark.parametrize("size", [1, 3_000_000], ids=["small", "large"])
def test_a_frozen_worker_ends_at_the_deadline(own: PageSetter, size: int) -> None:
    """A large page does not fit into the line to the worker, which reads no more."""
    os.kill(pid_of(own), signal.SIGSTOP)
    own.seconds = 1
    began = time.monotonic()
    with pytest.raises(EngineError, match="did not answer within 1 s"):
        set_page(own, f"<!-- {'x' * size} -->")
    assert time.monotonic() - began < 3
    own.seconds = 30
    assert set_page(own, "").pages == 1


def test_two_processes_give_the_same_bytes(configuration: Path, project: Path) -> None:
    body = f"<p>Text</p>{SHOWN}<ul><li>one</li></ul>"
    made = []
    for seed, zone in (("1", "America/New_York"), ("2", "Asia/Tokyo")):
        with PageSetter(configuration, [project]) as setter:
            setter.engine.environment |= {"PYTHONHASHSEED": seed, "TZ": zone}
            set_page(setter, "<p>Another page comes first</p>" * int(seed))
            made.append(set_page(setter, body, figures={"figure:a": DRAWING}))
    assert made[0] == made[1]


def test_a_worker_is_replaced_before_it_grows(
    own: PageSetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "RECYCLE_AFTER", 3)
    seen = [pid_of(own)]
    made = []
    for _ in range(5):
        made.append(set_page(own, "<p>Text</p>").data)
        seen.append(pid_of(own))
    assert len(set(made)) == 1
    assert [seen.index(pid) for pid in seen] == [0, 0, 0, 3, 3, 3]


def test_a_worker_that_cannot_start_says_why(
    configuration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a machine without Pango, which WeasyPrint's import finds missing."""
    (tmp_path / "weasyprint.py").write_text(
        "raise OSError(\"cannot load library 'libpango-1.0-0'\")\n", encoding="utf-8"
    )
    with PageSetter(configuration, []) as setter:
        package = setter.engine.environment["PYTHONPATH"]
        setter.engine.environment["PYTHONPATH"] = f"{tmp_path}{os.pathsep}{package}"
        with pytest.raises(EngineError, match="ended unexpectedly") as caught:
            set_page(setter, "")
    assert "cannot load library 'libpango-1.0-0'" in caught.value.mend


def test_a_setter_that_is_closed_says_so(configuration: Path) -> None:
    setter = PageSetter(configuration, [])
    setter.close()
    with pytest.raises(EngineError, match="WeasyPrint is closed"):
        set_page(setter, "")
    assert setter.engine.pid is None


@pytest.mark.skipif(sys.platform != "linux", reason="macOS has no bound of memory")
def test_a_page_may_not_take_all_memory(own: PageSetter) -> None:
    limits = Path(f"/proc/{pid_of(own)}/limits").read_text(encoding="utf-8")
    (line,) = (line for line in limits.splitlines() if line.startswith("Max address space"))
    assert line.split()[3:5] == [str(4 << 30)] * 2
