"""A server that sends what a script says, byte for byte, and a environment in which no time passes."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from archiver.fetch.client import Web
from archiver.fetch.environment import Environment
from archiver.fetch.politeness import Politeness
from archiver.fetch.ssrf_guard import Resolver, addresses_of
from archiver.reporting import Silent

DATE = "Mon, 03 Apr 2006 10:00:00 GMT"
CHANGED = "Fri, 31 Mar 2006 10:00:00 GMT"
SOUND = b"ID3" + bytes(range(256)) * 800  # three blocks of the network and a bit
NOON = datetime(2006, 4, 3, 12, tzinfo=UTC)
RESET = b"\0reset"  # a script sends it to break the connection without a goodbye


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came."""

    path: str
    headers: Mapping[str, str]

    @property
    def start(self) -> int:
        """The first byte of the range that is asked for."""
        return int(self.headers["range"].removeprefix("bytes=").removesuffix("-")) if "range" in self.headers else 0


Script = Callable[[Asked], Iterable[bytes]]


@dataclass(slots=True)
class Server:
    """What a scripted server is and was asked; requests for robots.txt apart, unless it has one."""

    url: str
    port: int
    asked: list[Asked] = field(default_factory=list)

    @property
    def ranges(self) -> list[str | None]:
        return [asked.headers.get("range") for asked in self.asked]


def head(status: int = 200, headers: Mapping[str, object] | None = None, version: str = "1.1") -> bytes:
    """A status line and headers."""
    lines = [f"HTTP/{version} {status} Because", *(f"{name}: {value}" for name, value in (headers or {}).items())]
    return "\r\n".join([*lines, "", ""]).encode()


def whole(body: bytes, status: int = 200, **headers: object) -> list[bytes]:
    """An answer that is what it says; an underscore in a header's name is a dash."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return [head(status, {"Content-Length": len(body), **named}), body]


def chunked(*chunks: bytes, end: bool = True, **headers: object) -> list[bytes]:
    """An answer in chunks, with the one that ends it or without."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = [b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks]
    return [head(200, {"Transfer-Encoding": "chunked", **named}), *sent, *([b"0\r\n\r\n"] if end else [])]


def moved(location: str, status: int = 302) -> list[bytes]:
    return whole(b"", status, Location=location)


@contextmanager
def scripted(script: Script, robots: bytes | None = None, *, every: bool = False) -> Iterator[Server]:
    """Serve on a free port of 127.0.0.1, one connection after the other.

    robots: the server's robots.txt
    every: whether the script answers for that, too
    """

    def answer(asked: Asked) -> Iterable[bytes]:
        rules = asked.path == "/robots.txt" and not every
        if rules and robots is None:
            return whole(b"", 404)
        server.asked.append(asked)
        return whole(robots or b"") if rules else script(asked)

    with pytest.MonkeyPatch.context() as patch, socket.create_server(("127.0.0.1", 0)) as listening:
        patch.setenv("NO_PROXY", "*")  # this machine is not behind a proxy to itself
        port = listening.getsockname()[1]
        server = Server(f"http://127.0.0.1:{port}", port)
        done = threading.Event()
        listening.settimeout(0.01)
        thread = threading.Thread(target=_serve, args=(listening, answer, done))
        thread.start()
        try:
            yield server
        finally:
            done.set()
            thread.join(60)
            assert not thread.is_alive()


def _serve(listening: socket.socket, answer: Script, done: threading.Event) -> None:
    while not done.is_set():
        try:
            connection, _ = listening.accept()
        except TimeoutError:
            continue
        with connection, suppress(ConnectionError, TimeoutError):
            connection.settimeout(5)
            _answer(connection, answer, done)


def _answer(connection: socket.socket, answer: Script, done: threading.Event) -> None:
    request = b""
    while b"\r\n\r\n" not in request:
        received = connection.recv(65536)
        if not received:
            return
        request += received
    first, *lines = request.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    for part in answer(Asked(first.split(" ")[1], headers)):
        if part == RESET:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return
        connection.sendall(part)
        if done.is_set():
            return
    with suppress(OSError):
        connection.shutdown(socket.SHUT_WR)
        connection.recv(1)  # until the other side has read and hung up


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.passed += seconds

    def environment(self, resolve: Resolver = addresses_of) -> Environment:
        return Environment(
            self.sleep, lambda: self.passed, lambda: NOON + timedelta(seconds=self.passed), lambda: 1.0, resolve
        )


class Notes(Silent):
    """Keeps what was said."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)


def local_web(clock: Clock | None = None, *, robots: bool = True, pause: float = 0.0) -> Web:
    """A web that may ask this machine, and never really sleeps."""
    return Web(Politeness(True, not robots, pause), environment=(clock or Clock()).environment())
