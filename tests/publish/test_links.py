"""Links are tried politely, and what is no good is told with its day; against a server here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep

import pytest

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place, Severity
from briefs.publish.links import USER_AGENT, CheckedLink, Manner, check_links

TODAY = date(2026, 11, 24)
PLACE = Place("sources.yaml", 7, 8)
Respond = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers as the test says, and notes what was asked."""

    pages: dict[str, Respond]
    asked: list[tuple[str, str]]
    sent: list[dict[str, str]]

    def do_HEAD(self) -> None:
        self.asked.append((self.command, self.path))
        self.sent.append(dict(self.headers))
        self.pages[self.path](self)

    do_GET = do_HEAD  # noqa: N815 - the server looks for this name

    def answer(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing: tests stay quiet."""


class Site:
    """A web site of this computer."""

    def __init__(self) -> None:
        self.pages: dict[str, Respond] = {}
        self.asked: list[tuple[str, str]] = []
        self.sent: list[dict[str, str]] = []
        handler = type("OwnHandler", (Handler,), {**vars(self)})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.root = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def page(self, path: str, status: int, **headers: str) -> str:
        self.pages[path] = lambda handler: handler.answer(status, **headers)
        return self.root + path

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    one = Site()
    yield one
    one.close()


class Clock:
    """Goes on only when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 0.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.time += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def try_one(clock: Clock) -> Callable[[str], tuple[CheckedLink, list[Diagnostic]]]:
    def one(url: str) -> tuple[CheckedLink, list[Diagnostic]]:
        manner = Manner(private=True, now=clock.now, sleep=clock.sleep, limit=5)
        checked, findings = check_links({url: PLACE}, TODAY, manner)
        assert len(checked) == 1
        return checked[0], findings

    return one


TryOne = Callable[[str], tuple[CheckedLink, list[Diagnostic]]]


def test_an_address_that_answers_is_asked_for_its_head_only(site: Site, try_one: TryOne) -> None:
    url = site.page("/a?b=c", 200)
    assert try_one(url + "#part") == (
        CheckedLink(url + "#part", 200, url + "#part", TODAY),
        [],
    )
    assert site.asked == [("HEAD", "/a?b=c")]
    assert site.sent[0]["User-Agent"] == USER_AGENT
    assert USER_AGENT.startswith("briefs/")


def test_a_dead_address_is_a_warning_with_status_day_and_place(site: Site, try_one: TryOne) -> None:
    url = site.page("/gone", 404)
    link, findings = try_one(url)
    assert link == CheckedLink(url, 404, url, TODAY, "answers 404 Not Found")
    assert findings == [
        Diagnostic(
            Code.LINK_DEAD,
            f"{url} answers 404 Not Found, checked on 2026-11-24",
            PLACE,
            "look for its new place, or cite a copy in a web archive",
            Severity.WARNING,
        )
    ]


@pytest.mark.parametrize("status", [403, 404, 405, 500, 501])
def test_where_head_is_refused_the_page_is_asked_for(
    site: Site, try_one: TryOne, status: int
) -> None:
    site.pages["/"] = lambda handler: handler.answer(200 if handler.command == "GET" else status)
    link, findings = try_one(site.root)
    assert (link.status, findings) == (200, [])
    assert [method for method, _ in site.asked] == ["HEAD", "GET"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_an_address_that_moved_is_told_with_its_new_one(
    site: Site, try_one: TryOne, status: int
) -> None:
    site.page("/new", 200)
    url = site.page("/old", status, Location="/new") + "#part"
    link, (finding,) = try_one(url)
    assert link == CheckedLink(url, 200, f"{site.root}/new#part", TODAY)
    assert (finding.code, finding.severity) == (Code.LINK_DEAD, Severity.WARNING)
    assert "has moved, checked on 2026-11-24" in finding.message
    assert finding.mend == f"if that is the same page, write {site.root}/new#part"


def test_five_redirects_are_followed_and_no_more(site: Site, try_one: TryOne) -> None:
    for number in range(9):
        site.page(f"/{number}", 302, Location=f"/{number + 1}")
    site.page("/9", 200)
    assert try_one(f"{site.root}/4")[0].status == 200
    link, (finding,) = try_one(f"{site.root}/3")
    assert link.reason == "leads through more than 5 redirects"
    assert "more than 5 redirects" in finding.message


@pytest.mark.parametrize("target", ["file:///etc/hosts", "ftp://127.0.0.1/x", "javascript:1"])
def test_a_redirect_out_of_the_web_is_not_followed(
    site: Site, try_one: TryOne, target: str
) -> None:
    link, _ = try_one(site.page("/", 302, Location=target))
    assert link.reason == f"leads to {target}, which is no address of the web"


def test_a_redirect_to_a_dead_page_says_where_it_led(site: Site, try_one: TryOne) -> None:
    site.page("/new", 410)
    link, _ = try_one(site.page("/old", 301, Location="/new"))
    assert link.reason == f"leads to {site.root}/new, which answers 410 Gone"


def test_no_cookie_comes_back(site: Site, try_one: TryOne) -> None:
    site.page("/new", 200)
    try_one(site.page("/old", 302, Location="/new", Set_Cookie="a=b; Path=/"))
    assert len(site.sent) == 2
    assert not [headers for headers in site.sent if "Cookie" in headers]


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_for_time_is_asked_once_more_after_it(
    site: Site, try_one: TryOne, clock: Clock, status: int
) -> None:
    answers = iter([status, 200])
    site.pages["/"] = lambda handler: handler.answer(next(answers), Retry_After="7")
    link, findings = try_one(site.root)
    assert (link.status, findings) == (200, [])
    assert clock.slept == [7]


def test_a_host_that_asks_for_time_again_is_left_alone(
    site: Site, try_one: TryOne, clock: Clock
) -> None:
    link, (finding,) = try_one(site.page("/", 429, Retry_After="7"))
    assert link.reason == "answers 429 Too Many Requests"
    assert len(site.asked) == 2
    assert clock.slept == [7]
    assert "browser" in finding.mend


@pytest.mark.parametrize("wait", ["3600", "soon", "-1", ""])
def test_a_host_that_asks_for_an_hour_or_says_nothing_is_not_waited_for(
    site: Site, try_one: TryOne, clock: Clock, wait: str
) -> None:
    link, _ = try_one(site.page("/", 503, Retry_After=wait))
    assert link.status == 503
    assert len(site.asked) == 1
    assert clock.slept == []


def test_a_day_in_retry_after_is_understood(site: Site, try_one: TryOne, clock: Clock) -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    answers = iter([503, 200])
    site.pages["/"] = lambda handler: handler.answer(next(answers), Retry_After=until)
    assert try_one(site.root)[0].status == 200
    assert 0 < clock.slept[0] <= 40


def test_one_host_is_asked_one_thing_at_a_time_with_a_pause(site: Site, clock: Clock) -> None:
    within = [0]
    most = [0]

    def slow(handler: Handler) -> None:
        within[0] += 1
        most[0] = max(most[0], within[0])
        sleep(0.02)
        within[0] -= 1
        handler.answer(200)

    urls = {}
    for number in range(4):
        site.pages[f"/{number}"] = slow
        urls[f"{site.root}/{number}"] = PLACE
    manner = Manner(pause=2, private=True, now=clock.now, sleep=clock.sleep)
    checked, findings = check_links(urls, TODAY, manner)
    assert findings == []
    assert [link.url for link in checked] == list(urls)
    assert most == [1]
    assert clock.slept == [2, 2, 2]


def test_a_host_has_its_turns_also_where_redirects_lead_to_it(clock: Clock) -> None:
    sites = [Site() for _ in range(4)]
    within, most, lock = [0], [0], threading.Lock()

    def slow(handler: Handler) -> None:
        with lock:
            within[0] += 1
            most[0] = max(most[0], within[0])
        sleep(0.05)
        with lock:
            within[0] -= 1
        handler.answer(200)

    try:
        sites[0].pages["/"] = slow
        urls = [one.page("/", 301, Location=f"{sites[0].root}/") for one in sites[1:]]
        manner = Manner(private=True, now=clock.now, sleep=clock.sleep)
        checked, _ = check_links(dict.fromkeys(urls, PLACE), TODAY, manner)
        assert [link.final_url for link in checked] == [f"{sites[0].root}/"] * 3
        assert most == [1]
    finally:
        for one in sites:
            one.close()


def test_a_host_that_asks_for_no_time_still_has_its_pause(
    site: Site, try_one: TryOne, clock: Clock
) -> None:
    answers = iter([503, 200])
    site.pages["/"] = lambda handler: handler.answer(next(answers), Retry_After="0")
    assert try_one(site.root)[0].status == 200
    assert clock.slept == [1]


def test_hosts_are_asked_side_by_side_but_few(clock: Clock) -> None:
    sites = [Site() for _ in range(4)]
    meeting = threading.Barrier(2)
    within, most, lock = [0], [0], threading.Lock()

    def together(handler: Handler) -> None:
        with lock:
            within[0] += 1
            most[0] = max(most[0], within[0])
        meeting.wait(timeout=20)  # breaks unless two hosts are asked at the same time
        sleep(0.1)  # long enough for a third one, if it were asked
        with lock:
            within[0] -= 1
        handler.answer(200)

    try:
        for one in sites:
            one.pages["/"] = together
        manner = Manner(at_once=2, private=True, now=clock.now, sleep=clock.sleep)
        checked, _ = check_links({one.root: PLACE for one in sites}, TODAY, manner)
        assert [link.status for link in checked] == [200] * 4
        assert most == [2]
    finally:
        for one in sites:
            one.close()


def test_an_answer_that_never_comes_is_not_waited_for(site: Site, clock: Clock) -> None:
    over = threading.Event()
    site.pages["/"] = lambda handler: bool(over.wait(timeout=20)) and None
    manner = Manner(limit=0.2, private=True, now=clock.now, sleep=clock.sleep)
    (link,), (finding,) = check_links({site.root: PLACE}, TODAY, manner)
    over.set()
    assert link == CheckedLink(
        site.root, None, site.root, TODAY, "does not answer within 0.2 seconds"
    )
    assert finding.place == PLACE


def test_an_answer_that_trickles_for_ever_is_cut_off(site: Site, clock: Clock) -> None:
    def trickle(handler: Handler) -> None:
        try:
            for letter in b"HTTP/1.0 200 OK\r\nX: " + b"x" * 400:
                handler.wfile.write(bytes([letter]))
                handler.wfile.flush()
                sleep(0.05)
        except OSError:
            pass

    site.pages["/"] = trickle
    manner = Manner(limit=0.3, private=True, now=clock.now, sleep=clock.sleep)
    (link,), _ = check_links({site.root: PLACE}, TODAY, manner)
    assert link.reason == "does not answer within 0.3 seconds"


def test_a_host_that_is_not_there_is_told(site: Site, try_one: TryOne) -> None:
    site.server.socket.close()
    link, (finding,) = try_one(site.root)
    assert link.status is None
    assert link.reason.startswith("does not answer")
    assert "checked on 2026-11-24" in finding.message


def test_an_answer_that_is_no_http_is_told(site: Site, try_one: TryOne) -> None:
    site.pages["/"] = lambda handler: handler.wfile.write(b"SSH-2.0-x\r\n") and None
    assert try_one(site.root)[0].reason.startswith("does not answer")


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://[::1]:1/", "http://10.0.0.1:1/",
                                 "http://localhost:1/", "http://169.254.169.254/"])  # fmt: skip
def test_private_addresses_are_left_alone_unless_asked_for(url: str) -> None:
    (link,), (finding,) = check_links({url: PLACE}, TODAY)
    assert link.reason == "is an address of a private network and was not tried"
    assert finding.code == Code.LINK_DEAD


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/x", "file:///etc/hosts", "mailto:a@b.org", "http://", "words", "",
     "http://user:word@127.0.0.1/", "http://127.0.0.1:port/", "http://[::1/", "http://a..b/"],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_not_tried(url: str, try_one: TryOne) -> None:
    link, _ = try_one(url)
    assert link == CheckedLink(url, None, url, TODAY, "is no address of the web")


def test_letters_beyond_ascii_are_sent_as_they_must_be(site: Site, try_one: TryOne) -> None:
    site.page("/caf%C3%A9", 200)
    link, findings = try_one(f"{site.root}/café")
    assert (link.status, findings) == (200, [])


def test_a_redirect_in_utf_8_is_followed(site: Site, try_one: TryOne) -> None:
    site.page("/caf%C3%A9", 200)
    moved = "/café".encode().decode("latin-1")
    assert try_one(site.page("/old", 301, Location=moved))[0].status == 200


def test_nothing_to_try_is_no_work() -> None:
    assert check_links({}, TODAY) == ([], [])


def test_a_fault_of_our_own_is_raised_and_not_waited_for(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise LookupError("ours")

    monkeypatch.setattr("briefs.publish.links._plain", broken)
    with pytest.raises(LookupError, match="ours"):
        check_links({site.root: PLACE}, TODAY, Manner(private=True))
