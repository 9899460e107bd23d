"""The guard against server-side request forgery: which addresses may be connected to, checked where the line is made.

A page may link, or redirect, to ``http://169.254.169.254/`` or to a printer in the next room; whoever archives it must
not be made to ask them. Names are looked up here, once for every connection, so that a name cannot be harmless when it
is checked and somewhere else when it is connected to.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from archiver.fetch.exchange_log import ExchangeLog
from archiver.fetch.limits import LEAST_SPEED, SPEED_SECONDS

Resolver = Callable[[str, int], list[str]]
"""The IP addresses of a host, from its name and port. Raises ``OSError``."""
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # how a network without IPv4 writes IPv4 addresses
LINGER_SECONDS = 0.2  # seconds; a server that sends more than it announced has mostly sent it already
HEAD_END = re.compile(rb"\n\r?\n")
MAX_HEAD_BYTES = 1 << 17  # bytes; httpcore itself stops at 100 kB


class PrivateAddress(Exception):
    """A host is on this machine, in its network, or in no network at all."""


class UnknownHost(Exception):
    """A name that nobody has."""


class OutOfTime(Exception):
    """A request has taken as long as it may."""


class TooSlow(Exception):
    """A server sends so little that it only keeps us waiting."""


def addresses_of(host: str, port: int) -> list[str]:
    """Ask the system for the addresses of a host, in the order in which to try them. Raises ``OSError``."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, whichever way it is written."""
    ip: Address = ipaddress.ip_address(address.partition("%")[0])
    ip = _embedded(ip) or ip
    if isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local:
        return False
    special = ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback or ip.is_link_local
    return ip.is_global and not special


def _embedded(ip: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip in NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


class GuardedBackend(httpcore.NetworkBackend):
    """Connections for one request.

    ends: when it must be over, by ``time.monotonic``
    exchange_log: where what goes over them is kept; None for an answer that is too long for that
    """

    def __init__(
        self, resolve: Resolver, ends: float, *, allow_private: bool, exchange_log: ExchangeLog | None = None
    ) -> None:
        self._resolve, self._ends, self._allow_private, self._exchange_log = resolve, ends, allow_private, exchange_log
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers, after all of them were checked.

        Raises ``PrivateAddress``, ``UnknownHost``, or what httpcore raises.
        """
        failed: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._checked(host, port):
            try:
                stream = self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                if self._exchange_log:
                    self._exchange_log.peer = address
                return GuardedStream(stream, self._ends, self._exchange_log)
        raise failed

    def _checked(self, host: str, port: int) -> list[str]:
        """The addresses of a host; one that is private is enough to have nothing to do with any of them."""
        try:
            addresses = self._resolve(host, port)
        except socket.gaierror as error:
            if error.errno == socket.EAI_NONAME:
                raise UnknownHost(f"there is no host {host}") from error
            raise httpcore.ConnectError(f"{host} cannot be looked up: {error.strerror}") from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        private = [address for address in addresses if not is_public(address)]
        if private and not self._allow_private:
            told = private[0] if private[0] == host else f"{host} is at {private[0]}, which"
            raise PrivateAddress(f"{told} is an address of this machine or a private network")
        return addresses


class GuardedStream(httpcore.NetworkStream):
    """A connection that ends in time, and knows how many bytes of the answer's body have come over it."""

    def __init__(self, stream: httpcore.NetworkStream, ends: float, exchange_log: ExchangeLog | None = None) -> None:
        self._stream, self._ends, self._exchange_log = stream, ends, exchange_log
        self._head: bytes | None = b""  # what came before the body; None once that has begun
        self._body = 0
        self._since, self._received = time.monotonic(), 0  # of the minutes over which the speed is measured

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come, by the earlier of both times. Raises ``OutOfTime`` or ``TooSlow``."""
        try:
            data = self._stream.read(max_bytes, self._left(timeout))
        except httpcore.ReadTimeout:
            self._left(timeout)
            raise
        if self._exchange_log:
            self._exchange_log.receive(data)
        self._count(data)
        self._measure(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write, by the earlier of both times. Raises ``OutOfTime``."""
        self._stream.write(buffer, self._left(timeout))
        if self._exchange_log:
            self._exchange_log.sent += buffer

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Go on in secret, with the name that was asked for and not the address."""
        secret = self._stream.start_tls(ssl_context, server_hostname, self._left(timeout))
        if self._exchange_log:
            self._exchange_log.rewind()
        return GuardedStream(secret, self._ends, self._exchange_log)

    def get_extra_info(self, info: str) -> object:
        """What httpcore wants to know of the socket."""
        return self._stream.get_extra_info(info)

    def brings_more_than(self, announced: int) -> bool:
        """Whether more bytes of a body came, or still come, than its head announced."""
        if self._head is not None:
            return False  # a head that we cannot tell from its body; httpcore can, and took what was announced
        if self._body > announced:
            return True
        try:
            return bool(self.read(1, LINGER_SECONDS))
        except (httpcore.NetworkError, httpcore.TimeoutException, OutOfTime):
            return False

    def _left(self, timeout: float | None) -> float:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise OutOfTime
        return left if timeout is None else min(timeout, left)

    def _measure(self, size: int) -> None:
        """Let a server go that sends a byte now and then; the end, which is no bytes, is not slow."""
        self._received += size
        passed = time.monotonic() - self._since
        if size and passed > SPEED_SECONDS:
            if self._received < LEAST_SPEED * passed:
                raise TooSlow
            self._since, self._received = time.monotonic(), 0

    def _count(self, data: bytes) -> None:
        if self._head is None:
            self._body += len(data)
            return
        self._head = (self._head + data)[:MAX_HEAD_BYTES]
        while self._head is not None and (end := HEAD_END.search(self._head)):
            rest = self._head[end.end() :]
            informational = re.match(rb"HTTP/\S+ 1\d\d", self._head)
            if informational and self._exchange_log:
                self._exchange_log.skip(end.end())
            self._head, self._body = (rest, 0) if informational else (None, len(rest))
