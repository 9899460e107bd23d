"""The environment of fetching: time, names and chance, in one place, so that tests can put their own there."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from archiver.fetch.ssrf_guard import Resolver, addresses_of


def utc_now() -> datetime:
    """The time of day, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Environment:
    """What fetching asks of the machine besides connections.

    sleep: waits for seconds
    clock: seconds that only grow
    now: the time of day, which servers speak of in ``Retry-After``
    chance: from 0 to 1
    resolve: the IP addresses of a host
    """

    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = utc_now
    chance: Callable[[], float] = random.random
    resolve: Resolver = addresses_of


REAL_ENVIRONMENT = Environment()
