"""Politeness: what we may do on the web, and one request at a time for every host, with a pause between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock, RLock

from archiver.fetch.environment import Environment
from archiver.fetch.http import USER_AGENT

REQUEST_PAUSE_SECONDS = 1.0  # between requests to one host; a person who reads the page asks no faster
WEB_ARCHIVE_INTERVAL_SECONDS = 60 / 24  # a web archive allows few requests a minute, and locks out who asks much faster


@dataclass(frozen=True, slots=True)
class Politeness:
    """How we behave towards other people's servers.

    allow_private: whether addresses of this machine and its network may be asked
    ignore_robots: whether to ask for what a host's robots.txt forbids
    pause: seconds between two requests to one host
    wayback: the address of a web archive to ask for what is gone; None: none is asked
    user_agent: what we call ourselves; robots.txt is read by our own name all the same
    """

    allow_private: bool = False
    ignore_robots: bool = False
    pause: float = REQUEST_PAUSE_SECONDS
    wayback: str | None = None
    user_agent: str = USER_AGENT


@dataclass(slots=True)
class _Host:
    """Who may ask a host now; the same thread may ask within its own turn, or it would wait for itself."""

    turn: RLock = field(default_factory=RLock)
    left: float | None = None


class HostQueue:
    """The queues before hosts, each asked by one at a time, and when each was last asked."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._lock = Lock()
        self._hosts: dict[str, _Host] = {}

    @contextmanager
    def turn(self, host: str, pause: float) -> Iterator[None]:
        """Wait until a host may be asked, ``pause`` seconds after the last answer was through."""
        with self._lock:
            asked = self._hosts.setdefault(host, _Host())
        with asked.turn:
            if asked.left is not None and (rest := asked.left + pause - self._environment.clock()) > 0:
                self._environment.sleep(rest)
            try:
                yield
            finally:
                asked.left = self._environment.clock()
