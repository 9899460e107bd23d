"""The exchange log: what was asked and answered over one connection, byte for byte, as a web archive keeps it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from archiver.fetch.decoding import TooManyBytes

_CREDENTIALS = re.compile(rb"(?im)^(?:proxy-)?authorization:[^\r\n]*\r\n")


@dataclass(slots=True)
class ExchangeLog:
    """One request and its answer.

    url: the address that was asked, without a password
    limit: bytes of the answer at most
    at: when it was asked, in UTC
    peer: the IP address that answered; None where a proxy stands between
    whole: whether the answer was read to its end; of a redirect only the head matters to us
    """

    url: str
    limit: int
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    peer: str | None = None
    whole: bool = False
    sent: bytearray = field(default_factory=bytearray)
    received: bytearray = field(default_factory=bytearray)

    @property
    def request(self) -> bytes:
        """The request without what is secret in it."""
        return _CREDENTIALS.sub(b"", bytes(self.sent))

    def receive(self, data: bytes) -> None:
        """Keep what came. Raises ``TooManyBytes``."""
        self.received += data
        if len(self.received) > self.limit:
            raise TooManyBytes

    def skip(self, count: int) -> None:
        """Forget what came first: an answer that only announces another one."""
        del self.received[:count]

    def rewind(self) -> None:
        """Forget everything: what a proxy was asked is not what the server was."""
        self.sent.clear()
        self.received.clear()
