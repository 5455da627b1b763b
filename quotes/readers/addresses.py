"""Web addresses: pages, feeds and files fetched politely, one at a time, and lists of addresses."""

from __future__ import annotations

import io
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, cast
from urllib.parse import urljoin, urlsplit, urlunsplit

from .decode import decode
from .facts import Facts, web_address
from .outcome import Broken, Failure, Item, Skipped, Unreadable, Visit
from .packed import Budget
from .reading import Reading
from .source import Source

_MOST_REDIRECTS = 8
_MOST_HOSTS = 1_000
_LONGEST_ROBOTS = 500_000
# A server that sends less than this (bytes a second), once the timeout has passed three times, has stopped.
_SLOWEST = 1_000
# How long we wait at most because a server asks us to: seconds.
_PATIENCE = 60.0
_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_NOT_READ = re.compile(r"(?:image|audio|video|font)/|application/(?:pdf|msword|javascript)", re.IGNORECASE)
# A list of addresses may name a feed, whose entries are pages: nothing leads further.
FURTHEST = 3

Contents = Callable[[Source, Budget], Iterator[Item]]


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """What is behind a list of addresses, one a line; blank lines and those with # are passed over.

    Only a list that the user named is read: a folder, an archive or another list must not send us anywhere.
    """
    web = source.web
    if web is None or source.hops >= 2:
        yield Skipped(source.name, "a list of addresses, which is read only where it is named")
        return
    n = 0
    while line := source.file.readline(10_000):
        n += 1
        try:
            text = decode(line).strip().removeprefix("\ufeff")
            if text and not text.startswith("#"):
                yield from web.read(web_address(text), source.hops)
        except ValueError as error:
            problem, _, remedy = str(error).partition("; ")
            yield Failure(f"{source.name}, line {n:,}", problem, remedy)


class Web:
    """Fetches addresses: honours robots.txt, waits between two requests of one host, asks whether anything
    has changed. ``contents`` reads what comes."""

    def __init__(self, reading: Reading, contents: Contents) -> None:
        self._reading, self._contents = reading, contents
        self._robots: OrderedDict[str, Any] = OrderedDict()
        self._last: OrderedDict[str, float] = OrderedDict()
        self._client: Any = None
        self.agent = reading.agent or _agent()

    def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def read(
        self, address: str, hops: int = 0, facts: Facts | None = None, record: str | None = None
    ) -> Iterator[Item]:
        """What is behind an address, which is ``hops`` links away from what the user named. ``facts`` and
        ``record`` are known of it from elsewhere. Nothing is raised: what goes wrong is a `Failure`."""
        name = public(address)
        key = f"{name} --follow" if self._reading.follow and not hops else name
        try:
            yield from self._read(address, name, key, hops, facts, record)
        except Unreadable as error:
            yield Failure(name, error.problem, error.remedy)
        except _Forbidden:
            yield Skipped(name, "robots.txt of the site asks programs not to read it")

    def _read(
        self, address: str, name: str, key: str, hops: int, facts: Facts | None, record: str | None
    ) -> Iterator[Item]:
        visit = self._reading.memory(key)
        with _network(), self._opened(address, visit) as (response, last):
            if response.status_code == 304:
                yield Skipped(name, "nothing has changed there since it was last read")
                return
            self._insist_on_an_answer(response)
            etag, modified = response.headers.get("etag"), response.headers.get("last-modified")
            mime = response.headers.get("content-type", "")
            charset = _CHARSET.search(mime)
            body = _Body(response, self._reading.timeout)
            budget = Budget(cast(BinaryIO, body), self._reading.max_unpacked)
            source = Source(
                cast(BinaryIO, io.BufferedReader(budget.packed, 65_536)),
                name=name,
                doc=name,
                path=name,
                label=urlsplit(last).path,
                address=public(last),
                mime=mime.partition(";")[0].strip().lower() or None,
                charset=charset[1] if charset else None,
                web=self,
                hops=hops + 1,
                facts=facts,
                record=record,
                visit=Visit(key, etag, modified, visit.seen if visit else ()),
            )
            noted = failed = False
            for item in self._contents(source, budget):
                noted, failed = noted or isinstance(item, Visit), failed or isinstance(item, Failure)
                yield item
            if not noted and not failed:
                yield Visit(key, etag, modified)

    def _opened(self, address: str, visit: Visit | None) -> _Opened:
        """The answer to a request, redirects followed, and the address it came from."""
        for _ in range(_MOST_REDIRECTS + 1):
            response = self._sent(address, visit)
            if not response.has_redirect_location:
                return _Opened(response, address)
            target = urljoin(address, response.headers["location"])
            response.close()
            try:
                address = web_address(target)
            except ValueError as error:
                raise Unreadable(
                    f"redirects to “{target[:80]}”, which is no page", "see what the address leads to"
                ) from error
        raise Unreadable(
            f"redirects more than {_MOST_REDIRECTS} times", "look at it in a browser for the real address"
        )

    def _sent(self, address: str, visit: Visit | None) -> Any:
        if not self._allowed(address):
            raise _Forbidden
        headers = {}
        if visit and visit.etag:
            headers["If-None-Match"] = visit.etag
        if visit and visit.modified:
            headers["If-Modified-Since"] = visit.modified
        response = self._request(address, headers)
        wait = _asked_to_wait(response)
        if wait is not None:
            response.close()
            time.sleep(wait)
            response = self._request(address, headers)
        return response

    def _request(self, address: str, headers: dict[str, str]) -> Any:
        """One request, after as long a pause as its host is owed."""
        host = urlsplit(address).netloc.rpartition("@")[2].lower()
        robots = self._robots.get(_origin(address))
        asked = robots.crawl_delay(self.agent) if robots is not None else None
        pause = max(self._reading.delay, min(float(asked or 0), _PATIENCE))
        if host in self._last:
            time.sleep(max(0.0, self._last.pop(host) + pause - time.monotonic()))
        try:
            request = self._http().build_request("GET", address, headers=headers)
            return self._http().send(request, stream=True)
        finally:
            self._last[host] = time.monotonic()
            if len(self._last) > _MOST_HOSTS:
                self._last.popitem(last=False)

    def _allowed(self, address: str) -> bool:
        """Whether robots.txt lets us read an address. One that is missing allows everything, one that cannot
        be had (5xx) nothing, as RFC 9309 has it."""
        from urllib.robotparser import RobotFileParser

        origin = _origin(address)
        if origin not in self._robots:
            robots = RobotFileParser()
            robots.allow_all = True  # type: ignore[attr-defined]
            try:
                text, status = self._robots_text(origin)
            except (Unreadable, OSError):
                text, status = "", 404  # whatever it is, the page itself will tell
            if status in (401, 403) or status >= 500:
                robots.disallow_all = True  # type: ignore[attr-defined]
                robots.allow_all = False  # type: ignore[attr-defined]
            elif status < 400:
                robots.allow_all = False  # type: ignore[attr-defined]
                robots.parse(text.splitlines())
            robots.modified()
            self._robots[origin] = robots
            if len(self._robots) > _MOST_HOSTS:
                self._robots.popitem(last=False)
        return bool(self._robots[origin].can_fetch(self.agent, address))

    def _robots_text(self, origin: str) -> tuple[str, int]:
        address = f"{origin}/robots.txt"
        with _network():
            for _ in range(_MOST_REDIRECTS):
                response = self._request(address, {})
                with _Opened(response, address):
                    if response.has_redirect_location:
                        address = web_address(urljoin(address, response.headers["location"]))
                        continue
                    data = _Body(response, self._reading.timeout).head(_LONGEST_ROBOTS)
                    return data.decode("utf-8", "replace"), response.status_code
        return "", 404

    def _http(self) -> Any:
        if self._client is None:
            import httpx

            self._client = httpx.Client(
                timeout=self._reading.timeout,
                follow_redirects=False,
                headers={
                    "User-Agent": self.agent,
                    "Accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, "
                    "text/plain;q=0.9, */*;q=0.5",
                    "Accept-Encoding": "gzip, deflate",
                },
            )
        return self._client

    def _insist_on_an_answer(self, response: Any) -> None:
        code = response.status_code
        if code not in (200, 203):
            raise Unreadable(f"the server answers {code} {response.reason_phrase}".rstrip(), _remedy(code))
        mime = response.headers.get("content-type", "").partition(";")[0].strip()
        if _NOT_READ.match(mime):
            raise Unreadable(f"sends {mime}, not a page", "give the address of the article itself")


class _Forbidden(Exception):
    """robots.txt says no."""


class _Opened:
    """A response that is closed at the end of the block, and where it came from."""

    def __init__(self, response: Any, address: str) -> None:
        self._response, self._address = response, address

    def __enter__(self) -> tuple[Any, str]:
        return self._response, self._address

    def __exit__(self, *_: object) -> None:
        self._response.close()


class _network:
    """What goes wrong between us and a server, in our words."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        if error is not None and (refusal := _refusal(error)):
            raise Unreadable(*refusal) from error


class _Body(io.RawIOBase):
    """The body of a response as a stream. Raises `Broken` where the server stops or cuts it off."""

    def __init__(self, response: Any, timeout: float) -> None:
        self._response, self._pieces = response, response.iter_bytes()
        self._rest, self._count, self._spent, self._timeout = b"", 0, 0.0, timeout
        self._broken: Broken | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = self._next()
        data, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)

    def head(self, n: int) -> bytes:
        """The first bytes, at least ``n`` if there are so many."""
        data = b""
        while len(data) < n and (piece := self._next()):
            data += piece
        return data

    def _next(self) -> bytes:
        if self._broken is not None:
            raise self._broken  # what came before must not be taken for the whole
        begun = time.monotonic()
        try:
            data: bytes = next(self._pieces, b"")
        except Exception as error:
            refusal = _refusal(error)
            if refusal is None:
                raise
            self._broken = Broken(*refusal, self)
            raise self._broken from error
        self._spent += time.monotonic() - begun
        self._count += len(data)
        if self._spent > 3 * self._timeout and self._count < self._spent * _SLOWEST:
            self._broken = Broken("the server takes too long", "try again later, or raise --timeout", self)
        # What is packed only for the way here may be a trap as well.
        if self._count > 100_000_000 and self._count > 200 * self._response.num_bytes_downloaded:
            self._broken = Broken("unpacks to more than 200 times its size", "leave it out", self)
        if self._broken is not None:
            raise self._broken
        return data


def _refusal(error: BaseException) -> tuple[str, str] | None:
    """What a failed request is called, and what to do about it; None for other errors."""
    import httpx

    if isinstance(error, httpx.TimeoutException):
        return "the server does not answer in time", "try again later, or raise --timeout"
    if isinstance(error, httpx.ConnectError):
        return "cannot be reached", "check the address and your connection"
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol | UnicodeError):
        return "is not an address", "check the spelling"
    if isinstance(error, httpx.DecodingError):
        return "sends damaged data", "try again later"
    if isinstance(error, httpx.HTTPError | httpx.StreamError):
        reason = " ".join(str(error).split())[:80]
        return f"the connection broke off ({reason})", "try again later"
    return None


def _remedy(code: int) -> str:
    if code in (404, 410):
        return "check the address: there is no such page"
    if code in (401, 402, 403, 451):
        return "it is not open to everybody; save the page from a browser"
    if code == 429:
        return "try again later, with a longer --delay"
    return "try again later" if code >= 500 else "look at it in a browser"


def _asked_to_wait(response: Any) -> float | None:
    """How long a busy server asks us to wait, if that is not too long."""
    wait = response.headers.get("retry-after", "")
    if response.status_code not in (429, 503) or not wait.isdecimal() or float(wait) > _PATIENCE:
        return None
    return float(wait)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}"


def public(address: str) -> str:
    """An address without the name and password that may stand in it, and without its fragment."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))


def _agent() -> str:
    from .. import __version__

    return f"quotes/{__version__} (reads news articles for quotations; Python)"


__all__ = ["FURTHEST", "Web", "public", "read"]
