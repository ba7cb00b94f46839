"""Tries the web addresses of sources, on request only: few at a time, and politely.

One request at a time to a host, with a pause before the next; the head of a page rather than the
page; no cookies; and a name by which a site's keeper can tell us from others. Private addresses are
left alone unless asked for: that spares a user's own network from slips, and is no wall against an
attacker, since a name may resolve to another address a moment later.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import string
import threading
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from ipaddress import ip_address
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place, Severity
from briefs.version import VERSION

USER_AGENT = f"briefs/{VERSION}"
MOST_REDIRECTS = 5

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_COME_BACK = frozenset({429, 503})
_NOT_TRIED = "and was not tried"


class CheckedLink(NamedTuple):
    """What became of an address.

    Attributes:
        url: The address as it is written.
        status: The HTTP status in the end; None where nothing answered.
        final_url: Where its redirects led; the address itself where there were none.
        on: The day on which it was tried.
        reason: Why it is no good, in a few words; empty where it is.
    """

    url: str
    status: int | None
    final_url: str
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Manner:
    """How politely addresses are tried.

    Attributes:
        pause: Seconds between two requests to one host.
        limit: Seconds that one request may take.
        longest_wait: Seconds that a host may ask us to wait, once; more is not waited for.
        at_once: Hosts that are asked at the same time.
        private: Whether addresses of private networks and of this computer are tried.
        now: Seconds that go on and on.
        sleep: Waits a number of seconds.
    """

    pause: float = 1.0
    limit: float = 15.0
    longest_wait: float = 60.0
    at_once: int = 4
    private: bool = False
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


def check_links(
    urls: Mapping[str, Place],
    today: date,
    manner: Manner = Manner(),
) -> tuple[list[CheckedLink], list[Diagnostic]]:
    """Try addresses; what became of each, in their order, and the findings.

    Args:
        urls: Where each address is written.
        today: The day to note.
        manner: How politely.
    """
    checked = _tried(list(urls), today, manner)
    findings = [finding for one in checked for finding in _judged(one, urls[one.url])]
    return checked, findings


def _judged(link: CheckedLink, place: Place) -> Iterator[Diagnostic]:
    if link.reason.endswith(_NOT_TRIED):
        message, mend = link.reason, "cite an address that readers can reach"
    elif link.reason and link.status in {401, 403, *_COME_BACK}:
        message, mend = link.reason, "open it in a browser, which some sites ask for"
    elif link.reason:
        message, mend = link.reason, "look for its new place, or cite a copy in a web archive"
    elif link.final_url != link.url:
        message, mend = "has moved", f"if that is the same page, write {link.final_url}"
    else:
        return
    on = "" if message.endswith(_NOT_TRIED) else f", checked on {link.on}"
    yield Diagnostic(Code.LINK_DEAD, f"{link.url} {message}{on}", place, mend, Severity.WARNING)


def _tried(urls: list[str], today: date, manner: Manner) -> list[CheckedLink]:
    """Each address tried, by threads that one may leave behind when a user interrupts."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[_host(url)].append(url)
    waiting: SimpleQueue[list[str]] = SimpleQueue()
    for group in by_host.values():
        waiting.put(group)
    done: SimpleQueue[CheckedLink | BaseException] = SimpleQueue()
    visitor = _Visitor(manner)

    def work() -> None:
        try:
            while True:
                for url in waiting.get_nowait():
                    done.put(visitor.visit(url, today))
        except Empty:
            return
        except BaseException as error:  # noqa: BLE001 - raised again by the one who waits
            done.put(error)

    for _ in range(min(manner.at_once, len(by_host))):
        threading.Thread(target=work, name="briefs-links", daemon=True).start()
    found: dict[str, CheckedLink] = {}
    while len(found) < len(urls):
        one = done.get()
        if isinstance(one, BaseException):
            raise one
        found[one.url] = one
    return [found[url] for url in urls]


class _GaveUpError(Exception):
    """An address is no good; says why."""


class _Answer(NamedTuple):
    status: int
    headers: Any


@dataclass(slots=True)
class _Turns:
    """Sees to it that a host is asked one thing at a time, with pauses."""

    manner: Manner
    _locks: dict[str, threading.Lock] = field(default_factory=lambda: defaultdict(threading.Lock))
    _not_before: dict[str, float] = field(default_factory=dict)
    _own: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def of(self, host: str) -> Iterator[None]:
        """Our turn to ask a host, once it has had its pause."""
        with self._own:
            lock = self._locks[host]
        with lock:
            wait = self._not_before.get(host, 0.0) - self.manner.now()
            if wait > 0:
                self.manner.sleep(wait)
            try:
                yield
            finally:
                self.later(host, self.manner.pause)

    def later(self, host: str, seconds: float) -> None:
        """Ask a host nothing for a while."""
        until = self.manner.now() + seconds
        self._not_before[host] = max(until, self._not_before.get(host, until))


class _Visitor:
    """Visits addresses."""

    def __init__(self, manner: Manner) -> None:
        self.manner = manner
        self.turns = _Turns(manner)
        self.openers = urllib.request.build_opener(
            _Http(manner.limit), _Https(manner.limit), _NoRedirects()
        )
        self.openers.addheaders = []

    def visit(self, url: str, today: date) -> CheckedLink:
        """What becomes of an address."""
        at = url
        for _ in range(MOST_REDIRECTS + 1):
            try:
                answer = self._asked(at)
                target = answer.headers.get("Location") if answer.status in _REDIRECTS else None
                if target is None:
                    what = "" if 200 <= answer.status < 300 else f"answers {_named(answer.status)}"
                    return CheckedLink(url, answer.status, at, today, _on_the_way(url, at, what))
                at = _redirected(at, target)
            except _GaveUpError as error:
                return CheckedLink(url, None, at, today, _on_the_way(url, at, str(error)))
        reason = f"leads through more than {MOST_REDIRECTS} redirects"
        return CheckedLink(url, answer.status, at, today, reason)

    def _asked(self, url: str) -> _Answer:
        """The answer to HEAD, or to GET where HEAD is refused; once more if we are told to wait."""
        answer = self._request("HEAD", url)
        wait = _seconds(answer.headers.get("Retry-After")) if answer.status in _COME_BACK else None
        if wait is not None and wait <= self.manner.longest_wait:
            self.turns.later(_host(url), wait)
            answer = self._request("HEAD", url)
        if answer.status >= 400 and answer.status not in _COME_BACK:
            answer = self._request("GET", url)
        return answer

    def _request(self, method: str, url: str) -> _Answer:
        address = _plain(url)
        if not self.manner.private and _is_private(urlsplit(address).hostname or ""):
            raise _GaveUpError(f"is an address of a private network {_NOT_TRIED}")
        request = urllib.request.Request(  # noqa: S310 - http and https only, by _plain
            address, method=method, headers={"User-Agent": USER_AGENT, "Accept": "*/*"}
        )
        with self.turns.of(_host(url)):
            try:
                with self.openers.open(request, timeout=self.manner.limit) as response:
                    return _Answer(response.status, response.headers)
            except urllib.error.HTTPError as error:
                with error:
                    return _Answer(error.code, error.headers)
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise _GaveUpError(_why(error, self.manner.limit)) from error


def _host(url: str) -> str:
    with suppress(ValueError):
        return urlsplit(url).netloc.lower()
    return ""


def _plain(url: str) -> str:
    """An address in ASCII, as it is sent, without its fragment.

    Raises:
        _GaveUpError: If it is none of the web.
    """
    try:
        parts = urlsplit(urldefrag(url).url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:  # an odd port or bracket, or a name that is none
        raise _GaveUpError("is no address of the web") from None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        raise _GaveUpError("is no address of the web")
    shown = f"[{host}]" if ":" in host else host
    path, query = (quote(part, safe=string.punctuation) for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, f"{shown}{port}", path or "/", query, ""))


def _redirected(url: str, target: str) -> str:
    """Where a redirect leads; the part of a page that was asked for stays the same."""
    raw = quote(target, encoding="iso-8859-1", safe=string.punctuation)
    try:
        to, fragment = urldefrag(urljoin(url, raw))
    except ValueError:
        raise _GaveUpError("redirects to what is no address") from None
    kept = fragment or urldefrag(url).fragment
    return f"{to}#{kept}" if kept else to


def _is_private(host: str) -> bool:
    """Whether a host is in a private network; one that we cannot look up is for the request."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return any(not ip_address(str(entry[4][0]).partition("%")[0]).is_global for entry in found)


def _on_the_way(url: str, at: str, what: str) -> str:
    """What is wrong with an address, where its redirects had led."""
    return f"leads to {at}, which {what}" if what and at != url else what


def _seconds(retry_after: str | None) -> float | None:
    """How long a host asks us to wait, in seconds, or None if it does not say."""
    if retry_after is None:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max((until - datetime.now(UTC)).total_seconds(), 0.0)


def _named(status: int) -> str:
    with suppress(ValueError):
        return f"{status} {HTTPStatus(status).phrase}"
    return str(status)


def _why(error: Exception, limit: float) -> str:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, TimeoutError):
        return f"does not answer within {limit:g} seconds"
    if isinstance(cause, socket.gaierror):
        return "names a host that cannot be found"
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"has a certificate that does not hold: {cause.verify_message}"
    words = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
    return f"does not answer: {' '.join(str(words).split())}"


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Hands redirects to us, so that each host on the way is treated politely."""

    def redirect_request(self, *_: Any) -> None:
        """None: not followed here."""


class _Bounded:
    """Cuts a connection off whose answer takes too long in all, however it trickles."""

    def __init__(self, limit: float) -> None:
        super().__init__()
        self.limit = limit

    def do_open(self, http_class: Any, req: Any, **arguments: Any) -> Any:
        """As the base does, with an end."""
        made: list[http.client.HTTPConnection] = []
        late = threading.Event()

        def connection(host: str, **more: Any) -> http.client.HTTPConnection:
            made.append(http_class(host, **more))
            return made[0]

        def cut() -> None:
            late.set()
            for one in made:
                with suppress(OSError, AttributeError):
                    one.sock.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(self.limit, cut)
        timer.daemon = True
        timer.start()
        try:
            return super().do_open(connection, req, **arguments)  # type: ignore[misc]
        except (OSError, http.client.HTTPException) as error:
            raise (TimeoutError() if late.is_set() else error) from error
        finally:
            timer.cancel()


class _Http(_Bounded, urllib.request.HTTPHandler):
    """http:// with an end."""


class _Https(_Bounded, urllib.request.HTTPSHandler):
    """https:// with an end."""
