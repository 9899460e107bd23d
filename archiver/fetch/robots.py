"""robots.txt: what a host asks programs to leave alone, and how fast it wants to be asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from protego import Protego

from archiver.fetch.http import AGENT

MAX_RULES_BYTES = 512_000  # RFC 9309 has programs read 500 KiB at least
LONGEST_DELAY_SECONDS = 30.0  # a page and its recordings are a handful of requests, and hours would help nobody


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What a robots.txt says to us."""

    parsed: Protego

    @classmethod
    def of(cls, text: bytes) -> RobotsRules:
        """Read a robots.txt; what is none forbids nothing."""
        return cls(Protego.parse(text.decode("utf-8-sig", errors="replace")))

    def allow(self, url: str) -> bool:
        """Whether an address may be asked for."""
        return bool(self.parsed.can_fetch(url, AGENT))

    @property
    def delay(self) -> float:
        """Seconds between requests that the host asks for, up to ``LONGEST_DELAY_SECONDS``."""
        return min(max(float(self.parsed.crawl_delay(AGENT) or 0), 0.0), LONGEST_DELAY_SECONDS)


def beginning(blocks: Iterable[bytes]) -> bytes:
    """As much of a robots.txt as is read."""
    data = bytearray()
    for block in blocks:
        data += block
        if len(data) >= MAX_RULES_BYTES:
            break
    return bytes(data[:MAX_RULES_BYTES])
