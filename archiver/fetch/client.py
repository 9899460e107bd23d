"""The client: addresses are asked for politely, over guarded connections, and again where that may help."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

import httpx

from archiver.errors import DownloadFailed, NotNow, Refused
from archiver.fetch import environment as machine
from archiver.fetch import retries
from archiver.fetch.environment import Environment
from archiver.fetch.exchange_log import ExchangeLog
from archiver.fetch.http import NOT_MODIFIED, Request, Response, exchange, parsed, shown
from archiver.fetch.limits import PAGE_LIMITS, Limits
from archiver.fetch.politeness import WEB_ARCHIVE_INTERVAL_SECONDS, HostQueue, Politeness
from archiver.fetch.redirects import REDIRECT_STATUSES, Way, is_same_server
from archiver.fetch.robots import RobotsRules, beginning
from archiver.reporting import Reporter, Silent

RANGE_STATUSES = {206, 416}
WHOLE_RANGE = re.compile(r"bytes 0-(\d{1,18})/(\d{1,18})")
UNWELCOME_STATUSES = {403, 406}  # what many servers answer to programs, and not to browsers
CONDITIONAL_HEADERS = {"if-none-match", "if-modified-since"}
LOGGED_RATIO = 2  # times the limit of a body; its head is logged, too, and where it comes in chunks, their lengths
LOGIN_HEADERS = {"authorization", "cookie"}  # for the host that they were meant for
NO_HEADERS: Mapping[str, str] = MappingProxyType({})

Got = TypeVar("Got")


class Web:
    """The web during one run: who was asked when, and what hosts forbid.

    reporter: told of every wait before another try

    Raises ``DownloadFailed`` where ``politeness`` names a web archive that has no such address.
    """

    def __init__(
        self,
        politeness: Politeness | None = None,
        reporter: Reporter | None = None,
        environment: Environment | None = None,
    ) -> None:
        self.politeness = politeness or Politeness()
        self.reporter = reporter or Silent()
        self._environment = environment or machine.REAL_ENVIRONMENT
        self._hosts = HostQueue(self._environment)
        self._rules: dict[str, RobotsRules | str] = {}
        self._archive = parsed(self.politeness.wayback) if self.politeness.wayback else None

    @contextmanager
    def get(
        self, url: str, headers: Mapping[str, str] = NO_HEADERS, limits: Limits = PAGE_LIMITS
    ) -> Iterator[Response]:
        """Ask until there is an answer; it is 200, or what ``once`` says. A body that breaks off raises ``NotNow``.

        Raises ``DownloadFailed``.
        """
        with ExitStack() as stack:
            yield self.again(lambda: stack.enter_context(self.once(url, headers, limits)))

    def read(
        self, url: str, headers: Mapping[str, str] = NO_HEADERS, limits: Limits = PAGE_LIMITS
    ) -> tuple[Response, bytes]:
        """Ask until there is an answer, and read it whole into memory and into the log. Raises ``DownloadFailed``."""

        def attempt() -> tuple[Response, bytes]:
            with self.once(url, headers, limits, logged=True) as response:
                body = b"".join(response.blocks)
                response.exchanges[-1].whole = True
                return response, body

        return self.again(attempt)

    def again(self, attempt: Callable[[], Got]) -> Got:
        """Repeat what raises ``NotNow``, after a wait. Raises ``DownloadFailed``."""
        return retries.retrying(attempt, self._environment, self.reporter)

    @contextmanager
    def once(
        self, url: str, headers: Mapping[str, str] = NO_HEADERS, limits: Limits = PAGE_LIMITS, *, logged: bool = False
    ) -> Iterator[Response]:
        """Ask one time, by the rules of robots.txt, and follow redirects.

        The answer is 200, or 206 with the whole; it may be 304 to a condition in ``headers``, 206 or 416 to a Range.

        logged: whether to keep what goes over the wires, in ``Response.exchanges``

        Raises ``NotNow`` where another try may help, else ``Refused`` or ``DownloadFailed``.
        """
        robots = not self.politeness.ignore_robots
        with self._asked(parsed(url), headers, limits, robots=robots, logged=logged) as response:
            yield response

    @contextmanager
    def _asked(
        self, url: httpx.URL, headers: Mapping[str, str], limits: Limits, *, robots: bool, logged: bool = False
    ) -> Iterator[Response]:
        headers = {"User-Agent": self.politeness.user_agent, **headers}
        way, exchanges = Way(url), list[ExchangeLog]()
        while True:
            here, cookies = way.here, {"Cookie": way.cookies} if way.cookies else {}
            log = ExchangeLog(shown(here), LOGGED_RATIO * limits.size) if logged else None
            exchanges += [log] if log else []
            request = Request(here, way.name, {**headers, **cookies}, limits, log)
            with self._hosts.turn(here.host, self._pause(request, robots=robots)), self._exchange(request) as response:
                if response.status not in REDIRECT_STATUSES:
                    self._check(response, request)
                    yield replace(response, exchanges=tuple(exchanges))
                    return
                way.follow(response)
            if not is_same_server(here, way.here):
                headers = {name: value for name, value in headers.items() if name.lower() not in LOGIN_HEADERS}

    def _exchange(self, request: Request) -> AbstractContextManager[Response]:
        return exchange(request, self._environment, self._tls, allow_private=self.politeness.allow_private)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return httpx.create_ssl_context()

    def _check(self, response: Response, request: Request) -> None:
        """Raise ``NotNow`` or ``DownloadFailed`` for an answer that is not what was asked for."""
        asked = {name.lower() for name in request.headers}
        is_unchanged = response.status == NOT_MODIFIED and asked & CONDITIONAL_HEADERS
        if response.status == 200 or is_unchanged or (response.status in RANGE_STATUSES and "range" in asked):
            return
        if response.status == 206 and _is_whole(response):
            return
        told = f"{request.name} answered {response.status} {response.reason}".rstrip()
        if response.status in retries.BUSY_STATUSES:
            after = retries.retry_after(response.header("retry-after"), self._environment.now())
            raise NotNow(told, status=response.status, after=after)
        unwelcome = response.status in UNWELCOME_STATUSES
        hint = f"it may answer browsers only: {request.limits.by_hand}, or see --user-agent" if unwelcome else None
        raise DownloadFailed(told, hint=hint, status=response.status)

    def _pause(self, request: Request, *, robots: bool) -> float:
        """Seconds to keep between requests to a host. Raises ``Refused`` for an address that its robots.txt forbids.

        A web archive's robots.txt is not asked: it keeps crawlers from walking through everybody's past, while the
        list of captures and their original bytes are there for programs that ask for one address.
        """
        archive = self._archive
        folder = archive.path.rstrip("/") + "/" if archive else ""  # it may share its host with others
        if archive and is_same_server(archive, request.url) and request.url.path.startswith(folder):
            return max(self.politeness.pause, WEB_ARCHIVE_INTERVAL_SECONDS)
        return self._allowed(request.url, request.name) if robots else self.politeness.pause

    def _allowed(self, url: httpx.URL, name: str) -> float:
        """Seconds that a host wants between requests. Raises ``Refused`` for an address that its robots.txt forbids."""
        root = shown(url.copy_with(raw_path=b"/"))
        if root not in self._rules:
            self._rules[root] = self._read_rules(f"{root}robots.txt", name)
        found = self._rules[root]
        if isinstance(found, str):
            raise Refused(f"{name} was not asked for: {found}", hint="try again later, or say --ignore-robots")
        if not found.allow(shown(url)):
            why = f"{root}robots.txt asks programs not to"
            raise Refused(f"{name} was not asked for: {why}", hint="if you may, say --ignore-robots")
        return max(self.politeness.pause, found.delay)

    def _read_rules(self, robots: str, page: str) -> RobotsRules | str:
        """What a robots.txt says; a text where that cannot be known now.

        Raises ``DownloadFailed`` where the host cannot be reached at all: then its pages cannot, either.
        """

        def attempt() -> RobotsRules:
            with self._asked(parsed(robots), NO_HEADERS, PAGE_LIMITS, robots=False) as response:
                return RobotsRules.of(beginning(response.blocks))

        try:
            return self.again(attempt)
        except DownloadFailed as error:
            if error.status is None:
                raise type(error)(_said_of_page(error.message, robots, page), hint=error.hint) from error
            if error.status in retries.BUSY_STATUSES or error.status >= 500:
                return f"the host does not say what it allows; {error}"
            return RobotsRules.of(b"")


def _said_of_page(message: str, robots: str, page: str) -> str:
    """What kept us from a robots.txt, said of the page that a person asked for."""
    failed = "could not be fetched"
    rest = message.removeprefix(f"{robots} {failed}")
    return f"{page} was not asked for: {message}" if rest == message else f"{page} {failed}{rest}"


def _is_whole(response: Response) -> bool:
    """Whether an answer that calls itself a part is the whole, from its first byte to its last."""
    told = WHOLE_RANGE.fullmatch((response.header("content-range") or "").strip())
    return told is not None and int(told[1]) + 1 == int(told[2])
